"""Who signs for whom: one place on the signature page for each party, each mediator, and the organisation's seal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from odr.access.actor import Role
from odr.accounts.models import Account
from odr.cases.models import Case, Mandate, Participant, Party, PartyKind
from odr.db import session
from signing.wording import Words

SIDE_WORDS = {
    "applicant": Words(zh="申请人", en="Applicant"),
    "respondent": Words(zh="被申请人", en="Respondent"),
    "third": Words(zh="第三人", en="Third person"),
}
MEDIATOR = Words(zh="调解员", en="Mediator")
SEAL = Words(zh="调解组织（印章）", en="Mediation organisation (seal)")


@dataclass(frozen=True)
class Signatory:
    """Somebody a signature is asked of; without a participant id, nobody on that side may sign."""

    participant_id: str
    name: str
    name_en: str
    capacity: str
    """self, legal_representative, agent or mediator."""


NOBODY = Signatory("", "", "", "")


def signatory_of(party: Party) -> Signatory:
    """Who signs for a party: the party itself, otherwise an agent with special authority (CPL 62; INT 89)."""
    rows = session().execute(
        select(Participant, Account)
        .join(Account, Account.id == Participant.account_id)
        .where(Participant.party_id == party.id, Participant.removed_at.is_(None))
        .order_by(Participant.admitted_at, Participant.id)
    )
    own = "legal_representative" if party.kind == PartyKind.ORGANISATION else "self"
    agent = NOBODY
    for participant, account in rows:
        if participant.role == Role.PARTY:
            return Signatory(participant.id, account.name, account.name_en or account.name, own)
        if agent is NOBODY and _has_special_authority(participant.id):
            agent = Signatory(participant.id, account.name, account.name_en or account.name, "agent")
    return agent


def mediators_of(case: Case) -> list[Signatory]:
    """The mediators of the case, who sign it too."""
    rows = session().execute(
        select(Participant, Account)
        .join(Account, Account.id == Participant.account_id)
        .where(Participant.case_id == case.id, Participant.role == Role.MEDIATOR, Participant.removed_at.is_(None))
        .order_by(Participant.admitted_at, Participant.id)
    )
    return [Signatory(p.id, account.name, account.name_en or account.name, "mediator") for p, account in rows]


def _has_special_authority(participant_id: str) -> bool:
    mandate = session().scalar(
        select(Mandate).where(Mandate.participant_id == participant_id, Mandate.ended_at.is_(None))
    )
    return mandate is not None and mandate.may_settle and mandate.may_sign and mandate.may_apply
