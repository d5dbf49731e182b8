"""What needs a mediator's attention in a room, the most urgent first, each with its reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from blueprints.locale import beijing

SOON = 3
"""Days before the end of a term from which on it comes first."""
URGENT = 25
"""What is below this is marked; the rest is only listed."""
QUIET = 90
"""The urgency of a room in which nothing waits."""


@dataclass(frozen=True)
class Unread:
    """Messages I have not read in one channel I hear."""

    channel_id: str
    channel: str
    count: int


@dataclass(frozen=True)
class Facts:
    """How one room stands for one mediator at this moment; names are in the reader's language."""

    proposed: bool = False
    days_left: int | None = None
    waiting: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()
    sitting_open: bool = False
    sitting_at: datetime | None = None
    """When the sitting that is not open was to open: today, or earlier."""
    sitting_late: bool = False
    room_open: bool = True
    unanswered: int = 0
    i_sign: bool = False
    unsigned: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    blocking: int = 0
    accepted: bool = False
    to_tell: int = 0
    to_ask: int = 0


@dataclass(frozen=True)
class Reason:
    """One thing that waits. A smaller `urgency` comes first; `where` names the page that answers it."""

    urgency: int
    text: str
    where: str
    channel_id: str = ""


def reasons(facts: Facts) -> list[Reason]:
    """Everything that waits in a room, the most urgent first."""
    found = [*_people(facts), *_time(facts), *_papers(facts), *_to_do(facts)]
    return sorted(found, key=lambda reason: reason.urgency)


def _people(facts: Facts) -> list[Reason]:
    found = []
    if facts.waiting:
        names = gettext(", ").join(facts.waiting)
        found.append(Reason(10, gettext("%(names)s is in the room, and no mediator is", names=names), "room"))
    if facts.proposed:
        found.append(Reason(15, gettext("You are asked to mediate: disclose and answer"), "case"))
    for unread in facts.unread:
        text = ngettext(
            "%(num)s new message: %(channel)s",
            "%(num)s new messages: %(channel)s",
            unread.count,
            channel=unread.channel,
        )
        found.append(Reason(20, text, "channel", unread.channel_id))
    if facts.unanswered:
        text = ngettext(
            "%(num)s invitation has not been answered", "%(num)s invitations have not been answered", facts.unanswered
        )
        found.append(Reason(60, text, "guests"))
    return found


def _time(facts: Facts) -> list[Reason]:
    found, left = [], facts.days_left
    if left is not None and left < 0:
        found.append(Reason(0, gettext("The time for mediation has run out"), "case"))
    elif left == 0:
        found.append(Reason(1, gettext("Today is the last day of the term"), "case"))
    elif left is not None and left <= SOON:
        text = ngettext("%(num)s day of the term is left", "%(num)s days of the term are left", left)
        found.append(Reason(12, text, "case"))
    if facts.sitting_open:
        found.append(Reason(25, gettext("A sitting is open"), "room"))
    elif facts.sitting_at is not None and facts.sitting_late:
        text = gettext("The sitting planned for %(time)s is not open yet", time=beijing(facts.sitting_at, "short"))
        found.append(Reason(10, text, "sitting"))
    elif facts.sitting_at is not None:
        text = gettext("A sitting is planned for today, %(time)s", time=beijing(facts.sitting_at, "time"))
        found.append(Reason(14, text, "sitting"))
    return found


def _papers(facts: Facts) -> list[Reason]:
    found, comma = [], gettext(", ")
    if facts.refused:
        names = comma.join(facts.refused)
        found.append(Reason(11, gettext("%(names)s refused to sign", names=names), "signing"))
    if facts.i_sign:
        found.append(Reason(13, gettext("The agreement waits for your signature"), "signing"))
    elif facts.unsigned:
        names = comma.join(facts.unsigned)
        found.append(Reason(50, gettext("Not signed yet: %(names)s", names=names), "signing"))
    if facts.blocking:
        text = ngettext(
            "The draft has %(num)s point a court would refuse",
            "The draft has %(num)s points a court would refuse",
            facts.blocking,
        )
        found.append(Reason(30, text, "agreement"))
    elif facts.accepted:
        found.append(Reason(22, gettext("All sides accept the draft: make it final"), "agreement"))
    return found


def _to_do(facts: Facts) -> list[Reason]:
    found = []
    if facts.to_tell:
        text = ngettext("%(num)s thing may be passed on", "%(num)s things may be passed on", facts.to_tell)
        found.append(Reason(40, text, "promises"))
    if facts.to_ask:
        text = ngettext(
            "%(num)s thing to pass on needs its speaker’s consent",
            "%(num)s things to pass on need their speaker’s consent",
            facts.to_ask,
        )
        found.append(Reason(45, text, "promises"))
    if not facts.room_open and not facts.proposed:
        found.append(Reason(35, gettext("No sitting has been opened yet"), "room"))
    return found
