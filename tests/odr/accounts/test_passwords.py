"""A password needs length, not ornaments."""

import pytest

from odr.accounts import passwords
from odr.db import transaction
from odr.errors import InvalidInput


def refusal(password, *own_words):
    with pytest.raises(InvalidInput) as refused:
        passwords.check(password, *own_words)
    return refused.value.details["fields"]["password"]


@pytest.mark.parametrize("password", ["four plain little words", "一二三四五六七八九十甲乙丙丁戊", "tea on terraces"])
def test_words_without_digits_or_signs_are_enough(password):
    passwords.check(password)


def test_fourteen_characters_are_too_short():
    assert refusal("abcdefgh ijklm") == "too_short"


def test_what_everybody_tries_first_is_refused():
    assert refusal("Password12345678") == "too_common"
    assert refusal("aaaaaaaaaaaaaaaaaaaa") == "too_common"


def test_ones_own_name_and_address_are_no_password():
    assert refusal("zhang.min@qinghe.example", "张敏", "zhang.min@qinghe.example") == "too_common"
    assert refusal("Eleanor Alexandra Hart", "Eleanor Alexandra Hart") == "too_common"


def test_a_password_of_any_honest_length_fits():
    passwords.check("some words " * 20)
    assert refusal("some words " * 30) == "too_long"


def test_the_same_characters_typed_on_another_keyboard_are_the_same_password():
    stored = passwords.hashed("ｆｕｌｌ ｗｉｄｔｈ letters")
    assert passwords.matches(stored, "full width letters")


def test_a_hash_says_argon2id_and_matches_its_password_only():
    stored = passwords.hashed("a long enough passphrase")
    assert stored.startswith("$argon2id$")
    assert passwords.matches(stored, "a long enough passphrase")
    assert not passwords.matches(stored, "a long enough passphrasE")


def test_no_password_matches_an_account_without_one():
    assert not passwords.matches("", "")
    assert not passwords.matches("", "a long enough passphrase")


def test_a_hash_of_weaker_parameters_is_outdated():
    weak = "$argon2id$v=19$m=8192,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$c29tZWhhc2hzb21laGFzaHNvbWVoYXNoc29tZWhhc2g"
    assert passwords.is_outdated(weak)
    assert not passwords.is_outdated(passwords.hashed("a long enough passphrase"))


def test_hashing_inside_a_unit_of_work_is_refused(database):
    with transaction(), pytest.raises(RuntimeError):
        passwords.hashed("a long enough passphrase")
