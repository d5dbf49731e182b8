"""A frozen text waiting for its signatures, and people who keep their keys to themselves."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pytest

from odr import clock
from odr.access.actor import Actor
from odr.db import Database
from odr.settings import Settings
from odr.signatures.authorities import use_authorities
from odr.signatures.commands import Kept, ToSign, finish, prepare
from odr.signatures.keys import CONSENT_VERSION, challenge, enrol
from odr.signatures.reading import read_to
from odr.signatures.requirements import places_of
from tests.factories.agreements import Agreed, final_version, mediated_case, signatories
from tests.factories.people import Known
from tests.signing.ceremony import OutsideKey


@dataclass
class Signatory:
    """One person at their own device: what the signing page does, step by step."""

    agreed: Agreed
    field: str
    person: Known
    key: OutsideKey = dataclasses.field(default_factory=OutsideKey)

    @property
    def actor(self) -> Actor:
        return self.person.actor

    @property
    def name(self) -> str:
        return next(p.name for p in places_of(self.agreed.version.fields) if p.field == self.field)

    def read(self) -> bool:
        """Read the text to its end."""
        return read_to(self.actor, self.agreed.version_id, self.field, page=3, pages=3)

    def ask(self, **changes: object) -> bytes:
        """A challenge for a fresh key, after reading."""
        self.read()
        words = {"typed_name": self.name, "consent_version": CONSENT_VERSION, "password_at": clock.now(), **changes}
        return challenge(self.actor, self.agreed.version_id, self.field, **words).value  # pyright: ignore

    def enrol(self) -> bytes:
        """A one-time certificate for the key."""
        proof = self.key.sign(self.ask())
        return enrol(self.actor, self.agreed.version_id, self.field, spki=self.key.spki, proof=proof).certificate

    def prepare(self) -> ToSign:
        return prepare(self.actor, self.agreed.version_id, self.field)

    def finish(self, value: bytes) -> Kept:
        return finish(self.actor, self.agreed.version_id, self.field, signature_value=value)

    def sign(self) -> Kept:
        self.enrol()
        return self.finish(self.key.sign(self.prepare().signed_attributes))


@dataclass(frozen=True)
class Ceremony:
    """Everybody who must sign one version, in the order of the places."""

    agreed: Agreed
    signatories: tuple[Signatory, ...]

    @property
    def document(self) -> bytes:
        return self.agreed.version.pdf

    @property
    def clerk(self) -> Actor:
        return self.agreed.case.clerk.actor


@pytest.fixture
def ceremony(database: Database, settings: Settings) -> Ceremony:
    use_authorities(settings)
    agreed = final_version(mediated_case())
    return Ceremony(agreed, tuple(Signatory(agreed, name, person) for name, person in signatories(agreed)))
