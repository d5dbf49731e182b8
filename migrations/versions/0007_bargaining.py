"""Rounds of sealed bargaining and the mediator's proposals."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_round",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("sum", "package", "search", name="roundkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "subject",
            sa.Enum(
                "whole",
                "compensation",
                "licence_fee",
                "costs",
                "package",
                "search",
                name="subject",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "open",
                "opening",
                "agreed",
                "failed",
                "declined",
                "cancelled",
                "void",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("tells_sealed", sa.Boolean(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(length=22), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_offer_round_case_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["participant.id"], name=op.f("fk_offer_round_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_round")),
    )
    op.create_index(op.f("ix_offer_round_case_id"), "offer_round", ["case_id"], unique=False)
    op.create_index(op.f("ix_offer_round_proposed_by"), "offer_round", ["proposed_by"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "put",
                "opening",
                "accepted",
                "not_accepted",
                "withdrawn",
                "void",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_by", sa.String(length=22), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_proposal_case_id")),
        sa.ForeignKeyConstraint(["put_by"], ["participant.id"], name=op.f("fk_proposal_put_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index(op.f("ix_proposal_case_id"), "proposal", ["case_id"], unique=False)
    op.create_index(op.f("ix_proposal_put_by"), "proposal", ["put_by"], unique=False)
    op.create_table(
        "round_side",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("round_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_round_side_party_id")),
        sa.ForeignKeyConstraint(["round_id"], ["offer_round.id"], name=op.f("fk_round_side_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_side")),
        sa.UniqueConstraint("round_id", "party_id", name=op.f("uq_round_side_round_id_party_id")),
    )
    op.create_index(op.f("ix_round_side_party_id"), "round_side", ["party_id"], unique=False)
    op.create_index(op.f("ix_round_side_round_id"), "round_side", ["round_id"], unique=False)
    op.create_table(
        "sealed_answer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("proposal_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_sealed_answer_party_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_sealed_answer_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_answer")),
        sa.UniqueConstraint("proposal_id", "party_id", name=op.f("uq_sealed_answer_proposal_id_party_id")),
    )
    op.create_index(op.f("ix_sealed_answer_party_id"), "sealed_answer", ["party_id"], unique=False)
    op.create_index(op.f("ix_sealed_answer_proposal_id"), "sealed_answer", ["proposal_id"], unique=False)
    op.create_table(
        "sealed_offer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("round_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("commitment", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_sealed_offer_party_id")),
        sa.ForeignKeyConstraint(["round_id"], ["offer_round.id"], name=op.f("fk_sealed_offer_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealed_offer")),
        sa.UniqueConstraint("round_id", "party_id", name=op.f("uq_sealed_offer_round_id_party_id")),
    )
    op.create_index(op.f("ix_sealed_offer_party_id"), "sealed_offer", ["party_id"], unique=False)
    op.create_index(op.f("ix_sealed_offer_round_id"), "sealed_offer", ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_sealed_offer_round_id"), table_name="sealed_offer")
    op.drop_index(op.f("ix_sealed_offer_party_id"), table_name="sealed_offer")
    op.drop_table("sealed_offer")
    op.drop_index(op.f("ix_sealed_answer_proposal_id"), table_name="sealed_answer")
    op.drop_index(op.f("ix_sealed_answer_party_id"), table_name="sealed_answer")
    op.drop_table("sealed_answer")
    op.drop_index(op.f("ix_round_side_round_id"), table_name="round_side")
    op.drop_index(op.f("ix_round_side_party_id"), table_name="round_side")
    op.drop_table("round_side")
    op.drop_index(op.f("ix_proposal_put_by"), table_name="proposal")
    op.drop_index(op.f("ix_proposal_case_id"), table_name="proposal")
    op.drop_table("proposal")
    op.drop_index(op.f("ix_offer_round_proposed_by"), table_name="offer_round")
    op.drop_index(op.f("ix_offer_round_case_id"), table_name="offer_round")
    op.drop_table("offer_round")
