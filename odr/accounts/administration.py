"""What the operator sets up by hand: administrators, organisations and courts, and who serves in them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import Duty
from odr.accounts import passwords
from odr.accounts.commands import PLATFORM, register
from odr.accounts.models import Account, Body, BodyKind, Membership, Track
from odr.accounts.particulars import identity_number, shown_name
from odr.audit.trail import record
from odr.db import transaction
from odr.errors import Conflict
from odr.papers.fonts import refuse_unprintable


def create_person(*, email: str, name: str, password: str, name_en: str = "", locale: str = "zh_Hans_CN") -> str:
    """Create an account by the operator's hand; returns its id.

    Raises:
        InvalidInput, Conflict: as `register`.
    """
    passwords.check(password, name, email)
    stored = passwords.hashed(password)
    with transaction() as tx:
        return register(tx, email=email, name=name, name_en=name_en, password_hash=stored, locale=locale).id


def create_administrator(*, email: str, name: str, password: str) -> str:
    """Create an account that administers the platform; it sees no case and no room by that."""
    passwords.check(password, name, email)
    stored = passwords.hashed(password)
    with transaction() as tx:
        account = register(tx, email=email, name=name, password_hash=stored)
        account.platform_admin = True
        record(tx, account_id="operator", chain=PLATFORM, act="administrator.created", subject=account.id)
        return account.id


def create_organisation(
    *,
    name: str,
    name_en: str,
    track: Track,
    licence: str,
    credit_code: str = "",
    seat: str = "",
    phone: str = "",
    established_from: datetime | None = None,
    established_to: datetime | None = None,
) -> str:
    """Enter a lawfully established mediation organisation (CPL 205; CMR 8); returns its id.

    Raises:
        InvalidInput: the name is missing, something cannot be printed, or the credit code fails its check digit.
    """
    refuse_unprintable(licence=licence, seat=seat)
    return _create_body(
        Body(
            kind=BodyKind.ORGANISATION,
            name=shown_name(name),
            name_en=shown_name(name_en, field="name_en", required=False),
            track=track,
            licence=licence,
            credit_code=identity_number("credit_code", credit_code, field="credit_code"),
            seat=seat,
            phone=phone,
            established_from=established_from,
            established_to=established_to,
        )
    )


def create_court(*, name: str, name_en: str, seat: str = "", phone: str = "") -> str:
    """Enter a court that receives applications; returns its id."""
    shown_en = shown_name(name_en, field="name_en", required=False)
    return _create_body(Body(kind=BodyKind.COURT, name=shown_name(name), name_en=shown_en, seat=seat, phone=phone))


def appoint(account_id: str, body_id: str, duty: Duty, *, profile: str = "", profile_en: str = "") -> None:
    """Give an account a duty in an organisation or court; giving it again changes nothing but the profile.

    Raises:
        Conflict: a duty of the other kind of body.
    """
    with transaction() as tx:
        body = tx.session.get_one(Body, body_id)
        if (duty == Duty.COURT_CLERK) != (body.kind == BodyKind.COURT):
            raise Conflict(duty=str(duty))
        mine = (Membership.account_id == account_id, Membership.body_id == body_id, Membership.duty == duty)
        membership = tx.session.scalar(select(Membership).where(*mine))
        if membership is None:
            membership = tx.add(Membership(account_id=account_id, body_id=body_id, duty=duty))
        membership.profile, membership.profile_en, membership.ended_at = profile, profile_en, None
        record(tx, account_id="operator", chain=PLATFORM, act="duty.given", subject=membership.id)


def end_duty(account_id: str, body_id: str, duty: Duty) -> None:
    """Take a duty back, from this moment on."""
    with transaction() as tx:
        mine = (Membership.account_id == account_id, Membership.body_id == body_id, Membership.duty == duty)
        for membership in tx.session.scalars(select(Membership).where(*mine, Membership.ended_at.is_(None))):
            membership.ended_at = clock.now()
            record(tx, account_id="operator", chain=PLATFORM, act="duty.ended", subject=membership.id)


def account_id_of(email: str) -> str | None:
    """The account of an address, for the operator's own commands."""
    with transaction() as tx:
        return tx.session.scalar(select(Account.id).where(Account.email == email))


def _create_body(body: Body) -> str:
    with transaction() as tx:
        tx.add(body)
        record(tx, account_id="operator", chain=PLATFORM, act="body.created", subject=body.id)
        return body.id
