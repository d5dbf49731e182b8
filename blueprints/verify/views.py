"""Anybody may check a bundle or a signed agreement here. The file is read, checked and dropped; nothing is stored."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, current_app, render_template, request
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from blueprints.limits import limiter
from blueprints.verify.offline import FILE_NAME, offline_verifier
from odr import offload
from odr.bundles.roots import published_roots, published_roots_pem
from odr.errors import NotFound
from odr.papers.mark import PATTERN, Mark
from odr.papers.verification import verification_report
from signing.errors import SigningError
from signing.report import report
from signing.trust import TrustRoots
from signing.verify import verify_agreement, verify_bundle

verify = Blueprint("verify", __name__, url_prefix="/verify")
PDF = b"%PDF-"
MOST_ROOT_BYTES = 256 * 1024
_FORMS = {"json": "application/json", "pdf": "application/pdf"}


@verify.get("")
def page() -> str:
    """Where a file is chosen or dropped."""
    return _page()


@verify.post("")
@limiter.limit("12 per minute")
def check() -> Any:
    """The verdict on the file that came with the form; it lives only as long as this answer."""
    file, limit = request.files.get("file"), current_app.config["SETTINGS"].max_form_bytes
    data = _read(file, limit + 1)
    if not data:
        return _page(error="missing"), 422
    if len(data) > limit:
        return _page(error="too_large"), 413
    try:
        roots = _roots(request.files.get("roots"))
    except SigningError:
        return _page(error="roots"), 422
    own = bool(request.files.get("roots"))
    verdict = offload.run(_verifier(data), data, roots or published_roots())
    wanted = request.form.get("as", "")
    if wanted in _FORMS:
        return _kept(wanted, report(verdict, "web"), _name(file))
    return render_template("verify/verdict.html", verdict=verdict, name=_name(file), own_roots=own)


def _kept(form: str, made: dict[str, Any], name: str) -> Response:
    """The report as a file: JSON after its published schema, or PDF/A in both languages."""
    if form == "json":
        data = json.dumps(made, ensure_ascii=False, indent=2).encode() + b"\n"
    else:
        data = offload.run(verification_report, made, name)
    answer = Response(data, mimetype=_FORMS[form])
    answer.headers.set("Content-Disposition", "attachment", filename=f"heqi-report-{made['sha256'][:12]}.{form}")
    return answer


@verify.get("/offline.html")
@limiter.limit("30 per minute")
def offline() -> Response:
    """The verifier as one file to keep: it is opened from the device, and this site's own policy would not run it."""
    answer = Response(offline_verifier(), mimetype="text/html")
    answer.headers.set("Content-Disposition", "attachment", filename=FILE_NAME)
    answer.add_etag()
    return answer.make_conditional(request)


@verify.get("/roots.pem")
def roots() -> Response:
    """The roots this platform publishes, for the offline verifier."""
    answer = Response(published_roots_pem(), mimetype="application/x-pem-file")
    answer.headers.set("Content-Disposition", "attachment", filename="heqi-roots.pem")
    return answer


@verify.get("/<number>")
def paper(number: str) -> str:
    """Where the code on a printed page leads. The number is shown and never looked up.

    Raises:
        NotFound: it has not the form of such a number.
    """
    if not PATTERN.fullmatch(number):
        raise NotFound(kind="paper")
    return render_template("verify/paper.html", number=number, shown=Mark(number, "").shown)


def _page(error: str = "") -> str:
    limit = current_app.config["SETTINGS"].max_form_bytes // (1024 * 1024)
    return render_template("verify/page.html", error=error, limit=limit)


def _verifier(data: bytes) -> Any:
    return verify_agreement if data.startswith(PDF) else verify_bundle


def _read(file: FileStorage | None, most: int) -> bytes:
    """What was sent, up to `most` bytes; the place it was received in is given up at once."""
    if file is None:
        return b""
    try:
        return file.stream.read(most)
    finally:
        file.close()


def _roots(file: FileStorage | None) -> TrustRoots | None:
    """Roots the visitor brought; None when none were sent.

    Raises:
        SigningError: the file holds no certificate.
    """
    pem = _read(file, MOST_ROOT_BYTES)
    return TrustRoots.from_pem(pem) if pem else None


def _name(file: FileStorage | None) -> str:
    return (file.filename or "")[:200] if file else ""
