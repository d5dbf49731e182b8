"""The authority for development and demonstration: root, issuing authority, seals, time-stamps, keys in files.

Its certificates say so themselves. A platform that stamps its own time is no independent evidence;
in production a licensed authority takes its place behind the same ports.
"""

import hashlib
import json
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fcntl import LOCK_EX, flock
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from signing.algorithms import P256, P384, SM2, Suite
from signing.authority import profiles
from signing.authority.keystore import KeyHome
from signing.authority.ports import (
    IssuedCertificate,
    OrganisationSubject,
    SignerSubject,
    TrustMaterial,
)
from signing.authority.profiles import Issuer
from signing.errors import AuthorityUnavailable, SigningError
from signing.keys import SigningIdentity, check_spki, load_certificate, write_whole

RENEWABLE = ("issuing", "timestamp")
_RENEW_SEAL_BEFORE = timedelta(hours=12)
_OUTLIVES = profiles.SIGNER_LIFETIME
"""How long a superseded issuing key still signs lists: until the last certificate it issued has run out."""
_REVOKED = "revoked.json"
_ROOT_LIST = "root.crl"
_MAKERS = {
    "issuing": profiles.issuing_certificate,
    "timestamp": profiles.timestamp_certificate,
    "log": profiles.log_certificate,
}


