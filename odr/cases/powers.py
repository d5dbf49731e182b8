"""The acts open to a person in a case at this moment: what its page offers as buttons.

The commands decide for themselves; this only keeps a page from offering what they would refuse.
"""

from __future__ import annotations

from odr.access.actor import Actor, Role
from odr.access.permissions import Permission, can
from odr.access.predicates import binds_a_side
from odr.cases.models import Case
from odr.cases.states import CASE, CaseState

ALIVE = (CaseState.SUBMITTED, CaseState.INVITED, CaseState.APPOINTING, CaseState.MEDIATING)
WITH_ROOM = (CaseState.MEDIATING, CaseState.SETTLED, CaseState.CLOSED)


def powers_of(actor: Actor, case: Case, *, has_appointment: bool) -> frozenset[str]:
    """Names of the acts: edit, file, review, invite_again, unreachable, withdraw, refuse, end, close, propose,
    propose_co_mediator, appointment, replace_mediator, agents, particulars, room, agreement."""
    return frozenset(
        {
            *_of_applicant(actor, case),
            *_of_clerk(actor, case, has_appointment),
            *_of_anybody(actor, case, has_appointment),
        }
    )


def _moves(case: Case, event: str) -> bool:
    return (case.state, event) in CASE


def _of_applicant(actor: Actor, case: Case) -> set[str]:
    found = set()
    if can(actor, Permission.CASE_EDIT, case) and _moves(case, "file"):
        found |= {"edit", "file", "discard"}
    if can(actor, Permission.CASE_WITHDRAW, case) and binds_a_side(actor, case) and _moves(case, "withdraw"):
        found.add("withdraw")
    return found


def _of_clerk(actor: Actor, case: Case, has_appointment: bool) -> set[str]:
    if not can(actor, Permission.CASE_INTAKE, case):
        return set()
    events = {
        "review": "invite",
        "unreachable": "unreachable",
        "close": "close",
        "replace_mediator": "mediator_replaced",
    }
    found = {power for power, event in events.items() if _moves(case, event)}
    if case.state == CaseState.INVITED:
        found.add("invite_again")
    if case.state == CaseState.APPOINTING and not has_appointment:
        found.add("propose")
    if case.state == CaseState.MEDIATING and not has_appointment:
        found.add("propose_co_mediator")
    return found


def _of_anybody(actor: Actor, case: Case, has_appointment: bool) -> set[str]:
    found, here = set(), actor.in_case(case.id)
    if has_appointment:
        found.add("appointment")
    if here is None:
        return found
    if can(actor, Permission.CASE_END, case) and _moves(case, "end"):
        found.add("end")
    refusing = can(actor, Permission.CASE_ANSWER, case) and binds_a_side(actor, case)
    if refusing and case.state in (CaseState.APPOINTING, CaseState.MEDIATING):
        found.add("refuse")
    if here.role == Role.PARTY and case.state in (*ALIVE, CaseState.SETTLED):
        found.add("agents")
    if binds_a_side(actor, case) and case.state in ALIVE:
        found.add("particulars")
    if case.state in WITH_ROOM:
        found |= {"room", "agreement"}
    return found
