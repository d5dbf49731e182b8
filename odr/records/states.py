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
