"""Undisputed facts: proposed as a sentence, changed as a new wording, confirmed by each party itself (OMR 18, 22)."""

from __future__ import annotations

from sqlalchemy import func, select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import OpenChannel, load, open_channel
from odr.access.permissions import Permission
from odr.accounts.models import Account
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.participants import active_participants
from odr.db import Transaction, new_id, session, transaction
from odr.errors import InvalidInput, StaleVersion
from odr.events import FactsChanged
from odr.lifecycle import advance
from odr.notices.commands import queue
from odr.records.models import Fact, FactAnswer, FactRevision
from odr.records.states import FACT, FactState
from odr.records.telling import readers_of
from odr.records.words import LONGEST_REASON, checked, fact_digest, open_words, seal_words, sentence
from odr.rooms import presence
from odr.rooms.models import Channel
from signing.wording import Words

MOST_FACTS = 100


def propose_fact(actor: Actor, channel_id: str, words: Words) -> str:
    """Propose one fact for the joint channel's people to confirm; returns its id.

    Raises:
        InvalidInput: no Chinese words, too long, unprintable, or too many facts.
        NotFound, NotAllowed: not this actor's channel, or not one who drafts.
    """
    clean = sentence(words)
    with transaction() as tx:
        channel = open_channel(actor, Permission.FACT_PROPOSE, Channel, channel_id)
        me = actor.participations[channel.row.case_id]
        last = tx.session.scalar(select(func.max(Fact.number)).where(Fact.case_id == channel.row.case_id)) or 0
        if last >= MOST_FACTS:
            raise InvalidInput(facts="too_many")
        ident = new_id()
        fact = tx.add(
            Fact(
                id=ident,
                case_id=channel.row.case_id,
                channel_id=channel.row.id,
                number=last + 1,
                sealed=seal_words(channel.cipher, f"fact:{ident}:1", clean),
                proposed_by=me.participant_id,
                party_id=me.party_id,
                at=clock.now(),
            )
        )
        _keep_wording(tx, channel, fact, me.participant_id, clean)
        _changed(tx, actor, fact, "fact.proposed", clean)
        _tell_absent(tx, actor, fact.case)
        return fact.id


def edit_fact(actor: Actor, fact_id: str, *, revision: int, words: Words) -> int:
    """Put other words; every answer to the earlier words is void. Returns the new revision.

    Raises:
        StaleVersion: somebody changed it since `revision`; nothing was written.
        InvalidInput: words that cannot be kept.
        IllegalTransition: it is fixed or withdrawn.
    """
    clean = sentence(words)
    with transaction() as tx:
        fact, channel = _open_fact(actor, Permission.FACT_EDIT, fact_id)
        _same(fact, revision)
        if open_words(channel.cipher, _place(fact), fact.sealed) == clean:
            return fact.revision
        advance(tx, FACT, fact, "edit")
        fact.revision += 1
        fact.sealed = seal_words(channel.cipher, _place(fact), clean)
        _keep_wording(tx, channel, fact, actor.participations[fact.case_id].participant_id, clean)
        _changed(tx, actor, fact, "fact.edited", clean)
        return fact.revision


def withdraw_fact(actor: Actor, fact_id: str, *, revision: int) -> None:
    """Take a proposed fact back; it never leaves the room. Raises StaleVersion, IllegalTransition."""
    with transaction() as tx:
        fact, _ = _open_fact(actor, Permission.FACT_EDIT, fact_id)
        _same(fact, revision)
        advance(tx, FACT, fact, "withdraw")
        _changed(tx, actor, fact, "fact.withdrawn")


def confirm_fact(actor: Actor, fact_id: str, *, revision: int) -> FactState:
    """A party confirms exactly these words for itself; with the last party's word the fact is fixed.

    Raises:
        StaleVersion: the words changed since they were read.
        NotAllowed: the actor does not bind a side.
        IllegalTransition: it is fixed or withdrawn.
    """
    return _answer_fact(actor, fact_id, revision=revision, reason="")


