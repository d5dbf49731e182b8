"""What the console sends over the socket: that the notes changed, to the case's mediators, never what they say."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import NotesChanged

FEATURE = Feature(accepts={}, sends={NotesChanged: "notes:changed"})
