"""Chinese numerals: sums in capitals can be read back, and agree with an independent writer."""

from __future__ import annotations

from datetime import date

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odr.agreements.slots import MONTHS
from odr.law.grounds.amounts import days_en, days_zh, english_sums, figures_zh, sums_in_capitals, sums_in_figures
from odr.law.numerals import LARGEST_FEN, chinese_number, fen_of_words, figures, number_of, sum_in_words
from tests.odr.law.drafts import free


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


@pytest.mark.parametrize(
    ("words", "fen"),
    [
        ("人民币壹仟零伍圆正", 100_500),
        ("拾万元整", 10_000_000),
        ("叁拾万〇伍佰元零伍分", 30_050_005),
        ("壹拾万柒仟元零伍角叁分", 10_700_053),
        ("贰拾贰万贰仟元", 22_200_000),
        ("叁佰零伍元伍角", 30_550),
        ("壹亿元整", 10_000_000_000),
        ("叁拾万　元整", 30_000_000),
    ],
)
def test_the_forms_that_people_write_are_read(words: str, fen: int) -> None:
    assert fen_of_words(words) == fen


@pytest.mark.parametrize("words", ["叁叁万元整", "贰零伍元", "壹佰拾元整", "伍拾叁佰元整", "万元整"])
def test_capitals_out_of_order_are_malformed(words: str) -> None:
    with pytest.raises(ValueError, match="capitals"):
        fen_of_words(words)


@settings(deadline=None)
@given(st.integers(0, 99_999))
def test_counting_numbers_read_back_in_every_script(value: int) -> None:
    assert number_of(chinese_number(value)) == value
    assert number_of(str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９"))) == value


@settings(deadline=None)
@given(st.integers(1, 10**13), st.booleans(), st.booleans())
def test_a_sum_in_a_clause_is_the_same_in_figures_capitals_and_english(fen: int, wide: bool, yuan: bool) -> None:
    written = f"{figures(fen)}元" if yuan else f"¥{figures(fen)}"
    if wide:
        written = written.translate(str.maketrans("0123456789,.", "０１２３４５６７８９，．"))
    clause = free(f"支付人民币{sum_in_words(fen)}（{written}）。", f"Pays CNY {figures(fen)}.")
    assert sums_in_figures(clause) == (fen,) and sums_in_capitals(clause) == [fen] and english_sums(clause.en) == {fen}


@settings(deadline=None)
@given(st.integers(1, 9_999), st.sampled_from([("万", 10_000), ("亿", 10**8)]))
def test_ten_thousands_and_hundred_millions_are_reckoned(value: int, unit: tuple[str, int]) -> None:
    assert figures_zh(f"支付{value}{unit[0]}元。") == (value * unit[1] * 100,)


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_day_is_the_same_day_in_every_form(day: date) -> None:
    one = (day.year, day.month, day.day)
    characters = "".join("〇一二三四五六七八九"[int(sign)] for sign in str(day.year))
    assert days_zh(f"于{day.year}年{day.month}月{day.day}日前") == {one}
    assert days_zh(f"于{characters}年{chinese_number(day.month)}月{chinese_number(day.day)}日前") == {one}
    assert days_en(f"before {day.day} {MONTHS[day.month - 1]} {day.year}") == {one}
    assert days_en(f"before {day.isoformat()}") == {one}


def test_an_address_of_a_page_holds_neither_days_nor_sums() -> None:
    assert days_en("at https://shop.example/2026-12-31") == set()
    assert figures_zh("删除https://shop.example/300元的页面") == ()
