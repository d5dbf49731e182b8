"""What keeps a private figure from slipping into another channel. It looks at nothing but the writer's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from odr.access.actor import Actor, ChannelKind
from odr.access.audience import heard_by
from odr.access.load import OpenChannel, open_channel
from odr.access.permissions import Permission
from odr.db import session
from odr.rooms.content import open_content
from odr.rooms.figures import figures_in
from odr.rooms.models import Channel, Message

LOOK_BACK = 500
Said = Callable[[OpenChannel[Any], str], Iterable[str]]
_elsewhere: list[Said] = []


def also_said(said: Said) -> None:
    """Have the guard look through what people said in a channel outside its messages as well.

    `said` is given the opened channel and an author's participant id, or "" for everybody.
    """
    if said not in _elsewhere:
        _elsewhere.append(said)


def figures_private_until_now(actor: Actor, channel: Channel, text: str) -> list[tuple[int, int]]:
    """The places in `text` of figures that its writer has named in another caucus and nobody has named here.

    What other people said in a caucus is not compared: a warning must not tell what somebody else confided.
    """
    if not figures_in(text):
        return []
    me = actor.participations[channel.case_id]
    caucuses = select(Channel.id).where(
        Channel.case_id == channel.case_id,
        Channel.kind == ChannelKind.CAUCUS,
        Channel.id != channel.id,
        heard_by(me, Channel),
    )
    heard = [
        open_channel(actor, Permission.CHANNEL_READ, Channel, caucus_id)
        for caucus_id in session().scalars(caucuses).all()
    ]
    here = open_channel(actor, Permission.CHANNEL_READ, Channel, channel.id)
    return private_until_now(text, me.participant_id, here=here, caucuses=heard)


def private_until_now(
    text: str, author_id: str, *, here: OpenChannel[Any], caucuses: Sequence[OpenChannel[Any]]
) -> list[tuple[int, int]]:
    """The same for whoever has opened the channel and the other caucuses that the writer hears."""
    figures = figures_in(text)
    if not figures:
        return []
    private: set[object] = set()
    for caucus in caucuses:
        private |= _meanings(caucus, author_id=author_id)
    suspects = [figure for figure in figures if figure.meaning in private]
    if not suspects:
        return []
    named_here = _meanings(here)
    return [(figure.start, figure.end) for figure in suspects if figure.meaning not in named_here]


def _meanings(channel: OpenChannel[Any], *, author_id: str = "") -> set[object]:
    rows = select(Message.seq, Message.body).where(Message.channel_id == channel.row.id, Message.seq >= channel.first)
    if author_id:
        rows = rows.where(Message.author_id == author_id)
    latest = session().execute(rows.order_by(Message.seq.desc()).limit(LOOK_BACK))
    texts = [open_content(channel.cipher, seq, body).words for seq, body in latest]
    texts += [text for said in _elsewhere for text in said(channel, author_id)]
    return {figure.meaning for text in texts for figure in figures_in(text)}
