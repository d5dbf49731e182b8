"""A licensed certificate authority over EST (RFC 7030): the signatory's key signs the request where it is, we carry it.

The authority knows us by our TLS client certificate, we know it by roots that the operator was given by hand
(RFC 7030 §4.1.1: the explicit trust anchors). Only what was asked for is taken: the very key, the very person,
for signing, valid long enough, leading to those roots.
"""

import base64
import binascii
import json
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from asn1crypto import core, csr
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import NameOID

from signing.algorithms import P256, Suite
from signing.authority import profiles
from signing.authority.keystore import KeyHome
from signing.authority.lists import fetch_list, is_root, list_addresses
from signing.authority.ports import IssuedCertificate, OrganisationSubject, SignerSubject, TrustMaterial
from signing.authority.web import Answer, exchange
from signing.errors import AuthorityUnavailable, VerificationError
from signing.keys import (
    ORGANISATION_IDENTIFIER,
    SigningIdentity,
    certificate_spki,
    check_proof,
    check_spki,
    load_certificate,
    raw_to_der,
    subject_attribute,
    write_whole,
)
from signing.trust import KnownCertificates, TrustRoots, check_chain

LARGEST_ANSWER = 256 * 1024
LEAST_LIFE = timedelta(days=7)
"""A certificate that runs out before the ceremony can end would make the person sign twice."""
PATIENCE = timedelta(seconds=10)
"""How long we wait, in all, for an authority that says 202; longer and the person is told to come back."""
_OK, _ACCEPTED = 200, 202
_LISTS = "lists.json"


