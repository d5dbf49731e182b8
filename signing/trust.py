"""Trust: the roots somebody hands us, and whether a certificate chain ends in one of them at a given moment."""

from collections.abc import Coroutine, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from asn1crypto import crl as asn1_crl
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.errors import PathBuildingError, ValidationError
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from signing.algorithms import BothValidator
from signing.errors import SigningError, VerificationError


@dataclass(frozen=True, slots=True)
class TrustRoots:
    """The certificates (DER) a verifier believes. There is no default and no empty set."""

    certificates: tuple[bytes, ...]

    def __post_init__(self) -> None:
        if not self.certificates:
            raise SigningError("trust.no_roots")

    @classmethod
    def from_pem(cls, pem: bytes) -> "TrustRoots":
        """Read one or more PEM certificates; raises SigningError when there is none."""
        try:
            found = x509.load_pem_x509_certificates(pem)
        except ValueError as error:
            raise SigningError("trust.no_roots") from error
        return cls(tuple(one.public_bytes(Encoding.DER) for one in found))

    @classmethod
    def from_file(cls, path: Path) -> "TrustRoots":
        """Read roots from a PEM file; raises SigningError when it cannot be read or holds none."""
        try:
            return cls.from_pem(path.read_bytes())
        except OSError as error:
            raise SigningError("trust.roots_unreadable", name=path.name) from error

    def parsed(self) -> list[asn1_x509.Certificate]:
        """The roots for the path builder: authorities only, so that a pinned log key can certify nobody."""
        found = [asn1_x509.Certificate.load(one) for one in self.certificates]
        return [one for one in found if one.ca]

    def pins(self, certificate: bytes) -> bool:
        """Was this very certificate handed over as trusted?"""
        return certificate in self.certificates


@dataclass(frozen=True)
class KnownCertificates:
    """Certificates and revocation lists (DER) that came with what is being checked; each is parsed once."""

    certificates: tuple[bytes, ...]
    revocation_lists: tuple[bytes, ...]

    def parsed_certificates(self) -> list[asn1_x509.Certificate]:
        """The certificates for the path builder."""
        return list(self._certificates)

    def parsed_lists(self) -> list[asn1_crl.CertificateList]:
        """The revocation lists for the path builder."""
        return list(self._lists)

    @cached_property
    def _certificates(self) -> list[asn1_x509.Certificate]:
        return [asn1_x509.Certificate.load(one) for one in self.certificates]

    @cached_property
    def _lists(self) -> list[asn1_crl.CertificateList]:
        return [asn1_crl.CertificateList.load(one) for one in self.revocation_lists]


NOT_ASKED = CertRevTrustPolicy(
    RevocationCheckingPolicy(RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.NO_CHECK)
)
"""For an answer that is about to be used: whether anything was revoked is asked when a document is finished."""


def revocation_policy(*, end_entity_must_be_listed: bool) -> CertRevTrustPolicy:
    """Every authority needs a revocation answer; an end entity only if its certificate says where to ask.

    Answers are read backwards in time, because lists are issued after the last signature on purpose.
    """
    required = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    own = required if end_entity_must_be_listed else RevocationCheckingRule.CHECK_IF_DECLARED
    return CertRevTrustPolicy(RevocationCheckingPolicy(own, required), retroactive_revinfo=True)


def path_policy(roots: TrustRoots, *, end_entity_must_be_listed: bool) -> CertValidationPolicySpec:
    """The rule for one chain: these roots, that revocation policy."""
    return CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(roots.parsed()),
        revinfo_policy=revocation_policy(end_entity_must_be_listed=end_entity_must_be_listed),
        signature_validator=BothValidator(),
    )


def validation_context(
    roots: TrustRoots,
    known: KnownCertificates,
    at: datetime,
    *,
    end_entity_must_be_listed: bool,
    revocation: bool = True,
) -> ValidationContext:
    """A context that looks at `known` alone: it never fetches and never asks the operating system."""
    return ValidationContext(
        trust_roots=roots.parsed(),
        other_certs=known.parsed_certificates(),
        crls=known.parsed_lists(),
        moment=at,
        allow_fetching=False,
        revinfo_policy=(
            revocation_policy(end_entity_must_be_listed=end_entity_must_be_listed) if revocation else NOT_ASKED
        ),
        signature_validator=BothValidator(),
    )


def check_chain(
    certificate: bytes,
    roots: TrustRoots,
    known: KnownCertificates,
    at: datetime,
    *,
    key_usage: Iterable[str],
    purposes: Iterable[str] = (),
    end_entity_must_be_listed: bool,
    revocation: bool = True,
) -> None:
    """Does `certificate` lead to one of `roots` at `at`, unrevoked unless that is not asked, with these usages?

    Raises VerificationError.
    """
    context = validation_context(
        roots, known, at, end_entity_must_be_listed=end_entity_must_be_listed, revocation=revocation
    )
    validator = CertificateValidator(
        asn1_x509.Certificate.load(certificate),
        intermediate_certs=known.parsed_certificates(),
        validation_context=context,
    )
    try:
        _at_once(validator.async_validate_usage(set(key_usage), set(purposes)))
    except (ValidationError, PathBuildingError, ValueError) as error:
        raise VerificationError("trust.chain") from error


def _at_once(work: Coroutine[Any, Any, Any]) -> None:
    """Do what never waits, because nothing is fetched: also inside a loop, where the PDF library asks for a stamp."""
    try:
        work.send(None)
    except StopIteration:
        return
    work.close()
    raise RuntimeError("a check of a chain waited for something")
