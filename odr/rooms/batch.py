"""Many messages in one unit of work, each decided as if it came alone: who may speak, who hears, what is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast

import orjson
from sqlalchemy import BigInteger, ScalarSelect, Table, literal_column, select, update
from sqlalchemy import cast as sql_cast

from odr import clock
from odr.access.permissions import Permission
from odr.accounts.queries import live_sign_ins_asked, live_sign_ins_in
from odr.audit.trail import Act, Heads, heads_asked, heads_in, record_many
from odr.cases.models import Case
from odr.db import Transaction, new_id
from odr.errors import AudienceChanged, NotAllowed, NotFound, NotSignedIn, OdrError, PrivateFigure
from odr.events import MessagePosted, Quoted
from odr.many import as_list, insert_rows, nth_text, one_of, rows_of
from odr.rooms.content import Content, seal_content
from odr.rooms.figures import figures_in
from odr.rooms.guard import private_until_now
from odr.rooms.models import Channel, Message
from odr.rooms.references import check_references
from odr.rooms.standing import Place, Standing, kept_place, standing_of
from odr.together import Asked, Closing, ask


class Posting(NamedTuple):
    """A message somebody wants to say; the words are checked already, whether they may be said is not.

    `login_id` is the sign-in to be found live when the message is kept; empty when the caller has just asked.
    """

    account_id: str
    channel_id: str
    content: Content
    client_ref: str
    audience: str = ""
    exhibit_id: str | None = None
    knowingly: bool = False
    login_id: str = ""


@dataclass(frozen=True)
class Receipt:
    """The platform's word that a message is kept: its place in the channel and when."""

    channel_id: str
    seq: int
    at: datetime


Reference = tuple[str, str, str]

# The tables, not the mapped classes: the unit of everybody who speaks has no use for loaded objects.
_case, _channel, _message = Case.__table__.c, Channel.__table__.c, Message.__table__.c
_CASES = (
    select(_case.id, _case.standing)
    .where(_case.id.in_(select(_channel.case_id).where(_channel.id.in_(one_of("channels")))))
    .order_by(_case.id)
    .with_for_update(read=True)
)
_CHANNELS = (
    select(_channel.id, _channel.case_id, _channel.last_seq)
    .where(_channel.id.in_(one_of("channels")))
    .order_by(_channel.id)
    .with_for_update()
)
_refs = rows_of("refs")


def _of_the_said(column: str) -> ScalarSelect[Any]:
    """A column of the message a reference names; its unique key finds it, however many messages there are."""
    found = select(_message[column])
    for place, key in enumerate((_message.channel_id, _message.author_id, _message.client_ref)):
        found = found.where(key == nth_text(_refs.c.value, literal_column(str(place))))
    return found.scalar_subquery()


_SAID = select(
    *(nth_text(_refs.c.value, literal_column(str(place))).label(f"ref_{place}") for place in range(3)),
    _of_the_said("seq").label("seq"),
    _of_the_said("at").label("at"),
)
_MESSAGES = cast(Table, Message.__table__)
_last = rows_of("last")
_LAST_SEQ = (
    update(cast(Table, Channel.__table__))
    .where(_channel.id == nth_text(_last.c.value, literal_column("0")))
    .values(last_seq=sql_cast(nth_text(_last.c.value, literal_column("1")), BigInteger))
)


