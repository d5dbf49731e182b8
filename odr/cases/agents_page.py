"""What a party may see of its own agents: those who act, and those it asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor, Role
from odr.access.load import load
from odr.access.permissions import Permission
from odr.accounts.models import Account
from odr.cases.mandates import MOST_AGENTS
from odr.cases.models import AgentInvitation, AgentKind, Case, Mandate, Participant, Party
from odr.cases.refs import case_id_of
from odr.db import query, session


@dataclass(frozen=True)
class AgentView:
    """Somebody who acts for my side, or was asked to. `id` is of the participant or of the invitation."""

    id: str
    name: str
    email: str
    kind: AgentKind
    firm: str
    special: bool
    document_digest: str
    since: datetime
    acting: bool


@dataclass(frozen=True)
class AgentsPage:
    """My side's agents; `may_change` for the party itself, `room_left` while it has fewer than two."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    principal: str
    principal_en: str
    agents: tuple[AgentView, ...]
    may_change: bool
    room_left: bool


@query
def agents_page(actor: Actor, ref: str) -> AgentsPage:
    """The agents of the actor's own side.

    Raises:
        NotFound, NotAllowed: the actor is of no side.
    """
    case = load(actor, Permission.AGENT_ADMIT, Case, case_id_of(ref))
    here = actor.participations[case.id]
    party = session().get_one(Party, here.party_id)
    agents = (*_acting(party.id), *_asked(party.id))
    own = here.role == Role.PARTY
    return AgentsPage(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        principal=party.name,
        principal_en=party.name_en or party.name,
        agents=agents,
        may_change=own,
        room_left=own and len(agents) < MOST_AGENTS,
    )


def _acting(party_id: str) -> list[AgentView]:
    rows = session().execute(
        select(Participant, Account, Mandate)
        .join(Account, Account.id == Participant.account_id)
        .join(Mandate, Mandate.participant_id == Participant.id)
        .where(
            Participant.party_id == party_id,
            Participant.role == Role.AGENT,
            Participant.removed_at.is_(None),
            Mandate.ended_at.is_(None),
        )
        .order_by(Participant.admitted_at)
    )
    return [
        AgentView(
            id=participant.id,
            name=account.name,
            email=account.email,
            kind=AgentKind(mandate.agent_kind),
            firm=mandate.firm,
            special=mandate.may_settle and mandate.may_sign and mandate.may_apply,
            document_digest=mandate.document_digest,
            since=participant.admitted_at,
            acting=True,
        )
        for participant, account, mandate in rows
    ]


def _asked(party_id: str) -> list[AgentView]:
    wanted = (AgentInvitation.party_id == party_id, AgentInvitation.answered_at.is_(None))
    rows = session().scalars(select(AgentInvitation).where(*wanted).order_by(AgentInvitation.invited_at))
    return [
        AgentView(
            id=wish.id,
            name=wish.name,
            email=wish.email,
            kind=wish.agent_kind,
            firm=wish.firm,
            special=wish.may_settle and wish.may_sign and wish.may_apply,
            document_digest=wish.document_digest,
            since=wish.invited_at,
            acting=False,
        )
        for wish in rows
    ]
