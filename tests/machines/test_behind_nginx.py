"""A site of two processes behind nginx, with the configuration of the documentation: a conversation through it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from odr.access.actor import Side
from odr.rooms.queries import messages_after
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.nginx import running_nginx
from tests.factories.postgres import fresh_postgres
from tests.journeys.server import free_port
from tests.machines.line import Line
from tests.machines.site import Site, redis_or_skip, running_site


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, port: int) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("site")
    address = f"https://127.0.0.1:{port}"
    with (
        fresh_postgres() as url,
        running_site(data, url, workers=2, redis_url=redis_or_skip(), public_url=address) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def mediation(site: Site) -> Mediation:
    return begin_mediation()


@contextmanager
def in_front(site: Site, folder: Path, port: int, *, broken: bool) -> Iterator[Path]:
    with running_nginx(folder, port, [worker.address for worker in site.workers], broken=broken) as certificate:
        yield certificate


@pytest.mark.parametrize("broken", [False, True], ids=["by case", "affinity broken"])
def test_a_conversation_through_nginx(
    site: Site, mediation: Mediation, tmp_path: Path, port: int, broken: bool
) -> None:
    people = ("applicant", "respondent", "agent", "mediator")
    with in_front(site, tmp_path, port, broken=broken) as certificate:
        browsers = {name: site.browser_of(mediation.accounts[name]) for name in people}
        lines = {
            name: Line(site.address, site.address, browser.cookie, case=mediation.case_ref, trusted=certificate)
            for name, browser in browsers.items()
        }
        for number, (name, channel) in enumerate(
            [(name, mediation.joint) for name in people] + [("agent", mediation.caucus[Side.RESPONDENT])]
        ):
            payload = {"channel_id": channel, "text": f"{broken} {number}", "client_ref": f"{broken} {number}"}
            assert lines[name].ask("message:post", payload)["ok"]
        for name, line in lines.items():
            expected = 4 if name == "applicant" else 5
            assert line.wait(lambda told=line, wanted=expected: len(told.messages()) == wanted), name
        said = _say_by_form(site, mediation, browsers["applicant"].cookie, browsers["applicant"].csrf, certificate)
        assert said.status_code == 302, said.text[:2000]
        assert lines["mediator"].wait(lambda: lines["mediator"].messages()[-1]["text"] == "by form")
        for line in lines.values():
            line.cut()
    history = messages_after(mediation.who("mediator"), mediation.joint, 0)
    assert [m.seq for m in history] == list(range(1, len(history) + 1))
    log = (tmp_path / "access.log").read_text()
    assert "/socket.io/" in log
    assert "case=" not in log


def test_requests_of_one_case_reach_one_process_and_one_time_links_no_log(
    site: Site, mediation: Mediation, tmp_path: Path, port: int
) -> None:
    with in_front(site, tmp_path, port, broken=False) as certificate:
        cookie = {"Cookie": site.browser_of(mediation.accounts["mediator"]).cookie}
        page = requests.get(
            f"{site.address}/cases/{mediation.case_ref}/room", headers=cookie, verify=certificate, timeout=20
        )
        assert page.ok
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["Strict-Transport-Security"]
        requests.get(f"{site.address}/invitation/a-secret-of-somebody", verify=certificate, timeout=20)
    log = (tmp_path / "access.log").read_text()
    assert "/invitation/-" in log
    assert "a-secret-of-somebody" not in log


def _say_by_form(site: Site, mediation: Mediation, cookie: str, csrf: str, certificate: Path) -> requests.Response:
    """As a browser without script does, which tells no page where it comes from."""
    answers = {"text": "by form", "client_ref": f"form {certificate}"[-60:], "audience": "", "ref": mediation.case_ref}
    return requests.post(
        f"{site.address}/channels/{mediation.joint}/messages",
        data=answers | {"csrf_token": csrf},
        headers={"Cookie": cookie, "Sec-Fetch-Site": "same-origin", "Accept": "text/html"},
        verify=certificate,
        allow_redirects=False,
        timeout=20,
    )
