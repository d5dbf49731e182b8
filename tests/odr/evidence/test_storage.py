"""The store of sealed bytes: what arrived is kept to the last byte, and nothing that a crash left behind it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from odr.evidence.storage import CHUNK, FileBlobStore, new_blob_id, sealed_length

KEY = bytes(range(32))
sizes = st.sampled_from([1, 17, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 9])


def arrived(store: FileBlobStore, data: bytes, rubbish: bytes) -> str:
    """A blob that came in one piece, after which a crash left rubbish in its file."""
    blob_id = new_blob_id()
    with store.arriving(blob_id) as coming:
        coming.append(KEY, io.BytesIO(data).read, start=0, stop=len(data), size=len(data))
        coming.file.seek(0, io.SEEK_END)
        coming.file.write(rubbish)
    return blob_id


@how(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=sizes, rubbish=st.binary(max_size=200))
def test_what_a_crash_left_behind_the_last_byte_is_neither_read_nor_kept(
    tmp_path: Path, size: int, rubbish: bytes
) -> None:
    store, data = FileBlobStore(tmp_path), bytes(n % 251 for n in range(size))
    blob_id = arrived(store, data, rubbish)
    assert store.open(blob_id, KEY, size).read() == data
    store.complete(blob_id, size)
    store.complete(blob_id, size)
    assert (tmp_path / blob_id).stat().st_size == sealed_length(size)
    assert store.open(blob_id, KEY, size).read() == data
    assert b"".join(store.read(blob_id, KEY)) == data


@pytest.mark.parametrize("size", [0, 1, CHUNK, CHUNK + 1])
def test_the_sealed_form_is_as_long_as_it_says(tmp_path: Path, size: int) -> None:
    store, blob_id = FileBlobStore(tmp_path), new_blob_id()
    store.put(blob_id, iter([b"x" * size]), KEY)
    assert (tmp_path / blob_id).stat().st_size == sealed_length(size)
