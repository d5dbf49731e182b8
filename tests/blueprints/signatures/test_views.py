"""Signing through the web: the exchange a signatory's device has with the platform, and what each refusal says."""

from __future__ import annotations

import base64
import dataclasses
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from odr import clock
from odr.accounts.models import Login
from odr.db import transaction
from odr.signatures.keys import CONSENT_VERSION
from odr.signatures.requirements import places_of
from signing import pdf
from signing.trust import TrustRoots
from signing.verify import verify_agreement
from tests.factories.agreements import Agreed, final_version, mediated_case, signatories
from tests.factories.browsers import browser_of
from tests.factories.people import PASSWORD, Known
from tests.signing.ceremony import OutsideKey


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@dataclass
class Page:
    """The signing page of one person in one browser, with the key it would make."""

    client: FlaskClient
    agreed: Agreed
    field: str
    key: OutsideKey = dataclasses.field(default_factory=OutsideKey)

    @property
    def url(self) -> str:
        return f"/versions/{self.agreed.version_id}/signatures/{self.field}"

    @property
    def name(self) -> str:
        return next(p.name for p in places_of(self.agreed.version.fields) if p.field == self.field)

    def post(self, act: str, **body: Any) -> TestResponse:
        return self.client.post(f"{self.url}/{act}", json=body, headers={"Accept": "application/json"})

    def result(self, act: str, **body: Any) -> dict[str, Any]:
        answer = self.post(act, **body)
        assert answer.status_code == 200, answer.text
        return answer.get_json()["result"]

    def enrol(self) -> None:
        self.result("reading", page=3, pages=3)
        begun = self.result("challenge", name=self.name, consent=CONSENT_VERSION)
        proof = self.key.sign(base64.b64decode(begun["challenge"]))
        self.result("enrol", spki=b64(self.key.spki), proof=b64(proof))

    def sign(self) -> dict[str, Any]:
        self.enrol()
        made = self.result("prepare")
        shown = self.client.get(f"{self.url}/document").data
        assert sha256(shown).hexdigest() == made["document_sha256"]
        value = self.key.sign(base64.b64decode(made["signed_attributes"]))
        return self.result("finish", signature=b64(value))


@dataclass(frozen=True)
class Room:
    """Everybody's browsers around one frozen text."""

    app: Flask
    agreed: Agreed
    pages: tuple[Page, ...]

    def browser(self, person: Known) -> FlaskClient:
        return browser_of(self.app, person.account_id)


@pytest.fixture
def room(app: Flask) -> Room:
    app.config["WTF_CSRF_ENABLED"] = False
    agreed = final_version(mediated_case())
    pages = tuple(Page(browser_of(app, one.account_id), agreed, name) for name, one in signatories(agreed))
    return Room(app, agreed, pages)


def error_of(answer: TestResponse) -> dict[str, Any]:
    body = answer.get_json()
    assert body["ok"] is False
    assert body["error"]["title"] and body["error"]["advice"]
    return body["error"]


def test_everybody_signs_from_their_page_and_the_clerk_seals(room: Room) -> None:
    for number, page in enumerate(room.pages, start=1):
        assert page.client.get(page.url).status_code == 200
        kept = page.sign()
        assert kept["everybody_signed"] == (number == len(room.pages))
    clerk = room.browser(room.agreed.case.clerk)
    overview = f"/versions/{room.agreed.version_id}/signatures"
    assert "seal" in clerk.get(overview).text
    assert clerk.post(f"/versions/{room.agreed.version_id}/seal").status_code == 302
    document = clerk.get(f"/versions/{room.agreed.version_id}/signed.pdf")
    assert document.mimetype == "application/pdf"
    roots = TrustRoots.from_pem(clerk.get("/verify/roots.pem").data)
    assert verify_agreement(document.data, roots).sound
    assert clerk.get(overview).status_code == 200


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_page_says_in_the_readers_language_that_this_is_for_development_only(room: Room, language: str) -> None:
    person = signatories(room.agreed)[0][1]
    browser = room.browser(person)
    browser.set_cookie("locale", language)
    for url in (room.pages[0].url, f"/versions/{room.agreed.version_id}/signatures"):
        text = browser.get(url).text
        assert ("开发" in text and "演示" in text) if language == "zh-CN" else "development" in text.lower()


def test_nothing_of_the_page_runs_from_the_page_itself(room: Room) -> None:
    text = room.pages[0].client.get(room.pages[0].url).text
    assert "<script>" not in text and "onclick=" not in text and "<style" not in text and 'style="' not in text


def test_a_name_that_is_not_the_signatorys_is_sent_back(room: Room) -> None:
    room.pages[0].result("reading", page=3, pages=3)
    answer = room.pages[0].post("challenge", name="别人", consent=CONSENT_VERSION)
    assert answer.status_code == 422
    assert error_of(answer)["details"]["fields"] == {"name": "different"}


