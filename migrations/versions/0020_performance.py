"""Obligations of sealed agreements, statements about them with their proofs, reminders, and signs of bad faith."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=22)


def _list(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _key(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _obligations() -> None:
    states = ("due", "claimed", "disputed", "overdue", "performed", "performed_late", "waived", "replaced")
    op.create_table(
        "obligation",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("version_id", ID, nullable=False),
        sa.Column("clause", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.BigInteger(), nullable=False),
        sa.Column("obligor_id", ID, nullable=False),
        sa.Column("obligee_id", ID, nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=True),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("state", _list("obligationstate", *states), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("kept_at", INSTANT, nullable=False),
        _key("obligation", "case_id", "case"),
        _key("obligation", "version_id", "version"),
        _key("obligation", "obligor_id", "party"),
        _key("obligation", "obligee_id", "party"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("version_id", "clause", "part", name=op.f("uq_obligation_version_id_clause_part")),
    )
    for column in ("case_id", "due"):
        op.create_index(op.f(f"ix_obligation_{column}"), "obligation", [column], unique=False)


def _statements() -> None:
    op.create_table(
        "statement",
        sa.Column("id", ID, nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("client_ref", sa.String(length=64), nullable=False),
        sa.Column("by_account_id", ID, nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("blob_id", ID, nullable=True),
        sa.Column("sealed_proof", sa.LargeBinary(), nullable=False),
        sa.Column("state", _list("statementstate", "open", "confirmed", "disputed"), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("answered_by_id", ID, nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("sealed_answer", sa.LargeBinary(), nullable=False),
        _key("statement", "obligation_id", "obligation"),
        _key("statement", "by_account_id", "account"),
        _key("statement", "answered_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("blob_id", name=op.f("uq_statement_blob_id")),
        sa.UniqueConstraint("obligation_id", "client_ref", name=op.f("uq_statement_obligation_id_client_ref")),
    )
    for column in ("by_account_id", "answered_by_id"):
        op.create_index(op.f(f"ix_statement_{column}"), "statement", [column], unique=False)


def upgrade() -> None:
    _obligations()
    _statements()
    op.create_table(
        "performance_reminder",
        sa.Column("id", ID, nullable=False),
        sa.Column("obligation_id", ID, nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _key("performance_reminder", "obligation_id", "obligation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_reminder")),
        sa.UniqueConstraint("obligation_id", "code", name=op.f("uq_performance_reminder_obligation_id_code")),
    )
    op.create_table(
        "bad_faith_flag",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("party_id", ID, nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("dismissed_at", INSTANT, nullable=True),
        sa.Column("dismissed_by_id", ID, nullable=True),
        sa.Column("sealed_why", sa.LargeBinary(), nullable=False),
        _key("bad_faith_flag", "case_id", "case"),
        _key("bad_faith_flag", "party_id", "party"),
        _key("bad_faith_flag", "dismissed_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bad_faith_flag")),
        sa.UniqueConstraint("case_id", "party_id", name=op.f("uq_bad_faith_flag_case_id_party_id")),
    )


def downgrade() -> None:
    for table in ("bad_faith_flag", "performance_reminder", "statement", "obligation"):
        op.drop_table(table)
