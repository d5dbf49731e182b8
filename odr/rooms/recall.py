"""Taking a message back: a mediator's slip, as long as nobody of the sides has read it."""

from __future__ import annotations

from sqlalchemy import or_, select

from odr import clock
from odr.access.actor import MEDIATORS, Actor
from odr.access.load import OpenChannel, open_channel
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.cases.models import Participant
from odr.cases.participants import accounts_of, audience_of
from odr.db import Transaction, session, transaction
from odr.errors import AlreadyRead, Conflict, NotAllowed, NotFound
from odr.events import MessageRecalled
from odr.rooms.content import Content, open_content, seal_content
from odr.rooms.models import Channel, Message, ReadMark


def recall_message(actor: Actor, channel_id: str, seq: int) -> None:
    """Erase the words of one's own message, with every later version of it; its place in the order stays.

    The trail keeps who recalled it and when. Recalling it again changes nothing.

    Raises:
        NotFound: the actor does not hear the channel, or nothing is said at that place.
        NotAllowed: not the mediator, or somebody else's words.
        AlreadyRead: a page of somebody of the sides has shown it, or one of them has spoken since.
        Conflict: it carries a file, which is withdrawn rather than recalled; or it is a later word about another.
    """
    with transaction() as tx:
        channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        me = actor.participations[channel.row.case_id]
        message = session().scalar(select(Message).where(Message.channel_id == channel.row.id, Message.seq == seq))
        if message is None:
            raise NotFound(kind="message")
        if me.role not in MEDIATORS or message.author_id != me.participant_id:
            raise NotAllowed(permission="message:recall")
        if message.exhibit_id or message.amends is not None:
            raise Conflict(state="not_recallable")
        if open_content(channel.cipher, message.seq, message.body).recalled:
            return
        if _reached_somebody(channel.row.id, seq):
            raise AlreadyRead
        _erase(tx, actor, channel, message)


def _reached_somebody(channel_id: str, seq: int) -> bool:
    """Has anybody but a mediator read up to this place, or spoken after it? Those who left since count too."""
    others = select(Participant.id).where(Participant.role.not_in(MEDIATORS))
    read = select(ReadMark.id).where(
        ReadMark.channel_id == channel_id, ReadMark.seq >= seq, ReadMark.participant_id.in_(others)
    )
    spoke = select(Message.id).where(Message.channel_id == channel_id, Message.seq > seq, Message.author_id.in_(others))
    return any(session().scalar(found.limit(1)) is not None for found in (read, spoke))


def _erase(tx: Transaction, actor: Actor, channel: OpenChannel[Channel], message: Message) -> None:
    me = actor.participations[channel.row.case_id].participant_id
    now = clock.now()
    versions = select(Message).where(
        Message.channel_id == channel.row.id, or_(Message.seq == message.seq, Message.amends == message.seq)
    )
    for version in session().scalars(versions.order_by(Message.seq)).all():
        kept = open_content(channel.cipher, version.seq, version.body)
        emptied = Content("", corrects=kept.corrects, translates=kept.translates, recalled_by=me, recalled_at=now)
        version.body = seal_content(channel.cipher, version.seq, emptied)
    tx.session.flush()
    record(
        tx,
        account_id=actor.account_id,
        chain=f"channel:{channel.row.id}",
        act="message.recalled",
        subject=message.id,
        content=message.body,
    )
    people = audience_of(channel.row.case_id, channel.row)
    author = next(person for person in people if person.participant_id == me)
    tx.announce(
        MessageRecalled(
            audience=accounts_of(people),
            channel_id=channel.row.id,
            seq=message.seq,
            by=author.name,
            by_en=author.name_en,
            at=now,
        )
    )
