"""Large files over the web: announced, sent by pieces from the offset the server tells, finished once."""

from __future__ import annotations

import base64
import hashlib

import pytest

from odr.access.actor import Side
from odr.evidence.queries import exhibits_in
from odr.evidence.storage import CHUNK
from odr.rooms.queries import messages_after
from tests.blueprints.evidence.test_views import Person
from tests.factories import files
from tests.factories.mediation import Mediation

FILM = files.film(3 * CHUNK)
PIECE = "application/offset+octet-stream"


class Sender:
    """Somebody's browser with the page's token in hand."""

    def __init__(self, app, mediation: Mediation, name: str) -> None:
        self.person = Person(app, mediation, name)
        self.headers = {"X-CSRFToken": self.person.token(), "Accept": "application/json"}

    def announce(self, channel: str, data: bytes = FILM, name: str = "店面.mp4", **more: object):
        body = {"name": name, "size": len(data), "mark": "m"} | more
        return self.person.client.post(f"/channels/{channel}/uploads", json=body, headers=self.headers)

    def piece(self, upload: str, data: bytes, offset: int, **headers: str):
        sent = {**self.headers, "Content-Type": PIECE, "Upload-Offset": str(offset)} | headers
        return self.person.client.patch(upload, data=data, headers=sent)

    def finish(self, upload: str, **more: object):
        body = {"client_ref": "c1"} | more
        return self.person.client.post(f"{upload}/finish", json=body, headers=self.headers)


@pytest.fixture
def sender(app, mediation):
    return lambda name: Sender(app, mediation, name)


def checksum(data: bytes) -> str:
    return "sha256 " + base64.b64encode(hashlib.sha256(data).digest()).decode()


def test_a_file_goes_piece_by_piece_and_is_announced_once(sender, mediation):
    agent = sender("agent")
    answer = agent.announce(mediation.joint)
    upload = answer.headers["Location"]
    assert answer.status_code == 201 and answer.json["result"]["received"] == 0
    first, rest = FILM[: 2 * CHUNK], FILM[2 * CHUNK :]
    kept = agent.piece(upload, first, 0, **{"Upload-Checksum": checksum(first)})
    assert (kept.status_code, kept.headers["Upload-Offset"]) == (204, str(2 * CHUNK))
    state = agent.person.client.head(upload)
    assert (state.headers["Upload-Offset"], state.headers["Upload-Length"]) == (str(2 * CHUNK), str(len(FILM)))
    assert state.headers["Cache-Control"] == "no-store"
    assert agent.piece(upload, rest, 2 * CHUNK).status_code == 204
    done = agent.finish(upload, proves="仍在销售")
    assert done.json["result"]["sha256"] == hashlib.sha256(FILM).hexdigest()
    assert agent.finish(upload).json == done.json
    (said,) = messages_after(mediation.who("applicant"), mediation.joint, 0)
    assert said.text == "店面.mp4" and said.exhibit_id == done.json["result"]["exhibit_id"]
    assert exhibits_in(mediation.who("applicant"), mediation.joint)[0].proves == "仍在销售"


def test_after_a_cut_the_server_says_where_to_go_on(sender, mediation):
    agent = sender("agent")
    upload = agent.announce(mediation.joint).headers["Location"]
    agent.piece(upload, FILM[:CHUNK], 0)
    again = agent.piece(upload, FILM[:CHUNK], 0)
    assert (again.status_code, again.json["error"]["details"]["received"]) == (409, CHUNK)
    assert agent.announce(mediation.joint).json["result"]["received"] == CHUNK
    (listed,) = agent.person.client.get(f"/channels/{mediation.joint}/uploads").json["uploads"]
    assert listed["address"] == upload and listed["name"] == "店面.mp4"


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Offset": "-1"},
        {"Upload-Offset": "٣"},
        {"Upload-Offset": ""},
        {"Content-Type": "application/json"},
        {"Upload-Checksum": "md5 AAAA"},
        {"Upload-Checksum": "sha256 " + "A" * 44},
    ],
)
def test_a_malformed_piece_is_refused_and_nothing_is_kept(sender, mediation, headers):
    agent = sender("agent")
    upload = agent.announce(mediation.joint).headers["Location"]
    assert agent.piece(upload, FILM[:CHUNK], 0, **headers).status_code == 422
    assert agent.person.client.head(upload).headers["Upload-Offset"] == "0"


def test_an_upload_does_not_exist_for_anybody_else(sender, mediation):
    channel = mediation.caucus[Side.RESPONDENT]
    upload = sender("respondent").announce(channel).headers["Location"]
    for name in ("agent", "mediator", "applicant"):
        other = sender(name)
        nothing = other.person.client.get("/uploads/" + "A" * 22, headers=other.headers)
        for answer in (
            other.person.client.get(upload, headers=other.headers),
            other.piece(upload, FILM[:CHUNK], 0),
            other.finish(upload),
            other.person.client.delete(upload, headers=other.headers),
        ):
            assert (answer.status_code, answer.data) == (404, nothing.data)


def test_what_is_discarded_is_gone(sender, mediation, settings):
    agent = sender("agent")
    upload = agent.announce(mediation.joint).headers["Location"]
    agent.piece(upload, FILM[:CHUNK], 0)
    assert agent.person.client.delete(upload, headers=agent.headers).status_code == 204
    assert agent.person.client.head(upload).status_code == 404
    assert list(settings.blobs_dir.iterdir()) == []


def test_a_question_names_the_kinds_and_an_answer_ends_it(sender, mediation):
    photo, applicant = files.picture("JPEG", place=True), sender("applicant")
    upload = applicant.announce(mediation.joint, photo, "照片.jpg").headers["Location"]
    applicant.piece(upload, photo, 0)
    asked = applicant.finish(upload).json["error"]
    assert (asked["code"], asked["details"]["hidden"]) == ("hidden_data", ["gps"])
    assert {"what": "gps", "value": "39.90556, 116.39139"} in applicant.person.client.get(upload).json["result"][
        "hidden"
    ]
    assert applicant.finish(upload, particulars="leave_out").status_code == 200


def test_a_trade_secret_is_named_by_nothing_in_the_room(sender, mediation):
    applicant, paper = sender("applicant"), files.pdf("recipe")
    upload = applicant.announce(mediation.joint, paper, "核心配方.pdf").headers["Location"]
    applicant.piece(upload, paper, 0)
    assert applicant.finish(upload, secret=True, readers=mediation.participants["agent"]).status_code == 200
    (said,) = messages_after(mediation.who("respondent"), mediation.joint, 0)
    assert "配方" not in said.text
    page = sender("respondent").person.client.get(f"/cases/{mediation.case_ref}/room/{mediation.joint}")
    assert "配方" not in page.get_data(as_text=True)
