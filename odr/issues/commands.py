"""What a mediator does with the notes of a case: write, change, remove and put back, arrange, and share an issue."""

from __future__ import annotations

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import Actor, ChannelKind
from odr.access.load import load, open_channel
from odr.access.permissions import Permission
from odr.accounts.particulars import prose
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.participants import accounts_of, audience_of
from odr.db import Transaction, new_id, transaction
from odr.errors import Conflict
from odr.events import SharedIssuesChanged
from odr.evidence.models import Exhibit
from odr.issues.contents import KINDS, LONGEST_PAD, IssueNote, NoteContent, kind_of
from odr.issues.models import Issue, IssueExhibit, Note, SharedIssue
from odr.issues.notebook import (
    mediators_hear,
    not_removed,
    note_to_write,
    of_the_case,
    room_for_one_more,
    same_revision,
    seal,
    to_write,
    touched,
    written,
)
from odr.issues.states import NoteKind
from odr.rooms.models import Channel


def add_note(actor: Actor, case_id: str, content: NoteContent) -> str:
    """Write a new note and return its id.

    Raises:
        NotFound: the actor is no mediator of the case.
        InvalidInput: the fields that cannot be used.
    """
    with transaction() as tx:
        notes = to_write(tx, actor, case_id)
        content, kind = content.checked(), kind_of(content)
        of_the_case(case_id, content)
        model = KINDS[kind][1]
        room_for_one_more(case_id, model)
        me = actor.participations[case_id].participant_id
        note: Note = model(id=new_id(), case_id=case_id, revision=1, edited_by_id=me, noted_at=clock.now())
        note.edited_at = note.noted_at
        if isinstance(note, Issue):
            note.place = 1 + (tx.session.scalar(select(func.max(Issue.place)).where(Issue.case_id == case_id)) or 0)
        seal(notes, note, content)
        tx.add(note)
        touched(tx, actor, note, f"{kind}.noted", content=note.sealed)
        return note.id


def edit_note(actor: Actor, note_id: str, content: NoteContent, *, revision: int) -> int:
    """Write a note anew over the revision that was read; returns the new one.

    Raises:
        NotFound: no such note of a case the actor mediates.
        StaleVersion: another mediator changed it since; nothing was written.
        InvalidInput: the fields that cannot be used.
    """
    with transaction() as tx:
        kind = kind_of(content)
        note, notes = note_to_write(tx, actor, kind, note_id)
        not_removed(note)
        content = content.checked()
        of_the_case(note.case_id, content)
        if written(notes, kind, note) == content:
            return note.revision
        same_revision(note, revision)
        note.revision += 1
        seal(notes, note, content)
        touched(tx, actor, note, f"{kind}.changed", content=note.sealed)
        return note.revision


def remove_note(actor: Actor, kind: NoteKind, note_id: str) -> None:
    """Take a note off the page; it can be put back. An issue is then shown to nobody either. Raises NotFound."""
    with transaction() as tx:
        note, _ = note_to_write(tx, actor, kind, note_id)
        if note.removed_at is None:
            note.removed_at = clock.now()
            touched(tx, actor, note, f"{kind}.removed")
            if isinstance(note, Issue):
                _hide(tx, actor, note)


def restore_note(actor: Actor, kind: NoteKind, note_id: str) -> None:
    """Put a removed note back. Raises NotFound, or InvalidInput when there are too many notes by now."""
    with transaction() as tx:
        note, _ = note_to_write(tx, actor, kind, note_id)
        if note.removed_at is not None:
            room_for_one_more(note.case_id, type(note))
            note.removed_at = None
            touched(tx, actor, note, f"{kind}.restored")


def write_pad(actor: Actor, case_id: str, text: str, *, revision: int) -> int:
    """Keep the free text of the notebook; returns the new revision.

    Raises:
        NotFound: the actor is no mediator of the case.
        StaleVersion: another mediator wrote in it since `revision`; nothing was written.
        InvalidInput: longer than 20,000 characters, or with control characters.
    """
    with transaction() as tx:
        notes = to_write(tx, actor, case_id)
        text = prose(text, field="text", longest=LONGEST_PAD, required=False)
        book = notes.row
        if book.sealed_pad and notes.cipher.open(f"pad:{book.revision}", book.sealed_pad).decode() == text:
            return book.revision
        same_revision(book, revision)
        book.revision += 1
        book.sealed_pad = notes.cipher.seal(f"pad:{book.revision}", text.encode())
        touched(tx, actor, book, "pad.written", content=book.sealed_pad)
        return book.revision


