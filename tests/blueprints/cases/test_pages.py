"""The pages of a case, each for the person whose act it is."""

from __future__ import annotations

import io

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.cases.wording import DISPUTES
from odr.cases.application import file_application
from odr.cases.models import DisputeType
from odr.cases.queries import case_page
from tests.factories.browsers import browser_of
from tests.factories.forms import submit
from tests.factories.people import (
    CaseInHand,
    Known,
    last_link,
    make_account,
    make_agent,
    make_case,
    make_clerk,
    make_mediator,
    make_organisation,
    respondent_email,
)

DISPUTE = {"dispute_type": "trademark", "title": "青禾", "facts": "使用近似标识。", "claims": "停止使用。"}
SIDE = {
    "kind": "organisation",
    "name": "青禾茶业有限公司",
    "id_type": "credit_code",
    "id_number": "91110105MA01QHCY3J",
    "representative": "张敏",
    "address": "北京市",
    "phone": "010-1",
    "email": "a@qinghe.example",
}


def browser(app: Flask, person: Known | None) -> FlaskClient:
    assert person is not None
    return reading(app, person, "en")


def reading(app: Flask, person: Known, language: str) -> FlaskClient:
    """A browser whose person chose a language, whatever the account says."""
    chosen = browser_of(app, person.account_id)
    chosen.set_cookie("locale", language)
    return chosen


def test_an_application_is_written_page_by_page_checked_and_filed(app: Flask) -> None:
    organisation = make_organisation()
    person = make_account()
    mine = browser(app, person)
    first = submit(mine, "/cases/new", organisation_id=organisation, **DISPUTE)
    base = first.location.rsplit("/", 1)[0]
    ref = base.split("/")[2]
    assert submit(mine, f"{base}/applicant", **SIDE).location == f"{base}/respondent"
    assert "Still missing" in mine.get(base).text
    other = {"kind": "organisation", "name": "沃野食品有限公司", "id_type": "credit_code", "email": "b@v.example"}
    assert submit(mine, f"{base}/respondent", **other).location == base
    assert "Still missing" not in mine.get(base).text
    assert submit(mine, base).status_code == 422
    done = submit(mine, base, mediate="y")
    assert done.location == f"/cases/{ref}/receipt"
    receipt = mine.get(done.location).text
    digest = case_page(person.actor, ref).receipt_digest
    assert ref in receipt and digest[:4] in receipt


def test_every_kind_of_dispute_can_be_chosen_and_is_said_in_both_languages(app: Flask) -> None:
    organisation = make_organisation()
    person = make_account()
    mine = browser(app, person)
    page = mine.get("/cases/new").text
    assert all(f'value="{kind.value}"' in page for kind in DisputeType) and set(DISPUTES) == set(DisputeType)
    written = submit(mine, "/cases/new", organisation_id=organisation, **DISPUTE | {"dispute_type": "olympic_symbol"})
    base = written.location.rsplit("/", 1)[0]
    assert "Olympic symbols" in mine.get(base).text
    assert "奥林匹克标志" in reading(app, person, "zh_Hans_CN").get(base).text


def test_an_incomplete_application_is_not_sent(app: Flask) -> None:
    organisation = make_organisation()
    mine = browser(app, make_account())
    base = submit(mine, "/cases/new", organisation_id=organisation, **DISPUTE).location.rsplit("/", 1)[0]
    page = submit(mine, base, mediate="y")
    assert page.status_code == 422
    assert "Something is still missing" in page.text


def test_a_wrong_number_is_said_beside_the_question_and_nothing_typed_is_lost(app: Flask) -> None:
    case = make_case("draft")
    page = submit(
        browser(app, case.applicant),
        f"/cases/{case.ref}/application/applicant",
        **SIDE | {"id_number": "91110105MA01QHCY3X", "name": "改过的名称"},
    )
    assert page.status_code == 422
    assert 'id="id_number-error"' in page.text
    assert "改过的名称" in page.text


def test_a_name_that_cannot_be_printed_is_refused_while_it_is_typed_and_the_sign_is_shown(app: Flask) -> None:
    case = make_case("draft")
    page = submit(
        browser(app, case.applicant), f"/cases/{case.ref}/application/applicant", **SIDE | {"name": "王𠮷茶行"}
    )
    assert page.status_code == 422
    assert 'id="name-error"' in page.text and "“𠮷” (U+20BB7)" in page.text and "王𠮷茶行" in page.text


def test_a_filed_application_can_no_longer_be_changed(app: Flask) -> None:
    case = make_case("submitted")
    answer = submit(
        browser(app, case.applicant),
        f"/cases/{case.ref}/application/applicant",
        **SIDE,
    )
    assert answer.status_code == 409


