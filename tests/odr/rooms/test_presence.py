"""Who is in a room, in one process and over several."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from odr.rooms import presence

CASE, ANNA, BEN = "case", "anna", "ben"


@pytest.fixture(autouse=True)
def nobody() -> Iterator[None]:
    yield
    for connection in ("one", "two"):
        presence.leave(connection)
    presence.forget_others()
    presence.watch(None)


def test_a_person_is_there_from_the_first_window_to_the_last() -> None:
    assert presence.enter("one", CASE, ANNA)
    assert not presence.enter("two", CASE, ANNA)
    assert presence.leave("one") is None
    assert presence.present(CASE) == {ANNA}
    assert presence.leave("two") == (CASE, ANNA)
    assert presence.present(CASE) == frozenset()


def test_people_of_another_process_are_in_the_same_room() -> None:
    presence.mirror("elsewhere", [(CASE, BEN)])
    presence.enter("one", CASE, ANNA)
    assert presence.present(CASE) == {ANNA, BEN}
    assert presence.present("another case") == frozenset()
    assert [place for place in presence.places_here() if place[0] == CASE] == [(CASE, ANNA)]


def test_coming_by_a_second_process_is_no_news_and_neither_is_leaving_one_of_two() -> None:
    presence.mirror("elsewhere", [(CASE, ANNA)])
    assert not presence.enter("one", CASE, ANNA)
    assert presence.leave("one") is None
    assert presence.present(CASE) == {ANNA}
    assert presence.moved("elsewhere", (CASE, ANNA), here=False)
    assert presence.present(CASE) == frozenset()


def test_a_process_that_is_gone_takes_with_it_those_who_were_nowhere_else() -> None:
    presence.mirror("elsewhere", [(CASE, ANNA), (CASE, BEN)])
    presence.enter("one", CASE, ANNA)
    assert presence.mirror("elsewhere", ()) == [(CASE, BEN)]
    assert presence.present(CASE) == {ANNA}


def test_the_other_processes_learn_of_each_person_once_and_whether_the_room_was_told() -> None:
    seen: list[tuple[presence.Place, bool, bool]] = []
    presence.watch(lambda *move: seen.append(move))
    presence.mirror("elsewhere", [(CASE, BEN)])
    presence.enter("one", CASE, ANNA)
    presence.enter("two", CASE, ANNA)
    presence.leave("one")
    presence.leave("two")
    presence.enter("one", CASE, BEN)
    presence.leave("one")
    anna, ben = (CASE, ANNA), (CASE, BEN)
    assert seen == [(anna, True, True), (anna, False, True), (ben, True, False), (ben, False, False)]
