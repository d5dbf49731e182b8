"""Reads accounts: who a sign-in belongs to, and what an account is in which body."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, select

from odr import clock
from odr.access.actor import Actor, Duty
from odr.accounts.models import Account, Login, Membership
from odr.db import UTCDateTime, query, session
from odr.many import as_list, one_of
from odr.together import Asked


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


def live_sign_ins_asked(login_ids: Iterable[str]) -> Asked:
    """What to ask (`odr.together.ask`) to learn which of these sign-ins are live now."""
    return Asked(_LIVE, {"logins": as_list(login_ids), "now": clock.now()})


def live_sign_ins_in(rows: Iterable[Any]) -> dict[str, str]:
    """Login id → account id of those that are live, from the answer."""
    return {row.id: row.account_id for row in rows}


_login = Login.__table__.c
_LIVE = select(_login.id, _login.account_id).where(
    _login.id.in_(one_of("logins")),
    _login.revoked_at.is_(None),
    _login.expires_at > bindparam("now", type_=UTCDateTime()),
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


@query
def anybody() -> bool:
    """Is there any account yet?"""
    return session().scalar(select(Account.id).limit(1)) is not None


@query
def existing(emails: Iterable[str]) -> frozenset[str]:
    """Which of these addresses have an account; for the operator's own console, never for a page."""
    return frozenset(session().scalars(select(Account.email).where(Account.email.in_(list(emails)))))


@dataclass(frozen=True)
class LoginView:
    """One live sign-in of mine."""

    id: str
    device: str
    created_at: datetime
    expires_at: datetime
    here: bool


@dataclass(frozen=True)
class AccountView:
    """My own account, as I see it."""

    name: str
    name_en: str
    email: str
    locale: str
    logins: tuple[LoginView, ...]


@query
def my_account(actor: Actor, token: str) -> AccountView:
    """The actor's account with its live sign-ins, the latest first; `token` marks the one of this browser."""
    account = session().get_one(Account, actor.account_id)
    live = (Login.account_id == account.id, Login.revoked_at.is_(None), Login.expires_at > clock.now())
    rows = session().scalars(select(Login).where(*live).order_by(Login.created_at.desc()))
    here = digest_of(token)
    logins = tuple(
        LoginView(row.id, row.device, row.created_at, row.expires_at, row.token_digest == here) for row in rows
    )
    return AccountView(account.name, account.name_en, account.email, account.locale, logins)
