"""Canonical JSON: one byte form for one value, and nothing that two readers could read differently."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signing.canonical import canonical_bytes, canonical_digest, sm3_hex
from signing.errors import SigningError

plain_text = st.text(alphabet='abcXYZ 0189\n中文茶（）“”é/\\"', max_size=12)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | plain_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(plain_text, inner, max_size=4),
    max_leaves=12,
)


@given(values)
def test_writing_reading_and_writing_again_gives_the_same_bytes(value: Any) -> None:
    data = canonical_bytes(value)
    assert json.loads(data) == value
    assert canonical_bytes(json.loads(data)) == data


@given(st.dictionaries(plain_text, st.integers(0, 9), max_size=6))
def test_the_order_of_keys_does_not_matter(value: dict[str, int]) -> None:
    assert canonical_digest(value) == canonical_digest(dict(reversed(value.items())))


def test_the_order_of_keys_is_that_of_rfc_8785() -> None:
    value = {"\u20ac": 1, "\r"[:0] + "1": 2, "\u00f6": 3, "a": 4, "B": 5}
    assert canonical_bytes(value) == '{"1":2,"B":5,"a":4,"ö":3,"€":1}'.encode()


@pytest.mark.parametrize(
    "value",
    [
        1.5,
        float("nan"),
        2**53,
        b"bytes",
        {1: 2},
        "e\u0301",
        "a\u200bb",
        "\ufeffa",
        "100\u202e001",
        "\u2066x\u2069",
        "a\u0000",
        "a\tb",
        "\ue000",
        "\ud800",
        {"\u200d": 1},
        ["\u00ad"],
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(value: Any) -> None:
    with pytest.raises(SigningError):
        canonical_bytes(value)


def test_nesting_has_an_end() -> None:
    value: Any = 1
    for _ in range(40):
        value = [value]
    with pytest.raises(SigningError):
        canonical_bytes(value)


def test_sm3_gives_the_published_digest() -> None:
    assert sm3_hex(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
