"""Exhibits over the web: who may send, list and open them, and what is refused."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr import clock
from odr.access.actor import Role, Side
from odr.cases.models import Participant
from odr.db import transaction
from odr.evidence.queries import exhibits_in
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after
from tests.factories import files
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation

PDF = files.pdf("an invented stock list")


class Person:
    """Somebody with a browser who reads the room in English."""

    def __init__(self, app: Flask, mediation: Mediation, name: str) -> None:
        self.client: FlaskClient = browser_of(app, mediation.accounts[name])
        self.client.set_cookie("locale", "en")
        self.ref = mediation.case_ref

    def token(self) -> str:
        page = self.client.get(f"/cases/{self.ref}/room", follow_redirects=True).get_data(as_text=True)
        found = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert found
        return found[1]

    def send(self, channel: str, data: bytes = PDF, name: str = "stock.pdf", **form: str):
        form |= {"csrf_token": self.token(), "ref": self.ref}
        return self.client.post(
            f"/channels/{channel}/exhibits",
            data={**form, "file": (io.BytesIO(data), name)},
            content_type="multipart/form-data",
        )

    def act(self, exhibit: str, verb: str):
        return self.client.post(f"/exhibits/{exhibit}/{verb}", data={"csrf_token": self.token(), "ref": self.ref})


@pytest.fixture
def person(app: Flask, mediation: Mediation):
    return lambda name: Person(app, mediation, name)


def only_exhibit(mediation: Mediation, channel: str) -> str:
    (view,) = exhibits_in(mediation.who("mediator"), channel)
    return view.id


def test_an_exhibit_is_announced_in_its_channel_and_comes_back_whole(person, mediation):
    answer = person("agent").send(mediation.joint, name="库存清单.pdf", client_ref="f1")
    assert answer.status_code == 302
    exhibit = only_exhibit(mediation, mediation.joint)
    (said,) = messages_after(mediation.who("applicant"), mediation.joint, 0)
    assert (said.text, said.exhibit_id) == ("库存清单.pdf", exhibit)
    assert person("applicant").client.get(f"/exhibits/{exhibit}").data == PDF


def test_a_file_is_only_ever_a_download(person, mediation):
    person("agent").send(mediation.joint, name="库存 清单.pdf")
    answer = person("applicant").client.get(f"/exhibits/{only_exhibit(mediation, mediation.joint)}")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert "filename*=UTF-8''%E5%BA%93" in answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["applicant", "clerk", "court_clerk", "outsider"])
def test_an_exhibit_of_a_caucus_does_not_exist_for_anybody_else(person, mediation, name):
    channel = mediation.caucus[Side.RESPONDENT]
    person("respondent").send(channel)
    other = person(name).client
    exhibit = only_exhibit(mediation, channel)
    for path, absent in (
        *((f"/exhibits/{exhibit}{end}", f"/exhibits/{'A' * 22}{end}") for end in ("", "/page", "/shown", "/thumb")),
        (f"/channels/{channel}/exhibits.csv", "/channels/" + "A" * 22 + "/exhibits.csv"),
        (f"/channels/{channel}/exhibits", "/channels/" + "A" * 22 + "/exhibits"),
    ):
        refused, unknown = (other.get(place, headers={"Accept": "application/json"}) for place in (path, absent))
        assert (refused.status_code, refused.get_data()) == (404, unknown.get_data())


def test_nobody_puts_a_file_into_a_channel_they_do_not_hear(person, mediation):
    channel = mediation.caucus[Side.RESPONDENT]
    assert person("applicant").send(channel).status_code == 404
    assert exhibits_in(mediation.who("mediator"), channel) == []


@pytest.mark.parametrize(
    "data, name, said",
    [
        (b"", "empty.pdf", "The file is empty."),
        (b"MZ\x90\x00" + b"\0" * 100, "tool.pdf", "Files of this kind are not taken."),
        (b"<html><script>alert(1)</script>", "page.txt", "Files of this kind are not taken."),
        (PDF, "list.png", "does not fit its content"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_and_nothing_remains(person, mediation, settings, data, name, said):
    answer = person("applicant").send(mediation.joint, data, name)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True)
    assert exhibits_in(mediation.who("mediator"), mediation.joint) == []
    assert messages_after(mediation.who("mediator"), mediation.joint, 0) == []
    assert not settings.blobs_dir.exists() or not [p for p in settings.blobs_dir.rglob("*") if p.is_file()]


def test_sending_without_a_file_is_refused(person, mediation):
    someone = person("applicant")
    answer = someone.client.post(f"/channels/{mediation.joint}/exhibits", data={"csrf_token": someone.token()})
    assert answer.status_code == 422


def test_when_somebody_came_in_meanwhile_the_file_is_not_kept(person, mediation):
    respondent, channel = person("respondent"), mediation.caucus[Side.RESPONDENT]
    page = respondent.client.get(f"/cases/{mediation.case_ref}/room/{channel}").get_data(as_text=True)
    seen = re.search(r'name="audience" value="(\w+)"', page)
    assert seen
    with transaction() as tx:
        tx.add(
            Participant(
                case_id=mediation.case_id,
                account_id=mediation.accounts["outsider"],
                role=Role.AGENT,
                party_id=mediation.parties[Side.RESPONDENT],
                admitted_at=clock.now(),
            )
        )
    assert respondent.send(channel, audience=seen[1]).status_code == 409
    assert exhibits_in(mediation.who("mediator"), channel) == []


def test_a_page_that_is_open_learns_of_the_exhibit_with_its_fingerprint(person, mediation):
    applicant = person("applicant")
    applicant.send(mediation.joint)
    (listed,) = applicant.client.get(f"/channels/{mediation.joint}/exhibits").json["exhibits"]
    assert listed["name"] == "stock.pdf" and listed["size"] == len(PDF) and len(listed["sha256"]) == 64


def test_a_withdrawn_exhibit_stays_listed_and_cannot_be_opened(person, mediation):
    person("applicant").send(mediation.joint)
    exhibit = only_exhibit(mediation, mediation.joint)
    assert person("respondent").act(exhibit, "withdraw").status_code == 403
    assert person("applicant").act(exhibit, "withdraw").status_code == 302
    assert person("respondent").client.get(f"/exhibits/{exhibit}").status_code == 404
    assert [v.withdrawn for v in exhibits_in(mediation.who("respondent"), mediation.joint)] == [True]


def test_an_exhibit_goes_to_the_court_when_both_sides_have_agreed(person, mediation):
    person("applicant").send(mediation.joint)
    exhibit = only_exhibit(mediation, mediation.joint)
    consents = []
    for name in ("applicant", "agent"):
        assert person(name).act(exhibit, "release").status_code == 302
        consents += [v.for_court for v in exhibits_in(mediation.who(name), mediation.joint)]
    assert consents == [False, True]


def test_a_private_figure_in_a_files_name_reaches_nobody_else(person, mediation):
    """What is refused is not kept either: the list of files is heard like the words."""
    post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="底价：38 万元", client_ref="r")
    answer = person("applicant").send(mediation.joint, name="报价 380,000 元.pdf")
    assert answer.status_code == 409
    assert exhibits_in(mediation.who("agent"), mediation.joint) == []
    assert person("applicant").send(mediation.joint, name="报价 380,000 元.pdf", knowingly="1").status_code == 302
    assert len(exhibits_in(mediation.who("agent"), mediation.joint)) == 1
    assert len(messages_after(mediation.who("agent"), mediation.joint, 0)) == 1
