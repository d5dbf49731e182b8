"""Signing the heads of the public log with the platform's own log key: at every seal and every hour."""

from __future__ import annotations

import logging

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.x509.oid import ExtendedKeyUsageOID
from sqlalchemy import select

from odr.access.actor import Actor
from odr.accounts.models import Account
from odr.audit.anchors import anchor
from odr.audit.checkpoints import alarm, alarmed, issue, recheck
from odr.audit.queries import SealProof, seal_proof
from odr.db import query, reading, transaction
from odr.errors import LogRewritten
from odr.notices.commands import queue
from odr.signatures.authorities import certificate_authority, timestamp_authority
from signing.authority.profiles import POLICY_LOG
from signing.errors import AuthorityUnavailable
from signing.keys import load_certificate

log = logging.getLogger(__name__)


def sign_head(*, rechecked: bool = False) -> int:
    """Sign the log's head as it is now; returns its size. Outside any unit of work.

    Raises:
        LogRewritten: the log is not what was signed before; the operator has been alarmed.
        AuthorityUnavailable: the time-stamp authority did not answer.
    """
    try:
        return issue(certificate_authority().log_identity(), timestamp_authority(), is_ours, rechecked=rechecked)
    except LogRewritten as refused:
        _alarm([f"log:rewritten:{refused.details['size']}"])
        raise


def sign_head_if_possible() -> None:
    """The same after an act that stands anyhow: a head that cannot be signed now is signed at the next full hour."""
    try:
        sign_head()
    except LogRewritten:
        log.critical("no head of the log was signed after a seal: the log was rewritten")
    except AuthorityUnavailable:
        log.warning("no head of the log was signed after a seal: the time-stamp authority did not answer")


def keep_log(actor: Actor) -> bool:
    """The hourly work: go through the whole log, anchor the trail, sign the head; says whether the log is sound.

    Raises:
        AuthorityUnavailable: the time-stamp authority did not answer; the next hour tries again.
    """
    if findings := recheck(is_ours):
        _alarm(findings)
        return False
    with transaction() as tx:
        anchor(tx)
    try:
        sign_head(rechecked=True)
    except LogRewritten:
        return False
    return True


def is_ours(certificate: bytes) -> bool:
    """Was this certificate issued by the authorities in use, for the log or for time-stamps, today or earlier?

    Asked of every head read from the database: whoever can write rows could write a key of theirs beside them.
    """
    trust = certificate_authority().trust_material().joined(timestamp_authority().trust_material())
    if certificate in (certificate_authority().log_identity().certificate, *trust.timestamping):
        return True
    parsed = load_certificate(certificate)
    return _purpose(parsed) and any(_issued(parsed, load_certificate(one)) for one in (*trust.roots, *trust.issuing))


@query
def sealed_proof(sha256: str) -> SealProof:
    """What the public log proves about the sealed file with this digest; see `odr.audit.queries.seal_proof`."""
    return seal_proof(sha256, is_ours)


def _purpose(certificate: x509.Certificate) -> bool:
    """For the log, or for time-stamps alone; a signatory's certificate must not do."""
    extensions = certificate.extensions
    try:
        policies = extensions.get_extension_for_class(x509.CertificatePolicies).value
        if POLICY_LOG in {policy.policy_identifier for policy in policies}:
            return True
    except x509.ExtensionNotFound:
        pass
    try:
        return list(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
            ExtendedKeyUsageOID.TIME_STAMPING
        ]
    except x509.ExtensionNotFound:
        return False


def _issued(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _alarm(findings: list[str]) -> None:
    """To the journal each time; to the administrators once, until a head is signed again."""
    with reading():
        told = alarmed()
    alarm(findings)
    if told:
        return
    with transaction() as tx:
        for account in tx.session.scalars(select(Account).where(Account.platform_admin)):
            queue(tx, "log_alarm", email=account.email, account_id=account.id, locale=account.locale)
