"""Papers of the case (案件文书): every paper with its state, to read on a page, to download as PDF/A."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from blueprints.bundles.forms import ForCourtForm
from blueprints.bundles.views import bundles
from blueprints.forms import put_errors
from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.bundles.case_papers import case_papers, paper_file, paper_view
from odr.bundles.contents import CourtApplication
from odr.bundles.queries import case_id_for_papers
from odr.cases.court_particulars import ForCourt, give_for_court, own_for_court
from odr.confirmations.queries import application_so_far
from odr.errors import InvalidInput
from odr.law.abbreviations import short


@bundles.get("/cases/<ref>/papers")
def papers(ref: str) -> str:
    """Every paper, what is missing and who can give it."""
    actor = current_actor()
    view = case_papers(actor, ref, application=_application(actor, ref))
    return render_template("bundles/papers.html", view=view, short=short)


@bundles.get("/cases/<ref>/papers/<kind>")
def paper(ref: str, kind: str) -> str:
    """One paper to read and print from the page."""
    actor = current_actor()
    return render_template(
        "bundles/paper.html", view=paper_view(actor, ref, kind, application=_application(actor, ref))
    )


@bundles.get("/cases/<ref>/papers/<kind>.pdf")
def paper_pdf(ref: str, kind: str) -> Response:
    """One paper as PDF/A; `?save` offers it for keeping instead of showing it."""
    actor = current_actor()
    name, data = paper_file(actor, ref, kind, application=_application(actor, ref))
    answer = Response(data, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment" if "save" in request.args else "inline", filename=name)
    return answer


@bundles.route("/cases/<ref>/papers/my-particulars", methods=["GET", "POST"])
def for_court(ref: str) -> Answer | tuple[str, int]:
    """What the court's forms ask of my own side."""
    actor = current_actor()
    case_id, kind, given = own_for_court(actor, ref)
    form = ForCourtForm(obj=given)
    if form.validate_on_submit():
        try:
            give_for_court(actor, case_id, ForCourt(**{name: form[name].data or "" for name in given.__dict__}))
        except InvalidInput as refused:
            put_errors(form, refused)
        else:
            flash(gettext("Your particulars are saved."), "good")
            return redirect(url_for("bundles.papers", ref=ref))
    page = render_template("bundles/for_court.html", form=form, ref=ref, person=kind == "person")
    return page, 422 if form.errors else 200


def _application(actor: Actor, ref: str) -> CourtApplication | None:
    return application_so_far(actor, case_id_for_papers(actor, ref))
