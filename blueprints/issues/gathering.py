"""Gathers how a room stands for its mediator from what the other features let this person see."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext

from blueprints.issues.attention import Facts, Unread
from blueprints.locale import days_left, language_tag
from odr import clock
from odr.access.actor import MEDIATORS, Actor, ChannelKind, Side
from odr.agreements.queries import DraftView, draft_page
from odr.cases.participants import Person
from odr.cases.queries import CasePage, case_page
from odr.guests.queries import GuestsPage, guests_page
from odr.issues.queries import to_pass_on
from odr.rooms.queries import ChannelView, RoomView, room_page
from odr.rooms.sitting_page import SittingView, sitting_now
from odr.rooms.states import SittingState
from odr.signatures.queries import CeremonyView, ceremony, signing_version

LIVE = ("mediating", "settled")
"""States in which a room can need its mediator."""


def name_of(person: Person) -> str:
    """A person's name in the reader's language."""
    return person.name_en if language_tag() == "en" else person.name


def channel_name(channel: ChannelView) -> str:
    """How the mediator calls a channel."""
    if channel.kind == ChannelKind.JOINT:
        return gettext("Joint room")
    if channel.side == Side.APPLICANT:
        return gettext("Private: applicant")
    if channel.side == Side.RESPONDENT:
        return gettext("Private: respondent")
    party = channel.party_name_en if language_tag() == "en" else channel.party_name
    return gettext("Private: %(party)s", party=party)


class Standing:
    """One case as its mediator may see it now, each part asked for once."""

    def __init__(self, actor: Actor, ref: str) -> None:
        self.case: CasePage = case_page(actor, ref)
        self.room: RoomView = room_page(actor, ref)
        self.draft: DraftView = draft_page(actor, ref)
        version = signing_version(actor, self.case.id)
        self.signing: CeremonyView | None = ceremony(actor, version) if version else None
        self.to_pass_on = to_pass_on(actor, ref)
        self.guests: GuestsPage = guests_page(actor, ref)
        self.sitting: SittingView | None = sitting_now(actor, ref)

    @property
    def days_left(self) -> int | None:
        """Days to the end of the running term, by its safe reading."""
        return days_left(self.case.deadline.safe) if self.case.deadline else None

    def facts(self) -> Facts:
        """The same as plain values, in the reader's language."""
        here = [person for person in self.room.people if person.participant_id in self.room.present]
        mediated = any(person.role in MEDIATORS for person in here)
        mediating, due = self.case.state == "mediating", self.due
        return Facts(
            days_left=self.days_left if mediating else None,
            waiting=() if mediated else tuple(name_of(person) for person in here),
            unread=tuple(
                Unread(channel.id, channel_name(channel), channel.unread)
                for channel in self.room.channels
                if channel.unread
            ),
            sitting_open=self.sitting is not None and self.sitting.state == SittingState.OPEN,
            sitting_at=due if due is not None and days_left(due) <= 0 else None,
            sitting_late=self.late,
            room_open=bool(self.room.channels) or not mediating,
            unanswered=sum(guest.state in ("asked", "invited") for guest in self.guests.guests),
            blocking=self.blocking,
            accepted=bool(self.draft.agreement_id)
            and self.draft.accepted
            and not self.draft.blocked
            and self._drafting,
            to_tell=self.to_pass_on.to_tell,
            to_ask=self.to_pass_on.to_ask,
            **self._signatures(),
        )

    @property
    def blocking(self) -> int:
        """How many findings keep the draft from being made final; none is counted before anything was drafted."""
        if not self.draft.clauses:
            return 0
        whole = self.draft.findings
        return sum(f.blocks for f in (*whole, *(f for clause in self.draft.clauses for f in clause.findings)))

    @property
    def due(self) -> datetime | None:
        """When the sitting that waits to open, or to go on, was to; None when none waits."""
        now = self.sitting
        if now is None or now.state == SittingState.OPEN or self.case.state != "mediating":
            return None
        return now.planned_at

    @property
    def late(self) -> bool:
        """Is its moment over?"""
        due = self.due
        return due is not None and due <= clock.now()

    @property
    def _drafting(self) -> bool:
        return self.draft.current is None and bool(self.draft.clauses)

    def _signatures(self) -> dict:
        if self.signing is None or self.signing.completed_at is not None:
            return {}
        english = language_tag() == "en"
        places = [place for place in self.signing.places if not place.is_seal]
        names = {place.field: place.name_en if english else place.name for place in places}
        return {
            "i_sign": any(place.may_sign for place in places),
            "unsigned": tuple(names[p.field] for p in places if p.state not in ("signed", "refused")),
            "refused": tuple(names[p.field] for p in places if p.state == "refused"),
        }
