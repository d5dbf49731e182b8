"""Sums and shares in what people write, compared by value: 38 万元, ¥380,000 and 380 thousand yuan are one figure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

FIGURE = re.compile(
    r"""(?P<sign>[¥￥$€£]|\b(?:CNY|RMB|USD|EUR|GBP))?\s*
        (?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s*
        (?P<scale>亿|千万|百万|十万|万|千|k\b|thousand\b|million\b)?\s*
        (?P<unit>元|圆|块|[%％]|per\s?cent\b|yuan\b|CNY\b|RMB\b|USD\b|dollars?\b|euros?\b)?""",
    re.VERBOSE | re.IGNORECASE,
)
SCALES = {
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "k": 10**3,
    "thousand": 10**3,
    "million": 10**6,
}
# What stands beside the digits of every figure; it finds more than figures, and quickly that there is none.
_HINT = re.compile(
    r"""\d(?:,\d|\s*(?:[亿千百十万元圆块%％]|k|thousand|million|per|yuan|cny|rmb|usd|dollar|euro))
        |(?:[¥￥$€£]|cny|rmb|usd|eur|gbp)\s*\d""",
    re.VERBOSE | re.IGNORECASE,
)
SHARES = ("%", "％", "per")


@dataclass(frozen=True)
class Figure:
    """A sum or a share at a place in a text; two with one `value` and one `share` mean the same."""

    start: int
    end: int
    value: Decimal
    share: bool

    @property
    def meaning(self) -> tuple[Decimal, bool]:
        """What is compared."""
        return self.value, self.share


def figures_in(text: str) -> list[Figure]:
    """The sums and shares of a text. A bare number is neither: it may be a date, a count or an article."""
    if not _HINT.search(text):
        return []
    found = []
    for match in FIGURE.finditer(text):
        sign, number, scale, unit = match.group("sign", "number", "scale", "unit")
        if not (sign or scale or unit or "," in number):
            continue
        value = Decimal(number.replace(",", "")) * SCALES.get((scale or "").lower(), 1)
        end = match.end("unit") if unit else match.end("scale") if scale else match.end("number")
        share = bool(unit) and unit.lower().startswith(SHARES)
        found.append(Figure(match.start("sign") if sign else match.start("number"), end, value, share))
    return found
