"""The document of an agreement: what is printed is the content, on pages that last and that anybody can read."""

from __future__ import annotations

import io
import json
import re
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pikepdf.pdfa
import pytest

from odr.agreements.content import masked
from odr.agreements.document import render_agreement
from odr.agreements.stamp import seal_stamp, signature_stamp
from odr.errors import InvalidInput
from odr.papers.fonts import unprintable
from odr.papers.furniture import DEVELOPMENT_NOTICE
from odr.papers.paper import BoxKind, Closing, Heading, Paper, Rendered, Text
from odr.papers.typeset import typeset
from signing.canonical import canonical_digest
from signing.schema import validate
from signing.wording import Words
from tests.odr.agreements.contents import CLAUSES, QINGHE, clause, content

FORBIDDEN_FIRST, FORBIDDEN_LAST = "，。；：、！？）》〉」』】”’", "（《〈「『【“‘"


@pytest.fixture(scope="module")
def rendered() -> Rendered:
    return render_agreement(content(), True)


def text_of(pdf: bytes, tmp_path: Path, *, page: int | None = None) -> str:
    path = tmp_path / "document.pdf"
    path.write_bytes(pdf)
    pages = [] if page is None else ["-f", str(page), "-l", str(page)]
    return subprocess.run(["pdftotext", *pages, str(path), "-"], check=True, capture_output=True, text=True).stdout


def joined(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_word_of_the_content_can_be_read_back(rendered: Rendered, tmp_path: Path) -> None:
    text = joined(text_of(rendered.pdf, tmp_path))
    whole = content()
    for words in (
        whole.origin,
        whole.facts,
        whole.issues,
        *(c.text for c in CLAUSES),
        *(p.text for p in whole.provisions),
    ):
        assert joined(words.zh) in text
        assert joined(words.en) in text


def test_chinese_text_is_read_back_without_blanks_inside_it(rendered: Rendered, tmp_path: Path) -> None:
    text = text_of(rendered.pdf, tmp_path).replace("\n", "")
    assert CLAUSES[2].text.zh in text
    assert "元整（¥300,000.00），分两期付清：2026年12月31日前支付人民币壹拾伍万元整（¥150,000.00）；" in text


def test_no_line_begins_or_ends_with_a_forbidden_mark(rendered: Rendered, tmp_path: Path) -> None:
    lines = [line.strip() for line in text_of(rendered.pdf, tmp_path).splitlines() if line.strip()]
    assert not [line for line in lines if line[0] in FORBIDDEN_FIRST]
    assert not [line for line in lines if line[-1] in FORBIDDEN_LAST]


def test_the_file_is_pdf_a_3b(rendered: Rendered) -> None:
    report = pikepdf.pdfa.validate_written(io.BytesIO(rendered.pdf), "3b")
    assert report.verdict == "pass", report.findings


def test_every_font_is_embedded(rendered: Rendered) -> None:
    with pikepdf.open(io.BytesIO(rendered.pdf)) as document:
        fonts = [font for page in document.pages for font in dict(page.Resources.Font).values()]  # type: ignore[call-overload]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_case_number_page_number_and_content_code_stand_on_every_page(rendered: Rendered, tmp_path: Path) -> None:
    code = content().code()
    grouped = " ".join(code[i : i + 4] for i in range(0, 16, 4))
    for page in range(1, rendered.pages + 1):
        text = text_of(rendered.pdf, tmp_path, page=page)
        assert grouped in text and content().case_no in text
        assert f"Page {page} of {rendered.pages}" in text


def test_the_development_notice_is_on_every_page_or_on_none(rendered: Rendered, tmp_path: Path) -> None:
    notice = joined(DEVELOPMENT_NOTICE.en)
    for page in range(1, rendered.pages + 1):
        assert notice in joined(text_of(rendered.pdf, tmp_path, page=page))
    assert notice not in joined(text_of(render_agreement(content(), False).pdf, tmp_path))


def test_the_content_for_machines_is_inside_and_its_digest_is_the_code(rendered: Rendered) -> None:
    with pikepdf.open(io.BytesIO(rendered.pdf)) as document:
        assert list(document.attachments) == ["agreement.json"]
        inside = document.attachments["agreement.json"].get_file().read_bytes()
    assert inside == content().canonical()
    assert canonical_digest(json.loads(inside)).startswith(content().code())


def test_the_content_for_machines_fits_its_published_schema() -> None:
    validate("agreement", content().to_json())


def test_another_word_is_another_code() -> None:
    changed = content(clauses=(replace(CLAUSES[0], text=Words(zh="停用。", en="Stop.")), *CLAUSES[1:]))
    assert changed.code() != content().code()


def test_nothing_in_the_file_acts_or_can_be_filled_in(rendered: Rendered) -> None:
    with pikepdf.open(io.BytesIO(rendered.pdf)) as document:
        root = document.Root
        assert not {"/AcroForm", "/OpenAction", "/AA", "/OCProperties"} & set(root.keys())
        assert not [page for page in document.pages if "/Annots" in page.obj or "/AA" in page.obj]
    assert b"/JavaScript" not in rendered.pdf and b"/JS" not in rendered.pdf


def test_there_is_one_box_for_each_signatory_and_for_the_seal(rendered: Rendered) -> None:
    assert [field.name for field in rendered.fields] == ["applicant", "respondent", "mediator", "seal"]
    assert [field.kind for field in rendered.fields][-1] is BoxKind.SEAL
    assert {field.page for field in rendered.fields} == {rendered.pages - 1}
    for field in rendered.fields:
        left, low, right, high = field.box
        assert 60 < left < right < 540 and 70 < low < high < 780
    boxes = [field.box for field in rendered.fields]
    assert not [1 for i, a in enumerate(boxes) for b in boxes[i + 1 :]
                if a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]]  # fmt: skip


