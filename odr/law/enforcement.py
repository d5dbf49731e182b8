"""After the agreement: when it may be enforced, where, until when, the other ways, and what delay costs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from odr.law.articles import Certainty, Citation, cite
from odr.law.time_limits import Deadline, add_months, enforcement_limit, years_after
from signing.wording import Words

WARN_MONTHS = (6, 3, 1)
"""CL-12: how many months before the end of the two years a creditor is warned."""
SUIT_YEARS = 3


@dataclass(frozen=True)
class Way:
    """One way to one's right, with the article that opens it."""

    words: Words
    citation: Citation


def may_be_enforced(*, confirmed: bool) -> tuple[bool, Citation]:
    """Only an agreement that a court has ruled valid is enforced as it stands (CPL 206)."""
    return confirmed, cite("CPL 206")


def last_day_of_performance(dues: Collection[date | None], ruled_on: date) -> date:
    """From where the two years run: the last day for performance, of the last instalment where there are several;
    from the day of the ruling where no day was agreed (CPL 250)."""
    days = [day for day in dues if day is not None]
    return max(days) if days else ruled_on


def limit_of_enforcement(dues: Collection[date | None], ruled_on: date) -> Deadline:
    """CL-12: the last day to apply for enforcement of what one clause promises (CPL 250)."""
    return enforcement_limit(last_day_of_performance(dues, ruled_on))


def warning_days(limit: Deadline) -> dict[int, date]:
    """Months left → the day on which that is said, counted from the earliest reading of the last day."""
    return {months: add_months(limit.safe, -months) for months in WARN_MONTHS}


def limit_of_suit(due: date) -> Deadline:
    """Without a ruling: three years from the breach to sue on the agreement (CC 188)."""
    return years_after(due, SUIT_YEARS, cite("CC 188"))


def courts_of_enforcement(court: Words) -> Way:
    """The ruling court, or the court of the same level where the debtor's property is (INT 460)."""
    return Way(
        Words(
            zh=f"向作出裁定的{court.zh}申请，或者向与其同级的被执行的财产所在地人民法院申请。",
            en=f"Apply to {court.en}, which made the ruling, or to the court of the same level where the property is.",
        ),
        cite("INT 460"),
    )


def ways_without_ruling(*, money: bool) -> tuple[Way, ...]:
    """What a creditor may do where no court has confirmed the agreement (CPL 206; CC 188; CPL 225)."""
    ways = [
        Way(
            Words(
                zh="协议未经司法确认，不能直接申请强制执行；但它对双方有合同约束力，可以就协议向人民法院起诉。",
                en="No court has confirmed it, so it cannot be enforced as it stands. It binds both sides as a "
                "contract: you may sue on it.",
            ),
            cite("CPL 206"),
        ),
        Way(
            Words(
                zh="起诉的诉讼时效为三年，自对方违约之日起算；对方承认债务或者您提出履行请求的，时效中断。",
                en="You have three years from the breach to sue; a demand or an admission starts them anew.",
            ),
            cite("CC 188"),
        ),
        Way(
            Words(
                zh="双方可以再次调解、变更协议后重新申请司法确认。",
                en="Both sides may vary the agreement by mediation and then apply for confirmation.",
            ),
            cite("CPL 206"),
        ),
    ]
    if money:
        ways.append(
            Way(
                Words(
                    zh="只请求给付金钱、没有其他债务纠纷且能够送达对方的，可以申请支付令。",
                    en="For money alone, with no other debt between you, and if it can be served: a payment order.",
                ),
                cite("CPL 225"),
            )
        )
    return tuple(ways)


def daily_interest(fen: int, percent_a_day: Decimal, late_from: date, until: date) -> int:
    """Interest agreed as a percentage for each day late, in fen, rounded half up (CC 585: as the parties agreed).

    `late_from` is the last day for payment: the first day late is the one after it. Never negative.
    """
    days = max(0, (until - late_from).days)
    exact = Decimal(fen) * percent_a_day / 100 * days
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def interest_for_delay() -> Way:
    """Double interest for late payment under a ruling, reckoned by the enforcing court (CPL 264)."""
    citation = cite("CPL 264")
    return Way(
        Words(
            zh="加倍支付迟延履行期间的债务利息（由执行法院依法计算）。",
            en="Double interest for the time of delay, as the enforcing court reckons it.",
        ),
        Citation(citation.statute, citation.article, certainty=Certainty.EXTRACT),
    )


def may_be_waived() -> Citation:
    """A creditor may release the debt, in whole or in part (CC 575)."""
    return cite("CC 575")
