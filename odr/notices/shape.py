"""What a kind of notice is."""

from __future__ import annotations

from dataclasses import dataclass

from signing.wording import Words


@dataclass(frozen=True)
class Wording:
    """A kind of notice. `path` may name {ref} and {link}, `body` {ref} and the {day} on which a term ends."""

    kind: str
    subject: Words
    body: Words
    path: str
