"""The envelope of a message: one form for one content, nothing foreign inside, and only for its own place."""

from __future__ import annotations

import json
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from odr.access.vault import CannotOpen, channel_cipher, new_channel_key, use_master_key
from odr.errors import InvalidInput
from odr.rooms.content import CONTROL, Content, checked_content, open_content, parse, seal_content, serialise

places = st.none() | st.integers(1, 10**9)
words = st.text(st.characters(exclude_categories=["Cs"]))
contents = st.builds(
    Content,
    text=words,
    quotes=places,
    corrects=places,
    translates=places,
    translation=words,
    engine=words,
    recalled_by=words,
    recalled_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


@given(contents)
def test_what_was_put_in_comes_out_and_has_one_form_only(content: Content) -> None:
    assert parse(serialise(content)) == content
    assert serialise(parse(serialise(content))) == serialise(content)


def test_the_form_of_an_envelope_never_changes() -> None:
    plain, answer = Content("您好 <b>"), Content("ok", quotes=3, translation="好")
    assert serialise(plain) == '{"text":"您好 <b>","v":1}'.encode()
    assert serialise(answer) == '{"quotes":3,"text":"ok","translation":"好","v":1}'.encode()


@given(contents)
def test_the_form_is_canonical_json(content: Content) -> None:
    """Sorted names, nothing escaped that need not be, UTF-8 (RFC 8785 for text and whole numbers)."""
    facts = json.loads(serialise(content))
    assert serialise(content) == json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def test_exactly_the_control_characters_and_halves_of_characters_are_refused() -> None:
    refused = {c for c in map(chr, range(sys.maxunicode + 1)) if CONTROL.search(c)}
    kinds = {c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) in {"Cc", "Cs"}}
    assert refused == kinds - {"\n", "\t"}


@pytest.mark.parametrize(
    "data",
    [
        b"plain words",
        b"[]",
        b"{}",
        b'{"v":1}',
        b'{"text":"x","v":2}',
        b'{"text":7,"v":1}',
        b'{"quotes":"3","text":"x","v":1}',
        b'{"quotes":true,"text":"x","v":1}',
        b'{"html":"<b>","text":"x","v":1}',
    ],
)
def test_what_is_no_envelope_is_not_read_as_one(data: bytes) -> None:
    with pytest.raises(ValueError):
        parse(data)


def test_an_envelope_opens_at_its_own_place_only() -> None:
    use_master_key(bytes(32))
    cipher, other = (channel_cipher(name, new_channel_key(name)) for name in ("one", "two"))
    sealed = seal_content(cipher, 7, Content("ours"))
    assert open_content(cipher, 7, sealed) == Content("ours")
    for opener, seq in ((cipher, 8), (other, 7)):
        with pytest.raises(CannotOpen):
            open_content(opener, seq, sealed)


@pytest.mark.parametrize(
    "content",
    [
        Content("x", quotes=1, corrects=2),
        Content("x", corrects=1, translates=1),
        Content("x", quotes=0),
        Content("x", quotes=-4),
        Content("x", corrects=1, translation="y"),
        Content(" "),
        Content("x", translation="y" * 8001),
    ],
)
def test_a_message_is_about_one_other_in_one_way(content: Content) -> None:
    with pytest.raises(InvalidInput):
        checked_content(content)


def test_words_are_trimmed_and_all_of_them_can_be_looked_through() -> None:
    kept = checked_content(Content(" 38 万元 ", translation=" 380k "))
    assert kept == Content("38 万元", translation="380k")
    assert kept.words == "38 万元\n380k"
    assert kept.amends is None and replace(kept, translation="", corrects=4).amends == 4
    assert not kept.recalled and replace(kept, recalled_at=datetime.now(UTC)).recalled
