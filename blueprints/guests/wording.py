"""Guests and the channels they hear, in the reader's words."""

from __future__ import annotations

from flask_babel import gettext

from blueprints.locale import language_tag
from odr.access.actor import ChannelKind, Side
from odr.guests.queries import PlaceView
from signing.wording import Words

STATES = {
    "asked": (Words("征求各方同意", "The sides are asked"), "waiting"),
    "invited": (Words("已同意，等待本人接受", "Agreed; the person is asked"), "waiting"),
    "admitted": (Words("在场", "Admitted"), "done"),
    "refused": (Words("有一方不同意", "A side refused"), "stopped"),
    "declined": (Words("本人不参加", "Does not come"), "stopped"),
    "cancelled": (Words("已取消", "Cancelled"), "stopped"),
    "removed": (Words("已离开", "Has left"), "stopped"),
}
ROLES = {
    "interested": Words("有利害关系的第三人", "Interested third person"),
    "expert": Words("专业人员", "Expert"),
    "interpreter": Words("翻译人员", "Interpreter"),
    "technical_officer": Words("技术调查官", "Technical investigation officer"),
    "observer": Words("旁听人员", "Observer"),
}
MAY = {
    "interested": Words("可以听，也可以发言", "hears and may speak"),
    "expert": Words("可以听，也可以发言", "hears and may speak"),
    "interpreter": Words("可以听，也可以发言", "hears and may speak"),
    "technical_officer": Words("可以听，也可以发言", "hears and may speak"),
    "observer": Words("只听，不发言", "hears, and never speaks"),
}
UNDERTAKING = Words(
    "我在调解中听到、看到的一切，包括各方的陈述、让步、文件以及是否达成协议，均予保密，不向任何人透露，"
    "不录音、录像、截屏，也不用于其他用途。我知道在诉讼中不能以调解中的让步作为对任何一方不利的依据。"
    "法律规定应当报告的，不在此限。离开之后，本承诺继续有效。",
    "Whatever I hear or see in this mediation – statements, concessions, files, and whether an agreement is reached – "
    "I keep to myself. I tell nobody, record nothing, take no pictures of the screen and use none of it for anything "
    "else. I know that what a side concedes here cannot be held against it in court. What the law orders to be "
    "reported is excepted. This promise stays in force after I have left.",
)


def place_name(place: PlaceView) -> str:
    """The name of a channel to somebody who may be outside it: which room, and whose."""
    if place.kind == ChannelKind.JOINT:
        return gettext("Joint room")
    party = place.party_en if language_tag() == "en" else place.party
    if place.side == Side.APPLICANT:
        return gettext("Private room of the applicant (%(name)s)", name=party)
    if place.side == Side.THIRD:
        return gettext("Private room of the third person (%(name)s)", name=party)
    return gettext("Private room of the respondent (%(name)s)", name=party)