@pytest.mark.parametrize(
    "hostile",
    [
        "<b>&amp;</b><img src=x>",
        "%PDF-1.7 endobj )Tj ET Q",
        "{{ 7*7 }} ${x} \\n \\",
        "<para><font size=40>",
        "(((((",
        "]]>",
    ],
)
def test_hostile_text_is_printed_as_it_was_written(hostile: str, tmp_path: Path) -> None:
    pdf = render_agreement(content(clauses=(clause(1, f"甲方{hostile}乙方。", hostile),)), False).pdf
    assert joined(f"甲方{hostile}乙方。") in joined(text_of(pdf, tmp_path))
    assert pikepdf.pdfa.validate_written(io.BytesIO(pdf), "3b").verdict == "pass"


@pytest.mark.parametrize(
    ("sign", "shown"),
    [("\u202e", "U+202E"), ("\u200b", "U+200B"), ("\u00ad", "U+00AD"), ("\ufeff", "U+FEFF"),
     ("\u2066", "U+2066"), ("\x00", "U+0000"),
     ("\x1b", "U+001B"), ("😀", "U+1F600"), ("\ue000", "U+E000"), ("\u0e01", "U+0E01")],
)  # fmt: skip
def test_a_character_that_cannot_be_shown_is_refused_by_name(sign: str, shown: str) -> None:
    assert unprintable(f"付款{sign}条款") == [shown]
    paper = Paper(title=Words(zh=f"协议{sign}", en=""), reference="1", code="", author="", blocks=())
    with pytest.raises(InvalidInput) as refused:
        typeset(paper)
    assert shown in str(refused.value.details)


def test_a_long_agreement_runs_over_many_pages_and_keeps_every_clause(tmp_path: Path) -> None:
    many = tuple(clause(n, f"第{n}项义务：{CLAUSES[2].text.zh}" * 3, CLAUSES[2].text.en) for n in range(1, 41))
    rendered = render_agreement(content(clauses=many), False)
    assert rendered.pages > 8
    text = joined(text_of(rendered.pdf, tmp_path))
    assert all(f"第{n}项义务" in text for n in range(1, 41))


def test_a_heading_is_never_left_alone_at_the_foot_of_a_page(tmp_path: Path) -> None:
    many = tuple(
        clause(n, CLAUSES[0].text.zh, CLAUSES[0].text.en, title=Words(zh=f"标题{n}", en="")) for n in range(1, 31)
    )
    rendered = render_agreement(content(clauses=many), False)
    for page in range(1, rendered.pages + 1):
        lines = [line for line in text_of(rendered.pdf, tmp_path, page=page).splitlines() if line.strip()]
        foot = next(index for index, line in enumerate(lines) if line.startswith("第 "))
        assert not re.match(r"第.+条　标题", lines[foot - 1])


def test_any_other_paper_is_set_the_same_way(tmp_path: Path) -> None:
    paper = Paper(
        title=Words(zh="申请书", en="Application"),
        reference="（2026）京华调字第7Q4M号",
        code="",
        author="京华知识产权调解中心",
        blocks=(
            Heading(Words(zh="请求事项", en="Request")),
            Text(Words(zh="请求确认调解协议有效。", en="")),
            Closing((Words(zh="申请人：青禾茶业有限公司", en=""), Words(zh="2026年11月30日", en=""))),
        ),
    )
    rendered = typeset(paper)
    assert rendered.fields == () and "请求确认调解协议有效。" in text_of(rendered.pdf, tmp_path)
    with pikepdf.open(io.BytesIO(rendered.pdf)) as document:
        assert list(document.attachments) == ["paper.json"]


def test_a_stamp_shows_the_name_the_beijing_time_and_the_certificate(tmp_path: Path) -> None:
    at = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    pdf = signature_stamp("张敏", Words(zh="法定代表人", en="Legal representative"), at, "3f2a91c07d5e44b1" * 4,
                          width=207, height=93, development=True)  # fmt: skip
    text = text_of(pdf, tmp_path)
    assert "张敏" in text and "2026-11-24 02:30" in text and "3F2A 91C0 7D5E 44B1" in text and "演示" in text
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert [float(side) for side in document.pages[0].mediabox] == [0, 0, 207, 93]  # type: ignore[arg-type]


def test_the_seal_of_an_invented_body_says_that_it_is_a_sample(tmp_path: Path) -> None:
    sample = joined(text_of(seal_stamp(QINGHE, "91110199MA0QH8TE0H", side=130, development=True), tmp_path))
    assert "演示" in sample and "SAMPLE" in sample and set(QINGHE) <= set(sample)
    assert "演示" not in text_of(seal_stamp(QINGHE, "91110199MA0QH8TE0H", side=130, development=False), tmp_path)


def test_a_name_with_an_invisible_sign_gets_no_stamp() -> None:
    with pytest.raises(InvalidInput):
        signature_stamp(
            "张\u200b敏", Words(zh="", en=""), datetime.now(UTC), "ab" * 32, width=200, height=90, development=False
        )


@pytest.mark.parametrize(
    ("number", "face"),
    [("11010519491231002X", "1101**********002X"), ("AB123", "*****"), ("E1234567", "E1****67"), ("", "")],
)
def test_a_persons_number_is_covered_in_the_middle(number: str, face: str) -> None:
    assert masked(number) == face
