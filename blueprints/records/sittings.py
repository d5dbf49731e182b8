"""The records of sittings: the list, the mediator's editor, where everybody confirms, and the finished document."""

from __future__ import annotations

from dataclasses import fields

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.forms import put_errors
from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.records.forms import AnswerForm, RecordForm
from blueprints.records.views import as_pdf, number_in_form, records
from odr.access.actor import Actor
from odr.errors import Conflict, InvalidInput, NotFound, StaleVersion
from odr.records.content import Written
from odr.records.recording import (
    answer_record,
    draft_record,
    finalise_record,
    keep_record_from_court,
    let_record_go_to_court,
    open_record,
    refresh_record,
    write_record,
)
from odr.records.sittings import RecordView, record_document, record_page, records_page
from odr.records.states import Verdict


@records.get("/cases/<ref>/records")
def sittings(ref: str) -> str:
    """Every sitting of the case with its record, and the other papers about the mediation."""
    return render_template("records/sittings.html", view=records_page(current_actor(), ref))


@records.post("/cases/<ref>/records")
def draft(ref: str) -> Response:
    """The mediator has the record of one sitting drafted."""
    actor = current_actor()
    view = records_page(actor, ref)
    record_id = draft_record(actor, view.case_id, number_in_form("number"))
    return redirect(url_for("records.record", record_id=record_id))


@records.get("/records/<record_id>")
def record(record_id: str) -> str:
    """One record as this reader may see it."""
    return _page(record_page(current_actor(), record_id), AnswerForm())


@records.route("/records/<record_id>/text", methods=["GET", "POST"])
def write(record_id: str) -> Response | str | tuple[str, int]:
    """The mediator completes or corrects the record; two people's texts are never mixed up."""
    actor = current_actor()
    view = record_page(actor, record_id)
    if not view.leads:
        raise NotFound(kind="record")
    form = RecordForm(data={**vars(view.content.written), "revision": str(view.revision)})
    form.offer(view.content.joint.people)
    if request.method == "GET":
        return render_template("records/write.html", view=view, form=form, stale=False)
    written = Written(came=tuple(form.came.data or ()), **{name: form[name].data for name in _TEXTS})
    try:
        write_record(actor, record_id, revision=number_in_form("revision"), written=written)
    except InvalidInput as refused:
        put_errors(form, refused)
        return render_template("records/write.html", view=view, form=form, stale=False), 422
    except StaleVersion:
        form.revision.data = str(view.revision)
        return render_template("records/write.html", view=view, form=form, stale=True), 409
    return redirect(url_for("records.record", record_id=record_id))


@records.post("/records/<record_id>/<act>")
@limiter.limit("60 per minute")
def act_on_record(record_id: str, act: str) -> Response | tuple[str, int]:
    """One press: lay it open, confirm, ask for a correction, refuse, close it, let it go to a court or keep it."""
    actor = current_actor()
    view = record_page(actor, record_id)
    form = AnswerForm()
    try:
        _act(actor, view, act, form.words.data or "")
    except StaleVersion:
        flash(gettext("The record changed in the meantime. Read it again before you decide."), "warn")
    except InvalidInput as refused:
        put_errors(form, refused)
        return _page(view, form), 422
    except Conflict as conflict:
        if "waiting_for" not in conflict.details:
            raise
        flash(gettext("Somebody has not answered yet. After three days without an answer you can close it."), "warn")
    return redirect(url_for("records.record", record_id=record_id))


@records.get("/records/<record_id>/document.pdf")
@limiter.limit("60 per minute")
def record_pdf(record_id: str) -> Response:
    """The finished record, exactly as it was made."""
    name, data = record_document(current_actor(), record_id)
    return as_pdf(data, name)


_TEXTS = [one.name for one in fields(Written) if one.name != "came"]
_VERDICTS = {"confirm": Verdict.CONFIRMED, "correct": Verdict.CORRECTION, "refuse": Verdict.REFUSED}


def _act(actor: Actor, view: RecordView, act: str, words: str) -> None:
    revision = number_in_form("revision")
    if act in _VERDICTS:
        answer_record(actor, view.id, revision=revision, verdict=_VERDICTS[act], words=words)
    elif act == "refresh":
        refresh_record(actor, view.id, revision=revision)
    elif act == "open":
        open_record(actor, view.id, revision=revision)
    elif act == "close":
        development = current_app.config["SETTINGS"].development_authority
        finalise_record(actor, view.id, revision=revision, development=development)
        flash(gettext("The record is final. Everybody can download it."), "good")
    elif act == "let-go":
        let_record_go_to_court(actor, view.id, digest=request.form.get("digest", ""))
    elif act == "keep":
        keep_record_from_court(actor, view.id)
    else:
        raise NotFound(kind="act")


def _page(view: RecordView, form: AnswerForm) -> str:
    return render_template("records/record.html", view=view, form=form)
