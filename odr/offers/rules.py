"""The rules of a round: chosen before it, accepted by every side, and bound into every sealed offer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from odr.errors import InvalidInput
from odr.law.numerals import LARGEST_FEN

MOST_ROUNDS = 3
MOST_ISSUES = 6
MOST_OPTIONS = 6
MOST_PACKAGES = 20_000
MOST_WORDS = 80
SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(days=30)


class RoundKind(StrEnum):
    """One sum; a package of several issues; or priorities, out of which packages good for every side are looked for."""

    SUM = "sum"
    PACKAGE = "package"
    SEARCH = "search"


class Subject(StrEnum):
    """What a round is about: a closed list, so that a subject cannot be renamed to get a fourth round."""

    WHOLE = "whole"
    COMPENSATION = "compensation"
    LICENCE_FEE = "licence_fee"
    COSTS = "costs"
    PACKAGE = "package"
    SEARCH = "search"


class Currency(StrEnum):
    """ISO 4217; all of them have hundredths, which are the unit of every sum here."""

    CNY = "CNY"
    USD = "USD"
    EUR = "EUR"
    HKD = "HKD"


@dataclass(frozen=True)
class Issue:
    """One point of a package and its options, in the order in which they are preferred where several suit all."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """Everything a side accepts before it seals.

    `demander` and `payer` are ids of parties, both empty where no sum is sought. `split` is the share, in percent, of
    the way from the demand to the offer at which the agreed figure lies: 50 is the midpoint. Figures that miss each
    other by at most `tolerance_fen`, or by `tolerance_percent` of the demand, still meet at that point.
    `tells_sealed`: everybody sees who has sealed, and the round opens as soon as all have; otherwise nobody sees it
    and the round opens at its deadline, so that the time tells nothing either.
    """

    kind: RoundKind
    subject: Subject
    deadline: datetime
    currency: Currency = Currency.CNY
    demander: str = ""
    payer: str = ""
    split: int = 50
    tolerance_fen: int = 0
    tolerance_percent: int = 0
    tells_sealed: bool = True
    issues: tuple[Issue, ...] = ()

    @property
    def has_sum(self) -> bool:
        """Is a sum sought in this round?"""
        return bool(self.demander)

    def terms(self) -> str:
        """The rules as the one text that is shown, accepted and bound into every sealed offer."""
        return json.dumps(asdict(self), default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def rules_from(terms: str) -> Rules:
    """Read back what `Rules.terms` wrote."""
    facts = json.loads(terms)
    issues = tuple(Issue(one["name"], tuple(one["options"])) for one in facts["issues"])
    return replace(
        Rules(**{**facts, "issues": ()}),
        kind=RoundKind(facts["kind"]),
        subject=Subject(facts["subject"]),
        currency=Currency(facts["currency"]),
        deadline=datetime.fromisoformat(facts["deadline"]),
        issues=issues,
    )


def check_rules(rules: Rules, *, parties: frozenset[str], now: datetime) -> None:
    """Are these rules complete and possible?

    Raises:
        InvalidInput: naming each field with a reason.
    """
    wrong: dict[str, str] = {}
    if not now + SHORTEST <= rules.deadline <= now + LONGEST:
        wrong["deadline"] = "out_of_range"
    if not 0 <= rules.split <= 100:
        wrong["split"] = "out_of_range"
    if not 0 <= rules.tolerance_fen <= LARGEST_FEN or not 0 <= rules.tolerance_percent <= 50:
        wrong["tolerance"] = "out_of_range"
    if rules.has_sum or rules.payer:
        if rules.demander == rules.payer or not {rules.demander, rules.payer} <= parties:
            wrong["demander"] = "unknown"
    elif rules.kind is RoundKind.SUM:
        wrong["demander"] = "missing"
    if (rules.kind is RoundKind.SUM) == (rules.subject in (Subject.PACKAGE, Subject.SEARCH)):
        wrong["subject"] = "unknown"
    if problem := _problem_with_issues(rules):
        wrong["issues"] = problem
    if wrong:
        raise InvalidInput(**wrong)


def packages_of(rules: Rules) -> int:
    """How many packages the options make."""
    count = 1
    for issue in rules.issues:
        count *= len(issue.options)
    return count


def _problem_with_issues(rules: Rules) -> str:
    if rules.kind is RoundKind.SUM:
        return "unknown" if rules.issues else ""
    if rules.kind is RoundKind.SEARCH and rules.has_sum:
        return "unknown"
    if not rules.issues:
        return "missing"
    names = [issue.name for issue in rules.issues]
    words = [*names, *(option for issue in rules.issues for option in issue.options)]
    if len(names) > MOST_ISSUES or any(not 2 <= len(issue.options) <= MOST_OPTIONS for issue in rules.issues):
        return "count"
    if packages_of(rules) > MOST_PACKAGES:
        return "too_many"
    if len(set(names)) < len(names) or any(len(set(one.options)) < len(one.options) for one in rules.issues):
        return "twice"
    if any(not word.strip() or len(word) > MOST_WORDS or not word.isprintable() for word in words):
        return "words"
    return ""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError
