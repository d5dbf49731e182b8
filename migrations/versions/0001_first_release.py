"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


TRAIL = ("audit_entry", "audit_leaf")


def _append_only(dialect: str) -> list[str]:
    """Triggers by which the database itself refuses to change or delete what the trail recorded."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in TRAIL
            for verb in ("UPDATE", "DELETE")
        ]
    functions = [
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"
        for table in TRAIL
    ]
    triggers = [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        for table in TRAIL
    ]
    return functions + triggers


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("locale", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("platform_admin", sa.Boolean(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("identity_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "attempt_budget",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("owner", sa.String(length=22), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt_budget")),
    )
    op.create_index(op.f("ix_attempt_budget_owner"), "attempt_budget", ["owner"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("chain", "seq", name=op.f("uq_audit_entry_chain_seq")),
    )
    op.create_index(op.f("ix_audit_entry_chain"), "audit_entry", ["chain"], unique=False)
    op.create_table(
        "body",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("organisation", "court", name="bodykind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column(
            "track",
            sa.Enum(
                "peoples",
                "commercial",
                "industry",
                "administrative",
                name="track",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("credit_code", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("established_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("established_to", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_body")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("kind", sa.String(length=48), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=16), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("sealed_link", sa.LargeBinary(), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    op.create_index("ix_notice_due", "notice", ["sent_at", "next_try_at"], unique=False)
    op.create_table(
        "audit_leaf",
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.String(length=22), nullable=False),
        sa.Column("leaf", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["audit_entry.id"], name=op.f("fk_audit_leaf_entry_id")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_audit_leaf")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_leaf_entry_id")),
    )
    op.create_table(
        "case",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("ref", sa.String(length=24), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("title_en", sa.Text(), nullable=False),
        sa.Column(
            "dispute_type",
            sa.Enum(
                "trademark",
                "patent",
                "copyright",
                "software",
                "trade_secret",
                "unfair_competition",
                "domain_name",
                "geographical_indication",
                "plant_variety",
                "layout_design",
                "other",
                name="disputetype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "origin",
            sa.Enum(
                "own", "assigned", "entrusted", name="origin", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.String(length=22), nullable=False),
        sa.Column("court_id", sa.String(length=22), nullable=True),
        sa.Column("right_description", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("claims", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "returned",
                "invited",
                "appointing",
                "mediating",
                "settled",
                "ended",
                "closed",
                name="casestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "end_ground",
            sa.Enum(
                "discarded",
                "withdrawn",
                "unreachable",
                "refused",
                "no_agreement",
                "term_expired",
                "refused_to_sign",
                "unlawful_purpose",
                "settled_elsewhere",
                name="endground",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mediation_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("receipt_digest", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["court_id"], ["body.id"], name=op.f("fk_case_court_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["body.id"], name=op.f("fk_case_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("ref", name=op.f("uq_case_ref")),
    )
    op.create_index(op.f("ix_case_court_id"), "case", ["court_id"], unique=False)
    op.create_index(op.f("ix_case_organisation_id"), "case", ["organisation_id"], unique=False)
    op.create_table(
        "login",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_password_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("device", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_login_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_login_token_digest")),
    )
    op.create_index(op.f("ix_login_account_id"), "login", ["account_id"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("body_id", sa.String(length=22), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "mediator",
                "organisation_clerk",
                "court_clerk",
                name="duty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("profile_en", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id")),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_membership_body_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("account_id", "body_id", "duty", name=op.f("uq_membership_account_id_body_id_duty")),
    )
    op.create_index(op.f("ix_membership_account_id"), "membership", ["account_id"], unique=False)
    op.create_index(op.f("ix_membership_body_id"), "membership", ["body_id"], unique=False)
    op.create_table(
        "one_time_link",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "respond",
                "join",
                "register",
                "reset",
                name="linkpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_one_time_link_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_one_time_link_token_digest")),
    )
    op.create_index(op.f("ix_one_time_link_account_id"), "one_time_link", ["account_id"], unique=False)
    op.create_table(
        "agreement",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "final",
                "signed",
                "sealed",
                "superseded",
                "abandoned",
                name="agreementstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("facts_en", sa.Text(), nullable=False),
        sa.Column("issues", sa.Text(), nullable=False),
        sa.Column("issues_en", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_agreement_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_case_id"), "agreement", ["case_id"], unique=False)
    op.create_table(
        "appointment",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "disclosed",
                "confirmed",
                "challenged",
                "declined",
                name="appointmentstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("has_interest", sa.Boolean(), nullable=True),
        sa.Column("disclosure", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_appointment_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_appointment_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment")),
    )
    op.create_index(op.f("ix_appointment_account_id"), "appointment", ["account_id"], unique=False)
    op.create_index(op.f("ix_appointment_case_id"), "appointment", ["case_id"], unique=False)
    op.create_table(
        "case_step",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("by_account_id", sa.String(length=22), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_case_step_by_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_case_step_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_step")),
    )
    op.create_index(op.f("ix_case_step_by_account_id"), "case_step", ["by_account_id"], unique=False)
    op.create_index(op.f("ix_case_step_case_id"), "case_step", ["case_id"], unique=False)
    op.create_table(
        "consent",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words_version", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consent_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_consent_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint(
            "case_id",
            "account_id",
            "subject",
            "words_version",
            name=op.f("uq_consent_case_id_account_id_subject_words_version"),
        ),
    )
    op.create_index(op.f("ix_consent_account_id"), "consent", ["account_id"], unique=False)
    op.create_index(op.f("ix_consent_case_id"), "consent", ["case_id"], unique=False)
    op.create_table(
        "mediation_session",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_mediation_session_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_session")),
    )
    op.create_index(op.f("ix_mediation_session_case_id"), "mediation_session", ["case_id"], unique=False)
    op.create_table(
        "party",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "side",
            sa.Enum("applicant", "respondent", name="side", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum("person", "organisation", name="partykind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=False),
        sa.Column("id_number", sa.LargeBinary(), nullable=False),
        sa.Column("representative", sa.Text(), nullable=False),
        sa.Column("representative_post", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_party_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party")),
    )
    op.create_index(op.f("ix_party_case_id"), "party", ["case_id"], unique=False)
    op.create_table(
        "agent_invitation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "agent_kind",
            sa.Enum(
                "lawyer",
                "legal_worker",
                "relative",
                "staff",
                "recommended",
                name="agentkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("may_settle", sa.Boolean(), nullable=False),
        sa.Column("may_sign", sa.Boolean(), nullable=False),
        sa.Column("may_apply", sa.Boolean(), nullable=False),
        sa.Column("document_digest", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_agent_invitation_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_agent_invitation_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agent_invitation")),
    )
    op.create_index(op.f("ix_agent_invitation_case_id"), "agent_invitation", ["case_id"], unique=False)
    op.create_index(op.f("ix_agent_invitation_party_id"), "agent_invitation", ["party_id"], unique=False)
    op.create_table(
        "appointment_answer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("appointment_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_appointment_answer_appointment_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_appointment_answer_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointment_answer")),
        sa.UniqueConstraint("appointment_id", "party_id", name=op.f("uq_appointment_answer_appointment_id_party_id")),
    )
    op.create_index(
        op.f("ix_appointment_answer_appointment_id"), "appointment_answer", ["appointment_id"], unique=False
    )
    op.create_index(op.f("ix_appointment_answer_party_id"), "appointment_answer", ["party_id"], unique=False)
    op.create_table(
        "channel",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("joint", "caucus", name="channelkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'joint') = (party_id IS NULL)", name=op.f("ck_channel_only_a_joint_channel_has_no_party")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_channel_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_channel_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel")),
        sa.UniqueConstraint("case_id", "party_id", name=op.f("uq_channel_case_id_party_id")),
    )
    op.create_index(op.f("ix_channel_case_id"), "channel", ["case_id"], unique=False)
    op.create_index(op.f("ix_channel_party_id"), "channel", ["party_id"], unique=False)
    op.create_table(
        "clause",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("agreement_id", sa.String(length=22), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_clause_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
    )
    op.create_index(op.f("ix_clause_agreement_id"), "clause", ["agreement_id"], unique=False)
    op.create_table(
        "participant",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column(
            "role",
            sa.Enum("party", "agent", "mediator", name="role", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(role = 'mediator') = (party_id IS NULL)", name=op.f("ck_participant_a_mediator_has_no_side")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_participant_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_participant_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_participant_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint(
            "case_id", "account_id", "admitted_at", name=op.f("uq_participant_case_id_account_id_admitted_at")
        ),
    )
    op.create_index(op.f("ix_participant_account_id"), "participant", ["account_id"], unique=False)
    op.create_index(op.f("ix_participant_case_id"), "participant", ["case_id"], unique=False)
    op.create_index(op.f("ix_participant_party_id"), "participant", ["party_id"], unique=False)
    op.create_table(
        "version",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("agreement_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_pdf", sa.LargeBinary(), nullable=False),
        sa.Column("frozen_sha256", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pdf_sha256", sa.String(length=64), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("void_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_holder", sa.String(length=22), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_version_agreement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("agreement_id", "number", name=op.f("uq_version_agreement_id_number")),
    )
    op.create_index(op.f("ix_version_agreement_id"), "version", ["agreement_id"], unique=False)
    op.create_table(
        "whole_acceptance",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("agreement_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_whole_acceptance_account_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_whole_acceptance_agreement_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_whole_acceptance_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whole_acceptance")),
        sa.UniqueConstraint(
            "agreement_id", "party_id", "revision", name=op.f("uq_whole_acceptance_agreement_id_party_id_revision")
        ),
    )
    op.create_index(op.f("ix_whole_acceptance_account_id"), "whole_acceptance", ["account_id"], unique=False)
    op.create_index(op.f("ix_whole_acceptance_agreement_id"), "whole_acceptance", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_whole_acceptance_party_id"), "whole_acceptance", ["party_id"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("agreement_id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_acceptance_account_id")),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_acceptance_agreement_id")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_acceptance_clause_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_acceptance_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint(
            "clause_id", "party_id", "revision", name=op.f("uq_acceptance_clause_id_party_id_revision")
        ),
    )
    op.create_index(op.f("ix_acceptance_account_id"), "acceptance", ["account_id"], unique=False)
    op.create_index(op.f("ix_acceptance_agreement_id"), "acceptance", ["agreement_id"], unique=False)
    op.create_index(op.f("ix_acceptance_clause_id"), "acceptance", ["clause_id"], unique=False)
    op.create_index(op.f("ix_acceptance_party_id"), "acceptance", ["party_id"], unique=False)
    op.create_table(
        "bundle",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.String(length=22), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("blob_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("contents", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("built_by", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(["built_by"], ["account.id"], name=op.f("fk_bundle_built_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_bundle_case_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_bundle_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint("blob_id", name=op.f("uq_bundle_blob_id")),
    )
    op.create_index(op.f("ix_bundle_built_by"), "bundle", ["built_by"], unique=False)
    op.create_index(op.f("ix_bundle_case_id"), "bundle", ["case_id"], unique=False)
    op.create_index(op.f("ix_bundle_version_id"), "bundle", ["version_id"], unique=False)
    op.create_table(
        "clause_edit",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("clause_id", sa.String(length=22), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_en", sa.Text(), nullable=False),
        sa.Column("by_account_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_clause_edit_by_account_id")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_clause_edit_clause_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_edit")),
        sa.UniqueConstraint("clause_id", "revision", name=op.f("uq_clause_edit_clause_id_revision")),
    )
    op.create_index(op.f("ix_clause_edit_by_account_id"), "clause_edit", ["by_account_id"], unique=False)
    op.create_index(op.f("ix_clause_edit_clause_id"), "clause_edit", ["clause_id"], unique=False)
    op.create_table(
        "exhibit",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("owner_id", sa.String(length=22), nullable=False),
        sa.Column("blob_id", sa.Text(), nullable=False),
        sa.Column("sealed_facts", sa.LargeBinary(), nullable=False),
        sa.Column("keyed_digest", sa.LargeBinary(), nullable=False),
        sa.Column("for_court_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_exhibit_case_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_exhibit_channel_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["participant.id"], name=op.f("fk_exhibit_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exhibit")),
        sa.UniqueConstraint("blob_id", name=op.f("uq_exhibit_blob_id")),
    )
    op.create_index(op.f("ix_exhibit_case_id"), "exhibit", ["case_id"], unique=False)
    op.create_index(op.f("ix_exhibit_channel_id"), "exhibit", ["channel_id"], unique=False)
    op.create_index(op.f("ix_exhibit_owner_id"), "exhibit", ["owner_id"], unique=False)
    op.create_table(
        "mandate",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column("agent_kind", sa.Text(), nullable=False),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("may_settle", sa.Boolean(), nullable=False),
        sa.Column("may_sign", sa.Boolean(), nullable=False),
        sa.Column("may_apply", sa.Boolean(), nullable=False),
        sa.Column("document_digest", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_mandate_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_participant_id"), "mandate", ["participant_id"], unique=False)
    op.create_table(
        "message",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.String(length=22), nullable=False),
        sa.Column("client_ref", sa.String(length=64), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("exhibit_id", sa.String(length=22), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["participant.id"], name=op.f("fk_message_author_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_message_channel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint(
            "channel_id", "author_id", "client_ref", name=op.f("uq_message_channel_id_author_id_client_ref")
        ),
        sa.UniqueConstraint("channel_id", "seq", name=op.f("uq_message_channel_id_seq")),
    )
    op.create_index(op.f("ix_message_author_id"), "message", ["author_id"], unique=False)
    op.create_index(op.f("ix_message_channel_id"), "message", ["channel_id"], unique=False)
    op.create_table(
        "read_mark",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_read_mark_channel_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_read_mark_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_read_mark")),
        sa.UniqueConstraint("channel_id", "participant_id", name=op.f("uq_read_mark_channel_id_participant_id")),
    )
    op.create_index(op.f("ix_read_mark_channel_id"), "read_mark", ["channel_id"], unique=False)
    op.create_index(op.f("ix_read_mark_participant_id"), "read_mark", ["participant_id"], unique=False)
    op.create_table(
        "seal",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.String(length=22), nullable=False),
        sa.Column("body_id", sa.String(length=22), nullable=False),
        sa.Column("by_account_id", sa.String(length=22), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision_sha256", sa.Text(), nullable=False),
        sa.Column("revision_size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["body_id"], ["body.id"], name=op.f("fk_seal_body_id")),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_seal_by_account_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_seal_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("version_id", name=op.f("uq_seal_version_id")),
    )
    op.create_index(op.f("ix_seal_body_id"), "seal", ["body_id"], unique=False)
    op.create_index(op.f("ix_seal_by_account_id"), "seal", ["by_account_id"], unique=False)
    op.create_table(
        "signature",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=True),
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "enrolled",
                "prepared",
                "signed",
                "refused",
                name="signaturestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("challenge", sa.LargeBinary(), nullable=False),
        sa.Column("challenge_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("certificate", sa.LargeBinary(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("consent_version", sa.Text(), nullable=False),
        sa.Column("authenticated_by", sa.Text(), nullable=False),
        sa.Column("authentication_sha256", sa.Text(), nullable=False),
        sa.Column("prepared", sa.LargeBinary(), nullable=False),
        sa.Column("prepared_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("value_sha256", sa.Text(), nullable=False),
        sa.Column("revision_sha256", sa.Text(), nullable=False),
        sa.Column("revision_size", sa.BigInteger(), nullable=False),
        sa.Column("refusal_reason", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_signature_participant_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_signature_party_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_signature_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signature")),
        sa.UniqueConstraint("version_id", "field", name=op.f("uq_signature_version_id_field")),
    )
    op.create_index(op.f("ix_signature_participant_id"), "signature", ["participant_id"], unique=False)
    op.create_index(op.f("ix_signature_party_id"), "signature", ["party_id"], unique=False)
    op.create_index(op.f("ix_signature_version_id"), "signature", ["version_id"], unique=False)
    op.create_table(
        "confirmation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column("version_id", sa.String(length=22), nullable=False),
        sa.Column("court_id", sa.String(length=22), nullable=False),
        sa.Column("court_reason", sa.Text(), nullable=False),
        sa.Column("court_reason_en", sa.Text(), nullable=False),
        sa.Column("bundle_id", sa.String(length=22), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "ready",
                "filed",
                "supplement",
                "accepted",
                "confirmed",
                "refused",
                "dismissed",
                "withdrawn",
                "lapsed",
                "revoked",
                name="confirmationstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("court_ref", sa.Text(), nullable=False),
        sa.Column("arrival_verdict", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("safe_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["bundle_id"], ["bundle.id"], name=op.f("fk_confirmation_bundle_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_confirmation_case_id")),
        sa.ForeignKeyConstraint(["court_id"], ["body.id"], name=op.f("fk_confirmation_court_id")),
        sa.ForeignKeyConstraint(["version_id"], ["version.id"], name=op.f("fk_confirmation_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation")),
        sa.UniqueConstraint("version_id", name=op.f("uq_confirmation_version_id")),
    )
    op.create_index(op.f("ix_confirmation_bundle_id"), "confirmation", ["bundle_id"], unique=False)
    op.create_index(op.f("ix_confirmation_case_id"), "confirmation", ["case_id"], unique=False)
    op.create_index(op.f("ix_confirmation_court_id"), "confirmation", ["court_id"], unique=False)
    op.create_table(
        "court_release",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("exhibit_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_court_release_account_id")),
        sa.ForeignKeyConstraint(["exhibit_id"], ["exhibit.id"], name=op.f("fk_court_release_exhibit_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_court_release_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_release")),
    )
    op.create_index(op.f("ix_court_release_account_id"), "court_release", ["account_id"], unique=False)
    op.create_index(op.f("ix_court_release_exhibit_id"), "court_release", ["exhibit_id"], unique=False)
    op.create_index(op.f("ix_court_release_party_id"), "court_release", ["party_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("confirmation_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("words_version", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_application_account_id")),
        sa.ForeignKeyConstraint(["confirmation_id"], ["confirmation.id"], name=op.f("fk_application_confirmation_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_application_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("confirmation_id", "party_id", name=op.f("uq_application_confirmation_id_party_id")),
    )
    op.create_index(op.f("ix_application_account_id"), "application", ["account_id"], unique=False)
    op.create_index(op.f("ix_application_confirmation_id"), "application", ["confirmation_id"], unique=False)
    op.create_index(op.f("ix_application_party_id"), "application", ["party_id"], unique=False)
    op.create_table(
        "court_request",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("confirmation_id", sa.String(length=22), nullable=False),
        sa.Column("by_account_id", sa.String(length=22), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_court_request_by_account_id")),
        sa.ForeignKeyConstraint(
            ["confirmation_id"], ["confirmation.id"], name=op.f("fk_court_request_confirmation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_request")),
    )
    op.create_index(op.f("ix_court_request_by_account_id"), "court_request", ["by_account_id"], unique=False)
    op.create_index(op.f("ix_court_request_confirmation_id"), "court_request", ["confirmation_id"], unique=False)
    op.create_table(
        "ruling",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("confirmation_id", sa.String(length=22), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("judge", sa.Text(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("document_sha256", sa.String(length=64), nullable=False),
        sa.Column("by_account_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_ruling_by_account_id")),
        sa.ForeignKeyConstraint(["confirmation_id"], ["confirmation.id"], name=op.f("fk_ruling_confirmation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ruling")),
        sa.UniqueConstraint("confirmation_id", name=op.f("uq_ruling_confirmation_id")),
    )
    op.create_index(op.f("ix_ruling_by_account_id"), "ruling", ["by_account_id"], unique=False)
    op.create_table(
        "service",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("ruling_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_service_account_id")),
        sa.ForeignKeyConstraint(["ruling_id"], ["ruling.id"], name=op.f("fk_service_ruling_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("ruling_id", "account_id", name=op.f("uq_service_ruling_id_account_id")),
    )
    op.create_index(op.f("ix_service_account_id"), "service", ["account_id"], unique=False)
    op.create_index(op.f("ix_service_ruling_id"), "service", ["ruling_id"], unique=False)

    for statement in _append_only(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("service")
    op.drop_table("ruling")
    op.drop_table("court_request")
    op.drop_table("application")
    op.drop_table("court_release")
    op.drop_table("confirmation")
    op.drop_table("signature")
    op.drop_table("seal")
    op.drop_table("read_mark")
    op.drop_table("message")
    op.drop_table("mandate")
    op.drop_table("exhibit")
    op.drop_table("clause_edit")
    op.drop_table("bundle")
    op.drop_table("acceptance")
    op.drop_table("whole_acceptance")
    op.drop_table("version")
    op.drop_table("participant")
    op.drop_table("clause")
    op.drop_table("channel")
    op.drop_table("appointment_answer")
    op.drop_table("agent_invitation")
    op.drop_table("party")
    op.drop_table("mediation_session")
    op.drop_table("consent")
    op.drop_table("case_step")
    op.drop_table("appointment")
    op.drop_table("agreement")
    op.drop_table("one_time_link")
    op.drop_table("membership")
    op.drop_table("login")
    op.drop_table("case")
    op.drop_table("audit_leaf")
    op.drop_table("notice")
    op.drop_table("body")
    op.drop_table("audit_entry")
    op.drop_table("attempt_budget")
    op.drop_table("account")
    if op.get_bind().dialect.name == "postgresql":
        for table in TRAIL:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
