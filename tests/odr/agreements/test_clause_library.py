"""Model clauses: each is lawful as it stands, asks for what it needs, and says what was answered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odr.agreements.clause_library import LIBRARY, answers_kept, law_slots, sum_of, text_of
from odr.agreements.slots import BadSlot, PartyName, SlotKind, day_of, fen_of, instalments_of
from odr.errors import InvalidInput
from odr.law.confirmability import check_draft
from odr.law.draft import ClauseKind, DraftClause
from tests.odr.law.drafts import APPLICANT, RESPONDENT, lawful_draft

PARTIES = {"p1": PartyName(APPLICANT, "Qinghe Tea Co., Ltd."), "p2": PartyName(RESPONDENT, "Verdant Field Foods Ltd.")}
NAMES = {ident: party.zh for ident, party in PARTIES.items()}
ANSWERS = {
    ClauseKind.STOP: {
        "object": "“青禾”文字标识",
        "object_en": "the word sign",
        "goods": "茶叶包装",
        "goods_en": "tea packaging",
    },
    ClauseKind.DESTROY: {
        "object": "库存包装12,400件",
        "object_en": "12,400 pieces of packaging",
        "due": "2099-12-20",
        "proof": "photos",
    },
    ClauseKind.TAKEDOWN: {"object": "旗舰店内的商品链接", "object_en": "the listings", "due": "2099-12-10"},
    ClauseKind.PAY: {"purpose": "losses", "fen": "300000", "due": "2099-12-31", "account": "中国示范银行 6222 0000"},
    ClauseKind.DEFAULT_INTEREST: {"rate": "lpr15"},
    ClauseKind.LICENCE: {
        "object": "“青禾”文字标识",
        "object_en": "the word sign",
        "goods": "茶叶包装",
        "goods_en": "tea packaging",
        "territory": "中国境内",
        "territory_en": "China",
        "exclusive": "ordinary",
        "start": "2099-01-01",
        "due": "2099-12-31",
    },
    ClauseKind.APOLOGY: {
        "method": "官方网站首页",
        "method_en": "the home page",
        "days": "30",
        "object": "我方对此表示歉意",
        "due": "2099-12-31",
    },
    ClauseKind.COOPERATE: {"object": "撤回侵权通知", "object_en": "withdraw the notices", "due": "2099-12-31"},
    ClauseKind.CONFIDENTIALITY: {},
    ClauseKind.WAIVER: {},
}


def answered(kind: ClauseKind, **changes: str) -> dict[str, str]:
    both = {"obligor": "p2", "obligee": "p1"} if LIBRARY[kind].slots else {}
    return answers_kept(kind, {**both, **ANSWERS[kind], **changes}, PARTIES)


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_a_model_clause_is_lawful_as_it_stands(kind: ClauseKind) -> None:
    kept = answered(kind)
    text = text_of(kind, kept, PARTIES)
    raw = json.dumps(kept)
    clause = DraftClause(1, kind, text.zh, text.en, law_slots(kind, raw, NAMES))
    assert check_draft(lawful_draft(clauses=(clause,))) == ()


@pytest.mark.parametrize("kind", list(ANSWERS))
def test_a_model_clause_leaves_no_brace_and_names_its_people(kind: ClauseKind) -> None:
    text = text_of(kind, answered(kind), PARTIES)
    assert not set("{}+") & set(text.zh + text.en)
    if LIBRARY[kind].slots:
        assert RESPONDENT in text.zh and "Verdant Field Foods Ltd." in text.en
    assert text.zh.endswith("。") and text.en.endswith(".")


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, slot.name) for kind in ANSWERS for slot in LIBRARY[kind].slots if slot.required],
)
def test_a_required_particular_must_be_answered(kind: ClauseKind, name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        answered(kind, **{name: " "})
    assert refused.value.details["fields"] == {name: "missing"}


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"fen": "three"}, {"fen": "not_a_sum"}),
        ({"fen": "-5"}, {"fen": "not_a_sum"}),
        ({"fen": "0"}, {"fen": "not_a_sum"}),
        ({"fen": "1.005"}, {"fen": "not_a_sum"}),
        ({"fen": "NaN"}, {"fen": "not_a_sum"}),
        ({"due": "31/12/2099"}, {"due": "not_a_date"}),
        ({"due": ""}, {"due": "one_of_two"}),
        ({"instalments": "2099-12-31 300000"}, {"due": "one_of_two"}),
        ({"due": "", "instalments": "soon 300000"}, {"instalments": "not_a_date 1"}),
        ({"purpose": "gift"}, {"purpose": "unknown"}),
        ({"obligor": "p9"}, {"obligor": "unknown"}),
        ({"obligor": "p1"}, {"obligee": "same_party"}),
        ({"account": "x" * 601}, {"account": "too_long"}),
    ],
)
def test_an_answer_that_cannot_be_used_is_named(changes: dict[str, str], fields: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        answered(ClauseKind.PAY, **changes)
    assert refused.value.details["fields"] == fields


def test_a_payment_says_its_sum_in_capitals_and_figures_and_in_both_languages() -> None:
    kept = answered(ClauseKind.PAY)
    text = text_of(ClauseKind.PAY, kept, PARTIES)
    assert "人民币叁拾万元整（¥300,000.00），于2099年12月31日前一次付清" in text.zh
    assert "CNY 300,000.00" in text.en and "on or before 31 December 2099" in text.en
    assert sum_of(json.dumps(kept)) == 30_000_000


def test_instalments_are_said_one_by_one() -> None:
    kept = answered(ClauseKind.PAY, due="", instalments="2099-12-31 100,000\n2100年3月31日 200000")
    text = text_of(ClauseKind.PAY, kept, PARTIES)
    assert "2099年12月31日前支付人民币壹拾万元整（¥100,000.00）；2100年3月31日前支付人民币贰拾万元整" in text.zh
    slots = law_slots(ClauseKind.PAY, json.dumps(kept), NAMES)
    assert slots is not None and sum(part.fen for part in slots.instalments) == slots.fen


@pytest.mark.parametrize(
    ("kind", "changes", "zh", "en"),
    [
        (ClauseKind.TAKEDOWN, {"due": "", "within": "七日内", "within_en": "within 7 days"},
         "应自本协议生效之日起七日内下架", "takes down and deletes the listings within 7 days from the day on which"),
        (ClauseKind.LICENCE, {"due": "", "start": "", "term": "两年", "term_en": "two years"},
         "自本协议生效之日起两年，在中国境内", "licence for two years to use"),
        (ClauseKind.LICENCE, {"due": "", "term": "两年"}, "自2099年1月1日起两年，", "From 1 January 2099"),
        (ClauseKind.LICENCE, {}, "自2099年1月1日起至2099年12月31日止，", "From 1 January 2099 until 31 December 2099"),
    ],
)  # fmt: skip
def test_a_time_may_be_a_length_instead_of_a_day(kind: ClauseKind, changes: dict[str, str], zh: str, en: str) -> None:
    kept = answered(kind, **changes)
    text = text_of(kind, kept, PARTIES)
    assert zh in text.zh and en in text.en
    clause = DraftClause(1, kind, text.zh, text.en, law_slots(kind, json.dumps(kept), NAMES))
    assert check_draft(lawful_draft(clauses=(clause,))) == ()


@pytest.mark.parametrize("kind", [ClauseKind.TAKEDOWN, ClauseKind.LICENCE])
def test_a_day_and_a_length_together_or_neither_is_refused(kind: ClauseKind) -> None:
    for changes in ({"within": "七日内", "term": "两年"}, {"due": ""}):
        with pytest.raises(InvalidInput) as refused:
            answered(kind, **changes)
        assert refused.value.details["fields"] == {"due": "one_of_two"}


@pytest.mark.parametrize("kind", [kind for kind, model in LIBRARY.items() if model.slots])
def test_what_is_left_open_shows_as_a_blank_with_which_no_court_is_approached(kind: ClauseKind) -> None:
    kept = answers_kept(kind, {}, PARTIES, may_be_open=True)
    text = text_of(kind, kept, PARTIES)
    assert kept == {} and not set("{}+") & set(text.zh + text.en)
    assert "【" in text.zh and "[to be filled in]" in text.en
    clause = DraftClause(1, kind, text.zh, text.en, law_slots(kind, json.dumps(kept), NAMES))
    assert any(finding.blocks for finding in check_draft(lawful_draft(clauses=(clause,))))


def test_a_stop_clause_without_a_day_runs_from_effect() -> None:
    assert "自本协议生效之日起停止" in text_of(ClauseKind.STOP, answered(ClauseKind.STOP), PARTIES).zh
    assert "自2099年1月1日起停止" in text_of(ClauseKind.STOP, answered(ClauseKind.STOP, due="2099-01-01"), PARTIES).zh


def test_a_name_that_ends_with_a_full_stop_ends_the_sentence_once() -> None:
    text = text_of(ClauseKind.STOP, answered(ClauseKind.STOP), PARTIES)
    assert text.en.endswith("Qinghe Tea Co., Ltd.") and ".." not in text.en


def test_words_put_into_a_clause_are_not_read_as_its_frame() -> None:
    kept = answered(ClauseKind.STOP, object="{obligee}的{+due}标识")
    assert "{obligee}的{+due}标识" in text_of(ClauseKind.STOP, kept, PARTIES).zh


def test_english_words_left_out_are_replaced_by_the_chinese_ones() -> None:
    assert answered(ClauseKind.STOP, goods_en="")["goods_en"] == "茶叶包装"


def test_every_slot_is_asked_for_in_both_languages() -> None:
    for model in LIBRARY.values():
        assert model.title.zh and model.title.en and model.purpose.zh and model.purpose.en
        for slot in model.slots:
            assert slot.label.zh and slot.label.en
            assert bool(slot.choices) is (slot.kind is SlotKind.CHOICE)


@settings(deadline=None)
@given(st.integers(1, 10**12))
def test_a_sum_typed_in_yuan_is_kept_in_fen(fen: int) -> None:
    assert fen_of(f"{fen // 100:,}.{fen % 100:02d} 元") == fen


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_a_day_is_read_in_both_forms(day: date) -> None:
    assert day_of(day.isoformat()) == day == day_of(f"{day.year}年{day.month}月{day.day}日")


@pytest.mark.parametrize("text", ["", "2026-12-31", "2026-12-31 1\n" * 25, "x y"])
def test_instalments_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(BadSlot):
        instalments_of(text)


def test_the_particulars_of_a_clause_in_free_words_are_none() -> None:
    assert law_slots(ClauseKind.OTHER, "{}", NAMES) is None
    unnamed = law_slots(ClauseKind.STOP, '{"obligor": "gone", "object": "x"}', NAMES)
    assert unnamed is not None and replace(unnamed, object="").obligor == ""
