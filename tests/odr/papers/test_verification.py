"""The report of a verification on paper: every step by number, in both languages, with its JSON inside."""

import io
import json
from pathlib import Path

import pikepdf
import pytest

from odr.papers.verification import verification_report
from signing.report import breaks_schema, report
from signing.trust import TrustRoots
from signing.verify import verify_bundle
from tests.signing.ceremony import Platform


@pytest.fixture
def made(tmp_path: Path) -> dict[str, object]:
    roots: TrustRoots = Platform(tmp_path / "keys").roots
    return report(verify_bundle(b"\xff\xd8\xff", roots), "heqi-verify")


def test_the_paper_carries_the_report_and_is_the_same_whenever_it_is_set(made: dict[str, object]) -> None:
    pdf = verification_report(made, "照片\u202e.asice")
    assert pdf == verification_report(made, "照片\u202e.asice")
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        inside = json.loads(opened.attachments["report.json"].get_file().read_bytes())
    assert inside == made and breaks_schema(inside) == ""


def test_every_font_is_embedded(made: dict[str, object]) -> None:
    with pikepdf.open(io.BytesIO(verification_report(made))) as opened:
        fonts = [one for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/FontDescriptor" in one]
        assert fonts and all("/FontFile2" in one.FontDescriptor for one in fonts)


def test_the_schema_refuses_what_is_no_report(made: dict[str, object]) -> None:
    assert breaks_schema({**made, "caucus": "words"}) and breaks_schema({**made, "sound": "yes"})
