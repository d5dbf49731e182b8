"""What is said about an earlier message, drafts, muted channels, and consent to machine translation."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OF_A_PARTICIPANT = ("draft", "channel_mute", "translation_consent")


def _own_columns(table: str) -> list[sa.Column]:
    at = sa.Column("at", sa.DateTime(timezone=True), nullable=False)
    sealed = sa.Column("sealed", sa.LargeBinary(), nullable=False)
    return {"draft": [sealed, at], "channel_mute": [], "translation_consent": [at]}[table]


def upgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("amends", sa.BigInteger(), nullable=True))
        message.create_index("ix_message_channel_id_amends", ["channel_id", "amends"], unique=False)
    for table in OF_A_PARTICIPANT:
        op.create_table(
            table,
            sa.Column("id", sa.String(length=22), nullable=False),
            sa.Column("channel_id", sa.String(length=22), nullable=False),
            sa.Column("participant_id", sa.String(length=22), nullable=False),
            *_own_columns(table),
            sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f(f"fk_{table}_channel_id")),
            sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f(f"fk_{table}_participant_id")),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("channel_id", "participant_id", name=op.f(f"uq_{table}_channel_id_participant_id")),
        )
        for column in ("channel_id", "participant_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def downgrade() -> None:
    for table in reversed(OF_A_PARTICIPANT):
        op.drop_table(table)
    with op.batch_alter_table("message") as message:
        message.drop_index("ix_message_channel_id_amends")
        message.drop_column("amends")
