"""One case and the people around it, with every act they could try on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa

from odr import clock
from odr.access.actor import Actor, Duty
from odr.access.vault import open_field
from odr.accounts.models import Account, Body, BodyKind, Membership, Track
from odr.cases import appointments, commands, respondent
from odr.cases.application import Application, PartyFacts, discard_draft, file_application, start_draft
from odr.cases.models import Appointment, Case, CaseStep, DisputeType
from odr.cases.participants import actor_for
from odr.cases.states import CaseState, EndGround
from odr.db import reading, transaction
from odr.notices.commands import LINK
from odr.notices.models import Notice

NAMES = ("applicant", "respondent", "mediator", "clerk", "stranger", "other_clerk")


def settle_in() -> Mapping[str, str]:
    """The people and their organisation; returns account ids by name, and the organisation's as `centre`."""
    with transaction() as tx:
        ids = {
            name: tx.add(Account(email=f"{name}@walk.example", name=name, created_at=clock.now())).id for name in NAMES
        }
        centre = tx.add(Body(kind=BodyKind.ORGANISATION, name="调解中心", track=Track.INDUSTRY))
        elsewhere = tx.add(Body(kind=BodyKind.ORGANISATION, name="别处", track=Track.INDUSTRY))
        for name, body, duty in (
            ("clerk", centre, Duty.ORGANISATION_CLERK),
            ("mediator", centre, Duty.MEDIATOR),
            ("other_clerk", elsewhere, Duty.ORGANISATION_CLERK),
        ):
            tx.add(Membership(account_id=ids[name], body_id=body.id, duty=duty))
        return {**ids, "centre": centre.id}


def application(people: Mapping[str, str]) -> Application:
    """A complete application; the respondent is asked at the address of its account."""
    return Application(
        organisation_id=people["centre"],
        dispute_type=DisputeType.TRADEMARK,
        title="青禾商标纠纷",
        facts="对方包装上使用近似标识。",
        claims="停止使用。",
        applicant=PartyFacts(
            name="青禾茶业有限公司",
            id_number="91350100M000100Y43",
            representative="张敏",
            address="北京市",
            phone="010-12345678",
            email="applicant@walk.example",
        ),
        respondent=PartyFacts(name="沃野食品有限公司", email="respondent@walk.example"),
    )


@dataclass
class Life:
    """A case from its first draft on, as tests try acts on it."""

    people: Mapping[str, str]
    ref: str
    tried: list[str] = field(default_factory=list)

    def who(self, name: str) -> Actor:
        return actor_for(self.people[name])

    @property
    def case_id(self) -> str:
        with reading() as session:
            return session.scalars(sa.select(Case.id).where(Case.ref == self.ref)).one()

    @property
    def state(self) -> CaseState:
        with reading() as session:
            return session.scalars(sa.select(Case.state).where(Case.ref == self.ref)).one()

    @property
    def steps(self) -> int:
        with reading() as session:
            count = sa.select(sa.func.count(CaseStep.id)).where(CaseStep.case_id == self.case_id)
            return session.scalar(count) or 0

    @property
    def appointment(self) -> str:
        """The appointment made last, or an id of nothing."""
        newest = sa.select(Appointment.id).where(Appointment.case_id == self.case_id)
        with reading() as session:
            return session.scalar(newest.order_by(Appointment.proposed_at.desc())) or secrets.token_urlsafe(16)

    @property
    def link(self) -> str:
        """What the respondent finds in the last letter."""
        letters = sa.select(Notice.id, Notice.sealed_link).where(
            Notice.case_ref == self.ref, Notice.kind == "case_invitation"
        )
        with reading() as session:
            letter = session.execute(letters.order_by(Notice.queued_at.desc())).first()
            return open_field(LINK, *letter) if letter else "no-link"


def begin(people: Mapping[str, str]) -> Life:
    """A draft of the applicant's."""
    return Life(people, start_draft(actor_for(people["applicant"]), application(people)))


Act = Callable[[Life, Actor], object]
# Every act, and those who may ever succeed with it.
ACTS: dict[str, tuple[frozenset[str], Act]] = {
    "file": (frozenset({"applicant"}), lambda life, actor: file_application(actor, life.case_id)),
    "discard": (frozenset({"applicant"}), lambda life, actor: discard_draft(actor, life.case_id)),
    "return": (
        frozenset({"clerk"}),
        lambda life, actor: commands.return_application(actor, life.case_id, reason="请补充。"),
    ),
    "invite": (frozenset({"clerk"}), lambda life, actor: commands.invite_respondent(actor, life.case_id)),
    "unreachable": (frozenset({"clerk"}), lambda life, actor: commands.mark_unreachable(actor, life.case_id)),
    "accept": (frozenset({"respondent"}), lambda life, actor: respondent.accept_as_known(actor, life.link)),
    "propose": (
        frozenset({"clerk"}),
        lambda life, actor: appointments.propose_mediator(actor, life.case_id, account_id=life.people["mediator"]),
    ),
    "disclose": (
        frozenset({"mediator"}),
        lambda life, actor: appointments.disclose(actor, life.appointment, has_interest=False, statement=""),
    ),
    "not me": (
        frozenset({"mediator"}),
        lambda life, actor: appointments.decline_appointment(actor, life.appointment),
    ),
    "welcome": (
        frozenset({"applicant", "respondent"}),
        lambda life, actor: appointments.answer_appointment(actor, life.appointment, accepted=True),
    ),
    "challenge": (
        frozenset({"applicant", "respondent"}),
        lambda life, actor: appointments.answer_appointment(actor, life.appointment, accepted=False, reason="相识。"),
    ),
    "replace": (frozenset({"clerk"}), lambda life, actor: appointments.replace_mediator(actor, life.case_id)),
    "withdraw": (frozenset({"applicant"}), lambda life, actor: commands.withdraw(actor, life.case_id)),
    "no more": (frozenset({"respondent"}), lambda life, actor: commands.refuse_to_continue(actor, life.case_id)),
    "end": (
        frozenset({"mediator"}),
        lambda life, actor: commands.end_mediation(actor, life.case_id, ground=EndGround.NO_AGREEMENT),
    ),
    "close": (frozenset({"clerk"}), lambda life, actor: commands.close_case(actor, life.case_id)),
}
