"""Who is writing in a clause, comments on clauses, and agreements that replace one another."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STAGES = "court_stage IN ('not_filed', 'before_court', 'confirmed', 'not_accepted', 'dismissed', 'withdrawn', 'lapsed', 'revoked')"  # noqa: E501
STAGE_OF = {
    "filed": "before_court",
    "supplement": "before_court",
    "accepted": "before_court",
    "confirmed": "confirmed",
    "refused": "not_accepted",
    "dismissed": "dismissed",
    "withdrawn": "withdrawn",
    "lapsed": "lapsed",
    "revoked": "revoked",
}
LIVE = sa.text("state <> 'abandoned'")


def upgrade() -> None:
    _comments_and_holds()
    with op.batch_alter_table("agreement") as table:
        table.add_column(sa.Column("amends_id", sa.String(length=22), nullable=True))
        table.add_column(sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("court_stage", sa.String(length=32), nullable=False, server_default="not_filed"))
        table.create_foreign_key(op.f("fk_agreement_amends_id"), "agreement", ["amends_id"], ["id"])
        table.create_check_constraint(op.f("ck_agreement_courtstage"), STAGES)
    op.create_index(
        "uq_agreement_one_amendment",
        "agreement",
        ["amends_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    for state, stage in STAGE_OF.items():
        op.execute(
            sa.text(
                "UPDATE agreement SET court_stage = :stage WHERE id IN (SELECT version.agreement_id FROM version "
                "JOIN confirmation ON confirmation.version_id = version.id WHERE confirmation.state = :state)"
            ).bindparams(stage=stage, state=state)
        )


def downgrade() -> None:
    op.drop_index("uq_agreement_one_amendment", "agreement")
    with op.batch_alter_table("agreement") as table:
        table.drop_constraint(op.f("ck_agreement_courtstage"), type_="check")
        table.drop_constraint(op.f("fk_agreement_amends_id"), type_="foreignkey")
        for name in ("amends_id", "superseded_at", "court_stage"):
            table.drop_column(name)
    op.drop_table("clause_comment")
    op.drop_table("clause_hold")


def _comments_and_holds() -> None:
    op.create_table(
        "clause_hold",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_clause_hold_clause_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_clause_hold_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_hold")),
        sa.UniqueConstraint("clause_id", name=op.f("uq_clause_hold_clause_id")),
    )
    op.create_index(op.f("ix_clause_hold_participant_id"), "clause_hold", ["participant_id"], unique=False)
    op.create_table(
        "clause_comment",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("author_id", sa.String(length=22), nullable=False),
        sa.Column("thread_id", sa.String(length=22), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.String(length=22), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["participant.id"], name=op.f("fk_clause_comment_author_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_clause_comment_channel_id")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_clause_comment_clause_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["participant.id"], name=op.f("fk_clause_comment_resolved_by_id")),
        sa.ForeignKeyConstraint(["thread_id"], ["clause_comment.id"], name=op.f("fk_clause_comment_thread_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_comment")),
    )
    for column in ("author_id", "channel_id", "clause_id", "resolved_by_id", "thread_id"):
        op.create_index(op.f(f"ix_clause_comment_{column}"), "clause_comment", [column], unique=False)
