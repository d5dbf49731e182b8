"""Drafting together: exact words, exact acceptances, and nobody's text lost to somebody else's."""

from __future__ import annotations

import pytest

from odr import events
from odr.access.actor import Side
from odr.agreements.acceptances import accept_clause, accept_whole, take_back
from odr.agreements.checking import check_words, offered_wording
from odr.agreements.commands import (
    Head,
    Wording,
    add_clause,
    begin_agreement,
    edit_clause,
    move_clause,
    remove_clause,
    write_head,
)
from odr.agreements.history import clause_history
from odr.agreements.queries import clause_page, draft_page
from odr.audit.trail import verify_all
from odr.cases.models import Case
from odr.cases.states import CaseState
from odr.db import reading, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed, NotFound, StaleVersion
from odr.events import AgreementChanged
from odr.law.draft import ClauseKind
from signing.wording import Words
from tests.factories.mediation import Mediation
from tests.odr.agreements.conftest import Draft

DRAFTERS = ("mediator", "applicant", "respondent", "agent")
STRANGERS = ("clerk", "other_mediator", "other_clerk", "court_clerk", "outsider")
FREE = Wording(zh="双方各自承担已经支出的费用。", en="Each side bears its own costs.")


@pytest.mark.parametrize("name", DRAFTERS)
def test_mediator_parties_and_agents_draft(draft: Draft, name: str) -> None:
    clause_id = add_clause(draft.who(name), draft.id, FREE)
    clause = draft.page(name).clauses[0]
    assert (clause.id, clause.number, clause.revision, clause.text.zh) == (clause_id, 1, 1, FREE.zh)


