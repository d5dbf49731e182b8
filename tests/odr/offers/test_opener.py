"""The opener as a process: what it keeps, what it refuses, and what happens when it is killed."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from odr import db
from odr.access.actor import SYSTEM
from odr.errors import OdrError, Unavailable
from odr.notices.models import Notice
from odr.offers import box, opening
from odr.offers.commands import call_off, seal_offer, withdraw_offer
from odr.offers.models import OfferRound, SealedOffer
from odr.offers.opener import Opener
from odr.offers.opening import close_due, settle
from tests.factories.mediation import Mediation, begin_mediation
from tests.factories.postgresql import fresh_postgresql
from tests.factories.sealing import offer_of, open_round, page_of, put_in

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def child(settings, database):
    line = box.Child(settings.opener_dir)
    box.use_line(line)
    yield line
    box.use_line(None)


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request, settings, tmp_path) -> Iterator[Mediation]:
    """A mediation in a database of each kind."""
    box.use_line(box.Inside(Opener(tmp_path / "opener")))
    if request.param == "sqlite":
        request.getfixturevalue("database")
        yield begin_mediation()
    else:
        with fresh_postgresql("offers"):
            yield begin_mediation()


def ready_to_open(mediation) -> str:
    """A round with both offers in, as it is when whoever was to open it was cut off."""
    round_id = open_round(mediation)
    put_in(mediation, "applicant", round_id, "10")
    line, box._way.line = box._way.line, Silent()
    box._way.line.checks = line
    put_in(mediation, "respondent", round_id, "20")
    box._way.line = line
    return round_id


class Silent:
    """An opener that dies whenever it is to open."""

    def ask(self, request: bytes) -> bytes:
        if json.loads(request)["act"] == "open":
            raise OSError("gone")
        return self.checks.ask(request)

    def close(self) -> None: ...


def stored(round_id: str) -> str:
    with db.reading() as session:
        return str(session.scalar(sa.select(OfferRound.state).where(OfferRound.id == round_id)))


def test_the_keys_are_in_a_folder_of_its_own_that_only_it_reads(child, settings, mediation):
    round_id = open_round(mediation)
    folder = settings.opener_dir
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    key = folder / f"{round_id}.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    put_in(mediation, "applicant", round_id, "10")
    put_in(mediation, "respondent", round_id, "20")
    assert page_of(mediation, "mediator", round_id).outcome.fen == 15
    assert [path.name for path in folder.iterdir()] == ["lock"]


def test_an_opener_that_was_killed_is_started_again_and_the_round_ends_once(child, mediation):
    round_id = ready_to_open(mediation)
    assert child.process is not None
    os.kill(child.process.pid, signal.SIGKILL)
    child.process.wait()
    assert close_due(SYSTEM) == 1
    assert page_of(mediation, "mediator", round_id).outcome.fen == 15


def test_an_opener_that_does_not_answer_changes_nothing(mediation):
    round_id = ready_to_open(mediation)
    assert stored(round_id) == "opening"
    assert page_of(mediation, "mediator", round_id).state == "open"
    assert settle(round_id)
    assert stored(round_id) == "agreed"


def test_whoever_asks_again_with_the_same_offers_is_told_the_same(mediation, monkeypatch):
    round_id = ready_to_open(mediation)
    with monkeypatch.context() as dies:
        dies.setattr(opening, "_write", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            settle(round_id)
    assert stored(round_id) == "opening"
    assert settle(round_id)
    assert page_of(mediation, "mediator", round_id).outcome.fen == 15


def test_with_other_offers_nothing_is_opened_a_second_time(mediation, settings):
    round_id = ready_to_open(mediation)
    with db.reading():
        place = opening.place_of(db.session().get_one(OfferRound, round_id), "")
        kept = [box.Sealed(o.party_id, o.sealed, o.commitment)
                for o in opening.offers_in(db.session().get_one(OfferRound, round_id))]  # fmt: skip
    other = offer_of(mediation, "applicant", round_id, "11")
    assert box.open_all(place, kept).fen == 15
    assert not (settings.opener_dir / f"{round_id}.key").exists()
    mine = page_of(mediation, "applicant", round_id).my_party_id
    changed = [box.Sealed(mine, other.sealed, other.commitment) if o.party_id == mine else o for o in kept]
    with pytest.raises(box.Spoiled):
        box.open_all(place, changed)


def test_a_round_whose_key_is_lost_is_void_and_tells_nothing(mediation, settings):
    round_id = ready_to_open(mediation)
    (settings.opener_dir / f"{round_id}.key").unlink()
    assert settle(round_id)
    assert {page_of(mediation, name, round_id).state for name in ("applicant", "respondent", "mediator")} == {"void"}
    assert page_of(mediation, "mediator", open_round(mediation)).number == 1


def test_an_offer_altered_in_the_database_makes_the_round_void(mediation):
    round_id = ready_to_open(mediation)
    with db.transaction() as tx:
        offer = tx.session.scalars(sa.select(SealedOffer).where(SealedOffer.round_id == round_id)).first()
        offer.sealed = offer.sealed[:-1] + bytes([offer.sealed[-1] ^ 1])
    assert settle(round_id)
    assert stored(round_id) == "void"


def test_twelve_who_open_at_once_bring_about_one_outcome(child, mediation):
    round_id = ready_to_open(mediation)
    with ThreadPoolExecutor(12) as many:
        ended = list(many.map(settle, [round_id] * 12))
    assert ended.count(True) == 1
    with db.reading() as session:
        told = session.scalars(sa.select(Notice.account_id).where(Notice.kind == opening.CLOSED)).all()
    assert len(told) == len(set(told)) == 4


def test_its_failures_never_repeat_what_was_sealed(tmp_path, capfd):
    opener = Opener(tmp_path)
    for line in (
        b"canary",
        b"{}",
        b'{"act":"open","round_id":"' + b"x" * 22 + b'","canary":1}',
        b'{"round_id":"../a"}',
    ):
        assert "canary" not in opener.answer(line)
        assert "refused" in opener.answer(line)
    assert capfd.readouterr() == ("", "")


def test_it_runs_as_another_user_behind_a_socket(tmp_path, database, mediation):
    address = tmp_path / "opener.sock"
    command = [sys.executable, "-m", "odr.offers.opener", "--keys", str(tmp_path / "keys"), "--socket", str(address)]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(200):
            if address.exists():
                break
            time.sleep(0.05)
        box.use_line(box.Elsewhere(str(address)))
        round_id = open_round(mediation)
        put_in(mediation, "applicant", round_id, "10")
        put_in(mediation, "respondent", round_id, "20")
        assert page_of(mediation, "mediator", round_id).outcome.fen == 15
    finally:
        server.terminate()
        server.wait()
    with pytest.raises(Unavailable):
        box.new_key("x" * 22)
    box.use_line(None)


def test_it_is_never_asked_inside_a_unit_of_work(database):
    with db.transaction(), pytest.raises(RuntimeError, match="unit of work"):
        box.new_key("x" * 22)


def test_no_thread_is_left_behind_by_a_child(child, mediation):
    before = threading.active_count()
    open_round(mediation)
    assert threading.active_count() == before


def at_once(*acts) -> list[bool]:
    """Do everything at the same moment; whether each was done rather than refused."""
    gate = threading.Barrier(len(acts))

    def attempt(act) -> bool:
        gate.wait()
        try:
            act()
        except OdrError:
            return False
        return True

    with ThreadPoolExecutor(len(acts)) as many:
        return list(many.map(attempt, acts))


@pytest.mark.parametrize("go", range(5))
def test_sealing_taking_back_calling_off_and_opening_at_the_same_moment_have_one_outcome(anywhere, go):
    round_id = open_round(anywhere)
    put_in(anywhere, "applicant", round_id, "10")
    last, other = (offer_of(anywhere, "respondent", round_id, body) for body in ("20", "30"))
    respondent, applicant, mediator = (anywhere.who(name) for name in ("respondent", "applicant", "mediator"))
    at_once(
        lambda: seal_offer(respondent, round_id, sealed=last.sealed, commitment=last.commitment),
        lambda: seal_offer(respondent, round_id, sealed=other.sealed, commitment=other.commitment),
        lambda: withdraw_offer(applicant, round_id),
        lambda: call_off(mediator, round_id),
        *(lambda: settle(round_id) for _ in range(8)),
    )
    close_due(SYSTEM)
    ends = {page_of(anywhere, name, round_id).state for name in ("applicant", "respondent", "mediator")}
    assert len(ends) == 1
    assert ends <= {"agreed", "cancelled", "open"}
    with db.reading() as session:
        told = session.scalars(sa.select(Notice.account_id).where(Notice.kind == opening.CLOSED)).all()
    assert len(told) == (4 if ends == {"agreed"} else 0)
