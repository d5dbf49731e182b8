"""People, bodies and cases for tests, made by the commands real people use; no row is written by hand."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor, Duty
from odr.access.vault import open_field
from odr.accounts import administration as admin
from odr.accounts import passwords
from odr.accounts.commands import register
from odr.accounts.models import Track
from odr.cases.application import file_application, start_draft
from odr.cases.appointments import answer_appointment, disclose, propose_mediator
from odr.cases.commands import close_case, invite_respondent, settle
from odr.cases.consents import ONLINE, SERVICE
from odr.cases.facts import Application, PartyFacts
from odr.cases.mandates import Authority, act_as_new, invite_agent
from odr.cases.models import AgentKind, Case, DisputeType, PartyKind
from odr.cases.participants import actor_for
from odr.cases.refs import case_id_of
from odr.cases.respondent import accept_as_new
from odr.db import reading, transaction
from odr.notices.commands import LINK
from odr.notices.models import Notice
from tests.factories.opening import get_ready

PASSWORD = "a long enough passphrase"
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Known:
    """A person with an account. `actor` is built afresh at every look, as for each request."""

    account_id: str
    email: str
    name: str
    password: str = PASSWORD

    @property
    def actor(self) -> Actor:
        return actor_for(self.account_id)


@dataclass
class CaseInHand:
    """A case with the people in it; those it has not reached yet are None."""

    id: str
    ref: str
    applicant: Known
    clerk: Known
    organisation_id: str
    respondent: Known | None = None
    mediator: Known | None = None
    agents: list[Known] = field(default_factory=list)

    @property
    def state(self) -> str:
        with reading() as now:
            return str(now.get_one(Case, self.id).state)


@cache
def hash_of_password() -> str:
    """Hashing is slow by intent; all people of a test run share one password."""
    return passwords.hash_here(PASSWORD)


def make_account(
    name: str = "", *, email: str = "", name_en: str = "", locale: str = "zh_Hans_CN", password_hash: str = ""
) -> Known:
    """Somebody with an account and PASSWORD."""
    number = next(_numbers)
    name, email = name or f"某人{number}", email or f"person{number}@mail.example"
    with transaction() as tx:
        stored = password_hash or hash_of_password()
        account = register(tx, email=email, name=name, name_en=name_en, password_hash=stored, locale=locale)
        return Known(account.id, account.email, account.name)


def make_organisation(name: str = "京华知识产权调解中心", *, track: Track = Track.PEOPLES) -> str:
    """A mediation organisation; returns its id."""
    return admin.create_organisation(
        name=name,
        name_en="Jinghua IP Mediation Centre",
        track=track,
        licence="京司调备（示范）2024-018",
        credit_code="52110105MJ0123456N",
        seat="北京市示范区和谐路18号",
        phone="010-0000 0018",
    )


def make_court(name: str = "北京市示范区人民法院") -> str:
    """A court; returns its id."""
    return admin.create_court(name=name, name_en="Beijing Shifan District People's Court", seat="北京市示范区")


def make_clerk(organisation_id: str, name: str = "陈立") -> Known:
    """A clerk of the organisation."""
    return _serving(name, organisation_id, Duty.ORGANISATION_CLERK)


def make_mediator(organisation_id: str, name: str = "周慧兰") -> Known:
    """A mediator of the organisation."""
    return _serving(name, organisation_id, Duty.MEDIATOR)


def make_court_clerk(court_id: str, name: str = "林书月") -> Known:
    """A clerk of the court."""
    return _serving(name, court_id, Duty.COURT_CLERK)


def application(organisation_id: str, *, applicant_email: str = "", respondent_email: str = "") -> Application:
    """A complete application about a trademark; every call has addresses of its own."""
    number = next(_numbers)
    return Application(
        organisation_id=organisation_id,
        dispute_type=DisputeType.TRADEMARK,
        title="“青禾”商标使用纠纷",
        title_en="Use of the mark “Qinghe”",
        right_description="第30类“青禾”注册商标",
        facts="被申请人在茶叶包装上使用近似标识。",
        claims="停止使用，赔偿损失。",
        applicant=PartyFacts(
            kind=PartyKind.ORGANISATION,
            name="青禾茶业有限公司",
            name_en="Qinghe Tea Co., Ltd.",
            id_number="91110105MA01QHCY3J",
            representative="张敏",
            representative_post="法定代表人",
            address="北京市示范区青禾路3号",
            phone="010-0000 1234",
            email=applicant_email or f"applicant{number}@qinghe.example",
        ),
        respondent=PartyFacts(
            kind=PartyKind.ORGANISATION,
            name="沃野食品有限公司",
            name_en="Verdant Field Foods Ltd.",
            id_number="91310000MA1WYFD8XX",
            representative="Eleanor Hart",
            representative_post="董事",
            address="上海市浦东新区沃野路8号",
            phone="021-0000 5678",
            email=respondent_email or f"respondent{number}@verdant.example",
        ),
    )


def last_link(email: str) -> str:
    """The token in the latest letter to an address, as its reader would find it."""
    wanted = (Notice.email == email, Notice.sealed_link != b"")
    with reading() as now:
        notice = now.scalars(select(Notice).where(*wanted).order_by(Notice.queued_at.desc())).first()
        assert notice is not None, f"no letter with a link waits for {email}"
        return open_field(LINK, notice.id, notice.sealed_link)


def letters(email: str) -> list[str]:
    """The kinds of letters queued to an address, in order."""
    with reading() as now:
        rows = now.scalars(select(Notice).where(Notice.email == email).order_by(Notice.queued_at))
        return [row.kind for row in rows]


STAGES = ("draft", "submitted", "invited", "appointing", "mediating", "settled", "closed")


def make_case(state: str = "mediating", *, track: Track = Track.PEOPLES, organisation_id: str = "") -> CaseInHand:
    """A case that has lived up to `state` through the real commands, with everybody it met on the way.

    A case "settled" here was settled without an agreement; tests of agreements make their own.
    """
    reached = STAGES.index(state)
    organisation = organisation_id or make_organisation(track=track)
    applicant, clerk = make_account("张敏"), make_clerk(organisation)
    ref = start_draft(applicant.actor, application(organisation))
    with reading():
        case_id = case_id_of(ref)
    case = CaseInHand(case_id, ref, applicant, clerk, organisation)
    for step in (_file, _invite, _accept, _appoint, _settle, _close)[:reached]:
        step(case)
    return case


def make_agent(case: CaseInHand, *, side: str = "respondent", special: bool = True, name: str = "王一鸣") -> Known:
    """An agent of a side, who accepted by the link."""
    principal = case.respondent if side == "respondent" else case.applicant
    assert principal is not None
    email = f"agent{next(_numbers)}@lawfirm.example"
    authority = Authority(
        kind=AgentKind.LAWYER,
        firm="示范律师事务所",
        licence="11101202610000001",
        may_settle=special,
        may_sign=special,
        may_apply=special,
        document_digest="ab" * 32,
    )
    invite_agent(principal.actor, case.id, name=name, email=email, authority=authority)
    act_as_new(last_link(email), name=name, password=PASSWORD, consents=(ONLINE,))
    known = Known(_account(email), email, name)
    case.agents.append(known)
    if case.mediator is not None and case.state == "mediating":
        get_ready(case.id)
    return known


def make_co_mediator(case: CaseInHand, name: str = "沈同") -> Known:
    """A second mediator of the case, who disclosed and was accepted by both sides."""
    mediator = make_mediator(case.organisation_id, name)
    _accept_mediator(case, mediator)
    return mediator


def respondent_email(case: CaseInHand) -> str:
    """The address the respondent is asked at."""
    with reading() as now:
        return next(p.email for p in now.get_one(Case, case.id).parties if p.side == "respondent")


def _file(case: CaseInHand) -> None:
    file_application(case.applicant.actor, case.id, consents=frozenset({ONLINE, SERVICE}))


def _invite(case: CaseInHand) -> None:
    invite_respondent(case.clerk.actor, case.id)


def _accept(case: CaseInHand) -> None:
    email = respondent_email(case)
    accept_as_new(last_link(email), name="Eleanor Hart", password=PASSWORD, locale="en", consents=(ONLINE, SERVICE))
    case.respondent = Known(_account(email), email, "Eleanor Hart")


def _appoint(case: CaseInHand) -> None:
    mediator = make_mediator(case.organisation_id)
    _accept_mediator(case, mediator)
    case.mediator = mediator
    get_ready(case.id)


def _accept_mediator(case: CaseInHand, mediator: Known) -> None:
    appointment = propose_mediator(case.clerk.actor, case.id, account_id=mediator.account_id)
    disclose(mediator.actor, appointment, has_interest=False, statement="")
    for side in (case.applicant, case.respondent):
        assert side is not None
        answer_appointment(side.actor, appointment, accepted=True)


def _settle(case: CaseInHand) -> None:
    with transaction() as tx:
        settle(tx, tx.session.get_one(Case, case.id), at=clock.now())


def _close(case: CaseInHand) -> None:
    close_case(case.clerk.actor, case.id)


def _serving(name: str, body_id: str, duty: Duty) -> Known:
    known = make_account(name)
    admin.appoint(known.account_id, body_id, duty)
    return known


def _account(email: str) -> str:
    found = admin.account_id_of(email)
    assert found is not None
    return found