def test_the_clerk_takes_an_application_or_returns_it_with_a_reason(app: Flask) -> None:
    organisation = make_organisation()
    taken = make_case("submitted", organisation_id=organisation)
    returned = make_case("submitted", organisation_id=organisation)
    clerk = browser(app, taken.clerk)
    assert taken.ref in clerk.get("/desk").text
    assert clerk.get(f"/cases/{taken.ref}/intake").status_code == 200
    submit(clerk, f"/cases/{taken.ref}/intake/accept", page=f"/cases/{taken.ref}/intake")
    assert taken.state == "invited"
    back = f"/cases/{returned.ref}/intake/return"
    assert submit(clerk, back, page=f"/cases/{returned.ref}/intake", reason="").status_code == 422
    submit(clerk, back, page=f"/cases/{returned.ref}/intake", reason="请补充商标注册证。")
    assert returned.state == "returned"
    assert "请补充商标注册证。" in browser(app, returned.applicant).get(f"/cases/{returned.ref}").text


def test_the_one_time_link_is_shown_to_nobody(app: Flask) -> None:
    case = make_case("invited")
    token = last_link(respondent_email(case))
    for person in (case.clerk, case.applicant):
        for path in (f"/cases/{case.ref}", "/desk", "/cases", f"/cases/{case.ref}/invitation"):
            assert token not in browser(app, person).get(path).text


def test_the_mediator_is_proposed_discloses_and_is_accepted(app: Flask) -> None:
    case = make_case("appointing")
    mediator = make_mediator(case.organisation_id)
    base = f"/cases/{case.ref}/mediator"
    submit(browser(app, case.clerk), f"{base}/propose", account_id=mediator.account_id)
    proposed = browser(app, mediator)
    assert base in proposed.get("/cases").text
    assert "停止使用" not in proposed.get(base).text
    assert submit(proposed, f"{base}/disclosure", page=base, has_interest="yes").status_code == 422
    submit(proposed, f"{base}/disclosure", page=base, has_interest="yes", statement="曾为双方授课。")
    for side in (case.applicant, case.respondent):
        page = browser(app, side)
        assert "曾为双方授课。" in page.get(base).text
        submit(page, f"{base}/answer", page=base, accepted="yes")
    assert case.state == "mediating"


def test_an_objection_needs_a_reason_that_the_other_side_never_reads(app: Flask) -> None:
    case = make_case("appointing")
    mediator = make_mediator(case.organisation_id)
    base = f"/cases/{case.ref}/mediator"
    submit(browser(app, case.clerk), f"{base}/propose", account_id=mediator.account_id)
    submit(browser(app, mediator), f"{base}/disclosure", page=base, has_interest="no")
    mine = browser(app, case.respondent)
    assert submit(mine, f"{base}/answer", page=base, accepted="no").status_code == 422
    submit(mine, f"{base}/answer", page=base, accepted="no", reason="曾是对方的代理人。")
    assert "曾是对方的代理人。" in browser(app, case.clerk).get(f"{base}/propose").text
    for path in (base, f"/cases/{case.ref}"):
        assert "曾是对方的代理人。" not in browser(app, case.applicant).get(path).text


def test_a_mediator_declines_on_the_page(app: Flask) -> None:
    case = make_case("appointing")
    mediator = make_mediator(case.organisation_id)
    base = f"/cases/{case.ref}/mediator"
    submit(browser(app, case.clerk), f"{base}/propose", account_id=mediator.account_id)
    assert submit(browser(app, mediator), f"{base}/decline", page=base).location == "/cases"
    assert browser(app, case.clerk).get(f"{base}/propose").status_code == 200


def test_a_party_asks_an_agent_with_the_paper_and_takes_the_mandate_back(app: Flask) -> None:
    case = make_case("mediating")
    mine, address = browser(app, case.respondent), f"/cases/{case.ref}/agents"
    wish = {"name": "王一鸣", "email": "wang@lawfirm.example", "kind": "lawyer", "may_settle": "y"}
    assert submit(mine, address, **wish).status_code == 422
    empty = submit(mine, address, **wish, document=(io.BytesIO(b""), "mandate.pdf"))
    assert empty.status_code == 422
    submit(mine, address, **wish, document=(io.BytesIO(b"%PDF-1.7 signed"), "mandate.pdf"))
    guest = browser_of(app, None, language="en")
    link = f"/invitation/{last_link('wang@lawfirm.example')}"
    assert "沃野食品有限公司" in guest.get(link).text or "Verdant Field Foods" in guest.get(link).text
    secret = "a long enough passphrase"
    submit(guest, link, answer="accept", name="王一鸣", password=secret, again=secret)
    assert guest.get(f"/cases/{case.ref}").status_code == 200
    remove = next(part.split('"')[0] for part in mine.get(address).text.split('action="') if "/remove" in part[:99])
    submit(mine, remove, page=address)
    assert guest.get(f"/cases/{case.ref}").status_code == 404


