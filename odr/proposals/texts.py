"""A proposal's frozen words, what an answer to it is bound to, and how it is told without telling anything."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256

from sqlalchemy import delete, func, select

from odr.access.vault import open_field
from odr.accounts.models import Account
from odr.cases.models import Party
from odr.cases.participants import Person, accounts_of
from odr.db import Transaction, session
from odr.events import ProposalChanged
from odr.notices.commands import queue
from odr.offers.reveal import ANSWER
from odr.offers.sealed import Place
from odr.proposals.models import Proposal, SealedAnswer

TEXT = "proposal.text"
LONGEST_TEXT = 4_000
"""What every side accepts becomes one clause of the agreement, which is no longer than this."""


def words_of(proposal: Proposal) -> str:
    """The text that was put to everybody."""
    return open_field(TEXT, proposal.id, proposal.text)


def digest_of(words: str) -> str:
    """The SHA-256 of the words, by which everybody can see that they answered the same text."""
    return sha256(words.encode()).hexdigest()


def terms_of(proposal: Proposal) -> str:
    """What every answer is bound to: this text, and this deadline."""
    facts = {"kind": ANSWER, "text": proposal.digest, "deadline": proposal.deadline.isoformat()}
    return json.dumps(facts, sort_keys=True, separators=(",", ":"))


def place_of(proposal: Proposal, party_id: str) -> Place:
    """What an answer of this side is bound to."""
    return Place(proposal.case_id, proposal.id, party_id, terms_of(proposal))


def sides_asked(proposal: Proposal) -> list[str]:
    """The parties of the case: every one of them is asked."""
    return list(session().scalars(select(Party.id).where(Party.case_id == proposal.case_id).order_by(Party.id)))


def answers_to(proposal: Proposal) -> list[SealedAnswer]:
    """The sealed answers, in an order that tells nothing."""
    mine = select(SealedAnswer).where(SealedAnswer.proposal_id == proposal.id).order_by(SealedAnswer.party_id)
    return list(session().scalars(mine))


def count_answers(proposal: Proposal) -> int:
    """How many sides have answered; nobody is ever told."""
    return session().scalar(select(func.count(SealedAnswer.id)).where(SealedAnswer.proposal_id == proposal.id)) or 0


def destroy_answers(tx: Transaction, proposal: Proposal) -> None:
    """Nothing of what was answered stays here."""
    tx.session.execute(delete(SealedAnswer).where(SealedAnswer.proposal_id == proposal.id))


def tell(tx: Transaction, proposal: Proposal, people: Iterable[Person]) -> None:
    """Have the open pages of these people read the proposal anew."""
    tx.announce(ProposalChanged(audience=accounts_of(people), proposal_id=proposal.id))


def write_to(tx: Transaction, proposal: Proposal, kind: str, people: Iterable[Person]) -> None:
    """Queue one and the same letter to each of these people; it says nothing of a proposal."""
    wanted = sorted({person.account_id for person in people})
    for account in tx.session.scalars(select(Account).where(Account.id.in_(wanted)).order_by(Account.id)):
        queue(tx, kind, email=account.email, account_id=account.id, locale=account.locale, case_ref=proposal.case.ref)
