"""Imports every models module, so that the metadata is complete for migrations and mapper set-up."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import event
from sqlalchemy.orm import configure_mappers

from odr.accounts import models as accounts
from odr.agreements import models as agreements
from odr.audit import models as audit
from odr.audit.checkpoints import recheck
from odr.audit.trail import verify_all
from odr.bundles import models as bundles
from odr.calls import models as calls
from odr.cases import models as cases
from odr.cases import standing
from odr.confirmations import models as confirmations
from odr.db import Base, database, reading
from odr.evidence import models as evidence
from odr.guests import models as guests
from odr.issues import models as issues
from odr.notices import models as notices
from odr.offers import models as offers
from odr.performance import models as performance
from odr.proposals import models as proposals
from odr.records import models as records
from odr.rooms import models as rooms
from odr.signatures import models as signatures
from odr.signatures.heads import is_ours

FEATURES = (
    accounts,
    agreements,
    audit,
    bundles,
    calls,
    cases,
    confirmations,
    evidence,
    guests,
    issues,
    notices,
    offers,
    performance,
    proposals,
    records,
    rooms,
    signatures,
)
metadata = Base.metadata
event.listen(metadata, "after_create", standing.watch_what_was_made)
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def complete() -> None:
    """Configure the mappers of every feature now, so that a mistake shows at start and not at the first use."""
    configure_mappers()


def bring_up_to_date() -> None:
    """Make the connected database fit this release: by migrations, or from the metadata where there are none yet."""
    engine = database().engine
    if not (MIGRATIONS / "env.py").exists():
        metadata.create_all(engine)
        return
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def broken_chains() -> dict[str, list[str]]:
    """Every audit chain that does not fit, with its entries, and the public log: what the operator's check reports."""
    with reading():
        broken = verify_all()
    if findings := recheck(is_ours):
        broken["log"] = findings
    return broken
