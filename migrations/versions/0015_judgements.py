"""What the mediator answered for before a version was frozen."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "judgement",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.String(length=22), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("clause", sa.BigInteger(), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("about_en", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_account_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_judgement_by_account_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_judgement_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_version_id"), "judgement", ["version_id"], unique=False)
    op.create_index(op.f("ix_judgement_by_account_id"), "judgement", ["by_account_id"], unique=False)


def downgrade() -> None:
    op.drop_table("judgement")
