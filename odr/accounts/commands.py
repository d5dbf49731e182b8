"""What a person does with their own account: sign in and out, prove it is them, change the password."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import select, update

from odr import clock
from odr.access.actor import Actor
from odr.accounts import attempts, passwords
from odr.accounts.invitations import issue, look, spend
from odr.accounts.models import Account, LinkPurpose, Login
from odr.accounts.particulars import email_address, shown_name
from odr.accounts.queries import digest_of
from odr.audit.trail import record
from odr.db import Transaction, reading, session, transaction
from odr.errors import BadCredentials, Conflict, InvalidInput, NotSignedIn, TooMany
from odr.events import AccessRevoked
from odr.notices.commands import queue
from odr.notices.queries import queued_today

LASTS = timedelta(hours=12)
RESET_LASTS = timedelta(hours=1)
LETTERS_A_DAY = 5
LOCALES = ("zh_Hans_CN", "en")
PLATFORM = "platform"


def sign_in(email: str, password: str, *, device: str = "", device_name: str = "") -> str:
    """Open a sign-in and return its secret token; an address without an account gets the same work and answer.

    `device` is the mark the browser kept from an earlier sign-in, `device_name` what its owner will know it by.

    Raises:
        BadCredentials: they do not belong together.
        TooMany: too many wrong passwords were sent for this address.
    """
    try:
        address = email_address(email)
    except InvalidInput:
        raise BadCredentials from None
    with transaction() as tx:
        budget = attempts.charge(tx, address, device)
    with reading() as now:
        found = now.execute(select(Account.id, Account.password_hash).where(Account.email == address)).first()
    account_id, stored = found or ("", "")
    if not passwords.matches(stored, password):
        raise BadCredentials
    fresh = passwords.hashed(password) if passwords.is_outdated(stored) else stored
    with transaction() as tx:
        attempts.restore(tx, budget)
        _replace_password(tx, account_id, stored, fresh)
        return _open(tx, account_id, device_name)


def sign_out(token: str) -> None:
    """End the sign-in; signing out twice is no error."""
    with transaction() as tx:
        login = _live_login(token)
        if login is not None:
            _end(tx, login)


def confirm_password(token: str, password: str) -> None:
    """Prove again that it is you, before an act that needs it.

    Raises:
        NotSignedIn: the sign-in has ended.
        BadCredentials, TooMany: as for `sign_in`.
    """
    with transaction() as tx:
        account = _account_behind(token)
        stored = account.password_hash
        budget = attempts.charge(tx, account.email, attempts.mark_of(account.email, token))
    if not passwords.matches(stored, password):
        raise BadCredentials
    with transaction() as tx:
        attempts.restore(tx, budget)
        tx.session.execute(
            update(Login).where(Login.token_digest == digest_of(token)).values(last_password_at=clock.now())
        )


def confirm_password_of(account_id: str, password: str) -> None:
    """A person proves on somebody else's device that it is them; opens no sign-in there.

    Raises:
        BadCredentials, TooMany: as for `sign_in`; the tries count apart from those of the person's own devices.
    """
    with transaction() as tx:
        account = tx.session.get_one(Account, account_id)
        stored = account.password_hash
        budget = attempts.charge(tx, account.email, attempts.mark_of(account.email, f"beside {account_id}"))
    if not passwords.matches(stored, password):
        raise BadCredentials
    with transaction() as tx:
        attempts.restore(tx, budget)


def choose_locale(account_id: str, locale: str) -> None:
    """Remember the language a person reads.

    Raises:
        InvalidInput: no such language.
    """
    if locale not in LOCALES:
        raise InvalidInput(locale="unknown")
    with transaction() as tx:
        tx.session.execute(update(Account).where(Account.id == account_id).values(locale=locale))


def register(
    tx: Transaction, *, email: str, name: str, name_en: str = "", password_hash: str, locale: str = LOCALES[0]
) -> Account:
    """Create an account, inside the unit of the act that entitles the person to one.

    The password was checked and hashed before, outside the unit (`passwords.check`, `passwords.hashed`).

    Raises:
        Conflict: the address has an account.
        InvalidInput: name or address cannot be used.
    """
    address = email_address(email)
    if tx.session.scalar(select(Account.id).where(Account.email == address)):
        raise Conflict(email="taken")
    account = tx.add(
        Account(
            email=address,
            name=shown_name(name),
            name_en=shown_name(name_en, field="name_en", required=False),
            locale=locale if locale in LOCALES else LOCALES[0],
            password_hash=password_hash,
            created_at=clock.now(),
        )
    )
    record(tx, account_id=account.id, chain=PLATFORM, act="account.registered", subject=account.id)
    return account


def ask_for_account(email: str, *, locale: str = LOCALES[0]) -> None:
    """Send a link that opens an account, or a letter that there is one; the answer does not tell which.

    Raises:
        InvalidInput: this is not an address.
    """
    address = email_address(email)
    with transaction() as tx:
        known = tx.session.scalar(select(Account.id).where(Account.email == address))
        if known is not None:
            _write_once_in_a_while(tx, "account_exists", address)
            return
        try:
            token = issue(tx, LinkPurpose.REGISTER, email=address, subject=address, at_most=LETTERS_A_DAY)
        except TooMany:
            return
        queue(tx, "account_link", email=address, locale=locale, link=token)


def open_account(token: str, *, name: str, password: str, locale: str = LOCALES[0]) -> str:
    """Open an account through the link sent to its address; returns the address.

    Raises:
        InvitationSpent: the link was used, replaced, or has run out.
        InvalidInput: name or password cannot be used; the link stays good.
    """
    address = look(token, LinkPurpose.REGISTER).email
    shown_name(name)
    passwords.check(password, name, address)
    stored = passwords.hashed(password)
    with transaction() as tx:
        spend(tx, token, LinkPurpose.REGISTER)
        return register(tx, email=address, name=name, password_hash=stored, locale=locale).email


def change_password(token: str, *, old: str, new: str) -> str:
    """Set a new password. Every sign-in ends; the token of a fresh one for this browser is returned.

    Raises:
        NotSignedIn, BadCredentials, TooMany: as for `confirm_password`.
        InvalidInput: the new password is too short or too common.
    """
    confirm_password(token, old)
    with reading():
        account = _account_behind(token)
        account_id, stored, own_words = account.id, account.password_hash, (account.name, account.email)
    passwords.check(new, *own_words)
    fresh = passwords.hashed(new)
    with transaction() as tx:
        login = _live_login(token)
        _replace_password(tx, account_id, stored, fresh)
        _end_all(tx, account_id)
        _tell(tx, account_id)
        return _open(tx, account_id, login.device if login else "")


def ask_for_reset(email: str) -> None:
    """Send a link for a new password, or a letter that there is no account; the answer does not tell which."""
    try:
        address = email_address(email)
    except InvalidInput:
        return
    with transaction() as tx:
        account = tx.session.scalar(select(Account).where(Account.email == address))
        if account is None:
            _write_once_in_a_while(tx, "no_account", address)
            return
        try:
            token = issue(
                tx, LinkPurpose.RESET, email=address, subject=account.id, lasts=RESET_LASTS, at_most=LETTERS_A_DAY
            )
        except TooMany:
            return
        queue(tx, "password_reset", email=address, account_id=account.id, locale=account.locale, link=token)
        record(tx, account_id=account.id, chain=PLATFORM, act="password.reset_asked", subject=account.id)


def reset_password(token: str, *, new: str) -> None:
    """Set a new password through a one-time link; every sign-in ends.

    Raises:
        InvitationSpent: the link was used, replaced, or has run out.
        InvalidInput: the new password is too short or too common; the link stays good.
    """
    with reading():
        account = session().get_one(Account, look(token, LinkPurpose.RESET).subject)
        account_id, own_words = account.id, (account.name, account.email)
    passwords.check(new, *own_words)
    fresh = passwords.hashed(new)
    with transaction() as tx:
        spend(tx, token, LinkPurpose.RESET)
        tx.session.execute(update(Account).where(Account.id == account_id).values(password_hash=fresh))
        attempts.restore_all(tx, own_words[1])
        _end_all(tx, account_id)
        _tell(tx, account_id)


def revoke_login(actor: Actor, login_id: str) -> None:
    """End one of my own sign-ins, on whichever device it is."""
    with transaction() as tx:
        mine = Login.id == login_id, Login.account_id == actor.account_id, Login.revoked_at.is_(None)
        login = tx.session.scalar(select(Login).where(*mine))
        if login is not None:
            _end(tx, login)


def _live_login(token: str) -> Login | None:
    return session().scalar(
        select(Login).where(
            Login.token_digest == digest_of(token), Login.revoked_at.is_(None), Login.expires_at > clock.now()
        )
    )


def _account_behind(token: str) -> Account:
    login = _live_login(token)
    if login is None:
        raise NotSignedIn
    return session().get_one(Account, login.account_id)


def _open(tx: Transaction, account_id: str, device_name: str) -> str:
    token, now = secrets.token_urlsafe(32), clock.now()
    login = tx.add(
        Login(
            account_id=account_id,
            token_digest=digest_of(token),
            created_at=now,
            last_password_at=now,
            expires_at=now + LASTS,
            device=device_name[:80],
        )
    )
    record(tx, account_id=account_id, chain=PLATFORM, act="login.opened", subject=login.id)
    return token


def _end(tx: Transaction, login: Login) -> None:
    login.revoked_at = clock.now()
    record(tx, account_id=login.account_id, chain=PLATFORM, act="login.revoked", subject=login.id)
    tx.announce(AccessRevoked(audience=(login.account_id,)))


def _end_all(tx: Transaction, account_id: str) -> None:
    tx.session.execute(
        update(Login).where(Login.account_id == account_id, Login.revoked_at.is_(None)).values(revoked_at=clock.now())
    )
    record(tx, account_id=account_id, chain=PLATFORM, act="login.all_revoked", subject=account_id)
    tx.announce(AccessRevoked(audience=(account_id,)))


def _replace_password(tx: Transaction, account_id: str, believed: str, fresh: str) -> None:
    """Compare-and-swap on the hash that was checked, so that a password changed meanwhile opens nothing."""
    kept = tx.session.execute(
        update(Account)
        .where(Account.id == account_id, Account.password_hash == believed)
        .values(password_hash=fresh)
        .returning(Account.id)
    )
    if kept.first() is None:
        raise BadCredentials


def _write_once_in_a_while(tx: Transaction, kind: str, address: str) -> None:
    if queued_today(kind, address) < LETTERS_A_DAY:
        queue(tx, kind, email=address)


def _tell(tx: Transaction, account_id: str) -> None:
    account = tx.session.get_one(Account, account_id)
    queue(tx, "password_changed", email=account.email, account_id=account.id, locale=account.locale)
    record(tx, account_id=account_id, chain=PLATFORM, act="password.changed", subject=account_id)
