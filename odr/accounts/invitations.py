"""One-time links: for people who have no account yet, and for a new password.

A link carries 128 random bits; only their digest is kept, and nobody is shown the link again. Looking at it uses
nothing up, so a mail scanner does no harm; the act it leads to spends it, and of several acts exactly one wins.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update

from odr import clock
from odr.accounts.models import LinkPurpose, OneTimeLink
from odr.accounts.queries import digest_of
from odr.db import Transaction, query, session
from odr.errors import InvitationSpent, TooMany

INVITATION_LASTS = timedelta(hours=72)
TOKEN_BYTES = 16


@dataclass(frozen=True)
class Link:
    """What a good link stands for: `subject` is the id of what it opens the door to."""

    purpose: LinkPurpose
    email: str
    subject: str
    created_at: datetime
    expires_at: datetime


def issue(
    tx: Transaction,
    purpose: LinkPurpose,
    *,
    email: str,
    subject: str,
    lasts: timedelta = INVITATION_LASTS,
    at_most: int = 0,
) -> str:
    """Make a link and return its token; earlier links to the same subject stop working.

    Raises:
        TooMany: `at_most` links to this subject were made within a day.
    """
    now = clock.now()
    same = (OneTimeLink.purpose == purpose, OneTimeLink.subject == subject)
    if at_most:
        recent = select(func.count(OneTimeLink.id)).where(*same, OneTimeLink.created_at > now - timedelta(days=1))
        if (tx.session.scalar(recent) or 0) >= at_most:
            raise TooMany(retry_after=24 * 3600)
    cancel(tx, purpose, subject)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    tx.add(
        OneTimeLink(
            purpose=purpose,
            token_digest=digest_of(token),
            email=email,
            subject=subject,
            created_at=now,
            expires_at=now + lasts,
        )
    )
    return token


def cancel(tx: Transaction, purpose: LinkPurpose, subject: str) -> None:
    """Every live link to the subject stops working."""
    tx.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.purpose == purpose, OneTimeLink.subject == subject, OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
    )


@query
def look(token: str, purpose: LinkPurpose | None = None) -> Link:
    """What the link is for, without using it up.

    Raises:
        InvitationSpent: unknown, used, replaced, run out, or for another purpose: all look the same.
    """
    row = session().scalar(
        select(OneTimeLink).where(
            OneTimeLink.token_digest == digest_of(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
        )
    )
    if row is None or purpose not in (None, row.purpose):
        raise InvitationSpent
    return Link(row.purpose, row.email, row.subject, row.created_at, row.expires_at)


def spend(tx: Transaction, token: str, purpose: LinkPurpose) -> Link:
    """Use the link up as a compare-and-swap: however many try at once, one gets it.

    Raises:
        InvitationSpent: as `look`, or somebody was faster.
    """
    link = look(token, purpose)
    used = tx.session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.token_digest == digest_of(token), OneTimeLink.used_at.is_(None))
        .values(used_at=clock.now())
        .execution_options(synchronize_session=False)
        .returning(OneTimeLink.id)
    )
    if used.first() is None:
        raise InvitationSpent
    return link
