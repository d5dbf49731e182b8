"""Words that several papers of the room share: sides, roles, moments in Beijing time."""

from __future__ import annotations

from datetime import datetime

from odr.law.time_limits import BEIJING
from signing.wording import Words

NONE = Words(zh="无", en="None")
SIDE_WORDS = {
    "applicant": Words(zh="申请人", en="Applicant"),
    "respondent": Words(zh="被申请人", en="Respondent"),
    "third": Words(zh="第三人", en="Third person"),
}


def moment(at: datetime) -> Words:
    """An instant as Beijing sees it, to the minute."""
    here = at.astimezone(BEIJING)
    zh = f"{here.year}年{here.month}月{here.day}日{here:%H:%M}"
    return Words(zh=zh, en=f"{here.day} {here:%B %Y, %H:%M} (Beijing)")
