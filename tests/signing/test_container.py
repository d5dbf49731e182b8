"""The container: one byte form, and no way to hide, double or blow up a file."""

import io
import os
import random
import struct
import warnings
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signing import container
from signing.bundle import read_bundle
from signing.container import MIMETYPE, read_container, write_container
from signing.errors import BundleError
from signing.verify import verify_bundle
from tests.signing.ceremony import Signed
from tests.signing.tampering import flipped

FLIPS = int(os.environ.get("HEQI_FLIPS", "60")) * 5
FILES = {"agreement.pdf": b"%PDF-", "application.json": b"{}", "META-INF/a.xml": b"<a/>"}


def _zip(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as made:
        warnings.simplefilter("ignore")  # the library warns of the double name we want
        for name, data in entries:
            made.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, compress_type=method)
        made.comment = comment
    return buffer.getvalue()


def test_one_content_has_one_form_that_any_zip_reader_reads() -> None:
    made = write_container(dict(reversed(FILES.items())))
    assert made == write_container(FILES)
    assert read_container(made) == FILES
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["mimetype", *FILES]
        assert opened.read("mimetype") == MIMETYPE
    assert made[30:38] == b"mimetype" and made[38:].startswith(MIMETYPE)


def _mimetype(*rest: tuple[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    return (("mimetype", MIMETYPE), *rest)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "container.unreadable"),
        (b"a photograph", "container.unreadable"),
        (b"PK\x03\x04" + b"\0" * 80, "container.unreadable"),
        (_zip(("a", b"1"), ("mimetype", MIMETYPE)), "container.mimetype"),
        (_zip(("a", b"1")), "container.mimetype"),
        (_zip(("mimetype", b"application/zip")), "container.mimetype"),
        (_zip(*_mimetype(("a", b"1"), ("a", b"2"))), "container.duplicate"),
        (_zip(*_mimetype(("a", b"1"), ("A", b"2"))), "container.duplicate"),
        (_zip(*_mimetype(("../a", b"1"))), "container.name"),
        (_zip(*_mimetype(("/a", b"1"))), "container.name"),
        (_zip(*_mimetype(("a/", b""))), "container.name"),
        (_zip(*_mimetype(("a\\b", b"1"))), "container.name"),
        (_zip(*_mimetype(("证据.txt", b"1"))), "container.not_canonical"),
        (_zip(*_mimetype(("a", b"1" * 1000)), method=zipfile.ZIP_DEFLATED), "container.compressed"),
        (_zip(*_mimetype(("a", b"1")), comment=b"hello"), "container.trailing"),
        (_zip(*_mimetype(("a", b"1"))), "container.not_canonical"),
        (write_container(FILES) + b"x", "container.trailing"),
        (write_container(FILES)[:-1], "container.unreadable"),
    ],
)
def test_another_form_is_refused_for_what_it_is(data: bytes, code: str) -> None:
    with pytest.raises(BundleError) as refusal:
        read_container(data)
    assert refusal.value.code == code


def test_overlapping_entries_are_refused() -> None:
    made = bytearray(write_container(FILES))
    directory = made.index(b"PK\x01\x02")
    second = made.index(b"PK\x01\x02", directory + 4)
    struct.pack_into("<I", made, second + 42, 0)
    with pytest.raises(BundleError, match="overlap"):
        read_container(bytes(made))


def test_a_directory_that_promises_more_than_there_is_is_refused() -> None:
    made = bytearray(write_container(FILES))
    first = made.index(b"PK\x01\x02")
    struct.pack_into("<II", made, first + 20, 2**31, 2**31)
    with pytest.raises(BundleError):
        read_container(bytes(made))


def test_an_encrypted_entry_is_refused() -> None:
    made = bytearray(write_container(FILES))
    first = made.index(b"PK\x01\x02")
    made[first + 8] |= 1
    with pytest.raises(BundleError, match="encrypted"):
        read_container(bytes(made))


def test_too_much_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "MOST_ENTRIES", 3)
    monkeypatch.setattr(container, "LARGEST_BUNDLE", 500)
    with pytest.raises(BundleError, match="too_large"):
        write_container(FILES)
    with pytest.raises(BundleError, match="too_large"):
        read_container(b"PK\x03\x04" + bytes(600))


@pytest.mark.parametrize(
    "name", ["notes.txt", "evidence/1.pdf", "evidence/0001.exe", "caucus.json", "documents/offer.pdf"]
)
def test_a_file_without_a_role_is_refused(files: dict[str, bytes], name: str) -> None:
    with pytest.raises(BundleError, match="no_role"):
        read_bundle(write_container({**files, name: b"%PDF-"}))


def test_planted_removed_and_changed_files_are_refused(signed: Signed, files: dict[str, bytes]) -> None:
    roots = signed.platform.roots
    assert verify_bundle(write_container(files), roots).sound
    planted = {**files, "evidence/0002.txt": b"planted"}
    assert "container_manifest" in [one.code for one in verify_bundle(write_container(planted), roots).failed]
    for name in files:
        without = {other: data for other, data in files.items() if other != name}
        assert not verify_bundle(write_container(without), roots).sound, name
        changed = {**files, name: files[name] + b" "}
        assert not verify_bundle(write_container(changed), roots).sound, name


def test_the_same_files_zipped_again_are_refused_but_can_be_read(signed: Signed, files: dict[str, bytes]) -> None:
    again = _zip(*_mimetype(*files.items()))
    verdict = verify_bundle(again, signed.platform.roots)
    assert not verdict.sound and verdict.readable


def test_no_turned_bit_of_a_bundle_is_accepted(signed: Signed, bundle: bytes) -> None:
    chance = random.Random(7)
    for _ in range(FLIPS):
        position, bit = chance.randrange(len(bundle)), chance.randrange(8)
        assert not verify_bundle(flipped(bundle, position, bit), signed.platform.roots).sound, (position, bit)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_stumble(data: bytes) -> None:
    for candidate in (data, b"PK\x03\x04" + data, b"PK\x03\x04" + data + b"PK\x05\x06" + bytes(18)):
        with pytest.raises(BundleError):
            read_container(candidate)
