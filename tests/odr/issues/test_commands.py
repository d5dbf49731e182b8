"""A mediator's notes: kept, changed against the revision that was read, and for nobody but the case's mediators."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from odr import clock, events
from odr.access.actor import Side
from odr.access.vault import CannotOpen
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.audit.tree import log_size
from odr.db import Database, reading, transaction
from odr.errors import Conflict, InvalidInput, NotFound, StaleVersion
from odr.events import NotesChanged
from odr.evidence.models import Exhibit
from odr.issues import commands as act
from odr.issues.contents import LONGEST_NOTE, LONGEST_PAD, InterestNote, IssueNote, OfferNote, PromiseNote
from odr.issues.models import Interest, Issue, Notebook
from odr.issues.notebook import MOST_NOTES
from odr.issues.queries import note_page, notebook, shared_issues
from odr.issues.states import IssueState, NoteKind, Weight
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.notes import note_all, second_mediator, show_file

STRANGERS = ("applicant", "respondent", "agent", "other_mediator", "clerk", "court_clerk", "outsider")


def test_what_was_noted_is_read_as_it_was_written(mediation: Mediation) -> None:
    noted = note_all(mediation)
    view = notebook(mediation.who("mediator"), mediation.case_ref)
    assert [(i.edited.id, i.note) for i in view.issues] == [(noted.issue, IssueNote("包装近似 x", "先谈期限 x"))]
    assert [i.note.text for i in view.interests] == ["旺季前停用 x"]
    assert [(o.note.text, o.yuan) for o in view.offers] == [("愿付 20 万元 x", 200_000)]
    assert [p.note.text for p in view.promises] == ["可以等到六月 x"]
    assert (view.pad.text, view.pad.revision) == ("先单独谈 x", 1)


@pytest.mark.parametrize("who", STRANGERS)
def test_for_everybody_else_there_is_no_notebook(mediation: Mediation, who: str) -> None:
    noted = note_all(mediation)
    actor = mediation.who(who)
    with pytest.raises(NotFound):
        notebook(actor, mediation.case_ref)
    with pytest.raises(NotFound):
        note_page(actor, NoteKind.INTEREST, noted.interest)
    with pytest.raises(NotFound):
        act.add_note(actor, mediation.case_id, IssueNote("mine"))
    with pytest.raises(NotFound):
        act.edit_note(actor, noted.issue, IssueNote("mine"), revision=1)
    with pytest.raises(NotFound):
        act.write_pad(actor, mediation.case_id, "mine", revision=1)
    for kind, ident in zip(NoteKind, (noted.issue, noted.interest, noted.offer, noted.promise), strict=True):
        with pytest.raises(NotFound):
            act.remove_note(actor, kind, ident)
    with pytest.raises(NotFound):
        act.share_issue(actor, noted.issue)


def test_before_anything_was_written_there_is_an_empty_notebook_and_no_row(mediation: Mediation) -> None:
    assert notebook(mediation.who("mediator"), mediation.case_ref).issues == ()
    with pytest.raises(NotFound):
        notebook(mediation.who("applicant"), mediation.case_ref)
    with reading() as now:
        assert now.scalar(sa.select(sa.func.count(Notebook.id))) == 0


def test_two_mediators_of_a_case_share_its_notebook(mediation: Mediation) -> None:
    note_all(mediation)
    assert notebook(second_mediator(mediation), mediation.case_ref).pad.text == "先单独谈 x"


def test_what_another_mediator_wrote_meanwhile_is_not_written_over(mediation: Mediation) -> None:
    noted, first, second = note_all(mediation), mediation.who("mediator"), second_mediator(mediation)
    assert act.edit_note(second, noted.issue, IssueNote("第二人的写法"), revision=1) == 2
    with pytest.raises(StaleVersion) as stale:
        act.edit_note(first, noted.issue, IssueNote("第一人的写法"), revision=1)
    assert stale.value.details == {"note": noted.issue, "revision": 2}
    act.write_pad(second, mediation.case_id, "第二人", revision=1)
    with pytest.raises(StaleVersion):
        act.write_pad(first, mediation.case_id, "第一人", revision=1)
    view = notebook(first, mediation.case_ref)
    assert (view.issues[0].note.title, view.pad.text) == ("第二人的写法", "第二人")
    assert view.issues[0].edited.by == "方远"


def test_saving_the_same_words_again_changes_nothing_even_on_an_old_revision(mediation: Mediation) -> None:
    noted, mediator = note_all(mediation), mediation.who("mediator")
    assert act.edit_note(mediator, noted.issue, IssueNote("改过"), revision=1) == 2
    assert act.edit_note(mediator, noted.issue, IssueNote("改过"), revision=1) == 2
    assert act.write_pad(mediator, mediation.case_id, "先单独谈 x", revision=0) == 1


def test_a_note_taken_off_the_page_can_be_put_back(mediation: Mediation) -> None:
    noted, mediator = note_all(mediation), mediation.who("mediator")
    act.remove_note(mediator, NoteKind.INTEREST, noted.interest)
    view = notebook(mediator, mediation.case_ref)
    assert (view.interests, [r.text for r in view.removed]) == ((), ["旺季前停用 x"])
    with pytest.raises(NotFound):
        note_page(mediator, NoteKind.INTEREST, noted.interest)
    with pytest.raises(NotFound):
        act.edit_note(mediator, noted.interest, InterestNote(mediation.parties[Side.APPLICANT], "y"), revision=1)
    act.restore_note(mediator, NoteKind.INTEREST, noted.interest)
    assert len(notebook(mediator, mediation.case_ref).interests) == 1


def test_a_note_names_only_sides_and_issues_of_its_own_case(mediation: Mediation) -> None:
    mediator, case_id = mediation.who("mediator"), mediation.case_id
    own = mediation.parties[Side.APPLICANT]
    for content in (
        InterestNote(party_id="somebody-elses-party", text="x"),
        InterestNote(party_id=own, text="x", issue_id="somebody-elses-issue"),
        OfferNote(text="x", offered_at=clock.now(), party_id="nobody"),
        PromiseNote(party_id=own, text="x", to_party_id="nobody"),
        PromiseNote(party_id=own, text="x", to_party_id=own),
    ):
        with pytest.raises(InvalidInput):
            act.add_note(mediator, case_id, content)


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST_NOTE + 1), "a\x00b"])
def test_words_that_cannot_be_kept_are_refused(mediation: Mediation, text: str) -> None:
    with pytest.raises(InvalidInput):
        content = InterestNote(mediation.parties[Side.APPLICANT], text)
        act.add_note(mediation.who("mediator"), mediation.case_id, content)
    if len(text) > LONGEST_NOTE:
        with pytest.raises(InvalidInput):
            act.write_pad(mediation.who("mediator"), mediation.case_id, "x" * (LONGEST_PAD + 1), revision=0)


def test_there_is_an_end_to_the_number_of_notes(mediation: Mediation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("odr.issues.notebook.MOST_NOTES", 2)
    assert MOST_NOTES > 100
    for title in ("一", "二"):
        act.add_note(mediation.who("mediator"), mediation.case_id, IssueNote(title))
    with pytest.raises(InvalidInput):
        act.add_note(mediation.who("mediator"), mediation.case_id, IssueNote("三"))


def test_issues_stand_in_the_order_the_mediator_gives_them(mediation: Mediation) -> None:
    mediator = mediation.who("mediator")
    ids = [act.add_note(mediator, mediation.case_id, IssueNote(title)) for title in "甲乙丙"]
    act.move_issue(mediator, ids[2], up=True)
    act.move_issue(mediator, ids[0], up=True)
    assert [i.note.title for i in notebook(mediator, mediation.case_ref).issues] == ["甲", "丙", "乙"]
    act.move_issue(mediator, ids[0], up=False)
    assert [i.note.title for i in notebook(mediator, mediation.case_ref).issues] == ["丙", "甲", "乙"]


def test_everybody_in_the_room_sees_a_shared_issue_as_it_was_shared_and_nothing_else_of_it(
    mediation: Mediation,
) -> None:
    mediator = mediation.who("mediator")
    issue = act.add_note(mediator, mediation.case_id, IssueNote("停止使用的期限", "申请人其实只在乎旺季"))
    assert shared_issues(mediation.who("respondent"), mediation.case_ref) == []
    act.share_issue(mediator, issue)
    act.edit_note(mediator, issue, IssueNote("期限，底线六月", state=IssueState.SET_ASIDE), revision=1)
    for who in ("applicant", "respondent", "agent", "mediator"):
        assert [i.title for i in shared_issues(mediation.who(who), mediation.case_ref)] == ["停止使用的期限"]
    assert notebook(mediator, mediation.case_ref).issues[0].shared_as == "停止使用的期限"
    with pytest.raises(NotFound):
        shared_issues(mediation.who("clerk"), mediation.case_ref)
    act.share_issue(mediator, issue)
    assert [i.title for i in shared_issues(mediation.who("agent"), mediation.case_ref)] == ["期限，底线六月"]
    act.unshare_issue(mediator, issue)
    assert shared_issues(mediation.who("respondent"), mediation.case_ref) == []


def test_an_exhibit_of_a_caucus_stays_private_under_an_issue(mediation: Mediation) -> None:
    mediator, noted = mediation.who("mediator"), note_all(mediation)
    exhibit = show_file(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], "底价.txt")
    act.link_exhibit(mediator, noted.issue, exhibit)
    act.link_exhibit(mediator, noted.issue, exhibit)
    assert notebook(mediator, mediation.case_ref).issues[0].exhibit_ids == (exhibit,)
    with reading() as now:
        kept = now.get_one(Exhibit, exhibit)
        assert (kept.channel_id, kept.for_court_at) == (mediation.caucus[Side.APPLICANT], None)
    for who in ("respondent", "applicant"):
        with pytest.raises(NotFound):
            act.link_exhibit(mediation.who(who), noted.issue, exhibit)
    with pytest.raises(NotFound):
        act.link_exhibit(mediator, noted.issue, "no-such-exhibit")
    act.unlink_exhibit(mediator, noted.issue, exhibit)
    assert notebook(mediator, mediation.case_ref).issues[0].exhibit_ids == ()


def test_only_mediators_of_the_case_hear_that_notes_changed_and_not_what_was_written(mediation: Mediation) -> None:
    second_mediator(mediation)
    heard: list[NotesChanged] = []
    events.subscribe(NotesChanged, heard.append)
    note_all(mediation, mark="secret")
    accounts = {account for event in heard for account in event.audience}
    assert accounts == {mediation.accounts["mediator"], mediation.accounts["other_mediator"]}
    assert "secret" not in repr(heard)
    assert {event.case_ref for event in heard} == {mediation.case_ref}


def test_notes_stand_in_a_chain_of_their_own_that_no_bundle_can_count(mediation: Mediation) -> None:
    with reading():
        before = log_size()
    note_all(mediation)
    with reading() as now:
        chains = set(now.scalars(sa.select(AuditEntry.chain).where(AuditEntry.act.like("%noted"))))
        assert chains == {f"notes:{mediation.case_id}"}
        assert log_size() == before
        assert verify_all() == {}


def test_words_at_rest_are_sealed_and_bound_to_their_place(mediation: Mediation) -> None:
    noted, mediator = note_all(mediation, mark="geheim"), mediation.who("mediator")
    other = act.add_note(mediator, mediation.case_id, IssueNote("另一个"))
    with reading() as now:
        rows = [now.get_one(Issue, noted.issue), now.get_one(Interest, noted.interest)]
        assert all(b"geheim" not in row.sealed and "包装".encode() not in row.sealed for row in rows)
        moved, target = rows[0].sealed, other
    with transaction() as tx:
        tx.session.get_one(Issue, target).sealed = moved
    with pytest.raises(CannotOpen):
        notebook(mediator, mediation.case_ref)


def test_the_weight_of_an_interest_is_kept(mediation: Mediation) -> None:
    mediator, party = mediation.who("mediator"), mediation.parties[Side.RESPONDENT]
    content = InterestNote(party, "不公开道歉", weight=Weight.MUST)
    ident = act.add_note(mediator, mediation.case_id, content)
    ref, edited, note = note_page(mediator, NoteKind.INTEREST, ident)
    assert (ref, edited.revision, note) == (mediation.case_ref, 1, content)
    act.edit_note(mediator, ident, replace(content, weight=Weight.NICE), revision=1)
    assert note_page(mediator, NoteKind.INTEREST, ident)[2] == replace(content, weight=Weight.NICE)


def test_an_issue_cannot_be_shared_before_there_is_a_room(database: Database) -> None:
    early = begin_mediation(session=False)
    issue = act.add_note(early.who("mediator"), early.case_id, IssueNote("早"))
    with pytest.raises(Conflict):
        act.share_issue(early.who("mediator"), issue)
