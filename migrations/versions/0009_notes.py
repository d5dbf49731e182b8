"""What mediators note: issues, interests, offers, promises; and the issues shown to everybody."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "issue",
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("edited_by_id", sa.String(length=22), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_issue_case_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["participant.id"], name=op.f("fk_issue_edited_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue")),
    )
    op.create_index(op.f("ix_issue_case_id"), "issue", ["case_id"], unique=False)
    op.create_index(op.f("ix_issue_edited_by_id"), "issue", ["edited_by_id"], unique=False)
    op.create_table(
        "notebook",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_pad", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("edited_by_id", sa.String(length=22), nullable=True),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_notebook_case_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["participant.id"], name=op.f("fk_notebook_edited_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notebook")),
        sa.UniqueConstraint("case_id", name=op.f("uq_notebook_case_id")),
    )
    op.create_index(op.f("ix_notebook_edited_by_id"), "notebook", ["edited_by_id"], unique=False)
    op.create_table(
        "interest",
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("issue_id", sa.String(length=22), nullable=True),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("edited_by_id", sa.String(length=22), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_interest_case_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["participant.id"], name=op.f("fk_interest_edited_by_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_interest_issue_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_interest_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interest")),
    )
    op.create_index(op.f("ix_interest_case_id"), "interest", ["case_id"], unique=False)
    op.create_index(op.f("ix_interest_edited_by_id"), "interest", ["edited_by_id"], unique=False)
    op.create_index(op.f("ix_interest_issue_id"), "interest", ["issue_id"], unique=False)
    op.create_index(op.f("ix_interest_party_id"), "interest", ["party_id"], unique=False)
    op.create_table(
        "issue_exhibit",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("issue_id", sa.String(length=22), nullable=False),
        sa.Column("exhibit_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_issue_exhibit_exhibit_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_issue_exhibit_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_exhibit")),
        sa.UniqueConstraint("issue_id", "exhibit_id", name=op.f("uq_issue_exhibit_issue_id_exhibit_id")),
    )
    op.create_index(op.f("ix_issue_exhibit_exhibit_id"), "issue_exhibit", ["exhibit_id"], unique=False)
    op.create_index(op.f("ix_issue_exhibit_issue_id"), "issue_exhibit", ["issue_id"], unique=False)
    op.create_table(
        "ladder_step",
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.Column("issue_id", sa.String(length=22), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("edited_by_id", sa.String(length=22), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_ladder_step_case_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["participant.id"], name=op.f("fk_ladder_step_edited_by_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_ladder_step_issue_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_ladder_step_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder_step")),
    )
    op.create_index(op.f("ix_ladder_step_case_id"), "ladder_step", ["case_id"], unique=False)
    op.create_index(op.f("ix_ladder_step_edited_by_id"), "ladder_step", ["edited_by_id"], unique=False)
    op.create_index(op.f("ix_ladder_step_issue_id"), "ladder_step", ["issue_id"], unique=False)
    op.create_index(op.f("ix_ladder_step_party_id"), "ladder_step", ["party_id"], unique=False)
    op.create_table(
        "promise",
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("to_party_id", sa.String(length=22), nullable=True),
        sa.Column("consent_id", sa.String(length=22), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("edited_by_id", sa.String(length=22), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "told_at IS NULL OR consent_id IS NOT NULL", name=op.f("ck_promise_nothing_is_told_without_consent")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_promise_case_id")),
        sa.ForeignKeyConstraint(["consent_id"], ["message.id"], name=op.f("fk_promise_consent_id")),
        sa.ForeignKeyConstraint(["edited_by_id"], ["participant.id"], name=op.f("fk_promise_edited_by_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_promise_party_id")),
        sa.ForeignKeyConstraint(["to_party_id"], ["party.id"], name=op.f("fk_promise_to_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise")),
    )
    op.create_index(op.f("ix_promise_case_id"), "promise", ["case_id"], unique=False)
    op.create_index(op.f("ix_promise_consent_id"), "promise", ["consent_id"], unique=False)
    op.create_index(op.f("ix_promise_edited_by_id"), "promise", ["edited_by_id"], unique=False)
    op.create_index(op.f("ix_promise_party_id"), "promise", ["party_id"], unique=False)
    op.create_index(op.f("ix_promise_to_party_id"), "promise", ["to_party_id"], unique=False)
    op.create_table(
        "shared_issue",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("issue_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("sealed_title", sa.LargeBinary(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_shared_issue_channel_id")),
        sa.ForeignKeyConstraint(["issue_id"], ["issue.id"], name=op.f("fk_shared_issue_issue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_issue")),
        sa.UniqueConstraint("issue_id", name=op.f("uq_shared_issue_issue_id")),
    )
    op.create_index(op.f("ix_shared_issue_channel_id"), "shared_issue", ["channel_id"], unique=False)


def downgrade() -> None:
    op.drop_table("shared_issue")
    op.drop_table("promise")
    op.drop_table("ladder_step")
    op.drop_table("issue_exhibit")
    op.drop_table("interest")
    op.drop_table("notebook")
    op.drop_table("issue")
