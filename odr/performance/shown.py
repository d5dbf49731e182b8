"""What is shown of performance: frozen views, built from rows that somebody was allowed to load."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from odr.law.enforcement import Way
from odr.law.time_limits import Deadline
from odr.performance.schedule import ClauseText
from odr.performance.states import OPEN, ObligationState, StatementState
from signing.wording import Words

STATES: dict[ObligationState, tuple[Words, str]] = {
    ObligationState.DUE: (Words(zh="待履行", en="To be performed"), "todo"),
    ObligationState.CLAIMED: (Words(zh="已报履行，待对方确认", en="Reported, to be confirmed"), "waiting"),
    ObligationState.DISPUTED: (Words(zh="对方有异议", en="Disputed"), "bad"),
    ObligationState.OVERDUE: (Words(zh="已逾期", en="Overdue"), "bad"),
    ObligationState.PERFORMED: (Words(zh="已按期履行", en="Performed in time"), "done"),
    ObligationState.PERFORMED_LATE: (Words(zh="已履行（逾期）", en="Performed late"), "done"),
    ObligationState.WAIVED: (Words(zh="已免除", en="Released"), "stopped"),
    ObligationState.REPLACED: (Words(zh="已由新协议变更", en="Replaced by another agreement"), "stopped"),
}
"""What each state is called, and the tone in which a page says it."""


@dataclass(frozen=True)
class ProofView:
    """A proof by its name."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class StatementView:
    """What was said to have been performed, and what the other side answered."""

    id: str
    by: str
    by_en: str
    fen: int | None
    on: date
    words: str
    proof: ProofView | None
    state: StatementState
    at: datetime
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class ObligationView:
    """One obligation. `remaining` in fen is None for an act; `interest` what late interest comes to today, if it can
    be reckoned; `limit` the last day to apply for enforcement, `suit` to sue where there is no ruling."""

    id: str
    clause: ClauseText
    part: int
    parts: int
    obligor: Words
    obligee: Words
    obligor_id: str
    obligee_id: str
    fen: int | None
    remaining: int | None
    due: date | None
    days: int | None
    state: ObligationState
    late: bool
    ended_on: date | None
    interest: int | None
    statements: tuple[StatementView, ...]
    limit: Deadline | None
    suit: Deadline | None
    may_claim: bool
    may_answer: bool

    @property
    def open(self) -> bool:
        """Whether something is still owed."""
        return self.state in OPEN

    @property
    def waiting(self) -> tuple[StatementView, ...]:
        """What nobody has answered."""
        return tuple(one for one in self.statements if one.state == StatementState.OPEN and self.open)

    @property
    def state_words(self) -> Words:
        """The state as people call it."""
        return STATES[self.state][0]

    @property
    def tone(self) -> str:
        """How a page says it."""
        return STATES[self.state][1]


@dataclass(frozen=True)
class RulingView:
    """The ruling that lets the agreement be enforced."""

    number: str
    court: Words
    on: date
    where: Way


@dataclass(frozen=True)
class FlagView:
    """Signs of bad faith of one party, as a clerk of the organisation sees them."""

    id: str
    party: Words
    reasons: tuple[Words, ...]
    raised_at: datetime
    dismissed_at: datetime | None
    dismissed_why: str


@dataclass(frozen=True)
class PerformancePage:
    """The page of one case. `lines` are in order of their days; `ways` what remains to a creditor without a ruling."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    organisation: Words
    in_effect: date | None
    my_party_id: str
    is_clerk: bool
    lines: tuple[ObligationView, ...]
    noted: tuple[ClauseText, ...]
    late_clause: ClauseText | None
    ruling: RulingView | None
    ways: tuple[Way, ...]
    may_enforce: bool
    flags: tuple[FlagView, ...]

    @property
    def mine(self) -> tuple[ObligationView, ...]:
        """What my side owes."""
        return tuple(line for line in self.lines if line.obligor_id == self.my_party_id)

    @property
    def owed(self) -> tuple[ObligationView, ...]:
        """What is owed to my side."""
        return tuple(line for line in self.lines if line.obligee_id == self.my_party_id)

    @property
    def others(self) -> tuple[ObligationView, ...]:
        """What is between others: all of it, for the mediator and the organisation."""
        return tuple(line for line in self.lines if self.my_party_id not in (line.obligor_id, line.obligee_id))


@dataclass(frozen=True)
class OverdueLine:
    """One overdue obligation on the organisation's list."""

    case_ref: str
    title: str
    title_en: str
    what: Words
    obligor: Words
    remaining: int | None
    due: date
    days_late: int
    state: ObligationState
    flagged: bool
