"""The life of an agreement, as data."""

from enum import StrEnum


class AgreementState(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    FINAL = "final"
    SIGNED = "signed"
    SEALED = "sealed"
    SUPERSEDED = "superseded"
    ABANDONED = "abandoned"


S = AgreementState
FIXED = (S.FINAL, S.SIGNED, S.SEALED)
"""There is a text of which not a letter changes any more."""
AGREEMENT = {
    (S.DRAFT, "finalise"): S.FINAL,
    (S.FINAL, "reopen"): S.DRAFT,
    (S.FINAL, "refuse"): S.DRAFT,
    (S.FINAL, "sign"): S.FINAL,
    (S.FINAL, "all_signed"): S.SIGNED,
    (S.SIGNED, "affix_seal"): S.SEALED,
    (S.SIGNED, "supersede"): S.SUPERSEDED,
    (S.SEALED, "supersede"): S.SUPERSEDED,
    (S.DRAFT, "abandon"): S.ABANDONED,
    (S.FINAL, "abandon"): S.ABANDONED,
}
