"""Who is in the room of a case now. Kept in memory, never stored, and silent about which channel anybody looks at."""

from __future__ import annotations

from collections import defaultdict
from threading import Lock

_lock = Lock()
_places: dict[str, tuple[str, str]] = {}
_here: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))


def enter(connection: str, case_id: str, participant_id: str) -> bool:
    """A connection came to the room; True when the person was not there before."""
    leave(connection)
    with _lock:
        _places[connection] = (case_id, participant_id)
        _here[case_id][participant_id] += 1
        return _here[case_id][participant_id] == 1


def leave(connection: str) -> tuple[str, str] | None:
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
        return place


def present(case_id: str) -> frozenset[str]:
    """Ids of the participants who are in the room of the case."""
    with _lock:
        return frozenset(_here.get(case_id, ()))
