"""Hexadecimal strings are read in one step, and to the last sign as the PDF library reads them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from signing import hex_strings

BY_THE_LIBRARY = hex_strings._by_the_library  # pyright: ignore[reportPrivateUsage]
TRICKY = (
    "<>",
    "<0>",
    "<414>",
    "<41 42>",
    "<41%x\n42>",
    "<4G>",
    "<41",
    "<",
    "<FEFF4E2D>",
    "<efbbbf41>",
    "<80>",
    "<41>>",
)


def _read(read: Callable[[Any], Any], written: bytes) -> tuple[object, ...]:
    """What came out, of which kind, and where the stream stands; or only that it was refused."""
    stream = io.BytesIO(b"x" + written)
    stream.seek(1)
    try:
        value = read(stream)
    except Exception as error:
        return (type(error),)
    return (type(value), value, bytes(value.original_bytes), stream.tell())


@pytest.mark.parametrize("written", TRICKY)
def test_a_string_is_read_as_the_library_reads_it(written: str) -> None:
    assert _read(hex_strings.read_hex_string, written.encode()) == _read(BY_THE_LIBRARY, written.encode())


@given(st.binary(max_size=700), st.text("0123456789abcdefABCDEF<>% \n(/G", max_size=30))
def test_any_string_is_read_as_the_library_reads_it(value: bytes, after: str) -> None:
    for written in (b"<" + value.hex().encode() + b">" + after.encode(), b"<" + after.encode()):
        assert _read(hex_strings.read_hex_string, written) == _read(BY_THE_LIBRARY, written)


def test_the_library_reads_by_it() -> None:
    assert generic.read_hex_string_from_stream is hex_strings.read_hex_string
