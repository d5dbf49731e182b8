"""The last day of a case as a calendar entry (RFC 5545), which says nothing of what the case is about."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Response, url_for
from flask_babel import gettext

from blueprints.cases.part import cases
from blueprints.guard import current_actor
from odr import clock
from odr.cases.queries import case_page
from odr.errors import NotFound


@cases.get("/cases/<ref>/deadline.ics")
def calendar(ref: str) -> Response:
    """The day that matters now: the end of the mediation, or the last safe day to apply for confirmation."""
    view = case_page(current_actor(), ref)
    if view.deadline is None:
        raise NotFound(kind="deadline")
    title = gettext("Last safe day to apply for judicial confirmation")
    if view.state == "mediating":
        title = gettext("Planned end of the mediation")
    address = url_for("cases.page", ref=view.ref, _external=True)
    body = entry(f"{view.ref}-{view.state}@heqi", view.deadline.safe, f"{title} · {view.ref}", address)
    answer = Response(body, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{view.ref}.ics"'
    return answer


def entry(uid: str, day: date, title: str, address: str) -> bytes:
    """One all-day entry with a reminder three days before; lines end and fold as RFC 5545, 3.1 asks."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Heqi//Mediation//EN",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{clock.now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(title)}",
        f"URL:{address}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escaped(title)}",
        "TRIGGER:-P3D",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line.encode()) for line in lines)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: bytes) -> bytes:
    """At most 75 octets a line, never cut inside a character."""
    parts, rest = [], line
    while len(rest) > 73:
        cut = 73
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return b"\r\n ".join([*parts, rest]) + b"\r\n"
