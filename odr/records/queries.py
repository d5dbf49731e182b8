"""The pad of undisputed facts as one who hears the joint channel sees it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr import offload
from odr.access.actor import Actor, ChannelKind, Side
from odr.access.audience import heard_by
from odr.access.load import OpenChannel, load, open_channel, open_paper
from odr.access.permissions import Permission, can
from odr.accounts.models import Body
from odr.cases.models import Case, Party
from odr.cases.participants import Person, active_participants, everybody_ever
from odr.db import query, session
from odr.errors import NotAllowed, NotFound
from odr.papers.mark import mark_of
from odr.records.consents import FACTS, agreed_parties, fixed_facts, sheet_of
from odr.records.models import Fact, FactAnswer, FactRevision
from odr.records.phrases import SIDE_WORDS
from odr.records.sheet import FactsSheet, SheetHead, digest_of_sheet, render_sheet
from odr.records.states import FactState
from odr.records.telling import takes_part
from odr.records.words import fact_digest, open_words, words_of
from odr.rooms.models import Channel
from signing.wording import Words


@dataclass(frozen=True)
class AnswerView:
    """Where one party stands on the words as they are now. `confirmed` is None until it answers."""

    party_id: str
    name: Words
    side: Side
    mine: bool
    confirmed: bool | None
    reason: str
    by: Words
    at: datetime | None


@dataclass(frozen=True)
class FactView:
    """One fact with its words now. `digest` is what every confirmation is bound to."""

    id: str
    number: int
    state: FactState
    revision: int
    words: Words
    by: Words
    at: datetime
    fixed_at: datetime | None
    digest: str
    answers: tuple[AnswerView, ...]
    may_edit: bool
    may_answer: bool

    @property
    def mine(self) -> AnswerView | None:
        """My own side's answer, when I am of a side."""
        return next((answer for answer in self.answers if answer.mine), None)

    @property
    def waits_for_me(self) -> bool:
        """Is it for me to confirm or to object?"""
        return self.may_answer and self.mine is not None and self.mine.confirmed is None


@dataclass(frozen=True)
class ReleaseView:
    """Whether one party lets the fixed facts, exactly as they are, go to a court."""

    name: Words
    side: Side
    mine: bool
    agrees: bool


@dataclass(frozen=True)
class FactsPad:
    """Every fact of the case that was not taken back, and how they may leave."""

    case_id: str
    case_ref: str
    title: Words
    channel_id: str
    facts: tuple[FactView, ...]
    may_propose: bool
    may_release: bool
    sheet_digest: str
    releases: tuple[ReleaseView, ...]

    @property
    def fixed(self) -> tuple[FactView, ...]:
        """Those every party has confirmed."""
        return tuple(fact for fact in self.facts if fact.state == FactState.FIXED)

    @property
    def open(self) -> tuple[FactView, ...]:
        """Those somebody still has to confirm."""
        return tuple(fact for fact in self.facts if fact.state == FactState.PROPOSED)

    @property
    def may_go_to_court(self) -> bool:
        """Has every party let exactly these facts go?"""
        return bool(self.releases) and all(release.agrees for release in self.releases)


@dataclass(frozen=True)
class WordingView:
    """One wording a fact had."""

    revision: int
    words: Words
    by: Words
    at: datetime


@query
def facts_pad(actor: Actor, case_ref: str) -> FactsPad:
    """The pad of the case's joint channel; empty before the room is open.

    Raises:
        NotFound: the actor may not know the case.
        NotAllowed: the actor knows it but does not hear the joint channel.
    """
    case = load(actor, Permission.CASE_READ, Case, case_of(case_ref))
    place = actor.in_case(case.id)
    if place is None or not takes_part(actor, case.id):
        raise NotAllowed(permission=str(Permission.FACT_READ))
    joint = select(Channel.id).where(
        Channel.case_id == case.id, Channel.kind == ChannelKind.JOINT, heard_by(place, Channel)
    )
    channel_id = session().scalar(joint)
    title = Words(zh=case.title, en=case.title_en or case.title)
    if channel_id is None:
        return FactsPad(case.id, case.ref, title, "", (), False, False, "", ())
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, channel_id)
    sheet = sheet_of(actor, case, fixed_facts(case.id))
    digest = digest_of_sheet(sheet) if sheet.facts else ""
    return FactsPad(
        case_id=case.id,
        case_ref=case.ref,
        title=title,
        channel_id=channel_id,
        facts=tuple(_facts(actor, case, channel)),
        may_propose=can(actor, Permission.FACT_PROPOSE, channel.row),
        may_release=can(actor, Permission.FACT_RELEASE, case),
        sheet_digest=digest,
        releases=_releases(actor, case, channel, digest) if digest else (),
    )


@query
def pad_in_room(actor: Actor, case_ref: str) -> FactsPad | None:
    """The pad for the room's own page; None for a guest of the room. Raises as `facts_pad`."""
    case_id = case_of(case_ref)
    return facts_pad(actor, case_ref) if takes_part(actor, case_id) else None


