"""What people do in the room: come and go. Speaking is in `odr.rooms.posting`, sittings in `odr.rooms.sittings`."""

from __future__ import annotations

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.models import Case
from odr.cases.participants import accounts_of, active_participants, circle_of, known_to, people_in
from odr.db import transaction
from odr.events import PresenceChanged
from odr.rooms import presence
from odr.rooms.posting import post_message as post_message
from odr.rooms.queries import find_case
from odr.rooms.sittings import end_mediation_session as end_mediation_session
from odr.rooms.sittings import open_mediation_session as open_mediation_session


def enter_room(actor: Actor, case_ref: str, connection: str) -> list[str]:
    """Come to the room of a case with one connection; returns the ids of the participants who are there."""
    with transaction() as tx:
        case = load(actor, Permission.ROOM_READ, Case, find_case(case_ref))
        me = actor.in_case(case.id)
        if me is None:
            return sorted(presence.present(case.id) & {p.participant_id for p in active_participants(case.id)})
        known = known_to(me, people_in(case.id))
        if presence.enter(connection, case.id, me.participant_id):
            tx.announce(
                PresenceChanged(
                    audience=accounts_of(known), case_ref=case.ref, participant_id=me.participant_id, here=True
                )
            )
        return sorted(presence.present(case.id) & {person.participant_id for person in known})


def leave_room(connection: str) -> None:
    """A connection is gone; tell the others when it was the person's last."""
    place = presence.leave(connection)
    if place is not None:
        tell_of_presence(*place)


def tell_of_presence(case_id: str, participant_id: str) -> None:
    """Tell the people of the case whether somebody is in its room now."""
    with transaction() as tx:
        case = tx.session.get(Case, case_id)
        if case is not None:
            known = circle_of(case_id, participant_id)
            here = participant_id in presence.present(case_id)
            tx.announce(PresenceChanged(audience=known, case_ref=case.ref, participant_id=participant_id, here=here))
