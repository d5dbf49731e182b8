"""Rounds of filing with their verdicts, requests by item, more time, transfers, objections, reminders; an inbox that
is read in the order of its clocks."""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0017"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ID = sa.String(length=22)
STAGE = "ck_agreement_courtstage"
BEFORE = "court_stage IN ('not_filed', 'before_court', 'confirmed', 'not_accepted', 'dismissed', 'withdrawn', 'lapsed', 'revoked')"  # noqa: E501
AFTER = BEFORE.replace("'before_court', ", "'before_court', 'supplementing', ")
DAYS = {"filed": 3, "accepted": 30}


def _refer(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _foreign(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _table(name: str, columns: list[sa.Column], refers: dict[str, str], *unique: str) -> None:
    parts = [_foreign(name, column, target) for column, target in refers.items()]
    if unique:
        parts.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")))
    op.create_table(
        name,
        sa.Column("id", ID, nullable=False),
        *columns,
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    _refer(name, *refers)


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _ids(*names: str) -> list[sa.Column]:
    return [sa.Column(name, ID, nullable=False) for name in names]


def _at(*names: str) -> list[sa.Column]:
    return [sa.Column(name, INSTANT, nullable=False) for name in names]


def _rounds() -> None:
    columns = [
        *_ids("confirmation_id", "court_id", "bundle_id"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("roots_sha256", sa.String(length=64), nullable=False),
        sa.Column("sealed_found", sa.LargeBinary(), nullable=False),
        *_at("at"),
    ]
    refers = {"confirmation_id": "confirmation", "court_id": "body", "bundle_id": "bundle"}
    _table("court_filing", columns, refers, "confirmation_id", "number")


def _requests() -> None:
    columns = [
        *_ids("request_id"),
        sa.Column("number", sa.BigInteger(), nullable=False),
        *_text("wording", "about"),
        sa.Column("tie", sa.String(length=16), nullable=False),
    ]
    _table("request_item", columns, {"request_id": "court_request"}, "request_id", "number")
    columns = [*_ids("item_id", "party_id", "account_id"), *_text("wording"), *_at("at")]
    refers = {"item_id": "request_item", "party_id": "party", "account_id": "account"}
    _table("request_answer", columns, refers, "item_id", "party_id")


def _acts() -> None:
    columns = [
        *_ids("confirmation_id", "by_account_id"),
        sa.Column("until", sa.Date(), nullable=False),
        *_text("reason", "approved_by"),
        *_at("at"),
    ]
    _table("extension", columns, {"confirmation_id": "confirmation", "by_account_id": "account"})
    columns = [
        *_ids("confirmation_id", "from_court_id", "to_court_id", "by_account_id"),
        *_text("reason"),
        *_at("at"),
    ]
    refers = {
        "confirmation_id": "confirmation",
        "from_court_id": "body",
        "to_court_id": "body",
        "by_account_id": "account",
    }
    _table("transfer", columns, refers)


def _objections() -> None:
    columns = [
        *_ids("confirmation_id", "by_account_id"),
        sa.Column("party_id", ID, nullable=True),
        *_text("name", "grounds", "reasons"),
        sa.Column("counted_from", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        *_at("lodged_at"),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "upheld",
                "rejected",
                name="objectionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("decided_at", INSTANT, nullable=True),
    ]
    refers = {"confirmation_id": "confirmation", "party_id": "party", "by_account_id": "account"}
    _table("objection", columns, refers)


def _reminders() -> None:
    columns = [
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        *_at("at"),
    ]
    _table("term_reminder", columns, {}, "subject", "day")


def _columns() -> None:
    op.add_column("application", sa.Column("manner", sa.String(16), nullable=False, server_default="separately"))
    op.add_column("ruling", sa.Column("uploaded", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("confirmation", sa.Column("arrived_at", INSTANT, nullable=True))
    op.add_column("confirmation", sa.Column("due_on", sa.Date(), nullable=True))
    op.add_column("confirmation", sa.Column("rounds", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("ix_confirmation_waiting", "confirmation", ["court_id", "due_on", "id"])
    op.create_index("ix_confirmation_decided", "confirmation", ["court_id", "decided_at", "id"])
    with op.batch_alter_table("agreement") as table:
        table.drop_constraint(op.f(STAGE), type_="check")
        table.create_check_constraint(op.f(STAGE), AFTER)


def _fill() -> None:
    """What was filed before counts as one round; its bundle is verified anew when somebody opens it."""
    op.execute("UPDATE confirmation SET arrived_at = filed_at, rounds = 1 WHERE filed_at IS NOT NULL")
    op.execute(
        sa.text(
            "INSERT INTO court_filing (id, confirmation_id, court_id, bundle_id, number, sha256, roots_sha256, "
            "sealed_found, at) SELECT c.id, c.id, c.court_id, c.bundle_id, 1, b.sha256, '', :nothing, c.filed_at "
            "FROM confirmation c JOIN bundle b ON b.id = c.bundle_id WHERE c.filed_at IS NOT NULL"
        ).bindparams(sa.bindparam("nothing", b"", type_=sa.LargeBinary()))
    )
    op.execute(
        "INSERT INTO request_item (id, request_id, number, wording, about, tie) "
        "SELECT id, id, 1, wording, '', '' FROM court_request"
    )
    op.execute("UPDATE agreement SET court_stage = 'supplementing' WHERE id IN (SELECT v.agreement_id FROM version v "
               "JOIN confirmation c ON c.version_id = v.id WHERE c.state = 'supplement')")  # fmt: skip
    table = sa.table(
        "confirmation",
        sa.column("id", ID),
        sa.column("state", sa.String()),
        sa.column("filed_at", INSTANT),
        sa.column("accepted_at", INSTANT),
        sa.column("due_on", sa.Date()),
    )
    bind = op.get_bind()
    waiting = bind.execute(sa.select(table).where(table.c.state.in_(("filed", "accepted", "supplement")))).all()
    for row in waiting:
        since = row.accepted_at if row.state == "accepted" else row.filed_at
        due: date = since.date() + timedelta(days=DAYS.get(row.state, 30))
        bind.execute(table.update().where(table.c.id == row.id).values(due_on=due))


def upgrade() -> None:
    _columns()
    _rounds()
    _requests()
    _acts()
    _objections()
    _reminders()
    _fill()


def downgrade() -> None:
    op.execute("UPDATE agreement SET court_stage = 'before_court' WHERE court_stage = 'supplementing'")
    with op.batch_alter_table("agreement") as table:
        table.drop_constraint(op.f(STAGE), type_="check")
        table.create_check_constraint(op.f(STAGE), BEFORE)
    for name in (
        "term_reminder", "objection", "transfer", "extension", "request_answer", "request_item", "court_filing"
    ):  # fmt: skip
        op.drop_table(name)
    op.drop_index("ix_confirmation_waiting", table_name="confirmation")
    op.drop_index("ix_confirmation_decided", table_name="confirmation")
    for column in ("arrived_at", "due_on", "rounds"):
        op.drop_column("confirmation", column)
    op.drop_column("ruling", "uploaded")
    op.drop_column("application", "manner")
