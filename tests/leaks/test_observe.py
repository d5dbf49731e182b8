"""The eyes of the leak tests see what is hidden: a search that finds nothing must be able to find something."""

import base64
import gzip
import io
import zipfile
import zlib

import pikepdf
import pytest

from tests.leaks.observe import holds

SECRET = "canary9f8e7d6c5b4a39281706"


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inner.bin", data)
    return out.getvalue()


def in_a_document(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.Root.Hidden = document.make_stream(data)
        document.save(out, compress_streams=True)
    return out.getvalue()


@pytest.mark.parametrize(
    "hide",
    [
        lambda raw: b"before " + raw + b" after",
        lambda raw: b"x" + raw.decode().encode("utf-16-le"),
        lambda raw: b"x" + raw.decode().encode("utf-16-be"),
        lambda raw: raw.hex().encode(),
        lambda raw: base64.b64encode(raw),
        lambda raw: base64.b64encode(b"1" + raw + b"2"),
        lambda raw: base64.b64encode(b"12" + raw + b"3"),
        lambda raw: base64.urlsafe_b64encode(b"123" + raw + b"4"),
        lambda raw: raw.decode().replace("c", "%63").encode(),
        gzip.compress,
        zlib.compress,
        zipped,
        lambda raw: zipped(zipped(b"deep " + raw)),
        in_a_document,
        lambda raw: zipped(in_a_document(b"text " + raw)),
    ],
)
def test_a_hidden_secret_is_found(hide):
    assert holds(hide(SECRET.encode()), SECRET)
    assert not holds(hide(b"something else that is as long"), SECRET)


def test_a_zip_name_is_read_too():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{SECRET}.txt", b"")
    assert holds(out.getvalue(), SECRET)
