"""Revocation lists of other people's authorities: fetched where their certificates say, kept for when they are away."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.authority.web import exchange
from signing.errors import AuthorityUnavailable
from signing.keys import load_certificate, write_whole

LARGEST_LIST = 16 * 1024 * 1024
_OK = 200


def fetch_list(address: str, *, timeout_seconds: float, kept: Path | None) -> bytes:
    """The list at `address` (DER); when it cannot be had, the one kept in the folder `kept`, while that is valid.

    Raises AuthorityUnavailable "revocation.unreachable".
    """
    place = kept / f"{hashlib.sha256(address.encode()).hexdigest()[:32]}.crl" if kept is not None else None
    try:
        found = _fetch(address, timeout_seconds)
    except AuthorityUnavailable:
        if place is None or not place.exists() or not _valid(place.read_bytes()):
            raise
        return place.read_bytes()
    if place is not None:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(place, found)
    return found


def _fetch(address: str, timeout_seconds: float) -> bytes:
    answer = exchange(address, timeout_seconds=timeout_seconds, at_most=LARGEST_LIST, service="revocation")
    try:
        if answer.status != _OK:
            raise AuthorityUnavailable("revocation.unreachable")
        return x509.load_der_x509_crl(answer.body).public_bytes(Encoding.DER)
    except ValueError as error:
        raise AuthorityUnavailable("revocation.unreachable") from error


def _valid(data: bytes) -> bool:
    until = x509.load_der_x509_crl(data).next_update_utc
    return until is not None and until > datetime.now(UTC)


def list_addresses(certificate: bytes) -> list[str]:
    """Where a certificate says its revocation list lies over HTTP; the first address of each place."""
    try:
        points = load_certificate(certificate).extensions.get_extension_for_class(x509.CRLDistributionPoints).value
    except x509.ExtensionNotFound:
        return []
    named = [point.full_name or [] for point in points]
    addresses = [[one.value for one in names if isinstance(one, x509.UniformResourceIdentifier)] for names in named]
    return [found[0] for found in addresses if found and found[0].startswith(("http://", "https://"))]


def is_root(certificate: bytes) -> bool:
    """Is the certificate issued by its own subject?"""
    parsed = load_certificate(certificate)
    return parsed.subject == parsed.issuer
