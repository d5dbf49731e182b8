"""How the authorities on the network have done: one small file for each, written by whichever process asked it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from signing.keys import write_whole


@dataclass(frozen=True, slots=True)
class ServiceHealth:
    """The last good answer of a service, its last failure, and the code of that failure (signing.reasons)."""

    name: str
    answered_at: datetime | None = None
    failed_at: datetime | None = None
    code: str = ""

    @property
    def failing(self) -> bool:
        """Was its last answer a failure?"""
        return self.failed_at is not None and (self.answered_at is None or self.answered_at < self.failed_at)

    def failed_within(self, span: timedelta) -> bool:
        """Is its last answer a failure, and no older than `span`?"""
        return self.failing and self.failed_at is not None and datetime.now(UTC) - self.failed_at < span


@dataclass(frozen=True, slots=True)
class HealthBook:
    """The files under `directory`."""

    directory: Path

    def note(self, name: str, code: str = "") -> None:
        """Write down that `name` answered, or failed with `code`."""
        known, now = self.of(name), datetime.now(UTC)
        written = {
            "name": name,
            "answered_at": _written(known.answered_at if code else now),
            "failed_at": _written(now if code else known.failed_at),
            "code": code or known.code,
        }
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._path(name), json.dumps(written).encode())

    def of(self, name: str) -> ServiceHealth:
        """What is known of `name`; nothing when it was never asked."""
        try:
            kept = json.loads(self._path(name).read_bytes())
            return ServiceHealth(name, _read(kept["answered_at"]), _read(kept["failed_at"]), kept["code"])
        except (FileNotFoundError, ValueError, KeyError):
            return ServiceHealth(name)

    def _path(self, name: str) -> Path:
        return self.directory / f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"


def _written(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _read(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
