"""Reads accounts: who a sign-in belongs to, and what an account is in which body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from odr import clock
from odr.access.actor import Duty
from odr.accounts.models import Account, Login, Membership
from odr.db import query, session


@dataclass(frozen=True)
class SignedIn:
    """The account behind a live sign-in, as the pages need it."""

    login_id: str
    account_id: str
    name: str
    name_en: str
    email: str
    locale: str
    platform_admin: bool
    password_at: datetime


def digest_of(token: str) -> bytes:
    """What is stored of a secret token."""
    return sha256(token.encode()).digest()


@query
def signed_in(token: str) -> SignedIn | None:
    """The account this sign-in token belongs to, while the sign-in is live."""
    row = (
        session()
        .execute(
            select(Login, Account)
            .join(Account, Account.id == Login.account_id)
            .where(
                Login.token_digest == digest_of(token),
                Login.revoked_at.is_(None),
                Login.expires_at > clock.now(),
            )
        )
        .first()
    )
    if row is None:
        return None
    login, account = row
    return SignedIn(
        login_id=login.id,
        account_id=account.id,
        name=account.name,
        name_en=account.name_en,
        email=account.email,
        locale=account.locale,
        platform_admin=account.platform_admin,
        password_at=login.last_password_at,
    )


def duties_of(account_id: str) -> Mapping[str, frozenset[Duty]]:
    """Body id → duties the account holds there today."""
    found: dict[str, set[Duty]] = defaultdict(set)
    rows = select(Membership).where(Membership.account_id == account_id, Membership.ended_at.is_(None))
    for membership in session().scalars(rows):
        found[membership.body_id].add(membership.duty)
    return {body: frozenset(duties) for body, duties in found.items()}


def is_platform_admin(account_id: str) -> bool:
    """Does the account administer the platform?"""
    return bool(session().scalar(select(Account.platform_admin).where(Account.id == account_id)))
