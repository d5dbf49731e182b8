"""Sittings: planning them, getting ready, the consents, the clock, and the mediator's private meetings."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as Answer
from flask_babel import gettext
from werkzeug.wrappers import Response

from blueprints.guard import current_actor
from blueprints.limits import limiter
from blueprints.locale import language_tag
from blueprints.rooms.sitting_words import (
    CONSENTS,
    MISSING,
    NOTICE,
    SITTING_STATES,
    calendar_entry,
    private_words,
)
from odr import clock
from odr.access.actor import Actor
from odr.errors import Conflict, InvalidInput, LegalObstacle, NotFound
from odr.law.articles import cite
from odr.law.time_limits import BEIJING
from odr.rooms import opening, sittings
from odr.rooms.sitting_page import SittingsPage, sittings_page
from odr.rooms.states import WAY_WORDS, IdentityWay

sittings_pages = Blueprint("sittings", __name__)


@sittings_pages.app_template_filter("cited")
def cited(key: str) -> str:
    """An article in the reader's language, from its short form such as "OMR 17"."""
    return cite(key).words().say(language_tag())


@sittings_pages.app_context_processor
def sitting_words() -> dict[str, object]:
    """The words of sittings and of what comes before them."""
    return {
        "SITTING_STATES": SITTING_STATES,
        "MISSING": MISSING,
        "WAYS": WAY_WORDS,
        "CONSENTS": CONSENTS,
        "NOTICE": NOTICE,
        "private_words": private_words,
    }


@sittings_pages.get("/cases/<ref>/sittings")
def page(ref: str) -> str:
    """When the next sitting is, and what still has to be done before it opens."""
    return _page(sittings_page(current_actor(), ref))


@sittings_pages.post("/cases/<ref>/sittings")
@limiter.limit("30/minute")
def lead(ref: str) -> Response | tuple[str, int]:
    """The mediator plans, moves, cancels, opens, adjourns or ends a sitting."""
    actor = current_actor()
    view, act = sittings_page(actor, ref), request.form.get("act", "")
    try:
        if act in ("plan", "move", "adjourn"):
            _at_a_time(actor, view, act)
        elif act == "cancel":
            sittings.cancel_sitting(actor, view.case_id)
        elif act == "end":
            sittings.end_mediation_session(actor, view.case_id)
        elif act == "open":
            sittings.open_mediation_session(actor, view.case_id)
            return redirect(url_for("rooms.room", ref=ref))
        else:
            raise InvalidInput(act="unknown")
    except InvalidInput as refused:
        return _page(view, wrong=_reasons(refused)), 422
    except LegalObstacle as obstacle:
        reason = gettext("Not yet: something the law wants first is missing. See the list.")
        if obstacle.details.get("citation") == "OMR 16":
            reason = gettext("Separate times need the consent of every side (Online Mediation Rules, art. 16).")
        return _page(view, wrong={"": reason}), 422
    except Conflict:
        return _page(sittings_page(actor, ref), wrong={"": gettext("The sitting has moved on. Look again.")}), 409
    flash(gettext("Done. Everybody has been told."), "good")
    return redirect(url_for("sittings.page", ref=ref))


@sittings_pages.post("/cases/<ref>/sittings/told")
def told(ref: str) -> Response | tuple[str, int]:
    """A person of a side has read the notice, and confirms the address for service."""
    actor = current_actor()
    view = sittings_page(actor, ref)
    ticked = [subject for subject in (opening.NOTICE, opening.ADDRESS) if request.form.get(subject)]
    try:
        opening.acknowledge(actor, view.case_id, subjects=ticked, version=request.form.get("version", ""))
    except InvalidInput:
        return _page(view, wrong={"notice": gettext("Tick what you have read and confirm")}), 422
    flash(gettext("Thank you. This is recorded with the version you read."), "good")
    return redirect(url_for("sittings.page", ref=ref))


@sittings_pages.post("/cases/<ref>/sittings/consents")
def consents(ref: str) -> Response:
    """A person of a side agrees to single steps, or takes an earlier consent back."""
    actor = current_actor()
    view = sittings_page(actor, ref)
    given = [subject for subject in opening.ASKED if request.form.get(subject)]
    opening.choose_consents(actor, view.case_id, given=given)
    flash(gettext("Your choices are recorded. You can change them at any time."), "good")
    return redirect(url_for("sittings.page", ref=ref, _anchor="consents"))


