"""The mediator's pages: one room on one screen, all rooms in order, and notes that are never lost."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.cue import cue_of
from odr.access.actor import Side
from odr.issues.commands import add_note, edit_note, share_issue
from odr.issues.contents import IssueNote
from odr.issues.queries import notebook
from odr.rooms.posting import post_message
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation
from tests.factories.notes import note_all, second_mediator, show_file


@pytest.fixture
def browser(app: Flask, mediation: Mediation) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return english(browser_of(app, mediation.accounts["mediator"]))


def english(browser: FlaskClient) -> FlaskClient:
    browser.set_cookie("locale", "en")
    return browser


def test_everything_a_mediator_needs_is_on_one_page(browser: FlaskClient, mediation: Mediation) -> None:
    note_all(mediation)
    show_file(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], "floor.txt")
    post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="可以说", client_ref="1")
    page = browser.get(f"/cases/{mediation.case_ref}/console").get_data(as_text=True)
    for part in (
        "包装近似 x",
        "旺季前停用 x",
        "愿付 20 万元 x",
        "可以等到六月 x",
        "先单独谈 x",
        "floor.txt",
        "¥200,000",
    ):
        assert part in page
    for words in ("Who hears what", "Planned end of the mediation", "Needs you now", "1 new message"):
        assert words in page


def ref_path(mediation: Mediation, path: str = "") -> str:
    return f"/cases/{mediation.case_ref}/console{path}"


@pytest.mark.parametrize("who", ["applicant", "respondent", "agent", "clerk", "other_mediator", "outsider"])
def test_for_everybody_else_there_is_no_console(app: Flask, mediation: Mediation, who: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    note_all(mediation, mark="geheim")
    other = browser_of(app, mediation.accounts[who])
    assert other.get(ref_path(mediation)).status_code == 404
    assert other.post(ref_path(mediation, "/issue"), data={"title": "x"}).status_code == 404
    page = other.get("/console")
    assert page.status_code == 200
    assert mediation.case_ref not in page.get_data(as_text=True)


def test_an_empty_notebook_says_what_to_do(browser: FlaskClient, mediation: Mediation) -> None:
    page = browser.get(ref_path(mediation)).get_data(as_text=True)
    assert "Begin with the points in dispute" in page
    assert "No clause has been drafted yet" in page
    assert "A sitting is open" in page


def test_notes_are_added_changed_and_arranged_by_plain_forms(browser: FlaskClient, mediation: Mediation) -> None:
    mediator, side = mediation.who("mediator"), mediation.parties[Side.APPLICANT]
    for title in ("期限", "数额"):
        assert browser.post(ref_path(mediation, "/issue"), data={"title": title, "state": "open"}).status_code == 302
    first, second = (issue.edited.id for issue in notebook(mediator, mediation.case_ref).issues)
    wish = {"party_id": side, "issue_id": first, "text": "旺季前停用", "weight": "must"}
    browser.post(ref_path(mediation, "/interest"), data=wish)
    browser.post(ref_path(mediation, "/offer"), data={"party_id": side, "issue_id": second, "text": "60 万元"})
    browser.post(ref_path(mediation, "/promise"), data={"party_id": side, "to_party_id": "", "text": "可以等"})
    browser.post(ref_path(mediation, f"/issue/{second}/up"))
    browser.post(ref_path(mediation, f"/issue/{first}/share"))
    changed = {"title": "数额与支付", "state": "agreed", "remark": "", "revision": "1"}
    assert browser.post(ref_path(mediation, f"/issue/{second}"), data=changed).status_code == 302
    view = notebook(mediator, mediation.case_ref)
    assert [(i.note.title, i.note.state, i.shared_as) for i in view.issues] == [
        ("数额与支付", "agreed", ""),
        ("期限", "open", "期限"),
    ]
    assert (view.interests[0].note.weight, view.offers[0].yuan, len(view.promises)) == ("must", 600_000, 1)


def test_what_cannot_be_kept_comes_back_with_the_reason(browser: FlaskClient, mediation: Mediation) -> None:
    answer = browser.post(ref_path(mediation, "/issue"), data={"title": " ", "state": "open"})
    assert answer.status_code == 422
    assert "This is needed" in answer.get_data(as_text=True)
    wish = {"party_id": "somebody", "issue_id": "", "text": "my words", "weight": "must"}
    answer = browser.post(ref_path(mediation, "/interest"), data=wish)
    assert (answer.status_code, "my words" in answer.get_data(as_text=True)) == (422, True)


def test_two_mediators_who_write_at_once_are_shown_both_texts(browser: FlaskClient, mediation: Mediation) -> None:
    issue = add_note(mediation.who("mediator"), mediation.case_id, IssueNote("first"))
    edit_note(second_mediator(mediation), issue, IssueNote("theirs"), revision=1)
    mine = {"title": "mine", "state": "open", "remark": "", "revision": "1"}
    answer = browser.post(ref_path(mediation, f"/issue/{issue}"), data=mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "theirs" in page
    assert 'value="mine"' in page
    assert 'name="revision" type="hidden" value="2"' in page
    again = browser.post(ref_path(mediation, f"/issue/{issue}"), data=mine | {"revision": "2"})
    assert again.status_code == 302
    assert notebook(mediation.who("mediator"), mediation.case_ref).issues[0].note.title == "mine"


def test_the_pad_saves_itself_and_never_over_another_hand(browser: FlaskClient, mediation: Mediation) -> None:
    ask = {"Accept": "application/json"}
    path = ref_path(mediation, "/pad")
    saved = browser.post(path, data={"text": "one", "revision": "0"}, headers=ask).get_json()
    assert (saved["ok"], saved["result"]["revision"], len(saved["result"]["saved"])) == (True, 1, 5)
    stale = browser.post(path, data={"text": "two", "revision": "0"}, headers=ask)
    assert (stale.status_code, stale.get_json()["error"]["code"]) == (409, "stale_version")
    page = browser.post(path, data={"text": "two", "revision": "0"})
    assert page.status_code == 409
    assert "one" in page.get_data(as_text=True)
    assert "two" in page.get_data(as_text=True)


def test_something_is_told_only_after_its_speaker_allowed_it(browser: FlaskClient, mediation: Mediation) -> None:
    noted = note_all(mediation)
    seq = post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="可以说", client_ref="1").seq
    path = ref_path(mediation, f"/promise/{noted.promise}")
    assert browser.post(f"{path}/told").status_code == 409
    assert browser.post(f"{path}/consent", data={"seq": "77"}).status_code == 422
    browser.post(f"{path}/consent", data={"seq": str(seq)})
    assert "Allowed by" in browser.get(ref_path(mediation)).get_data(as_text=True)
    browser.post(f"{path}/told")
    assert notebook(mediation.who("mediator"), mediation.case_ref).promises[0].told_at is not None


def test_a_note_is_found_under_its_own_case_only(browser: FlaskClient, mediation: Mediation) -> None:
    noted = note_all(mediation)
    for path in (f"/issue/{noted.interest}", f"/nothing/{noted.issue}", f"/issue/{noted.issue}/told"):
        assert browser.post(ref_path(mediation, path), data={"title": "x", "state": "open"}).status_code == 404
    assert browser.get(f"/cases/HQ-2026-ZZZZZZ/console/issue/{noted.issue}").status_code == 404


def test_beside_a_caucus_stands_nothing_of_the_other_side(
    app: Flask, browser: FlaskClient, mediation: Mediation
) -> None:
    note_all(mediation, mark="of-the-applicant")
    room = f"/cases/{mediation.case_ref}/room"
    assert "of-the-applicant" in browser.get(f"{room}/{mediation.caucus[Side.APPLICANT]}").get_data(as_text=True)
    for channel in (mediation.caucus[Side.RESPONDENT], mediation.joint):
        assert "of-the-applicant" not in browser.get(f"{room}/{channel}").get_data(as_text=True)
    own = browser_of(app, mediation.accounts["applicant"])
    for channel in (mediation.caucus[Side.APPLICANT], mediation.joint):
        assert "of-the-applicant" not in own.get(f"{room}/{channel}").get_data(as_text=True)


@pytest.mark.parametrize("who", ["applicant", "respondent", "agent", "mediator"])
def test_an_open_page_of_the_room_reads_anew_which_issues_are_shown(
    app: Flask, browser: FlaskClient, mediation: Mediation, who: str
) -> None:
    own, shared = browser_of(app, mediation.accounts[who]), f"/cases/{mediation.case_ref}/issues"
    room = f"/cases/{mediation.case_ref}/room/{mediation.joint}"
    assert f'data-issues="{shared}" hidden' in own.get(room).get_data(as_text=True)
    assert own.get(shared).get_json() == {"issues": []}
    issue = add_note(mediation.who("mediator"), mediation.case_id, IssueNote("期限", "of-the-mediator"))
    browser.post(ref_path(mediation, f"/issue/{issue}/share"))
    assert own.get(shared).get_json() == {"issues": ["期限"]}
    page = own.get(room).get_data(as_text=True)
    assert f'data-issues="{shared}">' in page
    assert "of-the-mediator" not in page
    browser.post(ref_path(mediation, f"/issue/{issue}/unshare"))
    assert own.get(shared).get_json() == {"issues": []}


@pytest.mark.parametrize("who", ["clerk", "other_mediator", "outsider"])
def test_to_nobody_else_is_it_told_which_issues_are_shown(app: Flask, mediation: Mediation, who: str) -> None:
    share_issue(mediation.who("mediator"), note_all(mediation).issue)
    other = browser_of(app, mediation.accounts[who])
    assert other.get(f"/cases/{mediation.case_ref}/issues").status_code == 404


def test_all_rooms_say_what_waits_and_lead_to_the_channel(browser: FlaskClient, mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    post_message(mediation.who("agent"), caucus, text="not shown here", client_ref="1")
    page = browser.get("/console").get_data(as_text=True)
    assert "1 new message: Private: respondent" in page
    assert f'href="/cases/{mediation.case_ref}/room/{caucus}"' in page
    assert "not shown here" not in page
    assert mediation.case_ref[-6:] in page
    assert "No room of this name" in browser.get("/console?q=nothing-like-it").get_data(as_text=True)
    assert mediation.case_ref in browser.get("/console?q=QINGHE&only=" + mediation.case_ref).get_data(as_text=True)


def test_the_window_of_a_mediators_room_is_marked_by_its_case(
    app: Flask, browser: FlaskClient, mediation: Mediation
) -> None:
    mark = cue_of(mediation.case_ref)
    address = f"/cases/{mediation.case_ref}/room/{mediation.joint}"
    page = browser.get(address).get_data(as_text=True)
    assert f"<title>{mark.glyph} {mark.tail} " in page
    assert f"cue--{mark.colour}" in page
    other = browser_of(app, mediation.accounts["applicant"]).get(address).get_data(as_text=True)
    assert mark.glyph not in other.partition("</title>")[0]
