"""What proposals say over the socket: that one was put or closed, never what was answered."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import ProposalChanged

FEATURE = Feature(accepts={}, sends={ProposalChanged: "proposal:changed"})
