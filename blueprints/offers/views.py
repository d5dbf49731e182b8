"""The pages of sealed bargaining: each reads one query or calls one command."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from blueprints.offers.forms import put_reasons, rules_form, rules_of
from blueprints.offers.payloads import SealedByBrowser, as_bytes
from blueprints.offers.wording import KINDS, MONEY, STATES, SUBJECTS, rows_of, what_is_learnt
from blueprints.parsing import parse
from odr.errors import InvalidInput, OdrError
from odr.law.numerals import figures, sum_in_words
from odr.offers.commands import accept_rules, call_off, decline_rules, propose_round, seal_offer, withdraw_offer
from odr.offers.queries import RoundsView, round_page, rounds_page
from odr.offers.rules import RoundKind

offers = Blueprint("offers", __name__)


@offers.app_context_processor
def in_room() -> dict[str, Any]:
    """The rounds of a case for a page that shows them beside something else; nothing to whoever may see none."""

    def offers_here(ref: str) -> RoundsView | None:
        try:
            return rounds_page(current_actor(), ref)
        except OdrError:
            return None

    return {"offers_here": offers_here, "ROUND_STATES": STATES, "ROUND_SUBJECTS": SUBJECTS}


@offers.get("/cases/<ref>/offers")
def page(ref: str) -> str:
    """Every round this person takes part in, and the ways to begin one."""
    return render_template("offers/page.html", view=rounds_page(current_actor(), ref), kinds=KINDS)


@offers.route("/cases/<ref>/offers/new/<any(sum, package, search):round_kind>", methods=["GET", "POST"])
def new(ref: str, round_kind: str) -> Response | str | tuple[str, int]:
    """Set out the rules of a round."""
    actor, chosen = current_actor(), RoundKind(round_kind)
    view = rounds_page(actor, ref)
    form = rules_form(chosen, view)
    shown = {"view": view, "form": form, "kind": chosen, "kinds": KINDS}
    if request.method == "GET":
        return render_template("offers/new.html", **shown)
    try:
        round_id = propose_round(actor, view.case_id, rules=rules_of(form, chosen, view))
    except InvalidInput as refused:
        put_reasons(form, refused)
        return render_template("offers/new.html", **shown), 422
    flash(gettext("The rules are with every side now."), "good")
    return redirect(url_for("offers.round_of", ref=ref, round_id=round_id))


@offers.get("/cases/<ref>/offers/<round_id>")
def round_of(ref: str, round_id: str) -> str:
    """One round, as it stands for this person."""
    view = round_page(current_actor(), ref, round_id=round_id)
    fen = view.outcome.fen if view.outcome else None
    return render_template(
        "offers/round.html",
        round=view,
        rows=rows_of(view),
        learnt=what_is_learnt(view.rules),
        state=STATES[view.state],
        subject=SUBJECTS[view.rules.subject],
        kind=KINDS[view.rules.kind],
        money=MONEY[view.rules.currency],
        agreed=(figures(fen), sum_in_words(fen)) if fen is not None else None,
    )


@offers.post("/cases/<ref>/offers/<round_id>/<any(accept, decline):answer>")
def answer_rules(ref: str, round_id: str, answer: str) -> Response:
    """My side accepts the rules, or does not want this round."""
    actor = current_actor()
    round_page(actor, ref, round_id=round_id)
    (accept_rules if answer == "accept" else decline_rules)(actor, round_id)
    return redirect(url_for("offers.round_of", ref=ref, round_id=round_id))


@offers.post("/cases/<ref>/offers/<round_id>/seal")
def seal(ref: str, round_id: str) -> Response:
    """Take in what the page's script sealed."""
    actor = current_actor()
    round_page(actor, ref, round_id=round_id)
    if not request.is_json:
        raise InvalidInput(sealed="unreadable")
    made = parse(SealedByBrowser, request.get_json())
    seal_offer(
        actor,
        round_id,
        sealed=as_bytes("sealed", made.sealed),
        commitment=as_bytes("commitment", made.commitment),
    )
    return jsonify({"ok": True, "result": None})


@offers.post("/cases/<ref>/offers/<round_id>/<any(withdraw, call_off):act>")
def act(ref: str, round_id: str, act: str) -> Response:
    """A side takes its offer back, or the mediator calls the round off."""
    actor = current_actor()
    round_page(actor, ref, round_id=round_id)
    (withdraw_offer if act == "withdraw" else call_off)(actor, round_id)
    return redirect(url_for("offers.round_of", ref=ref, round_id=round_id))
