"""The number of a case that moves whenever it may have changed who hears or says what in its room.

The database moves it by itself, whatever wrote: a command, an operator's statement, a migration. Whoever knows the
people of a case by some number and reads the same number inside a unit of work still knows them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, inspect


@dataclass(frozen=True)
class Watched:
    """A table whose rows decide who hears or says what.

    `cases` selects the ids of the cases concerned, with `{row}` for the row as it was or is; `columns` are those that
    matter when a row is updated (all of them when empty).
    """

    table: str
    cases: str
    columns: tuple[str, ...] = ()


WATCHED = (
    Watched("case", "SELECT {row}.id", ("state", "ref")),
    Watched("party", "SELECT {row}.case_id"),
    Watched("participant", "SELECT {row}.case_id"),
    Watched("guest_channel", "SELECT case_id FROM participant WHERE id = {row}.participant_id"),
    Watched("mandate", "SELECT case_id FROM participant WHERE id = {row}.participant_id"),
    Watched("account", "SELECT case_id FROM participant WHERE account_id = {row}.id", ("name", "name_en")),
    Watched("channel", "SELECT {row}.case_id", ("case_id", "kind", "party_id", "wrapped_key", "open")),
)
ACTS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


@dataclass(frozen=True)
class _Trigger:
    name: str
    make: tuple[str, ...]
    lift: str


def watch(connection: Connection) -> None:
    """Have the database move the standing, when every table it is about is there; otherwise it will be later."""
    tables = {table: {c["name"] for c in inspect(connection).get_columns(table)} for table in _tables(connection)}
    needed = {watched.table: {*watched.columns} for watched in WATCHED} | {"case": {"standing", "state"}}
    if any(table not in tables or not columns <= tables[table] for table, columns in needed.items()):
        return
    unwatch(connection)
    for trigger in _triggers(connection.dialect.name):
        for statement in trigger.make:
            connection.exec_driver_sql(statement.replace("%", "%%"))


def unwatch(connection: Connection) -> None:
    """Take the triggers away, so that a migration may make a table anew."""
    for trigger in _triggers(connection.dialect.name):
        connection.exec_driver_sql(trigger.lift)


def is_watched(connection: Connection) -> bool:
    """Does the database move the standing by itself? Where a trigger is missing, nothing may be kept by its number."""
    listed = _LISTED[connection.dialect.name]
    made = {name for (name,) in connection.exec_driver_sql(listed)}
    return {trigger.name for trigger in _triggers(connection.dialect.name)} <= made


_LISTED = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _triggers(dialect: str) -> Iterator[_Trigger]:
    for watched in WATCHED:
        for act, rows in ACTS.items():
            if watched.table == "case" and act != "update":
                continue
            yield _trigger(watched, act, rows, sqlite=dialect == "sqlite")


def _trigger(watched: Watched, act: str, rows: tuple[str, ...], *, sqlite: bool) -> _Trigger:
    name = f"{watched.table}_{act}_moves_standing"
    move = 'UPDATE "case" SET standing = standing + 1 WHERE id IN ({cases});'
    moves = " ".join(move.format(cases=watched.cases.format(row=row)) for row in rows)
    of = f" OF {', '.join(watched.columns)}" if act == "update" and watched.columns else ""
    when = f'AFTER {act.upper()}{of} ON "{watched.table}" FOR EACH ROW'
    if sqlite:
        return _Trigger(name, (f"CREATE TRIGGER {name} {when} BEGIN {moves} END",), f"DROP TRIGGER IF EXISTS {name}")
    body = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {moves} RETURN NULL; END $$"
    trigger = f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()"
    return _Trigger(name, (body, trigger), f"DROP FUNCTION IF EXISTS {name}() CASCADE")


def watch_what_was_made(target: object, connection: Connection, **options: object) -> None:
    """After the tables were made from the metadata."""
    watch(connection)
