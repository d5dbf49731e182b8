"""The agreement in the browser: what each person sees, can press, and is told when it does not work."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from odr.access.actor import Side
from odr.agreements.acceptances import accept_whole
from odr.agreements.commands import Head, Wording, add_clause, begin_agreement, edit_clause, write_head
from odr.agreements.queries import DraftView, draft_page
from signing.wording import Words
from tests.factories.browsers import browser_of, line_of
from tests.factories.mediation import Mediation

LAWFUL = Wording(zh="双方各自承担已经支出的费用。", en="Each side bears its own costs.")
TICKED = {"tick": ["P-18", "P-23", "P-24", "P-26", "P-27", "P-29"]}
UNLAWFUL = Wording(zh="“青禾”商标归青禾茶业有限公司所有。", en="The trade mark belongs to the applicant.")


class Desk:
    """Browsers of the people of one mediation."""

    def __init__(self, app: Flask, mediation: Mediation) -> None:
        self.app, self.mediation = app, mediation
        app.config["WTF_CSRF_ENABLED"] = False
        self.url = f"/cases/{mediation.case_ref}/agreement"

    def browser(self, name: str, language: str = "zh-CN") -> FlaskClient:
        client = browser_of(self.app, self.mediation.accounts[name])
        client.set_cookie("locale", language)
        return client

    def page(self, name: str = "mediator") -> DraftView:
        return draft_page(self.mediation.who(name), self.mediation.case_ref)

    def begin(self, *wordings: Wording) -> str:
        mediator = self.mediation.who("mediator")
        agreement_id = begin_agreement(mediator, self.mediation.case_id)
        head = Head(facts=Words(zh="使用了商标。", en="Used."), issues=Words(zh="如何停止。", en="How."))
        write_head(mediator, agreement_id, revision=self.page().revision, head=head)
        for wording in wordings:
            add_clause(mediator, agreement_id, wording)
        return agreement_id

    def finish(self, client: FlaskClient) -> TestResponse:
        """Every statement ticked and a reason at every warning, then the text is made final."""
        reasons = {f"reason:{finding.key()}": "已核对。" for finding in self.page().all_findings}
        return client.post(f"{self.url}/final", data={**TICKED, **reasons})

    def accept_all(self) -> None:
        for name in ("applicant", "respondent"):
            accept_whole(self.mediation.who(name), self.page(name).agreement_id, revision=self.page(name).revision)


@pytest.fixture
def desk(app: Flask, mediation: Mediation) -> Desk:
    return Desk(app, mediation)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_a_side_begins_the_agreement_and_adds_a_model_clause(desk: Desk, language: str) -> None:
    browser = desk.browser("applicant", language)
    assert browser.get(desk.url).status_code == 200
    assert browser.post(desk.url).status_code == 302
    assert browser.get(f"{desk.url}/clauses/new").status_code == 200
    form = browser.get(f"{desk.url}/clauses/new/pay")
    assert form.status_code == 200 and 'name="account"' in form.text
    parties = desk.mediation.parties
    answers = {
        "obligor": parties[Side.RESPONDENT], "obligee": parties[Side.APPLICANT], "purpose": "losses", "fen": "300,000",
        "due": "2099-12-31", "account": "中国示范银行 6222 0000",
    }  # fmt: skip
    saved = browser.post(f"{desk.url}/clauses/new/pay", data=answers)
    assert saved.status_code == 302 and "#clause-" in saved.location
    text = browser.get(desk.url).text
    assert "人民币叁拾万元整（¥300,000.00）" in text and 'lang="en">Verdant Field Foods Ltd. pays' in text


def test_what_cannot_be_used_stands_beside_its_question_and_nothing_typed_is_lost(desk: Desk) -> None:
    desk.begin()
    answer = desk.browser("applicant", "en").post(
        f"{desk.url}/clauses/new/pay", data={"fen": "three", "account": "A-1"}
    )
    assert answer.status_code == 422
    assert (
        "This is not a sum in yuan" in answer.text and 'value="three"' in answer.text and 'value="A-1"' in answer.text
    )
    assert desk.page().clauses == ()


def test_an_invisible_character_is_named(desk: Desk) -> None:
    desk.begin()
    answer = desk.browser("applicant", "en").post(f"{desk.url}/clauses/new/other", data={"text": "付款\u202e条款"})
    assert answer.status_code == 422 and "U+202E" in answer.text


def test_a_side_chooses_which_text_prevails_and_both_languages_say_so(desk: Desk) -> None:
    desk.begin()
    browser = desk.browser("applicant", "en")
    page = browser.get(f"{desk.url}/head").text
    assert 'name="prevailing" value="zh" checked' in page and "court is to confirm" in page
    view = desk.page()
    texts = {"facts": view.facts.zh, "facts_en": view.facts.en, "issues": view.issues.zh, "issues_en": view.issues.en}
    sent = {"revision": view.revision, "prevailing": "en", **texts}
    assert browser.post(f"{desk.url}/head", data=sent).status_code == 302
    assert "the English text prevails" in browser.get(desk.url).text
    assert "以英文为准" in desk.browser("respondent").get(desk.url).text
    again = {**sent, "revision": desk.page().revision, "prevailing": "fr"}
    assert browser.post(f"{desk.url}/head", data=again).status_code == 422


def test_who_saves_over_changed_words_sees_both_texts(desk: Desk) -> None:
    desk.begin(LAWFUL)
    clause = desk.page().clauses[0]
    edit_clause(desk.mediation.who("applicant"), clause.id, revision=1, wording=Wording(zh="甲方改过的文字。", en="A."))
    url = f"{desk.url}/clauses/{clause.id}"
    answer = desk.browser("respondent").post(url, data={"revision": "1", "text": "乙方想写的文字。", "text_en": "B."})
    assert answer.status_code == 409
    assert "甲方改过的文字。" in answer.text and "乙方想写的文字。" in answer.text
    assert desk.page().clauses[0].text.zh == "甲方改过的文字。"
    again = desk.browser("respondent").post(url, data={"revision": "2", "text": "乙方想写的文字。", "text_en": "B."})
    assert again.status_code == 302 and desk.page().clauses[0].text.zh == "乙方想写的文字。"


def test_a_finding_shows_its_article_and_one_press_puts_its_wording_into_the_form_unsaved(desk: Desk) -> None:
    desk.begin(UNLAWFUL)
    browser = desk.browser("respondent")
    text = browser.get(desk.url).text
    assert "第三百五十五条第（五）项" in text and "民诉法解释第355条第5项" in text and "本条不对权利归属" in text
    clause = desk.page().clauses[0]
    for choice, words in enumerate(("不就本案所涉的标识和权利", "以普通许可的方式", "支付和解款人民币【金额】元")):
        use = f"{clause.findings[0].key()}.{choice}"
        form = browser.get(f"{desk.url}/clauses/{clause.id}", query_string={"free": "1", "use": use}).text
        assert words in form.split("<textarea")[1] and "本条不对权利归属" in form
    assert desk.page().clauses[0].revision == 1, "nothing is saved by itself"
    gone = browser.get(f"{desk.url}/clauses/{clause.id}", query_string={"free": "1", "use": "P-14-1-00000000.0"})
    assert gone.status_code == 404


def test_words_are_looked_at_while_they_are_typed_and_nothing_is_kept(desk: Desk) -> None:
    desk.begin(LAWFUL)
    answer = desk.browser("respondent", "en").post(
        f"{desk.url}/check",
        data={"kind": "other", "free": "1", "text": "被申请人应尽快付款。", "text_en": "Pays soon."},
    )
    (finding,) = (one for one in answer.json["findings"] if one["key"].startswith("P-21"))
    assert finding["tag"] == "Must be changed" and finding["law"][0]["short"] == "CPL Interpretation art. 358(5)"
    (span,) = (one for one in finding["spans"] if one["language"] == "zh")
    assert "被申请人应尽快付款。"[span["start"] : span["end"]] == "尽快"
    assert "于【日期】前" in finding["offers"][0]["zh"]
    assert len(desk.page().clauses) == 1 and answer.headers["Cache-Control"] == "no-store"


def test_a_model_clause_half_answered_is_looked_at_too(desk: Desk) -> None:
    desk.begin()
    browser = desk.browser("mediator", "en")
    half = browser.post(
        f"{desk.url}/check", data={"kind": "pay", "model": "pay", "obligor": desk.mediation.parties[Side.RESPONDENT]}
    )
    assert [one["severity"] for one in half.json["findings"]].count("block") >= 1
    unusable = browser.post(f"{desk.url}/check", data={"kind": "pay", "model": "pay", "fen": "many"})
    assert unusable.json == {"findings": [], "unfinished": True}


@pytest.mark.parametrize("name", ["outsider", "other_mediator", "court_clerk", "clerk"])
def test_nobody_outside_may_have_words_checked(desk: Desk, name: str) -> None:
    desk.begin(LAWFUL)
    answer = desk.browser(name).post(f"{desk.url}/check", data={"kind": "other", "free": "1", "text": "好。"})
    assert answer.status_code in (403, 404)


def test_without_scripts_the_form_is_checked_and_a_wording_taken_by_pressing_buttons(desk: Desk) -> None:
    desk.begin(LAWFUL)
    browser = desk.browser("applicant", "en")
    url = f"{desk.url}/clauses/new/other"
    typed = {"kind": "other", "text": "双方放弃就本案起诉的权利。", "text_en": "Both waive the right to sue."}
    looked = browser.post(url, data={**typed, "check": "1"}).text
    assert "The right to sue cannot be given up" in looked and typed["text"] in looked
    use = re.search(r'name="use" value="(P-40[^"]+)"', looked)
    assert use is not None
    form = browser.post(url, data={**typed, "free": "1", "use": use.group(1)}).text
    assert "再无其他纠纷" in form and "not saved yet" in form and len(desk.page().clauses) == 1


def test_a_warning_wants_a_reason_that_only_the_mediators_read(desk: Desk) -> None:
    desk.begin(Wording(zh="申请人不再向市场监管部门举报被申请人。", en="No reports are made."))
    desk.accept_all()
    mediator = desk.browser("mediator", "en")
    bare = mediator.post(f"{desk.url}/final", data=TICKED)
    assert bare.status_code == 422 and "Write why it may stay" in bare.text
    reasons = {f"reason:{finding.key()}": "双方只约定民事投诉。" for finding in desk.page().all_findings}
    unticked = mediator.post(f"{desk.url}/final", data=reasons)
    assert unticked.status_code == 422 and desk.page().current is None
    assert mediator.post(f"{desk.url}/final", data={**TICKED, **reasons}).status_code == 302
    assert "双方只约定民事投诉" in mediator.get(desk.url).text
    for name in ("applicant", "respondent", "agent"):
        assert "双方只约定民事投诉" not in desk.browser(name).get(desk.url).text


def test_signs_of_a_sham_are_for_the_mediator_and_leave_no_trace_with_the_sides(desk: Desk) -> None:
    desk.begin(LAWFUL)
    assert any(finding.code == "P-30" for finding in desk.page().findings)
    said = "nothing was contested"
    assert said in desk.browser("mediator", "en").get(desk.url).text
    for name in ("applicant", "respondent", "agent"):
        text = desk.browser(name, "en").get(desk.url).text
        assert said not in text and "It may be confirmed as it stands" in text
        assert all(finding.code != "P-30" for finding in desk.page(name).all_findings)
        assert said not in desk.browser(name, "en").get(f"{desk.url}/final").text


def test_a_side_accepts_a_clause_and_takes_it_back(desk: Desk) -> None:
    desk.begin(LAWFUL)
    clause = desk.page().clauses[0]
    browser = desk.browser("applicant")
    browser.post(f"{desk.url}/clauses/{clause.id}/accept", data={"revision": "1"})
    assert desk.page().clauses[0].accepted_by == {desk.mediation.parties[Side.APPLICANT]}
    assert "take-back" in browser.get(desk.url).text
    browser.post(f"{desk.url}/clauses/{clause.id}/take-back", data={"revision": "1"})
    assert desk.page().clauses[0].accepted_by == frozenset()


def test_words_that_changed_under_the_finger_are_not_accepted(desk: Desk) -> None:
    desk.begin(LAWFUL)
    clause = desk.page().clauses[0]
    edit_clause(desk.mediation.who("mediator"), clause.id, revision=1, wording=Wording(zh="新的文字。", en="New."))
    browser = desk.browser("applicant", "en")
    browser.post(f"{desk.url}/clauses/{clause.id}/accept", data={"revision": "1"})
    assert desk.page().clauses[0].accepted_by == frozenset()
    assert "Read it again before you decide" in browser.get(desk.url).text


def test_the_mediator_makes_it_final_and_everybody_reads_the_same_bytes(desk: Desk) -> None:
    desk.begin(LAWFUL)
    mediator = desk.browser("mediator")
    assert "Make it final now" not in desk.browser("mediator", "en").get(f"{desk.url}/final").text
    desk.accept_all()
    assert "Make it final now" in desk.browser("mediator", "en").get(f"{desk.url}/final").text
    assert desk.finish(mediator).status_code == 302
    current = desk.page().current
    assert current is not None
    answers = [
        desk.browser(name).get(f"/versions/{current.id}/document.pdf") for name in ("applicant", "respondent", "clerk")
    ]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.data for answer in answers}) == 1 and answers[0].data.startswith(b"%PDF-1.7")
    assert answers[0].headers["Content-Type"] == "application/pdf" and answers[0].headers["Cache-Control"] == "no-store"
    assert f"/versions/{current.id}/signatures" in mediator.get(desk.url).text


def test_a_text_a_court_would_refuse_is_not_made_final(desk: Desk) -> None:
    desk.begin(UNLAWFUL)
    desk.accept_all()
    answer = desk.finish(desk.browser("mediator", "en"))
    assert answer.status_code == 422 and "A court would not confirm this text" in answer.text
    assert desk.page().current is None


def test_final_text_is_opened_again_by_a_side_before_anybody_signs(desk: Desk) -> None:
    desk.begin(LAWFUL)
    desk.accept_all()
    desk.finish(desk.browser("mediator"))
    assert desk.browser("respondent").post(f"{desk.url}/reopen").status_code == 302
    assert desk.page().current is None and not desk.page().accepted


def test_every_wording_and_every_version_can_be_compared(desk: Desk) -> None:
    desk.begin(LAWFUL)
    clause = desk.page().clauses[0]
    edit_clause(
        desk.mediation.who("mediator"), clause.id, revision=1, wording=Wording(zh="双方各自承担费用。", en="Own costs.")
    )
    text = desk.browser("applicant").get(f"{desk.url}/clauses/{clause.id}/history").text
    assert re.search(r"<del>.*?已经支出的</del>", text)
    desk.accept_all()
    desk.finish(desk.browser("mediator"))
    current = desk.page().current
    assert current is not None
    assert desk.browser("applicant").get(f"{desk.url}/versions/{current.id}/changes").status_code == 200


@pytest.mark.parametrize("name", ["outsider", "other_clerk", "other_mediator", "court_clerk", "clerk"])
def test_for_those_outside_the_mediation_there_is_no_draft(desk: Desk, name: str) -> None:
    desk.begin(LAWFUL)
    clause = desk.page().clauses[0]
    browser = desk.browser(name)
    pages = ("", "/head", "/final", "/clauses/new", f"/clauses/{clause.id}", f"/clauses/{clause.id}/history")
    assert {browser.get(desk.url + page).status_code for page in pages} == {404}
    for act in ("accept", "take-back", "up", "down", "remove"):
        answer = browser.post(f"{desk.url}/clauses/{clause.id}/{act}", data={"revision": "1", "code": "P-14"})
        assert answer.status_code == 404
    assert desk.page().clauses[0].revision == 1


@pytest.mark.parametrize("revision", ["", "x", "-1", "１", "9" * 10])
def test_a_revision_that_is_no_number_is_refused(desk: Desk, revision: str) -> None:
    desk.begin(LAWFUL)
    clause = desk.page().clauses[0]
    url = f"{desk.url}/clauses/{clause.id}/accept"
    assert desk.browser("applicant").post(url, data={"revision": revision}).status_code == 422


def test_an_act_or_a_kind_nobody_knows_is_refused(desk: Desk) -> None:
    desk.begin(LAWFUL)
    clause = desk.page().clauses[0]
    browser = desk.browser("applicant")
    assert browser.post(f"{desk.url}/clauses/{clause.id}/bless", data={}).status_code == 422
    assert browser.get(f"{desk.url}/clauses/new/gift").status_code == 404


def test_hostile_words_are_shown_as_words(desk: Desk) -> None:
    desk.begin(Wording(zh="<script>alert(1)</script>付款", en="<img src=x onerror=alert(1)>"))
    text = desk.browser("applicant").get(desk.url).text
    assert "<script>alert(1)" not in text and "&lt;script&gt;alert(1)" in text and "<img src=x" not in text


def test_an_open_page_hears_that_something_changed_but_not_what(desk: Desk) -> None:
    agreement_id = desk.begin()
    line = line_of(desk.app, desk.browser("respondent"))
    line.get_received()
    add_clause(desk.mediation.who("applicant"), agreement_id, Wording(zh="只在页面上可读。", en="Only on the page."))
    heard = [fact for fact in line.get_received() if fact["name"] == "agreement:changed"]
    assert heard and heard[0]["args"][0]["agreement_id"] == agreement_id
    assert "只在页面上" not in str(heard) and "Only on the page" not in str(heard)
