"""Who is in the room of a case now. Kept in memory, never stored, and silent about which channel anybody looks at.

A site of several processes keeps a mirror of the others here, so that everybody sees one room.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from threading import Lock

Place = tuple[str, str]
"""A case and a participant of it."""

Watcher = Callable[[Place, bool, bool], None]

_lock = Lock()
_places: dict[str, Place] = {}
_here: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
_elsewhere: dict[str, set[Place]] = {}
_watchers: list[Watcher] = []


def enter(connection: str, case_id: str, participant_id: str) -> bool:
    """A connection came to the room; True when the person was not there before."""
    place = (case_id, participant_id)
    if _places.get(connection) == place:
        return False
    leave(connection)
    with _lock:
        _places[connection] = place
        _here[case_id][participant_id] += 1
        first = _here[case_id][participant_id] == 1
        news = first and not _is_elsewhere(place)
    if first:
        _tell_watchers(place, here=True, news=news)
    return news


def leave(connection: str) -> Place | None:
    """A connection left; (case_id, participant_id) when it was the person's last."""
    with _lock:
        place = _places.pop(connection, None)
        if place is None:
            return None
        case_id, participant_id = place
        _here[case_id][participant_id] -= 1
        if _here[case_id][participant_id] > 0:
            return None
        del _here[case_id][participant_id]
        if not _here[case_id]:
            del _here[case_id]
        news = not _is_elsewhere(place)
    _tell_watchers(place, here=False, news=news)
    return place if news else None


def present(case_id: str) -> frozenset[str]:
    """Ids of the participants who are in the room of the case."""
    with _lock:
        away = (participant for places in _elsewhere.values() for case, participant in places if case == case_id)
        return frozenset(_here.get(case_id, ())) | frozenset(away)


def places_here() -> list[Place]:
    """Everybody who is in a room through this process."""
    with _lock:
        return sorted({(case_id, person) for case_id, people in _here.items() for person in people})


def mirror(process: str, places: Iterable[Place]) -> list[Place]:
    """Another process of the site holds these people now; returns those who are in no process any more."""
    with _lock:
        before = _elsewhere.get(process, set())
        _elsewhere[process] = set(places)
        if not _elsewhere[process]:
            del _elsewhere[process]
        return sorted(place for place in before if not _is_here(place) and not _is_elsewhere(place))


def moved(process: str, place: Place, *, here: bool) -> bool:
    """In another process somebody came or went; True when that changes whether they are in the room at all."""
    with _lock:
        was = _is_here(place) or _is_elsewhere(place)
        held = _elsewhere.setdefault(process, set())
        (held.add if here else held.discard)(place)
        return was != (_is_here(place) or _is_elsewhere(place))


def watch(watcher: Watcher | None) -> None:
    """Have `watcher(place, here, news)` called when somebody comes to this process or has left it; None for nobody.

    `news` says whether the people in the room are told from here.
    """
    _watchers[:] = [watcher] if watcher else []


def forget_others() -> None:
    """No other process is known any more."""
    with _lock:
        _elsewhere.clear()


def _tell_watchers(place: Place, *, here: bool, news: bool) -> None:
    for watcher in _watchers:
        watcher(place, here, news)


def _is_here(place: Place) -> bool:
    return place[1] in _here.get(place[0], ())


def _is_elsewhere(place: Place) -> bool:
    return any(place in places for places in _elsewhere.values())
