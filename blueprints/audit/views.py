"""The public log for anybody: its heads, its proofs, and the page that proves when an agreement was sealed.

No address here names a case. A sealed agreement is asked for by the SHA-256 of its file, which only those have who hold
the file; the file itself stays in the browser.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from blueprints.guard import csrf, current_actor
from blueprints.limits import limiter
from odr.audit.queries import (
    HeadView,
    SealProof,
    checkpoint_note,
    checkpoint_stamp,
    extension_text,
    inclusion_of_hash,
    log_state,
)
from odr.audit.witnesses import add_cosignature
from odr.errors import NotFound
from odr.signatures.heads import sealed_proof
from odr.signatures.queries import sealed_digest
from signing.errors import VerificationError
from signing.keys import certificate_spki

audit = Blueprint("audit", __name__, url_prefix="/log")
DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_LINE_BYTES = 1024


@audit.get("")
def page() -> str:
    """What the log is, its newest heads, and where a sealed agreement is looked up."""
    return _page()


@audit.post("/find")
@limiter.limit("30 per minute")
def find() -> Any:
    """From the digest of a file, or from the number of one's own case, to the page that proves it."""
    digest = re.sub(r"\s", "", request.form.get("digest", "")).lower()
    if number := request.form.get("number", "").strip():
        if not current_user.is_authenticated:
            return redirect(url_for("accounts.sign_in", next=url_for("audit.page")))
        try:
            digest = sealed_digest(current_actor(), number)
        except NotFound:
            return _page(error="number"), 404
    if not DIGEST.fullmatch(digest):
        return _page(error="digest"), 422
    return redirect(url_for("audit.sealed", sha256=digest), 303)


@audit.get("/sealed/<sha256>")
@limiter.limit("60 per minute")
def sealed(sha256: str) -> Any:
    """What the log proves about the sealed agreement with this digest, checked here and then by the browser."""
    try:
        proof = sealed_proof(sha256) if DIGEST.fullmatch(sha256) else None
    except NotFound:
        proof = None
    if proof is None:
        return render_template("audit/unknown.html", sha256=sha256[:64]), 404
    return render_template("audit/sealed.html", proof=proof, leaf=json.loads(proof.leaf), facts=_facts(proof))


@audit.get("/checkpoint")
@audit.get("/checkpoint/<int:size>")
def checkpoint(size: int = 0) -> Response:
    """A signed head as a note, the newest when none is named."""
    return _plain(checkpoint_note(size))


@audit.get("/checkpoint/<int:size>/stamp")
def stamp(size: int) -> Response:
    """The time-stamp token of a head."""
    return Response(checkpoint_stamp(size), mimetype="application/timestamp-reply")


@audit.post("/checkpoint/<int:size>/cosignatures")
@csrf.exempt
@limiter.limit("30 per minute")
def cosign(size: int) -> Any:
    """A witness's line under a head; only of a witness the operator has named. No cookie counts here."""
    line = request.get_data(cache=False)[:MOST_LINE_BYTES]
    try:
        add_cosignature(size, line.decode("utf-8", "replace"), current_app.config["SETTINGS"].witnesses)
    except VerificationError:
        return _plain("not a co-signature of this checkpoint by a known witness\n"), 403
    return _plain(checkpoint_note(size))


@audit.get("/consistency/<int:old>")
@audit.get("/consistency/<int:old>/<int:new>")
@limiter.limit("120 per minute")
def consistency(old: int, new: int = 0) -> Response:
    """A head with the proof that it only adds to an older one."""
    return _plain(extension_text(old, new))


@audit.get("/leaf/<value>")
@audit.get("/leaf/<value>/<int:size>")
@limiter.limit("120 per minute")
def leaf(value: str, size: int = 0) -> Response:
    """The audit path of the leaf with this hash (hexadecimal), as a C2SP tlog-proof."""
    if not DIGEST.fullmatch(value):
        raise NotFound(kind="leaf")
    index, path, note = inclusion_of_hash(bytes.fromhex(value), size)
    steps = "".join(f"{_base64(step)}\n" for step in path)
    return _plain(f"c2sp.org/tlog-proof@v1\nindex {index}\n{steps}\n{note}")


@audit.get("/key.pem")
def key() -> Response:
    """The certificates of the keys behind the newest heads."""
    certificates = dict.fromkeys(head.certificate for head in log_state().heads)
    pem = b"".join(x509.load_der_x509_certificate(one).public_bytes(Encoding.PEM) for one in certificates)
    return Response(pem, mimetype="application/x-pem-file")


def _page(error: str = "") -> str:
    return render_template("audit/page.html", state=log_state(), error=error)


def _facts(proof: SealProof) -> dict[str, Any]:
    """All that the browser needs to go through the proof by itself."""
    return {
        "sha256": proof.sha256,
        "leaf": _base64(proof.leaf),
        "index": proof.index,
        "path": [_base64(step) for step in proof.path],
        "head": _head(proof.head),
        "newest": _head(proof.newest),
        "extension": [_base64(step) for step in proof.extension],
    }


def _head(head: HeadView) -> dict[str, str]:
    return {"note": head.note, "key": _base64(certificate_spki(head.certificate))}


def _plain(text: str) -> Response:
    return Response(text, mimetype="text/plain")


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
