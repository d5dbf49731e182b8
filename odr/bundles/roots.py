"""The roots this platform publishes. A court that wants an independent check obtains its own; these only say where our
certificates come from."""

from __future__ import annotations

from odr.signatures.authorities import roots_pem
from signing.trust import TrustRoots


def published_roots_pem() -> bytes:
    """The root certificates behind our signatures, seals and time-stamps, as PEM."""
    return roots_pem()


def published_roots() -> TrustRoots:
    """The same, as the verifier wants them."""
    return TrustRoots.from_pem(published_roots_pem())
