"""The transition tables of the platform, each with where it begins and where it ends."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from odr.agreements.states import AGREEMENT, AgreementState
from odr.cases.states import CASE, CaseState
from odr.confirmations.states import CONFIRMATION, OBJECTION, ConfirmationState, ObjectionState
from odr.guests.states import GUEST, GuestState
from odr.offers.states import ROUND, RoundState
from odr.proposals.states import PROPOSAL, ProposalState
from odr.records.states import FACT, PASSING, RECORD, FactState, PassingState, RecordState
from odr.rooms.states import SITTING, SittingState


@dataclass(frozen=True)
class Machine:
    """`ends` are the states that nothing leads out of; from every other one there is a way to an end."""

    name: str
    states: type[StrEnum]
    table: Mapping[tuple[Any, str], Any]
    begins: StrEnum
    ends: frozenset[StrEnum]

    @property
    def events(self) -> list[str]:
        return sorted({event for _, event in self.table})

    def reachable(self, start: StrEnum) -> set[StrEnum]:
        found, waiting = {start}, [start]
        while waiting:
            here = waiting.pop()
            for (state, _), target in self.table.items():
                if state == here and target not in found:
                    found.add(target)
                    waiting.append(target)
        return found


MACHINES = [
    Machine("case", CaseState, CASE, CaseState.DRAFT, frozenset({CaseState.ENDED, CaseState.CLOSED})),
    Machine(
        "agreement",
        AgreementState,
        AGREEMENT,
        AgreementState.DRAFT,
        frozenset({AgreementState.SUPERSEDED, AgreementState.ABANDONED}),
    ),
    Machine(
        "confirmation",
        ConfirmationState,
        CONFIRMATION,
        ConfirmationState.PREPARING,
        frozenset(
            {
                ConfirmationState.REFUSED,
                ConfirmationState.DISMISSED,
                ConfirmationState.WITHDRAWN,
                ConfirmationState.LAPSED,
                ConfirmationState.REVOKED,
            }
        ),
    ),
    Machine(
        "objection",
        ObjectionState,
        OBJECTION,
        ObjectionState.OPEN,
        frozenset({ObjectionState.UPHELD, ObjectionState.REJECTED}),
    ),
    Machine("fact", FactState, FACT, FactState.PROPOSED, frozenset({FactState.FIXED, FactState.WITHDRAWN})),
    Machine(
        "round of bargaining",
        RoundState,
        ROUND,
        RoundState.PROPOSED,
        frozenset({RoundState.AGREED, RoundState.FAILED, RoundState.DECLINED, RoundState.CANCELLED, RoundState.VOID}),
    ),
    Machine(
        "proposal",
        ProposalState,
        PROPOSAL,
        ProposalState.PUT,
        frozenset({ProposalState.ACCEPTED, ProposalState.NOT_ACCEPTED, ProposalState.WITHDRAWN, ProposalState.VOID}),
    ),
    Machine("session record", RecordState, RECORD, RecordState.DRAFT, frozenset({RecordState.FINAL})),
    Machine(
        "words passed on",
        PassingState,
        PASSING,
        PassingState.ASKED,
        frozenset({PassingState.PASSED, PassingState.REFUSED, PassingState.WITHDRAWN}),
    ),
    Machine(
        "sitting",
        SittingState,
        SITTING,
        SittingState.PLANNED,
        frozenset({SittingState.ENDED, SittingState.CANCELLED}),
    ),
    Machine(
        "guest",
        GuestState,
        GUEST,
        GuestState.ASKED,
        frozenset({GuestState.REFUSED, GuestState.DECLINED, GuestState.CANCELLED, GuestState.REMOVED}),
    ),
]
