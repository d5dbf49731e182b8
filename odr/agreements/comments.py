"""Remarks on a clause within one channel, sealed with its key: for those who hear it and read the draft alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import OpenChannel, load, open_channel
from odr.access.permissions import Permission
from odr.agreements.facts import live_clauses
from odr.agreements.models import Agreement, Clause, ClauseComment
from odr.audit.trail import record
from odr.cases.participants import Person, accounts_of, audience_of, audience_tag
from odr.db import Transaction, new_id, session, transaction
from odr.errors import AudienceChanged, NotFound, PrivateFigure
from odr.events import CommentsChanged
from odr.rooms.content import Content, checked_content
from odr.rooms.figures import figures_in
from odr.rooms.guard import LOOK_BACK, also_said, figures_private_until_now
from odr.rooms.models import Channel

PLACE = "clause_comment:{}"


def comment(
    actor: Actor,
    clause_id: str,
    channel_id: str,
    *,
    text: str,
    audience: str = "",
    knowingly: bool = False,
    answers: str = "",
) -> str:
    """Remark on a clause in a channel, or answer the remark `answers` there; returns the id.

    `audience` is the mark of the people the writer was shown; with others there now, nothing is kept. Nor is a figure
    that the writer has so far named in a caucus only, unless it is said `knowingly` or stands in the draft anyway.

    Raises:
        NotFound: no such clause, channel or remark for this actor.
        NotAllowed: nobody speaks in the channel any more.
        AudienceChanged, PrivateFigure, InvalidInput: as for a message of the room.
    """
    words = checked_content(Content(text)).text
    with transaction() as tx:
        channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        clause, agreement = clause_in(actor, clause_id, channel.row)
        tag = audience_tag(readers_of(channel.row))
        if audience and audience != tag:
            raise AudienceChanged(audience=tag)
        if not knowingly and (spans := _private(actor, channel.row, agreement, words)):
            raise PrivateFigure(spans=spans)
        first = _thread(answers, clause, channel.row) if answers else None
        ident = new_id()
        tx.add(
            ClauseComment(
                id=ident,
                clause_id=clause.id,
                channel_id=channel.row.id,
                author_id=actor.participations[channel.row.case_id].participant_id,
                thread_id=first.id if first is not None else None,
                sealed=channel.cipher.seal(PLACE.format(ident), words.encode()),
                at=clock.now(),
            )
        )
        if first is not None:
            first.resolved_at = first.resolved_by_id = None
        _told(tx, actor, channel.row, clause, "comment.made", subject=ident, content=words)
        return ident


def settle(actor: Actor, comment_id: str, *, settled: bool) -> None:
    """Mark a remark as settled, or as open again; everybody who speaks in its channel may.

    Raises:
        NotFound: the actor does not hear its channel, or it is an answer and no remark of its own.
    """
    with transaction() as tx:
        row = tx.session.get(ClauseComment, comment_id)
        if row is None or row.thread_id is not None:
            raise NotFound(kind="comment")
        channel = _speaks(actor, row.channel_id)
        clause, _ = clause_in(actor, row.clause_id, channel)
        if settled == (row.resolved_at is not None):
            return
        row.resolved_at = clock.now() if settled else None
        row.resolved_by_id = actor.participations[channel.case_id].participant_id if settled else None
        _told(tx, actor, channel, clause, "comment.settled" if settled else "comment.reopened", subject=row.id)


def readers_of(channel: Channel) -> list[Person]:
    """Who hears remarks in this channel: those who hear it and read the draft, which guests do not."""
    return [person for person in audience_of(channel.case_id, channel) if not person.guest]


def clause_in(actor: Actor, clause_id: str, channel: Channel) -> tuple[Clause, Agreement]:
    """A clause of the case the channel is of, for somebody who reads its draft. Raises NotFound."""
    clause = session().get(Clause, clause_id)
    if clause is None:
        raise NotFound(kind="clause")
    agreement = load(actor, Permission.AGREEMENT_READ, Agreement, clause.agreement_id)
    if agreement.case_id != channel.case_id:
        raise NotFound(kind="clause")
    return clause, agreement


def opened(channel: OpenChannel[Any], row: ClauseComment) -> str:
    """The words of a remark, for whoever has opened its channel."""
    return channel.cipher.open(PLACE.format(row.id), row.sealed).decode()


def said_in(channel: OpenChannel[Any], author_id: str = "") -> Iterable[str]:
    """The latest remarks in a channel, of one author or of all: what the room's guard looks through as well."""
    rows = select(ClauseComment).where(ClauseComment.channel_id == channel.row.id)
    if author_id:
        rows = rows.where(ClauseComment.author_id == author_id)
    latest = session().scalars(rows.order_by(ClauseComment.at.desc()).limit(LOOK_BACK))
    return [opened(channel, row) for row in latest]


also_said(said_in)


def _private(actor: Actor, channel: Channel, agreement: Agreement, words: str) -> list[tuple[int, int]]:
    """The places of private figures; one that stands in the draft is known to everybody who reads remarks on it."""
    spans = figures_private_until_now(actor, channel, words)
    if not spans:
        return []
    texts = [text for row in live_clauses(agreement.id) for text in (row.text, row.text_en)]
    known = {figure.meaning for text in (*texts, agreement.facts, agreement.issues) for figure in figures_in(text)}
    told = {(figure.start, figure.end) for figure in figures_in(words) if figure.meaning in known}
    return [span for span in spans if span not in told]


def _thread(comment_id: str, clause: Clause, channel: Channel) -> ClauseComment:
    row = session().get(ClauseComment, comment_id)
    if row is None or (row.clause_id, row.channel_id, row.thread_id) != (clause.id, channel.id, None):
        raise NotFound(kind="comment")
    return row


def _speaks(actor: Actor, channel_id: str) -> Channel:
    try:
        return load(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
    except NotFound:
        # It must not be told apart from a remark that does not exist.
        raise NotFound(kind="comment") from None


def _told(
    tx: Transaction, actor: Actor, channel: Channel, clause: Clause, act: str, *, subject: str, content: str = ""
) -> None:
    record(
        tx,
        account_id=actor.account_id,
        chain=f"channel:{channel.id}",
        act=act,
        subject=subject,
        content=content.encode(),
    )
    audience = accounts_of(readers_of(channel))
    tx.announce(CommentsChanged(audience=audience, channel_id=channel.id, clause_id=clause.id))