@query
def fact_page(actor: Actor, fact_id: str) -> tuple[FactsPad, FactView, tuple[WordingView, ...]]:
    """One fact with every wording it ever had, the latest first.

    Raises:
        NotFound: not heard by this actor.
    """
    row = load(actor, Permission.FACT_READ, Fact, fact_id)
    channel = open_channel(actor, Permission.CHANNEL_READ, Channel, row.channel_id)
    names = {person.participant_id: _name(person) for person in everybody_ever(row.case_id)}
    kept = select(FactRevision).where(FactRevision.fact_id == row.id).order_by(FactRevision.revision.desc())
    wordings = tuple(
        WordingView(
            revision=one.revision,
            words=open_words(channel.cipher, f"fact:{row.id}:{one.revision}", one.sealed),
            by=names[one.by_id],
            at=one.at,
        )
        for one in session().scalars(kept)
    )
    pad = facts_pad(actor, row.case.ref)
    fact = next((one for one in pad.facts if one.id == row.id), None)
    if fact is None:
        raise NotFound(kind="fact")
    return pad, fact, wordings


def facts_document(actor: Actor, case_ref: str, *, development: bool) -> bytes:
    """The sheet of the fixed facts as PDF/A, for those who hear the joint channel; made in a worker.

    Raises:
        NotFound: no fact is fixed, or as `facts_pad`.
        Unavailable: the fonts are still being fetched.
    """
    sheet, head, case_id = _facts_sheet(actor, case_ref)
    return offload.run(render_sheet, sheet, head, development, mark_of("facts", case_id))


@query
def _facts_sheet(actor: Actor, case_ref: str) -> tuple[FactsSheet, SheetHead, str]:
    pad = facts_pad(actor, case_ref)
    if not pad.fixed:
        raise NotFound(kind="facts")
    case = load(actor, Permission.CASE_READ, Case, pad.case_id)
    return sheet_of(actor, case, fixed_facts(case.id)), sheet_head(case), case.id


def sheet_head(case: Case) -> SheetHead:
    """Who a sheet is between and before whom, inside a unit of work that has authorised the case."""
    body = session().get_one(Body, case.organisation_id)
    people = active_participants(case.id)
    return SheetHead(
        organisation=Words(zh=body.name, en=body.name_en or ""),
        mediators=tuple(_name(person) for person in people if person.role == "mediator"),
        parties=tuple((SIDE_WORDS[str(party.side)], _party_name(party)) for party in parties_in_order(case)),
    )


def parties_in_order(case: Case) -> list[Party]:
    """The parties of a case: applicants first."""
    order = {side: place for place, side in enumerate(Side)}
    return sorted(case.parties, key=lambda party: (order[party.side], party.name))


def case_of(case_ref: str) -> str:
    """The id behind a case reference, or "" — which no permission check lets through."""
    return session().scalar(select(Case.id).where(Case.ref == case_ref)) or ""


def _facts(actor: Actor, case: Case, channel: OpenChannel[Channel]) -> list[FactView]:
    live = select(Fact).where(Fact.channel_id == channel.row.id, Fact.state != FactState.WITHDRAWN)
    rows = list(session().scalars(live.order_by(Fact.number)))
    names = {person.participant_id: _name(person) for person in everybody_ever(case.id)}
    given: dict[str, dict[str, FactAnswer]] = defaultdict(dict)
    for answer in session().scalars(select(FactAnswer).where(FactAnswer.fact_id.in_([row.id for row in rows]))):
        given[f"{answer.fact_id}:{answer.revision}"][answer.party_id] = answer
    return [_fact_view(actor, channel, row, given[f"{row.id}:{row.revision}"], names) for row in rows]


def _fact_view(
    actor: Actor, channel: OpenChannel[Channel], row: Fact, given: dict[str, FactAnswer], names: dict[str, Words]
) -> FactView:
    words = words_of(open_paper(actor, Permission.FACT_READ, Fact, row.id).content)
    mine = actor.participations[row.case_id].party_id
    answers = tuple(
        _answer_view(channel, row, party, given.get(party.id), names, mine=party.id == mine)
        for party in parties_in_order(row.case)
    )
    undecided = row.state == FactState.PROPOSED
    return FactView(
        id=row.id,
        number=row.number,
        state=row.state,
        revision=row.revision,
        words=words,
        by=names[row.proposed_by],
        at=row.at,
        fixed_at=row.fixed_at,
        digest=fact_digest(case_ref=row.case.ref, number=row.number, revision=row.revision, words=words),
        answers=answers,
        may_edit=undecided and can(actor, Permission.FACT_EDIT, row),
        may_answer=undecided and can(actor, Permission.FACT_ANSWER, row),
    )


def _answer_view(
    channel: OpenChannel[Channel],
    row: Fact,
    party: Party,
    answer: FactAnswer | None,
    names: dict[str, Words],
    *,
    mine: bool,
) -> AnswerView:
    place = f"fact:{row.id}:{row.revision}:{party.id}"
    return AnswerView(
        party_id=party.id,
        name=_party_name(party),
        side=party.side,
        mine=mine,
        confirmed=answer.confirmed if answer else None,
        reason=channel.cipher.open(place, answer.sealed_reason).decode() if answer else "",
        by=names[answer.by_id] if answer else Words(zh="", en=""),
        at=answer.at if answer else None,
    )


def _releases(actor: Actor, case: Case, channel: OpenChannel[Channel], digest: str) -> tuple[ReleaseView, ...]:
    agreed = agreed_parties(case.id, FACTS, channel.cipher.keyed_digest(digest.encode()))
    mine = actor.participations[case.id].party_id
    return tuple(
        ReleaseView(name=_party_name(party), side=party.side, mine=party.id == mine, agrees=party.id in agreed)
        for party in parties_in_order(case)
    )


def _name(person: Person) -> Words:
    return Words(zh=person.name, en=person.name_en)


def _party_name(party: Party) -> Words:
    return Words(zh=party.name, en=party.name_en or party.name)
