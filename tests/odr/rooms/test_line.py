"""The line: one unit for all who wait, an answer for each after the commit, and always somebody who leads the next."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from odr import db, events
from odr.accounts.models import Body, BodyKind, Track
from odr.db import Transaction
from odr.errors import NotFound, Unavailable
from odr.events import CaseChanged
from odr.rooms.line import Line


def kept() -> list[str]:
    with db.database().engine.connect() as other:
        return list(other.scalars(sa.text("SELECT name FROM body ORDER BY name")))


def keep(tx: Transaction, names: Sequence[str]) -> Iterator[str | Exception]:
    """Keep a body of each name; "refused" is refused, "poison" fails the whole unit."""
    outcomes: list[str | Exception] = []
    for name in names:
        if name == "poison":
            raise OSError("disk")
        if name == "refused":
            outcomes.append(NotFound(kind="body"))
            continue
        tx.add(Body(kind=BodyKind.ORGANISATION, name=name, track=Track.INDUSTRY))
        tx.announce(CaseChanged(audience=(), case_ref=name, state="filed"))
        outcomes.append(name)
    return iter(outcomes)


class Later:
    """Threads of control that start when the test says so."""

    def __init__(self) -> None:
        self.acts: list[Callable[[], None]] = []

    def __call__(self, act: Callable[[], None]) -> None:
        self.acts.append(act)

    def run(self) -> int:
        """Run one act that waits; how many waited."""
        waiting = len(self.acts)
        if waiting:
            self.acts.pop(0)()
        return waiting


@pytest.fixture
def line(database: db.Database) -> Line[str, str]:
    return Line(keep)


def test_those_who_join_go_on_and_are_answered_when_it_is_kept(line: Line[str, str]) -> None:
    later, answers = Later(), {}

    def answered(name: str) -> Callable[[Any], None]:
        def answer(outcome: Any) -> None:
            answers[name] = (outcome, kept())

        return answer

    for name in ("a", "b", "refused", "c"):
        line.join(name, answered(name), apart=later)
    assert answers == {}
    assert later.run() == 1
    assert later.acts == []
    everything = ["a", "b", "c"]
    assert {name: answers[name] for name in everything} == {name: (name, everything) for name in everything}
    assert isinstance(answers["refused"][0], NotFound)


def test_whoever_joins_while_a_unit_is_under_way_is_in_the_next_one(
    line: Line[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later, answers, units = Later(), [], []
    commit = line.commit

    def counted(requests: Sequence[str]) -> Any:
        units.append(list(requests))
        if requests == ["first"]:
            line.join("second", answers.append, apart=later)
            line.join("third", answers.append, apart=later)
        return commit(requests)

    monkeypatch.setattr(line, "commit", counted)
    assert line.stand("first") == "first"
    assert answers == []
    while later.run():
        pass
    assert (units, answers) == ([["first"], ["second", "third"]], ["second", "third"])


def test_where_the_database_is_elsewhere_the_next_unit_asks_before_the_last_is_told(
    line: Line[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later, answers, seen = Later(), [], []
    commit = line.commit

    def joined_meanwhile(requests: Sequence[str]) -> Any:
        if requests == ["first"]:
            line.join("second", answers.append, apart=later)
        return commit(requests)

    monkeypatch.setattr(line, "commit", joined_meanwhile)
    monkeypatch.setattr(db.Database, "give_way", lambda _: seen.append((len(later.acts), answers.copy())))
    line.join("first", answers.append, apart=later)
    while later.run():
        pass
    assert seen == [(1, []), (0, ["first"])]
    assert answers == ["first", "second"]


def test_whoever_is_cut_off_while_it_gives_way_has_answered_everybody(
    line: Line[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(_: db.Database) -> None:
        raise SystemExit

    monkeypatch.setattr(db.Database, "give_way", cut_off)
    later, answers = Later(), []
    for name in ("a", "b"):
        line.join(name, answers.append, apart=later)
    with pytest.raises(SystemExit):
        later.run()
    assert answers == ["a", "b"]


def test_one_who_fails_the_unit_spoils_no_other(line: Line[str, str]) -> None:
    later, answers = Later(), []
    for name in ("a", "poison", "b"):
        line.join(name, answers.append, apart=later)
    later.run()
    assert [type(answer) for answer in answers] == [str, OSError, str]
    assert kept() == ["a", "b"]


def test_an_answer_that_cannot_be_given_leaves_nobody_waiting(line: Line[str, str]) -> None:
    later, answers = Later(), []

    def gone(outcome: object) -> None:
        raise OSError("the connection is gone")

    for name, answer in (("a", gone), ("b", answers.append)):
        line.join(name, answer, apart=later)
    later.run()
    assert (answers, kept()) == (["b"], ["a", "b"])


def test_facts_are_told_in_order_and_after_the_commit(line: Line[str, str]) -> None:
    seen: list[tuple[str, list[str]]] = []
    events.subscribe(CaseChanged, lambda event: seen.append((event.case_ref, kept())))
    later = Later()
    for name in ("a", "b"):
        line.join(name, lambda outcome: None, apart=later)
    later.run()
    assert seen == [("a", ["a", "b"]), ("b", ["a", "b"])]


def test_a_leader_that_is_cut_off_answers_everybody_and_somebody_leads_on(
    line: Line[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    later, answers = Later(), []
    commit = line.commit

    def cut_off(requests: Sequence[str]) -> Any:
        line.join("next", answers.append, apart=later)
        raise KeyboardInterrupt

    line.join("one", answers.append, apart=later)
    monkeypatch.setattr(line, "commit", cut_off)
    with pytest.raises(KeyboardInterrupt):
        later.run()
    monkeypatch.setattr(line, "commit", commit)
    later.run()
    assert isinstance(answers[0], Unavailable)
    assert answers[1] == "next"
    assert line.stand("again") == "again"


def broken_connection() -> OperationalError:
    return OperationalError("INSERT", {}, OSError("gone"), connection_invalidated=True)


def test_where_only_the_connection_broke_the_act_is_done_again(
    line: Line[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    work, tries = line._work, []

    def once_broken(tx: Transaction, names: Sequence[str]) -> Any:
        tries.append(list(names))
        if len(tries) == 1:
            raise broken_connection()
        return work(tx, names)

    monkeypatch.setattr(line, "_work", once_broken)
    assert line.stand("a") == "a"
    assert (kept(), tries) == (["a"], [["a"], ["a"]])


def test_where_the_connection_stays_broken_the_answer_is_to_try_again(
    line: Line[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(tx: Transaction, names: Sequence[str]) -> Any:
        raise broken_connection()

    monkeypatch.setattr(line, "_work", broken)
    with pytest.raises(Unavailable):
        line.stand("a")
    assert kept() == []


def test_standing_and_joining_in_many_threads_answers_each_once(line: Line[str, str]) -> None:
    answers: list[str] = []
    done = threading.Semaphore(0)

    def apart(act: Callable[[], None]) -> None:
        threading.Thread(target=act).start()

    def answered(outcome: Any) -> None:
        answers.append(outcome)
        done.release()

    def go(number: int) -> None:
        for place in range(6):
            name = f"{number}.{place}"
            if (number + place) % 2:
                line.join(name, answered, apart=apart)
            else:
                answered(line.stand(name))

    threads = [threading.Thread(target=go, args=[number]) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for _ in range(48):
        assert done.acquire(timeout=30)
    expected = sorted(f"{number}.{place}" for number in range(8) for place in range(6))
    assert sorted(answers) == expected == kept()