def present() -> datetime:
    """The machine's own time, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """One key of the authority, for the operator: where it lies and until when its certificate is valid."""

    name: str
    place: str
    expires: datetime
    current: bool


@dataclass(frozen=True, slots=True)
class EmbeddedAuthority:
    """A certificate authority under `directory`: certificates as files, keys where `keys` keeps them.

    `suite` is P-256 (below a P-384 root) or SM2 throughout. `list_address` is where the root's list is served.
    A renewed authority or time-stamp unit is a new generation ("issuing-2") with a key of its own; the one before
    still answers for what it certified.
    """

    directory: Path
    list_address: str = "http://pki.invalid/root.crl"
    keys: KeyHome | None = None
    suite: Suite = P256

    @property
    def development(self) -> bool:
        """Always: this authority must never be trusted by a court."""
        return True

    @property
    def home(self) -> KeyHome:
        """Where its keys live."""
        return self.keys or KeyHome(self.directory)

    def create(self) -> None:
        """Make root, issuing authority, time-stamp unit and log key, unless they exist.

        The root's certificate is written last, under a lock: two starts at the same moment agree, and a start that
        was cut off is taken up again.
        """
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.directory / ".setup", "a+b") as handle:
            flock(handle, LOCK_EX)
            if not (self.directory / "root.der").exists():
                self._set_up(present())
        self.home.seal_files()

    def _set_up(self, now: datetime) -> None:
        root_key = self.home.create("root", SM2 if self.suite is SM2 else P384)
        root = Issuer(profiles.root_certificate(root_key, now), root_key)
        for role, make in _MAKERS.items():
            spki = self.home.create(role, self.suite).spki
            write_whole(self.directory / f"{role}.der", make(spki, root, now, self.list_address))
        write_whole(self.directory / _ROOT_LIST, self._list_by(root, profiles.ROOT_LIST_LIFETIME))
        write_whole(self.directory / "root.der", root.certificate)

    def signer_request(self, spki: bytes, person: SignerSubject) -> bytes:
        """Nothing: the proof of possession over the platform's challenge is enough for an authority of its own."""
        return b""

    def issue_signer(self, spki: bytes, person: SignerSubject, request_signature: bytes = b"") -> IssuedCertificate:
        """A one-time certificate for a key whose possession was proved; 30 days."""
        check_spki(spki, self.suite)
        issuing = self._issuer(self._current("issuing"))
        certificate = profiles.signer_certificate(spki, person, issuing, present())
        return IssuedCertificate(certificate, (issuing.certificate,))

    def seal_identity(self, organisation: OrganisationSubject) -> SigningIdentity:
        """The organisation's key, under a certificate of at most 24 hours that is renewed in time."""
        folder = f"seals/{hashlib.sha256(organisation.identifier.encode()).hexdigest()[:32]}"
        home = self.directory / folder
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = self.home.create(f"{folder}/key", self.suite)
        issuing = self._issuer(self._current("issuing"))
        path = home / "certificate.der"
        if not _serves(path, organisation, issuing, key.spki):
            write_whole(path, profiles.seal_certificate(key.spki, organisation, issuing, present()))
        return SigningIdentity(path.read_bytes(), (issuing.certificate,), key)

    def log_identity(self) -> SigningIdentity:
        """The key that signs heads of the audit tree."""
        return SigningIdentity(self._der("log"), (), self.home.open("log"))

    def timestamp_identity(self) -> SigningIdentity:
        """The key of the time-stamp unit."""
        name = self._current("timestamp")
        return SigningIdentity(self._der(name), (), self.home.open(name))

    def trust_material(self) -> TrustMaterial:
        """Chains with revocation lists issued at this second."""
        issuing = self._answering()
        return TrustMaterial(
            roots=(self._der("root"),),
            issuing=tuple(self._der(name) for name in issuing),
            timestamping=tuple(self._der(name) for name in self.generations("timestamp")),
            log=(self._der("log"),),
            revocation_lists=(self.root_list(), *(self.issuing_list(name) for name in issuing)),
        )

    def timestamp_material(self) -> TrustMaterial:
        """The part of it that concerns the time-stamp unit."""
        units = tuple(self._der(name) for name in self.generations("timestamp"))
        return TrustMaterial((self._der("root"),), (), units, (), (self.root_list(),))

    def root_list(self) -> bytes:
        """The root's list: of this second where the root's key is here, else the last one made, while it is valid.

        Raises AuthorityUnavailable when that has run out: the root's key must be brought once.
        """
        if self.home.has("root"):
            return self._list_by(self._issuer("root"), profiles.ROOT_LIST_LIFETIME)
        kept = (self.directory / _ROOT_LIST).read_bytes()
        until = x509.load_der_x509_crl(kept).next_update_utc
        if until is None or until <= present():
            raise AuthorityUnavailable("revocation.root_list_over")
        return kept

    def issuing_list(self, name: str = "") -> bytes:
        """The list of an issuing authority, the present one when none is named, issued at this second."""
        return self._list_by(self._issuer(name or self._current("issuing")), profiles.ISSUING_LIST_LIFETIME)

    def keep_root_list(self) -> datetime:
        """Write the root's list anew for the time when its key is away; returns until when it is valid."""
        root = self._issuer("root")
        write_whole(self.directory / _ROOT_LIST, self._list_by(root, profiles.ROOT_LIST_LIFETIME))
        return present() + profiles.ROOT_LIST_LIFETIME

    def renew(self, role: str) -> str:
        """A new key and certificate for "issuing" or "timestamp", from this moment on; returns its name.

        Raises SigningError when the root's key is not here.
        """
        with open(self.directory / ".setup", "a+b") as handle:
            flock(handle, LOCK_EX)
            number = _number(self._current(role)) + 1
            name = f"{role}-{number}"
            root = self._issuer("root")
            spki = self.home.create(name, self.suite).spki
            write_whole(self.directory / f"{name}.der", _MAKERS[role](spki, root, present(), self.list_address, number))
            self.keep_root_list()
        return name

    def retire(self) -> tuple[str, ...]:
        """Destroy superseded keys that no valid certificate depends on any more; returns their names."""
        gone = []
        for role in RENEWABLE:
            needed = {self._current(role), *(self._answering() if role == "issuing" else ())}
            for name in self.generations(role):
                if name not in needed and self.home.has(name):
                    self.home.destroy(name)
                    gone.append(name)
        return tuple(gone)

    def status(self) -> tuple[KeyStatus, ...]:
        """Root, log, and every generation of issuing authority and time-stamp unit."""
        found = []
        for role in ("root", "log", *RENEWABLE):
            names = self.generations(role)
            for name in names:
                expires = load_certificate(self._der(name)).not_valid_after_utc
                found.append(KeyStatus(name, self.home.place(name), expires, name == names[-1]))
        return tuple(found)

    def generations(self, role: str) -> tuple[str, ...]:
        """The names a role has had, oldest first; the last one is at work."""
        names = [path.stem for path in self.directory.glob(f"{role}*.der")]
        return tuple(sorted((one for one in names if re.fullmatch(rf"{role}(-\d+)?", one)), key=_number))

    def roots_pem(self) -> bytes:
        """The root certificate, PEM."""
        return load_certificate(self._der("root")).public_bytes(Encoding.PEM)

    def revoke(self, certificate: bytes) -> None:
        """Put a certificate on its issuer's list from now on."""
        parsed = load_certificate(certificate)
        issuers = {load_certificate(self._der(name)).subject: name for name in ("root", *self.generations("issuing"))}
        entry = {
            "issuer": issuers[parsed.issuer],
            "serial": str(parsed.serial_number),
            "at": present().isoformat(),
        }
        write_whole(self.directory / _REVOKED, json.dumps([*self._revoked(), entry]).encode())
        if entry["issuer"] == "root" and self.home.has("root"):
            self.keep_root_list()

    def _revoked(self) -> list[dict[str, str]]:
        path = self.directory / _REVOKED
        return json.loads(path.read_bytes()) if path.exists() else []

    def _list_by(self, issuer: Issuer, lifetime: timedelta) -> bytes:
        subject = issuer.name
        names = [n for n in ("root", *self.generations("issuing")) if (self.directory / f"{n}.der").exists()]
        ours = {name for name in names if load_certificate(self._der(name)).subject == subject}
        revoked = tuple(
            (int(one["serial"]), datetime.fromisoformat(one["at"])) for one in self._revoked() if one["issuer"] in ours
        )
        now = present()
        return profiles.revocation_list(issuer, number=time.time_ns(), now=now, lifetime=lifetime, revoked=revoked)

    def _answering(self) -> tuple[str, ...]:
        """The issuing authority at work, and those before it whose certificates have not all run out."""
        names = self.generations("issuing")
        until = [load_certificate(self._der(name)).not_valid_before_utc for name in names[1:]]
        earlier = [name for name, end in zip(names, until, strict=False) if end + _OUTLIVES > present()]
        return (*(name for name in earlier if self.home.has(name)), names[-1])

    def _current(self, role: str) -> str:
        if role not in (*RENEWABLE, "log"):
            raise SigningError("keys.missing", name=role)
        return self.generations(role)[-1]

    def _issuer(self, name: str) -> Issuer:
        return Issuer(self._der(name), self.home.open(name))

    def _der(self, name: str) -> bytes:
        return (self.directory / f"{name}.der").read_bytes()


def _number(name: str) -> int:
    """The generation a name stands for: 1 when it has no number."""
    _, _, number = name.partition("-")
    return int(number or 1)


def _serves(path: Path, organisation: OrganisationSubject, issuing: Issuer, spki: bytes) -> bool:
    """Is there a seal certificate by this issuer for this organisation and key with half its day still to run?"""
    if not path.exists():
        return False
    certificate = load_certificate(path.read_bytes())
    names = {str(one.value) for one in certificate.subject}
    fits = organisation.name in names and organisation.identifier in names and certificate.issuer == issuing.name
    named = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.key_identifier
    return (
        fits
        and named == profiles.key_identifier(spki)
        and certificate.not_valid_after_utc - present() > _RENEW_SEAL_BEFORE
    )
