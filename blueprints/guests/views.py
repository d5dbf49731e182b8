"""Guests: the mediator asks, sees beforehand who would hear what, and the sides answer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.forms import put_errors
from blueprints.guard import current_actor
from blueprints.guests import wording
from blueprints.guests.forms import GuestForm
from blueprints.limits import limiter
from odr.access.actor import Role
from odr.errors import AlreadyAnswered, Conflict, InvalidInput
from odr.guests import commands
from odr.guests.queries import GuestsPage, guests_page

guests = Blueprint("guests", __name__)


@guests.app_context_processor
def words() -> dict[str, object]:
    """The words of guests, their admission and what they promise."""
    return {
        "GUEST_STATES": wording.STATES,
        "GUEST_ROLES": wording.ROLES,
        "GUEST_MAY": wording.MAY,
        "UNDERTAKING": wording.UNDERTAKING,
        "place_name": wording.place_name,
    }


@guests.get("/cases/<ref>/guests")
def page(ref: str) -> str:
    """Who was asked for, who hears what, and what each side said."""
    return _page(guests_page(current_actor(), ref), GuestForm())


@guests.post("/cases/<ref>/guests")
@limiter.limit("20/minute")
def ask(ref: str) -> Response | str | tuple[str, int]:
    """Ask for a guest. The first time the page shows who would hear what; only then are the sides asked."""
    actor, form = current_actor(), GuestForm()
    view = guests_page(actor, ref)
    channels = _channels(view)
    if form.validate_on_submit() and channels:
        if request.form.get("step") != "ask":
            return _page(view, form, channels=channels, checking=request.form.get("step") == "check")
        try:
            commands.ask_for_guest(
                actor,
                view.case_id,
                name=form.name.data or "",
                email=form.email.data or "",
                role=Role(form.role.data),
                channels=channels,
                capacity=form.capacity.data or "",
            )
        except InvalidInput as refused:
            put_errors(form, refused)
        except Conflict:
            form.email.errors = [gettext("This person is in the case already")]
        else:
            flash(gettext("The sides have been asked. The letter to the guest leaves when all of them agree."), "good")
            return redirect(url_for("guests.page", ref=ref))
    elif not channels:
        form.form_errors.append(gettext("Choose at least one room the guest is to hear"))
    return _page(view, form, channels=channels), 422


@guests.post("/cases/<ref>/guests/<invitation_id>/answer")
def answer(ref: str, invitation_id: str) -> Response:
    """A side agrees to a guest, or refuses."""
    agreed = request.form.get("answer") == "agree"
    try:
        commands.answer_guest(current_actor(), invitation_id, agreed=agreed)
    except AlreadyAnswered:
        flash(gettext("This has been answered already."), "info")
    else:
        flash(gettext("Your side’s answer is recorded."), "good")
    return redirect(url_for("guests.page", ref=ref))


@guests.post("/cases/<ref>/guests/<invitation_id>/cancel")
def cancel(ref: str, invitation_id: str) -> Response:
    """The mediator no longer wants this guest."""
    commands.cancel_guest(current_actor(), invitation_id)
    flash(gettext("The request is taken back. Its link no longer works."), "good")
    return redirect(url_for("guests.page", ref=ref))


@guests.post("/cases/<ref>/guests/people/<participant_id>/remove")
def remove(ref: str, participant_id: str) -> Response:
    """Send a guest out, or leave as one: nothing more is heard from this moment."""
    commands.remove_guest(current_actor(), participant_id)
    flash(gettext("The guest has left and hears nothing more."), "good")
    if request.form.get("oneself"):
        return redirect(url_for("cases.index"))
    return redirect(url_for("guests.page", ref=ref))


def _channels(view: GuestsPage) -> dict[str, bool]:
    """The channels ticked, each with whether what was said before is heard too."""
    ticked = set(request.form.getlist("channel"))
    return {
        place.channel_id: request.form.get(f"from-{place.channel_id}") == "start"
        for place in view.places
        if place.channel_id in ticked
    }


def _page(view: GuestsPage, form: GuestForm, *, channels: dict[str, bool] | None = None, checking: bool = False) -> str:
    template = "guests/check.html" if checking else "guests/page.html"
    return render_template(template, view=view, form=form, ref=view.case_ref, chosen=channels or {})
