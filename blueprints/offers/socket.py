"""What sealed bargaining says over the socket: that a round moved on, never how it ended."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import OfferRoundChanged

FEATURE = Feature(accepts={}, sends={OfferRoundChanged: "offer:changed"})
