"""Pages and acts of the signing. Every act is one command; the script of the page holds the key, never we.

On the organisation's own device the signatory acts beside its helper: `beside` says who acts.
"""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from blueprints.guard import current_actor, current_token, is_fresh, password_given_at
from blueprints.limits import limiter
from blueprints.parsing import parse
from blueprints.signatures.beside import handed_over, who_signs
from blueprints.signatures.part import PLACE, signatures
from blueprints.signatures.payloads import BeginSigning, EnrolKey, FinishSigning, ReadTo, decoded, encoded
from odr.accounts.commands import confirm_password
from odr.errors import InvalidInput, NotFound
from odr.signatures import assisted, commands, keys, queries, sealing, window
from odr.signatures.reading import read_to


@signatures.get("/versions/<version_id>/signatures")
def ceremony(version_id: str) -> str:
    """Who has signed, whose turn it is, and the finished document."""
    actor = current_actor()
    view = queries.ceremony(actor, version_id)
    helped = assisted.open_assistances(actor, version_id) if any(p.may_assist for p in view.places) else ()
    return render_template("signatures/ceremony.html", view=view, helped=helped)


@signatures.get("/cases/<ref>/signatures")
def of_case(ref: str) -> BaseResponse:
    """Where a notice leads: the signing under way, or the newest one of the case."""
    found = queries.newest_version(current_actor(), ref)
    return redirect(url_for("signatures.ceremony", version_id=found) if found else f"/cases/{ref}")


@signatures.post("/versions/<version_id>/start-again")
def start_again(version_id: str) -> BaseResponse:
    """The time for signing ran out: back to the draft."""
    window.start_again(current_actor(), version_id)
    return redirect(url_for("signatures.ceremony", version_id=version_id))


@signatures.get("/versions/<version_id>/signed.pdf")
def document(version_id: str) -> Response:
    """The document as it stands, with the signatures it has so far."""
    return _pdf(queries.current_document(current_actor(), version_id))


@signatures.get(PLACE)
def sign(version_id: str, field: str) -> str:
    """The page where one person reads and signs."""
    view = queries.ceremony(who_signs(version_id, field).actor, version_id)
    place = next((p for p in view.places if p.field == field and p.mine), None)
    if place is None:
        raise NotFound(kind="signature")
    return _signing_page(view, place)


@signatures.post(PLACE + "/challenge")
@limiter.limit("30/minute")
def challenge(version_id: str, field: str) -> Response:
    """Begin: prove who you are, get a challenge for a fresh key."""
    sent = parse(BeginSigning, request.get_json())
    who = who_signs(version_id, field)
    if sent.password and not who.assistance_id:
        confirm_password(current_token(), sent.password)
    begun = keys.challenge(
        who.actor,
        version_id,
        field,
        typed_name=sent.name,
        consent_version=sent.consent,
        password_at=who.proved_at or password_given_at(),
        assistance_id=who.assistance_id,
    )
    return _kept({"challenge": encoded(begun.value), "expires": begun.expires.isoformat()})


@signatures.post(PLACE + "/reading")
def reading(version_id: str, field: str) -> Response:
    """Keep how far this person has read."""
    sent = parse(ReadTo, request.get_json())
    actor = who_signs(version_id, field).actor
    done = read_to(actor, version_id, field, page=sent.page, pages=sent.pages, by=sent.by)
    return _kept({"done": done})


@signatures.post(PLACE + "/enrol")
def enrol(version_id: str, field: str) -> Response:
    """Certify the key whose possession was proved, or hand over the request it must sign first."""
    sent = parse(EnrolKey, request.get_json())
    enrolled = keys.enrol(
        who_signs(version_id, field).actor,
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
    made = commands.prepare(who_signs(version_id, field).actor, version_id, field)
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
    return _pdf(queries.prepared_document(who_signs(version_id, field).actor, version_id, field))


@signatures.post(PLACE + "/finish")
def finish(version_id: str, field: str) -> Response:
    """Keep the signature made on the person's device."""
    sent = parse(FinishSigning, request.get_json())
    actor = who_signs(version_id, field).actor
    kept = commands.finish(actor, version_id, field, signature_value=decoded(signature=sent.signature))
    return _kept({"signed_at": kept.signed_at.isoformat(), "everybody_signed": kept.everybody_signed})


@signatures.post(PLACE + "/refuse")
def refuse(version_id: str, field: str) -> BaseResponse | tuple[str, int]:
    """Keep a refusal with its reason; the text goes back to the table."""
    actor, for_all = who_signs(version_id, field).actor, request.form.get("for_all") == "yes"
    try:
        commands.refuse(actor, version_id, field, reason=request.form.get("reason", ""), for_all=for_all)
    except InvalidInput:
        view = queries.ceremony(actor, version_id)
        place = next(p for p in view.places if p.field == field)
        wrong = _("Say why in a few words, so that the mediator can help.")
        return _signing_page(view, place, wrong=wrong), 422
    assistance_id = handed_over()
    if assistance_id:
        return redirect(url_for("signatures.give_back", assistance_id=assistance_id))
    return redirect(url_for("signatures.ceremony", version_id=version_id))


@signatures.post("/versions/<version_id>/seal")
def seal(version_id: str) -> BaseResponse:
    """The organisation's clerk affixes the seal."""
    sealing.affix_seal(current_actor(), version_id)
    return redirect(url_for("signatures.ceremony", version_id=version_id))


def _signing_page(view: queries.CeremonyView, place: queries.PlaceView, wrong: str = "") -> str:
    assistance_id = who_signs(view.version_id, place.field).assistance_id
    beside = assisted.assistance_view(current_actor(), assistance_id) if assistance_id else None
    return render_template("signatures/sign.html", view=view, place=place, fresh=is_fresh(), wrong=wrong, beside=beside)


def _kept(result: dict[str, Any]) -> Response:
    return jsonify({"ok": True, "result": result})


def _pdf(data: bytes) -> Response:
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="agreement.pdf"'
    return answer
