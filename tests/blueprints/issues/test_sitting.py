"""The console says when the sides meet, what each agreed to and what was let out; a sitting of today comes first."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from blueprints.locale import BEIJING
from odr import clock
from odr.access.actor import Role, Side
from odr.cases.consents import ONLINE, RECORDING
from odr.cases.models import Participant
from odr.db import transaction
from odr.records.passing import agree_to_pass, ask_to_pass
from odr.rooms.opening import choose_consents
from odr.rooms.sittings import end_mediation_session, plan_sitting
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation, begin_mediation

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=BEIJING)
SENTENCE = "申请人愿意考虑分两期付款。"


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch):
    """Move the clock to an hour of that day in Beijing, or of another day."""

    def at(hours: float = 0, days: int = 0) -> datetime:
        moment = NOON + timedelta(days=days, hours=hours)
        monkeypatch.setattr(clock, "now", lambda: moment)
        return moment

    at()
    return at


@pytest.fixture
def scene(app: Flask, noon) -> Mediation:
    """A case whose first sitting is over."""
    mediation = begin_mediation()
    end_mediation_session(mediation.who("mediator"), mediation.case_id)
    return mediation


@pytest.fixture
def page(app: Flask, scene: Mediation):
    browser: FlaskClient = browser_of(app, scene.accounts["mediator"])
    browser.set_cookie("locale", "en")

    def read(path: str = "") -> str:
        return browser.get(path or f"/cases/{scene.case_ref}/console").get_data(as_text=True)

    return read


def part(page: str, name: str) -> str:
    """One section of the console."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


def plan(scene: Mediation, at: datetime) -> None:
    plan_sitting(scene.who("mediator"), scene.case_id, at=at, minutes=90)


def test_it_says_when_the_next_sitting_is_in_beijing_time(scene, page) -> None:
    plan(scene, NOON + timedelta(days=2, hours=2.5))
    sitting = part(page(), "sitting")
    for words in ("Sitting 2", "Planned", "Sat 28 Nov 2026, 14:30", "Beijing time", "90 minutes"):
        assert words in sitting
    assert f'href="/cases/{scene.case_ref}/sittings"' in sitting
    assert "No sitting is planned" not in sitting


def test_it_says_that_none_is_planned(scene, page) -> None:
    sitting = part(page(), "sitting")
    assert "No sitting is planned" in sitting
    assert f'href="/cases/{scene.case_ref}/sittings">Plan a sitting' in sitting


def test_it_says_what_each_side_agreed_to_with_its_article(scene, page) -> None:
    choose_consents(scene.who("applicant"), scene.case_id, given=[ONLINE, RECORDING])
    consents = part(page(), "consents")
    rows = {row.partition("</b>")[0]: row for row in consents.split("<li><p><b>")[1:]}
    assert list(rows) == [
        "Mediation online",
        "Documents by e-mail",
        "Each at their own time",
        "Recording",
        "A longer term",
    ]
    recording = rows["Recording"]
    assert "art. 22" in recording
    applicant, respondent = recording.split("Qinghe Tea")[1].split("Verdant Field")
    assert ("<em>given</em>" in applicant, "<em>not given</em>" in respondent) == (True, True)
    assert f'href="/cases/{scene.case_ref}/sittings#ready-title"' in consents


def test_it_says_what_was_let_out_and_leads_to_where_it_stands(scene, page) -> None:
    private, other = scene.caucus[Side.APPLICANT], scene.caucus[Side.RESPONDENT]
    assert "No side has let anything out" in part(page(), "released")
    for goal in (scene.joint, other):
        asked = ask_to_pass(scene.who("mediator"), private, to_id=goal, text=SENTENCE)
        agree_to_pass(scene.who("applicant"), asked, revision=1)
    ask_to_pass(scene.who("mediator"), private, to_id=other, text="只是问问。")
    released = part(page(), "released")
    assert released.count(SENTENCE) == 2
    assert "只是问问" not in released
    for words in ("Private: applicant → Joint room", "Private: applicant → Private: respondent", "Not told yet"):
        assert words in released
    assert f'href="/cases/{scene.case_ref}/room/{scene.joint}?at=1#m1"' in released
    assert f'href="/cases/{scene.case_ref}/room/{private}#passing"' in released


@pytest.mark.parametrize(
    ("days", "hours", "reason"),
    [
        (0, 2.5, "A sitting is planned for today, 14:30"),
        (0, -1, "The sitting planned for 26 Nov, 11:00 is not open yet"),
        (-2, 0, "The sitting planned for 24 Nov, 12:00 is not open yet"),
        (0, 11.9, "A sitting is planned for today, 23:54"),
        (1, -11.9, ""),
        (5, 0, ""),
    ],
)
def test_a_sitting_is_a_reason_on_its_own_day_in_beijing_and_until_it_is_opened(
    scene, page, noon, days: int, hours: float, reason: str
) -> None:
    noon(days=-10)
    plan(scene, NOON + timedelta(days=days, hours=hours))
    noon()
    for found in (page(), page("/console")):
        assert (reason in found) if reason else ("A sitting is" not in found and "The sitting planned" not in found)
        assert "A sitting is open" not in found


def test_the_console_says_that_the_hour_is_over(scene, page, noon) -> None:
    plan(scene, NOON + timedelta(hours=1))
    assert "Its time is over" not in page()
    noon(hours=1)
    assert "Its time is over" in part(page(), "sitting")


def test_among_all_rooms_the_overdue_sitting_stands_first_then_the_one_of_today(app, scene, page, noon) -> None:
    others = [begin_mediation(mark=mark) for mark in ("AA", "BB", "CC")]
    for case in others:
        end_mediation_session(case.who("mediator"), case.case_id)
        _mediated_by(scene, case)
    quiet, today, late = others
    plan(today, NOON + timedelta(hours=3))
    plan(late, NOON + timedelta(hours=1))
    plan(quiet, NOON + timedelta(days=3))
    noon(hours=2)
    found = page("/console")
    places = [found.index(f'id="room-{case.case_ref}"') for case in (late, today, quiet)]
    assert places == sorted(places)
    assert found.index(f'id="room-{scene.case_ref}"') > places[1]
    for case, urgency in ((late, 10), (today, 14), (quiet, 90)):
        assert f'data-ref="{case.case_ref}" data-urgency="{urgency}"' in found


def _mediated_by(scene: Mediation, case: Mediation) -> None:
    """The mediator of the scene helps to mediate that case as well."""
    with transaction() as tx:
        tx.add(
            Participant(
                case_id=case.case_id,
                account_id=scene.accounts["mediator"],
                role=Role.CO_MEDIATOR,
                party_id=None,
                admitted_at=clock.now(),
            )
        )
