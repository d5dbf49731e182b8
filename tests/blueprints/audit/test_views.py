"""The public log on the web: nobody signs in, no address names a case, and what was rewritten shows."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from odr.audit.tree import leaf_at
from odr.db import database, reading
from odr.signatures.heads import keep_log
from odr.signatures.queries import sealed_digest
from signing.checkpoint import Witness, check_extension, read_checkpoint, read_extension
from signing.tree import leaf_hash, verify_inclusion
from tests.blueprints.audit.conftest import Site
from tests.signing.test_checkpoint import cosigned
from wsgi import create_app


def by_hand(*statements: str) -> None:
    with database().engine.connect() as connection:
        ask = connection.connection.driver_connection
        assert ask is not None
        for (name,) in ask.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ask.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            ask.execute(statement)
        connection.commit()


def proof_page(site: Site) -> str:
    return site.browser.get(f"/log/sealed/{hashlib.sha256(site.agreement).hexdigest()}").text


def test_whoever_holds_the_sealed_file_sees_its_proof_without_an_account(site: Site) -> None:
    page = proof_page(site)
    assert "This agreement was sealed, and nothing was rewritten since" in page
    assert site.stage.case.ref not in page
    facts = json.loads(html.unescape(re.search(r'data-proof="([^"]*)"', page).group(1)))  # type: ignore[union-attr]
    head = read_checkpoint(facts["head"]["note"])[0]
    path = [base64.b64decode(step) for step in facts["path"]]
    leaf = base64.b64decode(facts["leaf"])
    assert json.loads(leaf)["sha256"] == hashlib.sha256(site.agreement).hexdigest()
    assert verify_inclusion(leaf_hash(leaf), facts["index"], head.size, path, head.root)


def test_a_file_with_one_bit_more_is_not_in_the_log(site: Site) -> None:
    other = hashlib.sha256(site.agreement + b"\n").hexdigest()
    answer = site.browser.get(f"/log/sealed/{other}")
    assert answer.status_code == 404
    assert "Not in the public log" in answer.text
    assert site.browser.get("/log/sealed/nonsense").status_code == 404


def test_the_digest_typed_by_hand_leads_to_the_same_page(site: Site) -> None:
    digest = hashlib.sha256(site.agreement).hexdigest()
    answer = site.browser.post("/log/find", data={"digest": f" {digest[:32].upper()} {digest[32:]} "})
    assert answer.location == f"/log/sealed/{digest}"
    assert site.browser.post("/log/find", data={"digest": "zz"}).status_code == 422


def test_a_case_number_is_for_the_people_of_the_case_only(site: Site) -> None:
    asked = site.browser.post("/log/find", data={"number": site.stage.case.ref})
    assert asked.location.startswith("/sign-in")
    assert sealed_digest(site.stage.parties[0].actor, site.stage.case.ref) == hashlib.sha256(site.agreement).hexdigest()


def test_heads_and_proofs_are_plain_answers(site: Site) -> None:
    first = read_checkpoint(site.browser.get("/log/checkpoint").text)[0]
    assert keep_log(site.stage.case.clerk.actor)
    note = site.browser.get("/log/checkpoint").text
    newest = read_checkpoint(note)[0]
    assert newest.size == first.size + 1
    assert site.browser.get(f"/log/checkpoint/{newest.size}").text == note
    extension = read_extension(site.browser.get(f"/log/consistency/{first.size}/{newest.size}").text)
    check_extension(first, newest, extension.path)
    assert site.browser.get(f"/log/consistency/{first.size}").text == extension.text()
    with reading():
        value = leaf_hash(leaf_at(0))
    header, index, *steps = site.browser.get(f"/log/leaf/{value.hex()}").text.split("\n\n")[0].split("\n")
    assert (header, index) == ("c2sp.org/tlog-proof@v1", "index 0")
    assert verify_inclusion(value, 0, newest.size, [base64.b64decode(one) for one in steps], newest.root)
    assert "BEGIN CERTIFICATE" in site.browser.get("/log/key.pem").text
    assert site.browser.get(f"/log/checkpoint/{newest.size}/stamp").data.startswith(b"0\x82")
    for unknown in ("/log/checkpoint/99", "/log/consistency/99", "/log/consistency/0/1", f"/log/leaf/{'0' * 64}"):
        assert site.browser.get(unknown).status_code == 404


def test_a_leaf_rewritten_by_hand_shows_on_the_page_to_the_job_and_to_the_operator(site: Site) -> None:
    forged = 'replace(CAST(data AS TEXT), \'"salt":"\', \'"salt":"A\')'
    by_hand(
        f"UPDATE log_leaf SET data = CAST({forged} AS BLOB) WHERE instr(CAST(data AS TEXT), 'agreement.sealed') > 0"
    )
    assert "The proof does not hold" in proof_page(site)
    assert not keep_log(site.stage.case.clerk.actor)
    assert site.browser.get("/health/ready").json == {
        "status": "degraded",
        "outbox": "ok",
        "crossing": "alone",
        "log": "alarm",
        "timestamps": "ok",
    }
    assert "An alarm stands" in site.browser.get("/log").text
    checked = site.app.test_cli_runner().invoke(args=["verify-audit"])
    assert checked.exit_code == 1
    assert "log: log:leaf:" in checked.output


def test_the_administrators_are_told_of_an_alarm_once(site: Site) -> None:
    by_hand("UPDATE account SET platform_admin = 1 WHERE id = (SELECT min(id) FROM account)")
    by_hand("UPDATE log_node SET hash = zeroblob(32) WHERE level = 0 AND place = 0")
    for _ in range(2):
        assert not keep_log(site.stage.case.clerk.actor)
    with reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM notice WHERE kind = 'log_alarm'")) == 1
        assert session.scalar(sa.text("SELECT count(*) FROM log_alarm")) == 2


@pytest.fixture
def witness() -> tuple[Ed25519PrivateKey, Witness]:
    key = Ed25519PrivateKey.generate()
    return key, Witness("w.example/1", key.public_key().public_bytes_raw())


def test_a_known_witness_may_co_sign_a_head_and_nobody_else(
    site: Site, witness: tuple[Ed25519PrivateKey, Witness]
) -> None:
    key, known = witness
    published = f"{known.name}+{known.key_id.hex()}+{base64.b64encode(bytes([4]) + known.key).decode()}"
    note = site.browser.get("/log/checkpoint").text
    size = read_checkpoint(note)[0].size
    line = cosigned(note, key, known, 1_790_000_000)
    address = f"/log/checkpoint/{size}/cosignatures"
    assert site.browser.post(address, data=line).status_code == 403
    browser = create_app(replace(site.settings, witnesses=(published,))).test_client()
    assert browser.post(address, data=line[:-8]).status_code == 403
    assert browser.post("/log/checkpoint/99/cosignatures", data=line).status_code == 404
    for _ in range(2):
        assert browser.post(address, data=line).text == note + line
    assert browser.get("/log/checkpoint").text == note + line
    assert known.name in browser.get("/log").text


def test_the_log_is_published_as_files_that_a_mirror_can_check(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    mirror = tmp_path_factory.mktemp("mirror")
    run = site.app.test_cli_runner()
    assert run.invoke(args=["publish-checkpoints", str(mirror)]).exit_code == 0
    keep_log(site.stage.case.clerk.actor)
    assert run.invoke(args=["publish-checkpoints", str(mirror)]).exit_code == 0
    head = read_checkpoint((mirror / "checkpoint").read_text())[0]
    (tile,) = (mirror / "tile" / "0" / "000.p").glob(str(head.size))
    hashes = [tile.read_bytes()[at : at + 32] for at in range(0, head.size * 32, 32)]
    with reading():
        assert hashes == [leaf_hash(leaf_at(index)) for index in range(head.size)]
    (mirror / "checkpoints" / str(head.size)).write_text("another log")
    refused = run.invoke(args=["publish-checkpoints", str(mirror)])
    assert refused.exit_code == 1
    assert "another log" in refused.output
