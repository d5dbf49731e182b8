"""References of cases: random, so that none tells how many there are, in letters nobody mistakes on the phone."""

from __future__ import annotations

import re
import secrets

from sqlalchemy import select

from odr import clock
from odr.cases.models import Case
from odr.db import Transaction, session
from odr.law.time_limits import beijing_date

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 6
PATTERN = re.compile(rf"HQ-\d{{4}}-[{LETTERS}]{{{LENGTH}}}")


def new_ref(tx: Transaction) -> str:
    """A reference no case has, such as HQ-2026-7F3KQ9; the year is that of Beijing."""
    year = beijing_date(clock.now()).year
    while True:
        ref = f"HQ-{year}-{''.join(secrets.choice(LETTERS) for _ in range(LENGTH))}"
        if tx.session.scalar(select(Case.id).where(Case.ref == ref)) is None:
            return ref


def case_id_of(ref: str) -> str:
    """The id behind a reference as somebody wrote it, or "", which no permission check lets through."""
    written = ref.strip().upper()
    if not PATTERN.fullmatch(written):
        return ""
    return session().scalar(select(Case.id).where(Case.ref == written)) or ""
