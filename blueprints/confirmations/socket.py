"""What the pages of confirmation hear over the socket: that the application moved on, and nothing of its content."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import ConfirmationChanged

FEATURE = Feature(accepts={}, sends={ConfirmationChanged: "confirmation:changed"})
