"""What leaves the room in plain words, how the mediation came out, and a person's own copy."""

from __future__ import annotations

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.records.forms import OutcomeForm
from blueprints.records.passing import records
from blueprints.records.views import as_pdf
from odr.access.actor import Side
from odr.errors import InvalidInput
from odr.law.ending import CONDUCT_WORDS, PROMPT_WORDS, Conduct, Prompt, routes_after_failure
from odr.law.leaving import lines
from odr.records.copy import own_copy
from odr.records.minutes import GROUND_WORDS
from odr.records.outcome import outcome_document, outcome_page, report_outcome
from odr.records.sittings import records_page


@records.get("/cases/<ref>/leaving")
def leaving(ref: str) -> str:
    """What may leave the room and what never does, from the rules the exporters ask."""
    return render_template("records/leaving.html", view=records_page(current_actor(), ref), lines=lines())


@records.route("/cases/<ref>/outcome", methods=["GET", "POST"])
def outcome(ref: str) -> Response | str:
    """How the mediation came out; the mediator makes the report from closed lists."""
    actor = current_actor()
    view = outcome_page(actor, ref)
    form = OutcomeForm()
    form.offer(view.sides)
    if request.method == "POST":
        conduct, prompts = _chosen(form)
        report_outcome(actor, view.case_id, conduct=conduct, prompts=prompts)
        flash(gettext("The report is made. Everybody of the case can read it."), "good")
        return redirect(url_for("records.outcome", ref=ref))
    lists = {"CONDUCT": CONDUCT_WORDS, "PROMPTS": PROMPT_WORDS, "GROUNDS": GROUND_WORDS}
    return render_template("records/outcome.html", view=view, form=form, routes=routes_after_failure(), **lists)


@records.get("/cases/<ref>/outcome/report.pdf")
@limiter.limit("20 per minute")
def report_pdf(ref: str) -> Response:
    """The report on the end of the mediation."""
    return _paper(ref, certificate=False)


@records.get("/cases/<ref>/outcome/certificate.pdf")
@limiter.limit("20 per minute")
def certificate_pdf(ref: str) -> Response:
    """The certificate that the mediation was held, and how it came out."""
    return _paper(ref, certificate=True)


@records.get("/cases/<ref>/my-copy.json")
@limiter.limit("6 per minute")
def my_copy(ref: str) -> Response:
    """What I hear and see of the case, as a file of my own."""
    answer = jsonify(own_copy(current_actor(), ref))
    answer.headers["Content-Disposition"] = f'attachment; filename="{ref}-my-copy.json"'
    return answer


def _chosen(form: OutcomeForm) -> tuple[list[tuple[Side, Conduct]], list[Prompt]]:
    """What was ticked; raises InvalidInput for anything that is not on the lists."""
    try:
        pairs = [one.partition(":") for one in form.conduct.data or ()]
        prompts = [Prompt(one) for one in form.prompts.data or ()]
        return [(Side(side), Conduct(code)) for side, _, code in pairs], prompts
    except ValueError:
        raise InvalidInput(conduct="unknown") from None


def _paper(ref: str, *, certificate: bool) -> Response:
    development = current_app.config["SETTINGS"].development_authority
    data = outcome_document(current_actor(), ref, certificate=certificate, development=development)
    return as_pdf(data, f"{ref}-{'certificate' if certificate else 'report'}.pdf")
