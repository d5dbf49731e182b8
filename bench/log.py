"""The public log as it grows: what a leaf and a proof cost at 1,000 and at 100,000 leaves, beside a tree in memory.

python -m bench.log [--leaves 100000] [--repeat 3]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from bench import report
from odr import db, schema
from odr.access import vault
from odr.audit.trail import Act, record_many
from odr.audit.tree import consistency, inclusion, leaf_at, log_size, root_at
from signing.tree import (
    Node,
    act_leaf,
    consistency_ranges,
    grown,
    inclusion_ranges,
    joined,
    leaf_hash,
    nodes_of,
    verify_consistency,
    verify_inclusion,
)

RESULTS = Path("build/bench")
SMALL, TOGETHER, ASKED = 1000, 500, 300


class Bare:
    """The same tree in a dictionary: no database, no chain, no commit. The figure everything is measured against."""

    def __init__(self) -> None:
        self.nodes: dict[Node, bytes] = {}
        self.size = 0

    def add(self, count: int) -> None:
        """Add leaves one by one."""
        for _ in range(count):
            edge = {node: self.nodes[node] for node in nodes_of(range(self.size))}
            self.nodes |= grown(self.size, edge, [leaf_hash(secrets.token_bytes(100))])
            self.size += 1

    def over(self, ranges: tuple[range, ...]) -> tuple[bytes, ...]:
        """The hash over each range of leaves."""
        return tuple(joined([self.nodes[node] for node in nodes_of(one)]) for one in ranges)

    def include(self) -> None:
        """Prove a leaf and check the proof."""
        index = random.randrange(self.size)
        path = self.over(inclusion_ranges(index, self.size))
        (root,) = self.over((range(self.size),))
        expect(verify_inclusion(self.nodes[0, index], index, self.size, path, root))

    def extend(self) -> None:
        """Prove an older head and check the proof."""
        old = random.randrange(1, self.size)
        path = self.over(consistency_ranges(old, self.size))
        before, now = self.over((range(old), range(self.size)))
        expect(verify_consistency(old, self.size, before, now, path))


def expect(held: bool) -> None:
    """A proof that does not hold makes every figure worthless."""
    if not held:
        raise SystemExit("a proof does not hold")


def add(count: int) -> None:
    """Add leaves as acts of the platform, many in a unit."""
    for start in range(0, count, TOGETHER):
        with db.transaction() as tx:
            record_many(tx, [act() for _ in range(min(TOGETHER, count - start))])


def act() -> Act:
    """A sealed agreement."""
    leaf = act_leaf("agreement.sealed", salt=secrets.token_bytes(16), sha256=secrets.token_hex(32))
    return Act("bench", "case:bench", "agreement.sealed", secrets.token_urlsafe(16), leaf=leaf)


def add_one() -> None:
    """One act, one unit, one commit on the disk."""
    with db.transaction() as tx:
        record_many(tx, [act()])


def include() -> None:
    """Prove a leaf from the database and check the proof."""
    with db.reading():
        size = log_size()
        index = random.randrange(size)
        expect(verify_inclusion(leaf_hash(leaf_at(index)), index, size, inclusion(index, size), root_at(size)))


def extend() -> None:
    """Prove an older head from the database and check the proof."""
    with db.reading():
        size = log_size()
        old = random.randrange(1, size)
        expect(verify_consistency(old, size, root_at(old), root_at(size), consistency(old, size)))


def each(work: Callable[[], None], times: int = ASKED) -> float:
    """Milliseconds of one call, the median."""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        took.append((time.perf_counter() - start) * 1000)
    return statistics.median(took)


@contextmanager
def sqlite() -> Iterator[None]:
    """A fresh database on a real disk, synchronous=FULL."""
    folder = Path(tempfile.mkdtemp(dir=os.environ.get("HEQI_BENCH_DIR", "/var/tmp")))  # noqa: S108 - a real disk
    with connected(f"sqlite:///{folder / 'heqi.db'}"):
        yield
    shutil.rmtree(folder)


@contextmanager
def postgresql() -> Iterator[None]:
    """A fresh database on the server of the tests."""
    server = sa.create_engine(os.environ["HEQI_TEST_POSTGRES"], isolation_level="AUTOCOMMIT")
    name = f"heqi_bench_log_{os.getpid()}"
    with server.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    with connected(server.url.set(database=name).render_as_string(hide_password=False)):
        yield
    with server.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    server.dispose()


@contextmanager
def connected(url: str) -> Iterator[None]:
    """The platform on this database."""
    db.connect(url)
    vault.use_master_key(bytes(range(32)))
    schema.bring_up_to_date()
    try:
        yield
    finally:
        db.disconnect()


def main() -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--leaves", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    chosen = parser.parse_args()
    rows: dict[str, list[report.Row]] = {"append": [], "inclusion": [], "consistency": []}

    def note(name: str, steps: tuple[Callable[[], None], Callable[[], None], Callable[[], None]]) -> None:
        for kind, step in zip(rows, steps, strict=True):
            for _ in range(chosen.repeat):
                rows[kind].append({"name": name, "ms": each(step)})

    bare = Bare()
    bare.add(chosen.leaves)
    note(f"in memory, {chosen.leaves:,} leaves", (lambda: bare.add(1), bare.include, bare.extend))
    kinds = {"SQLite": sqlite} | ({"PostgreSQL": postgresql} if "HEQI_TEST_POSTGRES" in os.environ else {})
    for kind, database in kinds.items():
        with database():
            for leaves in (SMALL, chosen.leaves):
                with db.reading():
                    missing = leaves - log_size()
                add(missing)
                note(f"{kind}, {leaves:,} leaves", (add_one, include, extend))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    titles = {
        "append": "one act recorded, with its leaf, in a commit of its own (in memory: the leaf alone)",
        "inclusion": "a leaf proved and the proof checked",
        "consistency": "two heads proved consistent and the proof checked",
    }
    for kind, title in titles.items():
        report.write(RESULTS, f"log-{kind}", title, machine, rows[kind])


if __name__ == "__main__":
    main()
