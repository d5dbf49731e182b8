"""Everything the law wants before a sitting, done by the commands real people use."""

from __future__ import annotations

from odr.access.actor import SIDE_ROLES, Role
from odr.cases.consents import ONLINE, SEPARATE_TIMES, SERVICE
from odr.cases.participants import active_participants, actor_for
from odr.rooms.opening import ADDRESS, NOTICE, acknowledge, choose_consents, compare_identity
from odr.rooms.states import IdentityWay


def get_ready(case_id: str) -> None:
    """Each person of a side reads the notice, confirms the address and consents; the mediator compares identities."""
    people = active_participants(case_id)
    mediator = next(person for person in people if person.role == Role.MEDIATOR)
    for person in people:
        if person.role in SIDE_ROLES:
            actor = actor_for(person.account_id)
            acknowledge(actor, case_id, subjects=[NOTICE, ADDRESS])
            choose_consents(actor, case_id, given=[ONLINE, SERVICE, SEPARATE_TIMES])
            way = IdentityWay.DOCUMENT
            compare_identity(actor_for(mediator.account_id), person.participant_id, way=way)
