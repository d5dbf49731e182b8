"""The court clerk's desk: the inbox, the verification report, and decisions looked at twice before they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from blueprints.confirmations.forms import (
    OBJECTION_OUTCOMES,
    AcceptForm,
    ConfirmForm,
    DeskForm,
    ExtendForm,
    ObjectionDecisionForm,
    ObjectionForm,
    RefusalForm,
    RefuseForm,
    SilenceForm,
    SupplementForm,
    TransferForm,
    UploadForm,
)
from blueprints.forms import _l, put_errors
from blueprints.guard import current_actor
from blueprints.locale import say
from odr.access.actor import Actor
from odr.clock import now
from odr.confirmations.asking import deem_withdrawn, request_supplement
from odr.confirmations.court import Decision, accept_filing, draft_ruling, record_ruling
from odr.confirmations.figures import court_figures
from odr.confirmations.handing import courts_to_hand_to, extend_time, transfer_filing
from odr.confirmations.inbox import court_inbox
from odr.confirmations.objecting import decide_objection, record_objection
from odr.confirmations.queries import (
    filing_agreement,
    filing_bundle,
    filing_file,
    filing_page,
    filing_ruling,
    filing_summary,
)
from odr.confirmations.ruling import GROUNDS, Outcome
from odr.confirmations.shown import ConfirmationView, FilingPage
from odr.confirmations.states import CONFIRMATION
from odr.errors import IllegalTransition, InvalidInput, NotFound
from odr.law.abbreviations import short
from odr.law.time_limits import beijing_date, silence_counts

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
    request_supplement(actor, filing_id, items=form.asked(), due=_day(form.due.data, "due"))


def _extend(actor: Actor, filing_id: str, form: ExtendForm) -> None:
    until = _day(form.until.data, "until")
    extend_time(actor, filing_id, until=until, reason=form.reason.data or "", approved_by=form.approved_by.data or "")


def _transfer(actor: Actor, filing_id: str, form: TransferForm) -> None:
    transfer_filing(actor, filing_id, court_id=form.court_id.data or "", reason=form.reason.data or "")


def _silence(actor: Actor, filing_id: str, form: SilenceForm) -> None:
    deem_withdrawn(actor, filing_id, reasons=form.reasons.data or "")


def _objection(actor: Actor, filing_id: str, form: ObjectionForm) -> None:
    known = _day(form.known_on.data, "known_on")
    record_objection(actor, filing_id, name=form.name.data or "", known_on=known, grounds=form.grounds.data or "")


def _decide_objection(actor: Actor, filing_id: str, form: ObjectionDecisionForm) -> None:
    upheld = form.outcome.data == "upheld"
    decide_objection(actor, filing_id, form.objection_id.data or "", upheld=upheld, reasons=form.reasons.data or "")


def _day(day: date | None, field: str) -> date:
    if day is None:
        raise InvalidInput(**{field: "missing"})
    return day


def _confirm(actor: Actor, filing_id: str, form: ConfirmForm) -> None:
    record_ruling(actor, filing_id, decision=_decision(form, Outcome.CONFIRMED))


def _dismiss(actor: Actor, filing_id: str, form: RefusalForm) -> None:
    record_ruling(actor, filing_id, decision=_decision(form, Outcome.DISMISSED))


def _refuse(actor: Actor, filing_id: str, form: RefuseForm) -> None:
    record_ruling(actor, filing_id, decision=_decision(form, Outcome.REFUSED))


OUTCOMES = {
    Outcome.CONFIRMED: _l("Confirm the agreement"),
    Outcome.DISMISSED: _l("Dismiss the application"),
    Outcome.REFUSED: _l("Do not accept the application"),
}
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
    "extend": Act(
        ExtendForm,
        _extend,
        "dismiss",
        _l("More time for the ruling"),
        _l("Record the extension"),
        _l("Recorded. Both parties are told."),
    ),
    "transfer": Act(
        TransferForm,
        _transfer,
        "transfer",
        _l("Hand it to another court"),
        _l("Hand it over"),
        _l("Handed over. Both parties and the other court are told."),
    ),
    "silence": Act(
        SilenceForm,
        _silence,
        "deem_withdrawn",
        _l("Treat the application as withdrawn"),
        _l("Record it"),
        _l("Recorded. Both parties are told."),
    ),
    "objection": Act(
        ObjectionForm,
        _objection,
        "objection_upheld",
        _l("Record an objection of a third person"),
        _l("Record the objection"),
        _l("Recorded. Both parties are told."),
    ),
    "decide-objection": Act(
        ObjectionDecisionForm,
        _decide_objection,
        "objection_upheld",
        _l("Decide an objection"),
        _l("Record the decision"),
        _l("Recorded. Both parties are told."),
    ),
}


@desk.get("")
def inbox() -> str:
    """The filings of my court that wait, what is due first on top; or those decided."""
    decided = request.args.get("show") == "decided"
    page = court_inbox(current_actor(), decided=decided, after=request.args.get("after", ""))
    return render_template("confirmations/inbox.html", page=page, rows=page.rows, short=short)


@desk.get("/figures")
def figures() -> str:
    """How the desk of my court has done in a year."""
    return render_template("confirmations/figures.html", figures=court_figures(current_actor()), short=short)


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


@desk.get("/filings/<filing_id>/files/<int:place>")
def enclosed(filing_id: str, place: int) -> Response:
    """One file out of the bundle, by its place in the list."""
    return _download(*filing_file(current_actor(), filing_id, place), "application/octet-stream")


@desk.post("/filings/<filing_id>/<act>/draft.pdf")
def draft(filing_id: str, act: str) -> Response:
    """The ruling as it would be recorded, to read before it stands."""
    actor = current_actor()
    view = filing_summary(actor, filing_id)
    if act not in ACTS or ACTS[act].outcome is None:
        raise NotFound(kind="act")
    form = _form(actor, ACTS[act], view)
    document = draft_ruling(actor, filing_id, decision=_decision(form, ACTS[act].outcome))
    return _download("draft.pdf", document, "application/pdf")


@desk.route("/filings/<filing_id>/ruling", methods=["GET", "POST"])
def upload(filing_id: str) -> Answer | str | tuple[str, int]:
    """The court's own signed ruling, uploaded and served instead of the template."""
    actor = current_actor()
    view = filing_summary(actor, filing_id)
    outcomes = [act.outcome for act in ACTS.values() if act.outcome and (view.state, act.event) in CONFIRMATION]
    if not outcomes:
        raise IllegalTransition(state=str(view.state), event="ruling")
    form = UploadForm(data={"court_ref": view.court_ref})
    form.outcome.choices = [(str(one), str(OUTCOMES[one])) for one in outcomes]
    form.ground.choices = [(key, say(ground.words)) for one in outcomes for key, ground in GROUNDS[one].items()]
    if form.validate_on_submit():
        try:
            decision = replace(_decision(form, Outcome(form.outcome.data)), document=form.document.data.read())
            record_ruling(actor, filing_id, decision=decision)
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("Recorded and delivered to both parties."), "good")
            return redirect(url_for("desk.filing", filing_id=filing_id))
    shown = render_template("confirmations/upload.html", view=view, form=form)
    return shown, 422 if form.errors else 200


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
    chosen, form = ACTS[act], _form(actor, ACTS[act], view)
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


