"""Exhibits arrive piece by piece, are numbered in their channel, disclosed with consent, and may be trade secrets."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("exhibit") as exhibit:
        exhibit.add_column(sa.Column("number", sa.BigInteger(), nullable=True))
        exhibit.add_column(sa.Column("secret", sa.Boolean(), nullable=True))
    _number_what_is_there()
    with op.batch_alter_table("exhibit") as exhibit:
        exhibit.alter_column("number", existing_type=sa.BigInteger(), nullable=False)
        exhibit.alter_column("secret", existing_type=sa.Boolean(), nullable=False)
        exhibit.create_unique_constraint(op.f("uq_exhibit_channel_id_number"), ["channel_id", "number"])
    op.create_table(
        "exhibit_reader",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("exhibit_id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words_version", sa.Text(), nullable=False),
        sa.Column("undertaken_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_exhibit_reader_exhibit_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_exhibit_reader_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_reader")),
        sa.UniqueConstraint("exhibit_id", "participant_id", name=op.f("uq_exhibit_reader_exhibit_id_participant_id")),
    )
    op.create_index(op.f("ix_exhibit_reader_exhibit_id"), "exhibit_reader", ["exhibit_id"], unique=False)
    op.create_index(op.f("ix_exhibit_reader_participant_id"), "exhibit_reader", ["participant_id"], unique=False)
    op.create_table(
        "exhibit_upload",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("owner_id", sa.String(length=22), nullable=False),
        sa.Column("exhibit_id", sa.String(length=22), nullable=False),
        sa.Column("blob_id", sa.Text(), nullable=False),
        sa.Column("sealed_facts", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_found", sa.LargeBinary(), nullable=False),
        sa.Column("drawn", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_exhibit_upload_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_exhibit_upload_channel_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["participant.id"], name=op.f("fk_exhibit_upload_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit_upload")),
        sa.UniqueConstraint("blob_id", name=op.f("uq_exhibit_upload_blob_id")),
        sa.UniqueConstraint("exhibit_id", name=op.f("uq_exhibit_upload_exhibit_id")),
    )
    op.create_index(op.f("ix_exhibit_upload_case_id"), "exhibit_upload", ["case_id"], unique=False)
    op.create_index(op.f("ix_exhibit_upload_channel_id"), "exhibit_upload", ["channel_id"], unique=False)
    op.create_index(op.f("ix_exhibit_upload_owner_id"), "exhibit_upload", ["owner_id"], unique=False)
    op.create_table(
        "disclosure",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("exhibit_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("appearance_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("cleaned", sa.Boolean(), nullable=False),
        sa.Column("words_version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_disclosure_account_id")),
        sa.ForeignKeyConstraint(["appearance_id"], ["exhibit.id"], name=op.f("fk_disclosure_appearance_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_disclosure_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_disclosure_channel_id")),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_disclosure_exhibit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosure")),
    )
    for column in ("account_id", "appearance_id", "case_id", "channel_id", "exhibit_id"):
        op.create_index(op.f(f"ix_disclosure_{column}"), "disclosure", [column], unique=False)


def downgrade() -> None:
    op.drop_table("disclosure")
    op.drop_table("exhibit_upload")
    op.drop_table("exhibit_reader")
    with op.batch_alter_table("exhibit") as exhibit:
        exhibit.drop_constraint(op.f("uq_exhibit_channel_id_number"), type_="unique")
        exhibit.drop_column("secret")
        exhibit.drop_column("number")


def _number_what_is_there() -> None:
    """Exhibits kept before they had numbers are counted in the order they came, each channel by itself."""
    exhibit = sa.table(
        "exhibit", sa.column("id"), sa.column("channel_id"), sa.column("at"), sa.column("number"), sa.column("secret")
    )
    connection, last = op.get_bind(), {}
    rows = connection.execute(sa.select(exhibit.c.id, exhibit.c.channel_id).order_by(exhibit.c.at, exhibit.c.id)).all()
    for ident, channel_id in rows:
        last[channel_id] = last.get(channel_id, 0) + 1
        change = exhibit.update().where(exhibit.c.id == ident)
        connection.execute(change.values(number=last[channel_id], secret=False))
