"""A party's agents: who acts, who was asked, and taking a mandate back."""

from __future__ import annotations

import hashlib

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from blueprints.cases.forms import AgentForm
from blueprints.cases.part import cases
from blueprints.forms import put_errors
from blueprints.guard import current_actor
from blueprints.limits import limiter
from odr.cases.agents_page import agents_page
from odr.cases.mandates import Authority, cancel_agent_invitation, invite_agent, remove_agent
from odr.errors import Conflict, InvalidInput, LegalObstacle

CHUNK = 1024 * 1024


@cases.route("/cases/<ref>/agents", methods=["GET", "POST"])
@limiter.limit("20/minute", methods=["POST"])
def agents(ref: str) -> Response | str | tuple[str, int]:
    """My side's agents; the party itself may ask somebody to act."""
    actor, form = current_actor(), AgentForm()
    view = agents_page(actor, ref)
    if form.validate_on_submit():
        try:
            invite_agent(
                actor, view.case_id, name=form.name.data or "", email=form.email.data or "", authority=_authority(form)
            )
        except InvalidInput as refused:
            put_errors(form, refused)
        except Conflict:
            form.email.errors = [gettext("This person is in the case already")]
        except LegalObstacle:
            form.form_errors.append(gettext("A side may have two agents at most (Civil Procedure Law, art. 61)"))
        else:
            flash(gettext("The agent has been asked by letter."), "good")
            return redirect(url_for("cases.agents", ref=ref))
    page = render_template("cases/agents.html", view=view, form=form, ref=ref)
    return page, 422 if form.errors else 200


@cases.post("/cases/<ref>/agents/<participant_id>/remove")
def remove(ref: str, participant_id: str) -> Response:
    """Take the mandate back at once."""
    remove_agent(current_actor(), participant_id)
    flash(gettext("The mandate has ended. The agent hears nothing more from now on."), "good")
    return redirect(url_for("cases.agents", ref=ref))


@cases.post("/cases/<ref>/agents/asked/<invitation_id>/cancel")
def cancel(ref: str, invitation_id: str) -> Response:
    """Take the request back before it was accepted."""
    cancel_agent_invitation(current_actor(), invitation_id)
    flash(gettext("The request is taken back. Its link no longer works."), "good")
    return redirect(url_for("cases.agents", ref=ref))


def _authority(form: AgentForm) -> Authority:
    return Authority(
        kind=form.kind.data,
        firm=form.firm.data or "",
        licence=form.licence.data or "",
        may_settle=bool(form.may_settle.data),
        may_sign=bool(form.may_sign.data),
        may_apply=bool(form.may_apply.data),
        document_digest=_digest(form.document.data),
    )


def _digest(upload: FileStorage | None) -> str:
    """SHA-256 of what was uploaded, or "" of nothing: an empty file proves no mandate."""
    seen, size = hashlib.sha256(), 0
    while upload is not None and (part := upload.stream.read(CHUNK)):
        seen.update(part)
        size += len(part)
    return seen.hexdigest() if size else ""
