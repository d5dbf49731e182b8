"""Drafting together in real browsers: who writes now, two texts side by side, nothing lost, a signed text changed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

import tests.journeys.test_room_in_browser as room
from blueprints.realtime import socketio
from odr.access.actor import Side
from odr.agreements.commands import Head, Wording, add_clause, begin_agreement, edit_clause, write_head
from odr.agreements.comments import comment
from odr.agreements.queries import draft_page
from signing.wording import Words
from tests.factories.agreements import BeforeCourt
from tests.factories.mediation import Mediation
from tests.factories.stages import signed
from tests.journeys.browser import CHROMIUM, Look, Visitor, visitor
from tests.journeys.conftest import sign_in
from tests.journeys.server import free_port
from wsgi import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
chromium, served = room.chromium, room.served
WIDE, PHONE = Look(1280, "zh-CN"), Look(390, "en")
Come = Callable[..., Visitor]


@pytest.fixture
def come(chromium: Browser, served: Flask, mediation: Mediation) -> Iterator[Come]:
    """Put a person of the case before a page, with a browser of their own."""
    yield from _coming(chromium, served, mediation.accounts)


def _coming(chromium: Browser, app: Flask, accounts: dict[str, str]) -> Iterator[Come]:
    everybody: list[Visitor] = []

    def enter(name: str, path: str, look: Look = WIDE) -> Visitor:
        person = visitor(chromium, app.config["PUBLIC_URL"], look)
        sign_in(app, accounts[name], person)
        person.open(path)
        everybody.append(person)
        return person

    yield enter
    for person in everybody:
        assert person.problems == []
        person.context.close()


@pytest.fixture
def clause(mediation: Mediation) -> str:
    mediator = mediation.who("mediator")
    agreement = begin_agreement(mediator, mediation.case_id)
    head = Head(Words(zh="使用了商标。", en="The mark was used."), Words(zh="如何停止。", en="How to stop."))
    write_head(mediator, agreement, revision=draft_page(mediator, mediation.case_ref).revision, head=head)
    words = Wording(zh="双方各自承担已经支出的费用。", en="Each side bears the costs it has had so far.")
    return add_clause(mediator, agreement, words)


def test_everybody_sees_who_writes_and_may_take_over(come: Come, mediation: Mediation, clause: str) -> None:
    agreement = f"/cases/{mediation.case_ref}/agreement"
    reader = come("respondent", agreement, PHONE)
    writer = come("applicant", f"{agreement}/clauses/{clause}")
    line = reader.page.locator(f'[data-held="{clause}"]')
    expect(line).to_be_visible()
    expect(line).to_contain_text("is editing, since")
    reader.here("drafting-held")

    reader.open(f"{agreement}/clauses/{clause}")
    expect(reader.page.locator("[data-writes]")).to_be_visible()
    reader.here("drafting-second")
    reader.page.locator("[data-take-over]").click()
    expect(reader.page.locator("[data-writes]")).to_be_hidden()
    expect(writer.page.locator("[data-writes]")).to_contain_text("接手了本条")
    writer.here("drafting-taken")

    watching = come("mediator", agreement)
    line = watching.page.locator(f'[data-held="{clause}"]')
    expect(line).to_contain_text("埃莉诺")
    reader.open(agreement)
    expect(line).to_contain_text("张敏")
    writer.open(agreement)
    expect(line).to_be_hidden()


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=lambda look: look.name)
def test_two_texts_are_shown_and_the_person_chooses(come: Come, mediation: Mediation, clause: str, look: Look) -> None:
    who = mediation.who("applicant")
    person = come("respondent", f"/cases/{mediation.case_ref}/agreement/clauses/{clause}", look)
    person.page.locator("#text").fill("双方各自承担已经支出的费用和律师费。")
    edit_clause(who, clause, revision=1, wording=Wording(zh="双方平均承担已经支出的费用。", en="Costs are shared."))
    with person.page.expect_navigation():
        person.page.locator("form.form button[type=submit], form.form button:not([type])").first.click()
    expect(person.page.locator(".one-side--theirs")).to_contain_text("双方平均承担已经支出的费用。")
    expect(person.page.locator(".one-side--mine")).to_contain_text("双方各自承担已经支出的费用和律师费。")
    expect(person.page.locator(".one-side--mine ins").first).to_contain_text("和律师费")
    person.here("drafting-conflict")
    person.page.locator("#merged textarea[name=text]").fill("双方平均承担已经支出的费用和律师费。")
    with person.page.expect_navigation():
        person.page.locator("#merged .actions button").click()
    assert draft_page(who, mediation.case_ref).clauses[0].text.zh == "双方平均承担已经支出的费用和律师费。"
    kept = "() => Object.keys(sessionStorage).filter((key) => key.includes(':form:')).length"
    person.page.wait_for_function("() => !location.search.includes('saved')")
    assert person.page.evaluate(kept) == 0


def test_what_was_typed_outlives_a_cut_line_and_an_ended_sign_in(
    come: Come, served: Flask, mediation: Mediation, clause: str
) -> None:
    path = f"/cases/{mediation.case_ref}/agreement/clauses/{clause}"
    person = come("respondent", path)
    box = person.page.locator("#text")
    box.fill("写到一半的文字。")
    person.context.set_offline(True)
    person.page.locator("form.form .actions button").first.click()
    expect(person.page.locator("[data-kept-line]")).to_contain_text("连接断开")
    expect(box).to_have_value("写到一半的文字。")
    person.here("drafting-offline")
    person.context.set_offline(False)

    person.context.clear_cookies()
    person.page.locator("form.form .actions button").first.click()
    person.page.wait_for_load_state()
    edit_clause(mediation.who("applicant"), clause, revision=1, wording=Wording(zh="别人改过的文字。", en="Changed."))
    sign_in(served, mediation.accounts["respondent"], person)
    person.open(path)
    expect(person.page.locator("#text")).to_have_value("写到一半的文字。")
    expect(person.page.locator("[data-kept-back]")).to_be_visible()
    person.here("drafting-restored")
    with person.page.expect_navigation():
        person.page.locator("form.form .actions button").first.click()
    expect(person.page.locator(".one-side--theirs")).to_contain_text("别人改过的文字。")


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=lambda look: look.name)
def test_nobody_mistakes_who_reads_a_remark(come: Come, mediation: Mediation, clause: str, look: Look) -> None:
    caucus = mediation.caucus[Side.APPLICANT]
    first = comment(mediation.who("applicant"), clause, caucus, text="我们最多承担一半。")
    comment(mediation.who("mediator"), clause, caucus, text="明白，我先不提。", answers=first)
    comment(mediation.who("respondent"), clause, mediation.joint, text="律师费怎么算？")
    path = f"/cases/{mediation.case_ref}/agreement"
    person, other = come("applicant", path, look), come("respondent", path, look)
    person.here("drafting-page")
    expect(other.page.locator(".talk-link--caucus b")).to_have_count(0)
    person.page.locator(".talk-link--caucus").click()
    expect(person.page.locator(".btn--say").last).to_contain_text("调解员" if look is WIDE else "mediator")
    person.here("drafting-private")
    person.open(f"{path}/clauses/{clause}/remarks/{mediation.joint}")
    person.here("drafting-joint")
    other.open(f"{path}/clauses/{clause}/remarks/{mediation.joint}")
    person.page.locator("#say").fill("各自承担。")
    with person.page.expect_navigation():
        person.page.locator(".btn--say").last.click()
    expect(other.page.locator("[data-remarks-changed]")).to_be_visible()


def _sign_once(directory: Path) -> None:
    with signed(directory):
        pass


@pytest.fixture
def signed_site(tmp_path: Path) -> Iterator[tuple[Flask, BeforeCourt]]:
    """The platform on a port of its own, with a case that is signed and sealed."""
    # Signing has an event loop of its own, which the thread of the browsers' loop does not allow.
    with ThreadPoolExecutor(1) as apart:
        apart.submit(_sign_once, tmp_path / "first").result()
    with signed(tmp_path / "copy") as (settings, stage):
        port = free_port()
        app = create_app(replace(settings, public_url=f"http://127.0.0.1:{port}"))
        arguments = {"port": port, "allow_unsafe_werkzeug": True}
        threading.Thread(target=socketio.run, args=[app], kwargs=arguments, daemon=True).start()
        yield app, stage


@pytest.mark.parametrize("look", [WIDE, PHONE], ids=lambda look: look.name)
def test_a_signed_agreement_is_changed_by_a_new_one(
    chromium: Browser, signed_site: tuple[Flask, BeforeCourt], look: Look
) -> None:
    app, stage = signed_site
    coming = _coming(chromium, app, {"applicant": stage.case.applicant.account_id})
    person = next(coming)("applicant", f"/cases/{stage.case.ref}/agreement", look)
    person.here("amending-signed")
    person.open(f"/cases/{stage.case.ref}/agreement/amend", "amending-asked")
    with person.page.expect_navigation():
        person.page.locator("main form .btn--main").click()
    person.here("amending-begun")
    expect(person.page.locator("#clauses-title")).to_be_visible()
    view = draft_page(stage.case.applicant.actor, stage.case.ref)
    clause = view.clauses[-1]
    answers = {**clause.answers, "fen": "3000.00"}
    edit_clause(stage.case.applicant.actor, clause.id, revision=1, wording=Wording(clause.kind, answers=answers))
    person.open(f"/cases/{stage.case.ref}/agreement/compare", "amending-compared")
    expect(person.page.locator(".compared del").first).to_be_visible()
    next(coming, None)
