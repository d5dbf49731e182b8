"""The court clerk's desk: the inbox, the verification report, and decisions looked at twice before they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from blueprints.confirmations.forms import (
    AcceptForm,
    ConfirmForm,
    DeskForm,
    RefusalForm,
    RefuseForm,
    SupplementForm,
)
from blueprints.forms import _l, put_errors
from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.confirmations.court import Decision, accept_filing, record_ruling, request_supplement
from odr.confirmations.queries import (
    court_inbox,
    filing_agreement,
    filing_bundle,
    filing_page,
    filing_ruling,
    filing_summary,
)
from odr.confirmations.ruling import GROUNDS, Outcome
from odr.confirmations.shown import ConfirmationView
from odr.confirmations.states import CONFIRMATION
from odr.errors import IllegalTransition, InvalidInput, NotFound
from odr.law.abbreviations import short

desk = Blueprint("desk", __name__, url_prefix="/court")


@dataclass(frozen=True)
class Act:
    """One act of the clerk: its form, what it does, the event it needs, and how it is called."""

    form: type[DeskForm]
    do: Callable[[Actor, str, Any], None]
    event: str
    title: Any
    button: Any
    done: Any
    outcome: Outcome | None = None


def _accept(actor: Actor, filing_id: str, form: AcceptForm) -> None:
    accept_filing(actor, filing_id, court_ref=form.court_ref.data or "")


def _supplement(actor: Actor, filing_id: str, form: SupplementForm) -> None:
    if form.due.data is None:
        raise InvalidInput(due="missing")
    request_supplement(actor, filing_id, wording=form.wording.data or "", due=form.due.data)


def _confirm(actor: Actor, filing_id: str, form: ConfirmForm) -> None:
    record_ruling(actor, filing_id, decision=Decision(Outcome.CONFIRMED, judge=form.judge.data or ""))


def _dismiss(actor: Actor, filing_id: str, form: RefusalForm) -> None:
    _deny(actor, filing_id, form, Outcome.DISMISSED, "")


def _refuse(actor: Actor, filing_id: str, form: RefuseForm) -> None:
    _deny(actor, filing_id, form, Outcome.REFUSED, form.court_ref.data or "")


def _deny(actor: Actor, filing_id: str, form: RefusalForm, outcome: Outcome, number: str) -> None:
    decision = Decision(
        outcome,
        judge=form.judge.data or "",
        ground=form.ground.data or "",
        reasons=form.reasons.data or "",
        court_ref=number,
    )
    record_ruling(actor, filing_id, decision=decision)


ACTS: dict[str, Act] = {
    "accept": Act(
        AcceptForm,
        _accept,
        "accept",
        _l("Accept the application"),
        _l("Accept"),
        _l("Accepted. Both parties are told."),
    ),
    "supplement": Act(
        SupplementForm,
        _supplement,
        "request_supplement",
        _l("Ask both parties for more"),
        _l("Send to both parties"),
        _l("Sent to both parties at once."),
    ),
    "refuse": Act(
        RefuseForm,
        _refuse,
        "refuse",
        _l("Do not accept the application"),
        _l("Record the ruling"),
        _l("Recorded and delivered to both parties."),
        Outcome.REFUSED,
    ),
    "confirm": Act(
        ConfirmForm,
        _confirm,
        "confirm",
        _l("Confirm the agreement"),
        _l("Record the ruling"),
        _l("Confirmed. The ruling is delivered to both parties."),
        Outcome.CONFIRMED,
    ),
    "dismiss": Act(
        RefusalForm,
        _dismiss,
        "dismiss",
        _l("Dismiss the application"),
        _l("Record the ruling"),
        _l("Recorded and delivered to both parties."),
        Outcome.DISMISSED,
    ),
}


@desk.get("")
def inbox() -> str:
    """The filings of my court, what is due first on top."""
    return render_template("confirmations/inbox.html", rows=court_inbox(current_actor()), short=short)


@desk.get("/filings/<filing_id>")
def filing(filing_id: str) -> str:
    """The verification report of one filing, made anew from its bytes, and what can be decided now."""
    page = filing_page(current_actor(), filing_id)
    return render_template(
        "confirmations/filing.html", page=page, view=page.view, acts=_possible(page.view), short=short
    )


@desk.get("/filings/<filing_id>/bundle.asice")
def bundle(filing_id: str) -> Response:
    """The bundle as it arrived, for the court's own verifier."""
    return _download(*filing_bundle(current_actor(), filing_id), "application/vnd.etsi.asic-e+zip")


@desk.get("/filings/<filing_id>/agreement.pdf")
def agreement(filing_id: str) -> Response:
    """The signed agreement out of the bundle."""
    return _download(*filing_agreement(current_actor(), filing_id), "application/pdf")


@desk.get("/filings/<filing_id>/ruling.pdf")
def ruling(filing_id: str) -> Response:
    """The ruling as it was recorded and served."""
    _, document = filing_ruling(current_actor(), filing_id)
    return _download("ruling.pdf", document, "application/pdf")


@desk.route("/filings/<filing_id>/<act>", methods=["GET", "POST"])
def decide(filing_id: str, act: str) -> Answer | str | tuple[str, int]:
    """One act: fill in, look once more, then do it. Nothing final happens in one click."""
    actor = current_actor()
    view = filing_summary(actor, filing_id)
    if act not in ACTS:
        raise NotFound(kind="act")
    if act not in _possible(view):
        raise IllegalTransition(state=str(view.state), event=act)
    chosen, form = ACTS[act], _form(ACTS[act], view)
    if not form.validate_on_submit():
        return _asking(view, act, form), 422 if form.errors else 200
    if form.looked.data != "yes":
        return render_template(
            "confirmations/look.html", view=view, act=act, chosen=chosen, form=form, ground=_ground(form), short=short
        )
    try:
        chosen.do(actor, filing_id, form)
    except InvalidInput as refused:
        put_errors(form, refused)
        return _asking(view, act, form), 422
    flash(str(chosen.done), "good")
    return redirect(url_for("desk.filing", filing_id=filing_id))


def _asking(view: ConfirmationView, act: str, form: DeskForm) -> str:
    form.looked.data = ""
    return render_template("confirmations/decide.html", view=view, act=act, chosen=ACTS[act], form=form)


def _form(chosen: Act, view: ConfirmationView) -> DeskForm:
    form = chosen.form(data={"court_ref": view.court_ref})
    if isinstance(form, RefusalForm) and chosen.outcome is not None:
        form.offer(chosen.outcome)
    return form


def _ground(form: DeskForm) -> Any:
    if not isinstance(form, RefusalForm):
        return None
    return next((grounds[form.ground.data] for grounds in GROUNDS.values() if form.ground.data in grounds), None)


def _possible(view: ConfirmationView) -> list[str]:
    return [name for name, act in ACTS.items() if (view.state, act.event) in CONFIRMATION]


def _download(name: str, data: bytes, kind: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
