"""Moves a row along its transition table. The tables are data and live with their feature."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import update

from odr.db import Transaction
from odr.errors import IllegalTransition

S = TypeVar("S", bound=StrEnum)
Table = Mapping[tuple[S, str], S]


def next_state(table: Table[S], state: S, event: str) -> S:
    """The state after `event`.

    Raises:
        IllegalTransition: the table has no such move.
    """
    try:
        return table[state, event]
    except KeyError:
        raise IllegalTransition(state=str(state), event=event) from None


def advance(tx: Transaction, table: Table[Any], row: Any, event: str) -> StrEnum:
    """Move `row.state` by `event` as a compare-and-swap, so that two who act on the same state cannot both win.

    Raises:
        IllegalTransition: no such move from the state read, or somebody moved the row first.
    """
    before = row.state
    after = next_state(table, before, event)
    model = type(row)
    moved = tx.session.execute(
        update(model)
        .where(model.id == row.id, model.state == before)
        .values(state=after)
        .execution_options(synchronize_session=False)
    )
    if moved.rowcount != 1:  # pyright: ignore[reportAttributeAccessIssue]
        raise IllegalTransition(state=str(before), event=event)
    tx.session.refresh(row, ["state"])
    return after
