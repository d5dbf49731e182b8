"""Names, addresses and numbers come into one form, or are refused with a reason somebody can act on."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from odr import clock
from odr.accounts.particulars import email_address, identity_number, masked, prose, shown_name
from odr.errors import InvalidInput


def reason(function, *given_, **named):
    with pytest.raises(InvalidInput) as refused:
        function(*given_, **named)
    (why,) = refused.value.details["fields"].values()
    return why


def resident(place, born, order="001"):
    digits = f"{place}{born}{order}"
    return digits + ric.calc_check_digit(digits + "0")


@pytest.mark.parametrize("text", ["a@b.example", " Zhang.Min@QingHe.example ", "a+b@xn--fiq228c.example"])
def test_an_address_is_kept_in_small_letters(text):
    assert email_address(text) == text.strip().lower()


@pytest.mark.parametrize(
    "text",
    ["a", "a@b", "a b@c.example", "a@b.example\nBcc: c@d.example", "a@@b.example", "<a@b.example>", "a@-b.example"],
)
def test_what_is_no_address_is_refused(text):
    assert reason(email_address, text) == "not_an_address"


def test_a_missing_address_is_missing():
    assert reason(email_address, "  ") == "missing"


@pytest.mark.parametrize(("name", "sign"), [("王𠮷", "U+20BB7"), ("青禾🍵茶业", "U+1F375"), ("Zhou ก", "U+0E01")])
def test_a_name_that_no_paper_can_show_is_refused_where_it_is_typed_and_the_sign_is_named(name, sign):
    assert reason(shown_name, name) == f"unprintable_character {sign}"
    assert reason(shown_name, name, field="representative", required=False) == f"unprintable_character {sign}"


def test_what_names_are_written_with_can_be_printed():
    for name in ("欧阳娜娜", "蔡䶮", "Zoë Müller-O'Neil", "阿依古丽·买买提", "京华（北京）有限公司", "ООО «Чай»"):
        assert shown_name(name) == name


def test_a_name_stands_on_one_line_without_hidden_signs():
    assert shown_name("  张\t敏 \n") == "张 敏"
    for trick in ("周慧兰\u202e", "\u200bZhou", "Zhou\x00"):
        assert reason(shown_name, trick) == "hidden_characters"
    assert reason(shown_name, " ") == "missing"
    assert reason(shown_name, "长" * 121) == "too_long"
    assert shown_name("", required=False) == ""


@given(st.text(max_size=60))
def test_a_name_that_was_kept_is_kept_again_as_it_is(text):
    try:
        kept = shown_name(text)
    except InvalidInput:
        return
    assert shown_name(kept) == kept
    assert kept.isprintable() or kept.replace("\u3000", "").strip()


def test_prose_keeps_its_lines():
    assert prose(" 一\r\n二 ", field="facts", longest=10) == "一\n二"
    assert reason(prose, "长" * 11, field="facts", longest=10) == "too_long"
    assert reason(prose, "a\x07", field="facts", longest=10) == "hidden_characters"


def test_a_credit_code_carries_its_check_digit():
    assert identity_number("credit_code", "9111 0105 ma01 qhcy 3j") == "91110105MA01QHCY3J"
    assert reason(identity_number, "credit_code", "91110105MA01QHCY3X") == "wrong_check_digit"
    assert reason(identity_number, "credit_code", "12345") == "not_a_number"
    assert identity_number("credit_code", "") == ""


@pytest.mark.parametrize("place", ["110105", "810000", "820000", "830000", "911124"])
def test_residents_of_all_places_and_foreigners_with_a_permanent_card_have_a_number(place):
    number = resident(place, "19900131")
    assert identity_number("resident_id", number) == number


@pytest.mark.parametrize("born", ["20990101", "19900231", "18000101"])
def test_nobody_was_born_on_a_day_that_is_not_past(born):
    assert reason(identity_number, "resident_id", resident("110105", born)) == "not_a_number"


def test_nobody_was_born_tomorrow():
    tomorrow = clock.now().date() + timedelta(days=2)
    assert reason(identity_number, "resident_id", resident("110105", f"{tomorrow:%Y%m%d}")) == "not_a_number"


def test_one_wrong_digit_of_a_resident_number_is_seen():
    number = resident("110105", "19900131")
    for at in range(17):
        changed = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        assert reason(identity_number, "resident_id", changed) in {"wrong_check_digit", "not_a_number"}


def test_passports_and_foreign_numbers_have_no_check_digit():
    assert identity_number("passport", "e1234567") == "E1234567"
    assert reason(identity_number, "passport", "E-1") == "not_a_number"
    assert identity_number("foreign_registration", "HRB 12345") == "HRB12345"


def test_a_masked_number_is_known_to_its_owner_only():
    assert masked("91110105MA01QHCY3J") == "9111**********CY3J"
    assert masked("E123") == "E123"