class Batch:
    """One unit's messages. `own_unit` says that nothing else was written in it."""

    def __init__(self, tx: Transaction, postings: Sequence[Posting], *, own_unit: bool) -> None:
        self._tx = tx
        self._connection = tx.session.connection()
        self._postings = postings
        self._own_unit = own_unit
        self._standings: dict[str, Standing] = {}
        self._last_seq: dict[str, int] = {}
        self._said: dict[Reference, Receipt] = {}
        self._unwritten: list[dict[str, Any]] = []
        self._acts: list[Act] = []
        self._heads: Heads = {}

    def keep(self) -> Iterator[Receipt | OdrError]:
        """The outcome of each message, in order; with the commit, everything that was not refused is written."""
        self._tx.session.flush()
        places, live = self._look()
        outcomes: list[Receipt | OdrError] = []
        for posting in self._postings:
            try:
                outcomes.append(self._one(posting, places.get(posting.channel_id), live))
            except OdrError as refusal:
                outcomes.append(refusal)
        self._finish()
        return iter(outcomes)

    def _look(self) -> tuple[Mapping[str, Place], Mapping[str, str]]:
        """The channels spoken in with the standing of their cases, and the sign-ins that live.

        Nobody moves either until the commit. Cases are taken before channels, channels before chains, and all in the
        order of their ids, by every unit alike. What was said already is looked for once the channels are taken.
        """
        spoken_in = {posting.channel_id for posting in self._postings}
        wanted = {"channels": as_list(spoken_in)}
        likely = self._refs({ident: kept for ident in spoken_in if (kept := kept_place(ident))})
        cases, channels, live, said, _, heads = ask(
            self._connection,
            Asked(_CASES, wanted),
            Asked(_CHANNELS, wanted),
            live_sign_ins_asked({posting.login_id for posting in self._postings if posting.login_id}),
            _said_asked(likely),
            *heads_asked(map(_chain, spoken_in)),
        )
        self._heads = heads_in(heads)
        places = self._places(cases, channels)
        if unforeseen := self._refs(places) - likely:
            (more,) = ask(self._connection, _said_asked(unforeseen))
            said = [*said, *more]
        for row in said:
            if row.seq is not None:
                self._said[row.ref_0, row.ref_1, row.ref_2] = Receipt(row.ref_0, row.seq, row.at)
        return places, live_sign_ins_in(live)

    def _refs(self, places: Mapping[str, Place]) -> set[Reference]:
        """Where what is to be said stands if it was said before, as far as these channels tell."""
        return {
            (posting.channel_id, place.speakers[posting.account_id].participant_id, posting.client_ref)
            for posting in self._postings
            if (place := places.get(posting.channel_id)) and posting.account_id in place.speakers
        }

    def _places(self, cases: Iterable[Any], channels: Iterable[Any]) -> Mapping[str, Place]:
        numbers = {row.id: row.standing for row in cases}
        found: dict[str, Place] = {}
        for row in channels:
            standing = self._standings.get(row.case_id)
            if standing is None:
                standing = standing_of(row.case_id, numbers[row.case_id], keep=self._own_unit)
                self._standings[row.case_id] = standing
            found[row.id] = standing.places[row.id]
            self._last_seq[row.id] = row.last_seq
        return found

    def _one(self, posting: Posting, place: Place | None, live: Mapping[str, str]) -> Receipt:
        if posting.login_id and live.get(posting.login_id) != posting.account_id:
            raise NotSignedIn
        if place is None:
            raise NotFound(kind="channel")
        speaker = place.speakers.get(posting.account_id)
        if speaker is None:
            if posting.account_id in place.readers:
                raise NotAllowed(permission=str(Permission.CHANNEL_SPEAK))
            raise NotFound(kind="channel")
        ref = (place.id, speaker.participant_id, posting.client_ref)
        if ref not in self._said:
            about = self._check(posting, place, speaker.participant_id)
            self._said[ref] = self._say(posting, place, speaker.participant_id, about)
        return self._said[ref]

    def _check(self, posting: Posting, place: Place, author_id: str) -> Quoted | None:
        """What may still be wrong with the words themselves; the earlier message they are about, if any."""
        if posting.audience and posting.audience != place.tag:
            raise AudienceChanged(audience=place.tag)
        here = place.opened_by(posting.account_id)
        if not posting.knowingly and figures_in(posting.content.words):
            self._write()
            caucuses = self._standings[place.case_id].caucuses_heard_by(posting.account_id, other_than=place.id)
            if spans := private_until_now(posting.content.words, author_id, here=here, caucuses=caucuses):
                raise PrivateFigure(spans=spans)
        if not posting.content.refers:
            return None
        self._write()
        return check_references(here, author_id, posting.content)

    def _say(self, posting: Posting, place: Place, author_id: str, about: Quoted | None) -> Receipt:
        seq = self._last_seq[place.id] = self._last_seq[place.id] + 1
        row = {
            "id": new_id(),
            "channel_id": place.id,
            "seq": seq,
            "author_id": author_id,
            "client_ref": posting.client_ref,
            "body": seal_content(place.opened.cipher, seq, posting.content),
            "exhibit_id": posting.exhibit_id,
            "amends": posting.content.amends,
            "at": clock.now(),
        }
        self._unwritten.append(row)
        self._acts.append(Act(posting.account_id, _chain(place.id), "message.posted", row["id"], row["body"]))
        self._tell(posting, place, row, about)
        return Receipt(place.id, seq, row["at"])

    def _tell(self, posting: Posting, place: Place, row: Mapping[str, Any], about: Quoted | None) -> None:
        """Tell everybody who hears the channel; a quotation goes to those only who heard what is quoted."""
        content = posting.content
        quoted = about if content.quotes else None
        informed = place.who_heard(quoted.seq) if quoted else place.audience
        self._tx.announce(self._fact(posting, place, row, quoted, informed))
        if len(informed) < len(place.audience):
            newcomers = tuple(account for account in place.audience if account not in informed)
            self._tx.announce(self._fact(posting, place, row, None, newcomers))

    def _fact(
        self, posting: Posting, place: Place, row: Mapping[str, Any], quoted: Quoted | None, audience: tuple[str, ...]
    ) -> MessagePosted:
        content = posting.content
        author = place.speakers[posting.account_id]
        return MessagePosted(
            audience=audience,
            channel_id=place.id,
            seq=row["seq"],
            author_id=author.participant_id,
            author=author.name,
            author_role=str(author.role),
            text=content.text,
            at=row["at"],
            client_ref=posting.client_ref,
            exhibit_id=posting.exhibit_id,
            quote=quoted,
            corrects=content.corrects,
            translates=content.translates,
            translation=content.translation,
            engine=content.engine,
        )

    def _write(self, closing: Closing | None = None) -> None:
        """Write what is decided so far: whoever looks back in a channel finds it."""
        if self._unwritten:
            insert_rows(self._connection, _MESSAGES, self._unwritten, closing=closing)
            self._unwritten = []

    def _finish(self) -> None:
        """Leave to the commit what only it needs; where others go on in the unit, they find it written."""
        closing = self._tx.closing if self._own_unit else None
        self._write(closing)
        if not self._acts:
            return
        record_many(self._tx, self._acts, self._heads if self._own_unit else None)
        spoken_in = {act.chain.removeprefix("channel:") for act in self._acts}
        last = [[ident, str(self._last_seq[ident])] for ident in sorted(spoken_in)]
        (closing or self._connection).execute(_LAST_SEQ, {"last": orjson.dumps(last).decode()})
        for loaded in self._tx.session.identity_map.values():
            if isinstance(loaded, Channel) and loaded.id in spoken_in:
                self._tx.session.expire(loaded, ["last_seq"])


def _said_asked(refs: Iterable[Reference]) -> Asked:
    return Asked(_SAID, {"refs": orjson.dumps(sorted(refs)).decode()})


def _chain(channel_id: str) -> str:
    return f"channel:{channel_id}"
