"""A case being mediated, written straight into the tables: what tests of the room start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from odr import clock
from odr.access.actor import Actor, Duty, Role, Side
from odr.access.vault import seal_field
from odr.accounts.models import Account, Body, BodyKind, Membership, Track
from odr.cases.models import (
    Appointment,
    AppointmentState,
    Case,
    DisputeType,
    Mandate,
    Participant,
    Party,
    PartyKind,
)
from odr.cases.participants import actor_for
from odr.cases.states import CaseState
from odr.db import Transaction, new_id, transaction
from odr.rooms.commands import open_mediation_session
from odr.rooms.queries import room_page
from tests.factories.opening import get_ready


@dataclass(frozen=True)
class Mediation:
    """Ids of everybody and everything in the case; `who(name)` is the actor of this moment."""

    case_id: str
    case_ref: str
    accounts: dict[str, str]
    participants: dict[str, str]
    parties: dict[Side, str]
    joint: str
    caucus: dict[Side, str]

    def who(self, name: str) -> Actor:
        """applicant, respondent, agent (of the respondent), mediator, clerk, other_clerk, court_clerk, outsider."""
        return actor_for(self.accounts[name])


PEOPLE = {
    "applicant": ("张敏", "Zhang Min"),
    "respondent": ("埃莉诺·哈特", "Eleanor Hart"),
    "agent": ("王一鸣", "Wang Yiming"),
    "mediator": ("周慧兰", "Zhou Huilan"),
    "other_mediator": ("方远", "Fang Yuan"),
    "clerk": ("陈立", "Chen Li"),
    "other_clerk": ("何静", "He Jing"),
    "court_clerk": ("林书月", "Lin Shuyue"),
    "outsider": ("路人", "A Passer-by"),
}


def begin_mediation(*, session: bool = True, mark: str = "99") -> Mediation:
    """A trademark case at MEDIATING with an applicant, a respondent and its agent, and a mediator; the first sitting
    is opened unless `session` is False. `mark` tells several in one database apart: two letters or digits."""
    now = clock.now()
    with transaction() as tx:
        accounts = {
            key: _account(tx, f"{key}{mark}" if mark != "99" else key, zh, en) for key, (zh, en) in PEOPLE.items()
        }
        centre, court = _bodies(tx, accounts)
        case = tx.add(
            Case(
                ref=f"HQ-2026-T3ST{mark}",
                title="“青禾”茶叶商标纠纷",
                title_en="The QINGHE tea trademark",
                dispute_type=DisputeType.TRADEMARK,
                organisation_id=centre.id,
                court_id=court.id,
                state=CaseState.MEDIATING,
                created_at=now,
                filed_at=now,
                accepted_at=now,
                mediation_from=now,
            )
        )
        parties = {
            Side.APPLICANT: _party(tx, case, Side.APPLICANT, "青禾茶业有限公司", "Qinghe Tea Co., Ltd."),
            Side.RESPONDENT: _party(tx, case, Side.RESPONDENT, "沃野食品有限公司", "Verdant Field Foods Ltd."),
        }
        participants = {
            "applicant": _admit(tx, case, accounts["applicant"], Role.PARTY, parties[Side.APPLICANT]),
            "respondent": _admit(tx, case, accounts["respondent"], Role.PARTY, parties[Side.RESPONDENT]),
            "agent": _admit(tx, case, accounts["agent"], Role.AGENT, parties[Side.RESPONDENT]),
            "mediator": _admit(tx, case, accounts["mediator"], Role.MEDIATOR, None),
        }
        _papers(tx, case, participants["agent"], accounts["mediator"])
    if session:
        get_ready(case.id)
        open_mediation_session(actor_for(accounts["mediator"]), case.id)
    return _described(case, accounts, participants, parties, session=session)


def _bodies(tx: Transaction, accounts: dict[str, str]) -> tuple[Body, Body]:
    """The organisation of record and a court, with everybody's duties; and another organisation next door."""
    centre = tx.add(
        Body(
            kind=BodyKind.ORGANISATION,
            name="京华知识产权调解中心",
            name_en="Jinghua IP Mediation Centre",
            track=Track.INDUSTRY,
            licence="京调备〔2026〕1号",
            credit_code="52110000MJ0000001X",
            seat="北京市",
            established_from=clock.now() - timedelta(days=900),
        )
    )
    elsewhere = tx.add(Body(kind=BodyKind.ORGANISATION, name="另一调解中心", track=Track.INDUSTRY))
    court = tx.add(Body(kind=BodyKind.COURT, name="北京市示范区人民法院", name_en="Beijing Shifan District Court"))
    for key, body, duty in (
        ("clerk", centre, Duty.ORGANISATION_CLERK),
        ("mediator", centre, Duty.MEDIATOR),
        ("other_mediator", centre, Duty.MEDIATOR),
        ("other_clerk", elsewhere, Duty.ORGANISATION_CLERK),
        ("court_clerk", court, Duty.COURT_CLERK),
    ):
        tx.add(Membership(account_id=accounts[key], body_id=body.id, duty=duty))
    return centre, court


def _papers(tx: Transaction, case: Case, agent_id: str, mediator_account_id: str) -> None:
    """The agent's filed mandate with special authority, and the mediator's disclosure."""
    now = clock.now()
    mandate = Mandate(participant_id=agent_id, may_settle=True, may_sign=True, may_apply=True)
    mandate.granted_at = now
    mandate.licence, mandate.firm, mandate.document_digest = "11101202612345678", "北京示范律师事务所", "ab" * 32
    tx.add(mandate)
    tx.add(
        Appointment(
            case_id=case.id,
            account_id=mediator_account_id,
            state=AppointmentState.CONFIRMED,
            has_interest=False,
            proposed_at=now,
            disclosed_at=now,
            settled_at=now,
        )
    )


def _described(
    case: Case, accounts: dict[str, str], participants: dict[str, str], parties: dict[Side, str], *, session: bool
) -> Mediation:
    channels = room_page(actor_for(accounts["mediator"]), case.ref).channels if session else ()
    return Mediation(
        case_id=case.id,
        case_ref=case.ref,
        accounts=accounts,
        participants=participants,
        parties=parties,
        joint=next((c.id for c in channels if c.side is None), ""),
        caucus={c.side: c.id for c in channels if c.side is not None},
    )


def _account(tx: Transaction, key: str, name: str, name_en: str) -> str:
    email = f"{key.replace('_', '.')}@people.example"
    return tx.add(Account(email=email, name=name, name_en=name_en, created_at=clock.now())).id


def _party(tx: Transaction, case: Case, side: Side, name: str, name_en: str) -> str:
    party_id = new_id()
    number = {Side.APPLICANT: "91110199MA0QH8TE0H", Side.RESPONDENT: "91310199MA1WY6FP0G"}[side]
    return tx.add(
        Party(
            id=party_id,
            case_id=case.id,
            side=side,
            id_type="credit_code",
            id_number=seal_field("party.id_number", party_id, number),
            kind=PartyKind.ORGANISATION,
            name=name,
            name_en=name_en,
            representative="法定代表人",
            address="北京市",
            phone="010-0000 0000",
            accepted_at=clock.now(),
        )
    ).id


def _admit(tx: Transaction, case: Case, account_id: str, role: Role, party_id: str | None) -> str:
    return tx.add(
        Participant(case_id=case.id, account_id=account_id, role=role, party_id=party_id, admitted_at=clock.now())
    ).id
