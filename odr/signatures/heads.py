"""Signing the heads of the public log with the platform's own log key: at every seal and every hour."""

from __future__ import annotations

import logging

from sqlalchemy import select

from odr.access.actor import Actor
from odr.accounts.models import Account
from odr.audit.anchors import anchor
from odr.audit.checkpoints import alarm, alarmed, issue, recheck
from odr.db import reading, transaction
from odr.errors import LogRewritten
from odr.notices.commands import queue
from odr.signatures.authorities import certificate_authority, timestamp_authority
from signing.errors import AuthorityUnavailable

log = logging.getLogger(__name__)


def sign_head(*, rechecked: bool = False) -> int:
    """Sign the log's head as it is now; returns its size. Outside any unit of work.

    Raises:
        LogRewritten: the log is not what was signed before; the operator has been alarmed.
        AuthorityUnavailable: the time-stamp authority did not answer.
    """
    try:
        return issue(certificate_authority().log_identity(), timestamp_authority(), rechecked=rechecked)
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
    if findings := recheck():
        _alarm(findings)
        return False
    with transaction() as tx:
        anchor(tx)
    try:
        sign_head(rechecked=True)
    except LogRewritten:
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
