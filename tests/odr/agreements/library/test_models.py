"""Every model clause of every family: whole, alike in both languages, and confirmable by a court."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odr.agreements.clause_library import answers_kept, law_slots, sum_of, text_of, title_of
from odr.agreements.library.catalogue import MODELS
from odr.agreements.library.model import Model
from odr.agreements.slots import MONTHS, SlotKind, spoken
from odr.errors import InvalidInput
from odr.law.confirmability import check_draft
from odr.law.draft import ClauseKind, DraftClause
from odr.law.numerals import fen_of_words
from signing.wording import Words
from tests.odr.agreements.library.answers import GUARANTOR, NAMES, PARTIES, answers
from tests.odr.law.drafts import APPLICANT, RESPONDENT, lawful_draft, party

ALL = sorted(MODELS)
CJK = re.compile(r"[\u3400-\u9fff]")
PLACE = re.compile(r"\{\+?([a-z_]+)\}")
SUM_ZH = re.compile(r"人民币([^（，。；]+)（¥([\d,]+\.\d\d)）")
SUM_EN = re.compile(r"CNY ([\d,]+\.\d\d)")
DAY_ZH = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
DAY_EN = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})")
BLANKS = ("{", "}", "【", "】", "[to be filled in]", "[date]", "+due", "+within")
quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def composed(model: Model, given_answers: dict[str, str]) -> tuple[dict[str, str], Words]:
    kept = answers_kept(model.kind, given_answers, PARTIES)
    return kept, text_of(model.kind, kept, PARTIES)


def findings(model: Model, kept: dict[str, str], text: Words) -> list[tuple[str, str]]:
    clause = DraftClause(1, model.kind, text.zh, text.en, law_slots(model.kind, json.dumps(kept), NAMES))
    draft = lawful_draft(clauses=(clause,), parties=(party(APPLICANT), party(RESPONDENT), third_party()))
    return [(finding.code, finding.message.zh) for finding in check_draft(draft) if finding.clause == 1]


def third_party() -> object:
    return party(GUARANTOR, name_en=PARTIES["p3"].en)


@pytest.mark.parametrize("key", ALL)
@quick
@given(st.data())
def test_what_is_answered_is_said_in_both_languages_and_nothing_is_left_blank(key: str, data: st.DataObject) -> None:
    model = MODELS[key]
    kept, text = composed(model, data.draw(answers(model)))
    for slot in model.slots:
        said = spoken(slot, kept, PARTIES)
        assert said.zh in text.zh and said.en.removesuffix(".") in text.en, slot.name
    assert not [blank for blank in BLANKS if blank in text.zh + text.en]
    assert text.zh.endswith("。") and text.en.endswith(".")
    assert not re.search(r"[，。；：、]{2}|\.\.|,,|  |\s[,.;]", text.zh + "\n" + text.en)


@pytest.mark.parametrize("key", ALL)
@quick
@given(st.data())
def test_both_languages_give_the_same_sums_and_days_and_capitals_equal_figures(key: str, data: st.DataObject) -> None:
    model = MODELS[key]
    kept, text = composed(model, data.draw(answers(model)))
    sums = SUM_ZH.findall(text.zh)
    assert [(fen_of_words(capitals), figure) for capitals, figure in sums] == [
        (int(figure.replace(",", "").replace(".", "")), figure) for _, figure in sums
    ]
    assert sorted({figure for _, figure in sums}) == sorted(set(SUM_EN.findall(text.en)))
    asked = [slot.name for slot in model.slots if slot.kind is SlotKind.MONEY]
    assert {int(kept[name]) for name in asked} <= {fen_of_words(capitals) for capitals, _ in sums}
    days = {(int(y), int(m), int(d)) for y, m, d in DAY_ZH.findall(text.zh)}
    assert days == {(int(y), MONTHS.index(m) + 1, int(d)) for d, m, y in DAY_EN.findall(text.en)}


@pytest.mark.parametrize("key", ALL)
@quick
@given(st.data())
def test_a_court_would_confirm_it(key: str, data: st.DataObject) -> None:
    model = MODELS[key]
    kept, text = composed(model, data.draw(answers(model)))
    assert findings(model, kept, text) == []


@pytest.mark.parametrize("key", ALL)
def test_its_words_use_every_slot_and_no_other(key: str) -> None:
    model = MODELS[key]
    for language in ("zh", "en"):
        written = " ".join(
            getattr(part, language) for part in (model.text, *(passage for _, passage in model.optional))
        )
        assert set(PLACE.findall(written)) == {slot.name for slot in model.slots}
    assert not CJK.search(model.text.en) and CJK.search(model.text.zh)


@pytest.mark.parametrize("key", ALL)
def test_its_head_and_questions_are_in_both_languages(key: str) -> None:
    model = MODELS[key]
    asked = [slot.label for slot in model.slots] + [words for slot in model.slots for _, words in slot.choices]
    for said in (model.title, model.purpose, *asked):
        assert CJK.search(said.zh) and said.en and not CJK.search(said.en)
    assert len({slot.name for slot in model.slots}) == len(model.slots)
    assert re.fullmatch(r"[a-z_-]{3,40}", key) and title_of(model.kind, {"model": key}) == model.title


@pytest.mark.parametrize("key", [key for key in ALL if MODELS[key].slots])
def test_a_particular_that_is_missing_is_asked_for_and_blocks_until_it_is_there(key: str) -> None:
    model = MODELS[key]
    with pytest.raises(InvalidInput) as refused:
        answers_kept(model.kind, {"model": key}, PARTIES)
    missing = {slot.name: "missing" for slot in model.slots if slot.required}
    assert refused.value.details["fields"] == missing | ({model.either[0]: "one_of_two"} if model.either else {})
    kept = answers_kept(model.kind, {"model": key}, PARTIES, may_be_open=True)
    text = text_of(model.kind, kept, PARTIES)
    assert "【" in text.zh and "[" in text.en
    assert any("空白" in message for _, message in findings(model, kept, text))


@pytest.mark.parametrize("kind", [kind for kind in ClauseKind if kind is not ClauseKind.OTHER])
def test_a_model_of_another_kind_is_refused(kind: ClauseKind) -> None:
    other = next(key for key in ALL if MODELS[key].kind is not kind)
    for named in (other, "no-such-clause"):
        with pytest.raises(InvalidInput) as refused:
            answers_kept(kind, {"model": named}, PARTIES)
        assert refused.value.details["fields"] == {"model": "unknown"}


def test_a_sum_that_is_owed_is_known_to_the_rules() -> None:
    model = MODELS["civil-loan"]
    given_answers = {
        "model": model.key, "obligor": "p2", "obligee": "p1", "object": "借条", "object_en": "the note",
        "fen": "300000", "instalments": "2099-12-31 100000\n2100-12-31 200000", "account": "示范银行 62220000",
    }  # fmt: skip
    kept, _ = composed(model, given_answers)
    slots = law_slots(model.kind, json.dumps(kept), NAMES)
    assert slots is not None and slots.fen == 30_000_000 == sum_of(json.dumps(kept)) and slots.method == "银行转账"
    assert (slots.obligor, slots.obligee, len(slots.instalments)) == (RESPONDENT, APPLICANT, 2)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("2099-12-31 100000", "not_the_sum 100,000.00 300,000.00"),
        ("2099-12-31 100000\n2100-12-31 200000.01", "not_the_sum 300,000.01 300,000.00"),
        ("2100-12-31 100000\n2099-12-31 200000", "days_out_of_order"),
        ("2099-12-31 100000\n2099-12-31 200000", "days_out_of_order"),
        ("2099-12-31 100000\n2100-12-31", "not_instalments 2"),
        ("2099-12-31 100000\n2100-13-31 200000", "not_a_date 2"),
        ("2099-12-31 nothing\n2100-12-31 200000", "not_a_sum 1"),
    ],
)
def test_instalments_that_do_not_add_up_or_follow_each_other_are_named(rows: str, reason: str) -> None:
    given_answers = {
        "obligor": "p2",
        "obligee": "p1",
        "purpose": "losses",
        "fen": "300000",
        "account": "示范银行 62220000",
    }
    with pytest.raises(InvalidInput) as refused:
        answers_kept(ClauseKind.PAY, {**given_answers, "instalments": rows}, PARTIES)
    fields = refused.value.details["fields"]
    assert isinstance(fields, dict) and fields["instalments"] == reason


def test_a_licence_cannot_end_before_it_begins() -> None:
    model = MODELS["patent-licence"]
    given_answers = {slot.name: "1" for slot in model.slots} | {
        "model": model.key, "obligor": "p1", "obligee": "p2", "exclusive": "sole", "term": "",
        "start": "2099-12-31", "due": "2099-01-01",
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        answers_kept(model.kind, given_answers, PARTIES)
    assert refused.value.details["fields"] == {"due": "ends_before_it_begins"}


def test_a_balance_is_what_remains_after_the_set_off() -> None:
    given_answers = {
        "model": "civil-set-off", "obligor": "p2", "obligee": "p1", "first": "500", "second": "200", "fen": "400",
        "due": "2099-12-31", "account": "示范银行 62220000",
    }  # fmt: skip
    with pytest.raises(InvalidInput) as refused:
        composed(MODELS["civil-set-off"], given_answers)
    assert refused.value.details["fields"] == {"fen": "not_the_balance"}
    assert "差额人民币叁佰元整" in composed(MODELS["civil-set-off"], given_answers | {"fen": "300"})[1].zh
