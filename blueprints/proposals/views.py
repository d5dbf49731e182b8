"""The pages of proposals: each reads one query or calls one command."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from blueprints.parsing import parse
from blueprints.proposals.forms import deadline_of, proposal_form, put_reasons
from blueprints.proposals.payloads import SealedAnswer, as_bytes
from blueprints.proposals.wording import STATES
from odr.errors import InvalidInput, NotAllowed, OdrError
from odr.proposals.commands import answer_proposal, put_proposal, withdraw_proposal
from odr.proposals.queries import ProposalsView, proposal_page, proposals_page

proposals = Blueprint("proposals", __name__)


@proposals.app_context_processor
def in_room() -> dict[str, Any]:
    """The proposals of a case for a page that shows them beside something else; nothing to whoever may see none."""

    def proposals_here(ref: str) -> ProposalsView | None:
        try:
            return proposals_page(current_actor(), ref)
        except OdrError:
            return None

    return {"proposals_here": proposals_here, "PROPOSAL_STATES": STATES}


@proposals.get("/cases/<ref>/proposals")
def page(ref: str) -> str:
    """Every proposal of the case."""
    return render_template("proposals/page.html", view=proposals_page(current_actor(), ref))


@proposals.route("/cases/<ref>/proposals/new", methods=["GET", "POST"])
def new(ref: str) -> Response | str | tuple[str, int]:
    """The mediator puts one text to every side."""
    actor = current_actor()
    view = proposals_page(actor, ref)
    if not view.may_put:
        raise NotAllowed(permission="proposal:make")
    form = proposal_form()
    if request.method == "GET":
        return render_template("proposals/new.html", view=view, form=form)
    try:
        words = str(form.text.data or "")
        proposal_id = put_proposal(actor, view.case_id, text=words, deadline=deadline_of(form))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return render_template("proposals/new.html", view=view, form=form), 422
    flash(gettext("The proposal is with every side now."), "good")
    return redirect(url_for("proposals.proposal", ref=ref, proposal_id=proposal_id))


@proposals.get("/cases/<ref>/proposals/<proposal_id>")
def proposal(ref: str, proposal_id: str) -> str:
    """One proposal, as it stands for this person."""
    view = proposal_page(current_actor(), ref, proposal_id=proposal_id)
    return render_template("proposals/proposal.html", proposal=view, state=STATES[view.state])


@proposals.post("/cases/<ref>/proposals/<proposal_id>/answer")
def answer(ref: str, proposal_id: str) -> Response:
    """Take in the answer that the page's script sealed."""
    actor = current_actor()
    proposal_page(actor, ref, proposal_id=proposal_id)
    if not request.is_json:
        raise InvalidInput(sealed="unreadable")
    made = parse(SealedAnswer, request.get_json())
    answer_proposal(
        actor,
        proposal_id,
        sealed=as_bytes("sealed", made.sealed),
        commitment=as_bytes("commitment", made.commitment),
    )
    return jsonify({"ok": True, "result": None})


@proposals.post("/cases/<ref>/proposals/<proposal_id>/withdraw")
def withdraw(ref: str, proposal_id: str) -> Response:
    """The mediator takes the proposal back."""
    actor = current_actor()
    proposal_page(actor, ref, proposal_id=proposal_id)
    withdraw_proposal(actor, proposal_id)
    return redirect(url_for("proposals.proposal", ref=ref, proposal_id=proposal_id))
