"""What is inside a sealed offer, what it is bound to, and the commitment by which its owner can prove it later.

Sealed with HPKE (RFC 9180, base mode: DHKEM(P-256), HKDF-SHA256, AES-256-GCM) to the key of one round. Every sealed
thing of one purpose has the same length, whatever it says.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
PADDED_BYTES = 256
SEALED_BYTES = 65 + PADDED_BYTES + 16
SALT_CHARACTERS = 43
COMMITMENT_BYTES = 32
_LENGTH_BYTES = 2


class Unreadable(Exception):
    """Altered, sealed for another round, case, party or other rules, or not what its commitment says."""


@dataclass(frozen=True)
class Place:
    """What a sealed offer belongs to and cannot be moved from. `terms` is the text of the rules."""

    case_id: str
    round_id: str
    party_id: str
    terms: str

    def info(self) -> bytes:
        """The bytes that bind the ciphertext to this place."""
        rules = sha256(self.terms.encode()).hexdigest()
        return "\n".join(("heqi/sealed/1", self.case_id, self.round_id, self.party_id, rules)).encode()


def commitment(place: Place, *, salt: str, body: str) -> bytes:
    """H(offer, salt, case, party, round): tells nothing without the salt, which only the owner's browser made."""
    parts = ("heqi/commitment/1", place.case_id, place.round_id, place.party_id, salt, body)
    return sha256("\n".join(parts).encode()).digest()


def seal(place: Place, public_key: bytes, *, salt: str, body: str) -> bytes:
    """Seal as a browser does.

    Raises:
        ValueError: the body is too long for the one size there is.
    """
    text = f"{salt}\n{body}".encode()
    if len(text) > PADDED_BYTES - _LENGTH_BYTES:
        raise ValueError("too long to be sealed")
    padded = (len(text).to_bytes(_LENGTH_BYTES, "big") + text).ljust(PADDED_BYTES, b"\0")
    return SUITE.encrypt(padded, _public(public_key), place.info())


def unseal(place: Place, private_key: ec.EllipticCurvePrivateKey, sealed: bytes, committed: bytes) -> str:
    """The body of a sealed offer. For the opener alone, which holds the private keys.

    Raises:
        Unreadable: it does not fit its place, its size or its commitment.
    """
    if len(sealed) != SEALED_BYTES:
        raise Unreadable
    try:
        padded = SUITE.decrypt(sealed, private_key, place.info())
        length = int.from_bytes(padded[:_LENGTH_BYTES], "big")
        text, rest = padded[_LENGTH_BYTES : _LENGTH_BYTES + length], padded[_LENGTH_BYTES + length :]
        salt, _, body = text.decode("ascii").partition("\n")
    except (InvalidTag, ValueError, UnicodeDecodeError):
        raise Unreadable from None
    if len(text) != length or any(rest) or len(salt) != SALT_CHARACTERS:
        raise Unreadable
    if commitment(place, salt=salt, body=body) != committed:
        raise Unreadable
    return body


def _public(key: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
