"""The authority for development and demonstration: root, issuing authority, seals, time-stamps, keys in files.

Its certificates say so themselves. A platform that stamps its own time is no independent evidence;
in production a licensed authority takes its place behind the same ports.
"""

import hashlib
import json
import os
import secrets
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from signing.authority import profiles
from signing.authority.ports import (
    IssuedCertificate,
    OrganisationSubject,
    SignerSubject,
    TrustMaterial,
)
from signing.keys import FileKey, SigningIdentity, load_spki

_RENEW_SEAL_BEFORE = timedelta(hours=12)
_REVOKED = "revoked.json"


def present() -> datetime:
    """The machine's own time, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def _write(path: Path, data: bytes) -> None:
    """Put `data` at `path` whole or not at all, readable by the owner alone."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # made with mode 0600
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(name, path)


def _new_key(path: Path, curve: ec.EllipticCurve) -> ec.EllipticCurvePrivateKey:
    key = ec.generate_private_key(curve)
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    _write(path, key.private_bytes(encoding, form, serialization.NoEncryption()))
    return key


def _save(directory: Path, name: str, certificate: x509.Certificate) -> None:
    _write(directory / f"{name}.der", certificate.public_bytes(serialization.Encoding.DER))


@dataclass(frozen=True, slots=True)
class EmbeddedAuthority:
    """A certificate authority whose keys lie as PEM files, mode 0600, under `directory`."""

    directory: Path
    list_address: str = "http://pki.invalid/root.crl"

    @property
    def development(self) -> bool:
        """Always: this authority must never be trusted by a court."""
        return True

    def create(self) -> None:
        """Make root, issuing authority, time-stamp unit and log key, unless they exist.

        Everything is made aside and moved into place at once, so two starts at the same moment agree.
        """
        if self.directory.exists():
            return
        self.directory.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=self.directory.parent))
        _create_in(aside, self.list_address)
        try:
            aside.rename(self.directory)
        except OSError:
            shutil.rmtree(aside)
            if not self.directory.is_dir():
                raise

    def issue_signer(self, spki: bytes, person: SignerSubject) -> IssuedCertificate:
        """A one-time certificate for a key whose possession was proved; 30 days."""
        certificate = profiles.signer_certificate(
            load_spki(spki), person, self._certificate("issuing"), self._key("issuing"), present()
        )
        return IssuedCertificate(certificate.public_bytes(serialization.Encoding.DER), (self._der("issuing"),))

    def seal_identity(self, organisation: OrganisationSubject) -> SigningIdentity:
        """The organisation's key, under a certificate of at most 24 hours that is renewed in time."""
        home = self.directory / "seals" / hashlib.sha256(organisation.identifier.encode()).hexdigest()[:32]
        home.mkdir(parents=True, exist_ok=True)
        key_path, certificate_path = home / "key.pem", home / "certificate.der"
        if not key_path.exists():
            _new_key_once(key_path)
        key = FileKey(key_path)
        if not _serves(certificate_path, organisation):
            public = key.load().public_key()
            fresh = profiles.seal_certificate(
                public, organisation, self._certificate("issuing"), self._key("issuing"), present()
            )
            _save(home, "certificate", fresh)
        return SigningIdentity(certificate_path.read_bytes(), (self._der("issuing"),), key)

    def log_identity(self) -> SigningIdentity:
        """The key that signs heads of the audit tree."""
        return SigningIdentity(self._der("log"), (), FileKey(self.directory / "log.pem"))

    def timestamp_identity(self) -> SigningIdentity:
        """The key of the time-stamp unit."""
        return SigningIdentity(self._der("timestamp"), (), FileKey(self.directory / "timestamp.pem"))

    def trust_material(self) -> TrustMaterial:
        """Chains with revocation lists issued at this second."""
        return TrustMaterial(
            roots=(self._der("root"),),
            issuing=(self._der("issuing"),),
            timestamping=(self._der("timestamp"),),
            log=(self._der("log"),),
            revocation_lists=(
                self._list("root", profiles.ROOT_LIST_LIFETIME),
                self._list("issuing", profiles.ISSUING_LIST_LIFETIME),
            ),
        )

    def timestamp_material(self) -> TrustMaterial:
        """The part of it that concerns the time-stamp unit."""
        root_list = self._list("root", profiles.ROOT_LIST_LIFETIME)
        return TrustMaterial((self._der("root"),), (), (self._der("timestamp"),), (), (root_list,))

    def roots_pem(self) -> bytes:
        """The root certificate, PEM."""
        return self._certificate("root").public_bytes(serialization.Encoding.PEM)

    def revoke(self, certificate: bytes) -> None:
        """Put a certificate on its issuer's list from now on."""
        parsed = x509.load_der_x509_certificate(certificate)
        issuer = "root" if parsed.issuer == self._certificate("root").subject else "issuing"
        entries = [
            *self._revoked(),
            {"issuer": issuer, "serial": str(parsed.serial_number), "at": present().isoformat()},
        ]
        _write(self.directory / _REVOKED, json.dumps(entries).encode())

    def _revoked(self) -> list[dict[str, str]]:
        path = self.directory / _REVOKED
        return json.loads(path.read_bytes()) if path.exists() else []

    def _list(self, issuer: str, lifetime: timedelta) -> bytes:
        revoked = tuple(
            (int(one["serial"]), datetime.fromisoformat(one["at"]))
            for one in self._revoked()
            if one["issuer"] == issuer
        )
        made = profiles.revocation_list(
            self._certificate(issuer),
            self._key(issuer),
            number=time.time_ns(),
            now=present(),
            lifetime=lifetime,
            revoked=revoked,
        )
        return made.public_bytes(serialization.Encoding.DER)

    def _der(self, name: str) -> bytes:
        return (self.directory / f"{name}.der").read_bytes()

    def _certificate(self, name: str) -> x509.Certificate:
        return x509.load_der_x509_certificate(self._der(name))

    def _key(self, name: str) -> ec.EllipticCurvePrivateKey:
        return FileKey(self.directory / f"{name}.pem").load()


def _create_in(directory: Path, list_address: str) -> None:
    now = present()
    root_key = _new_key(directory / "root.pem", ec.SECP384R1())
    root = profiles.root_certificate(root_key, now)
    _save(directory, "root", root)
    for name, profile in (
        ("issuing", profiles.issuing_certificate),
        ("timestamp", profiles.timestamp_certificate),
        ("log", profiles.log_certificate),
    ):
        key = _new_key(directory / f"{name}.pem", ec.SECP256R1())
        _save(directory, name, profile(key.public_key(), root, root_key, now, list_address))


def _new_key_once(path: Path) -> None:
    """Make a key; of two makers at the same moment the first one's key stays."""
    aside = path.with_name(f"{secrets.token_hex(8)}.pem")
    _new_key(aside, ec.SECP256R1())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass  # another process made it a moment ago; its key is the one both will use
    finally:
        aside.unlink()


def _serves(path: Path, organisation: OrganisationSubject) -> bool:
    """Is there a seal certificate for this organisation with half its day still to run?"""
    if not path.exists():
        return False
    certificate = x509.load_der_x509_certificate(path.read_bytes())
    names = {str(one.value) for one in certificate.subject}
    fits = organisation.name in names and organisation.identifier in names
    return fits and certificate.not_valid_after_utc - present() > _RENEW_SEAL_BEFORE
