"""What a mediator reads in the notebook of a case; and the issues everybody in the room is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from odr.access.actor import Actor, ChannelKind, Side
from odr.access.load import OpenNotes, load, open_channel
from odr.access.permissions import Permission, can
from odr.cases.models import Case
from odr.cases.participants import everybody_ever
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotFound
from odr.issues.contents import KINDS, InterestNote, IssueNote, NoteContent, OfferNote, PromiseNote
from odr.issues.ladder import Gap, gap
from odr.issues.models import Issue, IssueExhibit, Note, Notebook, Promise, SharedIssue
from odr.issues.notebook import to_read, written
from odr.issues.states import NoteKind
from odr.rooms.figures import figures_in
from odr.rooms.models import Channel, Message
from odr.rooms.queries import messages_after


@dataclass(frozen=True)
class Edited:
    """Which state of a note this is, and whose: what an editor has to name when saving."""

    id: str
    revision: int
    at: datetime
    by: str
    by_en: str


@dataclass(frozen=True)
class IssueView:
    """An issue with what the mediators know about it. `shared_as` is what the sides read, or empty."""

    edited: Edited
    note: IssueNote
    shared_as: str
    exhibit_ids: tuple[str, ...]


@dataclass(frozen=True)
class InterestView:
    """A side's interest as the mediators noted it."""

    edited: Edited
    note: InterestNote


@dataclass(frozen=True)
class OfferView:
    """An offer made in the open. `yuan` is the sum named in it, where there is one."""

    edited: Edited
    note: OfferNote
    yuan: int | None


@dataclass(frozen=True)
class ConsentView:
    """The words with which a side allowed something to be passed on."""

    channel_id: str
    seq: int
    author: str
    author_en: str
    text: str
    at: datetime


@dataclass(frozen=True)
class PromiseView:
    """Something to pass on, with the consent there is for it and when it was told."""

    edited: Edited
    note: PromiseNote
    consent: ConsentView | None
    told_at: datetime | None


@dataclass(frozen=True)
class RemovedView:
    """A note that was taken off the page and can be put back."""

    kind: NoteKind
    id: str
    text: str
    at: datetime


@dataclass(frozen=True)
class PadView:
    """The free text of the notebook; `edited` is None before anything was written."""

    text: str = ""
    revision: int = 0
    edited: Edited | None = None


@dataclass(frozen=True)
class SideView:
    """A side of the case, and the caucus the mediators hold with it (empty before the room is open)."""

    party_id: str
    side: Side
    name: str
    name_en: str
    caucus_id: str


@dataclass(frozen=True)
class NotebookView:
    """All that the mediators of a case noted."""

    case_id: str
    case_ref: str
    sides: tuple[SideView, ...]
    issues: tuple[IssueView, ...] = ()
    interests: tuple[InterestView, ...] = ()
    offers: tuple[OfferView, ...] = ()
    gap: Gap | None = None
    promises: tuple[PromiseView, ...] = ()
    removed: tuple[RemovedView, ...] = ()
    pad: PadView = PadView()


@dataclass(frozen=True)
class SharedIssueView:
    """An issue as everybody in the room sees it."""

    title: str
    shared_at: datetime


@dataclass(frozen=True)
class Beside:
    """What stands beside a channel: the issues shown `in_the_open`, to those who hear the joint channel; and, for a
    mediator in a side's caucus, what was noted about this side and no other, so that nothing else can be read over the
    shoulder there."""

    issues: tuple[SharedIssueView, ...]
    in_the_open: bool = False
    for_mediator: bool = False
    interests: tuple[InterestView, ...] = ()
    to_tell: tuple[PromiseView, ...] = ()
    to_ask: tuple[PromiseView, ...] = ()


@dataclass(frozen=True)
class ToPassOn:
    """How many things wait: for the speaker's consent, and to be told."""

    to_ask: int
    to_tell: int


