"""An issue shown to everybody: whoever hears the joint channel is told that it changed, and nobody else of anything."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from odr import clock, events
from odr.access.actor import Role, Side
from odr.audit.models import AuditEntry
from odr.cases.models import Participant
from odr.db import reading, transaction
from odr.errors import NotFound
from odr.events import NotesChanged, SharedIssuesChanged
from odr.issues import commands as act
from odr.issues.contents import IssueNote
from odr.issues.queries import beside, notebook, shared_issues
from odr.issues.states import NoteKind
from tests.factories.guests import admit_guest
from tests.factories.mediation import Mediation
from tests.factories.notes import note_all, second_mediator

EVERYBODY_IN_THE_OPEN = ("applicant", "respondent", "agent", "mediator")


@pytest.fixture
def heard() -> list[SharedIssuesChanged]:
    told: list[SharedIssuesChanged] = []
    events.subscribe(SharedIssuesChanged, told.append)
    return told


def noted(mediation: Mediation, title: str = "停止使用的期限") -> str:
    return act.add_note(mediation.who("mediator"), mediation.case_id, IssueNote(title, "申请人只在乎旺季"))


def titles(mediation: Mediation, who: str = "respondent") -> list[str]:
    return [issue.title for issue in shared_issues(mediation.who(who), mediation.case_ref)]


def test_sharing_changing_and_hiding_are_told_to_exactly_those_who_hear_the_joint_channel(
    mediation: Mediation, heard: list[SharedIssuesChanged]
) -> None:
    mediator, issue = mediation.who("mediator"), noted(mediation)
    act.share_issue(mediator, issue)
    act.edit_note(mediator, issue, IssueNote("期限"), revision=1)
    act.share_issue(mediator, issue)
    act.unshare_issue(mediator, issue)
    everybody = {mediation.accounts[name] for name in EVERYBODY_IN_THE_OPEN}
    assert [set(fact.audience) for fact in heard] == [everybody] * 3
    assert {fact.case_ref for fact in heard} == {mediation.case_ref}


def test_a_guest_of_the_joint_channel_is_told_and_a_guest_of_a_caucus_is_not(
    mediation: Mediation, heard: list[SharedIssuesChanged]
) -> None:
    observer = admit_guest(mediation, Role.OBSERVER, {mediation.joint: False}, name="旁听人")
    private = admit_guest(mediation, Role.INTERPRETER, {mediation.caucus[Side.APPLICANT]: False})
    act.share_issue(mediation.who("mediator"), noted(mediation))
    (fact,) = heard
    assert observer.account_id in fact.audience
    assert private.account_id not in fact.audience
    assert [issue.title for issue in shared_issues(observer.actor, mediation.case_ref)] == ["停止使用的期限"]
    with pytest.raises(NotFound):
        shared_issues(private.actor, mediation.case_ref)


def test_whoever_left_the_case_is_told_no_more(mediation: Mediation, heard: list[SharedIssuesChanged]) -> None:
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    act.share_issue(mediation.who("mediator"), noted(mediation))
    assert mediation.accounts["agent"] not in heard[0].audience


def test_private_notes_are_told_to_nobody_in_the_room(mediation: Mediation, heard: list[SharedIssuesChanged]) -> None:
    mediator = mediation.who("mediator")
    all_kinds = note_all(mediation)
    act.edit_note(mediator, all_kinds.issue, IssueNote("改过", "更多"), revision=1)
    act.move_issue(mediator, all_kinds.issue, up=False)
    act.unshare_issue(mediator, all_kinds.issue)
    for kind, ident in ((NoteKind.ISSUE, all_kinds.issue), (NoteKind.OFFER, all_kinds.offer)):
        act.remove_note(mediator, kind, ident)
        act.restore_note(mediator, kind, ident)
    assert heard == []


def test_changing_the_remark_or_the_title_of_a_shown_issue_is_told_only_when_it_is_shown_anew(
    mediation: Mediation, heard: list[SharedIssuesChanged]
) -> None:
    mediator, issue = mediation.who("mediator"), noted(mediation)
    act.share_issue(mediator, issue)
    heard.clear()
    act.edit_note(mediator, issue, IssueNote("停止使用的期限", "被申请人可以等"), revision=1)
    act.share_issue(mediator, issue)
    act.edit_note(mediator, issue, IssueNote("另一种说法"), revision=2)
    assert heard == []
    assert titles(mediation) == ["停止使用的期限"]


def test_an_issue_taken_off_the_page_is_hidden_from_the_sides_and_not_shown_again_by_putting_it_back(
    mediation: Mediation, heard: list[SharedIssuesChanged]
) -> None:
    mediator, issue = mediation.who("mediator"), noted(mediation)
    act.share_issue(mediator, issue)
    act.remove_note(mediator, NoteKind.ISSUE, issue)
    assert titles(mediation) == []
    assert len(heard) == 2
    act.restore_note(mediator, NoteKind.ISSUE, issue)
    assert titles(mediation) == []
    assert notebook(mediator, mediation.case_ref).issues[0].shared_as == ""
    with reading() as now:
        acts = now.scalars(sa.select(AuditEntry.act).where(AuditEntry.chain == f"case:{mediation.case_id}"))
        assert [one for one in acts if one.startswith("issue.")] == ["issue.shared", "issue.unshared"]


def test_the_other_mediators_console_learns_that_an_issue_is_shown(mediation: Mediation) -> None:
    second_mediator(mediation)
    issue, told = noted(mediation), []
    events.subscribe(NotesChanged, told.append)
    act.share_issue(mediation.who("mediator"), issue)
    assert [set(fact.audience) for fact in told] == [
        {mediation.accounts["mediator"], mediation.accounts["other_mediator"]}
    ]


def test_nothing_of_an_issue_is_in_what_is_told(mediation: Mediation, heard: list[SharedIssuesChanged]) -> None:
    act.share_issue(mediation.who("mediator"), noted(mediation))
    assert "停止" not in repr(heard)
    assert "旺季" not in repr(heard)


def test_beside_a_caucus_stand_the_issues_for_those_alone_who_hear_the_joint_channel(mediation: Mediation) -> None:
    act.share_issue(mediation.who("mediator"), noted(mediation))
    channel = mediation.caucus[Side.APPLICANT]
    guest = admit_guest(mediation, Role.INTERPRETER, {channel: False})
    seen = beside(guest.actor, channel)
    assert (seen.in_the_open, seen.issues) == (False, ())
    assert beside(mediation.who("mediator"), channel).in_the_open
