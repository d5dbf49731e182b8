"""The people and cases of the demonstration, made by the same commands that real people use. All of it is invented."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

from PIL import Image, ImageDraw
from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, ChannelKind, Duty, Side
from odr.access.vault import open_field
from odr.accounts import administration as admin
from odr.accounts.models import Track
from odr.accounts.queries import anybody
from odr.cases.application import file_application, start_draft
from odr.cases.appointments import answer_appointment, disclose, propose_mediator
from odr.cases.commands import invite_respondent
from odr.cases.consents import ONLINE, SEPARATE_TIMES, SERVICE
from odr.cases.facts import Application, PartyFacts
from odr.cases.mandates import Authority, act_as_new, invite_agent
from odr.cases.models import AgentKind, DisputeType
from odr.cases.participants import actor_for
from odr.cases.refs import case_id_of
from odr.cases.respondent import accept_as_new
from odr.db import reading
from odr.evidence.commands import submit_exhibit
from odr.notices.commands import LINK
from odr.notices.models import Notice
from odr.offers.commands import accept_rules, propose_round
from odr.offers.queries import rounds_page
from odr.offers.rules import RoundKind, Rules, Subject
from odr.rooms.commands import open_mediation_session
from odr.rooms.opening import ADDRESS, NOTICE, acknowledge, choose_consents, compare_identity
from odr.rooms.posting import post_message
from odr.rooms.queries import room_page
from odr.rooms.states import IdentityWay
from odr.settings import Settings
from signing.wording import Words

DEMO_PASSWORD = "heqi-demo-only-2026"  # noqa: S105 - printed at the start, refused anywhere but on this machine
LOCAL = {"127.0.0.1", "localhost", "::1"}


class DemoRefused(Exception):
    """Demonstration accounts have a password everybody knows; they must not be loaded on a reachable platform."""


@dataclass(frozen=True)
class DemoPerson:
    """An invented person of the demonstration."""

    role: str
    email: str
    name: str
    name_en: str
    what: Words
    locale: str = "zh_Hans_CN"


PEOPLE = (
    DemoPerson("applicant", "zhang.min@qinghe.example", "张敏", "Zhang Min",
               Words("申请人青禾茶业的法定代表人", "applicant, Qinghe Tea")),
    DemoPerson("respondent", "eleanor.hart@verdant.example", "Eleanor Hart", "Eleanor Hart",
               Words("被申请人沃野食品的董事", "respondent, Verdant Field Foods"), "en"),
    DemoPerson("agent", "wang.yiming@lawfirm.example", "王一鸣", "Wang Yiming",
               Words("被申请人的代理律师", "the respondent's lawyer")),
    DemoPerson("mediator", "zhou.huilan@heqi.example", "周慧兰", "Zhou Huilan", Words("调解员", "mediator")),
    DemoPerson("organisation_clerk", "chen.li@heqi.example", "陈立", "Chen Li",
               Words("调解组织的工作人员", "clerk of the mediation organisation")),
    DemoPerson("court_clerk", "lin.shuyue@court.example", "林书月", "Lin Shuyue", Words("法院书记员", "court clerk")),
    DemoPerson("admin", "admin@heqi.example", "平台管理员", "Platform administrator",
               Words("平台管理员", "platform administrator")),
)  # fmt: skip
_BY_ROLE = {person.role: person for person in PEOPLE}
CONSENTS = frozenset({ONLINE, SERVICE, SEPARATE_TIMES})
QINGHE = PartyFacts(
    name="青禾茶业有限公司",
    name_en="Qinghe Tea Co., Ltd.",
    id_number="91110105MA01QHCY3J",
    representative="张敏",
    representative_post="法定代表人",
    address="北京市示范区青禾路3号",
    phone="010-0000 1234",
    email="zhang.min@qinghe.example",
)
VERDANT = PartyFacts(
    name="沃野食品有限公司",
    name_en="Verdant Field Foods Ltd.",
    id_number="91310000MA1WYFD8XX",
    representative="Eleanor Hart",
    representative_post="董事",
    address="上海市浦东新区沃野路8号",
    phone="021-0000 5678",
    email="eleanor.hart@verdant.example",
)
TEA = Application(
    organisation_id="",
    dispute_type=DisputeType.TRADEMARK,
    title="茶叶包装使用“青禾”商标纠纷",
    title_en="Use of the mark “Qinghe” on tea packaging",
    right_description="“青禾”文字商标，第30类茶，注册号第00000018号（示范），有效期至2031年5月6日。",
    facts=(
        "2026年3月起，被申请人在三款袋泡茶的包装正面突出使用“青禾”二字。\n"
        "申请人于2026年6月发函要求停止使用，双方协商未果。"
    ),
    claims="停止在茶叶包装上使用“青禾”字样。\n处理库存包装。\n赔偿申请人的损失。",
    applicant=QINGHE,
    respondent=VERDANT,
)
NAME = replace(
    TEA,
    dispute_type=DisputeType.DOMAIN_NAME,
    title="“qinghe-tea”域名纠纷",
    title_en="The domain name “qinghe-tea”",
    right_description="“青禾”文字商标及企业字号。",
    facts="被申请人注册了与申请人字号相近的域名，并跳转到自己的网店。",
    claims="将域名转移给申请人。",
    respondent=PartyFacts(name="北山电子商务有限公司", email="service@beishan.example"),
)
DRAWING = replace(
    TEA,
    dispute_type=DisputeType.COPYRIGHT,
    title="包装插画著作权纠纷",
    title_en="Copyright in a packaging illustration",
    right_description="美术作品《四月新叶》，作品登记号（示范）2025-F-000018。",
    facts="被申请人的节日礼盒使用了与我方插画实质性相似的图案。",
    claims="停止复制和发行。\n赔礼道歉。",
    applicant=VERDANT,
    respondent=PartyFacts(name="溪山文化创意有限公司", email="office@xishan.example"),
)
JOINT = (
    ("mediator", "各位好。先请双方各用几句话说明自己最关心的事。这里所说的内容不得在诉讼中作为证据使用。"),
    ("applicant", "我们最关心的是包装。消费者以为这三款茶是我们生产的。"),
    ("respondent", "We did not mean to trade on anybody's name. “Qinghe” was chosen by our agency. We can change it, "
                   "but not overnight: the packaging for the season is printed."),
    ("agent", "补充一点：库存包装约四万只，印刷于今年二月。"),
    ("mediator", "谢谢。请双方把包装照片和库存清单放到这里。We will take a short break and talk to each side alone."),
)  # fmt: skip
CAUCUS = {
    Side.APPLICANT: (
        ("mediator", "张女士，除了停止使用，什么对您最重要？"),
        ("applicant", "新茶上市之前换掉包装。赔偿金额可以谈，三十万元是我们的期望，不是底线。"),
    ),
    Side.RESPONDENT: (
        ("mediator", "Ms Hart, how long would you need to use up the printed packaging?"),
        ("respondent", "Ninety days would do. Sixty would hurt but is possible if the amount is reasonable."),
    ),
}


def is_empty() -> bool:
    """Is there no account at all?"""
    return not anybody()


def load_demo(settings: Settings, *, people_only: bool = False) -> None:
    """Fill an empty platform: its organisation, court and people, and unless `people_only` their cases.

    Raises:
        DemoRefused: the platform can be reached from elsewhere.
    """
    if urlsplit(settings.public_url).hostname not in LOCAL:
        raise DemoRefused("Demonstration accounts may only be loaded where HEQI_PUBLIC_URL names this machine.")
    organisation = _load_bodies()
    if people_only:
        return
    _file(TEA, organisation, "applicant", then=_mediate)
    _file(NAME, organisation, "applicant", then=_invite)
    _file(DRAWING, organisation, "respondent")


def _load_bodies() -> str:
    organisation = admin.create_organisation(
        name="京华知识产权调解中心",
        name_en="Jinghua IP Mediation Centre",
        track=Track.PEOPLES,
        licence="京司调备（示范）2024-018",
        credit_code="52110105MJ0123456N",
        seat="北京市示范区调解路18号",
        phone="010-0000 0018",
        established_from=datetime(2024, 1, 8, tzinfo=UTC),
    )
    court = admin.create_court(
        name="北京市示范区人民法院",
        name_en="Beijing Shifan District People's Court",
        seat="北京市示范区法苑街1号",
        phone="010-0000 0001",
    )
    admin.appoint(
        _create("mediator"),
        organisation,
        Duty.MEDIATOR,
        profile="从事商标和著作权调解九年，曾任商标代理人。",
        profile_en="Nine years of mediating trade mark and copyright disputes; a trade mark agent before.",
    )
    admin.appoint(_create("organisation_clerk"), organisation, Duty.ORGANISATION_CLERK)
    admin.appoint(_create("court_clerk"), court, Duty.COURT_CLERK)
    _create("applicant")
    administrator = _BY_ROLE["admin"]
    admin.create_administrator(email=administrator.email, name=administrator.name, password=DEMO_PASSWORD)
    return organisation


def _create(role: str) -> str:
    person = _BY_ROLE[role]
    return admin.create_person(
        email=person.email, name=person.name, name_en=person.name_en, password=DEMO_PASSWORD, locale=person.locale
    )


def _who(role: str) -> Actor:
    return actor_for(admin.account_id_of(_BY_ROLE[role].email) or "")


def _file(
    application: Application, organisation: str, applicant: str, then: Callable[[str], None] | None = None
) -> None:
    ref = start_draft(_who(applicant), replace(application, organisation_id=organisation))
    file_application(_who(applicant), _case(ref), consents=CONSENTS)
    if then is not None:
        then(ref)


def _case(ref: str) -> str:
    with reading():
        return case_id_of(ref)


def _invite(ref: str) -> None:
    invite_respondent(_who("organisation_clerk"), _case(ref))


def _mediate(ref: str) -> None:
    """From the invitation to a room in which people have talked, each act by the person whose act it is."""
    _invite(ref)
    hart, wang = _BY_ROLE["respondent"], _BY_ROLE["agent"]
    accept_as_new(
        _link_in_letter(hart.email),
        name=hart.name,
        name_en=hart.name_en,
        password=DEMO_PASSWORD,
        locale=hart.locale,
        consents=CONSENTS,
    )
    authority = Authority(
        kind=AgentKind.LAWYER,
        firm="示范律师事务所",
        licence="（示范）11101202600000018",
        may_settle=True,
        may_sign=True,
        may_apply=True,
        document_digest=hashlib.sha256("授权委托书（示范）".encode()).hexdigest(),
    )
    invite_agent(_who("respondent"), _case(ref), name=wang.name, email=wang.email, authority=authority)
    act_as_new(_link_in_letter(wang.email), name=wang.name, password=DEMO_PASSWORD, consents=CONSENTS)
    _appoint(ref)
    _talk(ref)


def _appoint(ref: str) -> None:
    mediator = _who("mediator")
    proposed = propose_mediator(_who("organisation_clerk"), _case(ref), account_id=mediator.account_id)
    disclose(mediator, proposed, has_interest=False, statement="")
    for side in ("applicant", "respondent"):
        answer_appointment(_who(side), proposed, accepted=True)


def _talk(ref: str) -> None:
    mediator = _who("mediator")
    _get_ready(ref, mediator)
    open_mediation_session(mediator, _case(ref))
    channels = room_page(mediator, ref).channels
    joint = next(channel.id for channel in channels if channel.kind == ChannelKind.JOINT)
    _say(joint, JOINT)
    _exhibit("applicant", joint, "包装对照.png", _packaging())
    _exhibit("agent", joint, "库存清单.txt", "袋泡茶包装库存（示范）：A款 18,200，B款 12,500，C款 9,300。".encode())
    for channel in channels:
        if channel.side is not None:
            _say(channel.id, CAUCUS[channel.side])
    _bargain(ref)


def _bargain(ref: str) -> None:
    """A round whose rules both sides have accepted, so that each can seal its figure."""
    mediator = _who("mediator")
    applicant, respondent = rounds_page(mediator, ref).parties
    rules = Rules(
        kind=RoundKind.SUM,
        subject=Subject.COMPENSATION,
        deadline=clock.now() + timedelta(days=7),
        demander=applicant.id,
        payer=respondent.id,
        tolerance_percent=5,
    )
    round_id = propose_round(mediator, _case(ref), rules=rules)
    for side in ("applicant", "respondent"):
        accept_rules(_who(side), round_id)


def _get_ready(ref: str, mediator: Actor) -> None:
    """Each person of a side reads the notice and confirms the address; the mediator compares identities."""
    case_id = _case(ref)
    for role in ("applicant", "respondent", "agent"):
        person = _who(role)
        acknowledge(person, case_id, subjects=(NOTICE, ADDRESS))
        choose_consents(person, case_id, given=CONSENTS)
        compare_identity(mediator, person.participations[case_id].participant_id, way=IdentityWay.DOCUMENT)


def _say(channel_id: str, lines: tuple[tuple[str, str], ...]) -> None:
    for number, (role, text) in enumerate(lines):
        post_message(_who(role), channel_id, text=text, client_ref=f"demo-{number}")


def _exhibit(role: str, channel_id: str, name: str, content: bytes) -> None:
    kept = submit_exhibit(_who(role), channel_id, name=name, source=BytesIO(content), max_bytes=1024 * 1024)
    post_message(_who(role), channel_id, text=kept.name, client_ref=f"demo-{name}", exhibit_id=kept.exhibit_id)


def _packaging() -> bytes:
    """Two tea packages side by side, drawn."""
    picture = Image.new("RGB", (900, 620), "#f4f1ea")
    pen = ImageDraw.Draw(picture)
    for left, paper, leaf in ((90, "#1f5d4f", "#d8e8c8"), (510, "#2a6a57", "#cfe3bd")):
        pen.rounded_rectangle((left, 70, left + 300, 550), 18, fill=paper)
        pen.rectangle((left + 40, 330, left + 260, 440), fill="#f4f1ea")
        pen.text((left + 76, 366), "QINGHE", fill=paper, font_size=40)
        for turn in range(3):
            pen.ellipse((left + 70 + turn * 55, 130 + turn * 24, left + 130 + turn * 55, 250 + turn * 12), fill=leaf)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _link_in_letter(email: str) -> str:
    """What an invited person finds in the mail."""
    wanted = (Notice.email == email, Notice.sealed_link != b"")
    with reading() as session:
        letter = session.scalars(select(Notice).where(*wanted).order_by(Notice.queued_at.desc())).first()
        if letter is None:
            raise LookupError("no letter with a link was written")
        return open_field(LINK, letter.id, letter.sealed_link)
