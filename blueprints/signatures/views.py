"""Pages and acts of the signing. Every act is one command; the script of the page holds the key, never we."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from blueprints.guard import current_actor, current_token, is_fresh, password_given_at
from blueprints.limits import limiter
from blueprints.parsing import parse
from blueprints.signatures.payloads import BeginSigning, EnrolKey, FinishSigning, decoded, encoded
from odr.accounts.commands import confirm_password
from odr.errors import InvalidInput, NotFound
from odr.signatures import commands, keys, queries, sealing

signatures = Blueprint("signatures", __name__)
PLACE = "/versions/<version_id>/signatures/<field>"


@signatures.get("/versions/<version_id>/signatures")
def ceremony(version_id: str) -> str:
    """Who has signed, whose turn it is, and the finished document."""
    return render_template("signatures/ceremony.html", view=queries.ceremony(current_actor(), version_id))


@signatures.get("/versions/<version_id>/signed.pdf")
def document(version_id: str) -> Response:
    """The document as it stands, with the signatures it has so far."""
    return _pdf(queries.current_document(current_actor(), version_id))


@signatures.get(PLACE)
def sign(version_id: str, field: str) -> str:
    """The page where one person reads and signs."""
    view = queries.ceremony(current_actor(), version_id)
    place = next((p for p in view.places if p.field == field and p.mine), None)
    if place is None:
        raise NotFound(kind="signature")
    return _signing_page(view, place)


@signatures.post(PLACE + "/challenge")
@limiter.limit("30/minute")
def challenge(version_id: str, field: str) -> Response:
    """Begin: prove who you are, get a challenge for a fresh key."""
    sent = parse(BeginSigning, request.get_json())
    if sent.password:
        confirm_password(current_token(), sent.password)
    begun = keys.challenge(
        current_actor(),
        version_id,
        field,
        typed_name=sent.name,
        consent_version=sent.consent,
        password_at=password_given_at(),
    )
    return _kept({"challenge": encoded(begun.value), "expires": begun.expires.isoformat()})


@signatures.post(PLACE + "/enrol")
def enrol(version_id: str, field: str) -> Response:
    """Certify the key whose possession was proved, or hand over the request it must sign first."""
    sent = parse(EnrolKey, request.get_json())
    enrolled = keys.enrol(
        current_actor(),
        version_id,
        field,
        spki=decoded(spki=sent.spki),
        proof=decoded(proof=sent.proof),
        request_signature=decoded(request_signature=sent.request_signature),
    )
    return _kept({"certificate": encoded(enrolled.certificate), "request": encoded(enrolled.request)})


@signatures.post(PLACE + "/prepare")
def prepare(version_id: str, field: str) -> Response:
    """Make the bytes this person signs and hold the document for them."""
    made = commands.prepare(current_actor(), version_id, field)
    return _kept(
        {
            "signed_attributes": encoded(made.signed_attributes),
            "certificate": encoded(made.certificate),
            "base_sha256": made.base_sha256,
            "document_sha256": made.document_sha256,
            "expires": made.expires.isoformat(),
        }
    )


@signatures.get(PLACE + "/document")
def prepared(version_id: str, field: str) -> Response:
    """Exactly the bytes this person is about to sign."""
    return _pdf(queries.prepared_document(current_actor(), version_id, field))


@signatures.post(PLACE + "/finish")
def finish(version_id: str, field: str) -> Response:
    """Keep the signature made on the person's device."""
    sent = parse(FinishSigning, request.get_json())
    kept = commands.finish(current_actor(), version_id, field, signature_value=decoded(signature=sent.signature))
    return _kept({"signed_at": kept.signed_at.isoformat(), "everybody_signed": kept.everybody_signed})


@signatures.post(PLACE + "/refuse")
def refuse(version_id: str, field: str) -> BaseResponse | tuple[str, int]:
    """Keep a refusal with its reason; the text goes back to the table."""
    actor = current_actor()
    try:
        commands.refuse(actor, version_id, field, reason=request.form.get("reason", ""))
    except InvalidInput:
        view = queries.ceremony(actor, version_id)
        place = next(p for p in view.places if p.field == field)
        wrong = _("Say why in a few words, so that the mediator can help.")
        return _signing_page(view, place, wrong=wrong), 422
    return redirect(url_for("signatures.ceremony", version_id=version_id))


@signatures.post("/versions/<version_id>/seal")
def seal(version_id: str) -> BaseResponse:
    """The organisation's clerk affixes the seal."""
    sealing.affix_seal(current_actor(), version_id)
    return redirect(url_for("signatures.ceremony", version_id=version_id))


def _signing_page(view: queries.CeremonyView, place: queries.PlaceView, wrong: str = "") -> str:
    return render_template("signatures/sign.html", view=view, place=place, fresh=is_fresh(), wrong=wrong)


def _kept(result: dict[str, Any]) -> Response:
    return jsonify({"ok": True, "result": result})


def _pdf(data: bytes) -> Response:
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="agreement.pdf"'
    return answer
