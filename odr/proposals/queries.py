"""What a person may see of proposals: the text, their own side's being done, and whether all said yes."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import MEDIATORS, SIDE_ROLES, Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.cases.models import Case, Party
from odr.db import query, session
from odr.errors import NotAllowed, NotFound
from odr.proposals.models import Proposal
from odr.proposals.states import LIVE, ProposalState
from odr.proposals.texts import answers_to, terms_of, words_of
from odr.rooms.queries import find_case
from signing.wording import Words


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in the list of a case."""

    id: str
    state: str
    put_at: datetime
    deadline: datetime
    waits_for_me: bool


@dataclass(frozen=True)
class ProposalsView:
    """The proposals of a case, newest first."""

    case_id: str
    case_ref: str
    case_title: Words
    proposals: tuple[ProposalLine, ...]
    may_put: bool

    @property
    def live(self) -> tuple[ProposalLine, ...]:
        """The one that is still open, if there is one."""
        return tuple(one for one in self.proposals if one.state in LIVE)


@dataclass(frozen=True)
class ProposalView:
    """One proposal. `answered` says whether my own side has, and nothing of any other."""

    id: str
    case_id: str
    case_ref: str
    case_title: Words
    state: str
    text: str
    digest: str
    terms: str
    public_key: str
    put_at: datetime
    deadline: datetime
    closed_at: datetime | None
    my_party_id: str
    my_party: Words
    answered: bool
    may_answer: bool
    may_lead: bool


@query
def proposals_page(actor: Actor, case_ref: str) -> ProposalsView:
    """Every proposal of the case.

    Raises:
        NotFound: the actor may not know the case.
        NotAllowed: the actor knows the case (a clerk) but takes no part in what is bargained.
    """
    case = load(actor, Permission.CASE_READ, Case, find_case(case_ref))
    place = actor.in_case(case.id)
    if place is None or place.role not in SIDE_ROLES | MEDIATORS:
        raise NotAllowed(permission=str(Permission.PROPOSAL_READ))
    rows = session().scalars(select(Proposal).where(Proposal.case_id == case.id).order_by(Proposal.put_at.desc())).all()
    open_one = any(row.state in LIVE for row in rows)
    return ProposalsView(
        case_id=case.id,
        case_ref=case.ref,
        case_title=Words(zh=case.title, en=case.title_en or case.title),
        proposals=tuple(_line(actor, row) for row in rows if can(actor, Permission.PROPOSAL_READ, row)),
        may_put=case.state == "mediating" and not open_one and can(actor, Permission.PROPOSAL_MAKE, case),
    )


@query
def proposal_page(actor: Actor, case_ref: str, *, proposal_id: str) -> ProposalView:
    """One proposal.

    Raises:
        NotFound: no such proposal in the case, or not for this actor.
    """
    proposal = load(actor, Permission.PROPOSAL_READ, Proposal, proposal_id)
    if proposal.case.ref != case_ref:
        raise NotFound(kind="proposal")
    mine = actor.participations[proposal.case_id].party_id
    party = session().get(Party, mine) if mine else None
    return ProposalView(
        id=proposal.id,
        case_id=proposal.case_id,
        case_ref=proposal.case.ref,
        case_title=Words(zh=proposal.case.title, en=proposal.case.title_en or proposal.case.title),
        state=_state(proposal),
        text=words_of(proposal),
        digest=proposal.digest,
        terms=terms_of(proposal),
        public_key=base64.urlsafe_b64encode(proposal.public_key).decode().rstrip("="),
        put_at=proposal.put_at,
        deadline=proposal.deadline,
        closed_at=proposal.closed_at,
        my_party_id=mine or "",
        my_party=Words(zh=party.name, en=party.name_en or party.name) if party else Words(zh="", en=""),
        answered=_answered(proposal, mine),
        may_answer=proposal.case.state == "mediating" and can(actor, Permission.PROPOSAL_ANSWER, proposal),
        may_lead=can(actor, Permission.PROPOSAL_LEAD, proposal),
    )


def _state(proposal: Proposal) -> str:
    """Being opened looks like still open."""
    return str(ProposalState.PUT if proposal.state == ProposalState.OPENING else proposal.state)


def _answered(proposal: Proposal, party_id: str | None) -> bool:
    return any(answer.party_id == party_id for answer in answers_to(proposal))


def _line(actor: Actor, proposal: Proposal) -> ProposalLine:
    mine = actor.participations[proposal.case_id].party_id
    asked = proposal.state == ProposalState.PUT and proposal.case.state == "mediating"
    waits = asked and can(actor, Permission.PROPOSAL_ANSWER, proposal)
    return ProposalLine(
        id=proposal.id,
        state=_state(proposal),
        put_at=proposal.put_at,
        deadline=proposal.deadline,
        waits_for_me=waits and not _answered(proposal, mine),
    )
