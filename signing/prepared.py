"""What is passed around while a document is being signed: fields, a prepared signature, a signature found."""

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FieldKind(StrEnum):
    """Who fills a field: a person signs, an organisation seals and thereby locks the whole document."""

    SIGNATORY = "signatory"
    SEAL = "seal"


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A place to sign. `page` counts from 0; `box` is left, bottom, right, top in points."""

    name: str
    page: int
    box: tuple[float, float, float, float]
    kind: FieldKind = FieldKind.SIGNATORY


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document waiting for one signature; `document` is exactly what the signatory is shown and hashes."""

    field: str
    document: bytes
    document_digest: bytes
    reserved_start: int
    reserved_end: int
    signed_attributes: bytes
    certificate: bytes
    chain: tuple[bytes, ...]
    base_sha256: str

    def dump(self) -> bytes:
        """One byte string for a database row: a line of JSON, then the document."""
        head = {
            "field": self.field,
            "digest": self.document_digest.hex(),
            "reserved": [self.reserved_start, self.reserved_end],
            "attributes": base64.b64encode(self.signed_attributes).decode(),
            "certificate": base64.b64encode(self.certificate).decode(),
            "chain": [base64.b64encode(one).decode() for one in self.chain],
            "base": self.base_sha256,
        }
        return json.dumps(head).encode() + b"\n" + self.document

    @classmethod
    def load(cls, data: bytes) -> "Prepared":
        """Read what `dump` wrote."""
        line, _, document = data.partition(b"\n")
        head = json.loads(line)
        start, end = head["reserved"]
        chain = tuple(base64.b64decode(one) for one in head["chain"])
        attributes, certificate = base64.b64decode(head["attributes"]), base64.b64decode(head["certificate"])
        digest = bytes.fromhex(head["digest"])
        return cls(head["field"], document, digest, start, end, attributes, certificate, chain, head["base"])


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature found in a document, as its own certificate and time-stamp describe it (nothing is checked)."""

    field: str
    kind: str
    certificate: bytes
    subject: str
    common_name: str
    serial_number: str
    signed_at: datetime | None
    revision_size: int
    revision_sha256: str
    certificate_sha256: str
