"""Runs the migrations on the connection the platform hands over, or on HEQI_DATABASE_URL from the command line."""

from __future__ import annotations

import os

import sqlalchemy as sa
from alembic import context
from sqlalchemy.types import TypeDecorator

from odr import schema
from odr.cases import standing

schema.complete()


def render_item(kind: str, item: object, autogen_context: object) -> str | bool:
    """Write our own column types as the plain types they store, so that a migration never changes with our code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection: sa.Connection) -> None:
    """Apply what is missing, in one transaction; the triggers over several tables are made anew for the new ones."""
    context.configure(
        connection=connection,
        target_metadata=schema.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        standing.unwatch(connection)
        context.run_migrations()
        standing.watch(connection)
    if connection.in_transaction():
        # SQLite: what is not a migration is in a transaction of its own.
        connection.commit()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with sa.create_engine(os.environ["HEQI_DATABASE_URL"]).connect() as own:
        run(own)
        own.commit()
