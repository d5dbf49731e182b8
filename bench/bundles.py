"""What a large bundle costs: sealed and verified, beside hashing its evidence once with the same library.

python -m bench.bundles [--mebibytes 1024] [--repeat 3] [--folder /var/tmp]

Each work runs in a process of its own, which reports the time on the wall, its processor time and the most memory it
held. The evidence is random bytes behind a PDF's first line, in files of 256 MiB at most.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import pickle
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from signing.authority.embedded import EmbeddedAuthority
from signing.authority.ports import TimestampAuthority
from signing.bundle import BundleContents, EvidenceFile, seal_bundle
from signing.source import PIECE, FileContent
from signing.verify import verify_bundle
from tests.signing.ceremony import ORGANISATION, Platform, bundle_contents, run_ceremony

RESULTS = Path("build/bench")
MEBIBYTE = 1024 * 1024
LARGEST = 256 * MEBIBYTE
BOUND_RATIO, BOUND_MEMORY = 1.5, 200


def _exhibits(folder: Path) -> list[Path]:
    return sorted(folder.glob("exhibit-*.pdf"))


def hash_once(folder: Path) -> None:
    """The baseline: every byte of the evidence through the same SHA-256 once."""
    for path in _exhibits(folder):
        value = hashlib.sha256()
        for piece in FileContent(path).pieces():
            value.update(piece)
        value.hexdigest()


def seal(folder: Path) -> None:
    """Build the bundle."""
    contents, authority, timestamps = _kept(folder)
    with (folder / "bundle.asice").open("wb") as target:
        seal_bundle(contents, authority.seal_identity(ORGANISATION), timestamps, target)


def verify(folder: Path) -> None:
    """All steps of heqi-verify on it."""
    _, _, _, roots = pickle.loads((folder / "kept").read_bytes())  # noqa: S301 - written by this program
    verdict = verify_bundle(folder / "bundle.asice", roots)
    if not verdict.sound:
        raise SystemExit(f"the bundle under test is not sound: {verdict.failed}")


def idle(_: Path) -> None:
    """The modules loaded and nothing done: what any of the works has in memory to begin with."""


WORKS: dict[str, Callable[[Path], None]] = {"idle": idle, "hash": hash_once, "seal": seal, "verify": verify}


def _kept(folder: Path) -> tuple[BundleContents, EmbeddedAuthority, TimestampAuthority]:
    contents, authority, timestamps, _ = pickle.loads((folder / "kept").read_bytes())  # noqa: S301 - as above
    return contents, authority, timestamps


def prepare(folder: Path, mebibytes: int) -> None:
    """A signed agreement, and evidence of so many mebibytes."""
    left, number = mebibytes * MEBIBYTE, 0
    while left > 0:
        number += 1
        size = min(left, LARGEST)
        with (folder / f"exhibit-{number:03d}.pdf").open("wb") as file:
            file.write(b"%PDF-1.7\n")
            for begin in range(0, size, PIECE):
                file.write(os.urandom(min(PIECE, size - begin)))
        left -= size
    made = Platform(folder / "keys")
    contents = bundle_contents(run_ceremony(made))
    received = datetime(2026, 11, 20, tzinfo=UTC)
    evidence = tuple(
        EvidenceFile(path.name, "application/pdf", FileContent(path), "applicant-1", received)
        for path in _exhibits(folder)
    )
    kept = (replace(contents, evidence=evidence), made.authority, made.timestamps, made.roots)
    (folder / "kept").write_bytes(pickle.dumps(kept))


def work(name: str, folder: Path) -> dict[str, float]:
    """One work in a process of its own: wall and processor seconds, and the most memory in MB."""
    command = [sys.executable, "-m", "bench.bundles", "--work", name, "--folder", str(folder)]
    made = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if made.returncode:
        raise SystemExit(made.stderr or made.stdout)
    return json.loads(made.stdout)


def _measured(name: str, folder: Path) -> None:
    wall, processor = time.perf_counter(), time.process_time()
    WORKS[name](folder)
    took = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - processor}
    peak = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    print(json.dumps({**took, "peak_mb": int(peak.split()[1]) / 1024}))


def table(rows: dict[str, list[dict[str, float]]], mebibytes: int) -> str:
    """Medians as a Markdown table, each with its ratio to hashing."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [
        f"# bundles: {mebibytes} MiB of evidence",
        "",
        f"{machine}; medians of {len(rows['hash'])} runs in turns. Wanted: wall at most {BOUND_RATIO} times hashing, "
        f"memory under {BOUND_MEMORY} MB.",
        "",
        "| | wall s | ratio | processor s | ratio | most memory MB |",
        "|---|---|---|---|---|---|",
    ]
    middle = {
        name: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for name, runs in rows.items()
    }
    first = middle["hash"]
    for name, row in middle.items():
        wall, processor = row["wall"] / first["wall"], row["cpu"] / first["cpu"]
        lines.append(
            f"| {name} | {row['wall']:.2f} | {wall:.2f} | {row['cpu']:.2f} | {processor:.2f} | {row['peak_mb']:.0f} |"
        )
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--mebibytes", type=int, default=1024)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    parser.add_argument("--work", choices=WORKS)
    chosen = parser.parse_args()
    if chosen.work:
        _measured(chosen.work, chosen.folder)
        return
    with tempfile.TemporaryDirectory(dir=chosen.folder) as name:
        folder = Path(name)
        prepare(folder, chosen.mebibytes)
        rows: dict[str, list[dict[str, float]]] = {one: [] for one in WORKS}
        for _ in range(chosen.repeat):
            for one in WORKS:
                rows[one].append(work(one, folder))
    text = table(rows, chosen.mebibytes)
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "bundles.md").write_text(text)
    (RESULTS / "bundles.json").write_text(json.dumps({"mebibytes": chosen.mebibytes, "rows": rows}, indent=1))
    print(text)


if __name__ == "__main__":
    main()
