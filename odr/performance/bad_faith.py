"""Signs of serious bad faith in performing, by rule, for the organisation alone.

No statute read for this project says when a party to a mediation agreement is in serious bad faith, and only a court
lists debtors. So this rule is a policy of the organisation, marked as such wherever it is shown; it publishes nothing
and changes nothing: a clerk looks at it, talks to the party, or dismisses it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from odr.performance.states import ObligationState
from signing.wording import Words

LONG_LATE_DAYS = 60
SEVERAL = 2
POLICY = Words(
    zh="本提示依据调解组织的内部规则产生，不是法律上的失信认定，仅供本组织工作人员核实，不对外公开。",
    en="This follows a policy of the organisation. It is no finding of law, is for its own staff to look into, and is "
    "never published.",
)


class Reason(StrEnum):
    """Why somebody should look."""

    SILENT = "silent"
    SEVERAL_LATE = "several_late"
    DENIED = "denied"


REASONS: dict[Reason, Words] = {
    Reason.SILENT: Words(
        zh=f"有义务逾期超过{LONG_LATE_DAYS}日，已多次提醒，既没有履行任何部分，也没有作出任何说明。",
        en=f"Something is more than {LONG_LATE_DAYS} days late despite reminders; nothing was performed or said.",
    ),
    Reason.SEVERAL_LATE: Words(
        zh=f"有{SEVERAL}项以上的义务同时逾期超过三十日。",
        en=f"{SEVERAL} or more obligations are each over thirty days late at the same time.",
    ),
    Reason.DENIED: Words(
        zh=f"同一方声称已经履行、但被对方否认的情形有{SEVERAL}次以上，且相关义务至今没有履行。",
        en=f"{SEVERAL} or more times this side said that it had performed, the other side denied it, and it is still "
        "owed.",
    ),
}


@dataclass(frozen=True)
class Conduct:
    """One obligation as the rule reads it."""

    state: ObligationState
    due: date | None
    statements: int
    denied: int


def serious_bad_faith(conduct: Iterable[Conduct], today: date) -> frozenset[Reason]:
    """The signs in how one party performs (policy of the organisation, see above); none is the usual case.

    A release, a performance confirmed late, or a statement nobody has answered yet is never held against anybody.
    """
    unmet = [one for one in conduct if one.state in (ObligationState.OVERDUE, ObligationState.DISPUTED)]
    late = [(one, (today - one.due).days) for one in unmet if one.due is not None]
    found: set[Reason] = set()
    if any(days > LONG_LATE_DAYS and not one.statements for one, days in late):
        found.add(Reason.SILENT)
    if sum(days > 30 for _, days in late) >= SEVERAL:
        found.add(Reason.SEVERAL_LATE)
    if sum(one.denied for one, days in late if days > 0) >= SEVERAL:
        found.add(Reason.DENIED)
    return frozenset(found)
