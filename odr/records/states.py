"""The lives of an undisputed fact, of the record of a sitting and of words to be passed on, as data."""

from enum import StrEnum


class FactState(StrEnum):
    """Where a fact stands that the parties may agree is undisputed."""

    PROPOSED = "proposed"
    FIXED = "fixed"
    WITHDRAWN = "withdrawn"


FACT = {
    (FactState.PROPOSED, "edit"): FactState.PROPOSED,
    (FactState.PROPOSED, "answer"): FactState.PROPOSED,
    (FactState.PROPOSED, "all_confirmed"): FactState.FIXED,
    (FactState.PROPOSED, "withdraw"): FactState.WITHDRAWN,
}


class RecordState(StrEnum):
    """Where the record of a sitting stands."""

    DRAFT = "draft"
    OPEN = "open"
    FINAL = "final"


RECORD = {
    (RecordState.DRAFT, "write"): RecordState.DRAFT,
    (RecordState.DRAFT, "open"): RecordState.OPEN,
    (RecordState.OPEN, "write"): RecordState.OPEN,
    (RecordState.OPEN, "answer"): RecordState.OPEN,
    (RecordState.OPEN, "finalise"): RecordState.FINAL,
}


class Verdict(StrEnum):
    """What somebody who was there says of the record of it (OMR 22)."""

    CONFIRMED = "confirmed"
    CORRECTION = "correction"
    REFUSED = "refused"


class PassingState(StrEnum):
    """Where a sentence from a caucus stands that the mediator would pass on."""

    ASKED = "asked"
    AGREED = "agreed"
    PASSED = "passed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PASSING = {
    (PassingState.ASKED, "edit"): PassingState.ASKED,
    (PassingState.AGREED, "edit"): PassingState.ASKED,
    (PassingState.ASKED, "agree"): PassingState.AGREED,
    (PassingState.ASKED, "refuse"): PassingState.REFUSED,
    (PassingState.AGREED, "refuse"): PassingState.REFUSED,
    (PassingState.AGREED, "pass_on"): PassingState.PASSED,
    (PassingState.ASKED, "withdraw"): PassingState.WITHDRAWN,
    (PassingState.AGREED, "withdraw"): PassingState.WITHDRAWN,
}
