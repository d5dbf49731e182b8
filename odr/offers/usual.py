"""What packages in trade mark cases usually turn on, with the usual options, in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from signing.wording import Words


class Point(StrEnum):
    """A point that is known again when a package is agreed."""

    TERM = "term"
    TERRITORY = "territory"
    TAKEDOWN = "takedown"
    STOCK = "stock"
    APOLOGY = "apology"


@dataclass(frozen=True)
class UsualIssue:
    """A point, what it is called, and its options as they are proposed."""

    point: Point
    name: Words
    options: tuple[Words, ...]


DESTROYED = Words(zh="销毁", en="Destroyed")
PUBLIC_STATEMENT = Words(zh="公开声明", en="A public statement")
USUAL = (
    UsualIssue(
        Point.TERM,
        Words(zh="许可期限", en="Licence term"),
        (
            Words(zh="一年", en="One year"),
            Words(zh="两年", en="Two years"),
            Words(zh="三年", en="Three years"),
        ),
    ),
    UsualIssue(
        Point.TERRITORY,
        Words(zh="许可地域", en="Territory"),
        (
            Words(zh="北京市", en="Beijing"),
            Words(zh="中国大陆", en="Mainland China"),
            Words(zh="全球", en="Worldwide"),
        ),
    ),
    UsualIssue(
        Point.TAKEDOWN,
        Words(zh="下架期限", en="Taking down"),
        (
            Words(zh="三日内", en="Within 3 days"),
            Words(zh="七日内", en="Within 7 days"),
            Words(zh="十五日内", en="Within 15 days"),
        ),
    ),
    UsualIssue(
        Point.STOCK,
        Words(zh="库存处理", en="Stock in hand"),
        (
            Words(zh="三个月内售完", en="Sold within three months"),
            Words(zh="去除标识后销售", en="Sold without the mark"),
            DESTROYED,
        ),
    ),
    UsualIssue(
        Point.APOLOGY,
        Words(zh="道歉", en="Apology"),
        (
            Words(zh="书面致歉函", en="A letter of apology"),
            PUBLIC_STATEMENT,
            Words(zh="不要求", en="None"),
        ),
    ),
)


def usual_issue(name: str) -> UsualIssue | None:
    """The usual issue of this name, in either language; None for one that somebody thought of themselves."""
    return next((one for one in USUAL if _same(one.name, name)), None)


def both_languages(issue: UsualIssue | None, option: str) -> Words:
    """An option in both languages where it is a usual one; otherwise as it was written, in both places."""
    options = issue.options if issue else ()
    return next((one for one in options if _same(one, option)), Words(zh=option, en=option))


def _same(words: Words, written: str) -> bool:
    return written.strip().casefold() in (words.zh.casefold(), words.en.casefold())
