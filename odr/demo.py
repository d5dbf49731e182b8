"""The people and cases of the demonstration, made by the same commands that real people use. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from odr.access.actor import Duty
from odr.accounts import administration as admin
from odr.accounts.models import Track
from odr.accounts.queries import anybody
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
    _load_bodies()


def _load_bodies() -> None:
    organisation = admin.create_organisation(
        name="京华知识产权调解中心",
        name_en="Jinghua IP Mediation Centre",
        track=Track.PEOPLES,
        licence="京司调备（示范）2024-018",
        credit_code="52110105MJ0123456N",
        seat="北京市朝阳区示范路18号",
        phone="010-0000 0018",
        established_from=datetime(2024, 1, 8, tzinfo=UTC),
    )
    court = admin.create_court(
        name="北京市示范区人民法院",
        name_en="Beijing Shifan District People's Court",
        seat="北京市示范区法苑街1号",
        phone="010-0000 0001",
    )
    for role, body, duty in (
        ("mediator", organisation, Duty.MEDIATOR),
        ("organisation_clerk", organisation, Duty.ORGANISATION_CLERK),
        ("court_clerk", court, Duty.COURT_CLERK),
    ):
        admin.appoint(_create(_BY_ROLE[role]), body, duty)
    _create(_BY_ROLE["applicant"])
    administrator = _BY_ROLE["admin"]
    admin.create_administrator(email=administrator.email, name=administrator.name, password=DEMO_PASSWORD)


def _create(person: DemoPerson) -> str:
    return admin.create_person(
        email=person.email, name=person.name, name_en=person.name_en, password=DEMO_PASSWORD, locale=person.locale
    )
