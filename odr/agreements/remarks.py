"""What a person may see of the remarks on clauses: those of the channels they hear, and counts of nothing else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from odr.access.actor import Actor
from odr.access.audience import heard_by
from odr.access.load import OpenChannel, load, open_channel
from odr.access.permissions import Permission
from odr.agreements.comments import clause_in, opened, readers_of
from odr.agreements.facts import live_clauses
from odr.agreements.in_hand import agreement_in_hand
from odr.agreements.models import ClauseComment
from odr.agreements.queries import ClauseView, DraftView, clause_page
from odr.cases.models import Case
from odr.cases.participants import Person, audience_tag, everybody_ever
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.rooms.models import Channel
from odr.rooms.queries import ChannelView, channel_page


@dataclass(frozen=True)
class RemarkView:
    """One remark, or an answer to one; only the first of a thread can be settled."""

    id: str
    author: Person
    mine: bool
    text: str
    at: datetime
    settled_at: datetime | None
    settled_by: Person | None
    answers: tuple[RemarkView, ...] = ()


@dataclass(frozen=True)
class RemarksPage:
    """Remarks on one clause in one channel; `channel.people` are those who read them."""

    draft: DraftView
    clause: ClauseView
    channel: ChannelView
    me: Person
    threads: tuple[RemarkView, ...]

    @property
    def open(self) -> int:
        """How many threads are not settled."""
        return sum(thread.settled_at is None for thread in self.threads)


@dataclass(frozen=True)
class RemarksIn:
    """How many remarks there are on a clause in one channel that this person hears."""

    channel: ChannelView
    open: int
    settled: int


@query
def remarks_page(actor: Actor, clause_id: str, channel_id: str) -> RemarksPage:
    """The remarks on a clause in a channel.

    Raises:
        NotFound: the clause or the channel is not the actor's to know, or they are of different cases.
    """
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    clause_in(actor, clause_id, channel.row)
    draft, clause = clause_page(actor, clause_id)
    people = {person.participant_id: person for person in everybody_ever(channel.row.case_id)}
    mine = actor.participations[channel.row.case_id].participant_id
    return RemarksPage(
        draft, clause, _readers(actor, channel.row), people[mine], tuple(_threads(channel, clause_id, people, mine))
    )


@query
def remarks_in(actor: Actor, case_ref: str) -> dict[str, list[RemarksIn]]:
    """Clause id → the remarks on it by channel, the joint one first: only channels that the actor hears appear.

    Raises:
        NotFound: the draft is not the actor's to read.
    """
    case = load(actor, Permission.AGREEMENT_READ, Case, case_id_of(case_ref))
    place = actor.in_case(case.id)
    heard = session().scalars(select(Channel).where(Channel.case_id == case.id, heard_by(place, Channel)))
    views = sorted((_readers(actor, channel) for channel in heard), key=lambda view: (view.kind != "joint", view.id))
    counted = (
        select(ClauseComment.clause_id, ClauseComment.channel_id, ClauseComment.resolved_at.is_(None), func.count())
        .where(ClauseComment.channel_id.in_([view.id for view in views]), ClauseComment.thread_id.is_(None))
        .group_by(ClauseComment.clause_id, ClauseComment.channel_id, ClauseComment.resolved_at.is_(None))
    )
    counts = {(clause, channel, bool(is_open)): n for clause, channel, is_open, n in session().execute(counted)}
    agreement = agreement_in_hand(case.id)
    clauses = [row.id for row in live_clauses(agreement.id)] if agreement is not None else []
    return {
        clause: [RemarksIn(v, counts.get((clause, v.id, True), 0), counts.get((clause, v.id, False), 0)) for v in views]
        for clause in clauses
    }


def _readers(actor: Actor, channel: Channel) -> ChannelView:
    """The channel with those who read remarks in it, and their mark."""
    people = tuple(readers_of(channel))
    return replace(channel_page(actor, channel.id), people=people, audience=audience_tag(people))


def _threads(channel: OpenChannel[Channel], clause_id: str, people: dict[str, Person], mine: str) -> list[RemarkView]:
    rows = session().scalars(
        select(ClauseComment)
        .where(ClauseComment.clause_id == clause_id, ClauseComment.channel_id == channel.row.id)
        .order_by(ClauseComment.at, ClauseComment.id)
    )
    firsts: dict[str, RemarkView] = {}
    answers: dict[str, list[RemarkView]] = {}
    for row in rows:
        view = RemarkView(
            id=row.id,
            author=people[row.author_id],
            mine=row.author_id == mine,
            text=opened(channel, row),
            at=row.at,
            settled_at=row.resolved_at,
            settled_by=people.get(row.resolved_by_id or ""),
        )
        if row.thread_id is None:
            firsts[row.id] = view
        else:
            answers.setdefault(row.thread_id, []).append(view)
    return [replace(first, answers=tuple(answers.get(ident, ()))) for ident, first in firsts.items()]
