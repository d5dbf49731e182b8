"""The outcome of a verification: findings by number and group, and what they add up to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from signing.records import moment
from signing.wording import HEADLINES, Words


class Group(StrEnum):
    """The four questions, answered separately."""

    INTACT = "intact"
    VALID = "valid"
    TRUSTED = "trusted"
    COMPLETE = "complete"


class State(StrEnum):
    """How one step ended. JUDGEMENT: nothing is wrong, but a person must decide what it is worth."""

    PASSED = "passed"
    JUDGEMENT = "judgement"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


_WORST_FIRST = (State.FAILED, State.NOT_CHECKED, State.JUDGEMENT, State.PASSED)


@dataclass(frozen=True, slots=True)
class Finding:
    """One numbered step: what was asked (`title`), how it ended, why (`sentence`), by which standard (`follows`)."""

    number: int
    code: str
    group: Group
    state: State
    title: Words
    sentence: Words
    follows: str

    def as_json(self) -> dict[str, Any]:
        """The finding as heqi-verify --json prints it."""
        return {
            "number": self.number,
            "code": self.code,
            "group": self.group.value,
            "state": self.state.value,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "sentence": {"zh": self.sentence.zh, "en": self.sentence.en},
            "follows": self.follows,
        }


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature as its certificate and time-stamp name it; read it together with the findings."""

    field: str
    name: str
    capacity: str
    organisation: str
    signed_at: datetime | None
    certificate_sha256: str

    def as_json(self) -> dict[str, Any]:
        """The line as heqi-verify --json prints it."""
        return {
            "field": self.field,
            "name": self.name,
            "capacity": self.capacity,
            "organisation": self.organisation,
            "signed_at": None if self.signed_at is None else moment(self.signed_at),
            "certificate_sha256": self.certificate_sha256,
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """Everything found about one file; `evaluated_at` is the proven time at which trust was judged."""

    subject: str
    sha256: str
    checked_at: datetime
    evaluated_at: datetime | None
    development: bool
    readable: bool
    findings: tuple[Finding, ...]
    signatures: tuple[SignatureLine, ...]
    outside: tuple[Words, ...]

    @property
    def sound(self) -> bool:
        """Nothing failed and nothing was left unchecked."""
        return bool(self.findings) and all(one.state in (State.PASSED, State.JUDGEMENT) for one in self.findings)

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The findings that went wrong."""
        return tuple(one for one in self.findings if one.state is State.FAILED)

    def group(self, group: Group) -> State:
        """The worst state in one group; a group without findings was not checked."""
        states = {one.state for one in self.findings if one.group is group} or {State.NOT_CHECKED}
        return next(state for state in _WORST_FIRST if state in states)

    @property
    def headline(self) -> Words:
        """The sum in one sentence."""
        if not self.readable:
            return HEADLINES["unreadable"]
        if not self.sound:
            return HEADLINES["unsound"].filled(count=len(self.failed))
        return HEADLINES["sound_development" if self.development else "sound"]

    def as_json(self) -> dict[str, Any]:
        """The verdict as heqi-verify --json prints it."""
        return {
            "subject": self.subject,
            "sha256": self.sha256,
            "sound": self.sound,
            "readable": self.readable,
            "development": self.development,
            "checked_at": moment(self.checked_at),
            "evaluated_at": None if self.evaluated_at is None else moment(self.evaluated_at),
            "headline": {"zh": self.headline.zh, "en": self.headline.en},
            "groups": {group.value: self.group(group).value for group in Group},
            "findings": [one.as_json() for one in self.findings],
            "signatures": [one.as_json() for one in self.signatures],
            "outside": [{"zh": one.zh, "en": one.en} for one in self.outside],
        }
