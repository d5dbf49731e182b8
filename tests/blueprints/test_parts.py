"""The parts every page is made of: what they say to somebody who cannot see them, and what they never pretend."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import force_locale
from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - newer than its types
from wtforms.validators import DataRequired

PARTS = "{% import 'components/parts.html' as p %}{% import 'components/case.html' as c %}"
FORMS = "{% import 'components/forms.html' as f %}"


class Questions(FlaskForm):
    """A form with one question of each kind."""

    name = StringField("Full name", [DataRequired("Write the full name")])
    side = RadioField(
        "Side",
        choices=[SelectChoice("a", "Applicant"), SelectChoice("b", "Respondent")],
        validators=[DataRequired("Choose")],
    )
    facts = TextAreaField("Facts")
    proof = FileField("Proof")
    agreed = BooleanField("I agree", [DataRequired("Tick the box")])


@pytest.fixture
def show(app: Flask):
    def render(template: str, **facts: Any) -> str:
        with app.test_request_context(), force_locale("en"):
            return render_template_string(template, **facts)

    return render


@pytest.fixture
def unanswered(app: Flask):
    with app.test_request_context(method="POST"):
        form = Questions(meta={"csrf": False})
        assert not form.validate()
        yield form


def test_an_error_stands_beside_its_question_and_is_read_with_it(show, unanswered):
    field = show(FORMS + "{{ f.field(form.name, hint='As on the licence') }}", form=unanswered)
    assert 'aria-invalid="true"' in field
    described = re.search(r'aria-describedby="([^"]+)"', field)
    assert described and described[1].split() == ["name-hint", "name-error"]
    assert all(f'id="{ident}"' in field for ident in described[1].split())


def test_a_question_without_error_is_not_marked(show, unanswered):
    field = show(FORMS + "{{ f.field(form.facts) }}", form=unanswered)
    assert "aria-invalid" not in field and "aria-describedby" not in field


def test_the_summary_leads_to_the_first_control_of_each_question(show, unanswered):
    page = (
        FORMS + "{{ f.error_summary(form) }}{{ f.field(form.name) }}{{ f.field(form.side) }}{{ f.field(form.agreed) }}"
    )
    shown = show(page, form=unanswered)
    targets = re.findall(r'<a href="#([\w-]+)">', shown)
    assert targets == ["name", "side-0", "agreed"]
    assert all(f'id="{target}"' in shown for target in targets)


def test_a_form_without_errors_has_no_summary(show, app):
    with app.test_request_context():
        form = Questions(meta={"csrf": False})
    assert show(FORMS + "{{ f.error_summary(form) }}", form=form).strip() == ""


def test_every_control_has_its_label(show, unanswered):
    for name in ("name", "facts", "proof"):
        shown = show(FORMS + "{{ f.field(form[name]) }}", form=unanswered, name=name)
        assert f'<label for="{name}">' in shown and f'id="{name}"' in shown


def test_what_was_not_checked_never_looks_passed(show):
    tags = {state: show(PARTS + "{{ p.finding_tag(s) }}", s=state) for state in ("passed", "judgement", "failed", "x")}
    assert "tag--good" in tags["passed"]
    assert all("tag--good" not in tags[state] for state in ("judgement", "failed", "x"))
    assert "Not checked" in tags["x"]


@pytest.mark.parametrize(
    "days, said, tone",
    [(9, "still", "due"), (3, "still", "due--soon"), (0, "today", "due--soon"), (-2, "over by", "due--over")],
)
def test_a_deadline_says_in_words_what_its_colour_says(show, days, said, tone):
    at = datetime(2026, 12, 2, 15, 59, tzinfo=UTC)
    shown = show(PARTS + "{{ c.deadline(days, at, 'Last day') }}", days=days, at=at)
    assert said in shown and tone in shown
    assert (
        'datetime="2026-12-02T15:59:00+00:00"' in shown and "Wed 2 Dec 2026, 23:59" in shown and "Beijing time" in shown
    )


def test_the_drawn_seal_says_that_it_is_a_sample(show):
    assert ">sample<" in show(PARTS + "{{ c.seal('Centre') }}")
    assert "has not been affixed" in show(PARTS + "{{ c.seal('Centre', affixed=false) }}")


def test_what_people_wrote_is_never_markup(show):
    evil = "<b onclick=alert(1)>"
    rows = (
        PARTS
        + "{{ p.summary_list([{'key': e, 'value': e}]) }}{{ p.note(e) }}{{ p.table([e], [[e]]) }}{{ c.person(e) }}"
    )
    assert evil not in show(rows, e=evil)


def test_the_frame_links_only_to_pages_that_exist(app: Flask):
    browser = app.test_client()
    page = browser.get("/").get_data(as_text=True)
    for address in set(re.findall(r'href="(/[^"#]*)"', page)):
        answer = browser.get(address, headers={"Accept": "text/html"})
        assert answer.status_code in {200, 302}, address
        answer.close()
