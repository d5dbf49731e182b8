"""Sums and shares are recognised by value, in both languages; dates, counts and articles are not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odr.rooms import figures
from odr.rooms.figures import figures_in


@pytest.mark.parametrize(
    "text",
    ["最低 38 万元", "380,000", "¥380000 可以", "RMB 380,000.00", "38万", "380 thousand yuan", "380k", "３８万元"],
)
def test_one_sum_written_in_many_ways_has_one_value(text: str) -> None:
    (figure,) = figures_in(text)
    assert figure.meaning == (Decimal(380_000), False)


@pytest.mark.parametrize("text", ["30%", "百分之 30 %", "30 per cent"])
def test_a_share_is_not_a_sum(text: str) -> None:
    assert figures_in(text)[-1].meaning == (Decimal(30), True)


@pytest.mark.parametrize("text", ["2026年12月31日", "第 24 条", "4200 罐", "第 2 稿", "16:25", "no figure at all"])
def test_dates_counts_and_articles_are_no_figures(text: str) -> None:
    assert figures_in(text) == []


def test_a_figure_says_where_it_stands() -> None:
    text = "我方最低 38 万元，另加 5% 。"
    assert [text[f.start : f.end] for f in figures_in(text)] == ["38 万元", "5%"]


near = st.sampled_from(
    [
        *"0123456789０３.,¥￥$€£%％元圆块万千亿 \t\nkKx",
        "CNY",
        "usd",
        "thousand",
        "Million",
        "per cent",
        "yuan",
        "dollars",
        "十万",
        "第",
    ]
)


@given(st.lists(near, max_size=12).map("".join))
def test_the_quick_look_overlooks_no_figure(text: str) -> None:
    slow = [
        match
        for match in figures.FIGURE.finditer(text)
        if any(match.group("sign", "scale", "unit")) or "," in match["number"]
    ]
    assert len(figures_in(text)) == len(slow)
