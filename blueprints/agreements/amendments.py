"""Changing a signed agreement: what that means is read first, then a new draft begins from the old words."""

from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.agreements.bargained import agreements
from blueprints.guard import current_actor
from odr.agreements.amending import begin_amendment
from odr.agreements.amendments import succession
from odr.agreements.queries import draft_page
from odr.errors import NotFound


@agreements.get("/cases/<ref>/agreement/amend")
def amend(ref: str) -> str:
    """What an amendment is, what happens to the text in force and to an application, and whether it is possible."""
    actor = current_actor()
    return render_template("agreements/amend.html", draft=draft_page(actor, ref), chain=succession(actor, ref))


@agreements.post("/cases/<ref>/agreement/amend")
def start_amendment(ref: str) -> Response:
    """A party or the mediator begins the new draft."""
    actor = current_actor()
    chain = succession(actor, ref)
    if chain.in_force is None:
        raise NotFound(kind="agreement")
    begin_amendment(actor, chain.in_force.agreement_id)
    flash(gettext("The new draft begins with the old words. The signed agreement stays in force meanwhile."), "good")
    return redirect(url_for("agreements.page", ref=ref))