@dataclass(frozen=True, slots=True)
class EstAuthority:
    """The EST service at `url` (https://…/.well-known/est, with or without a label).

    `roots` (DER) are the authority's own, `client` a PEM file with our TLS certificate and key, `server_roots` a PEM
    file for the TLS of the service (the machine's own roots when none). Seals and the log's key lie in `keys`.
    """

    url: str
    roots: tuple[bytes, ...]
    client: Path
    directory: Path
    keys: KeyHome
    server_roots: Path | None = None
    origin: str = "heqi"
    timeout_seconds: float = 10.0
    suite: Suite = field(default=P256)

    @property
    def development(self) -> bool:
        """No: an authority that certifies us under its own rules stands behind it."""
        return False

    @property
    def name(self) -> str:
        """How the operator knows it."""
        return urlsplit(self.url).netloc.rpartition("@")[2]

    def create(self) -> None:
        """Make the key of the log with its own certificate, unless it exists."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = self.keys.create("log", self.suite)
        place = self.directory / "log.der"
        if not place.exists():
            write_whole(place, profiles.own_log_certificate(key, self.origin, _now()))

    def signer_request(self, spki: bytes, person: SignerSubject) -> bytes:
        """The CertificationRequestInfo (RFC 2986 §4.1, DER) the signatory's key signs: this person, this key."""
        check_spki(spki, self.suite)
        parts = {
            "country_name": person.country,
            "surname": person.surname,
            "given_name": person.given_name,
            "serial_number": person.pseudonym,
            "common_name": person.common_name,
        }
        return _request_info(parts, spki)

    def issue_signer(self, spki: bytes, person: SignerSubject, request_signature: bytes = b"") -> IssuedCertificate:
        """A certificate for the key that signed the request; raises AuthorityUnavailable, and nothing is kept then."""
        info = self.signer_request(spki, person)
        check_proof(spki, request_signature, info, self.suite)
        issued = self._enrol(info, raw_to_der(request_signature, self.suite), spki)
        self._check(issued, spki, {NameOID.COMMON_NAME: person.common_name, NameOID.SERIAL_NUMBER: person.pseudonym})
        self._remember_lists(issued.certificate)
        return issued

    def seal_identity(self, organisation: OrganisationSubject) -> SigningIdentity:
        """The organisation's key under a certificate of this authority, enrolled again before half its life is over."""
        folder = f"seals/{sha256(organisation.identifier.encode()).hexdigest()[:32]}"
        home = self.directory / folder
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        key = self.keys.create(f"{folder}/key", self.suite)
        place = home / "certificates.pem"
        if not _serves(place, key.spki):
            issued = self._enrol_seal(organisation, key.spki, key.sign)
            chain = (load_certificate(one) for one in (issued.certificate, *issued.chain))
            write_whole(place, b"".join(one.public_bytes(Encoding.PEM) for one in chain))
        found = x509.load_pem_x509_certificates(place.read_bytes())
        certificate, *chain = (one.public_bytes(Encoding.DER) for one in found)
        return SigningIdentity(certificate, tuple(chain), key)

    def log_identity(self) -> SigningIdentity:
        """The key that signs heads of the audit tree, under a certificate of its own that is handed to verifiers."""
        return SigningIdentity((self.directory / "log.der").read_bytes(), (), self.keys.open("log"))

    def trust_material(self) -> TrustMaterial:
        """The authority's chain, and the revocation lists that its certificates point to, fetched now."""
        between = self._intermediates()
        addresses = dict.fromkeys((*(a for one in between for a in list_addresses(one)), *self._remembered_lists()))
        return TrustMaterial(
            roots=self.roots,
            issuing=between,
            timestamping=(),
            log=((self.directory / "log.der").read_bytes(),),
            revocation_lists=tuple(
                fetch_list(one, timeout_seconds=self.timeout_seconds, kept=self.directory / "lists")
                for one in addresses
            ),
        )

    def roots_pem(self) -> bytes:
        """The authority's roots, and the log's own certificate, which is believed for nothing but the log."""
        trusted = (*self.roots, (self.directory / "log.der").read_bytes())
        return b"".join(load_certificate(one).public_bytes(Encoding.PEM) for one in trusted)

    def _enrol_seal(
        self, organisation: OrganisationSubject, spki: bytes, sign: Callable[[bytes], bytes]
    ) -> IssuedCertificate:
        parts = {
            "country_name": organisation.country,
            "organization_name": organisation.name,
            "organization_identifier": organisation.identifier,
            "common_name": organisation.name,
        }
        info = _request_info(parts, spki)
        issued = self._enrol(info, sign(info), spki)
        wanted = {NameOID.COMMON_NAME: organisation.name, ORGANISATION_IDENTIFIER: organisation.identifier}
        self._check(issued, spki, wanted, least=timedelta(hours=12))
        self._remember_lists(issued.certificate)
        return issued

    def _enrol(self, info: bytes, signature: bytes, spki: bytes) -> IssuedCertificate:
        """POST /simpleenroll (RFC 7030 §4.2), again after a 202 for as long as our patience lasts."""
        body = base64.encodebytes(_request(info, signature, self.suite))
        until = time.monotonic() + PATIENCE.total_seconds()
        while (answer := self._post(body)).status == _ACCEPTED:
            wait = _retry_after(answer)
            if time.monotonic() + wait > until:
                raise AuthorityUnavailable("enrolment.pending", seconds=round(wait))
            time.sleep(wait)
        if answer.status != _OK:
            raise AuthorityUnavailable("enrolment.refused", status=answer.status)
        found = _certificates(answer)
        own = [one for one in found if certificate_spki(one) == spki]
        if len(own) != 1:
            raise AuthorityUnavailable("enrolment.other_key")
        return IssuedCertificate(own[0], self._intermediates())

    def _post(self, body: bytes) -> Answer:
        headers = {"Content-Type": "application/pkcs10", "Content-Transfer-Encoding": "base64"}
        return self._ask("simpleenroll", body, headers)

    def _intermediates(self) -> tuple[bytes, ...]:
        """The authorities below the roots (GET /cacerts, RFC 7030 §4.1), without those that lead to none of ours."""
        answer = self._ask("cacerts")
        if answer.status != _OK:
            raise AuthorityUnavailable("enrolment.refused", status=answer.status)
        below = tuple(one for one in _certificates(answer) if not is_root(one))
        return tuple(one for one in below if self._leads_to_roots(one, below))

    def _leads_to_roots(self, certificate: bytes, known: tuple[bytes, ...], usage: str = "key_cert_sign") -> bool:
        try:
            check_chain(
                certificate,
                TrustRoots(self.roots),
                KnownCertificates(known, ()),
                datetime.now(UTC),
                key_usage={usage},
                end_entity_must_be_listed=False,
                revocation=False,
            )
        except VerificationError:
            return False
        return True

    def _ask(self, what: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Answer:
        return exchange(
            f"{self.url.rstrip('/')}/{what}",
            timeout_seconds=self.timeout_seconds,
            at_most=LARGEST_ANSWER,
            service="enrolment",
            body=body,
            headers=headers,
            context=self._context(),
        )

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=str(self.server_roots) if self.server_roots else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.client)
        except (OSError, ssl.SSLError) as error:
            raise AuthorityUnavailable("enrolment.unreachable") from error
        return context

    def _check(
        self,
        issued: IssuedCertificate,
        spki: bytes,
        subject: dict[x509.ObjectIdentifier, str],
        least: timedelta = LEAST_LIFE,
    ) -> None:
        certificate = load_certificate(issued.certificate)
        if certificate_spki(issued.certificate) != spki:
            raise AuthorityUnavailable("enrolment.other_key")
        if any(subject_attribute(issued.certificate, oid) != value for oid, value in subject.items()):
            raise AuthorityUnavailable("enrolment.profile", what="subject")
        _check_usage(certificate)
        now = datetime.now(UTC)
        if certificate.not_valid_before_utc > now or certificate.not_valid_after_utc < now + least:
            raise AuthorityUnavailable("enrolment.profile", what="validity")
        if not self._leads_to_roots(issued.certificate, issued.chain, "non_repudiation"):
            raise AuthorityUnavailable("enrolment.chain")

    def _remember_lists(self, certificate: bytes) -> None:
        """Where the list of this certificate's issuer lies: needed when a document it signed is finished."""
        known = self._remembered_lists()
        found = dict.fromkeys((*known, *list_addresses(certificate)))
        if len(found) > len(known):
            write_whole(self.directory / _LISTS, json.dumps(list(found)).encode())

    def _remembered_lists(self) -> tuple[str, ...]:
        place = self.directory / _LISTS
        return tuple(json.loads(place.read_bytes())) if place.exists() else ()


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _request_info(parts: dict[str, str], spki: bytes) -> bytes:
    """Subject, key, and the extensions we ask for: signing what one means (contentCommitment), and nothing else."""
    name = asn1_x509.Name.build({part: value for part, value in parts.items() if value})
    purposes = asn1_x509.ExtKeyUsageSyntax([profiles.DOCUMENT_SIGNING.dotted_string, "email_protection"])
    wanted = [
        {"extn_id": "key_usage", "critical": True, "extn_value": asn1_x509.KeyUsage({"non_repudiation"})},
        {"extn_id": "extended_key_usage", "critical": False, "extn_value": purposes},
    ]
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": name,
            "subject_pk_info": asn1_keys.PublicKeyInfo.load(spki),
            "attributes": [{"type": "extension_request", "values": [wanted]}],
        }
    )
    return info.dump()


