"""The court's desk: the report first, a decision looked at twice, and nothing for anybody else."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest

from odr import clock
from tests.blueprints.confirmations.conftest import Site
from tests.factories.people import make_account

NUMBER = "（2026）京示01民特17号"


def test_an_empty_inbox_says_so(applied_site: Site) -> None:
    text = applied_site.browser(applied_site.stage.court_clerk).get("/court").text
    assert "Nothing waits" in text


def test_the_inbox_lists_what_was_filed_with_the_days_left(court_site: Site) -> None:
    text = court_site.browser(court_site.stage.court_clerk).get("/court").text
    # Three days, or up to the working day after a weekend.
    assert court_site.stage.case.ref in text and re.search(r"\b[3-9] days", text)
    assert "Filed; the court decides whether to accept" in text


def test_the_report_begins_with_the_verdict_then_judgement_then_what_passed(court_site: Site) -> None:
    text = court_site.browser(court_site.stage.court_clerk).get(court_site.filing).text
    places = [text.index(words) for words in ("Sound, but made", "Needs your judgement", "Passed", "Who signed")]
    assert places == sorted(places)
    for article in ("Civil Procedure Law art. 205", "CPL Interpretation art. 355(5)", "CPL Interpretation art. 354"):
        assert article in text


def test_the_agreement_stands_beside_the_report(court_site: Site) -> None:
    browser = court_site.browser(court_site.stage.court_clerk)
    text = browser.get(court_site.filing).text
    assert 'id="clause-1"' in text and "停止在茶叶商品的包装和网络页面上使用" in text
    assert browser.get(f"{court_site.filing}/agreement.pdf").data.startswith(b"%PDF-")
    bundle = browser.get(f"{court_site.filing}/bundle.asice")
    assert bundle.data.startswith(b"PK") and "attachment" in bundle.headers["Content-Disposition"]


def test_a_decision_is_looked_at_before_it_stands(court_site: Site) -> None:
    browser = court_site.browser(court_site.stage.court_clerk)
    first = browser.post(f"{court_site.filing}/accept", data={"court_ref": NUMBER})
    assert first.status_code == 200 and "Look once more" in first.text and NUMBER in first.text
    assert "Your decision" in browser.get(court_site.filing).text
    assert NUMBER not in browser.get("/court").text
    done = browser.post(f"{court_site.filing}/accept", data={"court_ref": NUMBER, "looked": "yes"})
    assert done.status_code == 302
    assert NUMBER in browser.get("/court").text


def test_from_acceptance_to_the_ruling_in_the_parties_hands(court_site: Site) -> None:
    clerk, party = court_site.browser(court_site.stage.court_clerk), court_site.browser(court_site.stage.parties[1])
    clerk.post(f"{court_site.filing}/accept", data={"court_ref": NUMBER, "looked": "yes"})
    look = clerk.post(f"{court_site.filing}/confirm", data={"judge": "赵法官"})
    assert "cannot be taken back" in look.text
    clerk.post(f"{court_site.filing}/confirm", data={"judge": "赵法官", "looked": "yes"})
    text = party.get(court_site.page).text
    assert "Confirmed by the court" in text and "Download the ruling" in text
    assert party.get(f"{court_site.page}/ruling.pdf").data.startswith(b"%PDF-")
    assert clerk.get(f"{court_site.filing}/ruling.pdf").data.startswith(b"%PDF-")
    assert "Your decision" not in clerk.get(court_site.filing).text


def test_a_dismissal_offers_the_grounds_of_the_law_and_asks_for_reasons(court_site: Site) -> None:
    browser = court_site.browser(court_site.stage.court_clerk)
    browser.post(f"{court_site.filing}/accept", data={"court_ref": NUMBER, "looked": "yes"})
    form = browser.get(f"{court_site.filing}/dismiss").text
    assert "Its content is unclear" in form and "family status" not in form
    answer = browser.post(f"{court_site.filing}/dismiss", data={"judge": "赵法官", "looked": "yes"})
    assert answer.status_code == 422
    assert "Choose a ground of the law" in answer.text and "Write the reasons" in answer.text


def test_a_request_needs_a_day_that_is_not_over(court_site: Site) -> None:
    browser = court_site.browser(court_site.stage.court_clerk)
    past = (clock.now() - timedelta(days=3)).date().isoformat()
    answer = browser.post(f"{court_site.filing}/supplement", data={"item_1": "补充", "due": past, "looked": "yes"})
    assert answer.status_code == 422
    later = (clock.now() + timedelta(days=9)).date().isoformat()
    done = browser.post(f"{court_site.filing}/supplement", data={"item_1": "补充", "due": later, "looked": "yes"})
    assert done.status_code == 302
    assert "补充" in court_site.browser(court_site.stage.parties[0]).get(court_site.page).text


@pytest.mark.parametrize("act", ["confirm", "dismiss"])
def test_what_is_not_possible_now_is_refused_plainly(court_site: Site, act: str) -> None:
    browser = court_site.browser(court_site.stage.court_clerk)
    assert f"{court_site.filing}/{act}" not in browser.get(court_site.filing).text
    assert browser.get(f"{court_site.filing}/{act}").status_code == 409
    assert browser.post(f"{court_site.filing}/{act}", data={"judge": "x", "looked": "yes"}).status_code == 409


def test_an_act_nobody_knows_is_not_found(court_site: Site) -> None:
    assert court_site.browser(court_site.stage.court_clerk).get(f"{court_site.filing}/annul").status_code == 404


def test_a_foreign_clerk_sees_nothing(court_site: Site) -> None:
    browser = court_site.browser(court_site.stage.foreign_clerk)
    inbox = browser.get("/court")
    assert inbox.status_code == 200 and court_site.stage.case.ref not in inbox.text
    for path in ("", "/bundle.asice", "/agreement.pdf", "/ruling.pdf", "/accept", "/refuse"):
        assert browser.get(court_site.filing + path).status_code == 404
    assert browser.post(f"{court_site.filing}/accept", data={"court_ref": NUMBER, "looked": "yes"}).status_code == 404


def test_nobody_of_the_case_reaches_the_desk(court_site: Site) -> None:
    for person in (*court_site.stage.parties, court_site.stage.case.clerk, make_account()):
        browser = court_site.browser(person)
        for path in ("/court", court_site.filing, f"{court_site.filing}/bundle.asice", f"{court_site.filing}/accept"):
            assert browser.get(path).status_code == 404


def test_reasons_are_shown_as_text(court_site: Site) -> None:
    data = {"court_ref": NUMBER, "judge": "赵", "ground": "ownership", "reasons": "<img src=x onerror=alert(1)>"}
    text = court_site.browser(court_site.stage.court_clerk).post(f"{court_site.filing}/refuse", data=data).text
    assert "<img src=x" not in text and "&lt;img" in text


def test_each_item_is_answered_on_the_partys_page(court_site: Site) -> None:
    clerk, party = court_site.browser(court_site.stage.court_clerk), court_site.browser(court_site.stage.parties[0])
    later = (clock.now() + timedelta(days=9)).date().isoformat()
    asked = {"item_1": "第二条请写明期限。", "about_1": "clause:2", "due": later}
    look = clerk.post(f"{court_site.filing}/supplement", data=asked).text
    assert "Look once more" in look and "Clause 2" in look
    clerk.post(f"{court_site.filing}/supplement", data={**asked, "looked": "yes"})
    field = re.search(r'name="(answer-[^"]+)"', party.get(court_site.page).text)
    assert field is not None
    assert party.post(f"{court_site.page}/answers", data={field[1]: "期限为三十日。"}).status_code == 302
    assert "期限为三十日。" in clerk.get(court_site.filing).text


def test_an_objection_goes_from_the_party_to_the_desk_and_back(court_site: Site) -> None:
    clerk, party = court_site.browser(court_site.stage.court_clerk), court_site.browser(court_site.stage.parties[0])
    assert party.get(f"{court_site.page}/objection").status_code == 403
    clerk.post(f"{court_site.filing}/accept", data={"court_ref": NUMBER, "looked": "yes"})
    assert clerk.post(f"{court_site.filing}/confirm/draft.pdf", data={"judge": "赵"}).data.startswith(b"%PDF-")
    clerk.post(f"{court_site.filing}/confirm", data={"judge": "赵法官", "looked": "yes"})
    assert "Last day" in party.get(f"{court_site.page}/objection").text
    party.post(f"{court_site.page}/objection", data={"grounds": "裁定有错误。", "sure": "y"})
    assert "An objection to decide" in clerk.get("/court").text
    form = clerk.get(f"{court_site.filing}/decide-objection").text
    chosen = re.search(r'name="objection_id"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="objection_id"', form)
    assert chosen is not None
    decision = {"objection_id": chosen[1] or chosen[2], "outcome": "upheld", "reasons": "成立。", "looked": "yes"}
    clerk.post(f"{court_site.filing}/decide-objection", data=decision)
    assert "The ruling was set aside" in party.get(court_site.page).text


def test_the_courts_own_ruling_is_uploaded_and_served(court_site: Site) -> None:
    clerk, party = court_site.browser(court_site.stage.court_clerk), court_site.browser(court_site.stage.parties[0])
    clerk.post(f"{court_site.filing}/accept", data={"court_ref": NUMBER, "looked": "yes"})
    own = clerk.post(f"{court_site.filing}/confirm/draft.pdf", data={"judge": "赵"}).data
    sent = {"outcome": "confirmed", "court_ref": NUMBER, "judge": "赵法官", "sure": "y"}
    assert clerk.post(f"{court_site.filing}/ruling", data=sent).status_code == 422
    sent["document"] = (io.BytesIO(own), "ruling.pdf")  # pyright: ignore[reportArgumentType]
    assert clerk.post(f"{court_site.filing}/ruling", data=sent).status_code == 302
    assert party.get(f"{court_site.page}/ruling.pdf").data == own


def test_the_figures_and_the_files_are_for_the_courts_clerk(court_site: Site) -> None:
    clerk = court_site.browser(court_site.stage.court_clerk)
    assert "Waiting now" in clerk.get("/court/figures").text
    assert clerk.get(f"{court_site.filing}/files/0").status_code == 200
    for person in (court_site.stage.foreign_clerk, court_site.stage.parties[0]):
        assert court_site.browser(person).get(f"{court_site.filing}/files/0").status_code == 404
    assert court_site.browser(court_site.stage.parties[0]).get("/court/figures").status_code == 404
