"""Whose turn it is: for each person, the one thing that waits for them, or whom they are waiting for. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from odr.cases.models import AppointmentState
from odr.cases.states import CaseState

APPLICANT, RESPONDENT, MEDIATOR, PROPOSED, CLERK = "applicant", "respondent", "mediator", "proposed", "clerk"
THIRD, GUEST = "third", "guest"
SIDES = (APPLICANT, RESPONDENT, THIRD)
MINE = frozenset(
    {
        "complete_application",
        "mend_application",
        "review",
        "find_person",
        "propose_mediator",
        "disclose",
        "answer_mediator",
        "mediate",
        "lead",
        "attend",
        "settled",
        "close",
    }
)


@dataclass(frozen=True)
class Standing:
    """What decides whose turn it is. `answered`: this person's side has answered about the mediator."""

    state: CaseState
    appointment: AppointmentState | None = None
    answered: bool = False
    wrong_person: bool = False


_BY_STATE = {
    CaseState.DRAFT: {APPLICANT: "complete_application"},
    CaseState.RETURNED: {APPLICANT: "mend_application", CLERK: "wait_applicant"},
    CaseState.SUBMITTED: {CLERK: "review", APPLICANT: "wait_intake"},
    CaseState.INVITED: {CLERK: "wait_respondent", APPLICANT: "wait_respondent"},
    CaseState.MEDIATING: {
        MEDIATOR: "lead",
        CLERK: "wait_mediation",
        GUEST: "attend",
        **dict.fromkeys(SIDES, "mediate"),
    },
    CaseState.SETTLED: {CLERK: "close", MEDIATOR: "settled", **dict.fromkeys(SIDES, "settled")},
}


def next_act(who: str, standing: Standing) -> str:
    """The code of what waits for this person; codes in MINE are theirs to do, the others say whom they wait for."""
    if standing.state in (CaseState.ENDED, CaseState.CLOSED):
        return "over"
    if standing.state == CaseState.APPOINTING:
        return _appointing(who, standing)
    if standing.state == CaseState.MEDIATING and standing.appointment is not None:
        asked = _appointing(who, standing)
        return asked if asked in MINE else _BY_STATE[standing.state].get(who, asked)
    if standing.state == CaseState.INVITED and who == CLERK and standing.wrong_person:
        return "find_person"
    return _BY_STATE[standing.state].get(who, "wait")


def _appointing(who: str, standing: Standing) -> str:
    if standing.appointment == AppointmentState.PROPOSED:
        return "disclose" if who == PROPOSED else "wait_disclosure"
    if standing.appointment == AppointmentState.DISCLOSED:
        return "answer_mediator" if who in SIDES and not standing.answered else "wait_answers"
    return "propose_mediator" if who == CLERK else "wait_proposal"
