"""Tools of a forger: a key in a file, and a time-stamp made with it."""

from datetime import UTC, datetime
from pathlib import Path

from asn1crypto import tsp
from cryptography.hazmat.primitives import serialization

from signing.cms import build_signed
from signing.keys import SigningIdentity
from tests.signing.ceremony import OutsideKey


def stored_key(key: OutsideKey, directory: Path) -> Path:
    path = directory / "forger.pem"
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.touch(mode=0o600)
    path.write_bytes(key.key.private_bytes(encoding, form, serialization.NoEncryption()))
    return path


def forged_token(digest: bytes, identity: SigningIdentity, at: datetime | None = None) -> bytes:
    now = (at or datetime.now(UTC)).replace(microsecond=0)
    info = {
        "version": "v1",
        "policy": "2.25.1",
        "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": digest},
        "serial_number": 1,
        "gen_time": now,
    }
    return build_signed(
        tsp.TSTInfo(info).dump(),
        identity,
        content_type="tst_info",
        detached=False,
        signing_time=now,
        embed_chain=False,
    )
