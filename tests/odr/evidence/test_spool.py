"""What a form brings lies sealed until it is handled, and reads like any file."""

from __future__ import annotations

import io
import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odr.evidence.spool import Spool
from odr.evidence.storage import CHUNK


@given(st.lists(st.integers(0, 2 * CHUNK), max_size=5), st.integers(0, 4 * CHUNK), st.integers(0, 3 * CHUNK))
@settings(max_examples=25, deadline=None)
def test_it_reads_as_it_was_written_from_any_place(lengths: list[int], start: int, length: int) -> None:
    data = b"".join(bytes([number + 1]) * size for number, size in enumerate(lengths))
    with Spool() as spool:
        place = 0
        for size in lengths:
            spool.write(data[place : place + size])
            place += size
        spool.seek(start)
        assert io.BufferedReader(spool).read(length) == data[start : start + length]


def test_nothing_of_it_can_be_read_on_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    with Spool() as spool:
        spool.write(b"a private word " * CHUNK)
        spool._file.seek(0)
        assert b"private word" not in spool._file.read()
        spool.seek(0)
        assert spool.read(14) == b"a private word"


def test_one_read_brings_everything_that_was_written() -> None:
    data, spool = secrets.token_bytes(3 * CHUNK + 7), Spool()
    spool.write(data)
    spool.seek(0)
    assert spool.read(len(data) + 1) == data
    spool.seek(5)
    assert spool.read() == data[5:]
    spool.close()
