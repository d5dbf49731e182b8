"""Both languages say the same: sums, days, periods, percentages, negations, and neither text is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odr.law.articles import cite
from odr.law.draft import Among, DraftAgreement, DraftClause, Prevailing
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
            zh="中文栏里没有中文。法院审查的是中文文本，请补上。",
            en="The Chinese text holds no Chinese. It is the one that a court examines; please add it.",
        ))  # fmt: skip
    if clause.en.strip() and len(_HAN.findall(clause.en)) * 2 > len(clause.en):
        yield warn("P-38", UNCLEAR, Words(
            zh="英文栏里写的是中文。", en="The English text is written in Chinese.",
        ))  # fmt: skip


def chinese_prevails_before_a_court(draft: DraftAgreement) -> Iterator[Finding]:
    """P-38: what a people's court is handed in a foreign language comes with a Chinese translation (INT 525).

    The court examines and enforces the Chinese words. Where the parties have agreed that other words prevail, what it
    reads is not certainly what they owe, which is a ground for refusing (INT 358(5)).
    """
    if draft.prevailing is not Prevailing.ZH:
        yield warn("P-38", cite("INT 525"), Words(
            zh="本协议约定以英文文本为准。向人民法院申请司法确认时，法院审查和执行的是中文文本；两种文本有出入的，"
            "内容可能被认为不明确而不予确认。要申请司法确认的，请改为以中文文本为准。",
            en="The English text of this agreement prevails. A people's court examines and enforces the Chinese text; "
            "where the two differ it may find the terms unclear and refuse. If judicial confirmation is wanted, let "
            "the Chinese text prevail.",
        ), also=(UNCLEAR,))  # fmt: skip


def head_in_the_prevailing_text(draft: DraftAgreement) -> Iterator[Finding]:
    """P-38: facts and issues stand in the text that prevails as well (INT 358(5))."""
    wanted = ((draft.facts, "主要事实", "main facts"), (draft.issues, "争议事项", "issues in dispute"))
    missing = [(zh, en) for words, zh, en in wanted if words.zh.strip() and not words.en.strip()]
    if draft.prevailing is Prevailing.EN and missing:
        yield block("P-38", UNCLEAR, Words(
            zh=f"各方选定以英文文本为准，但{'和'.join(zh for zh, _ in missing)}没有英文。",
            en="The parties chose the English text to prevail, but it lacks the "
            f"{' and the '.join(en for _, en in missing)}.",
        ))  # fmt: skip


WHOLE_RULES = (chinese_prevails_before_a_court, head_in_the_prevailing_text)
CLAUSE_RULES = (same_sums, same_days, same_periods, same_percentages, each_text_in_its_language)
