"""Facts that have happened, and who is to hear of them after the commit."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

log = logging.getLogger(__name__)
_subscribers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


@dataclass(frozen=True, kw_only=True)
class Event:
    """`audience` holds account ids decided inside the transaction: delivery only obeys it."""

    audience: tuple[str, ...]


@dataclass(frozen=True)
class Quoted:
    """The message that another one answers, as it stood when it was quoted."""

    seq: int
    author_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MessagePosted(Event):
    """Somebody spoke in a channel. `exhibit_id` is set when the message carries an exhibit.

    `corrects` and `translates` name the place of the message this one is a later word about; `engine` the machine a
    translation comes from; `translation` is the author's own, said together with the words.
    """

    channel_id: str
    seq: int
    author_id: str
    author: str
    author_role: str
    text: str
    at: datetime
    client_ref: str
    exhibit_id: str | None = None
    quote: Quoted | None = None
    corrects: int | None = None
    translates: int | None = None
    translation: str = ""
    engine: str = ""


@dataclass(frozen=True, kw_only=True)
class MessageRecalled(Event):
    """A mediator took a message back before anybody of the sides had read it; its words are erased."""

    channel_id: str
    seq: int
    by: str
    by_en: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ReceiptChanged(Event):
    """Somebody has read words of the one account in the audience, in this channel up to this message of theirs."""

    channel_id: str
    participant_id: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class TypingStarted(Event):
    """Somebody is writing in a channel at this moment."""

    channel_id: str
    participant_id: str


@dataclass(frozen=True, kw_only=True)
class ChannelChanged(Event):
    """What is agreed in a channel changed; its hearers' pages ask anew."""

    channel_id: str


@dataclass(frozen=True, kw_only=True)
class PresenceChanged(Event):
    """Somebody came to the room of the case or left it; which channel they look at is nobody's business."""

    case_ref: str
    participant_id: str
    here: bool


@dataclass(frozen=True, kw_only=True)
class ParticipantsChanged(Event):
    """People were admitted to the case or removed from it; the page asks anew who hears it."""

    case_ref: str


@dataclass(frozen=True, kw_only=True)
class CaseChanged(Event):
    """The case moved along its states."""

    case_ref: str
    state: str


@dataclass(frozen=True, kw_only=True)
class NotesChanged(Event):
    """A mediator of the case changed the mediators' notes; only they hear of it, and nothing of what was written."""

    case_ref: str
    by: str


@dataclass(frozen=True, kw_only=True)
class SharedIssuesChanged(Event):
    """An issue was shown to everybody, shown in other words, or hidden again; pages of the joint channel ask anew."""

    case_ref: str


@dataclass(frozen=True, kw_only=True)
class AgreementChanged(Event):
    """The draft, its acceptances or its signatures changed; the page reads them anew."""

    agreement_id: str
    change: str


@dataclass(frozen=True, kw_only=True)
class ClauseHeld(Event):
    """Somebody writes in a clause, still does, or stopped (`lapses_in` 0); heard by those who read the draft only."""

    agreement_id: str
    clause_id: str
    participant_id: str
    name: str
    name_en: str
    since: datetime
    lapses_in: int


@dataclass(frozen=True, kw_only=True)
class CommentsChanged(Event):
    """Somebody remarked on a clause in this channel, or a remark was settled; heard by those of the channel only."""

    channel_id: str
    clause_id: str


@dataclass(frozen=True, kw_only=True)
class FactsChanged(Event):
    """A fact was proposed, changed, answered, fixed or released; the page reads them anew."""

    case_ref: str


@dataclass(frozen=True, kw_only=True)
class OfferRoundChanged(Event):
    """A round of sealed bargaining moved on; the page reads it anew. It is told alike whatever the outcome is."""

    round_id: str


@dataclass(frozen=True, kw_only=True)
class ProposalChanged(Event):
    """A mediator's proposal was made or closed; the page reads it anew. It is told alike whatever was answered."""

    proposal_id: str


@dataclass(frozen=True, kw_only=True)
class RecordChanged(Event):
    """The record of a sitting was drafted, changed, answered or closed; the page reads it anew."""

    case_ref: str
    record_id: str


@dataclass(frozen=True, kw_only=True)
class PassingChanged(Event):
    """In a caucus, a sentence to be passed on was asked for or answered; heard by those of that caucus only."""

    channel_id: str


@dataclass(frozen=True, kw_only=True)
class WordsPassedOn(Event):
    """The message at this place of the channel was passed on with its speaker's consent."""

    channel_id: str
    seq: int


@dataclass(frozen=True, kw_only=True)
class ConfirmationChanged(Event):
    """The application for confirmation moved along its states."""

    confirmation_id: str
    state: str


@dataclass(frozen=True)
class Seated:
    """One person in a call, as the others may see them. `seat` is where signals for their page go."""

    seat: str
    participant_id: str
    muted: bool
    camera: bool
    sharing: bool


@dataclass(frozen=True, kw_only=True)
class CallChanged(Event):
    """A call in a channel began or ended, or somebody sat down, left, or switched a device."""

    channel_id: str
    live: bool
    seats: tuple[Seated, ...]


@dataclass(frozen=True, kw_only=True)
class CallSignalled(Event):
    """One page of a call has something for another, so that their browsers find each other. Never kept."""

    channel_id: str
    sender: str
    recipient: str
    kind: str
    body: str


@dataclass(frozen=True, kw_only=True)
class CallCaptioned(Event):
    """Somebody wrote down what is being said in a call. Never kept."""

    channel_id: str
    participant_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class AccessRevoked(Event):
    """The sign-ins of these accounts ended or their admission was taken back: their sockets close."""


def subscribe(kind: type, handler: Callable[[Any], None]) -> None:
    """Have `handler` called with every `kind` published in this process."""
    if handler not in _subscribers[kind]:
        _subscribers[kind].append(handler)


def unsubscribe_all() -> None:
    """Forget every handler, so that a second application in one process starts clean."""
    _subscribers.clear()


def publish(event: object) -> None:
    """Call every subscriber; one that fails is logged and stops neither the others nor the act, which is committed."""
    for handler in tuple(_subscribers[type(event)]):
        try:
            handler(event)
        except Exception:
            log.exception("a subscriber failed on %s", type(event).__name__)
