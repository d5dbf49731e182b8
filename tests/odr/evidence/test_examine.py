"""Each kind is judged by its own content: what is whole is taken, what is hostile or false is refused in words."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odr import offload
from odr.errors import FileRefused
from odr.evidence.archives import clean_office
from odr.evidence.examine import check, digests
from odr.evidence.findings import Findings
from odr.evidence.kinds import HEAD_BYTES, kind_of, safe_name
from odr.evidence.papers import clean_pdf
from odr.evidence.pictures import clean_picture
from tests.factories import files

PEOPLE = b"\xe5\xbc\xa0\xe6\x95\x8f"


def seen(data: bytes, name: str) -> Findings:
    """What the check finds in a file of that name."""
    return check(io.BytesIO(data), len(data), kind_of(data[:HEAD_BYTES], name))


def reason(data: bytes, name: str) -> str:
    """Why the file is refused."""
    with pytest.raises(FileRefused) as refused:
        seen(data, name)
    return str(refused.value.details["reason"])


GOOD = {
    "list.pdf": files.pdf(),
    "photo.jpg": files.picture("JPEG"),
    "photo.JPEG": files.picture("JPEG"),
    "photo.png": files.picture(),
    "photo.webp": files.picture("WEBP"),
    "photo.gif": files.picture("GIF"),
    "scan.tiff": files.picture("TIFF"),
    "terms.docx": files.office(),
    "stock.xlsx": files.office(files.XLSX_MAIN),
    "photos.zip": files.archive({"a/照片.png": files.picture(), "list.pdf": files.pdf()}),
    "call.mp3": files.mp3(),
    "call.wav": files.wave(),
    "call.m4a": files.film(brand=b"M4A "),
    "shop.mp4": files.film(),
    "shop.mov": files.film(brand=b"qt  "),
    "note.txt": "库存 18,200 件".encode(),
    "old note.txt": ("库存清单，" * 900).encode("gb18030"),
    "windows.txt": "库存".encode("utf-16"),
    "stock.csv": "品名,数量\n茶,3\n".encode(),
    "letter.eml": files.letter(("list.pdf", files.pdf())),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_whole_file_of_a_kind_that_is_taken_passes(name):
    assert isinstance(seen(GOOD[name], name), Findings)


@pytest.mark.parametrize("name", [n for n in GOOD if not n.endswith((".txt", ".csv", ".mp3", ".wav"))])
def test_half_a_file_is_refused(name):
    data = GOOD[name]
    half = data[: len(data) // 2]
    if name.endswith(".pdf"):
        half = data[:40]
    if name.endswith((".gif", ".tiff", ".webp", ".eml")):
        half = data[:30]
    assert reason(half, name) in {"broken", "name", "kind", "archive", "inside", "pages"}


def locked_pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(files.pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def js_pdf() -> bytes:
    act = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    return files.pdf(root={"/OpenAction": act})


def launching_pdf() -> bytes:
    return files.pdf(root={"/OpenAction": pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))})


def giant_png() -> bytes:
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(b"\0" * 1000)) + part(b"IEND", b"")


def overlapped() -> bytes:
    """Two entries of the table that lead to the same bytes."""
    data = bytearray(files.archive({"a.txt": b"x" * 200, "b.txt": b"x" * 200}))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(data)


def lying() -> bytes:
    """The table says ten bytes; far more come out."""
    data = bytearray(files.archive({"a.txt": b"x" * 500_000}))
    entry = data.find(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    return bytes(data)


def crowd() -> bytes:
    """An archive that says it holds a million entries, without holding them."""
    data = bytearray(files.archive({"a.txt": b"x"}))
    end = data.rfind(b"PK\x05\x06")
    data[end + 8 : end + 12] = struct.pack("<HH", 60_000, 60_000)
    return bytes(data)


def locked_zip() -> bytes:
    data = bytearray(files.archive({"a.txt": b"x"}))
    entry = data.find(b"PK\x01\x02")
    data[entry + 8] |= 1
    data[6] |= 1
    return bytes(data)


def link_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        entry = zipfile.ZipInfo("passwd.txt")
        entry.external_attr = 0o120777 << 16
        made.writestr(entry, "/etc/passwd")
    return out.getvalue()


TEMPLATE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    b'Target="http://elsewhere.example/t.dotm" TargetMode="External"/></Relationships>'
)
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Types>&b;</Types>'
BAD = {
    "locked.pdf": (locked_pdf(), "encrypted"),
    "script.pdf": (js_pdf(), "active"),
    "launch.pdf": (launching_pdf(), "active"),
    "nothing.pdf": (b"%PDF-1.7\nnothing more", "broken"),
    "giant.png": (giant_png(), "pixels"),
    "broken.png": (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "broken"),
    "bomb.zip": (files.archive({"a.txt": b"0" * 5_000_000}), "archive"),
    "overlapped.zip": (overlapped(), "archive"),
    "lying.zip": (lying(), "broken"),
    "crowd.zip": (crowd(), "archive"),
    "locked.zip": (locked_zip(), "encrypted"),
    "link.zip": (link_zip(), "archive"),
    "slip.zip": (files.archive({"../../etc/cron.txt": b"x"}), "archive"),
    "drive.zip": (files.archive({"C:/windows/a.txt": b"x"}), "archive"),
    "root.zip": (files.archive({"/etc/a.txt": b"x"}), "archive"),
    "twice.zip": (files.archive({"a.txt": b"x", "A.TXT": b"x"}), "archive"),
    "program.zip": (files.archive({"setup.exe": b"MZ" * 50}), "inside"),
    "disguised.zip": (files.archive({"list.pdf": b"MZ\x90\0" * 50}), "inside"),
    "nested.zip": (files.archive({"inner.zip": files.archive({"a.txt": b"x"})}), "inside"),
    "macro.docx": (files.office(more={"word/vbaProject.bin": b"x"}), "macros"),
    "macro2.docx": (files.office("application/vnd.ms-word.document.macroEnabled.main+xml"), "macros"),
    "sheet.docx": (files.office(files.XLSX_MAIN), "name"),
    "zip.docx": (files.archive({"a.txt": b"x"}), "broken"),
    "template.docx": (files.office(more={"word/_rels/settings.xml.rels": TEMPLATE}), "active"),
    "entities.docx": (files.archive({"[Content_Types].xml": ENTITIES}), "broken"),
    "page.txt": (b"\xef\xbb\xbf  <!DOCTYPE html><script>alert(1)</script>", "kind"),
    "drawing.txt": (b"<svg onload=alert(1)>", "kind"),
    "binary.txt": (b"MZ\x90\0\0\0", "kind"),
    "page.eml": (b"hello, no headers here", "name"),
    "virus.eml": (files.letter(("run.exe", b"MZ\x90\0")), "inside"),
    "false.eml": (files.letter(("list.pdf", b"MZ\x90\0")), "inside"),
    "box.mp4": (files.film()[:-500], "broken"),
    "head.mp4": (files.film()[:24], "broken"),
    "noise.mp3": (b"ID3\x04\0\0\0\0\0\x0a" + b"\0" * 10 + b"noise" * 900, "broken"),
    "short.wav": (b"RIFF\x24\0\0\0WAVEjunk\0\0\0\0", "broken"),
    "setup.pdf": (b"MZ\x90\0" * 60, "kind"),
    "contract.exe": (files.pdf(), "name"),
    "photo.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "kind"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_hostile_or_false_is_refused_with_its_reason(name):
    data, why = BAD[name]
    assert reason(data, name) == why


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_done_to_a_file_ends_in_a_finding_or_a_refusal(draw):
    name = draw.draw(st.sampled_from(sorted(GOOD)))
    data = bytearray(GOOD[name])
    for _ in range(draw.draw(st.integers(1, 6))):
        at = draw.draw(st.integers(0, len(data) - 1))
        data[at : at + draw.draw(st.integers(0, 8))] = draw.draw(st.binary(max_size=8))
        if not data:
            break
    try:
        seen(bytes(data), name)
    except FileRefused:
        pass


@given(st.text(max_size=200))
def test_a_name_is_only_ever_a_label(name):
    try:
        shown = safe_name(name)
    except FileRefused:
        return
    assert 0 < len(shown) <= 120
    assert not set(shown) & set('/\\<>:"|?*\0\u202e\u200f')
    assert shown not in {".", ".."}


def test_what_a_file_tells_about_its_maker_is_found():
    assert ("gps", "39.90556, 116.39139") in seen(files.picture("JPEG", place=True, maker="Phone"), "a.jpg").hidden
    assert ("device", "Phone") in seen(files.picture("JPEG", place=True, maker="Phone"), "a.jpg").hidden
    assert ("author", "张敏") in seen(files.office(author="张敏"), "a.docx").hidden
    assert ("author", "Zhang") in seen(files.pdf(author="Zhang"), "a.pdf").hidden
    assert ("gps", "+39.9054+116.3976/") in seen(files.film(place=b"+39.9054+116.3976/"), "a.mp4").hidden
    changed = files.office(more={"word/document.xml": b"<w:document><w:ins w:id='1'/></w:document>"})
    assert ("tracked_changes", "") in seen(changed, "a.docx").hidden


def test_a_cleaned_copy_tells_nothing_and_still_passes():
    for name, data, clean in (
        ("a.jpg", files.picture("JPEG", place=True, maker="Phone"), lambda f, n: clean_picture(f, "image/jpeg")),
        ("a.png", files.picture("PNG", place=True, maker="Phone"), lambda f, n: clean_picture(f, "image/png")),
        ("a.pdf", files.pdf(author="Zhang Min"), lambda f, n: clean_pdf(f)),
        ("a.docx", files.office(author="Zhang Min"), clean_office),
    ):
        fresh = clean(io.BytesIO(data), len(data))
        assert seen(fresh, name).hidden == []
        for word in (b"Phone", b"Zhang Min"):
            assert word not in fresh


def test_a_picture_is_drawn_anew_and_small():
    found = seen(files.picture("JPEG", (3000, 1500), place=True, maker="Phone"), "a.jpg")
    assert (found.width, found.height) == (3000, 1500)
    assert found.view[8:12] == found.thumb[8:12] == b"WEBP"
    assert b"Phone" not in found.view + found.thumb
    assert len(found.thumb) < len(found.view)


def test_two_digests_of_one_reading_speak_of_the_same_bytes():
    data = bytes(range(256)) * 9000
    whole, blocks = digests(io.BytesIO(data), len(data))
    assert (whole, blocks) != digests(io.BytesIO(data[:-1] + b"x"), len(data))
    assert digests(io.BytesIO(data), len(data)) == (whole, blocks)


def stubborn(seconds: int) -> dict[str, object]:
    """Work that does not end."""
    while seconds:
        pass
    return {}


def greedy() -> dict[str, object]:
    """Work that wants two gigabytes."""
    return {"length": len(bytearray(2 * 1024**3))}


def writing(path: str) -> dict[str, object]:
    """Work that wants to leave something behind."""
    with open(path, "w") as out:
        out.write("x")
    return {}


def test_a_look_that_takes_too_long_or_too_much_or_writes_is_ended(tmp_path):
    offload.use_processes(1)
    try:
        for function, arguments in ((stubborn, (1,)), (greedy, ()), (writing, (str(tmp_path / "left.txt"),))):
            with pytest.raises(FileRefused) as refused:
                offload.confined(function, *arguments, seconds=2, memory=1024**3)
            assert refused.value.details["reason"] == "too_hard"
        assert not (tmp_path / "left.txt").exists() or (tmp_path / "left.txt").stat().st_size == 0
    finally:
        offload.use_processes(0)
