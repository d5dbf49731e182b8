"""The browser goes through the proof of a sealed agreement by itself: it agrees, or it says that it does not."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

import tests.journeys.conftest as journeys
from odr.signatures.queries import current_document, signing_version
from signing.tree import consistency_path, inclusion_path, leaf_hash, root_hash
from tests.factories.stages import signed
from tests.journeys.browser import CHROMIUM
from tests.journeys.server import free_port
from wsgi import create_app

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed (apt-get install chromium)"),
    pytest.mark.filterwarnings("default"),
]
chromium = journeys.chromium
CHECK = """async (cases) => {
  const { bytes, extended, included } = await import("/static/audit/merkle.js");
  const wrong = [];
  for (const one of cases) {
    const path = one.path.map(bytes);
    const held = one.old === undefined
      ? await included(bytes(one.leaf), one.index, one.size, path, bytes(one.root))
      : await extended(one.old, one.size, bytes(one.before), bytes(one.root), path);
    if (held !== one.holds) wrong.push(one);
  }
  return wrong;
}"""


@dataclass
class Public:
    """A visitor without an account, and the sealed file on their device."""

    page: Page
    address: str
    file: Path
    sent: list[int]


@pytest.fixture(scope="module")
def sealed_before(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Signing has a loop of its own, and the driver of browsers keeps one running: so everything is signed first."""
    with signed(tmp_path_factory.mktemp("first")):
        pass


@pytest.fixture
def public(tmp_path: Path, sealed_before: None, chromium: Browser) -> Iterator[Public]:
    with signed(tmp_path) as (settings, stage):
        actor = stage.case.clerk.actor
        file = tmp_path / "agreement.pdf"
        file.write_bytes(current_document(actor, signing_version(actor, stage.case.id)))
        port = free_port()
        app = create_app(replace(settings, public_url=f"http://127.0.0.1:{port}"))
        server = make_server("127.0.0.1", port, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = chromium.new_context(locale="en", viewport={"width": 390, "height": 844})
        page, sent = context.new_page(), []
        page.on("request", lambda request: sent.append(len(request.post_data_buffer or b"")))
        yield Public(page, f"http://127.0.0.1:{port}", file, sent)
        context.close()
        server.shutdown()


def test_a_file_is_looked_up_without_leaving_the_device_and_the_browser_agrees(public: Public) -> None:
    public.page.goto(f"{public.address}/log")
    public.page.set_input_files("#pdf", public.file)
    expect(public.page.locator("[data-browser]")).to_have_attribute("data-result", "good")
    expect(public.page.locator("[data-step][data-result=true]")).to_have_count(4)
    assert not any(public.sent), "nothing is uploaded"
    assert public.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_file_changed_by_one_byte_is_not_found(public: Public) -> None:
    public.file.write_bytes(public.file.read_bytes() + b"\n")
    public.page.goto(f"{public.address}/log")
    public.page.set_input_files("#pdf", public.file)
    expect(public.page.get_by_role("heading", level=1)).to_have_text("Not in the public log")


@pytest.mark.parametrize("what", ["leaf", "path", "extension", "head", "newest", "index", "sha256"])
def test_a_server_that_lies_about_any_part_is_found_out_by_the_browser(public: Public, what: str) -> None:
    def lie(route: object) -> None:
        answer = route.fetch()  # type: ignore[attr-defined]
        body = answer.text()
        start = body.index('data-proof="') + len('data-proof="')
        end = body.index('"', start)
        facts = json.loads(body[start:end].replace("&#34;", '"').replace("&quot;", '"'))
        facts[what] = forged(facts[what])
        told = json.dumps(facts).replace('"', "&#34;")
        route.fulfill(response=answer, body=body[:start] + told + body[end:])  # type: ignore[attr-defined]

    public.page.route("**/log/sealed/*", lie)
    public.page.goto(f"{public.address}/log")
    public.page.set_input_files("#pdf", public.file)
    expect(public.page.locator("[data-browser]")).to_have_attribute("data-result", "bad")


def forged(value: object) -> object:
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return [*value, base64.b64encode(bytes(32)).decode()]
    if isinstance(value, dict):
        return {**value, "note": value["note"].replace("\n6\n", "\n7\n").replace("heqi/log", "heqi/lag")}
    return "0" * 64 if len(str(value)) == 64 else base64.b64encode(b'{"act":"agreement.sealed"}').decode()


def test_the_browser_decides_every_proof_as_the_verifier_does(public: Public) -> None:
    def said(value: bytes) -> str:
        return base64.b64encode(value).decode()

    cases: list[dict[str, object]] = []
    for size in range(1, 12):
        leaves = [leaf_hash(bytes([n])) for n in range(size)]
        root = said(root_hash(leaves))
        for index in range(size):
            path = [said(step) for step in inclusion_path(leaves, index)]
            one = {"leaf": said(leaves[index]), "index": index, "size": size, "path": path, "root": root}
            cases += [one | {"holds": True}, one | {"root": said(bytes(32)), "holds": False}]
            cases += [one | {"path": [*path, root], "holds": False}, one | {"index": size, "holds": False}]
        for old in range(1, size + 1):
            path = [said(step) for step in consistency_path(leaves, old)]
            one = {"old": old, "size": size, "before": said(root_hash(leaves[:old])), "root": root, "path": path}
            cases += [one | {"holds": True}, one | {"before": said(bytes(32)), "holds": False}]
            cases += [one | {"path": [*path, root], "holds": False}]
    public.page.goto(f"{public.address}/log")
    assert public.page.evaluate(CHECK, cases) == []
