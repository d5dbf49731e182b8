"""What the console's pages are made of: rooms in order of urgency, and one room's channels, issues and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from blueprints.issues.attention import QUIET, URGENT, Facts, Reason, reasons
from blueprints.issues.gathering import LIVE, Standing, channel_name, name_of
from blueprints.locale import beijing, language_tag
from odr.access.actor import SIDE_ROLES, Actor
from odr.cases.queries import CaseLine
from odr.evidence.queries import ExhibitView, exhibits_in
from odr.issues.contents import PromiseNote
from odr.issues.queries import InterestView, IssueView, NotebookView, PromiseView, SideView
from odr.offers.queries import RoundsView, round_page
from odr.records.released import ReleasedView, released
from odr.rooms.queries import ChannelView, RoomView, messages_after

WORDS_OFFERED = 30
"""So many of a side's latest messages are offered as the words that allow something to be passed on."""


@dataclass(frozen=True)
class ShownReason:
    """Why a room needs me, and the one click that leads there."""

    text: str
    href: str
    urgent: bool


@dataclass(frozen=True)
class ShownChannel:
    """A channel as a door: who hears it besides me, who of them is here, and what I have not read."""

    id: str
    name: str
    joint: bool
    side: str
    party: str
    hearers: tuple[str, ...]
    here: tuple[str, ...]
    unread: int
    href: str


@dataclass(frozen=True)
class RoomRow:
    """One room in the list of all rooms."""

    ref: str
    title: str
    sides: str
    state: str
    days_left: int | None
    reasons: tuple[ShownReason, ...]
    channels: tuple[ShownChannel, ...]
    urgency: int
    since: datetime
    is_open: bool


@dataclass(frozen=True)
class Cell:
    """What one side wants or fears on one issue."""

    side: SideView
    interests: tuple[InterestView, ...]


@dataclass(frozen=True)
class ShownIssue:
    """An issue with each side's interests beside each other, and the exhibits on it."""

    view: IssueView
    cells: tuple[Cell, ...]
    exhibits: tuple[ExhibitView, ...]


@dataclass(frozen=True)
class Words:
    """Something a side said in its caucus, offered as a consent."""

    seq: int
    author: str
    text: str
    at: datetime


@dataclass(frozen=True)
class ShownPromise:
    """Something to pass on: from whom to whom, and the words among which the consent can be found."""

    view: PromiseView
    speaker: str
    listener: str
    words: tuple[Words, ...]
    caucus: str
    told_in: str

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The words to choose the consent from, the latest first."""
        return [(str(said.seq), f"{said.author} {beijing(said.at, 'short')}: {said.text[:60]}") for said in self.words]


@dataclass(frozen=True)
class ShownRound:
    """A round of sealed bargaining, as far as its people are told; `sum` is what it agreed on, or empty."""

    id: str
    state: str
    deadline: datetime
    sum: str


@dataclass(frozen=True)
class ShownRelease:
    """A sentence that a side let out of its caucus: out of which room into which, and where it stands now."""

    view: ReleasedView
    source: str
    goal: str
    href: str


def shown_releases(actor: Actor, ref: str, channels: tuple[ShownChannel, ...]) -> tuple[ShownRelease, ...]:
    """What was let out, what is still to be told first."""
    names = {channel.id: channel.name for channel in channels}
    return tuple(
        ShownRelease(one, names[one.from_id], names[one.to_id], _place_of(one, ref)) for one in released(actor, ref)
    )


def _place_of(one: ReleasedView, ref: str) -> str:
    """Where it was said to the others; before that, where its side agreed to it."""
    if one.seq is None:
        return url_for("rooms.channel", ref=ref, channel_id=one.from_id, _anchor="passing")
    return url_for("rooms.channel", ref=ref, channel_id=one.to_id, at=one.seq, _anchor=f"m{one.seq}")


def shown_rounds(actor: Actor, view: RoundsView) -> tuple[ShownRound, ...]:
    """The rounds of a case, the latest first. Nothing is shown of one that did not agree, for there is nothing."""
    return tuple(
        ShownRound(line.id, line.state, line.deadline, _agreed_on(actor, view, line.id)) for line in view.rounds
    )


def _agreed_on(actor: Actor, view: RoundsView, round_id: str) -> str:
    one = round_page(actor, view.case_ref, round_id=round_id)
    if one.outcome is None or not one.outcome.met or one.outcome.fen is None:
        return ""
    return f"{one.rules.currency.upper()} {one.outcome.fen // 100:,}"


def either(chinese: str, english: str) -> str:
    """A name in the reader's language."""
    return english if english and language_tag() == "en" else chinese


def shown_channels(room: RoomView) -> tuple[ShownChannel, ...]:
    """The channels of a room as doors, the joint one first."""
    return tuple(_door(channel, room) for channel in room.channels)


def _door(channel: ChannelView, room: RoomView) -> ShownChannel:
    others = [person for person in channel.people if person.participant_id != room.me.participant_id]
    return ShownChannel(
        id=channel.id,
        name=channel_name(channel),
        joint=channel.side is None,
        side=str(channel.side or ""),
        party=either(channel.party_name, channel.party_name_en),
        hearers=tuple(name_of(person) for person in others),
        here=tuple(name_of(person) for person in others if person.participant_id in room.present),
        unread=channel.unread,
        href=url_for("rooms.channel", ref=room.case_ref, channel_id=channel.id),
    )


