"""Many keys or many rows in one statement, alike on every database: as JSON in a single parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from odr.together import Closing


class each_text(GenericFunction[Any]):  # noqa: N801 - named as it is written in SQL
    """The strings of a JSON array as rows with the column `value`: many keys in one parameter of one statement."""

    inherit_cache = True


@compiles(each_text)
def _each_text(element: Any, compiler: Any, **options: Any) -> str:
    return _elements(element, compiler, options, postgresql="json_array_elements_text")


class each_row(GenericFunction[Any]):  # noqa: N801 - named as it is written in SQL
    """The arrays of a JSON array as rows with the column `value`; `nth_text` takes them apart."""

    inherit_cache = True


@compiles(each_row)
def _each_row(element: Any, compiler: Any, **options: Any) -> str:
    return _elements(element, compiler, options, postgresql="json_array_elements")


def _elements(element: Any, compiler: Any, options: dict[str, Any], *, postgresql: str) -> str:
    argument = compiler.process(element.clauses, **options)
    if compiler.dialect.name == "sqlite":
        return f"json_each({argument})"
    return f"{postgresql}(CAST({argument} AS json))"


class nth_text(GenericFunction[Any]):  # noqa: N801 - named as it is written in SQL
    """The string at a place (from 0) of a JSON array."""

    type = sa.Text()
    inherit_cache = True


@compiles(nth_text)
def _nth_text(element: Any, compiler: Any, **options: Any) -> str:
    array, place = (compiler.process(clause, **options) for clause in element.clauses)
    if compiler.dialect.name == "sqlite":
        return f"json_extract({array}, '$[' || {place} || ']')"
    return f"({array} ->> {place})"


def rows_of(parameter: str) -> sa.TableValuedAlias:
    """The rows of the JSON array of arrays of strings given as `parameter`, to be joined on `nth_text` of `value`."""
    return each_row(sa.bindparam(parameter, type_=sa.Text())).table_valued("value", name=f"each_{parameter}")


def one_of(parameter: str) -> sa.Select[Any]:
    """A subquery with every string of the JSON array given as `parameter`; pass it with `as_list`."""
    listed = each_text(sa.bindparam(parameter, type_=sa.Text())).table_valued("value", name=f"each_{parameter}")
    return sa.select(listed.c.value)


def as_list(values: Iterable[str]) -> str:
    """The parameter of `one_of`."""
    return orjson.dumps(sorted(set(values))).decode()


def insert_rows(
    connection: sa.Connection,
    table: sa.Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    closing: Closing | None = None,
    after: str = "",
) -> None:
    """Insert many rows, each with the same columns: the database is asked once, by a statement prepared once.

    With `closing` they are inserted with the commit, where that saves a journey. `after` is a column of numbers counted
    from the greatest in the table, by which the caller has locked out everybody else; for `closing` only.
    """
    names = tuple(rows[0])
    if connection.dialect.name == "postgresql":
        data = {"rows": orjson.dumps(list(rows), default=_as_hex).decode()}
        statement = _insertion_of_json(table, names, connection.dialect, after)
        if closing:
            closing.execute(statement, data)
        else:
            connection.exec_driver_sql(statement, data)
        return
    statement, columns = _insertion(table, names, connection.dialect)
    values: list[Any] = [tuple(act(row[name]) if act else row[name] for name, act in columns) for row in rows]
    connection.exec_driver_sql(statement, values)


def _as_hex(value: object) -> str:
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    raise TypeError(type(value).__name__)


@lru_cache(maxsize=64)
def _insertion_of_json(table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect, after: str) -> str:
    """PostgreSQL reads the rows out of one parameter, each field as the column has it."""
    quoted = dialect.identifier_preparer
    columns = ", ".join(quoted.quote(name) for name in names)
    target = quoted.format_table(table)
    last = f"(SELECT coalesce(max({after}), 0) FROM {target})"  # noqa: S608 - names of our own tables
    values = ", ".join(f"{name} + {last}" if name == after else quoted.quote(name) for name in names)
    return f"INSERT INTO {target} ({columns}) SELECT {values} FROM json_populate_recordset(NULL::{target}, %(rows)s)"  # noqa: S608 - names of our own tables


@lru_cache(maxsize=64)
def _insertion(
    table: sa.Table, names: tuple[str, ...], dialect: sa.Dialect
) -> tuple[str, Sequence[tuple[str, Callable[[Any], Any] | None]]]:
    compiled = sa.insert(table).compile(dialect=dialect, column_keys=list(names))
    columns = [
        (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in compiled.positiontup or ()
    ]
    return str(compiled), columns
