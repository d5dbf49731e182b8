"""Translations by a machine: words leave the platform, so only where everybody who hears the channel has agreed.

There is no engine unless the deployment names one. A machine's translation is marked as such; the original counts.
"""

from __future__ import annotations

import json
import re
import urllib.request
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol
from urllib.parse import urlsplit

from sqlalchemy import select

from odr import clock
from odr.access.actor import Actor
from odr.access.load import OpenChannel, load, open_channel
from odr.access.permissions import Permission
from odr.audit.trail import record
from odr.cases.participants import accounts_of, actor_for, audience_of
from odr.db import in_unit, query, reading, session, transaction
from odr.errors import InvalidInput, NotAllowed, NotFound, Unavailable
from odr.events import ChannelChanged
from odr.rooms.batch import Receipt
from odr.rooms.content import MAX_TEXT, open_content
from odr.rooms.models import Channel, Message, TranslationConsent
from odr.rooms.posting import post_message

HAN = re.compile(r"[\u3400-\u9fff]")
PATIENCE_SECONDS = 15
MAX_ANSWER_BYTES = 256 * 1024


class Engine(Protocol):
    """Turns a text from one language ("zh", "en") into the other."""

    @property
    def name(self) -> str:
        """How the engine is called beside what it translated."""
        ...

    def translate(self, text: str, *, source: str, target: str) -> str:
        """The text in the target language.

        Raises:
            Unavailable: no usable answer in time.
        """
        ...


@dataclass(frozen=True)
class HttpEngine:
    """An engine that is asked over HTTP with the JSON of LibreTranslate: POST {q, source, target, format}."""

    address: str
    key: str = ""

    @property
    def name(self) -> str:
        return urlsplit(self.address).hostname or ""

    def translate(self, text: str, *, source: str, target: str) -> str:
        asked = {"q": text, "source": source, "target": target, "format": "text"}
        body = json.dumps(asked | ({"api_key": self.key} if self.key else {})).encode()
        request = urllib.request.Request(self.address, body, {"Content-Type": "application/json"})  # noqa: S310
        try:
            with _opener.open(request, timeout=PATIENCE_SECONDS) as answer:
                told = json.loads(answer.read(MAX_ANSWER_BYTES))["translatedText"]
        except (OSError, ValueError, KeyError, TypeError) as failure:
            raise Unavailable(service="translation") from failure
        if not isinstance(told, str) or not told.strip():
            raise Unavailable(service="translation")
        return told.strip()[:MAX_TEXT]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Words go to the address the deployment named and to no other."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:  # type: ignore[override]
        return None


_opener = urllib.request.build_opener(_NoRedirect)
_engine: Engine | None = None


def use_engine(engine: Engine | None) -> None:
    """Translate with this engine from now on; with none when there is none."""
    global _engine
    _engine = engine


@dataclass(frozen=True)
class TranslationState:
    """What is agreed about machine translation in a channel; `engine` is empty when the platform has none."""

    engine: str
    mine: bool
    missing: tuple[str, ...]

    @property
    def ready(self) -> bool:
        """May words of the channel be given to the engine?"""
        return bool(self.engine) and not self.missing


@query
def translation_state(actor: Actor, channel_id: str) -> TranslationState:
    """Which engine there is, and the participants of this channel who have not agreed to it.

    Raises:
        NotFound: the actor does not hear the channel.
    """
    channel = load(actor, Permission.CHANNEL_READ, Channel, channel_id)
    missing = _missing(channel)
    mine = actor.participations[channel.case_id].participant_id
    return TranslationState(_engine.name if _engine else "", mine not in missing, missing)


def agree_to_translation(actor: Actor, channel_id: str, *, agreed: bool) -> None:
    """Agree that words of this channel are given to the engine, or take that back; what was translated stays.

    Raises:
        NotFound, NotAllowed: the actor does not hear the channel, or may not speak in it.
    """
    with transaction() as tx:
        channel = load(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
        mine = actor.participations[channel.case_id].participant_id
        row = session().scalar(
            select(TranslationConsent).where(
                TranslationConsent.channel_id == channel.id, TranslationConsent.participant_id == mine
            )
        )
        if agreed == (row is not None):
            return
        if row is None:
            tx.add(TranslationConsent(channel_id=channel.id, participant_id=mine, at=clock.now()))
        else:
            tx.session.delete(row)
        act = "translation.agreed" if agreed else "translation.refused"
        record(tx, account_id=actor.account_id, chain=f"channel:{channel.id}", act=act, subject=channel.id)
        people = audience_of(channel.case_id, channel)
        tx.announce(ChannelChanged(audience=accounts_of(people), channel_id=channel.id))


def translate_message(actor: Actor, channel_id: str, seq: int) -> Receipt:
    """Have the engine translate a message, and say its translation in the same channel, marked as a machine's.

    Raises:
        NotFound: the actor does not hear the channel, nothing is said there, or there is no engine.
        NotAllowed: not everybody who hears the channel has agreed.
        InvalidInput: a file, a later word about another message, or a recalled one.
        Unavailable: the engine gave no usable answer.
    """
    engine = _engine
    if engine is None:
        raise NotFound(kind="engine")
    if in_unit():
        raise RuntimeError("an engine is slow: it is not asked inside a unit of work")
    with reading():
        text = _words_to_translate(_agreed_channel(actor, channel_id), seq)
    source = "zh" if HAN.search(text) else "en"
    told = engine.translate(text, source=source, target="en" if source == "zh" else "zh")
    with reading():
        _agreed_channel(actor_for(actor.account_id), channel_id)
    return post_message(
        actor,
        channel_id,
        text=told,
        client_ref=f"engine-{sha256(f'{seq}|{text}|{engine.name}'.encode()).hexdigest()[:40]}",
        knowingly=True,
        translates=seq,
        engine=engine.name,
    )


def _agreed_channel(actor: Actor, channel_id: str) -> OpenChannel[Channel]:
    channel = open_channel(actor, Permission.CHANNEL_SPEAK, Channel, channel_id)
    if _missing(channel.row):
        raise NotAllowed(permission="message:translate")
    return channel


def _missing(channel: Channel) -> tuple[str, ...]:
    agreed = set(
        session().scalars(select(TranslationConsent.participant_id).where(TranslationConsent.channel_id == channel.id))
    )
    hearers = audience_of(channel.case_id, channel)
    return tuple(person.participant_id for person in hearers if person.participant_id not in agreed)


def _words_to_translate(channel: OpenChannel[Channel], seq: int) -> str:
    """The newest version of the message at this place."""
    rows = select(Message).where(Message.channel_id == channel.row.id)
    message = session().scalar(rows.where(Message.seq == seq))
    if message is None or seq < channel.first:
        raise NotFound(kind="message")
    if message.exhibit_id or message.amends is not None:
        raise InvalidInput(translates="not_here")
    contents = [
        open_content(channel.cipher, row.seq, row.body)
        for row in (message, *session().scalars(rows.where(Message.amends == seq).order_by(Message.seq)))
    ]
    if contents[0].recalled:
        raise InvalidInput(translates="recalled")
    return [content.text for content in contents if content.translates is None][-1]
