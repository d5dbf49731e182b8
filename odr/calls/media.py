"""How media travel: a port. Without a media server people's browsers speak to each other directly (a mesh)."""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from odr import clock

TURN_LIFETIME = timedelta(hours=2)
MESH_LIMIT = 6
"""Each person in a mesh sends to every other: beyond this an ordinary connection no longer carries it."""


@dataclass(frozen=True)
class IceServer:
    """A server that helps two browsers find each other (STUN) or relays between them (TURN)."""

    urls: tuple[str, ...]
    username: str = ""
    credential: str = ""


@dataclass(frozen=True)
class MediaAccess:
    """What one page needs to take part. `kind` "mesh": browsers connect to each other with `ice_servers`; any other
    kind is a media server's, which `address` and `token` open for this seat alone."""

    kind: str
    ice_servers: tuple[IceServer, ...] = ()
    address: str = ""
    token: str = ""


class MediaRoute(Protocol):
    """A port: how the people of one call hear and see each other. It must keep calls apart as channels are kept."""

    @property
    def limit(self) -> int:
        """How many people one call carries."""
        ...

    def admit(self, call_id: str, seat_id: str) -> MediaAccess:
        """What this seat needs to take part in this call and in no other."""
        ...

    def expel(self, call_id: str, seat_id: str) -> None:
        """This seat hears and says nothing more, from now on."""
        ...


@dataclass(frozen=True)
class Mesh:
    """Browsers speak to each other. Relays, where given, get credentials that end by themselves and name nobody."""

    servers: tuple[str, ...] = ()
    turn_secret: str = ""
    limit: int = MESH_LIMIT

    def admit(self, call_id: str, seat_id: str) -> MediaAccess:
        plain = tuple(url for url in self.servers if url.startswith("stun"))
        relays = tuple(url for url in self.servers if url.startswith("turn"))
        found = [IceServer(plain)] if plain else []
        if relays:
            found.append(IceServer(relays, *self._turn_credentials()))
        return MediaAccess("mesh", tuple(found))

    def expel(self, call_id: str, seat_id: str) -> None:
        """The others' browsers close their line to the seat as soon as it is gone from the list."""

    def _turn_credentials(self) -> tuple[str, str]:
        """A user name that is an expiry and a random word, and its keyed digest: the shared-secret scheme of coturn."""
        until = int((clock.now() + TURN_LIFETIME).timestamp())
        username = f"{until}:{secrets.token_hex(8)}"
        return username, base64.b64encode(hmac.digest(self.turn_secret.encode(), username.encode(), "sha1")).decode()


@dataclass
class _Current:
    route: MediaRoute


_current = _Current(Mesh())


def use_media(route: MediaRoute) -> None:
    """Carry calls this way from now on."""
    _current.route = route


def media() -> MediaRoute:
    """The way calls are carried."""
    return _current.route


def mesh_from(urls: Sequence[str], turn_secret: str) -> Mesh:
    """A mesh that uses these STUN and TURN addresses."""
    return Mesh(tuple(urls), turn_secret)
