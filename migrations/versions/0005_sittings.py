"""Guests and co-mediators, a third side, and the life of a sitting."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROLES = ("party", "agent", "mediator", "co_mediator", "interested", "expert", "interpreter", "technical_officer")
# table, then the check before and after: its name and its condition
CHECKS = (
    (
        "participant",
        ("ck_participant_role", "role IN ('party', 'agent', 'mediator')"),
        ("ck_participant_role", f"role IN {(*ROLES, 'observer')}"),
    ),
    (
        "participant",
        ("ck_participant_a_mediator_has_no_side", "(role = 'mediator') = (party_id IS NULL)"),
        ("ck_participant_a_side_has_people_of_its_own", "(role IN ('party', 'agent')) = (party_id IS NOT NULL)"),
    ),
    (
        "party",
        ("ck_party_side", "side IN ('applicant', 'respondent')"),
        ("ck_party_side", "side IN ('applicant', 'respondent', 'third')"),
    ),
    (
        "one_time_link",
        ("ck_one_time_link_linkpurpose", "purpose IN ('respond', 'join', 'register', 'reset')"),
        ("ck_one_time_link_linkpurpose", "purpose IN ('respond', 'join', 'attend', 'accede', 'register', 'reset')"),
    ),
)


def _replace(table: str, before: tuple[str, str], after: tuple[str, str]) -> None:
    """Put one check in the place of another.

    SQLite cannot alter a check, and a table that others refer to cannot be copied while its keys are watched; so the
    text of its definition is changed, as its manual advises for this very case.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(before[0]), table, type_="check")
        op.create_check_constraint(op.f(after[0]), table, after[1])
        return
    old, new = (f"CONSTRAINT {name} CHECK ({condition})" for name, condition in (before, after))
    ask = connection.exec_driver_sql
    text = ask("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,)).scalar_one()
    if text.count(old) != 1:
        raise RuntimeError(f"{before[0]} is not what this migration expects")
    version = ask("PRAGMA schema_version").scalar_one()
    ask("PRAGMA writable_schema = ON")
    ask("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = ?", (text.replace(old, new), table))
    ask(f"PRAGMA schema_version = {version + 1}")
    ask("PRAGMA writable_schema = OFF")


STATES = "state IN ('planned', 'open', 'adjourned', 'ended', 'cancelled')"


def _sittings() -> None:
    """A sitting may now be planned before it opens; one that had not ended is open."""
    with op.batch_alter_table("mediation_session") as table:
        table.add_column(sa.Column("state", sa.String(32), nullable=False, server_default="ended"))
        table.add_column(sa.Column("planned_at", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("minutes", sa.BigInteger(), nullable=False, server_default="60"))
        table.add_column(sa.Column("separate", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"))
        table.add_column(sa.Column("private_since", sa.DateTime(timezone=True)))
        table.add_column(sa.Column("private_channel_id", sa.String(22)))
        table.alter_column("opened_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        table.create_check_constraint(op.f("ck_mediation_session_sittingstate"), STATES)
    op.execute("UPDATE mediation_session SET state = 'open' WHERE ended_at IS NULL")


def _sittings_before() -> None:
    op.execute("DELETE FROM mediation_session WHERE opened_at IS NULL")
    with op.batch_alter_table("mediation_session") as table:
        table.drop_constraint(op.f("ck_mediation_session_sittingstate"), type_="check")
        table.alter_column("opened_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        for name in ("state", "planned_at", "minutes", "separate", "revision", "private_since", "private_channel_id"):
            table.drop_column(name)


def upgrade() -> None:
    for table, before, after in CHECKS:
        _replace(table, before, after)
    _sittings()
    op.create_table(
        "acknowledgement",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("version", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_acknowledgement_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgement")),
        sa.UniqueConstraint(
            "participant_id", "subject", "version", name=op.f("uq_acknowledgement_participant_id_subject_version")
        ),
    )
    op.create_index(op.f("ix_acknowledgement_participant_id"), "acknowledgement", ["participant_id"], unique=False)
    op.create_table(
        "guest_channel",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("joint", "caucus", name="channelkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.Column("from_seq", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_guest_channel_channel_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_guest_channel_participant_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_guest_channel_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_channel")),
        sa.UniqueConstraint("participant_id", "channel_id", name=op.f("uq_guest_channel_participant_id_channel_id")),
    )
    op.create_index(op.f("ix_guest_channel_channel_id"), "guest_channel", ["channel_id"], unique=False)
    op.create_index(op.f("ix_guest_channel_participant_id"), "guest_channel", ["participant_id"], unique=False)
    op.create_index(op.f("ix_guest_channel_party_id"), "guest_channel", ["party_id"], unique=False)
    op.create_table(
        "guest_invitation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "party",
                "agent",
                "mediator",
                "co_mediator",
                "interested",
                "expert",
                "interpreter",
                "technical_officer",
                "observer",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "invited",
                "admitted",
                "refused",
                "declined",
                "cancelled",
                "removed",
                name="gueststate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.String(length=22), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undertaking", sa.Text(), nullable=False),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("participant_id", sa.String(length=22), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_guest_invitation_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_guest_invitation_case_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_guest_invitation_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_invitation")),
    )
    op.create_index(op.f("ix_guest_invitation_asked_by"), "guest_invitation", ["asked_by"], unique=False)
    op.create_index(op.f("ix_guest_invitation_case_id"), "guest_invitation", ["case_id"], unique=False)
    op.create_index(op.f("ix_guest_invitation_participant_id"), "guest_invitation", ["participant_id"], unique=False)
    op.create_table(
        "identity_check",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("participant_id", sa.String(length=22), nullable=False),
        sa.Column(
            "way",
            sa.Enum(
                "document",
                "network_id",
                "in_person",
                name="identityway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by_account_id", sa.String(length=22), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_account_id"], ["account.id"], name=op.f("fk_identity_check_by_account_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_identity_check_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_check")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_identity_check_participant_id")),
    )
    op.create_index(op.f("ix_identity_check_by_account_id"), "identity_check", ["by_account_id"], unique=False)
    op.create_index(op.f("ix_identity_check_participant_id"), "identity_check", ["participant_id"], unique=False)
    op.create_table(
        "guest_answer",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("invitation_id", sa.String(length=22), nullable=False),
        sa.Column("party_id", sa.String(length=22), nullable=False),
        sa.Column("account_id", sa.String(length=22), nullable=False),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_guest_answer_account_id")),
        sa.ForeignKeyConstraint(["invitation_id"], ["guest_invitation.id"], name=op.f("fk_guest_answer_invitation_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_guest_answer_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_answer")),
        sa.UniqueConstraint("invitation_id", "party_id", name=op.f("uq_guest_answer_invitation_id_party_id")),
    )
    op.create_index(op.f("ix_guest_answer_account_id"), "guest_answer", ["account_id"], unique=False)
    op.create_index(op.f("ix_guest_answer_invitation_id"), "guest_answer", ["invitation_id"], unique=False)
    op.create_index(op.f("ix_guest_answer_party_id"), "guest_answer", ["party_id"], unique=False)
    op.create_table(
        "guest_invitation_channel",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("invitation_id", sa.String(length=22), nullable=False),
        sa.Column("channel_id", sa.String(length=22), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("joint", "caucus", name="channelkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.Column("from_start", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channel.id"], name=op.f("fk_guest_invitation_channel_channel_id")),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["guest_invitation.id"], name=op.f("fk_guest_invitation_channel_invitation_id")
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_guest_invitation_channel_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_invitation_channel")),
        sa.UniqueConstraint(
            "invitation_id", "channel_id", name=op.f("uq_guest_invitation_channel_invitation_id_channel_id")
        ),
    )
    op.create_index(
        op.f("ix_guest_invitation_channel_channel_id"), "guest_invitation_channel", ["channel_id"], unique=False
    )
    op.create_index(
        op.f("ix_guest_invitation_channel_invitation_id"), "guest_invitation_channel", ["invitation_id"], unique=False
    )
    op.create_index(
        op.f("ix_guest_invitation_channel_party_id"), "guest_invitation_channel", ["party_id"], unique=False
    )
    op.add_column("appointment", sa.Column("presides", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.add_column("case", sa.Column("extended_days", sa.BigInteger(), server_default="0", nullable=False))
    op.create_index(
        "uq_participant_one_presides",
        "participant",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("role = 'mediator' AND removed_at IS NULL"),
        postgresql_where=sa.text("role = 'mediator' AND removed_at IS NULL"),
    )
    op.create_table(
        "party_invitation",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("case_id", sa.String(length=22), nullable=False),
        sa.Column(
            "side",
            sa.Enum(
                "applicant", "respondent", "third", name="side", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum("person", "organisation", name="partykind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("asked_by", sa.String(length=22), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_id", sa.String(length=22), nullable=True),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_party_invitation_asked_by")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_party_invitation_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_party_invitation_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_invitation")),
    )
    op.create_index(op.f("ix_party_invitation_asked_by"), "party_invitation", ["asked_by"], unique=False)
    op.create_index(op.f("ix_party_invitation_case_id"), "party_invitation", ["case_id"], unique=False)
    op.create_index(op.f("ix_party_invitation_party_id"), "party_invitation", ["party_id"], unique=False)
    op.add_column("party", sa.Column("joined_later", sa.Boolean(), server_default=sa.false(), nullable=False))


def downgrade() -> None:
    op.drop_column("party", "joined_later")
    op.drop_index(op.f("ix_party_invitation_party_id"), table_name="party_invitation")
    op.drop_index(op.f("ix_party_invitation_case_id"), table_name="party_invitation")
    op.drop_index(op.f("ix_party_invitation_asked_by"), table_name="party_invitation")
    op.drop_table("party_invitation")
    op.drop_index(
        "uq_participant_one_presides",
        table_name="participant",
        sqlite_where=sa.text("role = 'mediator' AND removed_at IS NULL"),
        postgresql_where=sa.text("role = 'mediator' AND removed_at IS NULL"),
    )
    op.drop_column("case", "extended_days")
    op.drop_column("appointment", "presides")
    op.drop_index(op.f("ix_guest_invitation_channel_party_id"), table_name="guest_invitation_channel")
    op.drop_index(op.f("ix_guest_invitation_channel_invitation_id"), table_name="guest_invitation_channel")
    op.drop_index(op.f("ix_guest_invitation_channel_channel_id"), table_name="guest_invitation_channel")
    op.drop_table("guest_invitation_channel")
    op.drop_index(op.f("ix_guest_answer_party_id"), table_name="guest_answer")
    op.drop_index(op.f("ix_guest_answer_invitation_id"), table_name="guest_answer")
    op.drop_index(op.f("ix_guest_answer_account_id"), table_name="guest_answer")
    op.drop_table("guest_answer")
    op.drop_index(op.f("ix_identity_check_participant_id"), table_name="identity_check")
    op.drop_index(op.f("ix_identity_check_by_account_id"), table_name="identity_check")
    op.drop_table("identity_check")
    op.drop_index(op.f("ix_guest_invitation_participant_id"), table_name="guest_invitation")
    op.drop_index(op.f("ix_guest_invitation_case_id"), table_name="guest_invitation")
    op.drop_index(op.f("ix_guest_invitation_asked_by"), table_name="guest_invitation")
    op.drop_table("guest_invitation")
    op.drop_index(op.f("ix_guest_channel_party_id"), table_name="guest_channel")
    op.drop_index(op.f("ix_guest_channel_participant_id"), table_name="guest_channel")
    op.drop_index(op.f("ix_guest_channel_channel_id"), table_name="guest_channel")
    op.drop_table("guest_channel")
    op.drop_index(op.f("ix_acknowledgement_participant_id"), table_name="acknowledgement")
    op.drop_table("acknowledgement")
    _sittings_before()
    for table, before, after in reversed(CHECKS):
        _replace(table, after, before)
