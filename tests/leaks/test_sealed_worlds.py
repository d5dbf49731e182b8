"""Two worlds that differ only by the figure one side sealed look the same to everybody else, byte for byte: to the
other side, to the mediator, and to whoever reads the database, the log or the bus."""

from __future__ import annotations

import base64
import io
import json
import logging
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from odr import db
from odr.access.actor import SYSTEM
from odr.db import Base
from odr.offers.opening import close_due
from odr.offers.rules import Rules
from tests.factories.sealing import offer_of, open_round, put_in, rules_of_a_sum, say_to
from tests.factories.sealing import page_of as seen_round
from tests.leaks.observe import words_in
from tests.leaks.test_two_worlds import Trace, World, begun, first_difference

LOW, HIGH = "1", "999999900"
CANARIES = ("73519428600137", "91375288640019")


def seal(world: World, name: str, round_id: str, body: str) -> None:
    """Send an offer the way the page's script does."""
    made = offer_of(world.mediation, name, round_id, body)
    answer = world.browsers[name].post(
        f"/cases/{world.mediation.case_ref}/offers/{round_id}/seal",
        json={"sealed": _base64(made.sealed), "commitment": _base64(made.commitment)},
    )
    assert answer.status_code == 200, answer.get_data(as_text=True)
    world.trace.note(f"answer {answer.get_data(as_text=True)} {len(made.sealed)} {len(made.commitment)}")


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def rows(trace: Trace) -> None:
    """Every row of every table as an operator could read it; of encrypted bytes, their length."""
    with db.reading() as session:
        for table in Base.metadata.sorted_tables:
            found = [
                [f"{len(cell)} bytes" if isinstance(cell, bytes) else str(cell) for cell in row]
                for row in session.execute(sa.select(table))
            ]
            for row in sorted([table.name, len(row), *sorted(_without_ids(row))] for row in found):
                trace.note(json.dumps(row, ensure_ascii=False))


def _without_ids(row: list[str]) -> list[str]:
    return [cell for cell in row if not (len(cell) in (22, 64) and " " not in cell)]


def live(world: World, figure: str, *, tells_sealed: bool) -> list[str]:
    """The applicant seals a figure that the respondent's does not reach, changes its mind twice, and it fails."""
    log = io.StringIO()
    listening = logging.StreamHandler(log)
    logging.getLogger().addHandler(listening)
    rules: Rules = rules_of_a_sum(world.mediation, tells_sealed=tells_sealed)
    round_id = open_round(world.mediation, rules)
    world.hands.at(5)
    seal(world, "applicant", round_id, figure)
    world.hands.at(10)
    seal(world, "applicant", round_id, str(int(figure) + 1))
    world.watch()
    world.hands.at(15)
    seal(world, "respondent", round_id, "0")
    world.hands.at(90)
    close_due(SYSTEM)
    world.watch()
    rows(world.trace)
    world.trace.note(log.getvalue())
    logging.getLogger().removeHandler(listening)
    state = seen_round(world.mediation, "mediator", round_id).state
    assert state == "failed"
    return world.trace.lines


@pytest.mark.parametrize(("observer", "tells_sealed"), [("respondent", True), ("mediator", False), ("clerk", True)])
def test_a_losing_figure_changes_nothing_that_anybody_else_observes(settings, tmp_path, hands, observer, tells_sealed):
    low = live(begun(settings, tmp_path / "quiet", hands, observer), LOW, tells_sealed=tells_sealed)
    high = live(begun(settings, tmp_path / "busy", hands, observer), HIGH, tells_sealed=tells_sealed)
    assert first_difference(low, high) is None
    assert len(low) == len(high)


def test_a_figure_and_an_answer_are_in_no_file_of_the_platform(settings, tmp_path, hands):
    world = begun(settings, tmp_path / "quiet", hands, "mediator")
    failing = open_round(world.mediation)
    put_in(world.mediation, "applicant", failing, CANARIES[1])
    put_in(world.mediation, "respondent", failing, CANARIES[0])
    open_one = open_round(world.mediation)
    put_in(world.mediation, "applicant", open_one, CANARIES[0])
    files = [path for path in (tmp_path / "quiet").rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in files)
    assert {path.name for path in files for word in CANARIES if words_in(path.read_bytes(), (word, word))} == set()


def test_a_no_and_another_no_look_the_same(settings, tmp_path, hands):
    """Who said no cannot be told by a side that said no itself, nor by the mediator."""
    lines = []
    for folder, theirs in (("quiet", "yes"), ("busy", "no")):
        world = begun(settings, tmp_path / folder, hands, "mediator")
        proposal_id = _put(world)
        say_to(world.mediation, "applicant", proposal_id, theirs)
        say_to(world.mediation, "respondent", proposal_id, "no")
        world.watch()
        rows(world.trace)
        lines.append(world.trace.lines)
    assert first_difference(*lines) is None


def _put(world: World) -> str:
    deadline = rules_of_a_sum(world.mediation).deadline
    page = f"/cases/{world.mediation.case_ref}/proposals/new"
    local = deadline.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%dT%H:%M")
    answer = world.browsers["mediator"].post(page, data={"text": "被申请人支付二十万元。", "deadline": local})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"].rsplit("/", 1)[-1]
