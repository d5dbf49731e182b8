"""Certificates and revocation lists at the addresses that our certificates name (RFC 5280 §4.2.1.13)."""

from __future__ import annotations

from flask import Blueprint, Response

from blueprints.limits import limiter
from odr.signatures.published import authority_certificate, revocation_list

pki = Blueprint("pki", __name__, url_prefix="/pki")


@pki.get("/<name>.crl")
@limiter.limit("120 per minute")
def listed(name: str) -> Response:
    """The revocation list of the root or of an issuing authority."""
    return Response(revocation_list(name), mimetype="application/pkix-crl")


@pki.get("/<name>.cer")
@limiter.limit("120 per minute")
def certificate(name: str) -> Response:
    """The certificate of the root, of an issuing authority or of a time-stamp unit."""
    return Response(authority_certificate(name), mimetype="application/pkix-cert")