def test_a_third_agent_is_refused_with_the_article(app: Flask) -> None:
    case = make_case("mediating")
    for _ in range(2):
        make_agent(case)
    mine = browser(app, case.respondent)
    page = submit(
        mine,
        f"/cases/{case.ref}/agents",
        page=f"/cases/{case.ref}/party",
        name="第三人",
        email="third@lawfirm.example",
        kind="lawyer",
        document=(io.BytesIO(b"paper"), "m.pdf"),
    )
    assert page.status_code == 422
    assert "art. 61" in page.text


@pytest.mark.parametrize(
    "act, person, state",
    [
        ("withdraw", "applicant", "ended"),
        ("refuse", "respondent", "ended"),
        ("replace_mediator", "clerk", "appointing"),
    ],
)
def test_a_final_act_has_a_page_of_its_own_first(app: Flask, act: str, person: str, state: str) -> None:
    case = make_case("mediating")
    mine, address = browser(app, getattr(case, person)), f"/cases/{case.ref}/end/{act}"
    assert address in mine.get(f"/cases/{case.ref}").text
    assert mine.get(address).status_code == 200
    assert case.state == "mediating"
    submit(mine, address)
    assert case.state == state


def test_a_mediator_ends_with_a_ground(app: Flask) -> None:
    case = make_case("mediating")
    mine, address = browser(app, case.mediator), f"/cases/{case.ref}/end/end"
    assert submit(mine, address).status_code == 422
    submit(mine, address, ground="no_agreement")
    assert case.state == "ended"


@pytest.mark.parametrize("act", ["withdraw", "end", "close", "unreachable", "replace_mediator", "discard", "explode"])
def test_an_act_of_others_has_no_page(app: Flask, act: str) -> None:
    case = make_case("mediating")
    mine = browser(app, case.respondent)
    assert mine.get(f"/cases/{case.ref}/end/{act}").status_code == 403
    page = f"/cases/{case.ref}/party"
    assert submit(mine, f"/cases/{case.ref}/end/{act}", page=page, ground="no_agreement").status_code in {403, 409}
    assert case.state == "mediating"


def test_my_side_corrects_its_particulars(app: Flask) -> None:
    case = make_case("mediating")
    mine, address = browser(app, case.respondent), f"/cases/{case.ref}/party"
    changed = {**SIDE, "id_number": "91310000MA1WYFD8XX", "name": "沃野食品（上海）有限公司"}
    assert submit(mine, address, **changed | {"id_number": "1"}).status_code == 422
    assert submit(mine, address, **changed).location == f"/cases/{case.ref}"
    assert "沃野食品（上海）有限公司" in browser_of(app, case.clerk.account_id).get(f"/cases/{case.ref}").text


PAGES = ["", *(f"/{name}" for name in "receipt party application intake invitation mediator agents".split())]


def test_every_page_of_a_case_is_absent_for_those_outside(app: Flask) -> None:
    case = make_case("mediating")
    foreign = make_clerk(make_organisation("另一家调解中心"))
    for person in (foreign, make_account()):
        for path in PAGES:
            assert browser(app, person).get(f"/cases/{case.ref}{path}").status_code == 404, path


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("state", ["draft", "submitted", "invited", "appointing", "mediating", "settled", "closed"])
def test_the_page_of_a_case_stands_in_every_state_for_everybody_in_it(app: Flask, state: str, language: str) -> None:
    case = make_case(state)
    if state == "draft":
        assert reading(app, case.applicant, language).get(f"/cases/{case.ref}").status_code == 200
        file_application(case.applicant.actor, case.id)
    for person in _people(case):
        page = reading(app, person, language).get(f"/cases/{case.ref}")
        assert page.status_code == 200
        assert case.ref in page.text


def _people(case: CaseInHand) -> list[Known]:
    return [person for person in (case.applicant, case.clerk, case.respondent, case.mediator) if person is not None]


def test_the_last_day_goes_into_a_calendar_without_saying_what_it_is_about(app: Flask) -> None:
    case = make_case("mediating")
    answer = browser(app, case.applicant).get(f"/cases/{case.ref}/deadline.ics")
    assert answer.mimetype == "text/calendar"
    lines = answer.get_data().split(b"\r\n")
    deadline = case_page(case.applicant.actor, case.ref).deadline
    assert deadline is not None
    assert f"DTSTART;VALUE=DATE:{deadline.safe:%Y%m%d}".encode() in lines
    assert all(len(line) <= 75 for line in lines)
    assert "青禾" not in answer.get_data(as_text=True)
    assert browser(app, make_account()).get(f"/cases/{case.ref}/deadline.ics").status_code == 404
    assert browser(app, make_case("draft").applicant).get(f"/cases/{case.ref}/deadline.ics").status_code == 404
