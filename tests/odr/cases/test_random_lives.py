"""Whatever people try in whatever order, a case moves along its table only, and what is refused changes nothing."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from odr.audit.models import AuditEntry
from odr.audit.trail import verify_chain
from odr.cases import appointments, commands, respondent
from odr.cases.application import discard_draft, file_application
from odr.cases.models import Appointment, Case, CaseStep, Participant
from odr.cases.states import CASE, EndGround
from odr.db import reading
from odr.errors import OdrError
from tests.factories.people import CaseInHand, last_link, make_account, make_case, make_mediator, respondent_email

ALLOWED = {(str(state), str(after)) for (state, _), after in CASE.items()} | {(str(s), str(s)) for s, _ in CASE}


def appointment(case: CaseInHand) -> str:
    with reading() as session:
        found = select(Appointment.id).where(Appointment.case_id == case.id).order_by(Appointment.proposed_at.desc())
        return session.scalars(found).first() or ""


ACTS = {
    "file": lambda c, who: file_application(who, c.id),
    "discard": lambda c, who: discard_draft(who, c.id),
    "return": lambda c, who: commands.return_application(who, c.id, reason="请补充。"),
    "invite": lambda c, who: commands.invite_respondent(who, c.id),
    "invite_again": lambda c, who: commands.invite_again(who, c.id, email=respondent_email(c)),
    "accept": lambda c, who: respondent.accept_as_known(who, last_link(respondent_email(c))),
    "decline": lambda c, who: respondent.decline(secrets.token_urlsafe(16)),
    "not_me": lambda c, who: respondent.not_me(secrets.token_urlsafe(16)),
    "propose": lambda c, who: appointments.propose_mediator(who, c.id, account_id=c.mediator.account_id),
    "disclose": lambda c, who: appointments.disclose(who, appointment(c), has_interest=False, statement=""),
    "yes": lambda c, who: appointments.answer_appointment(who, appointment(c), accepted=True),
    "no": lambda c, who: appointments.answer_appointment(who, appointment(c), accepted=False, reason="异议"),
    "replace": lambda c, who: appointments.replace_mediator(who, c.id),
    "withdraw": lambda c, who: commands.withdraw(who, c.id),
    "refuse": lambda c, who: commands.refuse_to_continue(who, c.id),
    "unreachable": lambda c, who: commands.mark_unreachable(who, c.id),
    "end": lambda c, who: commands.end_mediation(who, c.id, ground=EndGround.NO_AGREEMENT),
    "close": lambda c, who: commands.close_case(who, c.id),
}
PEOPLE = ("applicant", "respondent", "clerk", "mediator", "stranger")
# What the straight path asks for next, so that random lives also grow old.
ONWARD = {
    "draft": (("file", "applicant"),),
    "returned": (("file", "applicant"),),
    "submitted": (("invite", "clerk"),),
    "invited": (("accept", "respondent"),),
    "appointing": (
        ("propose", "clerk"),
        ("disclose", "mediator"),
        ("yes", "applicant"),
        ("yes", "respondent"),
    ),
}
RANDOM = st.tuples(st.sampled_from(sorted(ACTS)), st.sampled_from(PEOPLE))
LIVES = st.lists(st.one_of(st.just(("onward", "")), RANDOM), min_size=5, max_size=40)


def picture(case: CaseInHand) -> tuple[object, ...]:
    """All that a refused act must leave as it was."""
    with reading() as session:
        row = session.get_one(Case, case.id)
        counts = [
            session.scalar(select(func.count(model.id)).where(model.case_id == case.id))
            for model in (CaseStep, Participant, Appointment)
        ]
        trail = session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.chain == f"case:{case.id}"))
        return (row.state, row.end_ground, *counts, trail)


def steps_of(case: CaseInHand, life: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The acts of a life, each "onward" replaced by what the case needs at that moment."""
    for wish in life:
        yield from ONWARD.get(case.state, ()) if wish[0] == "onward" else (wish,)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=LIVES)
def test_a_random_life_keeps_to_the_table(database, life) -> None:
    case = make_case("draft")
    case.mediator = make_mediator(case.organisation_id)
    case.respondent = make_account(email=respondent_email(case))
    stranger = make_account()
    for act, who in steps_of(case, life):
        person = stranger if who == "stranger" else getattr(case, who)
        before = picture(case)
        try:
            ACTS[act](case, person.actor)
        except (OdrError, AssertionError):
            assert picture(case) == before, (act, who)
            continue
        assert who != "stranger", act
        assert (str(before[0]), case.state) in ALLOWED, (act, who)
    with reading():
        assert verify_chain(f"case:{case.id}") == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(life=LIVES)
def test_a_mediation_can_be_upset_by_those_in_it_only(database, life) -> None:
    case = make_case("mediating")
    stranger = make_account()
    before = picture(case)
    for act, _ in life:
        try:
            ACTS.get(act, ACTS["withdraw"])(case, stranger.actor)
        except (OdrError, AssertionError):
            continue
        raise AssertionError(f"a stranger did {act}")
    assert picture(case) == before
