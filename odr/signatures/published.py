"""What the embedded authority shows to everybody: its certificates, and revocation lists where those say they are."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from odr.errors import NotFound
from odr.signatures.authorities import embedded_authority
from odr.signatures.translate import signing_refusals
from signing.authority.embedded import EmbeddedAuthority

FRESH_SECONDS = 600
"""How old a list may be when it is handed out: nobody makes the issuing key sign by asking often."""


@dataclass
class _Made:
    lock: threading.Lock = field(default_factory=threading.Lock)
    lists: dict[tuple[str, str], tuple[float, bytes]] = field(default_factory=dict)


_made = _Made()


def revocation_list(name: str) -> bytes:
    """The list (DER) of the root or of one generation of the issuing authority.

    Raises:
        NotFound: there is no such authority here.
        Unavailable: its key cannot be used now.
    """
    authority = _authority(name, "issuing")
    place = (str(authority.directory), name)
    with _made.lock, signing_refusals():
        at, data = _made.lists.get(place, (0.0, b""))
        if not data or time.monotonic() - at > FRESH_SECONDS:
            data = authority.root_list() if name == "root" else authority.issuing_list(name)
            _made.lists[place] = (time.monotonic(), data)
        return data


def authority_certificate(name: str) -> bytes:
    """The certificate (DER) of the root, of an issuing authority or of a time-stamp unit.

    Raises:
        NotFound: there is no such authority here.
    """
    authority = _authority(name, "issuing", "timestamp")
    return (authority.directory / f"{name}.der").read_bytes()


def _authority(name: str, *roles: str) -> EmbeddedAuthority:
    authority = embedded_authority()
    if authority is None or name not in {"root", *(one for role in roles for one in authority.generations(role))}:
        raise NotFound(kind="authority")
    return authority
