"""Put it into the agreement: the outcome of a round or of a proposal becomes clauses of the draft, once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.agreements.commands import Wording, append_clause, begin_agreement, party_names
from odr.agreements.drafts import draft_for
from odr.agreements.facts import live_clauses
from odr.agreements.in_hand import agreement_in_hand
from odr.agreements.models import Agreement
from odr.agreements.outcomes import clause_of_proposal, clauses_of_round
from odr.agreements.states import FIXED, AgreementState
from odr.cases.models import Case
from odr.cases.states import CaseState
from odr.db import query, transaction
from odr.errors import Conflict
from odr.offers.models import OfferRound
from odr.offers.rounds import outcome_in, terms_of
from odr.offers.rules import RoundKind, rules_from
from odr.offers.states import RoundState
from odr.proposals.models import Proposal
from odr.proposals.states import ProposalState
from odr.proposals.texts import words_of


@dataclass(frozen=True)
class PutIn:
    """The first of the clauses made from an outcome; `again` when they were there already."""

    clause_id: str
    again: bool


@dataclass(frozen=True)
class Standing:
    """What the page of an outcome says about the agreement: there already, could be put in, or why it cannot be."""

    clause_id: str
    number: int
    may_put: bool
    final: bool


def put_round_in(actor: Actor, round_id: str) -> PutIn:
    """Write what a round has agreed into the draft agreement, which is begun if there is none yet.

    Raises:
        NotFound, NotAllowed: the actor takes no part in the round, or drafts no agreement in its case.
        Conflict: the round agreed on nothing that can be written (a search only suggests), or the case is over.
        TextFinal: the text is frozen.
        InvalidInput: there are too many clauses.
    """
    with transaction():
        round_ = load(actor, Permission.OFFER_READ, OfferRound, round_id)
        outcome = outcome_in(round_)
        if round_.state != RoundState.AGREED or round_.kind is RoundKind.SEARCH or outcome is None:
            raise Conflict(state="not_agreed")
        rules, names = rules_from(terms_of(round_)), party_names(round_.case)
        return _put_in(actor, round_.case_id, round_.id, lambda: clauses_of_round(rules, outcome, names))


def put_proposal_in(actor: Actor, proposal_id: str) -> PutIn:
    """Write the words of a proposal that every side accepted into the draft agreement. Raises as `put_round_in`."""
    with transaction():
        proposal = load(actor, Permission.PROPOSAL_READ, Proposal, proposal_id)
        if proposal.state != ProposalState.ACCEPTED:
            raise Conflict(state="not_agreed")
        return _put_in(actor, proposal.case_id, proposal.id, lambda: (clause_of_proposal(words_of(proposal)),))


@query
def standing_of(actor: Actor, case_id: str, origin_id: str) -> Standing:
    """How the outcome with this id stands to the agreement of its case. Raises NotFound, NotAllowed."""
    case = load(actor, Permission.AGREEMENT_READ, Case, case_id)
    agreement = agreement_in_hand(case.id)
    numbers = _numbers(agreement, origin_id)
    drafting = agreement is None or agreement.state == AgreementState.DRAFT
    open_for_words = drafting and case.state == CaseState.MEDIATING
    return Standing(
        clause_id=next(iter(numbers), ""),
        number=next(iter(numbers.values()), 0),
        may_put=not numbers and open_for_words and can(actor, Permission.AGREEMENT_EDIT, case),
        final=agreement is not None and agreement.state in FIXED,
    )


def _put_in(actor: Actor, case_id: str, origin_id: str, made: Callable[[], Sequence[Wording]]) -> PutIn:
    """Inside a unit: the agreement is locked before it is looked at, so that two who press at once write once."""
    with transaction() as tx:
        begun = agreement_in_hand(case_id)
        agreement_id = begun.id if begun is not None else begin_agreement(actor, case_id)
        agreement = load(actor, Permission.AGREEMENT_EDIT, Agreement, agreement_id)
        there = _numbers(agreement, origin_id)
        if there:
            return PutIn(next(iter(there)), again=True)
        draft = draft_for(actor, Permission.AGREEMENT_EDIT, agreement.id)
        first, *_ = [append_clause(tx, actor, draft, wording, origin_id=origin_id) for wording in made()]
        return PutIn(first, again=False)


def _numbers(agreement: Agreement | None, origin_id: str) -> dict[str, int]:
    """The ids of the clauses that were made from this outcome and still stand there, with their numbers."""
    if agreement is None:
        return {}
    rows = enumerate(live_clauses(agreement.id), 1)
    return {row.id: number for number, row in rows if row.origin_id == origin_id}
