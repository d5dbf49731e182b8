"""Passing a sentence on from a caucus: the mediator writes it there, the side answers there."""

from __future__ import annotations

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.records.sittings import records
from blueprints.records.views import number_in_form
from odr.errors import InvalidInput, NotFound, StaleVersion
from odr.records.passing import (
    agree_to_pass,
    ask_to_pass,
    pass_on,
    passing_page,
    refuse_to_pass,
    reword_passing,
    withdraw_passing,
)

_ACTS = {"agree": agree_to_pass, "refuse": refuse_to_pass, "withdraw": withdraw_passing, "pass-on": pass_on}


@records.post("/channels/<channel_id>/passings")
@limiter.limit("30 per minute")
def ask(channel_id: str) -> Response:
    """The mediator asks the side whether exactly this sentence may be passed on."""
    form = request.form
    try:
        passing_id = ask_to_pass(current_actor(), channel_id, to_id=form.get("to", ""), text=form.get("text", ""))
    except InvalidInput:
        flash(gettext("Write the sentence first, and choose who is to hear it."), "warn")
        return redirect(url_for("rooms.channel", ref=form.get("ref", "-"), channel_id=channel_id))
    return _back(passing_id)


@records.post("/passings/<passing_id>/<act>")
@limiter.limit("60 per minute")
def act_on_passing(passing_id: str, act: str) -> Response:
    """The side agrees or refuses; the mediator puts other words, no longer asks, or passes it on."""
    actor = current_actor()
    passing_page(actor, passing_id)
    try:
        if act == "reword":
            text = request.form.get("text", "")
            reword_passing(actor, passing_id, revision=number_in_form("revision"), text=text)
        elif act in _ACTS:
            _ACTS[act](actor, passing_id, revision=number_in_form("revision"))
        else:
            raise NotFound(kind="act")
    except StaleVersion:
        flash(gettext("Somebody changed this sentence in the meantime. Read it again before you decide."), "warn")
    return _back(passing_id)


def _back(passing_id: str) -> Response:
    view = passing_page(current_actor(), passing_id)
    address = url_for("rooms.channel", ref=view.case_ref, channel_id=view.channel_id, _anchor="passing")
    return redirect(address)
