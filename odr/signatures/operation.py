"""What the operator does with the platform's own keys: look, renew, retire, and keep the root's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from odr.errors import Conflict
from odr.signatures.authorities import certificate_authority, embedded_authority, timestamp_health
from signing.authority.embedded import EmbeddedAuthority, KeyStatus
from signing.authority.health import ServiceHealth


@dataclass(frozen=True)
class TrustServices:
    """The keys of the embedded authority (none where another one is used), and how the time-stamp services do."""

    profile: str
    development: bool
    keys: tuple[KeyStatus, ...]
    timestamps: tuple[ServiceHealth, ...]


def trust_services(*, ask: bool = False) -> TrustServices:
    """Everything the operator needs to see; with `ask`, each time-stamp service is asked now."""
    authority = embedded_authority()
    in_use = certificate_authority()
    return TrustServices(
        profile=in_use.suite.name,
        development=in_use.development,
        keys=authority.status() if authority is not None else (),
        timestamps=timestamp_health(ask=ask),
    )


def renew(role: str) -> str:
    """A new key and certificate for the issuing authority or the time-stamp unit; returns the name of its generation.

    Raises:
        Conflict: another authority is used, which renews its own.
        SigningError: the root's key is not here, or the token cannot be used.
    """
    return _embedded().renew(role)


def retire() -> tuple[str, ...]:
    """Destroy superseded keys that nothing valid depends on; returns their names.

    Raises:
        Conflict: another authority is used.
    """
    return _embedded().retire()


def keep_root_list() -> datetime:
    """Issue the root's revocation list for the time its key is away; returns until when it is valid.

    Raises:
        Conflict: another authority is used.
        SigningError: the root's key is not here.
    """
    return _embedded().keep_root_list()


def timestamps_failing() -> bool:
    """Did any time-stamp service fail when it was last asked? Asks none."""
    return any(one.failing for one in timestamp_health())


def _embedded() -> EmbeddedAuthority:
    authority = embedded_authority()
    if authority is None:
        raise Conflict(state="another_authority")
    return authority
