"""The only way a command or a query gets a row: by naming who asks and for what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from odr.access.actor import Actor
from odr.access.audience import first_heard
from odr.access.permissions import READ_OF, Permission, can
from odr.access.vault import ChannelCipher, NotesCipher, channel_cipher, notes_cipher
from odr.db import session
from odr.errors import NotAllowed, NotFound

M = TypeVar("M")


@dataclass(frozen=True)
class OpenChannel(Generic[M]):
    """A channel together with the capability to read and write its sealed content.

    `first` is the first place in its order that whoever opened it hears: later than 1 for a guest who came later.
    """

    row: M
    cipher: ChannelCipher
    first: int = 1


def load(actor: Actor, permission: Permission, model: type[M], ident: str) -> M:
    """The row, locked when the unit of work writes.

    Raises:
        NotFound: it does not exist, or the actor may not know that it does.
        NotAllowed: the actor may see it but may not do this.
    """
    row = session().get(model, ident, with_for_update=True if _locks() else None) if ident else None
    if row is None:
        raise NotFound(kind=model.__name__.lower())
    if can(actor, permission, row):
        return row
    visible = READ_OF.get(permission)
    if visible is not None and can(actor, visible, row):
        raise NotAllowed(permission=str(permission))
    raise NotFound(kind=model.__name__.lower())


def open_channel(actor: Actor, permission: Permission, model: type[M], ident: str) -> OpenChannel[M]:
    """A channel and the key to its content, for those who hear it only.

    Raises:
        NotFound, NotAllowed: as `load`.
    """
    row: Any = load(actor, permission, model, ident)
    return OpenChannel(row, channel_cipher(row.id, row.wrapped_key), first_heard(actor.in_case(row.case_id), row))


def open_for_writing(row: M) -> OpenChannel[M]:
    """A channel with its key for whoever keeps the messages of many people, and asks `can` for each of them."""
    channel: Any = row
    return OpenChannel(row, channel_cipher(channel.id, channel.wrapped_key))


@dataclass(frozen=True)
class OpenNotes(Generic[M]):
    """The notebook of a case together with the capability to read and write what its mediators noted."""

    row: M
    cipher: NotesCipher


def open_notes(actor: Actor, permission: Permission, model: type[M], ident: str) -> OpenNotes[M]:
    """The notebook of a case and the key to it, for the mediators of that case only.

    Raises:
        NotFound: as `load`; for everybody else there is no such notebook.
    """
    row: Any = load(actor, permission, model, ident)
    return OpenNotes(row, notes_cipher(row.case_id, row.wrapped_key))


@dataclass(frozen=True)
class OpenExhibit(Generic[M]):
    """One exhibit released for the court, with what opens it and nothing else of its channel."""

    row: M
    facts: bytes
    blob_key: bytes


def open_released(actor: Actor, model: type[M], ident: str) -> OpenExhibit[M]:
    """An exhibit of the joint channel that every side released, for those who build the file for the court.

    Raises:
        NotFound: not released, not of the joint channel, or not this actor's case.
    """
    row: Any = load(actor, Permission.EXHIBIT_FILE, model, ident)
    cipher = channel_cipher(row.channel.id, row.channel.wrapped_key)
    facts = cipher.open(f"exhibit:{row.id}", row.sealed_facts)
    return OpenExhibit(row, facts, cipher.subkey(f"blob:{row.id}"))


@dataclass(frozen=True)
class OpenPaper(Generic[M]):
    """One paper of a channel (a fact, the record of a sitting) with its words as they are now, and no key."""

    row: M
    content: bytes


def open_paper(actor: Actor, permission: Permission, model: type[M], ident: str, *, part: str = "") -> OpenPaper[M]:
    """A paper and its present words, for whoever the permission lets read this one, also without a place in the room.

    `part` names a finished part of it that is kept beside the words, such as the document made of them.

    Raises:
        NotFound, NotAllowed: as `load`.
    """
    row: Any = load(actor, permission, model, ident)
    cipher = channel_cipher(row.channel.id, row.channel.wrapped_key)
    sealed = getattr(row, f"sealed_{part}") if part else row.sealed
    return OpenPaper(row, cipher.open(f"{row.__tablename__}:{row.id}:{part or row.revision}", sealed))


def _locks() -> bool:
    bind = session().get_bind()
    return bind.dialect.name == "postgresql" and bool(bind.get_execution_options().get("heqi_write"))
