"""What the record of a sitting says (调解笔录): drafted from joint facts, completed by the mediator."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from signing.canonical import canonical_bytes, sha256_hex
from signing.wording import Words


class Outcome(StrEnum):
    """How a sitting came out."""

    AGREED = "agreed"
    GOES_ON = "goes_on"
    ENDED = "ended"


@dataclass(frozen=True)
class Compared:
    """How, by whom and when somebody was compared with their document, before the sitting or in it."""

    way: str
    by: Words
    at: datetime


@dataclass(frozen=True)
class NoticeRead:
    """When somebody read the notice of rights and duties, and in which version."""

    version: str
    at: datetime


@dataclass(frozen=True)
class Attendee:
    """Somebody who hears the joint channel; `came` says whether they took part in this sitting."""

    participant_id: str
    name: Words
    role: str
    side: str
    party: Words
    came: bool
    compared: Compared | None = None
    notice: NoticeRead | None = None


@dataclass(frozen=True)
class ShownExhibit:
    """A file put into the joint channel by the end of the sitting."""

    name: str
    by: Words
    at: datetime
    sha256: str


@dataclass(frozen=True)
class GivenConsent:
    """A consent on the file of the case, to one thing only."""

    subject: str
    by: Words
    at: datetime


@dataclass(frozen=True)
class RecordedFact:
    """A fact every party had confirmed by the end of the sitting."""

    number: int
    words: Words
    digest: str


@dataclass(frozen=True)
class JointFacts:
    """All that a draft is made from: rows of the joint channel and rows of the case that every side may read.

    There is no way to put a word from a caucus, an offer or a private file into this value.
    """

    record_id: str
    case_ref: str
    title: Words
    organisation: Words
    number: int
    opened_at: datetime
    ended_at: datetime | None
    people: tuple[Attendee, ...]
    exhibits: tuple[ShownExhibit, ...]
    consents: tuple[GivenConsent, ...]
    facts: tuple[RecordedFact, ...]
    has_interest: bool | None
    disclosure: str
    outcome: Outcome
    ground: str


@dataclass(frozen=True)
class Written:
    """What the mediator completes: nothing here is filled by the platform."""

    came: tuple[str, ...] = ()
    """Ids of those who took part."""
    warned: bool = False
    statements: str = ""
    proposals: str = ""
    next_date: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class RecordContent:
    """A record as it is at one revision."""

    joint: JointFacts
    written: Written = field(default_factory=Written)

    @property
    def attendees(self) -> tuple[Attendee, ...]:
        """Those who took part, as the mediator states it."""
        return tuple(one for one in self.joint.people if one.participant_id in self.written.came)

    @property
    def answering(self) -> tuple[Attendee, ...]:
        """Those of the sides who took part: each is asked; the mediator answers for the record by closing it."""
        return tuple(one for one in self.attendees if one.side)


@dataclass(frozen=True)
class AnswerOfRecord:
    """What one attendee said of the record, as it is printed."""

    name: Words
    verdict: str
    words: str
    at: datetime | None


def draft(joint: JointFacts) -> RecordContent:
    """The first text of a record. Pure: the same joint facts give the same record, whatever happened in private."""
    came = tuple(person.participant_id for person in joint.people if person.came)
    return RecordContent(joint, Written(came=came))


def drafted_anew(content: RecordContent, joint: JointFacts) -> RecordContent:
    """The same record with the joint facts of now; what the mediator wrote stays."""
    known = {person.participant_id for person in content.joint.people}
    new = tuple(one.participant_id for one in joint.people if one.came and one.participant_id not in known)
    return RecordContent(joint, replace(content.written, came=(*content.written.came, *new)))


def serialise(content: RecordContent) -> bytes:
    """The one sequence of bytes for this content (RFC 8785)."""
    return canonical_bytes(_plain(asdict(content)))


def parse(data: bytes) -> RecordContent:
    """The content these bytes stand for."""
    found = json.loads(data)
    joint = found["joint"]
    for name in ("title", "organisation"):
        joint[name] = Words(**joint[name])
    for name in ("opened_at", "ended_at"):
        joint[name] = _instant(joint[name])
    joint["outcome"] = Outcome(joint["outcome"])
    joint["people"] = tuple(_made(Attendee, one) for one in joint["people"])
    joint["exhibits"] = tuple(_made(ShownExhibit, one) for one in joint["exhibits"])
    joint["consents"] = tuple(_made(GivenConsent, one) for one in joint["consents"])
    joint["facts"] = tuple(_made(RecordedFact, one) for one in joint["facts"])
    return RecordContent(JointFacts(**joint), _written(found["written"]))


def final_bytes(content: RecordContent, answers: tuple[AnswerOfRecord, ...]) -> bytes:
    """The canonical bytes of the finished record: its content with what each attendee said of it."""
    return canonical_bytes({"record": _plain(asdict(content)), "answers": _plain([asdict(one) for one in answers])})


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return sha256_hex(data)


def _written(found: dict[str, Any]) -> Written:
    """Older records hold words about identities, which the opening tells now; not one of them is lost."""
    told, known = found.pop("identity", ""), {one.name for one in fields(Written)}
    kept = {name: value for name, value in found.items() if name in known}
    remarks = "\n".join(filter(None, (told, kept["remarks"])))
    return Written(**kept | {"came": tuple(kept["came"]), "remarks": remarks})


def _made(kind: type[Any], facts: dict[str, Any]) -> Any:
    names = {one.name: str(one.type) for one in fields(kind)}
    return kind(**{name: _value(names[name], value) for name, value in facts.items()})


def _value(kind: str, value: Any) -> Any:
    if kind == "Words":
        return Words(**value)
    if kind in _FROM_THE_OPENING:
        return _made(_FROM_THE_OPENING[kind], value) if value else None
    return _instant(value) if kind == "datetime" else value


_FROM_THE_OPENING: dict[str, type[Any]] = {"Compared | None": Compared, "NoticeRead | None": NoticeRead}


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value
