"""Put it into the agreement: one press on the page of an agreed round, or of a proposal that every side accepted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.agreements.clauses import agreements
from blueprints.guard import current_actor
from odr.agreements.bargained import PutIn, Standing, put_proposal_in, put_round_in, standing_of
from odr.errors import InvalidInput, OdrError
from odr.offers.queries import round_page
from odr.proposals.queries import proposal_page


@agreements.app_context_processor
def beside_outcomes() -> dict[str, Any]:
    """How an outcome stands to the agreement, for the page that shows it; nothing to whoever may not read one."""

    def in_agreement(case_id: str, origin_id: str) -> Standing | None:
        try:
            return standing_of(current_actor(), case_id, origin_id)
        except OdrError:
            return None

    return {"in_agreement": in_agreement}


@agreements.post("/cases/<ref>/offers/<round_id>/clause")
def put_round(ref: str, round_id: str) -> Response:
    """What a round has agreed goes into the draft."""
    actor = current_actor()
    round_page(actor, ref, round_id=round_id)
    return _put(ref, url_for("offers.round_of", ref=ref, round_id=round_id), lambda: put_round_in(actor, round_id))


@agreements.post("/cases/<ref>/proposals/<proposal_id>/clause")
def put_proposal(ref: str, proposal_id: str) -> Response:
    """The words of an accepted proposal go into the draft."""
    actor = current_actor()
    proposal_page(actor, ref, proposal_id=proposal_id)
    back = url_for("proposals.proposal", ref=ref, proposal_id=proposal_id)
    return _put(ref, back, lambda: put_proposal_in(actor, proposal_id))


def _put(ref: str, back: str, put: Callable[[], PutIn]) -> Response:
    try:
        done = put()
    except InvalidInput:
        flash(gettext("This cannot be put in as it stands. Write the clause yourself in the agreement."), "warn")
        return redirect(back)
    there = gettext("It is in the agreement already: here it stands. Nothing was added.")
    new = gettext("It is in the agreement. Fill in what is still blank, then every side accepts the words.")
    flash(*((there, "info") if done.again else (new, "good")))
    return redirect(url_for("agreements.page", ref=ref, _anchor=f"clause-{done.clause_id}"))
