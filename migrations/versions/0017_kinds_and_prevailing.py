"""More kinds of dispute, and which of an agreement's two texts prevails."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

INTELLECTUAL = (
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
)
NEW = ("traditional_culture", "olympic_symbol", "data", "event", "civil")
NAME = "ck_case_disputetype"
BEFORE = f"dispute_type IN {(*INTELLECTUAL, 'other')}"
AFTER = f"dispute_type IN {(*INTELLECTUAL, *NEW, 'other')}"


def _replace(before: str, after: str) -> None:
    """Put one check in the place of another.

    SQLite cannot alter a check, and the table of cases, which nearly all others refer to, cannot be copied while its
    keys are watched; so the text of its definition is changed, as its manual advises for this very case. The table and
    its triggers stay as they are.
    """
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        op.drop_constraint(op.f(NAME), "case", type_="check")
        op.create_check_constraint(op.f(NAME), "case", after)
        return
    old, new = (f"CONSTRAINT {NAME} CHECK ({condition})" for condition in (before, after))
    ask = connection.exec_driver_sql
    text = ask("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = 'case'").scalar_one()
    if text.count(old) != 1:
        raise RuntimeError(f"{NAME} is not what this migration expects")
    version = ask("PRAGMA schema_version").scalar_one()
    ask("PRAGMA writable_schema = ON")
    ask("UPDATE sqlite_schema SET sql = ? WHERE type = 'table' AND name = 'case'", (text.replace(old, new),))
    ask(f"PRAGMA schema_version = {version + 1}")
    ask("PRAGMA writable_schema = OFF")


def upgrade() -> None:
    _replace(BEFORE, AFTER)
    # A check that stands with its column can be added and dropped with it in both databases, and the table stays.
    op.execute(
        "ALTER TABLE agreement ADD COLUMN prevailing VARCHAR(32) DEFAULT 'zh' NOT NULL "
        "CONSTRAINT ck_agreement_prevailing CHECK (prevailing IN ('zh', 'en'))"
    )


def downgrade() -> None:
    with op.batch_alter_table("agreement") as table:
        table.drop_constraint(op.f("ck_agreement_prevailing"), type_="check")
        table.drop_column("prevailing")
    case = sa.table("case", sa.column("dispute_type"))
    op.execute(case.update().where(case.c.dispute_type.in_(NEW)).values(dispute_type="other"))
    _replace(AFTER, BEFORE)