@pytest.mark.parametrize("name", STRANGERS)
def test_nobody_else_sees_or_touches_the_draft(draft: Draft, name: str) -> None:
    clause_id = draft.add()
    actor = draft.who(name)
    for act in (
        lambda: draft_page(actor, draft.mediation.case_ref),
        lambda: clause_page(actor, clause_id),
        lambda: clause_history(actor, clause_id),
        lambda: begin_agreement(actor, draft.mediation.case_id),
        lambda: add_clause(actor, draft.id, FREE),
        lambda: edit_clause(actor, clause_id, revision=1, wording=FREE),
        lambda: remove_clause(actor, clause_id, revision=1),
        lambda: move_clause(actor, clause_id, up=True),
        lambda: accept_clause(actor, clause_id, revision=1),
        lambda: take_back(actor, clause_id),
        lambda: accept_whole(actor, draft.id, revision=draft.page().revision),
        lambda: offered_wording(actor, clause_id, "P-14-1-00000000"),
        lambda: check_words(actor, draft.mediation.case_ref, FREE, clause_id=clause_id),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            act()


def test_there_is_one_agreement_in_a_case(draft: Draft) -> None:
    assert begin_agreement(draft.who("applicant"), draft.mediation.case_id) == draft.id


def test_an_edit_raises_the_revision_and_keeps_the_old_words(draft: Draft) -> None:
    clause_id = draft.add()
    assert (
        edit_clause(draft.who("applicant"), clause_id, revision=1, wording=Wording(zh="费用由申请人承担。", en="X."))
        == 2
    )
    newest, oldest = clause_history(draft.who("respondent"), clause_id)
    assert (newest.revision, oldest.revision) == (2, 1)
    assert "".join(piece.text for piece in newest.zh if piece.change != "removed") == "费用由申请人承担。"
    assert "".join(piece.text for piece in newest.zh if piece.change != "added") == FREE.zh


def test_who_edits_words_that_have_changed_is_refused_and_nothing_is_lost(draft: Draft) -> None:
    clause_id = draft.add()
    edit_clause(draft.who("applicant"), clause_id, revision=1, wording=Wording(zh="甲方的改动。", en="A."))
    with pytest.raises(StaleVersion) as refused:
        edit_clause(draft.who("respondent"), clause_id, revision=1, wording=Wording(zh="乙方的改动。", en="B."))
    assert refused.value.details["revision"] == 2
    assert draft.page().clauses[0].text.zh == "甲方的改动。"


def test_saving_the_same_words_again_changes_nothing(draft: Draft) -> None:
    clause_id = draft.add()
    accept_clause(draft.who("applicant"), clause_id, revision=1)
    assert edit_clause(draft.who("applicant"), clause_id, revision=1, wording=FREE) == 1
    assert draft.page().clauses[0].accepted_by == {draft.mediation.parties[Side.APPLICANT]}


def test_an_edit_voids_the_acceptances_of_that_clause_and_of_the_whole_only(draft: Draft) -> None:
    kept, edited = draft.add(), draft.add(zh="双方对本协议保密。", en="Kept confidential.")
    draft.accept_all()
    assert draft.page().accepted
    edit_clause(draft.who("mediator"), edited, revision=1, wording=Wording(zh="双方对调解过程保密。", en="Kept."))
    page = draft.page()
    by_id = {clause.id: clause for clause in page.clauses}
    assert len(by_id[kept].accepted_by) == 2 and by_id[edited].accepted_by == frozenset()
    assert not page.accepted and not any(party.accepted_whole for party in page.parties)


@pytest.mark.parametrize("change", ["add", "remove", "move", "head"])
def test_every_change_of_the_text_voids_the_acceptance_of_the_whole(draft: Draft, change: str) -> None:
    first, _ = draft.add(), draft.add()
    draft.accept_all()
    mediator = draft.who("mediator")
    if change == "add":
        draft.add()
    elif change == "remove":
        remove_clause(mediator, first, revision=1)
    elif change == "move":
        move_clause(mediator, first, up=False)
    else:
        head = Head(facts=Words(zh="其他事实。", en=""), issues=Words(zh="", en=""))
        write_head(mediator, draft.id, revision=draft.page().revision, head=head)
    assert not any(party.accepted_whole for party in draft.page().parties)


def test_a_party_accepts_words_not_a_clause(draft: Draft) -> None:
    clause_id = draft.add()
    edit_clause(draft.who("mediator"), clause_id, revision=1, wording=Wording(zh="改过的文字。", en="New."))
    with pytest.raises(StaleVersion):
        accept_clause(draft.who("applicant"), clause_id, revision=1)
    accept_clause(draft.who("applicant"), clause_id, revision=2)
    accept_clause(draft.who("applicant"), clause_id, revision=2)
    assert draft.page("applicant").clauses[0].accepted_by_me
    assert not draft.page("respondent").clauses[0].accepted_by_me


def test_an_agent_with_authority_accepts_for_its_side(draft: Draft) -> None:
    clause_id = draft.add()
    accept_clause(draft.who("agent"), clause_id, revision=1)
    assert draft.page("respondent").clauses[0].accepted_by_me


def test_the_mediator_accepts_for_nobody(draft: Draft) -> None:
    clause_id = draft.add()
    with pytest.raises(NotAllowed):
        accept_clause(draft.who("mediator"), clause_id, revision=1)


def test_an_acceptance_can_be_taken_back_and_takes_the_whole_with_it(draft: Draft) -> None:
    clause_id = draft.add()
    draft.accept_all()
    take_back(draft.who("respondent"), clause_id)
    page = draft.page()
    assert page.clauses[0].accepted_by == {draft.mediation.parties[Side.APPLICANT]}
    assert [party.accepted_whole for party in page.parties] == [True, False]


def test_the_whole_is_accepted_at_the_revision_that_was_read(draft: Draft) -> None:
    draft.add()
    read = draft.page("applicant").revision
    draft.add(zh="双方对本协议保密。", en="Kept.")
    with pytest.raises(StaleVersion):
        accept_whole(draft.who("applicant"), draft.id, revision=read)


def test_an_empty_agreement_cannot_be_accepted(draft: Draft) -> None:
    with pytest.raises(InvalidInput):
        accept_whole(draft.who("applicant"), draft.id, revision=draft.page().revision)


def test_clauses_are_numbered_as_they_stand(draft: Draft) -> None:
    first, second, third = draft.add(), draft.add(), draft.add()
    move_clause(draft.who("mediator"), third, up=True)
    move_clause(draft.who("mediator"), first, up=True)
    assert [clause.id for clause in draft.page().clauses] == [first, third, second]
    remove_clause(draft.who("mediator"), first, revision=1)
    assert [(clause.id, clause.number) for clause in draft.page().clauses] == [(third, 1), (second, 2)]
    with pytest.raises(StaleVersion):
        edit_clause(draft.who("mediator"), first, revision=1, wording=FREE)


@pytest.mark.parametrize(
    ("wording", "fields"),
    [
        (Wording(zh=" \n ", en="x"), {"text": "missing"}),
        (Wording(zh="长" * 4001, en="x"), {"text": "too_long"}),
        (Wording(zh="好", en="x" * 4001), {"text_en": "too_long"}),
        (Wording(zh="付款\u202e条款", en="x"), {"text": "unprintable_character U+202E"}),
        (Wording(zh="好", en="x\u200b"), {"text_en": "unprintable_character U+200B"}),
        (Wording(kind=ClauseKind.OTHER, answers={}), {"kind": "unknown"}),
        (
            Wording(kind=ClauseKind.TAKEDOWN, answers={}),
            {name: "missing" for name in ("obligor", "obligee", "object")} | {"due": "one_of_two"},
        ),
    ],
)
def test_words_that_cannot_be_used_are_refused_by_field(draft: Draft, wording: Wording, fields: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_clause(draft.who("mediator"), draft.id, wording)
    assert refused.value.details["fields"] == fields
    assert draft.page().clauses == ()


def test_a_model_clause_is_written_out_and_its_particulars_are_kept(draft: Draft) -> None:
    draft.add_payment()
    clause = draft.page().clauses[0]
    assert "人民币叁拾万元整（¥300,000.00）" in clause.text.zh and clause.answers["fen"] == "30000000"
    assert clause.from_library and clause.findings == ()


def test_findings_stand_beside_their_clause_and_a_wording_offered_is_kept_by_nobody_but_the_drafter(
    draft: Draft,
) -> None:
    clause_id = draft.add(zh="“青禾”商标归青禾茶业有限公司所有。", en="The trade mark belongs to the applicant.")
    finding = draft.page().clauses[0].findings[0]
    assert (finding.code, finding.blocks) == ("P-14", True) and draft.page().blocked
    words = offered_wording(draft.who("respondent"), clause_id, finding.key())
    assert "不就本案所涉的标识和权利" in words.zh and draft.page().clauses[0].revision == 1, (
        "nothing is saved by itself"
    )
    edit_clause(draft.who("respondent"), clause_id, revision=1, wording=Wording(zh=words.zh, en=words.en))
    clause = draft.page().clauses[0]
    assert clause.revision == 2 and clause.findings == () and not draft.page().blocked
    with pytest.raises(NotFound):
        offered_wording(draft.who("respondent"), clause_id, finding.key())


def test_curly_apostrophes_in_english_become_straight_ones(draft: Draft) -> None:
    draft.add(zh="费用自理。", en="Each side’s own costs.")
    assert draft.page().clauses[0].text.en == "Each side's own costs."


def test_letters_typed_in_two_parts_are_composed_so_that_the_text_has_one_form(draft: Draft) -> None:
    draft.add(zh="Cafe\u0301商标停止使用。", en="The Cafe\u0301 mark.")
    answers = draft.answers(object="Cafe\u0301商标", object_en="Cafe\u0301", due="2099-12-10")
    add_clause(draft.who("mediator"), draft.id, Wording(kind=ClauseKind.TAKEDOWN, answers=answers))
    for clause in draft.page().clauses:
        assert "Café" in clause.text.zh and "Café" in clause.text.en


def test_the_head_is_written_against_the_revision_read(draft: Draft) -> None:
    head = Head(facts=Words(zh="新的事实。", en="New facts."), issues=Words(zh="新的争议。", en=""))
    read = draft.page().revision
    write_head(draft.who("applicant"), draft.id, revision=read, head=head)
    with pytest.raises(StaleVersion):
        write_head(draft.who("respondent"), draft.id, revision=read, head=head)
    assert draft.page().facts.zh == "新的事实。"


def test_a_case_that_is_not_being_mediated_has_no_drafting(draft: Draft) -> None:
    clause_id = draft.add()
    with transaction() as tx:
        tx.session.get_one(Case, draft.mediation.case_id).state = CaseState.ENDED
    page = draft.page()
    assert not page.may_edit and not page.may_accept
    with pytest.raises(Conflict):
        edit_clause(draft.who("mediator"), clause_id, revision=1, wording=FREE)


def test_a_case_that_is_not_being_mediated_begins_no_agreement(mediation: Mediation) -> None:
    with transaction() as tx:
        tx.session.get_one(Case, mediation.case_id).state = CaseState.APPOINTING
    with pytest.raises(Conflict):
        begin_agreement(mediation.who("mediator"), mediation.case_id)


def test_everybody_in_the_case_hears_that_the_text_changed_and_nothing_of_what_it_says(draft: Draft) -> None:
    heard: list[AgreementChanged] = []
    events.subscribe(AgreementChanged, heard.append)
    draft.add(zh="绝密的文字。", en="Secret words.")
    accounts = {draft.mediation.accounts[name] for name in ("mediator", "applicant", "respondent", "agent")}
    assert set(heard[-1].audience) == accounts
    assert "绝密" not in repr(heard) and "Secret" not in repr(heard)


def test_every_act_is_in_the_trail(draft: Draft) -> None:
    draft.add()
    draft.accept_all()
    with reading():
        assert verify_all() == {}
