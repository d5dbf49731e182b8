"""Imports every models module, so that the metadata is complete for migrations and mapper set-up."""

from sqlalchemy.orm import configure_mappers

from odr.accounts import models as accounts
from odr.agreements import models as agreements
from odr.audit import models as audit
from odr.bundles import models as bundles
from odr.cases import models as cases
from odr.confirmations import models as confirmations
from odr.db import Base
from odr.evidence import models as evidence
from odr.notices import models as notices
from odr.rooms import models as rooms
from odr.signatures import models as signatures

FEATURES = (accounts, agreements, audit, bundles, cases, confirmations, evidence, notices, rooms, signatures)
metadata = Base.metadata


def complete() -> None:
    """Configure the mappers of every feature now, so that a mistake shows at start and not at the first use."""
    configure_mappers()
