"""The pages of the room: who finds which channel, and what the page says about who hears."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from odr import clock
from odr.access.actor import Role, Side
from odr.cases.models import Participant
from odr.db import transaction
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation, begin_mediation

CAUCUS = {"applicant": Side.APPLICANT, "respondent": Side.RESPONDENT, "agent": Side.RESPONDENT}


class Visitor:
    """A person who reads the room in English."""

    def __init__(self, app: Flask, mediation: Mediation, name: str) -> None:
        self.client: FlaskClient = browser_of(app, mediation.accounts[name])
        self.client.set_cookie("locale", "en")
        self.room = f"/cases/{mediation.case_ref}/room"

    def page(self, channel: str) -> str:
        """The text of a channel's page, entities resolved."""
        return unescape(self.client.get(f"{self.room}/{channel}").get_data(as_text=True))

    def say(self, channel: str, **form: str):
        """Send the composer's form."""
        token = re.search(r'name="csrf-token" content="([^"]+)"', self.page(channel))
        assert token
        ref = self.room.split("/")[2]
        return self.client.post(f"/channels/{channel}/messages", data={"csrf_token": token[1], "ref": ref} | form)


@pytest.fixture
def visit(app: Flask, mediation: Mediation):
    return lambda name: Visitor(app, mediation, name)


def send_label(page: str) -> str:
    found = re.search(r'data-send>.*?data-words="send">([^<]*)<', page, re.DOTALL)
    assert found
    return found[1]


def test_the_room_opens_at_the_joint_channel(visit, mediation: Mediation):
    answer = visit("applicant").client.get(f"/cases/{mediation.case_ref}/room")
    assert answer.location == f"/cases/{mediation.case_ref}/room/{mediation.joint}"


@pytest.mark.parametrize("name, leads", [("mediator", True), ("applicant", False)])
def test_before_the_first_sitting_only_the_mediator_can_open_the_room(app, database, name, leads):
    mediation = begin_mediation(session=False)
    someone = Visitor(app, mediation, name)
    page = someone.client.get(someone.room).get_data(as_text=True)
    assert ("Open the first sitting" in page) is leads


@pytest.mark.parametrize(
    "name, label",
    [
        ("applicant", "Only to the mediator"),
        ("respondent", "Only to my side and the mediator"),
        ("agent", "Only to my side and the mediator"),
    ],
)
def test_the_button_names_who_hears(visit, mediation, name, label):
    someone = visit(name)
    assert send_label(someone.page(mediation.joint)) == "Send to 3 people"
    assert send_label(someone.page(mediation.caucus[CAUCUS[name]])) == label


def test_the_mediator_reads_on_the_button_to_whom_a_private_word_goes(visit, mediation):
    mediator = visit("mediator")
    assert send_label(mediator.page(mediation.caucus[Side.APPLICANT])) == "Only to Zhang Min"
    assert send_label(mediator.page(mediation.caucus[Side.RESPONDENT])) == "Only to Eleanor Hart, Wang Yiming"


def test_a_caucus_is_told_from_the_joint_room_in_words_alone(visit, mediation):
    page = visit("applicant").page(mediation.caucus[Side.APPLICANT])
    for words in (
        "<title>(Private) Caucus",
        "Private · you and the mediator",
        "Only you and the mediator hear this.",
        "The other side will not see it",
        "Only to the mediator",
    ):
        assert words in page


def test_the_caucus_of_the_other_side_does_not_exist(visit, mediation):
    applicant = visit("applicant")
    foreign = mediation.caucus[Side.RESPONDENT]
    assert foreign not in applicant.page(mediation.joint)
    paths = [f"{applicant.room}/{{}}", f"{applicant.room}/{{}}/hearers", "/channels/{}/messages"]
    for path in paths:
        refused, absent = (
            applicant.client.get(path.format(channel), headers={"Accept": "application/json"})
            for channel in (foreign, "A" * 22)
        )
        assert refused.status_code == absent.status_code == 404
        assert refused.get_data() == absent.get_data()


@pytest.mark.parametrize("name, status", [("clerk", 403), ("outsider", 404), ("court_clerk", 404)])
def test_nobody_else_enters_the_room(visit, mediation, name, status):
    someone = visit(name)
    for path in (someone.room, f"{someone.room}/{mediation.joint}"):
        assert someone.client.get(path).status_code == status


def test_what_people_write_is_shown_as_text_in_its_language(visit, mediation):
    respondent = visit("respondent")
    respondent.say(mediation.joint, text="<img src=x onerror=alert(1)> Hello", client_ref="r1")
    page = respondent.client.get(f"{respondent.room}/{mediation.joint}").get_data(as_text=True)
    assert "&lt;img src=x onerror=alert(1)&gt; Hello" in page
    assert re.search(r'class="words" data-text lang="en">', page)


