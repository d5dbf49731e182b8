"""What people do in the room: open a sitting, speak, mark what was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import OpenChannel, load, open_channel
from odr.access.permissions import Permission
from odr.access.vault import new_channel_key
from odr.audit.trail import record
from odr.cases.models import Case, Party
from odr.cases.participants import Person, accounts_of, active_participants, audience_of, audience_tag
from odr.db import Transaction, new_id, transaction
from odr.errors import AudienceChanged, Conflict, InvalidInput, NotFound, PrivateFigure
from odr.events import CaseChanged, MessagePosted, PresenceChanged, Quoted
from odr.rooms import presence
from odr.rooms.content import Content, checked_content, seal_content
from odr.rooms.guard import figures_private_until_now
from odr.rooms.models import Channel, MediationSession, Message, ReadMark
from odr.rooms.queries import find_case
from odr.rooms.references import check_references

MAX_CLIENT_REF = 64


@dataclass(frozen=True)
class Receipt:
    """The platform's word that a message is kept: its place in the channel and when."""

    channel_id: str
    seq: int
    at: datetime


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


def post_message(
    actor: Actor,
    channel_id: str,
    *,
    text: str,
    client_ref: str,
    audience: str = "",
    exhibit_id: str | None = None,
    knowingly: bool = False,
    quotes: int | None = None,
    corrects: int | None = None,
    translates: int | None = None,
    translation: str = "",
    engine: str = "",
) -> Receipt:
    """Say something in a channel. It is in the database before this returns.

    Repeating a `client_ref` in a channel returns the first receipt and says nothing twice. `audience` is the mark of
    the people the writer was shown; when it is given and others hear the channel now, nothing is stored. Nor is a
    figure that its writer has so far named in a caucus only, unless it is said `knowingly`. What the words are about
    is explained at `odr.rooms.content.Content`.

    Raises:
        AudienceChanged: look at who hears it now, then send again.
        PrivateFigure: the figure was private until now; say it knowingly or leave it out.
        InvalidInput: empty, too long, or with control characters; or about a message that is not in this channel.
        NotAllowed: a correction of what somebody else said.
    """
    if not 1 <= len(client_ref) <= MAX_CLIENT_REF:
        raise InvalidInput(client_ref="length")
    content = checked_content(
        Content(text, quotes=quotes, corrects=corrects, translates=translates, translation=translation, engine=engine)
    )
    with transaction() as tx:
        channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        me = actor.participations[channel.row.case_id].participant_id
        earlier = _said_before(tx, channel.row.id, me, client_ref)
        if earlier is not None:
            return Receipt(earlier.channel_id, earlier.seq, earlier.at)
        people = _hearers_with(me, channel.row)
        if audience and audience != audience_tag(people):
            raise AudienceChanged(audience=audience_tag(people))
        if not knowingly and (spans := figures_private_until_now(actor, channel.row, content.words)):
            raise PrivateFigure(spans=spans)
        about = check_references(channel, me, content)
        message = _keep(tx, channel, me, content, client_ref=client_ref, exhibit_id=exhibit_id)
        _tell(tx, actor, people, message, content, about)
        return Receipt(channel.row.id, message.seq, message.at)


def _keep(
    tx: Transaction,
    channel: OpenChannel[Channel],
    author_id: str,
    content: Content,
    *,
    client_ref: str,
    exhibit_id: str | None,
) -> Message:
    """The content as the next message of its channel."""
    seq = channel.row.last_seq = channel.row.last_seq + 1
    return tx.add(
        Message(
            channel_id=channel.row.id,
            seq=seq,
            author_id=author_id,
            client_ref=client_ref,
            body=seal_content(channel.cipher, seq, content),
            exhibit_id=exhibit_id,
            amends=content.amends,
            at=clock.now(),
        )
    )


def _hearers_with(speaker_id: str, channel: Channel) -> list[Person]:
    people = audience_of(channel.case_id, channel)
    if speaker_id not in {person.participant_id for person in people}:
        raise NotFound(kind="channel")
    return people


def _said_before(tx: Transaction, channel_id: str, author_id: str, client_ref: str) -> Message | None:
    return tx.session.scalar(
        select(Message).where(
            Message.channel_id == channel_id, Message.author_id == author_id, Message.client_ref == client_ref
        )
    )


def _tell(
    tx: Transaction,
    actor: Actor,
    people: list[Person],
    message: Message,
    content: Content,
    about: Quoted | None,
) -> None:
    chain = f"channel:{message.channel_id}"
    record(
        tx,
        account_id=actor.account_id,
        chain=chain,
        act="message.posted",
        subject=message.id,
        content=message.body,
    )
    author = next(p for p in people if p.participant_id == message.author_id)
    tx.announce(
        MessagePosted(
            audience=accounts_of(people),
            channel_id=message.channel_id,
            seq=message.seq,
            author_id=message.author_id,
            author=author.name,
            author_role=str(author.role),
            text=content.text,
            at=message.at,
            client_ref=message.client_ref,
            exhibit_id=message.exhibit_id,
            quote=about if content.quotes else None,
            corrects=content.corrects,
            translates=content.translates,
            translation=content.translation,
            engine=content.engine,
        )
    )


def mark_read(actor: Actor, channel_id: str, seq: int) -> None:
    """Remember how far I have read; the mark never moves back and nobody else sees it."""
    with transaction() as tx:
        channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
        me = actor.participations[channel.case_id].participant_id
        seq = max(0, min(seq, channel.last_seq))
        mark = tx.session.scalar(
            select(ReadMark).where(ReadMark.channel_id == channel.id, ReadMark.participant_id == me)
        )
        if mark is None:
            tx.add(ReadMark(channel_id=channel.id, participant_id=me, seq=seq))
        elif seq > mark.seq:
            mark.seq = seq


def enter_room(actor: Actor, case_ref: str, connection: str) -> list[str]:
    """Come to the room of a case with one connection; returns the ids of the participants who are there."""
    with transaction() as tx:
        case = load(actor, Permission.CASE_READ, Case, find_case(case_ref))
        me = actor.in_case(case.id)
        if me is None:
            return sorted(presence.present(case.id))
        if presence.enter(connection, case.id, me.participant_id):
            everybody = accounts_of(active_participants(case.id))
            tx.announce(
                PresenceChanged(audience=everybody, case_ref=case.ref, participant_id=me.participant_id, here=True)
            )
        return sorted(presence.present(case.id))


def leave_room(connection: str) -> None:
    """A connection is gone; tell the others when it was the person's last."""
    place = presence.leave(connection)
    if place is None:
        return
    case_id, participant_id = place
    with transaction() as tx:
        case = tx.session.get(Case, case_id)
        if case is not None:
            everybody = accounts_of(active_participants(case_id))
            tx.announce(
                PresenceChanged(audience=everybody, case_ref=case.ref, participant_id=participant_id, here=False)
            )


def _create_channels(tx: Transaction, case: Case) -> None:
    if tx.session.scalar(select(func.count(Channel.id)).where(Channel.case_id == case.id)):
        return
    parties = tx.session.scalars(select(Party).where(Party.case_id == case.id).order_by(Party.side)).all()
    for kind, party_id in [(ChannelKind.JOINT, None), *((ChannelKind.CAUCUS, party.id) for party in parties)]:
        ident = new_id()
        tx.add(Channel(id=ident, case_id=case.id, kind=kind, party_id=party_id, wrapped_key=new_channel_key(ident)))
