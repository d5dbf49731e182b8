"""What a court's forms ask of each side beyond the case itself."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "court_particulars",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_court_particulars_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_particulars")),
        sa.UniqueConstraint("party_id", name=op.f("uq_court_particulars_party_id")),
    )


def downgrade() -> None:
    op.drop_table("court_particulars")
