"""What people do in the room: open a sitting, come and go. Speaking is in `odr.rooms.posting`."""

from __future__ import annotations

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import new_channel_key
from odr.audit.trail import record
from odr.cases.models import Case, Party
from odr.cases.participants import accounts_of, active_participants, circle_of, known_to, people_in
from odr.db import Transaction, new_id, transaction
from odr.errors import Conflict
from odr.events import CaseChanged, PresenceChanged
from odr.rooms import presence
from odr.rooms.models import Channel, MediationSession
from odr.rooms.posting import post_message as post_message
from odr.rooms.queries import find_case


def open_mediation_session(actor: Actor, case_id: str) -> int:
    """Open the next sitting; the first one creates the joint channel and a caucus for each party.

    Returns the number of the sitting.

    Raises:
        Conflict: the case is not being mediated, or a sitting is open already.
    """
    with transaction() as tx:
        case = load(actor, Permission.SESSION_LEAD, Case, case_id)
        if case.state != "mediating":
            raise Conflict(state=str(case.state))
        if open_sitting(case.id) is not None:
            raise Conflict(state="open")
        _create_channels(tx, case)
        number = 1 + (
            tx.session.scalar(select(func.max(MediationSession.number)).where(MediationSession.case_id == case.id)) or 0
        )
        sitting = tx.add(MediationSession(case_id=case.id, number=number, opened_at=clock.now()))
        record(tx, account_id=actor.account_id, chain=f"case:{case.id}", act="session.opened", subject=sitting.id)
        people = active_participants(case.id)
        tx.announce(CaseChanged(audience=accounts_of(people), case_ref=case.ref, state="session_opened"))
        return number


def end_mediation_session(actor: Actor, case_id: str) -> None:
    """End the open sitting; people may go on writing, each at their own time.

    Raises:
        Conflict: no sitting is open.
    """
    with transaction() as tx:
        case = load(actor, Permission.SESSION_LEAD, Case, case_id)
        sitting = open_sitting(case.id)
        if sitting is None:
            raise Conflict(state="closed")
        sitting.ended_at = clock.now()
        record(tx, account_id=actor.account_id, chain=f"case:{case.id}", act="session.ended", subject=sitting.id)
        people = active_participants(case.id)
        tx.announce(CaseChanged(audience=accounts_of(people), case_ref=case.ref, state="session_ended"))


def open_sitting(case_id: str) -> MediationSession | None:
    """The sitting that is open in the case, for use inside a unit of work that has authorised the case."""
    with transaction() as tx:
        return tx.session.scalar(
            select(MediationSession).where(MediationSession.case_id == case_id, MediationSession.ended_at.is_(None))
        )


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


def _create_channels(tx: Transaction, case: Case) -> None:
    if tx.session.scalar(select(func.count(Channel.id)).where(Channel.case_id == case.id)):
        return
    parties = tx.session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.side)).all()
    for kind, party_id in [(ChannelKind.JOINT, None), *((ChannelKind.CAUCUS, party.id) for party in parties)]:
        ident = new_id()
        tx.add(Channel(id=ident, case_id=case.id, kind=kind, party_id=party_id, wrapped_key=new_channel_key(ident)))
