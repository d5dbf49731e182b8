"""What the platform asks of a certificate authority and of a time-stamp authority, whoever they are."""

from dataclasses import dataclass
from typing import Protocol

from cryptography import x509

from signing.algorithms import Suite
from signing.keys import SigningIdentity


@dataclass(frozen=True, slots=True)
class SignerSubject:
    """The natural person a one-time certificate names.

    `pseudonym` is a keyed pseudonym made by the platform, never the number of an identity document.
    """

    surname: str
    given_name: str
    common_name: str
    pseudonym: str
    country: str = "CN"


@dataclass(frozen=True, slots=True)
class OrganisationSubject:
    """The organisation a seal certificate names; `identifier` follows EN 319 412-1 §5.1.4, e.g. NTRCN-…"""

    name: str
    identifier: str
    country: str = "CN"


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate and its issuers below the root, all DER."""

    certificate: bytes
    chain: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class TrustMaterial:
    """Everything a verifier needs beside the documents, all DER; the lists are as fresh as the call."""

    roots: tuple[bytes, ...]
    issuing: tuple[bytes, ...]
    timestamping: tuple[bytes, ...]
    log: tuple[bytes, ...]
    revocation_lists: tuple[bytes, ...]

    @property
    def intermediates(self) -> tuple[bytes, ...]:
        """Every certificate that is not a root."""
        return (*self.issuing, *self.timestamping, *self.log)

    def joined(self, other: "TrustMaterial") -> "TrustMaterial":
        """Both together, each certificate once, and one list of each issuing key: ours where both have one."""
        lists = {_issuing_key(one): one for one in (*other.revocation_lists, *self.revocation_lists)}
        return TrustMaterial(
            roots=tuple(dict.fromkeys((*self.roots, *other.roots))),
            issuing=tuple(dict.fromkeys((*self.issuing, *other.issuing))),
            timestamping=tuple(dict.fromkeys((*self.timestamping, *other.timestamping))),
            log=tuple(dict.fromkeys((*self.log, *other.log))),
            revocation_lists=tuple(lists.values()),
        )


def _issuing_key(revocation_list: bytes) -> tuple[x509.Name, bytes]:
    parsed = x509.load_der_x509_crl(revocation_list)
    try:
        named = parsed.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
    except x509.ExtensionNotFound:
        named = None
    return parsed.issuer, named or b""


class CertificateAuthority(Protocol):
    """Issues one-time certificates and keeps the organisation's and the log's identities."""

    @property
    def development(self) -> bool:
        """Is this authority for development and demonstration only?"""
        ...

    @property
    def suite(self) -> Suite:
        """The algorithms of the keys it certifies."""
        ...

    def signer_request(self, spki: bytes, person: SignerSubject) -> bytes:
        """What the signatory's key must sign before this authority certifies it: a CertificationRequestInfo
        (RFC 2986 §4.1, DER), the same for the same input; or nothing."""
        ...

    def issue_signer(self, spki: bytes, person: SignerSubject, request_signature: bytes = b"") -> IssuedCertificate:
        """Certify a key whose possession was proved already; `request_signature` (raw r‖s) is over `signer_request`.

        Raises AuthorityUnavailable when it does not answer, or answers with what was not asked for.
        """
        ...

    def seal_identity(self, organisation: OrganisationSubject) -> SigningIdentity:
        """The organisation's key under a certificate that is valid today."""
        ...

    def log_identity(self) -> SigningIdentity:
        """The key that signs heads of the audit tree."""
        ...

    def trust_material(self) -> TrustMaterial:
        """Chains and revocation lists issued now; called after the last signature."""
        ...

    def roots_pem(self) -> bytes:
        """The roots a verifier must be given by hand."""
        ...


class TimestampAuthority(Protocol):
    """Says when: RFC 3161."""

    @property
    def name(self) -> str:
        """How the operator knows it."""
        ...

    @property
    def development(self) -> bool:
        """Is this authority for development and demonstration only?"""
        ...

    def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
        """A token (ContentInfo, DER) over a SHA-256 or SM3 digest; raises AuthorityUnavailable."""
        ...

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The roots (DER) its certificates lead to."""
        ...

    def trust_material(self) -> TrustMaterial:
        """Its chain and the revocation lists of now; may ask the network and raise AuthorityUnavailable."""
        ...
