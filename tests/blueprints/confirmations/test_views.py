"""The parties' page: one line on what it means, what is mine to do, and the way to the ruling."""

from __future__ import annotations

from odr.confirmations.words import APPLICATION_WORDS, STATEMENTS
from tests.blueprints.confirmations.conftest import Site
from tests.factories.people import make_account

STATED = {**dict.fromkeys(STATEMENTS, "y"), "words_version": APPLICATION_WORDS}


def test_the_page_says_what_confirmation_means_and_until_when(signed_site: Site) -> None:
    text = signed_site.browser(signed_site.stage.parties[0]).get(signed_site.page).text
    assert "rules that it is valid" in text
    assert "Civil Procedure Law art. 205" in text and "data-days-until" in text


def test_the_page_speaks_chinese(signed_site: Site) -> None:
    text = signed_site.browser(signed_site.stage.parties[0], "zh-CN").get(signed_site.page).text
    assert "法院审查后裁定调解协议有效" in text and "民诉法第205条" in text


def test_a_party_chooses_a_court_with_its_reason(signed_site: Site) -> None:
    browser = signed_site.browser(signed_site.stage.parties[0])
    assert "The mediation organisation has its seat in its district." in browser.get(signed_site.page).text
    answer = browser.post(f"{signed_site.page}/court", data={"court_id": signed_site.stage.court_id})
    assert answer.status_code == 302
    assert "Apply for your side" in browser.get(signed_site.page).text


def test_a_court_not_in_the_list_is_not_offered_and_not_taken(signed_site: Site) -> None:
    browser = signed_site.browser(signed_site.stage.parties[0])
    for court_id in ("", "x" * 22, signed_site.stage.foreign_court_id):
        answer = browser.post(f"{signed_site.page}/court", data={"court_id": court_id})
        assert answer.status_code == 422
        assert "There is a problem" in answer.text


def test_a_side_applies_after_three_statements(signed_site: Site) -> None:
    signed_site.stage.choose_court()
    browser = signed_site.browser(signed_site.stage.parties[0])
    form = browser.get(f"{signed_site.page}/apply").text
    for statement in STATEMENTS.values():
        assert statement.en in form
    answer = browser.post(f"{signed_site.page}/apply", data=STATED)
    assert answer.status_code == 302
    assert "Waiting for the other side to apply" in browser.get(signed_site.page).text


def test_an_unticked_statement_is_pointed_at(signed_site: Site) -> None:
    signed_site.stage.choose_court()
    browser = signed_site.browser(signed_site.stage.parties[0])
    answer = browser.post(f"{signed_site.page}/apply", data={**STATED, "personal_data": ""})
    assert answer.status_code == 422
    assert 'href="#personal_data"' in answer.text
    assert "has not applied yet" in browser.get(signed_site.page).text


def test_a_sides_address_is_shown_to_itself_only(signed_site: Site) -> None:
    signed_site.stage.choose_court()
    mine = signed_site.browser(signed_site.stage.parties[0]).get(f"{signed_site.page}/apply").text
    assert "青禾路3号" in mine and "沃野路8号" not in mine


def test_who_has_applied_is_not_asked_again(applied_site: Site) -> None:
    browser = applied_site.browser(applied_site.stage.parties[0])
    assert browser.get(f"{applied_site.page}/apply").status_code == 403
    assert "Read and apply" not in browser.get(applied_site.page).text


def test_the_clerk_builds_and_files_and_the_parties_cannot(applied_site: Site) -> None:
    clerk = applied_site.browser(applied_site.stage.case.clerk)
    assert "Go to the bundle" in clerk.get(applied_site.page).text
    assert f'action="{applied_site.page}/file"' not in clerk.get(applied_site.page).text
    assert clerk.post(f"/cases/{applied_site.stage.case.ref}/bundle").status_code == 302
    party = applied_site.browser(applied_site.stage.parties[0])
    assert party.post(f"{applied_site.page}/file").status_code == 403
    assert clerk.post(f"{applied_site.page}/file").status_code == 302
    assert "Receipt number" in clerk.get(applied_site.page).text


def test_withdrawing_is_looked_at_before_it_is_done(applied_site: Site) -> None:
    browser = applied_site.browser(applied_site.stage.parties[1])
    assert "Withdraw for good" in browser.get(f"{applied_site.page}/withdraw").text
    assert "Withdrawn" not in browser.get(applied_site.page).text
    assert browser.post(f"{applied_site.page}/withdraw").status_code == 302
    assert "Withdrawn" in browser.get(applied_site.page).text
    assert browser.get(f"{applied_site.page}/withdraw").status_code == 403


def test_the_last_day_can_be_put_in_a_calendar_without_saying_what_the_case_is(signed_site: Site) -> None:
    answer = signed_site.browser(signed_site.stage.parties[0]).get(f"{signed_site.page}/deadline.ics")
    assert answer.mimetype == "text/calendar"
    assert signed_site.stage.case.ref in answer.text and "青禾" not in answer.text
    assert answer.text.startswith("BEGIN:VCALENDAR\r\n")


def test_strangers_and_courts_do_not_find_the_page(court_site: Site) -> None:
    for person in (make_account(), court_site.stage.court_clerk, court_site.stage.foreign_clerk):
        browser = court_site.browser(person)
        for path in ("", "/apply", "/withdraw", "/ruling.pdf", "/deadline.ics"):
            assert browser.get(court_site.page + path).status_code == 404


def test_nobody_is_nobody(court_site: Site) -> None:
    browser = court_site.app.test_client()
    assert browser.get(court_site.page, headers={"Accept": "text/html"}).status_code == 302
    assert browser.get("/court", headers={"Accept": "text/html"}).status_code == 302


def test_a_post_from_another_site_changes_nothing(signed_site: Site) -> None:
    signed_site.app.config["WTF_CSRF_ENABLED"] = True
    browser = signed_site.browser(signed_site.stage.parties[0])
    answer = browser.post(f"{signed_site.page}/court", data={"court_id": signed_site.stage.court_id})
    assert answer.status_code == 400
    assert "Choose this court" in browser.get(signed_site.page).text
