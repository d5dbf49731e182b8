"""The applicant's own text: drafted, saved as often as wanted, filed once, and given a receipt."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import select

from odr import clock
from odr.access.actor import OPPOSED, Actor, Duty, Role, Side
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import open_field, seal_field
from odr.accounts.models import Body, BodyKind
from odr.audit.trail import record
from odr.cases.consents import give_consents
from odr.cases.facts import Application, PartyFacts, check_complete, checked, digest_of_application
from odr.cases.models import Case, Participant, Party, PartyKind
from odr.cases.refs import new_ref
from odr.cases.states import CASE, CaseState, EndGround
from odr.cases.steps import clerks_of, tell, took
from odr.db import Transaction, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed
from odr.lifecycle import advance

ID_NUMBER = "party.id_number"
EDITABLE = (CaseState.DRAFT, CaseState.RETURNED)


@dataclass(frozen=True)
class Receipt:
    """The platform's word that an application was filed; it interrupts limitation on that day (LIM 12; CC 195)."""

    ref: str
    filed_at: datetime
    digest: str


def start_draft(actor: Actor, application: Application) -> str:
    """Begin an application; the actor is its applicant. Returns the reference of the case.

    Raises:
        InvalidInput: something cannot be kept, or the organisation does not exist.
        NotAllowed: the actor serves in that organisation.
    """
    clean = checked(application)
    with transaction() as tx:
        _check_organisation(tx, actor, clean.organisation_id)
        case = tx.add(
            Case(
                ref=new_ref(tx),
                title=clean.title,
                dispute_type=clean.dispute_type,
                organisation_id=clean.organisation_id,
                created_at=clock.now(),
            )
        )
        for side in OPPOSED:
            tx.add(Party(case_id=case.id, side=side, kind=PartyKind.ORGANISATION, name=""))
        _write(tx, case, clean)
        applicant = party_on(tx, case.id, Side.APPLICANT)
        tx.add(
            Participant(
                case_id=case.id,
                account_id=actor.account_id,
                role=Role.PARTY,
                party_id=applicant.id,
                admitted_at=clock.now(),
            )
        )
        record(tx, account_id=actor.account_id, chain=f"case:{case.id}", act="case.drafted", subject=case.id)
        return case.ref


def save_draft(actor: Actor, case_id: str, application: Application) -> None:
    """Keep what the applicant wrote so far.

    Raises:
        Conflict: the application was filed already.
        InvalidInput, NotAllowed: as `start_draft`.
    """
    clean = checked(application)
    with transaction() as tx:
        case = load(actor, Permission.CASE_EDIT, Case, case_id)
        if case.state not in EDITABLE:
            raise Conflict(state=str(case.state))
        _check_organisation(tx, actor, clean.organisation_id)
        _write(tx, case, clean)


def file_application(actor: Actor, case_id: str, *, consents: frozenset[str] = frozenset()) -> Receipt:
    """Send the application to the organisation; the first filing is the day of the request for mediation.

    Raises:
        InvalidInput: something a mediation needs is missing.
        IllegalTransition: it was filed already.
    """
    with transaction() as tx:
        case = load(actor, Permission.CASE_EDIT, Case, case_id)
        application = read_application(case)
        check_complete(application)
        advance(tx, CASE, case, "file")
        filed_at = case.filed_at = case.filed_at or clock.now()
        case.receipt_digest = digest_of_application(case.ref, application)
        give_consents(tx, case, actor.account_id, consents)
        took(tx, case, "filed", by=actor.account_id, content=bytes.fromhex(case.receipt_digest))
        tell(tx, case, "case_filed", [actor.account_id])
        tell(tx, case, "intake_waiting", clerks_of(case.organisation_id))
        return Receipt(case.ref, filed_at, case.receipt_digest)


def discard_draft(actor: Actor, case_id: str) -> None:
    """Give up an application that is not with the organisation."""
    with transaction() as tx:
        case = load(actor, Permission.CASE_EDIT, Case, case_id)
        advance(tx, CASE, case, "discard")
        case.end_ground = EndGround.DISCARDED
        took(tx, case, "discarded", by=actor.account_id)


def read_application(case: Case) -> Application:
    """The application as it stands, with identity numbers in clear; for those who may edit it and for the digest."""
    sides = {party.side: party for party in case.parties if not party.joined_later}
    return Application(
        organisation_id=case.organisation_id,
        dispute_type=case.dispute_type,
        title=case.title,
        title_en=case.title_en,
        right_description=case.right_description,
        facts=case.facts,
        claims=case.claims,
        applicant=facts_of(sides[Side.APPLICANT]),
        respondent=facts_of(sides[Side.RESPONDENT]),
    )


def facts_of(party: Party) -> PartyFacts:
    """A side with its identity number opened."""
    names = (f for f in PartyFacts.__dataclass_fields__ if f != "id_number")
    return PartyFacts(**{name: getattr(party, name) for name in names}, id_number=number_of(party))


def number_of(party: Party) -> str:
    """The identity number of a side, opened."""
    return open_field(ID_NUMBER, party.id, party.id_number)


def party_on(tx: Transaction, case_id: str, side: Side) -> Party:
    """The party the application names on a side of the case."""
    named = (Party.case_id == case_id, Party.side == side, Party.joined_later.is_(False))
    return tx.session.scalars(select(Party).where(*named)).one()


def write_party(party: Party, facts: PartyFacts) -> None:
    """Keep checked facts of a side; its identity number is sealed for that row."""
    for name, value in asdict(facts).items():
        if name != "id_number":
            setattr(party, name, value)
    party.kind = facts.kind
    party.id_number = seal_field(ID_NUMBER, party.id, facts.id_number)


def _check_organisation(tx: Transaction, actor: Actor, organisation_id: str) -> None:
    body = tx.session.get(Body, organisation_id)
    if body is None or body.kind != BodyKind.ORGANISATION:
        raise InvalidInput(organisation_id="unknown")
    if any(actor.has_duty(body.id, duty) for duty in Duty):
        raise NotAllowed(permission=str(Permission.CASE_EDIT))


def _write(tx: Transaction, case: Case, clean: Application) -> None:
    for name in ("organisation_id", "dispute_type", "title", "title_en", "right_description", "facts", "claims"):
        setattr(case, name, getattr(clean, name))
    for side in OPPOSED:
        write_party(party_on(tx, case.id, side), getattr(clean, side))
    tx.session.flush()
