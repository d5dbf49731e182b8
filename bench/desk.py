"""The inbox of a court with 100,000 filings: its first page and one far down, beside the same on an empty table.

python -m bench.desk [--filings 100000] [--repeat 3]
"""

from __future__ import annotations

import argparse
import os
import platform
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bench import report
from bench.log import RESULTS, each, postgresql, sqlite
from odr import clock, db
from odr.access.actor import Actor, Duty, Side
from odr.accounts.models import Body, BodyKind, Track
from odr.cases.models import Case, DisputeType, Party, PartyKind
from odr.cases.states import CaseState
from odr.confirmations.inbox import court_inbox, courts_of, page_of
from odr.confirmations.models import Confirmation
from odr.confirmations.states import ConfirmationState
from odr.law.time_limits import beijing_date

TOGETHER = 5000
COURTS = 20
FEW = 200
"""Enough for one full page: what a page costs in itself, beside what 100,000 filings add to it."""
UNCHECKED = {"sqlite": "PRAGMA cache_size = -64000", "postgresql": "SET session_replication_role = replica"}
"""The filings have no agreements behind them here, for the inbox reads none; a plain SQLite connection never asks."""


def courts() -> tuple[str, list[str]]:
    """An organisation and the courts it files with."""
    with db.transaction() as tx:
        centre = tx.add(Body(kind=BodyKind.ORGANISATION, name="调解中心", track=Track.INDUSTRY)).id
        return centre, [tx.add(Body(kind=BodyKind.COURT, name=f"第{n}法院")).id for n in range(COURTS)]


def fill(filings: int, centre: str, bodies: list[str]) -> None:
    """Filings over all courts, half of them waiting; the first court has half of everything."""
    chosen = random.Random(7)  # noqa: S311 - a spread, no secret
    with db.reading():
        engine = sa.create_engine(db.session().connection().engine.url)
    for start in range(0, filings, TOGETHER):
        rows = [_filing(chosen, centre, bodies, n) for n in range(start, min(start + TOGETHER, filings))]
        with engine.begin() as connection:
            connection.exec_driver_sql(UNCHECKED[engine.dialect.name])
            connection.execute(sa.insert(Case), [case for case, _, _ in rows])
            connection.execute(sa.insert(Party), [party for _, parties, _ in rows for party in parties])
            connection.execute(sa.insert(Confirmation), [confirmation for _, _, confirmation in rows])
    with engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    engine.dispose()


def _filing(chosen: random.Random, centre: str, bodies: list[str], number: int) -> tuple[Any, list[Any], Any]:
    at = clock.now() - timedelta(minutes=chosen.randrange(500_000))
    case_id, day = db.new_id(), beijing_date(at)
    case = {
        "id": case_id,
        "ref": f"B-{number:06}",
        "title": "商标纠纷",
        "dispute_type": list(DisputeType)[0],
        "organisation_id": centre,
        "state": CaseState.SETTLED,
        "created_at": at,
    }
    parties = [
        {"id": db.new_id(), "case_id": case_id, "side": side, "kind": PartyKind.ORGANISATION, "name": f"{side}{number}"}
        for side in (Side.APPLICANT, Side.RESPONDENT)
    ]
    waiting = chosen.random() < 0.5
    confirmation = {
        "id": db.new_id(),
        "case_id": case_id,
        "version_id": db.new_id(),
        "court_id": bodies[0] if chosen.random() < 0.5 else chosen.choice(bodies),
        "state": ConfirmationState.FILED if waiting else ConfirmationState.CONFIRMED,
        "effective_on": day,
        "safe_day": day + timedelta(days=30),
        "last_day": day + timedelta(days=30),
        "opened_at": at,
        "filed_at": at,
        "arrived_at": at,
        "accepted_at": None if waiting else at,
        "decided_at": None if waiting else at,
        "due_on": day + timedelta(days=3) if waiting else None,
        "rounds": 1,
    }
    return case, parties, confirmation


def questions(clerk: Actor) -> dict[str, Callable[[], Any]]:
    """The query of a first page alone, and whole pages as the inbox makes them."""
    after = _deep(clerk)

    def only(**chosen: Any) -> Any:
        with db.reading():
            return db.session().execute(page_of(courts_of(clerk), **chosen)).all()

    return {
        "query, waiting": lambda: only(decided=False),
        "query, decided": lambda: only(decided=True),
        "page, waiting": lambda: court_inbox(clerk),
        "page, far down": lambda: court_inbox(clerk, after=after),
        "page, decided": lambda: court_inbox(clerk, decided=True),
    }


def _deep(clerk: Actor) -> str:
    """Where a page in the middle of the waiting filings begins."""
    waiting = sa.select(Confirmation.due_on, Confirmation.id).where(
        Confirmation.court_id == courts_of(clerk)[0], Confirmation.due_on.is_not(None)
    )
    with db.reading():
        found = db.session().execute(waiting.order_by(Confirmation.due_on, Confirmation.id)).all()
    day, ident = found[len(found) // 2] if found else (None, "")
    return f"{day or beijing_date(clock.now())}_{ident}"


def measured(name: str, clerk: Actor, repeat: int) -> Iterator[tuple[str, report.Row]]:
    """Every question some times over."""
    for question, ask in questions(clerk).items():
        for _ in range(repeat):
            yield question, {"name": name, "ms": each(ask)}


def main() -> None:
    """Measure and write the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--filings", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3)
    chosen = parser.parse_args()
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    kinds = {"sqlite": sqlite} | ({"postgresql": postgresql} if "HEQI_TEST_POSTGRES" in os.environ else {})
    for kind, database in kinds.items():
        rows: dict[str, list[report.Row]] = {}
        with database():
            centre, bodies = courts()
            clerk = Actor(account_id=db.new_id(), duties={bodies[0]: frozenset({Duty.COURT_CLERK})})
            for filings in (0, FEW, chosen.filings):
                fill(filings, centre, bodies)
                for question, row in measured(f"{filings:,} filings", clerk, chosen.repeat):
                    rows.setdefault(question, []).append(row)
        for question, found in rows.items():
            name = "desk-" + kind + "-" + question.replace(", ", "-").replace(" ", "-")
            report.write(RESULTS, name, f"the court's inbox: {question} ({kind})", machine, found)


if __name__ == "__main__":
    main()
