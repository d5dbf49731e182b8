"""Signing with help, for somebody without a device of their own: at the organisation, on its device, by themselves.

The helper compares the person with their document and hands them the device (OMR 16). What makes the signature theirs
alone (ESL 13) never passes through the helper: it is the person's own password, or a code that another member of the
staff handed to them. Every step is kept (OLR 7).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.commands import confirm_password_of
from odr.accounts.models import Account
from odr.agreements.models import Version
from odr.audit.trail import record
from odr.cases.models import Participant
from odr.cases.participants import actor_for
from odr.db import Transaction, query, session, transaction
from odr.errors import BadCredentials, Conflict, InvalidInput, NotAllowed, NotFound, NotSignedIn
from odr.law.articles import cite
from odr.signatures.keys import open_seat
from odr.signatures.models import Assistance, Document, Reader
from odr.signatures.requirements import Place, places_of
from signing.wording import Words

LASTS = timedelta(hours=2)
CODE_LASTS = timedelta(minutes=30)
PROOF_LASTS = timedelta(minutes=30)
MOST_WRONG_CODES = 5
LONGEST_NAME = 80
CODE_DIGITS = 8
BASIS = tuple(cite(article).key() for article in ("OMR 16", "ESL 13", "OLR 7"))


@dataclass(frozen=True)
class AssistanceView:
    """Where one assistance stands, for the staff: never the code, which is shown once to whoever made it."""

    id: str
    version_id: str
    field: str
    name: str
    name_en: str
    capacity: Words
    helper: str
    document: str
    read_by: str
    open_until: datetime
    code_made: bool
    proved: bool
    ended: bool
    mine: bool
    may_make_code: bool


def begin_assistance(
    actor: Actor, version_id: str, field: str, *, document: str, read_by: str, companion: str = ""
) -> str:
    """A clerk or mediator has compared the person with their document and will hand them the device; returns its id.

    `read_by` says who reads the text to the person; a companion is named.

    Raises:
        InvalidInput: no such document or reader, or a companion without a name.
        NotFound: no party or agent signs there. Conflict, AlreadyAnswered, StaleVersion: as for every act of signing.
    """
    compared, reader, name = _facts(document, read_by, companion)
    with transaction() as tx:
        version = load(actor, Permission.SIGNATURE_ASSIST, Version, version_id)
        place = next((p for p in places_of(version.fields) if p.field == field and p.party_id), None)
        if place is None:
            raise NotFound(kind="signature")
        if _person_at(place).account_id == actor.account_id:
            raise NotAllowed(helper="oneself")
        open_seat(tx, version, place)
        now = clock.now()
        row = tx.add(
            Assistance(
                version_id=version.id,
                field=field,
                participant_id=place.participant_id,
                by_account_id=actor.account_id,
                document=compared,
                read_by=reader,
                companion=name,
                opened_at=now,
                open_until=now + LASTS,
            )
        )
        _note(tx, actor, version, "assistance.opened", row.id)
        return row.id


def make_code(actor: Actor, assistance_id: str) -> str:
    """A code for the person, told once to a member of the staff who is not the helper, to be handed over on paper.

    Raises:
        NotAllowed: the helper may not know the code.
        Conflict: the help has ended, or the person has proved who they are.
    """
    with transaction() as tx:
        row = load(actor, Permission.ASSISTANCE_GIVE, Assistance, assistance_id)
        if row.by_account_id == actor.account_id or _account_of(row) == actor.account_id:
            raise NotAllowed(code="helper")
        _refuse_if_over(row)
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        row.code_digest, row.code_by_account_id = _digest(row.id, code), actor.account_id
        row.code_until, row.wrong_codes = clock.now() + CODE_LASTS, 0
        _note(tx, actor, row.version, "assistance.code", row.id)
        return code


def prove(actor: Actor, assistance_id: str, *, code: str = "", password: str = "") -> None:
    """The person at the helper's device says who they are: by the code handed to them, or by their own password.

    With that they also say that the text was read to them, where somebody did.

    Raises:
        BadCredentials: it is not right. A code is void after some wrong ones.
        Conflict: the help has ended.
        TooMany: too many wrong passwords.
    """
    with transaction():
        row = _held(actor, assistance_id)
        account_id = _account_of(row)
    if password:
        confirm_password_of(account_id, password)
        how = "password"
    else:
        if not _is_right_code(actor, assistance_id, code):
            raise BadCredentials
        how = "code"
    with transaction() as tx:
        row = _held(actor, assistance_id)
        now = clock.now()
        row.proved_by, row.proved_at, row.code_digest = how, now, b""
        if row.read_by in (Reader.HELPER, Reader.COMPANION):
            place = next(p for p in places_of(row.version.fields) if p.field == row.field)
            signature = open_seat(tx, row.version, place)
            signature.read_at, signature.read_by = signature.read_at or now, str(row.read_by)
        record(
            tx,
            account_id=account_id,
            chain=f"case:{row.case.id}",
            act="assistance.proved",
            subject=row.id,
            content=how.encode(),
        )


@query
def signatory_beside(actor: Actor, assistance_id: str, version_id: str, *, field: str) -> tuple[Actor, datetime] | None:
    """Who acts on the helper's device after the person proved who they are, and when they did; None otherwise.

    The actor is the person in this one case, without anything else they are elsewhere.
    """
    row = session().get(Assistance, assistance_id)
    if row is None or row.by_account_id != actor.account_id or (row.version_id, row.field) != (version_id, field):
        return None
    load(actor, Permission.ASSISTANCE_GIVE, Assistance, assistance_id)
    if row.ended_at is not None or row.proved_at is None or clock.now() - row.proved_at > PROOF_LASTS:
        return None
    person, case_id = actor_for(_account_of(row)), row.case.id
    here = {known: place for known, place in person.participations.items() if known == case_id}
    return replace(person, participations=here, duties={}, platform_admin=False), row.proved_at


def end_assistance(actor: Actor, assistance_id: str) -> None:
    """The device goes back to the helper; ending twice is no error."""
    with transaction() as tx:
        row = load(actor, Permission.ASSISTANCE_GIVE, Assistance, assistance_id)
        if row.ended_at is None:
            row.ended_at = clock.now()
            _note(tx, actor, row.version, "assistance.ended", row.id)


@query
def assistance_view(actor: Actor, assistance_id: str) -> AssistanceView:
    """One assistance for the helper, or for whoever is asked for a code. Raises NotFound."""
    return _view(actor, load(actor, Permission.ASSISTANCE_GIVE, Assistance, assistance_id))


@query
def open_assistances(actor: Actor, version_id: str) -> tuple[AssistanceView, ...]:
    """The help under way on a version, for its staff; nothing for anybody else."""
    rows = session().scalars(
        select(Assistance)
        .where(Assistance.version_id == version_id, Assistance.ended_at.is_(None), Assistance.open_until > clock.now())
        .order_by(Assistance.opened_at)
    )
    version = load(actor, Permission.SIGNATURE_ASSIST, Version, version_id)
    return tuple(_view(actor, row) for row in rows if row.version_id == version.id)


def _facts(document: str, read_by: str, companion: str) -> tuple[Document, Reader, str]:
    name = " ".join(companion.split())
    if document not in set(Document):
        raise InvalidInput(document="required")
    if read_by not in set(Reader):
        raise InvalidInput(read_by="required")
    if read_by == Reader.COMPANION and not name:
        raise InvalidInput(companion="required")
    if len(name) > LONGEST_NAME:
        raise InvalidInput(companion="length")
    return Document(document), Reader(read_by), name if read_by == Reader.COMPANION else ""


def _held(actor: Actor, assistance_id: str) -> Assistance:
    """The assistance of this very helper, still open."""
    row = load(actor, Permission.ASSISTANCE_GIVE, Assistance, assistance_id)
    if row.by_account_id != actor.account_id:
        raise NotAllowed(device="another")
    _refuse_if_over(row)
    return row


def _refuse_if_over(row: Assistance) -> None:
    if row.ended_at is not None or row.open_until < clock.now():
        raise Conflict(state="assistance_over")


def _is_right_code(actor: Actor, assistance_id: str, code: str) -> bool:
    """Compare and count in a unit of its own, so that a wrong code stays counted."""
    with transaction():
        row = _held(actor, assistance_id)
        if not row.code_digest or row.code_until is None or row.code_until < clock.now():
            raise NotSignedIn(step_up=True)
        if hmac.compare_digest(_digest(row.id, "".join(code.split())), row.code_digest):
            return True
        row.wrong_codes += 1
        if row.wrong_codes >= MOST_WRONG_CODES:
            row.code_digest = b""
        return False


def _digest(assistance_id: str, code: str) -> bytes:
    return hashlib.sha256(f"{assistance_id}|{code}".encode()).digest()


def _person_at(place: Place) -> Participant:
    return session().get_one(Participant, place.participant_id)


def _account_of(row: Assistance) -> str:
    return session().get_one(Participant, row.participant_id).account_id


def _note(tx: Transaction, actor: Actor, version: Version, act: str, subject: str) -> None:
    record(tx, account_id=actor.account_id, chain=f"case:{version.case.id}", act=act, subject=subject)


def _view(actor: Actor, row: Assistance) -> AssistanceView:
    place = next(p for p in places_of(row.version.fields) if p.field == row.field)
    mine = row.by_account_id == actor.account_id
    ended = row.ended_at is not None or row.open_until < clock.now()
    return AssistanceView(
        id=row.id,
        version_id=row.version_id,
        field=row.field,
        name=place.name,
        name_en=place.name_en,
        capacity=place.capacity_words,
        helper=session().get_one(Account, row.by_account_id).name,
        document=str(row.document),
        read_by=str(row.read_by),
        open_until=row.open_until,
        code_made=bool(row.code_digest),
        proved=row.proved_at is not None,
        ended=ended,
        mine=mine,
        may_make_code=not mine and not ended and row.proved_at is None and _account_of(row) != actor.account_id,
    )