@sittings_pages.post("/cases/<ref>/sittings/extend")
def extend(ref: str) -> Response:
    """A side agrees that the mediation goes on for thirty days more."""
    actor = current_actor()
    done = opening.agree_to_extend(actor, sittings_page(actor, ref).case_id)
    said = gettext("All sides agree: the term is thirty days longer.")
    flash(said if done else gettext("Recorded. The term is extended when every side agrees."), "good")
    return redirect(url_for("sittings.page", ref=ref))


@sittings_pages.post("/cases/<ref>/sittings/people/<participant_id>")
def identity(ref: str, participant_id: str) -> Response:
    """The mediator has compared a person with their document."""
    opening.compare_identity(current_actor(), participant_id, way=_way(request.form.get("way", "")))
    flash(gettext("The comparison is recorded. No copy of the document is kept."), "good")
    return redirect(url_for("sittings.page", ref=ref))


@sittings_pages.get("/cases/<ref>/sittings/next.ics")
def calendar(ref: str) -> Answer:
    """The next sitting as a calendar entry that says nothing of what the case is about."""
    view = sittings_page(current_actor(), ref)
    sitting = view.current
    if sitting is None or sitting.planned_at is None:
        raise NotFound(kind="sitting")
    answer = Answer(calendar_entry(view.case_ref, sitting), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{view.case_ref}-{sitting.number}.ics"'
    return answer


@sittings_pages.post("/cases/<ref>/room/<channel_id>/caucus")
def caucus(ref: str, channel_id: str) -> Response:
    """The mediator meets one side privately, comes back to all, or closes and opens a caucus for writing."""
    actor, act = current_actor(), request.form.get("act", "")
    if act == "return":
        sittings.return_to_all(actor, sittings_page(actor, ref).case_id)
    elif act in ("meet", "close", "open"):
        do = {"meet": sittings.meet_privately, "close": sittings.close_caucus, "open": sittings.open_caucus}[act]
        do(actor, channel_id)
    else:
        raise InvalidInput(act="unknown")
    return redirect(url_for("rooms.channel", ref=ref, channel_id=channel_id))


def _at_a_time(who: Actor, view: SittingsPage, act: str) -> None:
    at, minutes = _moment(request.form.get("at", "")), _minutes(request.form.get("minutes", ""))
    if act == "plan":
        separate = bool(request.form.get("separate"))
        sittings.plan_sitting(who, view.case_id, at=at, minutes=minutes, separate=separate)
    elif act == "move":
        sittings.move_sitting(who, view.case_id, at=at, minutes=minutes)
    else:
        sittings.adjourn_sitting(who, view.case_id, at=at, minutes=minutes)


def _moment(text: str) -> datetime:
    """What a date and time field holds, which is Beijing time."""
    try:
        return datetime.strptime(text[:16], "%Y-%m-%dT%H:%M").replace(tzinfo=BEIJING)
    except ValueError:
        raise InvalidInput(at="not_to_come") from None


def _minutes(text: str) -> int:
    if not text.isdecimal() or len(text) > 4:
        raise InvalidInput(minutes="length")
    return int(text)


def _way(text: str) -> IdentityWay:
    try:
        return IdentityWay(text)
    except ValueError:
        raise InvalidInput(way="unknown") from None


def _reasons(refused: InvalidInput) -> dict[str, str]:
    said = {
        "at": gettext("Choose a date and time to come, within six months"),
        "minutes": gettext("Choose a length between 15 and 480 minutes"),
    }
    fields = refused.details.get("fields")
    names = fields if isinstance(fields, dict) else {}
    return {name: said.get(name, gettext("Choose one from the list")) for name in names}


def _page(view: SittingsPage, *, wrong: dict[str, str] | None = None) -> str:
    tomorrow = (clock.now().astimezone(BEIJING) + timedelta(days=1)).replace(hour=9, minute=30)
    return render_template(
        "rooms/sittings.html", view=view, ref=view.case_ref, wrong=wrong or {}, suggested=tomorrow, written=request.form
    )
