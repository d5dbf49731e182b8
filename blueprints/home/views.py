"""The landing page, and what the frame of every page shows: the way about, and who I am here."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from odr.access.actor import Duty

home = Blueprint("home", __name__)


@home.get("/")
def landing() -> str:
    """What this is, for whom, and where to begin."""
    return render_template("home/landing.html")


@home.get("/favicon.ico")
def icon() -> Response:
    """Browsers ask for it by this name."""
    return redirect(url_for("static", filename="base/brand.svg"))


@home.app_context_processor
def frame() -> dict[str, object]:
    """The links of the header, and whether certificates come from the development authority."""
    return {
        "site_links": _links() if current_user.is_authenticated else [],
        "development_authority": current_app.config["SETTINGS"].development_authority,
    }


def _links() -> list[tuple[str, str]]:
    duties = {duty for held in current_actor().duties.values() for duty in held}
    links = [(url_for("cases.index"), gettext("My cases"))]
    if Duty.ORGANISATION_CLERK in duties:
        links.insert(0, (url_for("cases.desk"), gettext("Desk")))
    if Duty.MEDIATOR in duties:
        links.append(("/console", gettext("All rooms")))
    if Duty.COURT_CLERK in duties:
        links = [("/court", gettext("Court desk"))]
    return links
