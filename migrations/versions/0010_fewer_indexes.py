"""Indexes that another one already serves, gone from the tables that every word is written to."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SERVED = (("audit_entry", "chain"), ("message", "channel_id"), ("message", "author_id"))
AMENDS = "ix_message_channel_id_amends"


def upgrade() -> None:
    for table, column in SERVED:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    op.drop_index(AMENDS, table_name="message")
    some = sa.text("amends IS NOT NULL")
    op.create_index(AMENDS, "message", ["channel_id", "amends"], sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    op.drop_index(AMENDS, table_name="message")
    op.create_index(AMENDS, "message", ["channel_id", "amends"])
    for table, column in SERVED:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
