"""Which certificate authority and which time-stamp authority the platform uses: two ports, filled by the settings."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from odr.settings import Settings, UnsafeSettings
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from signing.authority.ports import CertificateAuthority, TimestampAuthority
from signing.authority.remote import HttpTimestampAuthority

EMBEDDED = "embedded"


@dataclass
class _Current:
    certificates: CertificateAuthority | None = None
    timestamps: TimestampAuthority | None = None


_current = _Current()


def use_authorities(settings: Settings) -> None:
    """Take the authorities that the settings name.

    `certificate_authority` is "embedded" or "package.module:factory", a callable that takes the settings and returns
    a CertificateAuthority; `timestamp_url` is "embedded" or the address of an RFC 3161 service.

    Raises:
        UnsafeSettings: the factory cannot be found.
    """
    directory = settings.keys_dir / "authority"
    embedded = EmbeddedAuthority(directory)
    if settings.development_authority:
        embedded.create()
    _current.certificates = (
        embedded if settings.certificate_authority == EMBEDDED else _named(settings.certificate_authority, settings)
    )
    _current.timestamps = (
        EmbeddedTimestampAuthority(directory)
        if settings.timestamp_url == EMBEDDED
        else HttpTimestampAuthority(settings.timestamp_url, _chain(settings.data_dir))
    )


def certificate_authority() -> CertificateAuthority:
    """The certificate authority in use."""
    if _current.certificates is None:
        raise RuntimeError("no certificate authority is in use")
    return _current.certificates


def roots_pem() -> bytes:
    """The roots behind both authorities, PEM: what somebody must trust to trust what they issue."""
    certificates = x509.load_pem_x509_certificates(certificate_authority().roots_pem())
    stamping = [x509.load_der_x509_certificate(one) for one in timestamp_authority().roots]
    return b"".join(one.public_bytes(Encoding.PEM) for one in dict.fromkeys([*certificates, *stamping]))


def timestamp_authority() -> TimestampAuthority:
    """The time-stamp authority in use."""
    if _current.timestamps is None:
        raise RuntimeError("no time-stamp authority is in use")
    return _current.timestamps


def _named(place: str, settings: Settings) -> CertificateAuthority:
    module, _, factory = place.partition(":")
    try:
        return getattr(import_module(module), factory)(settings)
    except (ImportError, AttributeError, ValueError) as missing:
        raise UnsafeSettings(f"HEQI_CERTIFICATE_AUTHORITY names no factory: {place}") from missing


def _chain(data_dir: Path) -> tuple[bytes, ...]:
    chain = data_dir / "keys" / "timestamp-chain.pem"
    if not chain.exists():
        return ()
    certificates = x509.load_pem_x509_certificates(chain.read_bytes())
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in certificates)
