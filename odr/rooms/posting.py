"""How a message is kept: one rule for one message and for many, in one unit of work.

Whoever speaks waits in a line. The first takes everybody who waits into one unit of work, and each is answered after
the commit: so the disk is asked once for all of them, and nothing is acknowledged that could be lost. One message that
is refused spoils no other; a failure of the unit itself is tried again message by message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from odr.access.actor import Actor
from odr.db import Transaction, in_unit, transaction
from odr.errors import InvalidInput, NotFound, OdrError
from odr.rooms.batch import Batch, Posting, Receipt
from odr.rooms.content import Content, checked_content
from odr.rooms.line import Line

MAX_CLIENT_REF = 64


def post_message(
    actor: Actor,
    channel_id: str,
    *,
    text: str,
    client_ref: str,
    audience: str = "",
    exhibit_id: str | None = None,
    knowingly: bool = False,
    quotes: int | None = None,
    corrects: int | None = None,
    translates: int | None = None,
    translation: str = "",
    engine: str = "",
    login_id: str = "",
) -> Receipt:
    """Say something in a channel. It is in the database before this returns.

    Repeating a `client_ref` in a channel returns the first receipt and says nothing twice. `audience` is the mark of
    the people the writer was shown; when it is given and others hear the channel now, nothing is stored. Nor is a
    figure that its writer has so far named in a caucus only, unless it is said `knowingly`. What the words may be
    about (`quotes`, `corrects`, `translates`, …) is explained at `odr.rooms.content.Content`. Of the actor only the
    account counts: what it may do is asked when the words are kept, and so is whether the sign-in `login_id` is live.

    Raises:
        NotSignedIn: the sign-in named has ended.
        NotFound, NotAllowed: the actor does not hear the channel, or may not speak in it.
        AudienceChanged: look at who hears it now, then send again.
        PrivateFigure: the figure was private until now; say it knowingly or leave it out.
        InvalidInput: empty, too long, or with control characters; or about a message that is not in this channel.
        NotAllowed: a correction of what somebody else said.
        Unavailable: the database was busy; send again with the same `client_ref`.
    """
    content = Content(
        text, quotes=quotes, corrects=corrects, translates=translates, translation=translation, engine=engine
    )
    return post(
        posting(
            actor.account_id,
            channel_id,
            content,
            client_ref=client_ref,
            audience=audience,
            exhibit_id=exhibit_id,
            knowingly=knowingly,
            login_id=login_id,
        )
    )


def post_soon(
    actor: Actor,
    channel_id: str,
    content: Content,
    *,
    client_ref: str,
    answer: Callable[[Receipt | Exception], None],
    apart: Callable[[Callable[[], None]], Any],
    **rest: Any,
) -> None:
    """As `post_message`, without waiting: `answer` gets the receipt after the commit, or the refusal.

    `apart` starts a function in a thread of control of its own; `rest` is what else `odr.rooms.batch.Posting` says.

    Raises:
        InvalidInput: empty, too long, or with control characters.
    """
    LINE.join(posting(actor.account_id, channel_id, content, client_ref=client_ref, **rest), answer, apart=apart)


def posting(account_id: str, channel_id: str, content: Content, *, client_ref: str, **rest: Any) -> Posting:
    """A message as it may be kept, if its writer may say it.

    Raises:
        InvalidInput: empty, too long, or with control characters.
        NotFound: no channel could have this id.
    """
    if not 1 <= len(client_ref) <= MAX_CLIENT_REF:
        raise InvalidInput(client_ref="length")
    if not client_ref.isprintable():
        raise InvalidInput(client_ref="control_characters")
    # No channel is called so, and PostgreSQL would fail the unit of everybody who speaks at this moment.
    if not channel_id.isprintable():
        raise NotFound(kind="channel")
    return Posting(account_id, channel_id, checked_content(content), client_ref, **rest)


def post(message: Posting) -> Receipt:
    """Keep one message, together with those of others who speak at the same moment; raises as `post_message`."""
    if not in_unit():
        return LINE.stand(message)
    with transaction() as tx:
        (outcome,) = Batch(tx, [message], own_unit=False).keep()
    if isinstance(outcome, OdrError):
        raise outcome
    return outcome


def post_messages(messages: Sequence[Posting]) -> list[Receipt | Exception]:
    """Keep several messages as if they were said one after the other; a receipt or a refusal for each."""
    return LINE.together(messages)


def _keep(tx: Transaction, messages: Sequence[Posting]) -> Iterator[Receipt | Exception]:
    return Batch(tx, messages, own_unit=True).keep()


LINE: Line[Posting, Receipt] = Line(_keep)
