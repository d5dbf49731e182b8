"""The record of performance and the drafted application for enforcement say what the facts are, to those concerned."""

from __future__ import annotations

import json

import pytest

from odr.access.actor import SYSTEM
from odr.errors import NotFound
from odr.performance.clockwork import keep_performance
from odr.performance.papers import paper_file, paper_json
from odr.performance.queries import performance_page
from tests.factories.agreements import BeforeCourt
from tests.factories.papers import words_of


def test_the_application_for_enforcement_is_drafted_from_the_facts_for_the_creditor_alone(
    ruled: BeforeCourt, after
) -> None:
    creditor, debtor = (person.actor for person in ruled.parties)
    with pytest.raises(NotFound):
        paper_file(creditor, ruled.case.ref, "enforcement")
    after(60)
    keep_performance(SYSTEM)
    view = performance_page(creditor, ruled.case.ref)
    assert view.may_enforce and view.ways == () and view.ruling is not None
    limit = next(line.limit for line in view.owed if line.fen)
    assert limit is not None and limit.citation.key() == "CPL 250"
    name, data = paper_file(creditor, ruled.case.ref, "enforcement")
    said = words_of(data)
    assert name.endswith("-enforcement.pdf") and data.startswith(b"%PDF")
    for words in (
        "强制执行申请书",
        "申请执行人",
        "青禾茶业有限公司",
        "被执行人",
        "沃野食品有限公司",
        "（2026）京示01民特17号",
        "叁拾伍万元整",
        "第二百零六条",
        "第二百五十条",
        "第四百六十条",
        "北京市示范区人民法院",
    ):
        assert words in said, words
    assert json.loads(paper_json(creditor, ruled.case.ref, "enforcement")[1])["schema"] == "odr/paper/1"
    assert ruled.case.mediator is not None
    for other in (debtor, ruled.case.mediator.actor, ruled.case.clerk.actor, ruled.court_clerk.actor):
        with pytest.raises(NotFound):
            paper_file(other, ruled.case.ref, "enforcement")


def test_without_a_ruling_the_page_says_what_remains_and_nothing_is_drafted(agreed: BeforeCourt, after) -> None:
    after(60)
    creditor = agreed.parties[0].actor
    view = performance_page(creditor, agreed.case.ref)
    assert not view.may_enforce and view.ruling is None
    assert {way.citation.key() for way in view.ways} == {"CPL 206", "CC 188", "CPL 225"}
    assert {line.suit.citation.key() for line in view.owed if line.suit} == {"CC 188"}
    with pytest.raises(NotFound):
        paper_file(creditor, agreed.case.ref, "enforcement")
    said = words_of(paper_file(agreed.parties[1].actor, agreed.case.ref, "performance-record")[1])
    assert "履行记录" in said and "350,000.00" in said and "没有经过司法确认" in said
