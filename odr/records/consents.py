"""A paper of the room goes to a court only when each party has agreed to exactly this paper (OMR 18, 22)."""

from __future__ import annotations

from sqlalchemy import delete, select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import OpenChannel, load, open_channel, open_paper
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.cases.models import Case
from odr.db import Transaction, query, session, transaction
from odr.errors import Conflict, StaleVersion
from odr.events import FactsChanged
from odr.law.confidentiality import Destination, Material, may_leave
from odr.records.models import CourtConsent, Fact
from odr.records.sheet import FactsSheet, SheetFact, digest_of_sheet
from odr.records.states import FactState
from odr.records.telling import readers_of
from odr.records.words import words_of
from odr.rooms.models import Channel

FACTS = "facts"


def let_facts_go_to_court(actor: Actor, case_id: str, *, digest: str) -> bool:
    """A party agrees that the facts fixed so far go to a court; True when every party has agreed (SE-7).

    `digest` names the sheet that was read. A fact fixed later is not covered until it is asked for anew.

    Raises:
        StaleVersion: the sheet is another one now.
        Conflict: no fact is fixed, or the rules do not let facts go to a court.
        NotAllowed: the actor does not bind a side.
    """
    with transaction() as tx:
        case = load(actor, Permission.FACT_RELEASE, Case, case_id)
        facts = fixed_facts(case.id)
        if not facts or not may_leave(Material.UNDISPUTED_FACTS, Destination.COURT).allowed:
            raise Conflict(state="no_facts")
        channel = open_channel(actor, Permission.CHANNEL_READ, Channel, facts[0].channel_id)
        if digest_of_sheet(sheet_of(actor, case, facts)) != digest:
            raise StaleVersion(facts=len(facts))
        complete = agree(tx, actor, channel, case, FACTS, digest=digest)
        for fact in facts:
            fact.for_court_at = clock.now() if complete else None
        _told(tx, actor, channel.row, case, "facts.released")
        return complete


def keep_facts_from_court(actor: Actor, case_id: str) -> None:
    """A party takes its consent back: until every party agrees again, no fact goes to a court.

    Raises:
        NotAllowed: the actor does not bind a side.
    """
    with transaction() as tx:
        case = load(actor, Permission.FACT_RELEASE, Case, case_id)
        facts = fixed_facts(case.id)
        if not facts:
            return
        forget_consent(tx, case.id, FACTS, actor.participations[case.id].party_id)
        for fact in facts:
            fact.for_court_at = None
        _told(tx, actor, facts[0].channel, case, "facts.kept_back")


@query
def facts_for_court(actor: Actor, case_id: str) -> FactsSheet | None:
    """The facts every party let go to a court, for those who build the file for it; None when there are none.

    Raises:
        NotFound, NotAllowed: the actor does not build the file for the court.
    """
    case = load(actor, Permission.BUNDLE_BUILD, Case, case_id)
    released = [fact for fact in fixed_facts(case.id) if fact.for_court_at is not None]
    if not released or not may_leave(Material.UNDISPUTED_FACTS, Destination.COURT).allowed:
        return None
    return FactsSheet(
        case_ref=case.ref,
        facts=tuple(
            _sheet_fact(fact, open_paper(actor, Permission.FACT_FILE, Fact, fact.id).content) for fact in released
        ),
    )


def sheet_of(actor: Actor, case: Case, facts: list[Fact]) -> FactsSheet:
    """The sheet of these facts as one who hears the joint channel reads it. Inside a unit of work."""
    opened = (open_paper(actor, Permission.FACT_READ, Fact, fact.id).content for fact in facts)
    return FactsSheet(case.ref, tuple(_sheet_fact(fact, words) for fact, words in zip(facts, opened, strict=True)))


def fixed_facts(case_id: str) -> list[Fact]:
    """The fixed facts of a case in their order, inside a unit of work that has authorised who asks."""
    fixed = select(Fact).where(Fact.case_id == case_id, Fact.state == FactState.FIXED)
    return list(session().scalars(fixed.order_by(Fact.number)))


def agree(
    tx: Transaction, actor: Actor, channel: OpenChannel[Channel], case: Case, subject: str, *, digest: str
) -> bool:
    """Write the party's consent to this content; True when every party of the case has given its own to the same."""
    me = actor.participations[case.id]
    keyed = channel.cipher.keyed_digest(digest.encode())
    forget_consent(tx, case.id, subject, me.party_id)
    tx.add(
        CourtConsent(
            case_id=case.id,
            subject=subject,
            keyed_digest=keyed,
            party_id=me.party_id,
            by_id=me.participant_id,
            at=clock.now(),
        )
    )
    return agreed_parties(case.id, subject, keyed) >= {party.id for party in case.parties}


def agreed_parties(case_id: str, subject: str, keyed_digest: bytes) -> set[str]:
    """Ids of the parties that let exactly this content go to a court."""
    given = select(CourtConsent.party_id).where(
        CourtConsent.case_id == case_id, CourtConsent.subject == subject, CourtConsent.keyed_digest == keyed_digest
    )
    return set(session().scalars(given))


def forget_consent(tx: Transaction, case_id: str, subject: str, party_id: str | None) -> None:
    """Take one party's consent away; the trail keeps that it was given."""
    mine = (CourtConsent.case_id == case_id, CourtConsent.subject == subject, CourtConsent.party_id == party_id)
    tx.session.execute(delete(CourtConsent).where(*mine))


def _sheet_fact(fact: Fact, content: bytes) -> SheetFact:
    assert fact.fixed_at is not None
    return SheetFact(number=fact.number, revision=fact.revision, words=words_of(content), fixed_at=fact.fixed_at)


def _told(tx: Transaction, actor: Actor, channel: Channel, case: Case, act: str) -> None:
    record(tx, account_id=actor.account_id, chain=f"channel:{channel.id}", act=act, subject=case.id)
    tx.announce(FactsChanged(audience=readers_of(channel), case_ref=case.ref))
