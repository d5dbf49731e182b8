"""One table from the domain's refusals to a status and two sentences, for pages, API and sockets alike."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from odr import errors

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Refusal:
    """How a class of refusals is shown: the status, what happened, and what to do."""

    status: int
    title: Any
    advice: Any


TABLE: dict[type[errors.OdrError], Refusal] = {
    errors.NotFound: Refusal(
        404,
        _l("This page does not exist, or is not yours to see"),
        _l("Check the address, or open it from your list of cases."),
    ),
    errors.NotAllowed: Refusal(
        403,
        _l("You can see this, but you cannot do that"),
        _l("The person whose turn it is will see the button. Ask your mediator if unsure."),
    ),
    errors.NotSignedIn: Refusal(
        401, _l("Please sign in first"), _l("You are not signed in on this device. Sign in and go on.")
    ),
    errors.BadCredentials: Refusal(
        401, _l("The e-mail address and password do not match"), _l("Try again, or set a new password.")
    ),
    errors.InvitationSpent: Refusal(
        410,
        _l("This link was used already, or has run out"),
        _l("Ask the organisation for a new one. It takes a minute."),
    ),
    errors.InvalidInput: Refusal(
        422, _l("Some of what was sent cannot be used"), _l("Correct the marked items and send again.")
    ),
    errors.TooMany: Refusal(429, _l("Too many tries in a short time"), _l("Wait a minute, then try again.")),
    errors.FileRefused: Refusal(
        422,
        _l("This file cannot be taken"),
        _l("Send a PDF, picture, Office file, text, e-mail, sound, film or ZIP that is what its name says."),
    ),
    errors.IllegalTransition: Refusal(
        409,
        _l("This step is no longer possible here"),
        _l("Somebody acted in the meantime. Open the page again to see where it stands."),
    ),
    errors.TextFinal: Refusal(
        409,
        _l("The text of the agreement is final"),
        _l("Nothing in it changes any more. As long as nobody has signed, it can be opened again on its page."),
    ),
    errors.AmendmentClosed: Refusal(
        409,
        _l("The signed agreement cannot be changed as things stand at the court"),
        _l("While the court examines it, withdraw the application first. Once it is confirmed, it stays as it is."),
    ),
    errors.BeingReplaced: Refusal(
        409,
        _l("A changed agreement is out for signature"),
        _l("Wait until it is signed, or give it up. Then go to the court with the text that is in force."),
    ),
    errors.StaleVersion: Refusal(
        409,
        _l("Somebody changed this text while you were writing"),
        _l("Compare both texts below and save again."),
    ),
    errors.AlreadyAnswered: Refusal(409, _l("This was answered before"), _l("The first answer stands.")),
    errors.AudienceChanged: Refusal(
        409,
        _l("Other people hear this now than when you wrote it"),
        _l("Look at who hears it. If you still want to, send it again."),
    ),
    errors.NoCall: Refusal(
        409,
        _l("There is no call here now"),
        _l("It has ended, or you are in it on another page. The mediator opens a call; you can go on in writing."),
    ),
    errors.CallFull: Refusal(
        409,
        _l("The call is full"),
        _l("Somebody has to leave first. You can read and write here meanwhile."),
    ),
    errors.PrivateFigure: Refusal(
        409,
        _l("So far you named this figure in private only"),
        _l("Leave it out, or send it again if the people here may know it."),
    ),
    errors.PrivateFile: Refusal(
        409,
        _l("So far you showed this file in private only"),
        _l("Leave it out, or send it again if the people here may see it."),
    ),
    errors.HiddenData: Refusal(
        409,
        _l("This file says more than it shows"),
        _l("Send it without these particulars, or as it is if the people here may know them."),
    ),
    errors.RoundsSpent: Refusal(
        409,
        _l("There have been three rounds on this subject"),
        _l("More rounds would feel out the other side’s figure. Talk with the mediator about another way."),
    ),
    errors.AlreadyRead: Refusal(
        409,
        _l("Somebody has read this already, or has answered since"),
        _l("It can no longer be taken back. Correct it: both versions stay visible."),
    ),
    errors.SigningInProgress: Refusal(
        409,
        _l("Somebody else is signing this very moment"),
        _l("Wait a few seconds and press “Sign” again. Nothing is lost."),
    ),
    errors.DeadlinePassed: Refusal(
        409, _l("The last day for this has passed"), _l("Ask the organisation what can still be done.")
    ),
    errors.NotConfirmable: Refusal(
        422,
        _l("A court would not confirm this text"),
        _l("Mend the clauses marked below; each shows a wording that works."),
    ),
    errors.JudgementMissing: Refusal(
        422,
        _l("Something is still to be answered before the text becomes final"),
        _l("Tick each statement, and write a reason at each warning."),
    ),
    errors.WrongCourt: Refusal(
        422,
        _l("This court may not confirm this case"),
        _l("Choose one of the courts listed with their reasons."),
    ),
    errors.SignatureRejected: Refusal(
        422,
        _l("The signature did not pass its checks"),
        _l("Nothing was added to the document. Open the signing page again."),
    ),
    errors.BundleUnsound: Refusal(
        500,
        _l("The file just built does not pass the court's own check"),
        _l("It was not kept. The organisation has been told."),
    ),
    errors.LogRewritten: Refusal(
        503,
        _l("The public log does not fit what was signed before"),
        _l("Nothing is proved from it until the operator has looked. The operator has been alarmed."),
    ),
    errors.Unavailable: Refusal(
        503, _l("A service we depend on did not answer"), _l("Nothing is lost. Try again in a minute.")
    ),
    errors.Conflict: Refusal(
        409, _l("This does not fit how things stand now"), _l("Open the page again to see where it stands.")
    ),
}


def refusal_of(error: errors.OdrError) -> Refusal:
    """The row of the table for this refusal: its own class, or the nearest one above it."""
    return next(TABLE[kind] for kind in type(error).__mro__ if kind in TABLE)


def as_ack(error: errors.OdrError) -> dict[str, Any]:
    """The refusal as JSON: the socket's acknowledgement and the API's body are one and the same."""
    refusal = refusal_of(error)
    return {
        "ok": False,
        "error": {
            "code": error.code,
            "status": refusal.status,
            "title": str(refusal.title),
            "advice": str(refusal.advice),
            "details": error.details,
        },
    }


def wants_json() -> bool:
    """Does the caller read JSON rather than pages?"""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"], default="text/html")
    return request.is_json or best == "application/json"


def register(app: Flask) -> None:
    """Answer every refusal, and every error of the web itself, in the reader's language."""
    app.register_error_handler(errors.OdrError, _refuse)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(RateLimitExceeded, lambda error: _refuse(errors.TooMany()))
    app.register_error_handler(RequestEntityTooLarge, _too_large)
    app.register_error_handler(HTTPException, _other)
    if not app.testing:
        app.register_error_handler(Exception, _broken)


