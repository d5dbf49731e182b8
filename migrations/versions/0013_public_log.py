"""The public log: its leaves, the hashes of its subtrees, its signed heads, what witnesses said of them, and alarms."""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

KEPT = ("log_leaf", "log_node", "log_checkpoint", "log_cosignature")
PROVEN = ("document.frozen", "document.signed", "agreement.sealed")
PLACE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "log_leaf",
        sa.Column("position", PLACE, autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.String(length=22), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("about", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_log_leaf_entry_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_log_leaf")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_log_leaf_entry_id")),
    )
    op.create_index(op.f("ix_log_leaf_about"), "log_leaf", ["about"])
    op.create_table(
        "log_node",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("place", PLACE, autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "place", name=op.f("pk_log_node")),
    )
    leaves = sa.text("level = 0")
    op.create_index("ix_log_node_leaf", "log_node", ["hash"], sqlite_where=leaves, postgresql_where=leaves)
    op.create_table(
        "log_checkpoint",
        sa.Column("size", PLACE, autoincrement=False, nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("stamp", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_log_checkpoint")),
    )
    op.create_table(
        "log_cosignature",
        sa.Column("size", PLACE, autoincrement=False, nullable=False),
        sa.Column("witness", sa.Text(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["size"], ["log_checkpoint.size"], name=op.f("fk_log_cosignature_size")),
        sa.PrimaryKeyConstraint("size", "witness", name=op.f("pk_log_cosignature")),
    )
    op.create_table(
        "log_alarm",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_alarm")),
    )
    _take_over_what_was_proved_before()
    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def _take_over_what_was_proved_before() -> None:
    """The acts on agreements recorded until now are the first leaves, in the order in which they were recorded."""
    bind = op.get_bind()
    entry, leaf = (
        sa.table("audit_entry", *map(sa.column, ("id", "act", "hash"))),
        sa.table("audit_leaf", *map(sa.column, ("entry_id", "leaf", "position"))),
    )
    known = (
        sa.select(entry.c.id, leaf.c.leaf)
        .join(leaf, leaf.c.entry_id == entry.c.id)
        .where(entry.c.act.in_(PROVEN), leaf.c.leaf != entry.c.hash)
        .order_by(leaf.c.position)
    )
    leaves = sa.table("log_leaf", *map(sa.column, ("position", "entry_id", "data", "about")))
    nodes = sa.table("log_node", *map(sa.column, ("level", "place", "hash")))
    hashes: dict[tuple[int, int], bytes] = {}
    for position, (entry_id, data) in enumerate(bind.execute(known).all()):
        about = json.loads(data).get("sha256", "")
        bind.execute(leaves.insert().values(position=position, entry_id=entry_id, data=data, about=about))
        place, value = (0, position), hashlib.sha256(b"\0" + data).digest()
        hashes[place] = value
        while place[1] & 1:
            value = hashlib.sha256(b"\1" + hashes[place[0], place[1] - 1] + value).digest()
            place = (place[0] + 1, place[1] >> 1)
            hashes[place] = value
    for (level, place), value in hashes.items():
        bind.execute(nodes.insert().values(level=level, place=place, hash=value))


def _append_only(dialect: str) -> list[str]:
    """Triggers by which the database itself refuses to change or delete what was published."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in KEPT
            for verb in ("UPDATE", "DELETE")
        ]
    functions = [
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        for table in KEPT
    ]
    triggers = [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        for table in KEPT
    ]
    return functions + triggers


def downgrade() -> None:
    op.drop_table("log_alarm")
    for table in reversed(KEPT):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
