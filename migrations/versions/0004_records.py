"""What leaves the room: undisputed facts, records of sittings, words passed on, papers on how a mediation ended."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "court_consent",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("subject", sa.String(length=22), nullable=False),
        sa.Column("keyed_digest", sa.LargeBinary(), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("by_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["participant.id"], name=op.f("fk_court_consent_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_court_consent_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_court_consent_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_consent")),
        sa.UniqueConstraint("case_id", "subject", "party_id", name=op.f("uq_court_consent_case_id_subject_party_id")),
    )
    op.create_index(op.f("ix_court_consent_by_id"), "court_consent", ["by_id"], unique=False)
    op.create_index(op.f("ix_court_consent_case_id"), "court_consent", ["case_id"], unique=False)
    op.create_index(op.f("ix_court_consent_party_id"), "court_consent", ["party_id"], unique=False)
    op.create_table(
        "fact",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed", "fixed", "withdrawn", name="factstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_by", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fixed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("for_court_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_fact_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_fact_channel_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_fact_party_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["participant.id"], name=op.f("fk_fact_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_fact_case_id_number")),
    )
    op.create_index(op.f("ix_fact_case_id"), "fact", ["case_id"], unique=False)
    op.create_index(op.f("ix_fact_channel_id"), "fact", ["channel_id"], unique=False)
    op.create_index(op.f("ix_fact_party_id"), "fact", ["party_id"], unique=False)
    op.create_index(op.f("ix_fact_proposed_by"), "fact", ["proposed_by"], unique=False)
    op.create_table(
        "fact_answer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("fact_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("by_id", sa.String(length=22), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["participant.id"], name=op.f("fk_fact_answer_by_id")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_fact_answer_fact_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_fact_answer_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_answer")),
        sa.UniqueConstraint("fact_id", "revision", "party_id", name=op.f("uq_fact_answer_fact_id_revision_party_id")),
    )
    op.create_index(op.f("ix_fact_answer_by_id"), "fact_answer", ["by_id"], unique=False)
    op.create_index(op.f("ix_fact_answer_fact_id"), "fact_answer", ["fact_id"], unique=False)
    op.create_index(op.f("ix_fact_answer_party_id"), "fact_answer", ["party_id"], unique=False)
    op.create_table(
        "fact_revision",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("fact_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["participant.id"], name=op.f("fk_fact_revision_by_id")),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name=op.f("fk_fact_revision_fact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_revision")),
        sa.UniqueConstraint("fact_id", "revision", name=op.f("uq_fact_revision_fact_id_revision")),
    )
    op.create_index(op.f("ix_fact_revision_by_id"), "fact_revision", ["by_id"], unique=False)
    op.create_index(op.f("ix_fact_revision_fact_id"), "fact_revision", ["fact_id"], unique=False)
    op.create_table(
        "passing",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("to_id", sa.String(length=22), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "agreed",
                "passed",
                "refused",
                "withdrawn",
                name="passingstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.String(length=22), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.String(length=22), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["participant.id"], name=op.f("fk_passing_answered_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["participant.id"], name=op.f("fk_passing_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_passing_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_passing_channel_id")),
        sa.ForeignKeyConstraint(["to_id"], ["channel.id"], name=op.f("fk_passing_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passing")),
    )
    op.create_index(op.f("ix_passing_answered_by"), "passing", ["answered_by"], unique=False)
    op.create_index(op.f("ix_passing_asked_by"), "passing", ["asked_by"], unique=False)
    op.create_index(op.f("ix_passing_case_id"), "passing", ["case_id"], unique=False)
    op.create_index(op.f("ix_passing_channel_id"), "passing", ["channel_id"], unique=False)
    op.create_index(op.f("ix_passing_to_id"), "passing", ["to_id"], unique=False)
    op.create_table(
        "session_record",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("draft", "open", "final", name="recordstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("final_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_pdf", sa.LargeBinary(), nullable=False),
        sa.Column("for_court_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_session_record_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_session_record_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_record")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_session_record_case_id_number")),
    )
    op.create_index(op.f("ix_session_record_case_id"), "session_record", ["case_id"], unique=False)
    op.create_index(op.f("ix_session_record_channel_id"), "session_record", ["channel_id"], unique=False)
    op.create_table(
        "record_answer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("record_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "confirmed",
                "correction",
                "refused",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sealed_words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_record_answer_participant_id")),
        sa.ForeignKeyConstraint(["record_id"], ["session_record.id"], name=op.f("fk_record_answer_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_answer")),
        sa.UniqueConstraint(
            "record_id", "revision", "participant_id", name=op.f("uq_record_answer_record_id_revision_participant_id")
        ),
    )
    op.create_index(op.f("ix_record_answer_participant_id"), "record_answer", ["participant_id"], unique=False)
    op.create_index(op.f("ix_record_answer_record_id"), "record_answer", ["record_id"], unique=False)
    op.create_table(
        "record_revision",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("record_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["participant.id"], name=op.f("fk_record_revision_by_id")),
        sa.ForeignKeyConstraint(["record_id"], ["session_record.id"], name=op.f("fk_record_revision_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_revision")),
        sa.UniqueConstraint("record_id", "revision", name=op.f("uq_record_revision_record_id_revision")),
    )
    op.create_index(op.f("ix_record_revision_by_id"), "record_revision", ["by_id"], unique=False)
    op.create_index(op.f("ix_record_revision_record_id"), "record_revision", ["record_id"], unique=False)
    op.create_table(
        "outcome_report",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("by_id", sa.String(length=22), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["participant.id"], name=op.f("fk_outcome_report_by_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_outcome_report_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_report")),
        sa.UniqueConstraint("case_id", name=op.f("uq_outcome_report_case_id")),
    )
    op.create_index(op.f("ix_outcome_report_by_id"), "outcome_report", ["by_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_outcome_report_by_id"), table_name="outcome_report")
    op.drop_table("outcome_report")
    op.drop_index(op.f("ix_record_revision_record_id"), table_name="record_revision")
    op.drop_index(op.f("ix_record_revision_by_id"), table_name="record_revision")
    op.drop_table("record_revision")
    op.drop_index(op.f("ix_record_answer_record_id"), table_name="record_answer")
    op.drop_index(op.f("ix_record_answer_participant_id"), table_name="record_answer")
    op.drop_table("record_answer")
    op.drop_index(op.f("ix_session_record_channel_id"), table_name="session_record")
    op.drop_index(op.f("ix_session_record_case_id"), table_name="session_record")
    op.drop_table("session_record")
    op.drop_index(op.f("ix_passing_to_id"), table_name="passing")
    op.drop_index(op.f("ix_passing_channel_id"), table_name="passing")
    op.drop_index(op.f("ix_passing_case_id"), table_name="passing")
    op.drop_index(op.f("ix_passing_asked_by"), table_name="passing")
    op.drop_index(op.f("ix_passing_answered_by"), table_name="passing")
    op.drop_table("passing")
    op.drop_index(op.f("ix_fact_revision_fact_id"), table_name="fact_revision")
    op.drop_index(op.f("ix_fact_revision_by_id"), table_name="fact_revision")
    op.drop_table("fact_revision")
    op.drop_index(op.f("ix_fact_answer_party_id"), table_name="fact_answer")
    op.drop_index(op.f("ix_fact_answer_fact_id"), table_name="fact_answer")
    op.drop_index(op.f("ix_fact_answer_by_id"), table_name="fact_answer")
    op.drop_table("fact_answer")
    op.drop_index(op.f("ix_fact_proposed_by"), table_name="fact")
    op.drop_index(op.f("ix_fact_party_id"), table_name="fact")
    op.drop_index(op.f("ix_fact_channel_id"), table_name="fact")
    op.drop_index(op.f("ix_fact_case_id"), table_name="fact")
    op.drop_table("fact")
    op.drop_index(op.f("ix_court_consent_party_id"), table_name="court_consent")
    op.drop_index(op.f("ix_court_consent_case_id"), table_name="court_consent")
    op.drop_index(op.f("ix_court_consent_by_id"), table_name="court_consent")
    op.drop_table("court_consent")
