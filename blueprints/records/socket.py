"""What the papers of the room say over the socket: that one changed, never what it says."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import FactsChanged

FEATURE = Feature(accepts={}, sends={FactsChanged: "facts:changed"})
