"""From the final text to the ruling, the case page names the step of its reader and leads to it."""

from __future__ import annotations

import re
from pathlib import Path

from flask import Flask

from odr.accounts.models import Track
from odr.settings import Settings
from tests.factories.agreements import BeforeCourt, apply_as, final_version, mediated_case, sign, signatories
from tests.factories.browsers import browser_of
from tests.factories.people import Known
from tests.factories.stages import on_the_desk, signed
from wsgi import create_app

_TITLE = re.compile(r'class="next__title"[^>]*>([^<]+)<')


def title(app: Flask, person: Known, ref: str) -> str:
    """The headline of the case page for this person, in English."""
    browser = browser_of(app, person.account_id)
    browser.set_cookie("locale", "en")
    found = _TITLE.search(browser.get(f"/cases/{ref}").text)
    assert found is not None
    return found.group(1).strip()


def test_a_final_text_waits_for_each_signature_and_then_for_the_seal(app: Flask) -> None:
    agreed = final_version(mediated_case(track=Track.PEOPLES))
    case, waiting = agreed.case, "The others are signing"
    places = signatories(agreed)
    assert {title(app, person, case.ref) for _, person in places} <= {"Sign the agreement", waiting}
    for field, person in places:
        assert title(app, person, case.ref) == "Sign the agreement"
        sign(agreed, person, field)
        assert title(app, person, case.ref) != "Sign the agreement"
    assert title(app, case.clerk, case.ref) == "Affix the seal"
    assert title(app, case.applicant, case.ref) == "The organisation affixes its seal"


def test_the_history_tells_of_the_later_stages(app: Flask) -> None:
    agreed = final_version(mediated_case())
    page = browser_of(app, agreed.case.applicant.account_id)
    page.set_cookie("locale", "en")
    assert "The text of the agreement is final" in page.get(f"/cases/{agreed.case.ref}").text


def test_after_the_signatures_each_side_is_led_to_the_court(tmp_path: Path) -> None:
    with signed(tmp_path / "copy") as (copied, stage):
        app = served(copied)
        assert title(app, stage.case.applicant, stage.case.ref).startswith("You may now ask a court")
        stage.choose_court()
        assert titles(app, stage) == ["Apply for judicial confirmation"] * 2
        apply_as(stage.parties[0], stage.confirmation_id)
        assert titles(app, stage) == ["The other side has still to apply", "Apply for judicial confirmation"]
        apply_as(stage.parties[1], stage.confirmation_id)
        assert titles(app, stage) == ["The organisation files with the court"] * 2
        assert title(app, stage.case.clerk, stage.case.ref) == "File with the court"


def test_what_is_with_the_court_waits_for_the_court(tmp_path: Path) -> None:
    with on_the_desk(tmp_path / "copy") as (copied, stage):
        app = served(copied)
        assert titles(app, stage) == ["The court is reviewing the agreement"] * 2


def titles(app: Flask, stage: BeforeCourt) -> list[str]:
    return [title(app, person, stage.case.ref) for person in stage.parties]


def served(settings: Settings) -> Flask:
    app = create_app(settings)
    app.testing = True
    return app