def _form(actor: Actor, chosen: Act, view: ConfirmationView) -> DeskForm:
    form = chosen.form(data={"court_ref": view.court_ref})
    if isinstance(form, RefusalForm) and chosen.outcome is not None:
        form.offer(chosen.outcome)
    elif isinstance(form, SupplementForm):
        form.offer_about(_about(filing_page(actor, view.id)))
        if not form.is_submitted() and request.args.get("about"):
            form["about_1"].data = request.args["about"]
    elif isinstance(form, TransferForm):
        form.court_id.choices = [(one.court_id, say(one.name)) for one in courts_to_hand_to(actor, view.id)]
    elif isinstance(form, ObjectionDecisionForm):
        form.objection_id.choices = [(one.id, one.name) for one in view.objections if one.state == "open"]
        form.outcome.choices = [(key, str(words)) for key, words in OBJECTION_OUTCOMES.items()]
    return form


def _about(page: FilingPage) -> list[tuple[str, str]]:
    """What an item can be about: what is not simply passed comes first."""
    papers = page.inspection.papers
    checks = [(f"check:{item.title.zh}", say(item.title)) for item in page.checklist if item.state != "passed"]
    if papers is None:
        return checks
    clauses = [(f"clause:{c['number']}", gettext("Clause %(n)s", n=c["number"])) for c in papers.agreement["clauses"]]
    return [*checks, *clauses, *((f"file:{name}", name) for name in papers.files)]


def _decision(form: DeskForm, outcome: Outcome | None) -> Decision:
    def said(name: str) -> str:
        return (form[name].data or "") if name in form else ""

    return Decision(
        Outcome(outcome),
        judge=said("judge"),
        ground=said("ground"),
        reasons=said("reasons"),
        court_ref=said("court_ref"),
    )


def _ground(form: DeskForm) -> Any:
    if not isinstance(form, RefusalForm):
        return None
    return next((grounds[form.ground.data] for grounds in GROUNDS.values() if form.ground.data in grounds), None)


def _possible(view: ConfirmationView) -> list[str]:
    possible = [name for name, act in ACTS.items() if (view.state, act.event) in CONFIRMATION]
    waiting = any(one.state == "open" for one in view.objections)
    over = view.due is not None and silence_counts(view.due.last, beijing_date(now()))
    left_out = {"decide-objection": waiting, "silence": over}
    return [name for name in possible if left_out.get(name, True)]


def _download(name: str, data: bytes, kind: str) -> Response:
    answer = Response(data, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
