"""What the agreement says over the socket: that it changed, never what it says."""

from __future__ import annotations

from blueprints.realtime import Feature
from odr.events import AgreementChanged

FEATURE = Feature(accepts={}, sends={AgreementChanged: "agreement:changed"})
