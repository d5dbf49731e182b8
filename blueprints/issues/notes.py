"""Writing in the notebook of a room: notes added, changed against the revision that was read, arranged, told."""

from __future__ import annotations

from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.errors import wants_json
from blueprints.forms import put_errors
from blueprints.guard import current_actor
from blueprints.issues.forms import NoteForm, form_of
from blueprints.issues.part import issues
from blueprints.locale import beijing
from odr import clock
from odr.access.actor import Actor
from odr.errors import InvalidInput, NotFound, StaleVersion
from odr.issues import commands, promises
from odr.issues.contents import NoteContent
from odr.issues.queries import Edited, NotebookView, note_page, notebook, ref_of_note
from odr.issues.states import NoteKind

ANCHORS = {
    NoteKind.ISSUE: "issues",
    NoteKind.INTEREST: "issues",
    NoteKind.OFFER: "offers",
    NoteKind.PROMISE: "promises",
}


@issues.post("/cases/<ref>/console/pad")
def write_pad(ref: str) -> Response | tuple[str, int]:
    """Keep the free text; what another mediator wrote meanwhile is shown beside it and not written over."""
    actor = current_actor()
    book = notebook(actor, ref)
    text, revision = request.form.get("text", ""), request.form.get("revision", "")
    try:
        saved = commands.write_pad(actor, book.case_id, text, revision=int(revision) if revision.isdecimal() else -1)
    except (StaleVersion, InvalidInput) as refused:
        if wants_json():
            raise
        page = render_template("issues/pad.html", book=notebook(actor, ref), kept=text, refused=refused)
        return page, 409 if isinstance(refused, StaleVersion) else 422
    return _saved(saved, ref, "pad")


@issues.post("/cases/<ref>/console/<note_kind>")
def add(ref: str, note_kind: str) -> Response | tuple[str, int]:
    """Write a new note."""
    actor, kind = current_actor(), _kind(note_kind)
    book = notebook(actor, ref)
    form = form_of(kind, book)
    content = _content(form)
    try:
        if content is not None:
            commands.add_note(actor, book.case_id, content)
            return redirect(_console(ref, kind))
    except InvalidInput as refused:
        put_errors(form, refused)
    return _page(book, kind, form), 422


@issues.get("/cases/<ref>/console/<note_kind>/<note_id>")
def note(ref: str, note_kind: str, note_id: str) -> str:
    """One note, to be changed."""
    actor, kind = current_actor(), _kind(note_kind)
    edited, content = _note(actor, ref, kind, note_id)
    book = notebook(actor, ref)
    return _page(book, kind, form_of(kind, book, content, edited.revision), edited=edited)


@issues.post("/cases/<ref>/console/<note_kind>/<note_id>")
def save(ref: str, note_kind: str, note_id: str) -> Response | tuple[str, int]:
    """Keep a changed note; if another mediator changed it meanwhile, both texts are shown."""
    actor, kind = current_actor(), _kind(note_kind)
    edited, theirs = _note(actor, ref, kind, note_id)
    book = notebook(actor, ref)
    form = form_of(kind, book)
    content = _content(form)
    if content is None:
        return _page(book, kind, form, edited=edited), 422
    try:
        return _saved(commands.edit_note(actor, note_id, content, revision=form.read_revision), ref, ANCHORS[kind])
    except InvalidInput as refused:
        if wants_json():
            raise
        put_errors(form, refused)
        return _page(book, kind, form, edited=edited), 422
    except StaleVersion:
        if wants_json():
            raise
        form.revision.process_data(str(edited.revision))
        return _page(book, kind, form, edited=edited, theirs=theirs), 409


@issues.post("/cases/<ref>/console/<note_kind>/<note_id>/<note_act>")
def change(ref: str, note_kind: str, note_id: str, note_act: str) -> Response:
    """Arrange a note, share it, put exhibits under it, or note what was allowed and told."""
    actor, kind = current_actor(), _kind(note_kind)
    if ref_of_note(actor, kind, note_id) != ref:
        raise NotFound(kind="note")
    acts = _acts(actor, kind, note_id)
    if note_act not in acts:
        raise NotFound(kind="act")
    acts[note_act]()
    if note_act == "remove":
        flash(gettext("Taken off the page. You find it at the end under “Removed”."), "info")
    return redirect(_console(ref, kind))


def _acts(actor: Actor, kind: NoteKind, note_id: str) -> dict[str, Callable[[], None]]:
    acts: dict[str, Callable[[], None]] = {
        "remove": lambda: commands.remove_note(actor, kind, note_id),
        "restore": lambda: commands.restore_note(actor, kind, note_id),
    }
    if kind is NoteKind.ISSUE:
        exhibit = request.form.get("exhibit_id", "")
        acts |= {
            "up": lambda: commands.move_issue(actor, note_id, up=True),
            "down": lambda: commands.move_issue(actor, note_id, up=False),
            "share": lambda: commands.share_issue(actor, note_id),
            "unshare": lambda: commands.unshare_issue(actor, note_id),
            "link": lambda: commands.link_exhibit(actor, note_id, exhibit),
            "unlink": lambda: commands.unlink_exhibit(actor, note_id, exhibit),
        }
    if kind is NoteKind.PROMISE:
        seq = request.form.get("seq", "")
        number = int(seq) if seq.isdecimal() and len(seq) < 12 else 0
        acts |= {
            "consent": lambda: promises.note_consent(actor, note_id, seq=number),
            "withdraw": lambda: promises.withdraw_consent(actor, note_id),
            "told": lambda: promises.mark_told(actor, note_id),
        }
    return acts


def _kind(name: str) -> NoteKind:
    if name not in set(NoteKind):
        raise NotFound(kind="note")
    return NoteKind(name)


def _note(actor: Actor, ref: str, kind: NoteKind, note_id: str) -> tuple[Edited, NoteContent]:
    of_case, edited, content = note_page(actor, kind, note_id)
    if of_case != ref:
        raise NotFound(kind="note")
    return edited, content


def _content(form: NoteForm) -> NoteContent | None:
    return form.content() if form.validate_on_submit() else None


def _saved(revision: int, ref: str, anchor: str) -> Response:
    if wants_json():
        return jsonify({"ok": True, "result": {"revision": revision, "saved": beijing(clock.now(), "time")}})
    flash(gettext("Saved."), "good")
    return redirect(url_for("issues.console", ref=ref, _anchor=anchor))


def _console(ref: str, kind: NoteKind) -> str:
    return url_for("issues.console", ref=ref, _anchor=ANCHORS[kind])


def _page(
    book: NotebookView,
    kind: NoteKind,
    form: NoteForm,
    *,
    edited: Edited | None = None,
    theirs: NoteContent | None = None,
) -> str:
    return render_template(
        "issues/note.html",
        book=book,
        kind=str(kind),
        form=form,
        edited=edited,
        theirs=theirs,
        back=url_for("issues.console", ref=book.case_ref, _anchor=ANCHORS[kind]),
    )
