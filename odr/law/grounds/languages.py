"""Both languages say the same: sums, days, periods, percentages, negations, and neither text is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odr.law.articles import cite
from odr.law.draft import Among, DraftClause
from odr.law.findings import Finding, block, warn
from odr.law.grounds.amounts import (
    days_en,
    days_zh,
    english_sums,
    figures_zh,
    percentages_en,
    percentages_zh,
    periods_en,
    periods_zh,
    sums_in_figures,
)
from signing.wording import Words

UNCLEAR = cite("INT 358(5)")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def same_sums(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-38: both language versions give the same sums (INT 358(5))."""
    zh, en = set(sums_in_figures(clause)), english_sums(clause.en) | set(figures_zh(clause.en))
    if zh and en and zh != en:
        yield block("P-38", UNCLEAR, Words(
            zh="中文和英文的金额不一致。", en="The Chinese and the English text give different sums.",
        ))  # fmt: skip


def same_days(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-38: both language versions give the same days (INT 358(5))."""
    zh, en = days_zh(clause.zh), days_en(clause.en) | days_zh(clause.en)
    if zh and en and zh != en:
        yield block("P-38", UNCLEAR, Words(
            zh="中文和英文的日期不一致。", en="The Chinese and the English text give different days.",
        ))  # fmt: skip


def same_periods(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-38: both language versions give the same periods in days (INT 358(5)).

    Periods are said in ways not read here (`for ten days`), so one that only one text has is no contradiction.
    """
    zh, en = periods_zh(clause.zh), periods_en(clause.en)
    if zh and en and zh - en and en - zh:
        yield block("P-38", UNCLEAR, Words(
            zh="中文和英文的期限不一致。", en="The Chinese and the English text give different periods.",
        ))  # fmt: skip


def same_percentages(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-38: both language versions give the same percentages (INT 358(5))."""
    zh, en = percentages_zh(clause.zh), percentages_en(clause.en)
    if zh and en and zh != en:
        yield block("P-38", UNCLEAR, Words(
            zh="中文和英文的百分比不一致。", en="The Chinese and the English text give different percentages.",
        ))  # fmt: skip


def each_text_in_its_language(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-38: the Chinese text is Chinese, and a paragraph of Chinese is no English text (INT 358(5))."""
    if clause.zh.strip() and not _HAN.search(clause.zh):
        yield block("P-38", UNCLEAR, Words(
            zh="中文栏里没有中文。以中文文本为准，请补上。",
            en="The Chinese text holds no Chinese. It is the one that prevails; please add it.",
        ))  # fmt: skip
    if clause.en.strip() and len(_HAN.findall(clause.en)) * 2 > len(clause.en):
        yield warn("P-38", UNCLEAR, Words(
            zh="英文栏里写的是中文。", en="The English text is written in Chinese.",
        ))  # fmt: skip


CLAUSE_RULES = (same_sums, same_days, same_periods, same_percentages, each_text_in_its_language)
