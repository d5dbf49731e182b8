"""What may be written in a note: each kind with its words, checked, and divided into what is sealed and what is not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, TypeAlias

from odr.accounts.particulars import prose
from odr.issues.models import Interest, Issue, LadderStep, Note, Promise
from odr.issues.states import IssueState, NoteKind, Weight

LONGEST_TITLE = 120
LONGEST_NOTE = 2_000
LONGEST_PAD = 20_000


@dataclass(frozen=True)
class IssueNote:
    """An issue in the mediator's own words."""

    title: str
    remark: str = ""
    state: IssueState = IssueState.OPEN

    def checked(self) -> IssueNote:
        """Trimmed. Raises InvalidInput for the field that cannot be used."""
        title = " ".join(prose(self.title, field="title", longest=LONGEST_TITLE).split())
        remark = prose(self.remark, field="remark", longest=LONGEST_NOTE, required=False)
        return replace(self, title=title, remark=remark)


@dataclass(frozen=True)
class InterestNote:
    """What a side wants or fears, on an issue or on the whole."""

    party_id: str
    text: str
    issue_id: str | None = None
    weight: Weight = Weight.MATTERS

    def checked(self) -> InterestNote:
        """Trimmed. Raises InvalidInput for the field that cannot be used."""
        return replace(self, text=prose(self.text, field="text", longest=LONGEST_NOTE))


@dataclass(frozen=True)
class OfferNote:
    """What was offered in the open, by whom (nobody: the mediator) and when."""

    text: str
    offered_at: datetime
    party_id: str | None = None
    issue_id: str | None = None

    def checked(self) -> OfferNote:
        """Trimmed. Raises InvalidInput for the field that cannot be used."""
        return replace(self, text=prose(self.text, field="text", longest=LONGEST_NOTE))


@dataclass(frozen=True)
class PromiseNote:
    """What a side said in private and may be told to another side (none named: to all others)."""

    party_id: str
    text: str
    to_party_id: str | None = None

    def checked(self) -> PromiseNote:
        """Trimmed. Raises InvalidInput for the field that cannot be used."""
        return replace(self, text=prose(self.text, field="text", longest=LONGEST_NOTE))


NoteContent: TypeAlias = IssueNote | InterestNote | OfferNote | PromiseNote
KINDS: Mapping[NoteKind, tuple[type[NoteContent], type[Note]]] = {
    NoteKind.ISSUE: (IssueNote, Issue),
    NoteKind.INTEREST: (InterestNote, Interest),
    NoteKind.OFFER: (OfferNote, LadderStep),
    NoteKind.PROMISE: (PromiseNote, Promise),
}
SEALED = frozenset({"title", "remark", "state", "text", "weight"})
_LISTS: Mapping[str, type] = {"state": IssueState, "weight": Weight}


def kind_of(content: NoteContent) -> NoteKind:
    """The kind of a note that is being written."""
    return next(kind for kind, (shape, _) in KINDS.items() if isinstance(content, shape))


def sealed_part(content: NoteContent) -> bytes:
    """The words of a note, as they are sealed."""
    return json.dumps(_part(content, sealed=True), ensure_ascii=False).encode()


def open_part(content: NoteContent) -> dict[str, Any]:
    """The columns of a note that are stored as they are: ids and instants, never words."""
    return _part(content, sealed=False)


def content_from(kind: NoteKind, row: Note, words: bytes) -> NoteContent:
    """A note as it was written, from its row and its opened words."""
    shape, _ = KINDS[kind]
    values: dict[str, Any] = {name: _LISTS.get(name, str)(value) for name, value in json.loads(words).items()}
    values |= {field.name: getattr(row, field.name) for field in fields(shape) if field.name not in SEALED}
    return shape(**values)


def _part(content: NoteContent, *, sealed: bool) -> dict[str, Any]:
    return {field.name: getattr(content, field.name) for field in fields(content) if (field.name in SEALED) == sealed}
