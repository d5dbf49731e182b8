"""Several time-stamp authorities in order: when one fails the next is asked, and all before anything is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce

from signing.authority.health import HealthBook, ServiceHealth
from signing.authority.ports import TimestampAuthority, TrustMaterial
from signing.errors import AuthorityUnavailable, SigningError
from signing.timestamps import stamp

REST = timedelta(seconds=60)
"""So long after a failure an authority is asked last, so that nobody waits for its silence at each signature."""


@dataclass(frozen=True, slots=True)
class RedundantTimestamps:
    """The same port as one of them. What each did is written into `book`, which every process reads."""

    authorities: tuple[TimestampAuthority, ...]
    book: HealthBook

    @property
    def name(self) -> str:
        """The names in their order."""
        return ", ".join(one.name for one in self.authorities)

    @property
    def development(self) -> bool:
        """One that is for development only makes all of it so: nobody knows beforehand which will answer."""
        return any(one.development for one in self.authorities)

    @property
    def roots(self) -> tuple[bytes, ...]:
        """The roots of all."""
        return tuple(dict.fromkeys(root for one in self.authorities for root in one.roots))

    def timestamp(self, digest: bytes, algorithm: str = "sha256") -> bytes:
        """A token of the first authority that gives a right one, its clock included.

        Raises AuthorityUnavailable "timestamp.all_failed" after every one was asked.
        """
        last: SigningError | None = None
        for one in self._in_order():
            try:
                token = stamp(one, digest, algorithm)
            except SigningError as error:
                self.book.note(one.name, error.code)
                last = error
            else:
                self.book.note(one.name)
                return token
        raise AuthorityUnavailable("timestamp.all_failed", count=len(self.authorities)) from last

    def trust_material(self) -> TrustMaterial:
        """What is known of all of them; one that is away and left nothing behind is left out: then it stamped nothing.

        Raises AuthorityUnavailable when none gives any.
        """
        found: list[TrustMaterial] = []
        last: AuthorityUnavailable | None = None
        for one in self.authorities:
            try:
                found.append(one.trust_material())
            except AuthorityUnavailable as error:
                self.book.note(one.name, error.code)
                last = error
        if not found:
            raise AuthorityUnavailable("timestamp.all_failed", count=len(self.authorities)) from last
        return reduce(TrustMaterial.joined, found)

    def health(self) -> tuple[ServiceHealth, ...]:
        """How each has done, in their order."""
        return tuple(self.book.of(one.name) for one in self.authorities)

    def probe(self, digest: bytes) -> tuple[ServiceHealth, ...]:
        """Ask every one of them now, and write down how it did."""
        for one in self.authorities:
            try:
                stamp(one, digest)
            except SigningError as error:
                self.book.note(one.name, error.code)
            else:
                self.book.note(one.name)
        return self.health()

    def _in_order(self) -> Iterator[TimestampAuthority]:
        yield from sorted(self.authorities, key=lambda one: self.book.of(one.name).failed_within(REST))