def _request(info: bytes, signature: bytes, suite: Suite) -> bytes:
    return csr.CertificationRequest(
        {
            "certification_request_info": csr.CertificationRequestInfo.load(info),
            "signature_algorithm": {"algorithm": suite.mechanism},
            "signature": core.OctetBitString(signature),
        }
    ).dump()


def _certificates(answer: Answer) -> tuple[bytes, ...]:
    """The certificates of a certs-only answer, in base64 (RFC 7030 §4.1.3, §4.2.3; RFC 8951 §3)."""
    try:
        data = base64.b64decode(b"".join(answer.body.split()), validate=True)
        if answer.content_type != "application/pkcs7-mime":
            raise AuthorityUnavailable("enrolment.reply_form")
        return tuple(one.public_bytes(Encoding.DER) for one in pkcs7.load_der_pkcs7_certificates(data))
    except (ValueError, binascii.Error) as error:
        raise AuthorityUnavailable("enrolment.reply_form") from error


def _retry_after(answer: Answer) -> float:
    """Seconds to wait: a number, or a date (RFC 9110 §10.2.3); at least one."""
    said = answer.headers.get("retry-after", "")
    try:
        wait = float(said) if said.isdigit() else (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError) as error:
        raise AuthorityUnavailable("enrolment.reply_form") from error
    return max(1.0, wait)


def _check_usage(certificate: x509.Certificate) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError) as error:
        raise AuthorityUnavailable("enrolment.profile", what="keyUsage") from error
    if not usage.content_commitment or usage.key_cert_sign or usage.crl_sign:
        raise AuthorityUnavailable("enrolment.profile", what="keyUsage")


def _serves(place: Path, spki: bytes) -> bool:
    """Is there a seal certificate for this key with at least half its life to run?"""
    if not place.exists():
        return False
    certificate = x509.load_pem_x509_certificates(place.read_bytes())[0]
    span = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    half = certificate.not_valid_after_utc - datetime.now(UTC) > span / 2
    return half and certificate_spki(certificate.public_bytes(Encoding.DER)) == spki
