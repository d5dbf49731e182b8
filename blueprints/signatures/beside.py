"""Help at the organisation: the staff's pages, and who acts on a device that was handed over.

From the moment it is handed over until its owner types their password, that browser opens nothing but this signing:
whoever holds a mediator's device must not come to what a mediator may read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from blueprints.guard import current_actor, current_token
from blueprints.limits import limiter
from blueprints.signatures.part import PLACE, signatures
from odr.access.actor import Actor
from odr.accounts.commands import confirm_password
from odr.errors import BadCredentials, InvalidInput, NotFound, NotSignedIn
from odr.signatures import assisted, queries

HANDED = "handed_over"
HELP = "/assistance/<assistance_id>"
ALWAYS = frozenset({"static", "locale.switch", "locale.text_size", "accounts.sign_out", "health.live", "health.ready"})
AT_THE_PLACE = frozenset(
    f"signatures.{act}"
    for act in ("sign", "document", "reading", "challenge", "enrol", "prepare", "prepared", "finish", "refuse")
)


@dataclass(frozen=True)
class Who:
    """Who acts at a place to sign, and since when they are proven to, where they are beside a helper."""

    actor: Actor
    assistance_id: str = ""
    proved_at: datetime | None = None


def who_signs(version_id: str, field: str) -> Who:
    """The person this device was handed to and who proved it, otherwise the one signed in."""
    reader, assistance_id = current_actor(), session.get(HANDED, "")
    found = assisted.signatory_beside(reader, assistance_id, version_id, field=field) if assistance_id else None
    return Who(found[0], assistance_id, found[1]) if found else Who(reader)


def handed_over() -> str:
    """The help this device is handed over for, or ""."""
    return session.get(HANDED, "")


@signatures.get(PLACE + "/help")
def help_signing(version_id: str, field: str) -> str:
    """A member of the staff begins to help somebody who has no device."""
    return _help_page(version_id, field)


@signatures.post(PLACE + "/help")
def begin_help(version_id: str, field: str) -> BaseResponse | tuple[str, int]:
    """The document was compared: go to the page that is handed over."""
    given = {name: request.form.get(name, "") for name in ("document", "read_by", "companion")}
    try:
        made = assisted.begin_assistance(current_actor(), version_id, field, **given)
    except InvalidInput as refused:
        return _help_page(version_id, field, wrong=next(iter(refused.details["fields"]), "")), 422  # pyright: ignore
    session[HANDED] = made
    return redirect(url_for("signatures.hand_over", assistance_id=made))


@signatures.before_app_request
def nothing_else_while_handed_over() -> BaseResponse | None:
    """Every other page leads back to the one that was handed over."""
    assistance_id, seen = session.get(HANDED, ""), request.view_args or {}
    if not assistance_id or request.endpoint in ALWAYS or seen.get("assistance_id") == assistance_id:
        return None
    if request.endpoint in AT_THE_PLACE:
        view = assisted.assistance_view(current_actor(), assistance_id)
        if seen["version_id"] == view.version_id and seen.get("field", view.field) == view.field:
            return None
    return redirect(url_for("signatures.hand_over", assistance_id=assistance_id))


@signatures.get(HELP)
def hand_over(assistance_id: str) -> str:
    """The page that is handed over: the person says who they are."""
    return _hand_over_page(assistance_id)


@signatures.post(HELP + "/prove")
@limiter.limit("20/minute")
def prove_beside(assistance_id: str) -> BaseResponse | tuple[str, int]:
    """By the code handed to them, or by their own password."""
    actor = current_actor()
    code, password = request.form.get("code", ""), request.form.get("password", "")
    try:
        assisted.prove(actor, assistance_id, code=code, password=password)
    except (BadCredentials, NotSignedIn):
        return _hand_over_page(assistance_id, wrong=True), 422
    view = assisted.assistance_view(actor, assistance_id)
    return redirect(url_for("signatures.sign", version_id=view.version_id, field=view.field))


@signatures.post(HELP + "/code")
@limiter.limit("10/minute")
def make_code(assistance_id: str) -> str:
    """Somebody else of the staff gets a code for the person: shown once, to be written down and handed over."""
    actor = current_actor()
    code = assisted.make_code(actor, assistance_id)
    view = assisted.assistance_view(actor, assistance_id)
    return render_template("signatures/code.html", help=view, code=code)


@signatures.get(HELP + "/back")
def give_back(assistance_id: str) -> str:
    """The device goes back to the staff, whose password opens it again."""
    return _back_page(assistance_id)


@signatures.post(HELP + "/end")
@limiter.limit("20/minute")
def hand_back(assistance_id: str) -> BaseResponse | tuple[str, int]:
    """Its owner has it again: the help is over."""
    actor = current_actor()
    # Where there is no such help, no try of a password is counted either.
    view = assisted.assistance_view(actor, assistance_id)
    try:
        confirm_password(current_token(), request.form.get("password", ""))
    except BadCredentials:
        return _back_page(assistance_id, wrong=True), 422
    assisted.end_assistance(actor, assistance_id)
    session.pop(HANDED, None)
    return redirect(url_for("signatures.ceremony", version_id=view.version_id))


def _help_page(version_id: str, field: str, wrong: str = "") -> str:
    view = queries.ceremony(current_actor(), version_id)
    place = next((p for p in view.places if p.field == field and p.may_assist), None)
    if place is None:
        raise NotFound(kind="signature")
    sentences = {
        "document": _("Choose the document you compared."),
        "read_by": _("Choose who reads the text."),
        "companion": _("Write the name of the person who reads."),
    }
    return render_template(
        "signatures/help.html",
        view=view,
        place=place,
        wrong=wrong,
        sentence=sentences.get(wrong, ""),
        given=request.form,
    )


def _back_page(assistance_id: str, *, wrong: bool = False) -> str:
    view = assisted.assistance_view(current_actor(), assistance_id)
    return render_template("signatures/back.html", help=view, wrong=wrong)


def _hand_over_page(assistance_id: str, *, wrong: bool = False) -> str:
    view = assisted.assistance_view(current_actor(), assistance_id)
    if not view.mine:
        raise NotFound(kind="assistance")
    return render_template("signatures/handed.html", help=view, wrong=wrong)
