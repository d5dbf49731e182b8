"""The signed head of the tree: a C2SP checkpoint, which is a note that the log signs and that witnesses may co-sign."""

import base64
import binascii
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from signing.errors import SigningError, VerificationError
from signing.keys import SigningIdentity, certificate_spki, verify_signature
from signing.tree import verify_consistency

HASH_SIZE = 32
KEY_ID_SIZE = 4
MOST_SIGNATURES = 16
MOST_STEPS = 63
COSIGNATURE = 4
_NAME = re.compile(r"[^\s+]{1,200}")
_NUMBER = re.compile(r"0|[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Head of a tree at one size: `origin` names the log, `root` is its 32-byte hash."""

    origin: str
    size: int
    root: bytes

    def body(self) -> bytes:
        """The signed lines: origin, size in decimal, root hash in base64."""
        return f"{self.origin}\n{self.size}\n{_text(self.root)}\n".encode()


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One line under a note: who signed, with which key, and the value."""

    name: str
    key_id: bytes
    value: bytes

    def line(self) -> str:
        """As it stands under the note."""
        return f"— {self.name} {_text(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Witness:
    """Somebody outside who co-signs heads they found consistent; `key` is an Ed25519 public key, 32 bytes."""

    name: str
    key: bytes

    @property
    def key_id(self) -> bytes:
        """SHA-256(name, newline, 0x04, key), its first four bytes (C2SP tlog-cosignature)."""
        named = self.name.encode() + b"\n" + bytes([COSIGNATURE]) + self.key
        return hashlib.sha256(named).digest()[:KEY_ID_SIZE]


def key_id(certificate: bytes) -> bytes:
    """Four bytes that name the log's ECDSA key under a note: of SHA-256 over its SPKI (C2SP signed-note, type 0x02)."""
    return hashlib.sha256(certificate_spki(certificate)).digest()[:KEY_ID_SIZE]


def sign_checkpoint(checkpoint: Checkpoint, identity: SigningIdentity) -> str:
    """The checkpoint as a signed note (ECDSA P-256 over SHA-256, DER); the origin is the name of the key."""
    if not _NAME.fullmatch(checkpoint.origin):
        raise SigningError("tree.origin")
    value = identity.key.sign(checkpoint.body())
    line = NoteSignature(checkpoint.origin, key_id(identity.certificate), value).line()
    return f"{checkpoint.body().decode()}\n{line}"


def read_checkpoint(text: str) -> tuple[Checkpoint, tuple[NoteSignature, ...]]:
    """Parse a signed checkpoint; only the exact form `sign_checkpoint` writes is read. Nothing is verified yet."""
    body, gap, under = text.partition("\n\n")
    lines = under.split("\n")
    if not gap or lines.pop() or not 0 < len(lines) <= MOST_SIGNATURES:
        raise VerificationError("log.checkpoint_form")
    try:
        origin, size, root = body.split("\n")
        if not _NUMBER.fullmatch(size):
            raise ValueError(size)
        checkpoint = Checkpoint(origin, int(size), base64.b64decode(root, validate=True))
        signatures = tuple(_signature(line) for line in lines)
    except (ValueError, binascii.Error) as error:
        raise VerificationError("log.checkpoint_form") from error
    written = checkpoint.body().decode() + "\n" + "".join(one.line() for one in signatures)
    if len(checkpoint.root) != HASH_SIZE or not _NAME.fullmatch(origin) or written != text:
        raise VerificationError("log.checkpoint_form")
    return checkpoint, signatures


def verify_checkpoint(text: str, certificate: bytes) -> Checkpoint:
    """Check the log's signature with its certificate; whether that is trusted is asked elsewhere."""
    checkpoint, signatures = read_checkpoint(text)
    wanted = (checkpoint.origin, key_id(certificate))
    ours = [one.value for one in signatures if (one.name, one.key_id) == wanted]
    if not ours:
        raise VerificationError("log.checkpoint_signature")
    try:
        for value in ours:
            verify_signature(certificate, value, checkpoint.body())
    except SigningError as error:
        raise VerificationError("log.checkpoint_signature") from error
    return checkpoint


def witness_from(verifier_key: str) -> Witness:
    """A witness from the line they publish: `name+key id in hex+base64(0x04, key)`; raises VerificationError."""
    try:
        name, ident, encoded = verifier_key.strip().split("+", 2)
        kind, *key = base64.b64decode(encoded, validate=True)
        witness = Witness(name, bytes(key))
        if kind != COSIGNATURE or len(key) != HASH_SIZE or witness.key_id.hex() != ident or not _NAME.fullmatch(name):
            raise ValueError(ident)
    except (ValueError, binascii.Error) as error:
        raise VerificationError("log.witness") from error
    return witness


def verify_cosignature(text: str, line: str, witness: Witness) -> datetime:
    """When a witness saw this head and found it consistent with all before (C2SP tlog-cosignature, v1).

    Raises:
        VerificationError: the line is not this witness's co-signature of this checkpoint.
    """
    checkpoint, _ = read_checkpoint(text)
    try:
        found = _signature(line.removesuffix("\n"))
        if (found.name, found.key_id) != (witness.name, witness.key_id):
            raise ValueError(found.name)
        moment, value = int.from_bytes(found.value[:8], "big"), found.value[8:]
        said = f"cosignature/v1\ntime {moment}\n".encode() + checkpoint.body()
        Ed25519PublicKey.from_public_bytes(witness.key).verify(value, said)
        return datetime.fromtimestamp(moment, UTC)
    except (ValueError, OverflowError, OSError, binascii.Error, InvalidSignature) as error:
        raise VerificationError("log.witness") from error


@dataclass(frozen=True, slots=True)
class Extension:
    """A later head with the proof that it only adds to the tree of `old_size` leaves; the proof may be empty."""

    old_size: int
    path: tuple[bytes, ...]
    checkpoint: str

    def text(self) -> str:
        """As a file: `old <size>`, the proof's hashes one a line, an empty line, the head (C2SP tlog-witness)."""
        return f"old {self.old_size}\n" + "".join(f"{_text(one)}\n" for one in self.path) + f"\n{self.checkpoint}"


def read_extension(text: str) -> Extension:
    """Parse the file that `Extension.text` writes, or a head alone, which then extends its own size by nothing."""
    if not text.startswith("old "):
        return Extension(read_checkpoint(text)[0].size, (), text)
    head, _, checkpoint = text.partition("\n\n")
    first, *steps = head.split("\n")
    try:
        if not _NUMBER.fullmatch(first.removeprefix("old ")) or len(steps) > MOST_STEPS:
            raise ValueError(first)
        path = tuple(base64.b64decode(step, validate=True) for step in steps)
    except (ValueError, binascii.Error) as error:
        raise VerificationError("log.checkpoint_form") from error
    extension = Extension(int(first.removeprefix("old ")), path, checkpoint)
    if any(len(step) != HASH_SIZE for step in path) or extension.text() != text:
        raise VerificationError("log.checkpoint_form")
    return extension


def check_extension(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> None:
    """Does the newer head only add leaves to the older? (RFC 9162 §2.1.4.2)

    Raises:
        VerificationError: another log, or something before was changed.
    """
    if old.origin != new.origin:
        raise VerificationError("log.other_origin")
    if not verify_consistency(old.size, new.size, old.root, new.root, path):
        raise VerificationError("log.inconsistent", old=old.size, new=new.size)


def _signature(line: str) -> NoteSignature:
    mark, name, encoded = line.split(" ")
    value = base64.b64decode(encoded, validate=True)
    if mark != "—" or not _NAME.fullmatch(name) or len(value) <= KEY_ID_SIZE:
        raise ValueError(line)
    return NoteSignature(name, value[:KEY_ID_SIZE], value[KEY_ID_SIZE:])


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()
