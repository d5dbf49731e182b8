"""What the papers of the room say over the socket: that one changed, never what it says."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import FactsChanged, PassingChanged, RecordChanged, WordsPassedOn

FEATURE = Feature(
    accepts={},
    sends={
        FactsChanged: "facts:changed",
        RecordChanged: "record:changed",
        PassingChanged: "passing:changed",
        WordsPassedOn: "message:passed_on",
    },
)
