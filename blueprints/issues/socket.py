"""What is said over the socket: to mediators that their notes changed, to the joint channel that its issues did."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import NotesChanged, SharedIssuesChanged

FEATURE = Feature(accepts={}, sends={NotesChanged: "notes:changed", SharedIssuesChanged: "issues:changed"})
