"""How far a signatory has read, help given in signing, archive time-stamps, and the last day named in a notice."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _list(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _assistance() -> None:
    op.create_table(
        "assistance",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.String(length=22), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column("by_account_id", sa.String(length=22), nullable=False),
        sa.Column(
            "document",
            _list("document", "resident_identity_card", "passport", "residence_permit", "other_official_document"),
            nullable=False,
        ),
        sa.Column("read_by", _list("reader", "self", "device", "helper", "companion"), nullable=False),
        sa.Column("companion", sa.Text(), nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("open_until", INSTANT, nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_by_account_id", sa.String(length=22), nullable=True),
        sa.Column("code_until", INSTANT, nullable=True),
        sa.Column("wrong_codes", sa.BigInteger(), nullable=False),
        sa.Column("proved_by", sa.String(length=16), nullable=False),
        sa.Column("proved_at", INSTANT, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_assistance_version_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_assistance_participant_id")),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_assistance_by_account_id")),
        sa.ForeignKeyConstraint(["code_by_account_id"], ["account.id"], name=op.f("fk_assistance_code_by_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistance")),
    )
    for column in ("version_id", "participant_id", "by_account_id"):
        op.create_index(op.f(f"ix_assistance_{column}"), "assistance", [column], unique=False)


def _renewals() -> None:
    op.create_table(
        "renewal",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("proven_until", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_renewal_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renewal")),
        sa.UniqueConstraint("version_id", "number", name=op.f("uq_renewal_version_id_number")),
    )


def upgrade() -> None:
    op.add_column("signature", sa.Column("reason_for_all", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("signature", sa.Column("read_pages", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("signature", sa.Column("read_at", INSTANT, nullable=True))
    op.add_column("signature", sa.Column("read_by", sa.String(length=16), nullable=False, server_default=""))
    op.add_column("signature", sa.Column("assistance_id", sa.String(length=22), nullable=True))
    op.add_column("version", sa.Column("proven_until", INSTANT, nullable=True))
    op.add_column("notice", sa.Column("day", sa.Date(), nullable=True))
    _assistance()
    _renewals()


def downgrade() -> None:
    op.drop_table("renewal")
    op.drop_table("assistance")
    for table, columns in (
        ("notice", ("day",)),
        ("version", ("proven_until",)),
        ("signature", ("assistance_id", "read_by", "read_at", "read_pages", "reason_for_all")),
    ):
        for column in columns:
            op.drop_column(table, column)