def test_a_form_sent_twice_says_it_once(visit, mediation):
    applicant = visit("applicant")
    for _ in range(2):
        answer = applicant.say(mediation.joint, text="We accept.", client_ref="r1")
        assert answer.status_code == 302
        assert answer.location.endswith(f"/{mediation.joint}#latest")
    assert [m.text for m in messages_after(mediation.who("mediator"), mediation.joint, 0)] == ["We accept."]


def test_when_somebody_came_in_meanwhile_nothing_is_said_and_the_words_stay_in_the_box(visit, mediation):
    respondent = visit("respondent")
    channel = mediation.caucus[Side.RESPONDENT]
    seen = re.search(r'name="audience" value="(\w+)"', respondent.page(channel))
    assert seen
    with transaction() as tx:
        newcomer = mediation.accounts["outsider"]
        party = mediation.parties[Side.RESPONDENT]
        now = clock.now()
        tx.add(
            Participant(
                case_id=mediation.case_id, account_id=newcomer, role=Role.AGENT, party_id=party, admitted_at=now
            )
        )
    answer = respondent.say(channel, text="our ceiling", client_ref="r1", audience=seen[1])
    page = unescape(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "Other people hear this now" in page and ">our ceiling</textarea>" in page and "A Passer-by" in page
    assert messages_after(mediation.who("mediator"), channel, 0) == []


def test_an_empty_form_is_answered_in_words(visit, mediation):
    answer = visit("applicant").say(mediation.joint, text="  ", client_ref="r1")
    assert answer.status_code == 422
    assert "Write something first." in answer.get_data(as_text=True)


def test_catching_up_gives_what_came_after_a_place_in_the_order(visit, mediation):
    for number in range(3):
        post_message(mediation.who("mediator"), mediation.joint, text=f"word {number}", client_ref=f"r{number}")
    answer = visit("applicant").client.get(f"/channels/{mediation.joint}/messages?after=1")
    assert [(m["seq"], m["text"], m["mine"]) for m in answer.json["messages"]] == [
        (2, "word 1", False),
        (3, "word 2", False),
    ]


def test_a_place_that_is_no_number_is_refused(visit, mediation):
    answer = visit("applicant").client.get(f"/channels/{mediation.joint}/messages?after=-1 or 1")
    assert answer.status_code == 422


def test_the_page_can_ask_who_hears_it_now(visit, mediation):
    answer = visit("respondent").client.get(
        f"/cases/{mediation.case_ref}/room/{mediation.caucus[Side.RESPONDENT]}/hearers"
    )
    assert {p["name"] for p in answer.json["people"]} == {"Zhou Huilan", "Eleanor Hart", "Wang Yiming"}
    assert answer.json["words"]["send"] == "Only to my side and the mediator"


def test_words_not_read_yet_are_counted_for_each_channel_by_itself(visit, mediation):
    post_message(mediation.who("mediator"), mediation.caucus[Side.APPLICANT], text="one", client_ref="r1")
    page = visit("applicant").page(mediation.joint)
    doors = dict(re.findall(r'data-door="([\w-]+)".*?data-number>(\d+)<', page, re.DOTALL))
    assert doors == {mediation.joint: "0", mediation.caucus[Side.APPLICANT]: "1"}


def test_only_the_mediator_ends_a_sitting_and_opens_the_next(visit, mediation):
    def sit(name: str, act: str):
        someone = visit(name)
        token = re.search(r'name="csrf-token" content="([^"]+)"', someone.page(mediation.joint))
        assert token
        return someone.client.post(f"{someone.room}/sitting", data={"csrf_token": token[1], "act": act}).status_code

    assert sit("applicant", "end") == 403
    assert [sit("mediator", act) for act in ("end", "end", "open")] == [302, 409, 302]
    assert "Sitting 2" in visit("applicant").page(mediation.joint)


def test_a_private_figure_comes_back_to_its_writer_with_a_question(visit, mediation):
    applicant = visit("applicant")
    applicant.say(mediation.caucus[Side.APPLICANT], text="最低 38 万元", client_ref="r1")
    held = applicant.say(mediation.joint, text="我方要 38 万元", client_ref="r2")
    page = unescape(held.get_data(as_text=True))
    assert held.status_code == 422
    assert "So far you named this figure in private only." in page and ">我方要 38 万元</textarea>" in page
    assert applicant.say(mediation.joint, text="我方要 38 万元", client_ref="r2", knowingly="yes").status_code == 302


@pytest.mark.parametrize("sent", [[], "x", 7, {"text": "x", "client_ref": "\ud800"}])
def test_words_of_another_shape_are_refused_in_words(app, mediation, sent):
    app.config["WTF_CSRF_ENABLED"] = False
    browser = browser_of(app, mediation.accounts["applicant"])
    assert browser.post(f"/channels/{mediation.joint}/messages", json=sent).status_code == 422
