"""The notebook of a case: had by permission, opened with its own key, and every act in it leaving its trace."""

from __future__ import annotations

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import Actor
from odr.access.audience import reads_notes
from odr.access.load import OpenNotes, load, open_notes
from odr.access.permissions import Permission
from odr.access.vault import new_notes_key
from odr.audit.trail import record
from odr.cases.models import Case, Party
from odr.cases.participants import active_participants
from odr.db import Transaction, session
from odr.errors import InvalidInput, NotFound, StaleVersion
from odr.events import NotesChanged
from odr.issues.contents import KINDS, NoteContent, content_from, open_part, sealed_part
from odr.issues.models import Issue, Note, Notebook
from odr.issues.states import NoteKind

MOST_NOTES = 300
"""Of one kind in one case; nobody keeps an overview of more."""


def to_read(actor: Actor, case_id: str) -> OpenNotes[Notebook] | None:
    """The notebook of a case, or None while nothing was written. Raises NotFound for all but its mediators."""
    load(actor, Permission.NOTES_READ, Case, case_id)
    ident = _notebook_of(case_id)
    return open_notes(actor, Permission.NOTES_READ, Notebook, ident) if ident else None


def to_write(tx: Transaction, actor: Actor, case_id: str) -> OpenNotes[Notebook]:
    """The notebook of a case for writing, made on the first note. Raises NotFound for all but its mediators."""
    ident = _notebook_of(case_id)
    if not ident:
        load(actor, Permission.NOTES_WRITE, Case, case_id)
        # Two mediators may begin at once: the second waited for the case and finds what the first made.
        ident = _notebook_of(case_id) or tx.add(Notebook(case_id=case_id, wrapped_key=new_notes_key(case_id))).id
    return open_notes(actor, Permission.NOTES_WRITE, Notebook, ident)


def note_to_write(tx: Transaction, actor: Actor, kind: NoteKind, note_id: str) -> tuple[Note, OpenNotes[Notebook]]:
    """A note that was not removed, with its notebook. Raises NotFound."""
    note: Note = load(actor, Permission.NOTES_WRITE, KINDS[kind][1], note_id)
    return note, to_write(tx, actor, note.case_id)


def written(notes: OpenNotes[Notebook], kind: NoteKind, note: Note) -> NoteContent:
    """A note as its mediator wrote it."""
    return content_from(kind, note, notes.cipher.open(_place(note), note.sealed))


def seal(notes: OpenNotes[Notebook], note: Note, content: NoteContent) -> None:
    """Put the words of a note into its row, for its revision."""
    for name, value in open_part(content).items():
        setattr(note, name, value)
    note.sealed = notes.cipher.seal(_place(note), sealed_part(content))


def of_the_case(case_id: str, content: NoteContent) -> None:
    """Refuse a note about a side or an issue of some other case.

    Raises:
        InvalidInput: the field that names it.
    """
    for name, model in (("party_id", Party), ("to_party_id", Party), ("issue_id", Issue)):
        ident = getattr(content, name, None)
        if ident is None:
            continue
        found = session().get(model, ident)
        if found is None or found.case_id != case_id:
            raise InvalidInput(**{name: "unknown"})
    speaker, listener = getattr(content, "party_id", None), getattr(content, "to_party_id", None)
    if listener is not None and listener == speaker:
        raise InvalidInput(to_party_id="same")


def room_for_one_more(case_id: str, model: type[Note]) -> None:
    """Refuse more notes than anybody can read. Raises InvalidInput."""
    count = session().scalar(select(func.count(model.id)).where(model.case_id == case_id, model.removed_at.is_(None)))
    if (count or 0) >= MOST_NOTES:
        raise InvalidInput(notes="too_many")


def same_revision(note: Note | Notebook, revision: int) -> None:
    """Refuse to write over what somebody else wrote meanwhile. Raises StaleVersion with the revision that stands."""
    if note.revision != revision:
        raise StaleVersion(note=note.id, revision=note.revision)


def not_removed(note: Note) -> None:
    """A note that was taken off the page is not edited. Raises NotFound."""
    if note.removed_at is not None:
        raise NotFound(kind="note")


def touched(tx: Transaction, actor: Actor, note: Note | Notebook, act: str, *, content: bytes = b"") -> None:
    """Who changed a note and when; the entry stands in a chain that only the case's mediators may count."""
    me = actor.participations[note.case_id].participant_id
    note.edited_by_id, note.edited_at = me, clock.now()
    record(tx, account_id=actor.account_id, chain=f"notes:{note.case_id}", act=act, subject=note.id, content=content)
    mediators_hear(tx, actor, note.case_id)


def mediators_hear(tx: Transaction, actor: Actor, case_id: str) -> None:
    """The pages of the case's mediators, and of nobody else, learn that there is something to read anew."""
    case, me = tx.session.get_one(Case, case_id), actor.participations[case_id].participant_id
    ears = tuple(person.account_id for person in active_participants(case.id) if reads_notes(person))
    tx.announce(NotesChanged(audience=ears, case_ref=case.ref, by=me))


def _notebook_of(case_id: str) -> str | None:
    return session().scalar(select(Notebook.id).where(Notebook.case_id == case_id))


def _place(note: Note) -> str:
    return f"{note.__tablename__}:{note.id}:{note.revision}"