@query
def notebook(actor: Actor, case_ref: str) -> NotebookView:
    """The notebook of a case.

    Raises:
        NotFound: the actor is no mediator of the case.
    """
    case = load(actor, Permission.NOTES_READ, Case, case_id_of(case_ref))
    notes = to_read(actor, case.id)
    if notes is None:
        return NotebookView(case.id, case.ref, _sides(case))
    book = _Book(actor, notes)
    kept = {kind: [view for view, gone in book.all(kind) if not gone] for kind in NoteKind}
    offers = sorted(kept[NoteKind.OFFER], key=lambda view: view.note.offered_at)
    return NotebookView(
        case_id=case.id,
        case_ref=case.ref,
        sides=_sides(case),
        issues=tuple(kept[NoteKind.ISSUE]),
        interests=tuple(kept[NoteKind.INTEREST]),
        offers=tuple(offers),
        gap=gap((view.note.party_id, view.yuan) for view in offers),
        promises=tuple(kept[NoteKind.PROMISE]),
        removed=book.removed(),
        pad=book.pad(),
    )


@query
def note_page(actor: Actor, kind: NoteKind, note_id: str) -> tuple[str, Edited, NoteContent]:
    """The reference of its case, and one note, to be edited.

    Raises:
        NotFound: no such note of a case the actor mediates, or it was removed.
    """
    row: Note = load(actor, Permission.NOTES_READ, KINDS[kind][1], note_id)
    view = notebook(actor, row.case.ref)
    listed = {
        NoteKind.ISSUE: view.issues,
        NoteKind.INTEREST: view.interests,
        NoteKind.OFFER: view.offers,
        NoteKind.PROMISE: view.promises,
    }[kind]
    found = [item for item in listed if item.edited.id == note_id]
    if not found:
        raise NotFound(kind="note")
    return view.case_ref, found[0].edited, found[0].note


@query
def shared_issues(actor: Actor, case_ref: str) -> list[SharedIssueView]:
    """The issues everybody in the room is shown, in the order in which they were shared.

    Raises:
        NotFound: the actor does not hear the joint channel.
    """
    case_id = case_id_of(case_ref)
    joint = select(Channel.id).where(Channel.case_id == case_id, Channel.kind == ChannelKind.JOINT)
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, session().scalar(joint) or "")
    rows = session().scalars(select(SharedIssue).where(SharedIssue.channel_id == channel.row.id))
    return [
        SharedIssueView(channel.cipher.open(f"issue:{row.id}", row.sealed_title).decode(), row.shared_at)
        for row in sorted(rows, key=lambda row: (row.shared_at, row.id))
    ]


