"""How far people have read. Each knows their own mark; of others' marks an author learns what concerns their words."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from odr.access.actor import Actor
from odr.access.audience import first_heard
from odr.access.load import load
from odr.access.permissions import Permission
from odr.cases.participants import audience_of
from odr.db import Transaction, query, session, transaction
from odr.events import ReceiptChanged
from odr.rooms.models import Channel, Message, ReadMark


@dataclass(frozen=True)
class ReadUpTo:
    """The last of my own messages in a channel that another of its hearers has read."""

    participant_id: str
    seq: int


def mark_read(actor: Actor, channel_id: str, seq: int) -> None:
    """Remember how far I have read; the mark never moves back.

    Those whose words I read now are told so: each of them, of their own last message among these, in this channel.
    """
    with transaction() as tx:
        channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
        me = actor.participations[channel.case_id].participant_id
        seq = max(0, min(seq, channel.last_seq))
        mark = tx.session.scalar(
            select(ReadMark).where(ReadMark.channel_id == channel.id, ReadMark.participant_id == me)
        )
        before = max(mark.seq if mark else 0, first_heard(actor.participations[channel.case_id], channel) - 1)
        if mark is None:
            tx.add(ReadMark(channel_id=channel.id, participant_id=me, seq=seq))
        else:
            mark.seq = max(seq, mark.seq)
        if seq > before:
            _tell_authors(tx, channel, me, (before, seq))


def _tell_authors(tx: Transaction, channel: Channel, reader_id: str, span: tuple[int, int]) -> None:
    read = (
        select(Message.author_id, func.max(Message.seq))
        .where(Message.channel_id == channel.id, Message.seq > span[0], Message.seq <= span[1])
        .where(Message.author_id != reader_id)
        .group_by(Message.author_id)
    )
    latest = {author: last for author, last in tx.session.execute(read)}
    for person in audience_of(channel.case_id, channel):
        if person.participant_id in latest:
            tx.announce(
                ReceiptChanged(
                    audience=(person.account_id,),
                    channel_id=channel.id,
                    participant_id=reader_id,
                    seq=latest[person.participant_id],
                )
            )


@query
def receipts(actor: Actor, channel_id: str) -> list[ReadUpTo]:
    """Who of those who hear the channel now has read my words, and which of them last.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    me = actor.participations[channel.case_id].participant_id
    marks = select(ReadMark.participant_id, ReadMark.seq).where(ReadMark.channel_id == channel.id)
    seen = {who: seq for who, seq in session().execute(marks)}
    mine = select(func.max(Message.seq)).where(Message.channel_id == channel.id, Message.author_id == me)
    read: list[ReadUpTo] = []
    for person in audience_of(channel.case_id, channel):
        if person.participant_id != me and person.participant_id in seen:
            # What was said before a guest came was not read by the guest, however far the mark has moved.
            heard = Message.seq.between(first_heard(person, channel), seen[person.participant_id])
            if last := session().scalar(mine.where(heard)):
                read.append(ReadUpTo(person.participant_id, last))
    return read