def test_after_ten_minutes_the_password_is_asked_for_again(room: Room) -> None:
    page = room.pages[0]
    page.result("reading", page=3, pages=3)
    with transaction() as tx:
        for login in tx.session.query(Login):
            login.last_password_at = clock.now() - timedelta(minutes=30)
    stale = page.post("challenge", name=page.name, consent=CONSENT_VERSION)
    assert stale.status_code == 401
    assert error_of(stale)["details"]["step_up"] is True
    wrong = page.post("challenge", name=page.name, consent=CONSENT_VERSION, password="not it")
    assert wrong.status_code in (401, 403, 422)
    right = page.post("challenge", name=page.name, consent=CONSENT_VERSION, password=PASSWORD)
    assert right.status_code == 200


def test_another_persons_place_does_not_exist_for_me(room: Room) -> None:
    one, other = room.pages[:2]
    trespass = Page(other.client, room.agreed, one.field, one.key)
    assert trespass.client.get(trespass.url).status_code in (403, 404)
    one.enrol()
    made = one.result("prepare")
    value = one.key.sign(base64.b64decode(made["signed_attributes"]))
    for act, body in (
        ("challenge", {"name": one.name, "consent": CONSENT_VERSION}),
        ("enrol", {"spki": b64(one.key.spki), "proof": b64(bytes(64))}),
        ("prepare", {}),
        ("finish", {"signature": b64(value)}),
    ):
        assert trespass.post(act, **body).status_code in (403, 404), act
    assert trespass.client.get(f"{trespass.url}/document").status_code in (403, 404)
    nobody = browser_of(room.app, None)
    assert nobody.get(one.url).status_code in (302, 401)
    assert nobody.get(f"{one.url}/document").status_code in (302, 401)


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("challenge", {}),
        ("challenge", {"name": 1, "consent": "x"}),
        ("enrol", {"spki": "§", "proof": "AA=="}),
        ("enrol", {"spki": "AA==", "proof": ["AA=="]}),
        ("finish", {"signature": "not base64!"}),
        ("finish", {}),
        ("finish", {"signature": None}),
    ],
)
def test_a_malformed_request_is_a_clear_refusal(room: Room, act: str, body: dict[str, Any]) -> None:
    answer = room.pages[0].post(act, **body)
    assert answer.status_code == 422
    assert error_of(answer)["code"] == "invalid_input"


def test_a_foreign_signature_is_refused_with_its_reason_in_both_languages(room: Room) -> None:
    page = room.pages[0]
    page.enrol()
    made = page.result("prepare")
    foreign = OutsideKey().sign(base64.b64decode(made["signed_attributes"]))
    answer = page.post("finish", signature=b64(foreign))
    assert answer.status_code == 422
    error = error_of(answer)
    assert error["code"] == "signature_rejected" and error["details"]["finding"] == "signature.wrong"
    assert set(error["details"]["words"]) == {"zh", "en"}
    assert pdf.unsigned_fields(room.agreed.version.pdf) == pdf.field_names(room.agreed.version.pdf)


def test_the_second_at_the_same_moment_is_told_when_to_try_again(room: Room) -> None:
    one, other = room.pages[:2]
    one.enrol()
    other.enrol()
    one.result("prepare")
    answer = other.post("prepare")
    assert answer.status_code == 409
    error = error_of(answer)
    assert error["code"] == "signing_in_progress" and error["details"]["retry_after"] > 0


def test_a_signature_sent_twice_is_answered_alike(room: Room) -> None:
    page = room.pages[0]
    page.enrol()
    made = page.result("prepare")
    value = b64(page.key.sign(base64.b64decode(made["signed_attributes"])))
    assert page.result("finish", signature=value) == page.result("finish", signature=value)


def test_a_refusal_without_words_stays_on_the_page_and_one_with_words_reopens(room: Room) -> None:
    page = room.pages[0]
    empty = page.client.post(f"{page.url}/refuse", data={"reason": " "})
    assert empty.status_code == 422 and 'id="reason"' in empty.text
    kept = page.client.post(f"{page.url}/refuse", data={"reason": "金额不对。"})
    assert kept.status_code == 302
    overview = page.client.get(f"/versions/{room.agreed.version_id}/signatures")
    assert overview.status_code == 200
    assert room.pages[1].post("challenge", name=room.pages[1].name, consent=CONSENT_VERSION).status_code == 409


def test_without_the_pages_token_nothing_is_done(room: Room) -> None:
    room.app.config["WTF_CSRF_ENABLED"] = True
    page = room.pages[0]
    for act in ("challenge", "enrol", "prepare", "finish"):
        assert page.post(act).status_code in (400, 403), act