def object_to_fact(actor: Actor, fact_id: str, *, revision: int, reason: str) -> None:
    """A party says why it does not confirm these words. Raises InvalidInput without a reason, else as confirming."""
    _answer_fact(actor, fact_id, revision=revision, reason=checked(reason, "reason", longest=LONGEST_REASON))


def _answer_fact(actor: Actor, fact_id: str, *, revision: int, reason: str) -> FactState:
    with transaction() as tx:
        fact, channel = _open_fact(actor, Permission.FACT_ANSWER, fact_id)
        _same(fact, revision)
        advance(tx, FACT, fact, "answer")
        me = actor.participations[fact.case_id]
        place = f"{_place(fact)}:{me.party_id}"
        answer = tx.session.scalar(
            select(FactAnswer).where(
                FactAnswer.fact_id == fact.id, FactAnswer.revision == revision, FactAnswer.party_id == me.party_id
            )
        ) or FactAnswer(fact_id=fact.id, revision=revision, party_id=me.party_id)
        answer.by_id, answer.at, answer.confirmed = me.participant_id, clock.now(), not reason
        answer.sealed_reason = channel.cipher.seal(place, reason.encode())
        tx.add(answer)
        words = open_words(channel.cipher, _place(fact), fact.sealed)
        _changed(tx, actor, fact, "fact.confirmed" if answer.confirmed else "fact.objected", words)
        if everybody_confirms(fact):
            advance(tx, FACT, fact, "all_confirmed")
            fact.fixed_at = answer.at
            _changed(tx, actor, fact, "fact.fixed", words)
        return fact.state


def everybody_confirms(fact: Fact) -> bool:
    """Has each party of the case confirmed the words as they are now? Inside a unit of work."""
    agreed = select(FactAnswer.party_id).where(
        FactAnswer.fact_id == fact.id, FactAnswer.revision == fact.revision, FactAnswer.confirmed
    )
    return set(session().scalars(agreed)) >= {party.id for party in fact.case.parties}


def _open_fact(actor: Actor, permission: Permission, fact_id: str) -> tuple[Fact, OpenChannel[Channel]]:
    fact = load(actor, permission, Fact, fact_id)
    return fact, open_channel(actor, Permission.CHANNEL_READ, Channel, fact.channel_id)


def _place(fact: Fact) -> str:
    return f"fact:{fact.id}:{fact.revision}"


def _same(fact: Fact, revision: int) -> None:
    if fact.revision != revision:
        raise StaleVersion(fact=fact.id, revision=fact.revision)


def _keep_wording(tx: Transaction, channel: OpenChannel[Channel], fact: Fact, by_id: str, words: Words) -> None:
    sealed = seal_words(channel.cipher, _place(fact), words)
    tx.add(FactRevision(fact_id=fact.id, revision=fact.revision, sealed=sealed, by_id=by_id, at=clock.now()))


def _changed(tx: Transaction, actor: Actor, fact: Fact, act: str, words: Words | None = None) -> None:
    """The entry in the joint channel's chain, bound to the exact words, and the word to open pages."""
    content = b""
    if words is not None:
        number, revision = fact.number, fact.revision
        content = fact_digest(case_ref=fact.case.ref, number=number, revision=revision, words=words).encode()
    chain = f"channel:{fact.channel_id}"
    record(tx, account_id=actor.account_id, chain=chain, act=act, subject=fact.id, content=content)
    tx.announce(FactsChanged(audience=readers_of(fact.channel), case_ref=fact.case.ref))


def _tell_absent(tx: Transaction, actor: Actor, case: Case) -> None:
    """Those who can confirm and are not in the room learn by letter that the case waits for them."""
    here = presence.present(case.id)
    for person in active_participants(case.id):
        if person.party_id and person.participant_id not in here and person.account_id != actor.account_id:
            account = tx.session.get_one(Account, person.account_id)
            queue(tx, "your_turn", email=account.email, account_id=account.id, locale=account.locale, case_ref=case.ref)
