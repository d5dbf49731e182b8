"""Records and words passed on over the web: who finds what, and what a press does."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from odr.access.actor import Side
from odr.records.passing import ask_to_pass
from odr.records.recording import draft_record
from odr.records.sittings import record_page
from odr.rooms.commands import end_mediation_session
from odr.rooms.posting import post_message
from tests.factories.browsers import browser_of
from tests.factories.mediation import Mediation, begin_mediation

SENTENCE = "申请人愿意考虑分两期付款。"


@pytest.fixture
def scene(app) -> Mediation:
    app.config["WTF_CSRF_ENABLED"] = False
    return begin_mediation()


@pytest.fixture
def visit(app, scene: Mediation):
    def browser(name: str) -> FlaskClient:
        client = browser_of(app, scene.accounts[name])
        client.set_cookie("locale", "en")
        return client

    return browser


def drafted(scene: Mediation) -> str:
    for name in ("applicant", "respondent"):
        post_message(scene.who(name), scene.joint, text="在。", client_ref=name)
    end_mediation_session(scene.who("mediator"), scene.case_id)
    return draft_record(scene.who("mediator"), scene.case_id, 1)


def test_a_record_goes_from_draft_to_download(scene, visit):
    record = drafted(scene)
    mediator, came = visit("mediator"), record_page(scene.who("mediator"), record).content.written.came
    form = {"revision": "1", "came": list(came), "statements": "双方陈述了意见。"}
    assert mediator.post(f"/records/{record}/text", data=form).status_code == 302
    assert mediator.post(f"/records/{record}/open", data={"revision": "2"}).status_code == 302
    for name in ("applicant", "respondent"):
        page = visit(name).get(f"/records/{record}").get_data(as_text=True)
        assert "双方陈述了意见。" in page
        for words in ("Identity: document compared online, by Zhou Huilan on", "Notice of rights and duties (version"):
            assert page.count(words) == 2
        visit(name).post(f"/records/{record}/confirm", data={"revision": "2"})
    mediator.post(f"/records/{record}/close", data={"revision": "2"})
    answer = visit("clerk").get(f"/records/{record}/document.pdf")
    assert answer.get_data().startswith(b"%PDF-")
    assert "Final" in visit("applicant").get(f"/cases/{scene.case_ref}/records").get_data(as_text=True)


def test_a_draft_is_found_by_the_mediator_alone(scene, visit):
    record = drafted(scene)
    assert visit("mediator").get(f"/records/{record}").status_code == 200
    for name in ("applicant", "respondent", "clerk", "outsider"):
        assert visit(name).get(f"/records/{record}").status_code == 404
        assert visit(name).get(f"/records/{record}/text").status_code == 404


def test_two_texts_of_a_record_are_shown_side_by_side(scene, visit):
    record = drafted(scene)
    came = list(record_page(scene.who("mediator"), record).content.written.came)
    first = {"revision": "1", "came": came, "remarks": "先写的。"}
    visit("mediator").post(f"/records/{record}/text", data=first)
    answer = visit("mediator").post(f"/records/{record}/text", data=first | {"remarks": "后写的。"})
    assert answer.status_code == 409
    assert "先写的。" in answer.get_data(as_text=True)
    assert "后写的。" in answer.get_data(as_text=True)


def test_a_refusal_without_words_is_asked_again(scene, visit):
    record = drafted(scene)
    visit("mediator").post(f"/records/{record}/open", data={"revision": "1"})
    answer = visit("applicant").post(f"/records/{record}/refuse", data={"revision": "1"})
    assert answer.status_code == 422


def test_words_from_a_caucus_reach_the_joint_room_with_a_mark_and_nothing_else(scene, visit):
    private = scene.caucus[Side.APPLICANT]
    asked = {"text": SENTENCE, "to": scene.joint, "ref": scene.case_ref}
    assert visit("mediator").post(f"/channels/{private}/passings", data=asked).status_code == 302
    own = f"/cases/{scene.case_ref}/room/{private}"
    joint = f"/cases/{scene.case_ref}/room/{scene.joint}"
    assert SENTENCE in visit("applicant").get(own).get_data(as_text=True)
    assert SENTENCE not in visit("respondent").get(joint).get_data(as_text=True)
    passing = ask_to_pass(scene.who("mediator"), private, to_id=scene.joint, text=SENTENCE)
    visit("applicant").post(f"/passings/{passing}/agree", data={"revision": "1"})
    page = visit("respondent").get(joint).get_data(as_text=True)
    assert SENTENCE in page
    assert "passed on with consent</p>" in page


def test_the_other_side_cannot_tell_a_sentence_asked_for_from_none(scene, visit):
    passing = ask_to_pass(scene.who("mediator"), scene.caucus[Side.APPLICANT], to_id=scene.joint, text=SENTENCE)
    for act in ("agree", "refuse", "withdraw", "pass-on", "reword"):
        real = visit("respondent").post(f"/passings/{passing}/{act}", data={"revision": "1"})
        none = visit("respondent").post(f"/passings/{'x' * 22}/{act}", data={"revision": "1"})
        assert (real.status_code, none.status_code) == (404, 404)
