"""Consents, each to one thing only: agreeing to one online step is not agreeing to another (OLR 4)."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from odr import clock
from odr.audit.trail import record
from odr.cases.models import Case, Consent
from odr.db import Transaction, session
from odr.errors import InvalidInput
from signing.wording import Words

ONLINE = "online_mediation"
SERVICE = "electronic_service"
SEPARATE_TIMES = "separate_times"
RECORDING = "recording"
EXTENSION = "extension"
SUBJECTS = (ONLINE, SERVICE, SEPARATE_TIMES, RECORDING, EXTENSION)
NAMES = {
    ONLINE: Words("在线调解", "Mediation online"),
    SERVICE: Words("电子送达", "Documents by e-mail"),
    SEPARATE_TIMES: Words("非同步进行", "Each at their own time"),
    RECORDING: Words("录音录像", "Recording"),
    EXTENSION: Words("延长调解期限", "A longer term"),
}
ARTICLES = {
    ONLINE: "OMR 4",
    SERVICE: "OMR 17",
    SEPARATE_TIMES: "OMR 16",
    RECORDING: "OMR 22",
    EXTENSION: "OMR 24",
}
"""The article by which each step wants a consent of its own."""
WORDS_VERSION = "2026-11"
"""Changes whenever the sentences a person agrees to change."""


def give_consents(tx: Transaction, case: Case, account_id: str, subjects: Iterable[str]) -> None:
    """Record what a person agreed to, with the version of the words; agreeing again changes nothing.

    Raises:
        InvalidInput: no such subject.
    """
    for subject in sorted(set(subjects)):
        if subject not in SUBJECTS:
            raise InvalidInput(consents="unknown")
        if subject in consents_of(case.id, account_id):
            continue
        consent = _again(tx, case, account_id, subject) or tx.add(
            Consent(
                case_id=case.id,
                account_id=account_id,
                subject=subject,
                words_version=WORDS_VERSION,
                given_at=clock.now(),
            )
        )
        record(
            tx,
            account_id=account_id,
            chain=f"case:{case.id}",
            act=f"consent.{subject}",
            subject=consent.id,
            content=WORDS_VERSION.encode(),
        )


def withdraw_consents(tx: Transaction, case: Case, account_id: str, subjects: Iterable[str]) -> None:
    """Take consents back (OLR 5): what was done meanwhile stays done, the step itself stops."""
    mine = (Consent.case_id == case.id, Consent.account_id == account_id, Consent.withdrawn_at.is_(None))
    for consent in tx.session.scalars(select(Consent).where(*mine, Consent.subject.in_(sorted(subjects)))):
        consent.withdrawn_at = clock.now()
        act = f"consent_withdrawn.{consent.subject}"
        record(tx, account_id=account_id, chain=f"case:{case.id}", act=act, subject=consent.id)
    tx.session.flush()


def _again(tx: Transaction, case: Case, account_id: str, subject: str) -> Consent | None:
    """A consent that was taken back and is given once more; the trail keeps every turn."""
    earlier = tx.session.scalar(
        select(Consent).where(
            Consent.case_id == case.id,
            Consent.account_id == account_id,
            Consent.subject == subject,
            Consent.words_version == WORDS_VERSION,
        )
    )
    if earlier is not None:
        earlier.given_at, earlier.withdrawn_at = clock.now(), None
    return earlier


def consents_of(case_id: str, account_id: str) -> frozenset[str]:
    """What the person agrees to in the case today."""
    mine = (Consent.case_id == case_id, Consent.account_id == account_id, Consent.withdrawn_at.is_(None))
    return frozenset(session().scalars(select(Consent.subject).where(*mine, Consent.words_version == WORDS_VERSION)))
