"""How a mediation came out: facts of the case and entries of closed lists, never a word of what was said."""

from __future__ import annotations

from dataclasses import fields

import pytest

from odr.access.actor import Side
from odr.cases.commands import end_mediation
from odr.cases.states import EndGround
from odr.db import Base
from odr.errors import Conflict, NotAllowed, NotFound
from odr.law.confidentiality import Destination, Material, NeverLeaves, may_leave, must_leave
from odr.law.ending import Conduct, Prompt
from odr.law.leaving import EXPLAINED, lines
from odr.records.copy import own_copy
from odr.records.outcome import outcome_document, outcome_page, report_outcome
from odr.records.report import OutcomeContent, parse_outcome, serialise_outcome
from odr.rooms.posting import post_message
from tests.factories.mediation import Mediation
from tests.odr.records.test_facts import pdf_text


def ended(mediation: Mediation) -> None:
    post_message(mediation.who("applicant"), mediation.joint, text="联席发言。", client_ref="j")
    post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="最低三十八万元", client_ref="c")
    end_mediation(mediation.who("mediator"), mediation.case_id, ground=EndGround.NO_AGREEMENT)


def reported(mediation: Mediation) -> None:
    ended(mediation)
    conduct = [(Side.RESPONDENT, Conduct.STAYED_AWAY)]
    report_outcome(mediation.who("mediator"), mediation.case_id, conduct=conduct, prompts=[Prompt.SERVICE])


def test_the_report_says_who_came_why_it_ended_and_what_the_lists_hold(mediation: Mediation):
    reported(mediation)
    case_ref = mediation.case_ref
    text = pdf_text(outcome_document(mediation.who("clerk"), case_ref, certificate=False, development=False))
    for words in (
        "调解终结情况报告",
        "张敏",
        "分歧较大",
        "无正当理由不参加",
        "已确认送达地址",
        "向有管辖权的人民法院起诉",
    ):
        assert words in text
    for secret in ("三十八万", "联席发言"):
        assert secret not in text


def test_the_certificate_says_nothing_of_anybodys_conduct(mediation: Mediation):
    reported(mediation)
    text = pdf_text(
        outcome_document(mediation.who("applicant"), mediation.case_ref, certificate=True, development=False)
    )
    assert "调解情况证明" in text
    assert "无正当理由" not in text


def test_the_report_has_no_room_for_a_free_word():
    """Every field is a fact of the case or comes from a closed list; there is no field for text."""
    assert {one.name for one in fields(OutcomeContent)} == {
        "case_ref", "title", "organisation", "mediators", "parties", "began", "settled", "ground", "held", "conduct",
        "prompts",
    }  # fmt: skip


def test_it_is_the_same_to_the_byte_each_time(mediation: Mediation):
    reported(mediation)
    who, ref = mediation.who("respondent"), mediation.case_ref
    first, second = (outcome_document(who, ref, certificate=False, development=False) for _ in range(2))
    assert first == second


def test_what_is_kept_is_read_back_exactly(mediation: Mediation):
    reported(mediation)
    content = outcome_page(mediation.who("mediator"), mediation.case_ref).content
    assert content is not None
    assert parse_outcome(serialise_outcome(content)) == content


def test_only_a_mediator_reports_and_only_when_it_is_over(mediation: Mediation):
    with pytest.raises(Conflict):
        report_outcome(mediation.who("mediator"), mediation.case_id)
    ended(mediation)
    with pytest.raises(NotAllowed):
        report_outcome(mediation.who("applicant"), mediation.case_id)
    with pytest.raises(NotFound):
        outcome_page(mediation.who("outsider"), mediation.case_ref)
    with pytest.raises(NotFound):
        outcome_document(mediation.who("applicant"), mediation.case_ref, certificate=True, development=False)


def test_an_own_copy_holds_what_the_person_hears_and_nothing_else(mediation: Mediation):
    for side, name in ((Side.APPLICANT, "applicant"), (Side.RESPONDENT, "respondent")):
        post_message(mediation.who(name), mediation.caucus[side], text=f"只说给调解员：{name}", client_ref="c")
    post_message(mediation.who("applicant"), mediation.joint, text="大家都听到。", client_ref="j")
    mine = repr(own_copy(mediation.who("applicant"), mediation.case_ref))
    assert "只说给调解员：applicant" in mine
    assert "大家都听到。" in mine
    assert "只说给调解员：respondent" not in mine


@pytest.mark.parametrize("destination", list(Destination))
def test_a_kind_of_row_that_is_not_in_the_catalogue_cannot_be_handed_over(destination: Destination):
    listed = {str(material) for material in Material}
    for table in set(Base.metadata.tables) - listed:
        assert not may_leave(table, destination).allowed
        with pytest.raises(NeverLeaves):
            must_leave(table, destination)


def test_nothing_said_or_offered_gets_into_a_report_statistics_or_research():
    inside = {Material.JOINT_MESSAGE, Material.CAUCUS_MESSAGE, Material.OFFER, Material.PROPOSAL, Material.ANSWER}
    for destination in (Destination.FAILURE_REPORT, Destination.STATISTICS, Destination.RESEARCH, Destination.COURT):
        assert not [material for material in inside if may_leave(material, destination).allowed]


def test_every_decision_names_its_article():
    for material in Material:
        for destination in Destination:
            assert may_leave(material, destination).citation.key()


def test_the_page_for_parties_says_never_of_what_is_private():
    shown = dict(zip((kind for kind, _ in EXPLAINED), lines(), strict=True))
    other_side, court, *_ = shown[Material.CAUCUS_MESSAGE].decisions
    assert not other_side.allowed
    assert not court.allowed
