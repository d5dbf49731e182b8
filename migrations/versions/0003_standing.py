"""A number of the case that moves with whoever hears or speaks in its room."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("case", sa.Column("standing", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("case", "standing")
