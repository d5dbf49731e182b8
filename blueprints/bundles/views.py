"""The page of the bundle: what goes in, what never does, what stands in the way, and every bundle built."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from blueprints.guard import current_actor
from odr.access.actor import Actor
from odr.bundles.commands import build_bundle
from odr.bundles.contents import BESIDE_THE_PAPERS, CATALOGUE, NEVER
from odr.bundles.export import bundle_download
from odr.bundles.queries import BundlePage, bundle_page, findings_now
from odr.confirmations.queries import court_application
from odr.errors import BundleUnsound, NotConfirmable, NotFound
from odr.law.abbreviations import short
from odr.law.findings import Finding

bundles = Blueprint("bundles", __name__)


@bundles.get("/cases/<ref>/bundle")
def page(ref: str) -> str:
    """What the court will receive."""
    return _page(current_actor(), ref)


@bundles.post("/cases/<ref>/bundle")
def build(ref: str) -> Answer | tuple[str, int]:
    """Build it; anything but a clean verdict of the court's own verifier keeps nothing."""
    actor = current_actor()
    view = bundle_page(actor, ref)
    application = court_application(actor, view.case_id)
    try:
        build_bundle(actor, view.case_id, application=application)
    except NotConfirmable:
        return _page(actor, ref, problem="not_confirmable"), 422
    except BundleUnsound:
        return _page(actor, ref, problem="unsound"), 500
    flash(gettext("The bundle is built and passed the court's own check."), "good")
    return redirect(url_for("bundles.page", ref=ref))


@bundles.get("/cases/<ref>/bundle/<bundle_id>")
def download(ref: str, bundle_id: str) -> Response:
    """The file, exactly as it was built."""
    kept = bundle_download(current_actor(), bundle_id)
    answer = Response(kept.pieces, mimetype="application/vnd.etsi.asic-e+zip")
    answer.headers.set("Content-Disposition", "attachment", filename=kept.name)
    answer.headers.set("Content-Length", str(kept.size))
    return answer


def _page(actor: Actor, ref: str, *, problem: str = "") -> str:
    view = bundle_page(actor, ref)
    return render_template(
        "bundles/page.html",
        view=view,
        problem=problem,
        findings=_findings(actor, view),
        catalogue=CATALOGUE,
        beside=BESIDE_THE_PAPERS,
        never=NEVER,
        short=short,
    )


def _findings(actor: Actor, view: BundlePage) -> tuple[Finding, ...] | None:
    """What stands in the way, for whoever builds; None before both sides have chosen a court."""
    if not (view.may_build and view.complete):
        return None
    try:
        application = court_application(actor, view.case_id)
    except NotFound:
        return None
    return findings_now(actor, view.case_id, application=application)
