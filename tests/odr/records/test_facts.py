"""Undisputed facts: each party confirms exact words itself, and nothing else ever leaves."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odr import db, events
from odr.access.actor import Side
from odr.audit.models import AuditEntry
from odr.cases.commands import end_mediation
from odr.cases.models import Mandate
from odr.cases.states import EndGround
from odr.db import reading, transaction
from odr.errors import IllegalTransition, InvalidInput, NotAllowed, NotFound, StaleVersion
from odr.events import FactsChanged
from odr.notices.models import Notice
from odr.records.commands import confirm_fact, edit_fact, object_to_fact, propose_fact, withdraw_fact
from odr.records.consents import facts_for_court, keep_facts_from_court, let_facts_go_to_court
from odr.records.models import Fact
from odr.records.queries import fact_page, facts_document, facts_pad
from odr.records.states import FactState
from odr.rooms.posting import post_message
from signing.wording import Words
from tests.factories.mediation import Mediation

SALE = Words(zh="2026年3月，沃野食品有限公司在网店销售青禾牌茶叶。", en="In March 2026 Verdant sold Qinghe tea online.")
STEPS = ["edit", "applicant", "respondent", "no_applicant", "no_respondent"]
OTHER = Words(zh="2026年4月，沃野食品有限公司在网店销售青禾牌茶叶。", en="")


def proposed(mediation: Mediation, who: str = "mediator", words: Words = SALE) -> str:
    return propose_fact(mediation.who(who), mediation.joint, words)


def fixed(mediation: Mediation, words: Words = SALE) -> str:
    fact = proposed(mediation, words=words)
    for who in ("applicant", "respondent"):
        confirm_fact(mediation.who(who), fact, revision=1)
    return fact


def state_of(fact_id: str) -> FactState:
    with reading() as now:
        return now.get_one(Fact, fact_id).state


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


def test_a_fact_is_fixed_by_the_last_party_and_not_before(mediation: Mediation):
    fact = proposed(mediation)
    assert confirm_fact(mediation.who("applicant"), fact, revision=1) == FactState.PROPOSED
    assert confirm_fact(mediation.who("respondent"), fact, revision=1) == FactState.FIXED


def test_a_change_voids_every_answer_given_before(mediation: Mediation):
    fact = proposed(mediation)
    confirm_fact(mediation.who("applicant"), fact, revision=1)
    assert edit_fact(mediation.who("mediator"), fact, revision=1, words=OTHER) == 2
    assert confirm_fact(mediation.who("respondent"), fact, revision=2) == FactState.PROPOSED
    _, view, wordings = fact_page(mediation.who("respondent"), fact)
    assert [answer.confirmed for answer in view.answers] == [None, True]
    assert [one.words for one in wordings] == [OTHER, SALE]


def test_nobody_confirms_words_they_have_not_read(mediation: Mediation):
    fact = proposed(mediation)
    edit_fact(mediation.who("mediator"), fact, revision=1, words=OTHER)
    with pytest.raises(StaleVersion):
        confirm_fact(mediation.who("applicant"), fact, revision=1)


def test_an_edit_against_an_older_wording_writes_nothing(mediation: Mediation):
    fact = proposed(mediation)
    edit_fact(mediation.who("mediator"), fact, revision=1, words=OTHER)
    with pytest.raises(StaleVersion):
        edit_fact(mediation.who("mediator"), fact, revision=1, words=SALE)
    assert fact_page(mediation.who("mediator"), fact)[1].words == OTHER


def test_a_party_objects_with_a_reason_and_may_confirm_later(mediation: Mediation):
    fact = proposed(mediation)
    object_to_fact(mediation.who("respondent"), fact, revision=1, reason="不是三月。")
    assert fact_page(mediation.who("applicant"), fact)[1].answers[1].reason == "不是三月。"
    confirm_fact(mediation.who("applicant"), fact, revision=1)
    assert confirm_fact(mediation.who("respondent"), fact, revision=1) == FactState.FIXED
    with pytest.raises(InvalidInput):
        object_to_fact(mediation.who("respondent"), proposed(mediation), revision=1, reason=" ")


def test_a_fixed_fact_is_neither_changed_nor_taken_back(mediation: Mediation):
    fact = fixed(mediation)
    with pytest.raises(IllegalTransition):
        edit_fact(mediation.who("mediator"), fact, revision=1, words=OTHER)
    with pytest.raises(IllegalTransition):
        withdraw_fact(mediation.who("mediator"), fact, revision=1)


def test_only_who_binds_a_side_confirms_and_only_the_proposing_side_or_the_mediator_edits(mediation: Mediation):
    fact = proposed(mediation, "applicant")
    with pytest.raises(NotAllowed):
        confirm_fact(mediation.who("mediator"), fact, revision=1)
    with pytest.raises(NotAllowed):
        edit_fact(mediation.who("respondent"), fact, revision=1, words=OTHER)
    with transaction() as tx:
        tx.session.execute(sa.update(Mandate).values(may_settle=False))
    with pytest.raises(NotAllowed):
        confirm_fact(mediation.who("agent"), fact, revision=1)
    for stranger in ("outsider", "clerk", "other_mediator", "court_clerk"):
        with pytest.raises(NotFound):
            confirm_fact(mediation.who(stranger), fact, revision=1)
    edit_fact(mediation.who("mediator"), fact, revision=1, words=OTHER)


def test_a_fact_is_never_written_in_a_caucus(mediation: Mediation):
    with pytest.raises(NotAllowed):
        propose_fact(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], SALE)
    with pytest.raises(NotFound):
        propose_fact(mediation.who("applicant"), mediation.caucus[Side.RESPONDENT], SALE)


def test_what_was_taken_back_is_on_no_pad_and_in_no_document(mediation: Mediation):
    fixed(mediation)
    gone = proposed(mediation, words=OTHER)
    withdraw_fact(mediation.who("mediator"), gone, revision=1)
    pad = facts_pad(mediation.who("applicant"), mediation.case_ref)
    assert [fact.words for fact in pad.facts] == [SALE]
    with pytest.raises(NotFound):
        fact_page(mediation.who("mediator"), gone)


def test_the_document_holds_the_fixed_facts_and_no_other_word(mediation: Mediation):
    fixed(mediation)
    proposed(mediation, words=OTHER)
    post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="最低三十八万元", client_ref="c")
    text = pdf_text(facts_document(mediation.who("respondent"), mediation.case_ref, development=False))
    assert SALE.zh in text
    assert OTHER.zh not in text
    assert "三十八万" not in text


def test_there_is_no_document_without_a_fixed_fact(mediation: Mediation):
    proposed(mediation)
    with pytest.raises(NotFound):
        facts_document(mediation.who("applicant"), mediation.case_ref, development=False)


def test_facts_go_to_a_court_only_when_every_party_lets_exactly_these_go(mediation: Mediation):
    fixed(mediation)
    digest = facts_pad(mediation.who("applicant"), mediation.case_ref).sheet_digest
    mediator = mediation.who("mediator")
    assert facts_for_court(mediator, mediation.case_id) is None
    assert let_facts_go_to_court(mediation.who("applicant"), mediation.case_id, digest=digest) is False
    assert facts_for_court(mediator, mediation.case_id) is None
    assert let_facts_go_to_court(mediation.who("respondent"), mediation.case_id, digest=digest) is True
    assert [fact.words for fact in facts_for_court(mediator, mediation.case_id).facts] == [SALE]
    assert facts_for_court(mediation.who("clerk"), mediation.case_id) is not None


def test_a_fact_fixed_after_the_consents_stays_until_it_is_asked_for_anew(mediation: Mediation):
    fixed(mediation)
    digest = facts_pad(mediation.who("applicant"), mediation.case_ref).sheet_digest
    let_facts_go_to_court(mediation.who("applicant"), mediation.case_id, digest=digest)
    fixed(mediation, OTHER)
    with pytest.raises(StaleVersion):
        let_facts_go_to_court(mediation.who("respondent"), mediation.case_id, digest=digest)
    pad = facts_pad(mediation.who("respondent"), mediation.case_ref)
    assert not [release for release in pad.releases if release.agrees]
    assert facts_for_court(mediation.who("mediator"), mediation.case_id) is None


def test_a_consent_taken_back_keeps_the_facts_in_the_room(mediation: Mediation):
    fixed(mediation)
    digest = facts_pad(mediation.who("applicant"), mediation.case_ref).sheet_digest
    for who in ("applicant", "respondent"):
        let_facts_go_to_court(mediation.who(who), mediation.case_id, digest=digest)
    keep_facts_from_court(mediation.who("applicant"), mediation.case_id)
    assert facts_for_court(mediation.who("mediator"), mediation.case_id) is None
    with pytest.raises(NotAllowed):
        keep_facts_from_court(mediation.who("mediator"), mediation.case_id)


def test_facts_can_still_be_settled_after_the_mediation_failed(mediation: Mediation):
    fact = proposed(mediation)
    end_mediation(mediation.who("mediator"), mediation.case_id, ground=EndGround.NO_AGREEMENT)
    for who in ("applicant", "respondent"):
        confirm_fact(mediation.who(who), fact, revision=1)
    assert state_of(fact) == FactState.FIXED


def test_those_who_hear_the_joint_channel_are_told_and_nobody_else(mediation: Mediation):
    heard: list[FactsChanged] = []
    events.subscribe(FactsChanged, heard.append)
    fixed(mediation)
    wanted = {mediation.accounts[name] for name in ("applicant", "respondent", "agent", "mediator")}
    assert heard
    assert all(set(fact.audience) == wanted for fact in heard)


def test_every_act_stands_in_the_chain_of_the_joint_channel(mediation: Mediation):
    fixed(mediation)
    with reading() as now:
        acts = now.execute(sa.select(AuditEntry.act, AuditEntry.chain).where(AuditEntry.act.like("fact.%"))).all()
    assert [act for act, _ in acts] == ["fact.proposed", "fact.confirmed", "fact.confirmed", "fact.fixed"]
    assert {chain for _, chain in acts} == {f"channel:{mediation.joint}"}


def test_nothing_of_a_fact_can_be_read_at_rest(mediation: Mediation):
    fact = proposed(mediation)
    object_to_fact(mediation.who("applicant"), fact, revision=1, reason="不是三月。")
    with db.database().engine.connect() as raw:
        rows = [row for table in ("fact", "fact_answer") for row in raw.execute(sa.text(f"SELECT * FROM {table}"))]
    kept = b"".join(value for row in rows for value in row if isinstance(value, bytes))
    assert kept
    assert SALE.zh.encode() not in kept
    assert "不是三月".encode() not in kept


def test_whoever_is_away_is_told_by_letter_that_the_case_waits(mediation: Mediation):
    proposed(mediation)
    with reading() as now:
        told = set(now.scalars(sa.select(Notice.account_id).where(Notice.kind == "your_turn")))
    assert told == {mediation.accounts[name] for name in ("applicant", "respondent", "agent")}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(st.sampled_from(["edit", "applicant", "respondent", "no_applicant", "no_respondent"]), max_size=9)
)
def test_a_fact_is_fixed_exactly_when_both_confirmed_the_same_words(mediation: Mediation, steps: list[str]):
    """Whatever the order of edits, confirmations and objections."""
    fact, revision, agreed = proposed(mediation), 1, set[str]()
    for step in steps:
        if agreed == {"applicant", "respondent"}:
            break
        if step == "edit":
            words = Words(zh=f"第{revision}次改动。", en="")
            revision, agreed = edit_fact(mediation.who("mediator"), fact, revision=revision, words=words), set()
        elif step.startswith("no_"):
            object_to_fact(mediation.who(step[3:]), fact, revision=revision, reason="不对。")
            agreed.discard(step[3:])
        else:
            confirm_fact(mediation.who(step), fact, revision=revision)
            agreed.add(step)
    assert (state_of(fact) == FactState.FIXED) == (agreed == {"applicant", "respondent"})
