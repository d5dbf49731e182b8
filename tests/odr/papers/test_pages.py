"""Pages of papers: nothing is lost at a break, heads stand again, and the code on each page leads to the check."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pikepdf.pdfa
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odr.errors import InvalidInput
from odr.papers.flowables import LEFT, MEASURE, PAGE_HEIGHT
from odr.papers.fonts import unprintable
from odr.papers.furniture import CODE_SIDE, FOOT, QUIET
from odr.papers.mark import LETTERS, PATTERN, Mark, mark_of, modules_of, use_public_address
from odr.papers.paper import (
    Block,
    Closing,
    Heading,
    Paper,
    Particulars,
    Row,
    SignatureBox,
    SignaturePage,
    Table,
    Text,
)
from odr.papers.typeset import typeset
from signing.wording import Words

MARK = Mark("7F3K9QTR2MXB4WHC", "https://heqi.example.org/verify/7F3K9QTR2MXB4WHC")
TITLE = Words(zh="测试文书", en="Test paper")
FORBIDDEN_FIRST, FORBIDDEN_LAST = "，。；：、！？）》〉」』】”’", "（《〈「『【“‘"
AT = datetime(2026, 11, 26, 8, tzinfo=UTC)


def zh(text: str) -> Words:
    return Words(zh=text, en="")


def paper(*blocks: Block, **more: Any) -> Paper:
    return Paper(title=TITLE, reference="HQ-2026-7F3KQ9", code="", author="京华知识产权调解中心", blocks=blocks, **more)


def pages_of(pdf: bytes, tmp_path: Path) -> list[list[str]]:
    """The lines of each page without its head and its foot."""
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout
    found = []
    for page in text.split("\f")[:-1]:
        lines = [line.strip() for line in page.splitlines() if line.strip() and "测试文书  " not in line]
        found.append(lines[: next(at for at, line in enumerate(lines) if re.match(r"第 \d+ 页", line))])
    return found


def joined(pages: list[list[str]]) -> str:
    return re.sub(r"\s+", "", "".join(line for page in pages for line in page))


def test_the_head_of_a_table_stands_again_on_each_page(tmp_path: Path) -> None:
    rows = tuple((zh(str(number)), zh(f"材料{number}号")) for number in range(1, 90))
    made = typeset(paper(Table((zh("序号"), zh("材料名称")), rows, (1, 9))))
    pages = pages_of(made.pdf, tmp_path)
    assert made.pages > 2
    assert all(any("材料名称" in line for line in page) for page in pages)
    assert all(f"材料{number}号" in joined(pages) for number in range(1, 90))


def test_a_row_longer_than_a_page_divides_and_its_label_stands_again(tmp_path: Path) -> None:
    long = "".join(f"第{number}项事实说明。" for number in range(1, 400))
    made = typeset(paper(Particulars((Row(zh("短"), (zh("一"),)), Row(zh("事实经过"), (zh(long),))))))
    pages = pages_of(made.pdf, tmp_path)
    assert made.pages > 2
    assert all("事实经过" in "".join(page) for page in pages)
    text = joined(pages).replace("事实经过", "")
    assert not [number for number in range(1, 400) if f"第{number}项事实说明" not in text]


def test_a_long_name_and_a_long_address_of_a_page_stay_within_the_measure(tmp_path: Path) -> None:
    address = "https://shop.example.com/" + "/".join(f"category-{n}?item={n * 7919}&ref=tea" for n in range(30))
    name = "青禾" * 60 + "茶业有限公司"
    made = typeset(
        paper(Text(Words(zh=f"见{address}。", en=f"See {address}.")), Particulars((Row(zh("名称"), (zh(name),)),)))
    )
    assert address in joined(pages_of(made.pdf, tmp_path)) and name in joined(pages_of(made.pdf, tmp_path))
    document = pypdfium2.PdfDocument(made.pdf)
    for page in document:
        reader = page.get_textpage()
        right = max(reader.get_charbox(index)[2] for index in range(reader.count_chars()))
        assert right <= LEFT + MEASURE + 0.5
    document.close()


def test_names_and_day_at_the_end_never_stand_alone_on_a_page(tmp_path: Path) -> None:
    for lines in range(20, 40):
        blocks = [Text(zh("请求确认调解协议有效。"), indent=False) for _ in range(lines)]
        made = typeset(paper(*blocks, Closing((zh("申请人：青禾茶业有限公司"), zh("2026年11月30日")))))
        last = pages_of(made.pdf, tmp_path)[-1]
        assert any("请求确认" in line for line in last) and any("申请人" in line for line in last)


def test_a_box_to_sign_in_stays_with_its_name(tmp_path: Path) -> None:
    boxes = tuple(SignatureBox(f"party-{n}", zh("申请人"), (zh(f"很长的公司名称{n}号" * 8),)) for n in range(1, 12))
    made = typeset(paper(SignaturePage(zh("签署页"), zh("请签名。"), boxes)))
    pages = pages_of(made.pdf, tmp_path)
    for field in made.fields:
        assert f"很长的公司名称{field.name.split('-')[1]}号" in re.sub(r"\s", "", "".join(pages[field.page]))
        assert field.box[1] > FOOT


def test_no_line_begins_or_ends_with_a_forbidden_mark_in_a_hundred_clauses(tmp_path: Path) -> None:
    blocks: list[Block] = []
    for number in range(1, 101):
        who = "许可人" * (number % 5 + 1)
        words = f"甲方（以下称“{who}”）应当、并且只能：依照《中华人民共和国商标法》，支付（人民币）“款项”！"
        blocks.append(Heading(zh(f"标题{number}"), level=2, number=zh(f"第{number}条")))
        blocks.append(Text(zh(words * 3)))
    made = typeset(paper(*blocks))
    lines = [line for page in pages_of(made.pdf, tmp_path) for line in page]
    assert made.pages > 8
    assert not [line for line in lines if line[0] in FORBIDDEN_FIRST]
    assert not [line for line in lines if line[-1] in FORBIDDEN_LAST]


def test_a_rare_character_is_drawn_or_refused_by_name(tmp_path: Path) -> None:
    assert "㛃" in joined(pages_of(typeset(paper(Text(zh("申请人王㛃，代理人李䶮。")))).pdf, tmp_path))
    assert unprintable("王𠮷") == ["U+20BB7"]
    with pytest.raises(InvalidInput) as refused:
        typeset(paper(Text(zh("申请人王𠮷。"))))
    assert "U+20BB7" in str(refused.value.details)


def dark_modules(pdf: bytes, page: int, size: int) -> tuple[tuple[bool, ...], ...]:
    """What a camera would see of the code on a page: the middle of each module, dark or light."""
    scale = 6
    document = pypdfium2.PdfDocument(pdf)
    picture = document[page].render(scale=scale).to_pil().convert("L")
    document.close()
    side = CODE_SIDE / (size + 2 * QUIET)
    left, top = LEFT + MEASURE - CODE_SIDE, PAGE_HEIGHT - (FOOT - 1)

    def dark(row: int, column: int) -> bool:
        x = left + (column + QUIET + 0.5) * side
        y = top + (row + QUIET + 0.5) * side
        return picture.getpixel((int(x * scale), int(y * scale))) < 128

    return tuple(tuple(dark(row, column) for column in range(size)) for row in range(size))


def test_the_code_on_every_rendered_page_says_the_address_beside_it(tmp_path: Path) -> None:
    made = typeset(paper(*(Text(zh("条款" * 400)) for _ in range(4)), mark=MARK))
    wanted = modules_of(MARK.address)
    assert made.pages > 1
    for page in range(made.pages):
        assert dark_modules(made.pdf, page, len(wanted)) == wanted
    path = tmp_path / "marked.pdf"
    path.write_bytes(made.pdf)
    text = subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True, text=True).stdout
    assert text.count(MARK.address) == made.pages and text.count(MARK.shown) == made.pages


def test_another_address_is_another_code() -> None:
    made = typeset(paper(Text(zh("一")), mark=MARK))
    other = modules_of(MARK.address.replace("7F3K", "7F3M"))
    assert dark_modules(made.pdf, 0, len(other)) != other


def test_the_number_is_in_the_file_where_a_browser_finds_it() -> None:
    assert b"heqi-paper:7F3K9QTR2MXB4WHC" in typeset(paper(Text(zh("一")), mark=MARK)).pdf


def test_a_number_tells_nothing_of_what_it_was_drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("odr.papers.mark._platform.address", "")
    assert mark_of("agreement", "ZWXv5lIeCo4wRNPUaWnq7g") is None
    use_public_address("https://heqi.example.org/")
    one, two = mark_of("agreement", "ZWXv5lIeCo4wRNPUaWnq7g"), mark_of("record", "ZWXv5lIeCo4wRNPUaWnq7g")
    assert one.number != two.number and one == mark_of("agreement", "ZWXv5lIeCo4wRNPUaWnq7g")
    assert PATTERN.fullmatch(one.number) and set(one.number) <= set(LETTERS)
    assert one.address == f"https://heqi.example.org/verify/{one.number}"
    assert "ZWXv5" not in one.address and one.number not in "ZWXv5lIeCo4wRNPUaWnq7g".upper()


def test_the_same_paper_made_at_the_same_instant_has_the_same_bytes() -> None:
    one, two = (typeset(paper(Text(zh("一")), mark=MARK, made_at=AT)).pdf for _ in range(2))
    assert one == two


def test_metadata_say_title_author_and_language() -> None:
    with pikepdf.open(io.BytesIO(typeset(paper(Text(zh("一")), mark=MARK)).pdf)) as document:
        assert str(document.Root.Lang) == "zh-CN"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "测试文书 Test paper"
            assert list(metadata["dc:creator"]) == ["京华知识产权调解中心"]


words = st.text(st.sampled_from("甲乙（《“，。；：）》”、第12年月元 abc-/.?&=’"), max_size=400)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(words, words), min_size=1, max_size=8))
def test_any_text_becomes_pdf_a_with_its_words_for_machines_inside(texts: list[tuple[str, str]]) -> None:
    blocks = [Text(Words(zh=one, en=other)) for one, other in texts]
    rows = tuple(Row(zh("标签"), (Words(zh=one or "无", en=other),)) for one, other in texts)
    pdf = typeset(paper(*blocks, Particulars(rows), mark=MARK)).pdf
    report = pikepdf.pdfa.validate_written(io.BytesIO(pdf), "3b")
    assert report.verdict == "pass", report.findings
    with pikepdf.open(io.BytesIO(pdf)) as document:
        spec = document.attachments["paper.json"]
        assert str(spec.obj.AFRelationship) == "/Data"
