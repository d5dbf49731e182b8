"""Where the platform's own keys live: sealed files, and for the roles the operator chose a token that never gives
them away (PKCS #11)."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Protocol

from signing.algorithms import Suite
from signing.errors import SigningError
from signing.keys import FileKey, SigningKey

ROLES = frozenset({"issuing", "seal", "timestamp"})
"""The keys that may live in a token. The root is kept away from the machine, the log's key signs no document."""


class KeyToken(Protocol):
    """A security module: makes keys and uses them, and lets none out."""

    def create(self, name: str, suite: Suite) -> SigningKey:
        """Make a key under a name that is free."""
        ...

    def find(self, name: str) -> SigningKey | None:
        """The key of this name, or None; raises SigningError when the token cannot be asked."""
        ...

    def destroy(self, name: str) -> None:
        """Take the key of this name away for good."""
        ...


@dataclass(frozen=True, slots=True)
class KeyHome:
    """Keys by name ("issuing", "issuing-2", "seals/<digest>/key"): files under `directory`, sealed with `secret`,
    or in `token` for the roles of `in_token`. A key stays where it was made; a renewal moves the role."""

    directory: Path
    secret: bytes = field(default=b"", repr=False)
    token: KeyToken | None = None
    in_token: frozenset[str] = frozenset()

    def create(self, name: str, suite: Suite) -> SigningKey:
        """The key of this name, made now if there is none; of two makers at one moment the first one's key stays."""
        with self.alone():
            try:
                return self.open(name)
            except SigningError as missing:
                if missing.code != "keys.missing":
                    raise
            if role_of(name) in self.in_token and self.token is not None:
                return self.token.create(self._label(name), suite)
            path = self._path(name)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            aside = path.with_name(f".{secrets.token_hex(8)}")
            aside.mkdir(mode=0o700)
            try:
                made = FileKey.create(aside / path.name, suite, self.secret)
                made.path.rename(path)
            finally:
                aside.rmdir()
            return FileKey(path, self.secret)

    def open(self, name: str) -> SigningKey:
        """The key of this name; raises SigningError when there is none, or it cannot be used."""
        path = self._path(name)
        if path.exists():
            return FileKey(path, self.secret)
        found = self.token.find(self._label(name)) if self.token is not None else None
        if found is None:
            raise SigningError("keys.missing", name=name)
        return found

    def has(self, name: str) -> bool:
        """Is there a key of this name?"""
        try:
            return bool(self.open(name))
        except SigningError as missing:
            if missing.code != "keys.missing":
                raise
            return False

    def place(self, name: str) -> str:
        """Where the key lies, in one word for the operator: file, token, or absent."""
        return "file" if self._path(name).exists() else "token" if self.has(name) else "absent"

    def destroy(self, name: str) -> None:
        """Take a key away for good; nothing happens when there is none."""
        with self.alone():
            if self._path(name).exists():
                self._path(name).unlink()
            elif self.token is not None and self.token.find(self._label(name)) is not None:
                self.token.destroy(self._label(name))

    def seal_files(self) -> None:
        """Seal key files that an earlier release wrote plain."""
        for path in sorted(self.directory.rglob("*.pem")):
            FileKey(path, self.secret).seal()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Processes that make, renew or destroy keys do so one after another."""
        with open(self.directory / ".lock", "a+b") as handle:
            flock(handle, LOCK_EX)
            yield

    def _path(self, name: str) -> Path:
        return self.directory / f"{name}.pem"

    def _label(self, name: str) -> str:
        """A token may serve several platforms, or this one's two profiles: labels name the folder as well."""
        return f"heqi/{self.directory.name}/{name}"


def role_of(name: str) -> str:
    """Which role a key serves, by its name."""
    return "seal" if name.startswith("seals/") else name.partition("-")[0]
