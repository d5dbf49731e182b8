"""The list of exhibits: numbered in each channel, for those who hear it, harmless in a spreadsheet, whole on paper."""

from __future__ import annotations

import csv
import io

import pytest

from odr.access.actor import Side
from odr.errors import NotAllowed, NotFound
from odr.evidence.commands import describe_exhibit, submit_exhibit, withdraw_exhibit
from odr.evidence.listing import RUNS, case_exhibits, exhibits_as_table, exhibits_paper, harmless
from odr.papers.typeset import typeset
from tests.factories import files
from tests.factories.mediation import Mediation
from tests.factories.papers import words_of


def put(mediation: Mediation, who: str, channel: str, name: str, proves: str = "") -> str:
    source = io.BytesIO(b"words" if name.endswith("txt") else files.pdf())
    return submit_exhibit(
        mediation.who(who), channel, name=name, source=source, max_bytes=10**6, said={"proves": proves}
    ).exhibit_id


def test_each_channel_counts_by_itself(mediation: Mediation) -> None:
    put(mediation, "respondent", mediation.caucus[Side.RESPONDENT], "私.txt")
    put(mediation, "applicant", mediation.joint, "甲.txt")
    put(mediation, "respondent", mediation.joint, "乙.txt")
    seen = case_exhibits(mediation.who("applicant"), mediation.case_ref)
    assert [[(x.number, x.name) for x in one.exhibits] for one in seen.channels] == [[(1, "甲.txt"), (2, "乙.txt")], []]
    heard = case_exhibits(mediation.who("mediator"), mediation.case_ref)
    assert [len(one.exhibits) for one in heard.channels] == [2, 0, 1]
    for name, refusal in (("clerk", NotAllowed), ("outsider", NotFound)):
        with pytest.raises(refusal):
            case_exhibits(mediation.who(name), mediation.case_ref)


@pytest.mark.parametrize("begins", RUNS)
def test_no_cell_runs_in_a_spreadsheet(begins: str) -> None:
    assert harmless(f"{begins}cmd|' /C calc'!A0").startswith("'")


def test_the_table_says_all_there_is_to_know(mediation: Mediation) -> None:
    exhibit = put(mediation, "applicant", mediation.joint, "=HYPERLINK(1).txt", "+仍在销售")
    withdraw_exhibit(mediation.who("applicant"), put(mediation, "applicant", mediation.joint, "乙.txt"))
    head, one, two = csv.reader(
        io.StringIO(exhibits_as_table(mediation.who("respondent"), mediation.joint, english=False))
    )
    row = dict(zip(head, one, strict=True))
    assert row["编号"] == "证据一" and row["名称"] == "'=HYPERLINK(1).txt" and row["证明目的"] == "'+仍在销售"
    assert len(row["SHA-256 指纹"]) == 64 and row["提交人"] == "张敏，青禾茶业有限公司"
    assert dict(zip(head, two, strict=True))["状态"] == "已撤回"
    with pytest.raises(NotFound):
        exhibits_as_table(mediation.who("outsider"), mediation.joint, english=True)
    describe_exhibit(mediation.who("applicant"), exhibit, proves="改了", origin="手机拍摄")
    assert "手机拍摄" in exhibits_as_table(mediation.who("respondent"), mediation.joint, english=True)


def test_only_its_owner_says_what_it_proves(mediation: Mediation) -> None:
    exhibit = put(mediation, "applicant", mediation.joint, "甲.txt")
    with pytest.raises(NotAllowed):
        describe_exhibit(mediation.who("mediator"), exhibit, proves="x", origin="")
    with pytest.raises(NotFound):
        describe_exhibit(mediation.who("outsider"), exhibit, proves="x", origin="")


def test_the_paper_holds_every_exhibit_and_signs_without_a_glyph_harm_nothing(mediation: Mediation) -> None:
    put(mediation, "applicant", mediation.joint, "门店🍵照片.pdf", "仍在销售")
    paper = exhibits_paper(mediation.who("respondent"), mediation.joint, case_ref=mediation.case_ref)
    words = words_of(typeset(paper).pdf)
    assert "证据目录" in words and "证据一" in words and "仍在销售" in words and "联席会谈" in words
    empty = exhibits_paper(mediation.who("mediator"), mediation.caucus[Side.APPLICANT], case_ref=mediation.case_ref)
    assert "尚无证据材料" in words_of(typeset(empty).pdf)
