"""Puts a notice into the outbox, in the unit of the act that causes it: it leaves if and only if the act stands."""

from __future__ import annotations

from datetime import date

from odr import clock
from odr.access.vault import seal_field
from odr.db import Transaction, new_id
from odr.notices.models import Notice
from odr.notices.wording import NOTICES

LINK = "notice.link"
BOTH = ""
"""The locale of somebody whose language is not known: the letter is written in both."""


def queue(
    tx: Transaction,
    kind: str,
    *,
    email: str,
    account_id: str | None = None,
    locale: str = BOTH,
    case_ref: str = "",
    link: str = "",
    day: date | None = None,
) -> None:
    """Queue a notice of a kind listed in `wording.NOTICES` to one address.

    `link` is the secret token of a one-time link; it is kept encrypted until the notice is sent, then erased. `day` is
    the last day that the sentence names.

    Raises:
        KeyError: no such kind.
    """
    ident, now = new_id(), clock.now()
    tx.add(
        Notice(
            id=ident,
            kind=NOTICES[kind].kind,
            account_id=account_id,
            email=email,
            locale=locale,
            case_ref=case_ref,
            day=day,
            sealed_link=seal_field(LINK, ident, link),
            queued_at=now,
            next_try_at=now,
        )
    )