def shown_reasons(facts: Facts, ref: str) -> tuple[tuple[Reason, ShownReason], ...]:
    """The reasons of a room with the page each leads to."""
    return tuple(
        (reason, ShownReason(reason.text, _where(reason, ref), reason.urgency < URGENT)) for reason in reasons(facts)
    )


def _where(reason: Reason, ref: str) -> str:
    if reason.channel_id:
        return url_for("rooms.channel", ref=ref, channel_id=reason.channel_id)
    pages = {
        "room": ("rooms.room", None),
        "agreement": ("agreements.page", None),
        "signing": ("agreements.page", None),
        "promises": ("issues.console", "promises"),
        "guests": ("guests.page", None),
        "sitting": ("sittings.page", None),
    }
    endpoint, anchor = pages.get(reason.where, ("cases.page", None))
    return url_for(endpoint, ref=ref, _anchor=anchor)


def room_row(actor: Actor, line: CaseLine) -> RoomRow:
    """One case of the list, with everything that waits in it."""
    standing = Standing(actor, line.ref) if line.who == "mediator" and line.state in LIVE else None
    facts = standing.facts() if standing else Facts(proposed=line.who == "proposed")
    found = shown_reasons(facts, line.ref)
    return RoomRow(
        ref=line.ref,
        title=either(line.title, line.title_en),
        sides=f"{either(line.applicant, line.applicant_en)} – {either(line.respondent, line.respondent_en)}",
        state=str(line.state),
        days_left=standing.days_left if standing else None,
        reasons=tuple(shown for _, shown in found),
        channels=shown_channels(standing.room) if standing else (),
        urgency=min((reason.urgency for reason, _ in found), default=QUIET),
        since=line.since,
        is_open=standing is not None or facts.proposed,
    )


def in_order(rows: Iterable[RoomRow]) -> list[RoomRow]:
    """The most urgent room first; among equals the one whose term ends first, then the latest."""
    latest = sorted(rows, key=lambda row: row.since, reverse=True)
    return sorted(latest, key=lambda row: (row.urgency, row.days_left if row.days_left is not None else 10_000))


def exhibits_of(actor: Actor, room: RoomView) -> dict[str, ExhibitView]:
    """Every exhibit this mediator hears, by id."""
    return {item.id: item for channel in room.channels for item in exhibits_in(actor, channel.id) if not item.withdrawn}


def shown_issues(notes: NotebookView, exhibits: dict[str, ExhibitView]) -> tuple[ShownIssue, ...]:
    """The issues in the mediator's order, each with a cell for every side."""
    return tuple(
        ShownIssue(
            view=issue,
            cells=cells_of(notes, issue.edited.id),
            exhibits=tuple(exhibits[ident] for ident in issue.exhibit_ids if ident in exhibits),
        )
        for issue in notes.issues
    )


def cells_of(notes: NotebookView, issue_id: str | None) -> tuple[Cell, ...]:
    """Each side's interests on an issue, or (None) on the dispute as a whole and on issues that were removed."""
    listed = {issue.edited.id for issue in notes.issues}
    order = ("must", "matters", "nice")

    def belongs(view: InterestView) -> bool:
        return view.note.issue_id == issue_id or (issue_id is None and view.note.issue_id not in listed)

    return tuple(
        Cell(
            side,
            tuple(
                sorted(
                    (view for view in notes.interests if view.note.party_id == side.party_id and belongs(view)),
                    key=lambda view: order.index(view.note.weight),
                )
            ),
        )
        for side in notes.sides
    )


def shown_promises(actor: Actor, notes: NotebookView, room: RoomView) -> tuple[ShownPromise, ...]:
    """What may be passed on, what waits first."""
    sides = {side.party_id: side for side in notes.sides}
    said = {side.party_id: _words_of(actor, room, side) for side in notes.sides if side.caucus_id}
    joint = next((channel.id for channel in room.channels if channel.side is None), "")
    shown = [
        ShownPromise(
            view=view,
            speaker=either(sides[view.note.party_id].name, sides[view.note.party_id].name_en),
            listener=_listener(view.note, sides),
            words=said.get(view.note.party_id, ()),
            caucus=sides[view.note.party_id].caucus_id,
            told_in=_told_in(view.note, notes, joint),
        )
        for view in notes.promises
    ]
    return tuple(sorted(shown, key=lambda item: (item.view.told_at is not None, item.view.consent is None)))


def _listener(note: PromiseNote, sides: dict[str, SideView]) -> str:
    if note.to_party_id is None:
        return ""
    return either(sides[note.to_party_id].name, sides[note.to_party_id].name_en)


def _told_in(note: PromiseNote, notes: NotebookView, joint: str) -> str:
    """The channel in which it would be told: the caucus of the only other side, else the joint one."""
    others = [side for side in notes.sides if side.party_id != note.party_id]
    wanted = [side for side in others if note.to_party_id in (None, side.party_id)]
    return wanted[0].caucus_id if len(wanted) == 1 else joint


def _words_of(actor: Actor, room: RoomView, side: SideView) -> tuple[Words, ...]:
    channel = next((channel for channel in room.channels if channel.id == side.caucus_id), None)
    if channel is None:
        return ()
    said = messages_after(actor, channel.id, max(0, channel.last_seq - WORDS_OFFERED))
    return tuple(
        Words(message.seq, either(message.author, message.author_en), message.text, message.at)
        for message in reversed(said)
        if message.author_role in SIDE_ROLES
    )
