"""Which agreed round or accepted proposal a clause was made from."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clause", sa.Column("origin_id", sa.String(length=22), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("clause") as clause:
        clause.drop_column("origin_id")
