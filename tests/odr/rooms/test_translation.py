"""A machine sees words of a channel only when everybody who hears it has agreed, and its words are marked as such."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from odr import clock
from odr.access.actor import Side
from odr.cases.models import Participant
from odr.db import transaction
from odr.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after
from odr.rooms.translation import (
    HttpEngine,
    agree_to_translation,
    translate_message,
    translation_state,
    use_engine,
)
from tests.factories.mediation import Mediation

HEARERS = ("applicant", "respondent", "agent", "mediator")


class Served(BaseHTTPRequestHandler):
    """An engine that turns words around, or answers whatever the test wants."""

    asked: list[dict[str, str]] = []
    answer = b""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.asked.append(asked)
        if self.path == "/away":
            self.send_response(307)
            self.send_header("Location", "/translate")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.answer or json.dumps({"translatedText": asked["q"][::-1]}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def engine() -> Iterator[str]:
    Served.asked, Served.answer = [], b""
    server = HTTPServer(("127.0.0.1", 0), Served)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    use_engine(HttpEngine(f"{address}/translate", "key"))
    yield address
    use_engine(None)
    server.shutdown()
    server.server_close()


def agree(mediation: Mediation, channel: str, *names: str) -> None:
    for name in names:
        agree_to_translation(mediation.who(name), channel, agreed=True)


def say(mediation: Mediation, channel: str, text: str) -> None:
    post_message(mediation.who("applicant"), channel, text=text, client_ref=text)


def test_without_an_engine_there_is_no_machine_translation(mediation: Mediation) -> None:
    say(mediation, mediation.joint, "您好")
    agree(mediation, mediation.joint, *HEARERS)
    assert not translation_state(mediation.who("applicant"), mediation.joint).ready
    with pytest.raises(NotFound):
        translate_message(mediation.who("applicant"), mediation.joint, 1)


def test_no_word_leaves_the_platform_before_the_last_hearer_agrees(mediation: Mediation, engine: str) -> None:
    say(mediation, mediation.joint, "您好")
    agree(mediation, mediation.joint, *HEARERS[:-1])
    with pytest.raises(NotAllowed):
        translate_message(mediation.who("applicant"), mediation.joint, 1)
    assert Served.asked == []
    agree(mediation, mediation.joint, "mediator")
    assert translate_message(mediation.who("respondent"), mediation.joint, 1).seq == 2
    assert Served.asked == [{"q": "您好", "source": "zh", "target": "en", "format": "text", "api_key": "key"}]
    (word,) = messages_after(mediation.who("agent"), mediation.joint, 0)[0].translations
    assert (word.text, word.engine) == ("好您", "127.0.0.1")


def test_consent_is_of_one_channel_can_be_taken_back_and_is_asked_of_newcomers(
    mediation: Mediation, engine: str
) -> None:
    caucus = mediation.caucus[Side.APPLICANT]
    say(mediation, caucus, "private")
    agree(mediation, mediation.joint, *HEARERS)
    with pytest.raises(NotAllowed):
        translate_message(mediation.who("applicant"), caucus, 1)
    agree_to_translation(mediation.who("agent"), mediation.joint, agreed=False)
    assert translation_state(mediation.who("applicant"), mediation.joint).missing == (mediation.participants["agent"],)
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    assert translation_state(mediation.who("applicant"), mediation.joint).ready
    with pytest.raises(NotFound):
        translation_state(mediation.who("respondent"), caucus)
    with pytest.raises(NotFound):
        agree_to_translation(mediation.who("respondent"), caucus, agreed=True)


def test_the_same_words_are_translated_once_and_a_new_version_again(mediation: Mediation, engine: str) -> None:
    say(mediation, mediation.joint, "您好")
    agree(mediation, mediation.joint, *HEARERS)
    first, again = (translate_message(mediation.who("applicant"), mediation.joint, 1) for _ in range(2))
    assert first == again
    post_message(mediation.who("applicant"), mediation.joint, text="Hello all", client_ref="c", corrects=1)
    assert translate_message(mediation.who("applicant"), mediation.joint, 1).seq > first.seq
    assert [(a["q"], a["target"]) for a in Served.asked] == [("您好", "en"), ("您好", "en"), ("Hello all", "zh")]
    with pytest.raises(InvalidInput):
        translate_message(mediation.who("applicant"), mediation.joint, first.seq)


@pytest.mark.parametrize("answer", [b"<html>", b"[]", b'{"translatedText": 7}', b'{"translatedText": " "}'])
def test_an_engine_that_answers_nonsense_changes_nothing(mediation: Mediation, engine: str, answer: bytes) -> None:
    say(mediation, mediation.joint, "您好")
    agree(mediation, mediation.joint, *HEARERS)
    Served.answer = answer
    with pytest.raises(Unavailable):
        translate_message(mediation.who("applicant"), mediation.joint, 1)
    assert len(messages_after(mediation.who("applicant"), mediation.joint, 0)) == 1


def test_words_go_to_the_named_address_only(mediation: Mediation, engine: str) -> None:
    say(mediation, mediation.joint, "您好")
    agree(mediation, mediation.joint, *HEARERS)
    use_engine(HttpEngine(f"{engine}/away"))
    with pytest.raises(Unavailable):
        translate_message(mediation.who("applicant"), mediation.joint, 1)
    assert len(Served.asked) == 1