def move_issue(actor: Actor, issue_id: str, *, up: bool) -> None:
    """Let an issue change places with its neighbour; at the end of the list nothing moves. Raises NotFound."""
    with transaction() as tx:
        note, _ = note_to_write(tx, actor, NoteKind.ISSUE, issue_id)
        of_case = select(Issue).where(Issue.case_id == note.case_id, Issue.removed_at.is_(None))
        rows = list(tx.session.scalars(of_case.order_by(Issue.place, Issue.id)))
        here = next((at for at, row in enumerate(rows) if row.id == issue_id), None)
        there = None if here is None else here + (-1 if up else 1)
        if here is None or there is None or not 0 <= there < len(rows):
            return
        rows[here].place, rows[there].place = rows[there].place, rows[here].place
        touched(tx, actor, rows[here], "issue.moved")


def link_exhibit(actor: Actor, issue_id: str, exhibit_id: str) -> None:
    """Put an exhibit that the mediator hears under an issue; doing so again changes nothing.

    Raises:
        NotFound: no such issue, or no such exhibit for this actor.
        Conflict: the exhibit belongs to another case.
    """
    with transaction() as tx:
        issue, _ = note_to_write(tx, actor, NoteKind.ISSUE, issue_id)
        exhibit = load(actor, Permission.EXHIBIT_READ, Exhibit, exhibit_id)
        if exhibit.case_id != issue.case_id:
            raise Conflict(exhibit="other_case")
        pair = (IssueExhibit.issue_id == issue.id, IssueExhibit.exhibit_id == exhibit.id)
        if tx.session.scalar(select(IssueExhibit.id).where(*pair)) is None:
            tx.add(IssueExhibit(issue_id=issue.id, exhibit_id=exhibit.id))
            touched(tx, actor, issue, "issue.exhibit_linked")


def unlink_exhibit(actor: Actor, issue_id: str, exhibit_id: str) -> None:
    """Take an exhibit from under an issue; the exhibit itself stays where it is. Raises NotFound."""
    with transaction() as tx:
        issue, _ = note_to_write(tx, actor, NoteKind.ISSUE, issue_id)
        pair = (IssueExhibit.issue_id == issue.id, IssueExhibit.exhibit_id == exhibit_id)
        link = tx.session.scalar(select(IssueExhibit).where(*pair))
        if link is not None:
            tx.session.delete(link)
            touched(tx, actor, issue, "issue.exhibit_unlinked")


def share_issue(actor: Actor, issue_id: str) -> None:
    """Show the title of an issue, as it reads now, to everybody who hears the joint channel; never its remark.

    Sharing the very words that are shown already changes nothing, and nobody is told.

    Raises:
        NotFound: no such issue of a case the actor mediates.
        Conflict: the room has no joint channel yet.
    """
    with transaction() as tx:
        note, notes = note_to_write(tx, actor, NoteKind.ISSUE, issue_id)
        not_removed(note)
        joint = select(Channel.id).where(Channel.case_id == note.case_id, Channel.kind == ChannelKind.JOINT)
        ident = tx.session.scalar(joint)
        if ident is None:
            raise Conflict(room="not_open")
        channel = open_channel(actor, Permission.CHANNEL_READ, Channel, ident)
        content = written(notes, NoteKind.ISSUE, note)
        assert isinstance(content, IssueNote)
        shared = tx.session.scalar(select(SharedIssue).where(SharedIssue.issue_id == note.id))
        if shared is None:
            shared = SharedIssue(id=new_id(), issue_id=note.id, channel_id=channel.row.id)
        elif channel.cipher.open(f"issue:{shared.id}", shared.sealed_title).decode() == content.title:
            return
        shared.sealed_title = channel.cipher.seal(f"issue:{shared.id}", content.title.encode())
        shared.shared_at = clock.now()
        tx.add(shared)
        _everybody_knows(tx, actor, channel.row, "issue.shared", shared.id)


def unshare_issue(actor: Actor, issue_id: str) -> None:
    """Show the issue to the sides no longer; those who read it have read it. Raises NotFound."""
    with transaction() as tx:
        note, _ = note_to_write(tx, actor, NoteKind.ISSUE, issue_id)
        _hide(tx, actor, note)


def _hide(tx: Transaction, actor: Actor, note: Note) -> None:
    shared = tx.session.scalar(select(SharedIssue).where(SharedIssue.issue_id == note.id))
    if shared is not None:
        subject, joint = shared.id, shared.channel
        tx.session.delete(shared)
        _everybody_knows(tx, actor, joint, "issue.unshared", subject)


def _everybody_knows(tx: Transaction, actor: Actor, joint: Channel, act: str, subject: str) -> None:
    """What is shown in the joint room is recorded where every side may know it, and its hearers' pages follow.

    The tag on the mediators' own pages is another one from now on, too.
    """
    case = tx.session.get_one(Case, joint.case_id)
    record(tx, account_id=actor.account_id, chain=f"case:{case.id}", act=act, subject=subject)
    hearers = accounts_of(audience_of(case.id, joint))
    tx.announce(SharedIssuesChanged(audience=hearers, case_ref=case.ref))
    mediators_hear(tx, actor, case.id)
