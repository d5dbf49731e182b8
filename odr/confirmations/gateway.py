"""A port: how a filing reaches its court. Today a court has its desk on this platform; another way takes its place
here by implementing `CourtGateway`."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Protocol

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 8


@dataclass(frozen=True)
class Filing:
    """What is handed over: which application, to which court, and the digest of the bundle that goes with it."""

    confirmation_id: str
    court_id: str
    bundle_sha256: str
    desk_open: bool
    """Whether the court has a clerk on this platform."""


class CourtGateway(Protocol):
    """Hands a filing to its court."""

    def hand_over(self, filing: Filing) -> str:
        """Give the filing to the court and return the number of its receipt; empty when the court cannot be reached."""
        ...


@dataclass(frozen=True)
class DeskGateway:
    """The court's clerks read the filing at their desk on this platform."""

    def hand_over(self, filing: Filing) -> str:
        """A receipt number that counts nothing; empty when no clerk of the court could read the filing."""
        if not filing.desk_open:
            return ""
        return "R-" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


@dataclass
class _Current:
    gateway: CourtGateway


_current = _Current(DeskGateway())


def use_gateway(gateway: CourtGateway) -> None:
    """Hand filings over this way from now on."""
    _current.gateway = gateway


def gateway() -> CourtGateway:
    """The way filings go to courts here."""
    return _current.gateway
