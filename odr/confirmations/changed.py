"""What differs between two filings of one application: files, clauses word by word, and the facts applied on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from odr.agreements.differences import Piece, difference
from odr.confirmations.inspection import Papers

UNCHANGED_BY_NATURE = frozenset({"built_at", "generated_at", "created_at"})
"""Facts that name the moment of writing: they differ in every bundle and say nothing."""


@dataclass(frozen=True)
class FileChange:
    """One file: added, removed or changed; `place` is where it is opened in the new bundle."""

    name: str
    change: str
    place: int | None


@dataclass(frozen=True)
class ClauseChange:
    """One clause whose words differ; a number that is missing on one side came or went."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class FactChange:
    """One fact of the application, by its path, before and now."""

    name: str
    before: str
    now: str


@dataclass(frozen=True)
class Differences:
    """Everything that changed since the filing before."""

    files: tuple[FileChange, ...]
    clauses: tuple[ClauseChange, ...]
    facts: tuple[FactChange, ...]


def differences(before: Papers, now: Papers) -> Differences:
    """Compare two filings by the papers read out of their bundles."""
    return Differences(
        files=tuple(_files(before, now)),
        clauses=tuple(_clauses(before.agreement, now.agreement)),
        facts=tuple(_facts(before.application, now.application)),
    )


def _files(before: Papers, now: Papers) -> Iterator[FileChange]:
    for name in sorted({*before.digests, *now.digests}):
        old, new = before.digests.get(name), now.digests.get(name)
        if old != new:
            change = "added" if old is None else "removed" if new is None else "changed"
            yield FileChange(name, change, now.files.index(name) if new else None)


def _clauses(before: dict[str, Any], now: dict[str, Any]) -> Iterator[ClauseChange]:
    old = {clause["number"]: clause["zh"] for clause in before["clauses"]}
    new = {clause["number"]: clause["zh"] for clause in now["clauses"]}
    for number in sorted({*old, *new}):
        if old.get(number) != new.get(number):
            yield ClauseChange(number, difference(old.get(number, ""), new.get(number, "")))


def _facts(before: dict[str, Any], now: dict[str, Any]) -> Iterator[FactChange]:
    old, new = dict(_flat(before)), dict(_flat(now))
    for name in sorted({*old, *new}):
        if old.get(name) != new.get(name) and name.split(".")[-1] not in UNCHANGED_BY_NATURE:
            yield FactChange(name, old.get(name, ""), new.get(name, ""))


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):
            yield from _flat(inner, f"{path}.{number}")
    else:
        yield path, "" if value is None else str(value)
