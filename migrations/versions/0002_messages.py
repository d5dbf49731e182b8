"""What is said about an earlier message."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.add_column(sa.Column("amends", sa.BigInteger(), nullable=True))
        message.create_index("ix_message_channel_id_amends", ["channel_id", "amends"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message") as message:
        message.drop_index("ix_message_channel_id_amends")
        message.drop_column("amends")
