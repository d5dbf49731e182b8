"""The offline verifier in a real browser without network: opened from a file, it judges as the other two do."""

from __future__ import annotations

import base64
import contextlib
import io
import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Page, Request, expect, sync_playwright
from werkzeug.test import TestResponse

from odr.confirmations.queries import filing_bundle
from signing.bundle import read_bundle
from signing.cli import SOUND, UNREADABLE, UNSOUND, main
from signing.report import breaks_schema
from signing.trust import TrustRoots
from signing.verify import verify_bundle
from tests.factories.stages import on_the_desk
from tests.journeys.browser import AXE, CHECK, CHROMIUM, RULES, SWITCHES
from tests.signing import samples
from tests.signing.ceremony import Platform, Signed, run_ceremony, sealed_bundle
from tests.signing.rawpdf import size_of, stream_update
from tests.signing.tampering import flipped
from wsgi import create_app

ALL = os.environ.get("HEQI_PARITY") == "all"
JUDGE = """async ([data, pem]) => heqiVerify(
  Uint8Array.from(atob(data), (one) => one.charCodeAt(0)), new TextEncoder().encode(pem))"""


def aside(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do it in a thread of its own: the browser's driver keeps a loop in this one, and signing runs loops itself."""
    with ThreadPoolExecutor(1) as worker:
        return worker.submit(work, *arguments).result()


@dataclass
class Case:
    """One signed agreement in one bundle, and the roots of its authority."""

    signed: Signed
    bundle: bytes
    files: dict[str, bytes]
    pem: bytes

    @property
    def roots(self) -> TrustRoots:
        return self.signed.platform.roots


@dataclass
class Real:
    """A directory with the page, a filing, a falsified one and the roots; the platform's browser; how the page came."""

    directory: Path
    browser: FlaskClient
    answer: TestResponse


@dataclass
class Offline:
    """The page, opened from a file with the network cut; `asked` is whatever it tried to load."""

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def judge(self, data: bytes, pem: bytes) -> dict[str, Any]:
        """The verdict of the page's own program."""
        return self.page.evaluate(JUDGE, [base64.b64encode(data).decode(), pem.decode()])


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    signed = aside(run_ceremony, Platform(tmp_path_factory.mktemp("offline") / "keys"))
    bundle = aside(sealed_bundle, signed)
    return Case(signed, bundle, read_bundle(bundle), signed.platform.authority.roots_pem())


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """A platform with a filing, and what a visitor keeps of it."""
    directory = tmp_path_factory.mktemp("real")
    with on_the_desk(directory) as (settings, stage):
        bundle = filing_bundle(stage.court_clerk.actor, stage.confirmation_id)[1]
        app = create_app(settings)
        app.config["WTF_CSRF_ENABLED"] = False
        browser = app.test_client()
        answer = browser.get("/verify/offline.html")
        (directory / "heqi-verify.html").write_bytes(answer.data)
        (directory / "roots.pem").write_bytes(browser.get("/verify/roots.pem").data)
        (directory / "filing.asice").write_bytes(bundle)
        (directory / "turned.asice").write_bytes(flipped(bundle, len(bundle) // 3))
        yield Real(directory, browser, answer)


@pytest.fixture(scope="module")
def offline(real: Real) -> Iterator[Offline]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        context = browser.new_context(offline=True, locale="en-GB", viewport={"width": 390, "height": 844})
        opened = Offline(context.new_page())

        def note(request: Request) -> None:
            opened.asked.append(request.url)

        opened.page.on("request", note)
        opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
        opened.page.goto((real.directory / "heqi-verify.html").as_uri())
        yield opened
        browser.close()


def choose(offline: Offline, real: Real, name: str, roots: str = "roots.pem", fingerprint: str = "") -> None:
    """Fill the form as a visitor does, and ask."""
    offline.page.reload()
    offline.page.set_input_files("#file", real.directory / name)
    if roots:
        offline.page.set_input_files("#roots", real.directory / roots)
    offline.page.fill("#fingerprint", fingerprint)
    offline.page.click("#check")


def test_the_page_is_a_download_that_runs_nowhere_on_this_site(real: Real) -> None:
    head = real.answer.headers
    assert head["Content-Disposition"].startswith("attachment") and "heqi-verify.html" in head["Content-Disposition"]
    text = real.answer.text
    assert "default-src 'none'; script-src 'sha256-" in text
    assert " src=" not in text.split("<script", 1)[0] and "<link" not in text.split("<script", 1)[0]


def test_a_filing_is_judged_on_the_device_and_nothing_is_asked_of_anybody(real: Real, offline: Offline) -> None:
    choose(offline, real, "filing.asice")
    verdict = offline.page.locator("[data-verdict]")
    expect(verdict).to_have_attribute("data-verdict", "judgement")
    expect(verdict).to_contain_text("Sound, but made with certificates for development only")
    expect(offline.page.locator(".limits")).to_contain_text("Whether the agreement is lawful")
    assert {one.split("#")[0] for one in offline.asked} == {(real.directory / "heqi-verify.html").as_uri()}
    assert offline.errors == []
    offline.page.click("#language")
    expect(verdict).to_contain_text("核验通过，但证书仅供开发演示")
    assert offline.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_page_has_no_barrier(real: Real, offline: Offline) -> None:
    choose(offline, real, "filing.asice")
    expect(offline.page.locator("[data-verdict]")).to_be_visible()
    offline.page.evaluate(AXE.read_text("utf-8"))
    assert offline.page.evaluate(CHECK, RULES) == []


def test_the_saved_report_follows_its_schema_and_is_that_of_the_command_line(real: Real, offline: Offline) -> None:
    choose(offline, real, "filing.asice")
    with offline.page.expect_download() as saved:
        offline.page.click("#save")
    made = json.loads(Path(saved.value.path()).read_text("utf-8"))
    assert breaks_schema(made) == ""
    roots = TrustRoots.from_file(real.directory / "roots.pem")
    ours = aside(verify_bundle, real.directory / "filing.asice", roots).as_json()
    for key in ("sha256", "sound", "headline", "groups", "findings", "signatures", "outside", "evaluated_at"):
        assert made[key] == ours[key], key


def test_a_root_may_be_named_by_its_fingerprint(real: Real, offline: Offline) -> None:
    (root,) = TrustRoots.from_file(real.directory / "roots.pem").certificates
    choose(
        offline, real, "filing.asice", roots="", fingerprint=":".join(f"{byte:02X}" for byte in sha256(root).digest())
    )
    expect(offline.page.locator("[data-verdict]")).to_have_attribute("data-verdict", "judgement")
    choose(offline, real, "filing.asice", roots="", fingerprint="0" * 64)
    expect(offline.page.locator("#roots-error")).to_be_visible()
    choose(offline, real, "filing.asice", roots="")
    expect(offline.page.locator("#roots-error")).to_be_visible()
    assert offline.page.locator("[data-verdict]").count() == 0


def test_a_falsified_filing_is_refused_by_name(real: Real, offline: Offline) -> None:
    choose(offline, real, "turned.asice")
    expect(offline.page.locator("[data-verdict]")).to_have_attribute("data-verdict", "unsound")
    expect(offline.page.locator("[data-state=failed]").first).to_be_visible()


def sampled(case: Case) -> list[tuple[str, bytes]]:
    """A few of each kind of falsification; all of them with HEQI_PARITY=all."""
    if ALL:
        agreements = samples.falsified_agreements(case.signed)
        bundles = samples.falsified_bundles(case.signed, case.bundle, case.files)
        return [*agreements, *bundles, *samples.mutations(case.signed, 500)]
    return list(samples.few(case.signed, case.bundle, case.files))


def test_every_verifier_accepts_what_is_honest(case: Case, offline: Offline) -> None:
    for name, data in aside(samples.honest, case.signed, case.bundle).items():
        assert offline.judge(data, case.pem)["sound"], name


def test_the_three_verifiers_agree_on_every_sample(case: Case, real: Real, offline: Offline, tmp_path: Path) -> None:
    """The page may say that it cannot decide, and must then name the steps; it never accepts what the others refuse."""
    (tmp_path / "roots.pem").write_bytes(case.pem)
    for name, data in aside(sampled, case):
        page, line = offline.judge(data, case.pem), aside(command_line, data, tmp_path)
        assert line["sound"] is False and page["sound"] is False, name
        assert page["readable"] == line["readable"], name
        assert page["decided"] or [one for one in page["findings"] if one["state"] == "undecided"], name
        assert not [one for one in page["findings"] if "unexpected error" in one["sentence"]["en"]], name
        numbers = [(one["number"], one["code"]) for one in line["findings"]]
        assert numbers == [(one["number"], one["code"]) for one in page["findings"]], name
        if ALL or name.startswith("sealed"):
            web = aside(public_page, real, data, case.pem)
            assert {key: web[key] for key in ("sound", "groups")} == {key: line[key] for key in ("sound", "groups")}, (
                name
            )


def command_line(data: bytes, directory: Path) -> dict[str, Any]:
    """What heqi-verify says, by its exit status and its JSON."""
    (directory / "sample").write_bytes(data)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        status = main([str(directory / "sample"), "--roots", str(directory / "roots.pem"), "--json"])
    said = json.loads(out.getvalue())
    assert breaks_schema(said) == ""
    assert status == (UNREADABLE if not said["readable"] else SOUND if said["sound"] else UNSOUND)
    return said


def public_page(real: Real, data: bytes, pem: bytes) -> dict[str, Any]:
    """What the public page says, as its JSON report."""
    form = {"file": (io.BytesIO(data), "sample"), "roots": (io.BytesIO(pem), "roots.pem"), "as": "json"}
    answer = real.browser.post("/verify", data=form, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code == 200 and breaks_schema(answer.json) == ""
    return answer.json


def test_what_the_page_does_not_know_is_neither_accepted_nor_refused(case: Case, offline: Offline) -> None:
    """A cross-reference stream is good PDF: the page names the steps that heqi-verify is needed for."""
    document = stream_update(case.signed.finished, {}, size_of(case.signed.finished))
    verdict = offline.judge(document, case.pem)
    assert not verdict["sound"] and not verdict["decided"]
    assert "use heqi-verify" in "".join(one["sentence"]["en"] for one in verdict["findings"])
    assert "need heqi-verify" in verdict["headline"]["en"]
