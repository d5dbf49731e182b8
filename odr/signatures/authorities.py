"""Which certificate authority and which time-stamp authorities the platform uses: two ports, filled by the settings."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from odr.access.vault import purpose_subkey
from odr.settings import Settings, UnsafeSettings
from signing.algorithms import SUITES
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.est import EstAuthority
from signing.authority.health import HealthBook, ServiceHealth
from signing.authority.keystore import KeyHome, KeyToken
from signing.authority.ports import CertificateAuthority, TimestampAuthority
from signing.authority.redundant import RedundantTimestamps
from signing.authority.remote import HttpTimestampAuthority
from signing.errors import SigningError

EMBEDDED = "embedded"


@dataclass
class _Current:
    certificates: CertificateAuthority | None = None
    timestamps: RedundantTimestamps | None = None
    embedded: EmbeddedAuthority | None = None
    earlier: tuple[bytes, ...] = ()


_current = _Current()


def use_authorities(settings: Settings) -> None:
    """Take the authorities that the settings name.

    `certificate_authority` is "embedded", the https address of an EST service (RFC 7030), or
    "package.module:factory", a callable that takes the settings and returns a CertificateAuthority; `timestamp_url`
    names "embedded" or RFC 3161 services in the order in which they are asked.

    Raises:
        UnsafeSettings: the factory cannot be found, or an authority cannot be used as it is configured.
    """
    folder = "authority" if settings.signature_profile == "p256" else f"authority-{settings.signature_profile}"
    embedded = EmbeddedAuthority(
        settings.keys_dir / folder,
        f"{settings.public_url}/pki/root.crl",
        keys=_home(settings, settings.keys_dir / folder),
        suite=SUITES[settings.signature_profile],
    )
    try:
        if settings.development_authority:
            embedded.create()
        _current.certificates = _certificates(settings, embedded)
    except SigningError as refused:
        raise UnsafeSettings(f"The keys of the certificate authority cannot be used: {refused}") from refused
    _current.embedded = embedded if settings.development_authority else None
    _current.timestamps = _timestamps(settings, embedded)
    _current.earlier = _earlier(settings.keys_dir)


def certificate_authority() -> CertificateAuthority:
    """The certificate authority in use."""
    if _current.certificates is None:
        raise RuntimeError("no certificate authority is in use")
    return _current.certificates


def timestamp_authority() -> TimestampAuthority:
    """The time-stamp authorities in use, as one."""
    return _stamping()


def embedded_authority() -> EmbeddedAuthority | None:
    """The platform's own authority where certificates or time-stamps come from it, else None."""
    return _current.embedded


def timestamp_health(*, ask: bool = False) -> tuple[ServiceHealth, ...]:
    """How each time-stamp authority has done, in their order; with `ask`, after asking every one of them now."""
    if ask:
        return _stamping().probe(hashlib.sha256(secrets.token_bytes(32)).digest())
    return _stamping().health()


def roots_pem() -> bytes:
    """The roots behind all authorities, PEM: what somebody must trust to trust what they issue, now or in earlier
    years under another profile or another authority."""
    certificates = x509.load_pem_x509_certificates(certificate_authority().roots_pem())
    others = [x509.load_der_x509_certificate(one) for one in (*timestamp_authority().roots, *_current.earlier)]
    return b"".join(one.public_bytes(Encoding.PEM) for one in dict.fromkeys([*certificates, *others]))


def _stamping() -> RedundantTimestamps:
    if _current.timestamps is None:
        raise RuntimeError("no time-stamp authority is in use")
    return _current.timestamps


def _certificates(settings: Settings, embedded: EmbeddedAuthority) -> CertificateAuthority:
    named = settings.certificate_authority
    if named == EMBEDDED:
        return embedded
    if named.startswith("https:") and settings.ca_roots and settings.ca_client:
        directory = settings.keys_dir / "licensed"
        licensed = EstAuthority(
            url=named,
            roots=_read_chain(settings.ca_roots),
            client=settings.ca_client,
            directory=directory,
            keys=_home(settings, directory),
            server_roots=settings.ca_server_roots,
            origin=urlsplit(settings.public_url).hostname or "heqi",
            suite=SUITES[settings.signature_profile],
        )
        licensed.create()
        return licensed
    module, _, factory = named.partition(":")
    try:
        return getattr(import_module(module), factory)(settings)
    except (ImportError, AttributeError, ValueError) as missing:
        raise UnsafeSettings(f"HEQI_CERTIFICATE_AUTHORITY names no factory: {named}") from missing


def _timestamps(settings: Settings, embedded: EmbeddedAuthority) -> RedundantTimestamps:
    chain_file = settings.keys_dir / "timestamp-chain.pem"
    chain = _read_chain(chain_file) if chain_file.exists() else ()
    found: list[TimestampAuthority] = []
    for url in settings.timestamp_urls:
        if url == EMBEDDED:
            found.append(EmbeddedTimestampAuthority(embedded))
            continue
        if not chain:
            raise UnsafeSettings("keys/timestamp-chain.pem must hold the roots of the time-stamp authorities (PEM).")
        kept = settings.data_dir / "timestamps" / hashlib.sha256(url.encode()).hexdigest()[:16]
        found.append(HttpTimestampAuthority(url, chain, kept=kept))
    return RedundantTimestamps(tuple(found), HealthBook(settings.data_dir / "timestamps" / "health"))


def _home(settings: Settings, directory: Path) -> KeyHome:
    return KeyHome(directory, purpose_subkey("authority keys"), _token(settings), frozenset(settings.pkcs11_keys))


def _token(settings: Settings) -> KeyToken | None:
    if not settings.pkcs11_module:
        return None
    found = import_module("signing.authority.token")
    return found.Pkcs11Token(settings.pkcs11_module, settings.pkcs11_token, settings.pkcs11_pin)


def _earlier(keys_dir: Path) -> tuple[bytes, ...]:
    """Roots of the embedded authority under every profile this installation ever used."""
    return tuple(path.read_bytes() for path in sorted(keys_dir.glob("authority*/root.der")))


def _read_chain(path: Path) -> tuple[bytes, ...]:
    try:
        certificates = x509.load_pem_x509_certificates(path.read_bytes())
    except ValueError as unreadable:
        raise UnsafeSettings(f"The file {path.name} holds no certificates (PEM).") from unreadable
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in certificates)
