"""Whether sealed offers meet, and where: pure functions, run by the opener alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from odr.law.bargaining import accepted_by_all
from odr.law.numerals import LARGEST_FEN
from odr.offers.packages import Priorities, suggest
from odr.offers.rules import Issue, RoundKind, Rules

ANSWER = "answer"
YES, NO = "yes", "no"
TO_ALL, TO_MEDIATOR = "all", "mediator"
MOST_IMPORTANT = 10
NEVER = -1


class NotAnOffer(Exception):
    """The body is not one that the rules allow; what it says is never repeated."""


@dataclass(frozen=True)
class Outcome:
    """All that ever leaves the opener. Without a meeting every other field is empty.

    `choices` holds the index of the agreed option of each issue; `packages` what a search found, to be shown to all
    only if every side allowed that.
    """

    met: bool
    fen: int | None = None
    choices: tuple[int, ...] = ()
    packages: tuple[tuple[int, ...], ...] = ()
    shown_to_all: bool = False


NOTHING = Outcome(met=False)


def outcome_of(rules: Rules, bodies: Mapping[str, str]) -> Outcome:
    """The outcome of a round in which these parties sealed these bodies.

    Raises:
        NotAnOffer: a body that the rules do not allow.
    """
    if rules.kind is RoundKind.SEARCH:
        return _search(rules, bodies)
    offers = {party: read_offer(rules, body) for party, body in bodies.items()}
    fen = _meeting_point(rules, {party: offer.fen for party, offer in offers.items()}) if rules.has_sum else None
    common = [
        set.intersection(*(set(offer.accepts[place]) for offer in offers.values()))
        for place in range(len(rules.issues))
    ]
    if (rules.has_sum and fen is None) or not all(common):
        return NOTHING
    return Outcome(met=True, fen=fen, choices=tuple(min(options) for options in common))


def answers_outcome(bodies: Mapping[str, str]) -> Outcome:
    """The outcome of a proposal: accepted only if everybody who was asked said yes.

    Raises:
        NotAnOffer: neither yes nor no.
    """
    if not set(bodies.values()) <= {YES, NO}:
        raise NotAnOffer
    return Outcome(met=accepted_by_all(bodies.keys(), {party: body == YES for party, body in bodies.items()}))


@dataclass(frozen=True)
class Offer:
    """A figure in hundredths, and for each issue the options its side can live with."""

    fen: int | None
    accepts: tuple[tuple[int, ...], ...]


def read_offer(rules: Rules, body: str) -> Offer:
    """The offer behind a body such as `32000000|0,2|1`; `-` stands where no sum is sought.

    Raises:
        NotAnOffer: malformed, out of range, or without an option for some issue.
    """
    figure, *lists = body.split("|")
    if len(lists) != len(rules.issues):
        raise NotAnOffer
    if rules.has_sum:
        fen = _number(figure, most=LARGEST_FEN)
    elif figure == "-":
        fen = None
    else:
        raise NotAnOffer
    return Offer(fen, tuple(_options(text, issue) for text, issue in zip(lists, rules.issues, strict=True)))


def read_priorities(rules: Rules, body: str) -> tuple[Priorities, bool]:
    """A side's priorities behind `60|all|5:10,0,-1|…` and whether it allows its opposite to see what is found.

    Raises:
        NotAnOffer: malformed or out of range, or nothing is wanted at all.
    """
    limit, shown_to, *lists = body.split("|")
    if len(lists) != len(rules.issues) or shown_to not in (TO_ALL, TO_MEDIATOR):
        raise NotAnOffer
    worth: list[tuple[int | None, ...]] = []
    for text, issue in zip(lists, rules.issues, strict=True):
        weight, _, ratings = text.partition(":")
        importance, each = _number(weight, most=MOST_IMPORTANT), ratings.split(",")
        if len(each) != len(issue.options):
            raise NotAnOffer
        marks = [NEVER if mark == "-1" else _number(mark, most=MOST_IMPORTANT) for mark in each]
        worth.append(tuple(None if mark == NEVER else importance * mark for mark in marks))
    mine = Priorities(limit=_number(limit, most=100), worth=tuple(worth))
    if mine.ideal == 0:
        raise NotAnOffer
    return mine, shown_to == TO_ALL


def _search(rules: Rules, bodies: Mapping[str, str]) -> Outcome:
    read = [read_priorities(rules, bodies[party]) for party in sorted(bodies)]
    found = suggest([priorities for priorities, _ in read])
    to_all = all(allowed for _, allowed in read)
    return Outcome(met=bool(found), packages=found, shown_to_all=to_all)


def _meeting_point(rules: Rules, figures: Mapping[str, int | None]) -> int | None:
    demand, offer = figures[rules.demander], figures[rules.payer]
    if demand is None or offer is None:
        raise NotAnOffer
    gap = demand - offer
    near = gap <= rules.tolerance_fen or gap * 100 <= demand * rules.tolerance_percent
    return demand + (offer - demand) * rules.split // 100 if gap <= 0 or near else None


def _options(text: str, issue: Issue) -> tuple[int, ...]:
    chosen = tuple(_number(one, most=len(issue.options) - 1) for one in text.split(","))
    if list(chosen) != sorted(set(chosen)):
        raise NotAnOffer
    return chosen


def _number(text: str, *, most: int) -> int:
    plain = text.isascii() and text.isdigit() and len(text) <= 18 and (text == "0" or text[0] != "0")
    if not plain or int(text) > most:
        raise NotAnOffer
    return int(text)
