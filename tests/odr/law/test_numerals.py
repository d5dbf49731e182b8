"""Chinese numerals: sums in capitals can be read back, and agree with an independent writer."""

from __future__ import annotations

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odr.law.numerals import LARGEST_FEN, chinese_number, fen_of_words, figures, sum_in_words


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (60, "陆角"),
        (1_005, "壹拾元零伍分"),
        (10_000_050, "壹拾万元伍角"),
        (100_110, "壹仟零壹元壹角"),
        (20_050_000, "贰拾万零伍佰元整"),
        (32_000_000, "叁拾贰万元整"),
        (10_001_000_000, "壹亿零壹万元整"),
        (1_000_000_000_000_00, "壹万亿元整"),
    ],
)
def test_sums_are_written_as_on_a_legal_instrument(fen: int, words: str) -> None:
    assert sum_in_words(fen) == words


@settings(deadline=None)
@given(st.integers(1, 10**14 - 1))
def test_sums_agree_with_an_independent_writer_and_read_back(fen: int) -> None:
    words = sum_in_words(fen)
    assert words == cn2an.an2cn(f"{fen // 100}.{fen % 100:02d}", "rmb")
    assert fen_of_words(words) == fen
    assert fen_of_words("人民币" + words.replace("元", "圆").replace("整", "正")) == fen


@settings(deadline=None)
@given(st.integers(0, LARGEST_FEN))
def test_every_sum_in_range_reads_back(fen: int) -> None:
    assert fen_of_words(sum_in_words(fen)) == fen


@pytest.mark.parametrize("fen", [-1, LARGEST_FEN + 1])
def test_a_sum_out_of_range_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="capitals"):
        sum_in_words(fen)


@pytest.mark.parametrize("words", ["", "整", "三十万元", "叁拾万", "abc", "人民币"])
def test_malformed_capitals_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="capitals"):
        fen_of_words(words)


@settings(deadline=None)
@given(st.integers(1, 999))
def test_article_numbers_agree_with_an_independent_writer(value: int) -> None:
    assert chinese_number(value) == cn2an.an2cn(value, "low").removeprefix("一" if 10 <= value < 20 else "\0")


def test_figures_are_grouped_with_two_decimals() -> None:
    assert figures(20_000_005) == "200,000.05"


def test_counting_numbers_start_at_zero() -> None:
    with pytest.raises(ValueError, match="zero"):
        chinese_number(-1)
