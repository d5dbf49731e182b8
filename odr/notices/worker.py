"""Empties the outbox: takes what is due, sends it, tries again later, and says so loudly when it gives up.

A notice is claimed before it is sent and marked after: a crash in between sends it once more under the same Message-ID.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from sqlalchemy import select, update

from odr import clock
from odr.access.vault import open_field
from odr.db import reading, transaction
from odr.errors import Unavailable
from odr.notices.commands import LINK
from odr.notices.models import Notice
from odr.notices.senders import Sender
from odr.notices.wording import NOTICES, SIGN_OFF
from signing.wording import Words

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
TRIES = 10
AT_ONCE = 50
AFTER_A_FAILURE_SECONDS = 10


@dataclass(frozen=True)
class _Claimed:
    """One notice this worker holds until its lease ends."""

    id: str
    kind: str
    email: str
    locale: str
    case_ref: str
    token: str
    tries: int
    queued_at: datetime
    day: date | None = None


def drain(sender: Sender, public_url: str) -> int:
    """Send what is due now; returns how many letters left."""
    sent = 0
    for notice in _claim():
        try:
            sender.send(letter_of(notice, public_url))
        except Unavailable:
            _postpone(notice)
        else:
            _done(notice)
            sent += 1
    return sent


def run(
    sender: Sender,
    public_url: str,
    stop: threading.Event,
    *,
    pause: float = 0.5,
    chores: Sequence[Callable[[], object]] = (),
    every: float = 3600,
) -> None:
    """Drain again and again until `stop` is set, and do the `chores` once in `every` seconds.

    What fails is logged and tried again: the loop never ends by itself.
    """
    due = 0.0
    while not stop.is_set():
        _attempt(lambda: drain(sender, public_url), stop)
        if time.monotonic() >= due:
            due = time.monotonic() + every
            for chore in chores:
                _attempt(chore, stop)
        stop.wait(pause)


def _attempt(work: Callable[[], object], stop: threading.Event) -> None:
    try:
        work()
    except Exception:
        log.exception("work in the background failed; it is tried again")
        stop.wait(AFTER_A_FAILURE_SECONDS)


def letter_of(notice: _Claimed, public_url: str) -> EmailMessage:
    """The letter: a sentence, a link, and nothing of what is said in mediation."""
    wording = NOTICES[notice.kind]
    host = urlsplit(public_url).hostname or "localhost"
    link = public_url + wording.path.format(ref=notice.case_ref, link=notice.token)
    letter = EmailMessage()
    letter["From"] = f"Heqi <no-reply@{host}>"
    letter["To"] = notice.email
    letter["Subject"] = _said(wording.subject, notice.locale, " / ")
    letter["Date"] = format_datetime(notice.queued_at)
    letter["Message-ID"] = f"<{notice.id}@{host}>"
    letter["Auto-Submitted"] = "auto-generated"
    body = _said(
        wording.body.filled(ref=notice.case_ref, day=notice.day.isoformat() if notice.day else ""),
        notice.locale,
        "\n\n",
    )
    letter.set_content(f"{body}\n\n{link}\n\n{_said(SIGN_OFF, notice.locale, chr(10))}\n")
    return letter


def _said(words: Words, locale: str, between: str) -> str:
    if not locale:
        return words.zh + between + words.en
    return words.say("en" if locale == "en" else "zh-CN")


def _claim() -> list[_Claimed]:
    now = clock.now()
    due = (Notice.sent_at.is_(None), Notice.given_up_at.is_(None), Notice.next_try_at <= now)
    with reading() as session:
        waiting = session.scalars(select(Notice.id).where(*due).order_by(Notice.queued_at).limit(AT_ONCE)).all()
    claimed = []
    for ident in waiting:
        with transaction() as tx:
            row = tx.session.scalar(select(Notice).where(Notice.id == ident, *due).with_for_update(skip_locked=True))
            if row is None:
                continue
            row.next_try_at, row.tries = now + LEASE, row.tries + 1
            token = open_field(LINK, row.id, row.sealed_link)
            claimed.append(
                _Claimed(
                    row.id, row.kind, row.email, row.locale, row.case_ref, token, row.tries, row.queued_at, row.day
                )
            )
    return claimed


def _done(notice: _Claimed) -> None:
    with transaction() as tx:
        tx.session.execute(update(Notice).where(Notice.id == notice.id).values(sent_at=clock.now(), sealed_link=b""))


def _postpone(notice: _Claimed) -> None:
    if notice.tries >= TRIES:
        log.error("gave up on notice %s (%s) after %d tries", notice.id, notice.kind, notice.tries)
        with transaction() as tx:
            tx.session.execute(
                update(Notice).where(Notice.id == notice.id).values(given_up_at=clock.now(), sealed_link=b"")
            )
        return
    pause = min(FIRST_PAUSE * 2 ** (notice.tries - 1), LONGEST_PAUSE)
    log.warning("notice %s (%s) was not taken; next try in %s", notice.id, notice.kind, pause)
    with transaction() as tx:
        tx.session.execute(update(Notice).where(Notice.id == notice.id).values(next_try_at=clock.now() + pause))
