"""What the operator types: each command does its work once and says what it found."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from odr import db, schema
from odr.access import vault
from odr.accounts.commands import sign_in
from odr.accounts.queries import signed_in
from odr.db import transaction
from odr.demo import DEMO_PASSWORD, PEOPLE, DemoRefused, load_demo
from odr.errors import BadCredentials
from odr.notices.commands import queue
from odr.settings import Settings, from_environment
from tests.factories.people import make_case
from tests.journeys.server import BIN, ROOT, START_SECONDS, environment_for, free_port
from wsgi import create_app


@pytest.fixture
def bare(settings: Settings) -> Iterator[Flask]:
    """A platform on a machine where nothing was prepared."""
    built = create_app(settings)
    yield built
    db.disconnect()


def test_prepare_makes_the_tables_and_the_people_and_says_who_they_are(bare: Flask) -> None:
    said = bare.test_cli_runner().invoke(args=["prepare", "--people-only"])
    assert said.exit_code == 0, said.output
    assert "http://127.0.0.1:8000" in said.output
    assert DEMO_PASSWORD in said.output
    assert "zhou.huilan@heqi.example" in said.output
    assert signed_in(sign_in("chen.li@heqi.example", DEMO_PASSWORD))


def test_prepare_a_second_time_changes_nothing(bare: Flask) -> None:
    first, second = (bare.test_cli_runner().invoke(args=["prepare", "--people-only", "--json"]) for _ in range(2))
    assert first.output == second.output
    people = [json.loads(line) for line in second.output.splitlines()]
    assert {"email", "password", "role", "name"} <= set(people[0])
    assert {"mediator", "organisation_clerk", "court_clerk", "admin"} <= {person["role"] for person in people}


def test_prepare_leaves_a_platform_in_use_alone(bare: Flask) -> None:
    bare.test_cli_runner().invoke(args=["prepare", "--people-only"])
    case = make_case("draft")
    assert bare.test_cli_runner().invoke(args=["prepare"]).exit_code == 0
    assert case.state == "draft"
    with pytest.raises(BadCredentials):
        sign_in("eleanor.hart@verdant.example", DEMO_PASSWORD)


def test_the_demonstration_is_not_loaded_where_others_can_reach_it(settings: Settings, database: db.Database) -> None:
    with pytest.raises(DemoRefused):
        load_demo(replace(settings, public_url="https://heqi.example"))


def test_an_administrator_is_created_with_a_password_of_length(bare: Flask) -> None:
    run = bare.test_cli_runner()
    run.invoke(args=["prepare", "--people-only"])
    short = run.invoke(args=["create-admin", "root@heqi.example", "管理员", "--password", "short"])
    assert short.exit_code != 0 and "too_short" in short.output
    long = "an administrators passphrase"
    assert run.invoke(args=["create-admin", "root@heqi.example", "管理员", "--password", long]).exit_code == 0
    facts = signed_in(sign_in("root@heqi.example", long))
    assert facts is not None and facts.platform_admin


def test_verify_audit_sees_an_entry_that_was_altered(bare: Flask) -> None:
    run = bare.test_cli_runner()
    run.invoke(args=["prepare", "--people-only"])
    assert run.invoke(args=["verify-audit"]).output.strip() == "sound"
    with db.transaction() as tx:
        tx.session.execute(text("DROP TRIGGER audit_entry_no_update"))
        tx.session.execute(text("UPDATE audit_entry SET act = 'forged' WHERE seq = 3"))
    broken = run.invoke(args=["verify-audit"])
    assert broken.exit_code == 1
    assert "platform" in broken.output


def test_the_outbox_is_a_folder_of_the_data_directory(bare: Flask, settings: Settings) -> None:
    assert Path(settings.outbox_dir).parent == settings.data_dir
    assert all(person.email.endswith(".example") for person in PEOPLE)


def test_the_worker_sends_what_waits_and_ends_with_the_letter_in_hand_when_it_is_told(tmp_path: Path) -> None:
    environment = environment_for(tmp_path, free_port())
    with connected(from_environment(environment)), transaction() as tx:
        queue(tx, "case_moved", email="zhang.min@qinghe.example")
    worker = subprocess.Popen([BIN / "flask", "--app", "wsgi:create_app", "worker"], cwd=ROOT, env=environment)
    try:
        end = time.monotonic() + START_SECONDS
        while not list(tmp_path.glob("outbox/*")):
            assert time.monotonic() < end and worker.poll() is None
            time.sleep(0.05)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(START_SECONDS) == 0
    finally:
        worker.kill()
        worker.wait()


@contextmanager
def connected(settings: Settings) -> Iterator[None]:
    """This process on the database of another one, with every table."""
    database = db.connect(settings.database_url)
    vault.use_master_key(settings.master_key)
    schema.metadata.create_all(database.engine)
    yield
    db.disconnect()


def test_the_operator_sees_keys_and_time_stamps_and_renews(bare: Flask) -> None:
    run = bare.test_cli_runner()
    before = run.invoke(args=["trust", "status", "--ask"])
    assert before.exit_code == 0, before.output
    assert "issuing        file" in before.output and "embedded  ok" in before.output
    assert "timestamp-2 is in use" in run.invoke(args=["trust", "renew", "timestamp"]).output
    assert run.invoke(args=["trust", "retire"]).output == "timestamp destroyed\n"
    assert run.invoke(args=["trust", "root-list"]).output.startswith("valid until 20")


def test_without_the_roots_key_a_renewal_says_so(bare: Flask, settings: Settings) -> None:
    (settings.keys_dir / "authority" / "root.pem").unlink()
    said = bare.test_cli_runner().invoke(args=["trust", "renew", "issuing"])
    assert said.exit_code == 1
    assert "There is no key root here" in said.output