def _refuse(error: errors.OdrError) -> tuple[Any, int]:
    refusal = refusal_of(error)
    if wants_json():
        return jsonify(as_ack(error)), refusal.status
    return _page(refusal.status, refusal.title, refusal.advice, error.code, error.details)


def _stale_form(error: CSRFError) -> tuple[Any, int]:
    return _web(
        400,
        gettext("This form is too old"),
        gettext("Go back, load the page again and send once more. Your text is still in the form."),
    )


def _too_large(error: RequestEntityTooLarge) -> tuple[Any, int]:
    limit = current_app.config["SETTINGS"].max_form_bytes // (1024 * 1024)
    return _web(413, gettext("This file is too large"), gettext("Send a file of at most %(limit)s MB.", limit=limit))


def _other(error: HTTPException) -> Any:
    if error.code == 404:
        return _refuse(errors.NotFound())
    if error.code is None or error.code < 400:
        return error.get_response()
    return _web(error.code, gettext("That did not work"), gettext("Go back and try once more. Nothing was changed."))


def broken(error: Exception, place: str) -> tuple[str, str]:
    """What to say when our own code fails; the log learns where it did, and nothing of what was sent."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("unhandled %s at %s\n%s", type(error).__name__, place, frames)
    return (
        gettext("Something broke on our side"),
        gettext("We have been told. What you sent before is safe; try again in a minute."),
    )


def broken_ack(error: Exception, place: str) -> dict[str, Any]:
    """The same as the acknowledgement of a socket's event."""
    return _failed(500, *broken(error, place))


def _broken(error: Exception) -> tuple[Any, int]:
    return _web(500, *broken(error, request.endpoint or ""))


def _web(status: int, title: str, advice: str) -> tuple[Any, int]:
    if wants_json():
        return jsonify(_failed(status, title, advice)), status
    return _page(status, title, advice, "", {})


def _failed(status: int, title: str, advice: str) -> dict[str, Any]:
    error = {"code": str(status), "status": status, "title": title, "advice": advice, "details": {}}
    return {"ok": False, "error": error}


def _page(status: int, title: Any, advice: Any, code: str, details: dict[str, Any]) -> tuple[str, int]:
    page = render_template("errors/refused.html", title=title, advice=advice, status=status, code=code, details=details)
    return page, status