@query
def beside(actor: Actor, channel_id: str) -> Beside:
    """What stands beside a channel for this reader.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    joint = session().scalar(
        select(Channel).where(Channel.case_id == channel.case_id, Channel.kind == ChannelKind.JOINT)
    )
    in_the_open = joint is not None and can(actor, Permission.CHANNEL_READ, joint)
    issues = tuple(shared_issues(actor, channel.case.ref)) if in_the_open else ()
    if not can(actor, Permission.NOTES_READ, channel.case):
        return Beside(issues, in_the_open)
    if channel.party_id is None:
        return Beside(issues, in_the_open, for_mediator=True)
    notes, side = notebook(actor, channel.case.ref), channel.party_id
    open_ones = [view for view in notes.promises if view.told_at is None]
    return Beside(
        issues=issues,
        in_the_open=in_the_open,
        for_mediator=True,
        interests=tuple(view for view in notes.interests if view.note.party_id == side),
        to_tell=tuple(
            view
            for view in open_ones
            if view.consent and view.note.party_id != side and view.note.to_party_id in (None, side)
        ),
        to_ask=tuple(view for view in open_ones if not view.consent and view.note.party_id == side),
    )


@query
def to_pass_on(actor: Actor, case_ref: str) -> ToPassOn:
    """What waits to be passed on in a case, counted without opening a note. Raises NotFound as `notebook`."""
    case = load(actor, Permission.NOTES_READ, Case, case_id_of(case_ref))
    waiting = (Promise.case_id == case.id, Promise.removed_at.is_(None), Promise.told_at.is_(None))
    everything, allowed = (
        session().execute(select(func.count(Promise.id), func.count(Promise.consent_id)).where(*waiting)).one()
    )
    return ToPassOn(to_ask=everything - allowed, to_tell=allowed)


@query
def ref_of_note(actor: Actor, kind: NoteKind, note_id: str) -> str:
    """The reference of the case a note is about, also of a removed one. Raises NotFound as `note_page`."""
    row: Note = load(actor, Permission.NOTES_READ, KINDS[kind][1], note_id)
    return row.case.ref


def _sides(case: Case) -> tuple[SideView, ...]:
    rooms = select(Channel.party_id, Channel.id).where(Channel.case_id == case.id, Channel.kind == ChannelKind.CAUCUS)
    caucus = {party_id: ident for party_id, ident in session().execute(rooms)}
    return tuple(
        SideView(party.id, party.side, party.name, party.name_en or party.name, caucus.get(party.id, ""))
        for party in sorted(case.parties, key=lambda party: (party.side, party.id))
    )


class _Book:
    """One notebook opened for its reader."""

    def __init__(self, actor: Actor, notes: OpenNotes[Notebook]) -> None:
        self.actor, self.notes = actor, notes
        self.case_id = notes.row.case_id
        self.people = {person.participant_id: person for person in everybody_ever(self.case_id)}

    def all(self, kind: NoteKind) -> list[tuple[Any, bool]]:
        """Every note of a kind as a view, and whether it was removed."""
        make = {
            NoteKind.ISSUE: self._issue,
            NoteKind.INTEREST: lambda edited, note, row: InterestView(edited, note),
            NoteKind.OFFER: lambda edited, note, row: OfferView(edited, note, sum_named(note.text)),
            NoteKind.PROMISE: self._promise,
        }[kind]
        return [
            (make(self._edited(row), written(self.notes, kind, row), row), row.removed_at is not None)
            for row in self._rows(kind)
        ]

    def removed(self) -> tuple[RemovedView, ...]:
        found = []
        for kind in NoteKind:
            for row in self._rows(kind):
                if row.removed_at is not None:
                    note = written(self.notes, kind, row)
                    text = note.title if isinstance(note, IssueNote) else note.text
                    found.append(RemovedView(kind, row.id, text, row.removed_at))
        return tuple(sorted(found, key=lambda view: view.at, reverse=True))

    def pad(self) -> PadView:
        row = self.notes.row
        if not row.sealed_pad:
            return PadView(revision=row.revision)
        text = self.notes.cipher.open(f"pad:{row.revision}", row.sealed_pad).decode()
        return PadView(text, row.revision, self._edited(row))

    def _rows(self, kind: NoteKind) -> list[Note]:
        model = KINDS[kind][1]
        order = (Issue.place, Issue.id) if kind is NoteKind.ISSUE else (model.noted_at, model.id)
        return list(session().scalars(select(model).where(model.case_id == self.case_id).order_by(*order)))

    def _edited(self, row: Note | Notebook) -> Edited:
        assert row.edited_by_id is not None and row.edited_at is not None
        person = self.people[row.edited_by_id]
        return Edited(row.id, row.revision, row.edited_at, person.name, person.name_en)

    def _issue(self, edited: Edited, note: IssueNote, row: Note) -> IssueView:
        links = select(IssueExhibit.exhibit_id).where(IssueExhibit.issue_id == row.id).order_by(IssueExhibit.exhibit_id)
        shared = session().scalar(select(SharedIssue).where(SharedIssue.issue_id == row.id))
        return IssueView(edited, note, self._as_shared(shared) if shared else "", tuple(session().scalars(links)))

    def _as_shared(self, shared: SharedIssue) -> str:
        channel = open_channel(self.actor, Permission.CHANNEL_READ, Channel, shared.channel_id)
        return channel.cipher.open(f"issue:{shared.id}", shared.sealed_title).decode()

    def _promise(self, edited: Edited, note: PromiseNote, row: Promise) -> PromiseView:
        return PromiseView(edited, note, self._consent(row.consent_id) if row.consent_id else None, row.told_at)

    def _consent(self, message_id: str) -> ConsentView | None:
        place = session().get_one(Message, message_id)
        said = messages_after(self.actor, place.channel_id, place.seq - 1, limit=1)
        if not said:
            return None
        words = said[0]
        return ConsentView(words.channel_id, words.seq, words.author, words.author_en, words.text, words.at)


def sum_named(text: str) -> int | None:
    """The first sum of money in a text, in yuan; shares and bare numbers are none."""
    return next((int(figure.value) for figure in figures_in(text) if not figure.share), None)
