"""How a channel is named to the person who is about to speak in it: who hears is said in every place at once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from blueprints.locale import language_tag
from odr.access.actor import MEDIATORS, ChannelKind, Role, Side
from odr.cases.participants import Person
from odr.rooms.queries import ChannelView

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True)
class ChannelWords:
    """One channel in words: `title` for the window, `headline` above the log, `send` on the button."""

    name: str
    title: str
    note: str
    headline: str
    rail: str
    composer: str
    promise: str
    send: str


def language_of(text: str) -> str:
    """The lang value of a text somebody wrote: zh-CN as soon as it holds one Han character, else en, else empty."""
    if HAN.search(text):
        return "zh-CN"
    return "en" if LATIN.search(text) else ""


def shown_name(name: str, name_en: str) -> str:
    """The name in the reader's language."""
    return name_en if language_tag() == "en" else name


def name_of(person: Person) -> str:
    """The person's name in the reader's language."""
    return shown_name(person.name, person.name_en)


def role_of(role: str, side: Side | None) -> str:
    """What somebody is in the case: a mediator, a side, the agent of a side, or a guest and as what."""
    if side is not None:
        return _role_of_side(role == Role.AGENT, side)
    names = {
        Role.MEDIATOR: gettext("Mediator"),
        Role.CO_MEDIATOR: gettext("Co-mediator"),
        Role.INTERESTED: gettext("Interested third person"),
        Role.EXPERT: gettext("Expert"),
        Role.INTERPRETER: gettext("Interpreter"),
        Role.TECHNICAL_OFFICER: gettext("Technical investigation officer"),
        Role.OBSERVER: gettext("Observer"),
    }
    return names.get(Role(role), "")


def _role_of_side(agent: bool, side: Side) -> str:
    if side == Side.APPLICANT:
        return gettext("Applicant’s agent") if agent else gettext("Applicant")
    if side == Side.THIRD:
        return gettext("Third person’s agent") if agent else gettext("Third person")
    return gettext("Respondent’s agent") if agent else gettext("Respondent")


def mark_of(role: str, side: Side | None) -> str:
    """What decides shape and colour of a person: mediator, guest, or the side."""
    return str(side) if side else "mediator" if role in MEDIATORS else "guest"


def others_in(channel: ChannelView, me: Person) -> list[Person]:
    """Everybody who hears the channel besides me."""
    return [person for person in channel.people if person.participant_id != me.participant_id]


def words_for(channel: ChannelView, me: Person) -> ChannelWords:
    """The channel in the reader's language, from where the reader stands."""
    others = others_in(channel, me)
    if channel.kind == ChannelKind.JOINT:
        return _joint(len(others), channel)
    if me.side is None:
        return _caucus_from_outside(channel, others, me)
    return _caucus_of_side(others)


def _guests(people: Iterable[Person]) -> str:
    """Their names with what they are: "Li Wei (interpreter)"."""
    named = (gettext("%(name)s (%(role)s)", name=name_of(p), role=role_of(p.role, None)) for p in people if p.guest)
    return gettext(", ").join(named)


def _joint(count: int, channel: ChannelView) -> ChannelWords:
    sides = len({person.party_id for person in channel.people if person.party_id})
    guests = any(person.guest for person in channel.people)
    who = gettext("All sides and the mediator") if sides > 2 else gettext("Both sides and the mediator")
    if guests:
        who = gettext("All sides, the mediator and guests") if sides > 2 else gettext("Both sides, mediator, guests")
    return ChannelWords(
        name=gettext("Joint room"),
        title=gettext("Joint room"),
        note=who,
        headline=ngettext(
            "%(who)s hear everything said here: %(num)s person besides you.",
            "%(who)s hear everything said here: %(num)s people besides you.",
            count,
            who=who,
        ),
        rail=gettext("Joint room · all sides hear") if sides > 2 else gettext("Joint room · both sides hear"),
        composer=gettext("To the joint room"),
        promise=gettext("All sides will see it") if sides > 2 else gettext("Both sides will see it"),
        send=ngettext("Send to %(num)s person", "Send to %(num)s people", count),
    )


def _caucus_of_side(others: list[Person]) -> ChannelWords:
    guests = _guests(others)
    if guests:
        return _caucus_with_guests(others, guests)
    alone = all(person.role in MEDIATORS for person in others)
    return ChannelWords(
        name=gettext("Private caucus"),
        title=gettext("(Private) Caucus"),
        note=gettext("Only you and the mediator") if alone else gettext("Only your side and the mediator"),
        headline=gettext("Only you and the mediator hear this. Nothing is passed on without your consent.")
        if alone
        else ngettext(
            "Only your side and the mediator hear this: %(num)s person besides you. The other side does not.",
            "Only your side and the mediator hear this: %(num)s people besides you. The other side does not.",
            len(others),
        ),
        rail=gettext("Private · you and the mediator") if alone else gettext("Private · your side and the mediator"),
        composer=gettext("Only to the mediator") if alone else gettext("Only to your side and the mediator"),
        promise=gettext("The other side will not see it"),
        send=gettext("Only to the mediator") if alone else gettext("Only to my side and the mediator"),
    )


def _caucus_with_guests(others: list[Person], guests: str) -> ChannelWords:
    """A side's own caucus while guests hear it: they are named everywhere, and counted on the button."""
    return ChannelWords(
        name=gettext("Private caucus"),
        title=gettext("(Private) Caucus"),
        note=gettext("Your side, the mediator and %(guests)s", guests=guests),
        headline=ngettext(
            "Your side, the mediator and %(guests)s hear this: %(num)s person besides you. The other side does not.",
            "Your side, the mediator and %(guests)s hear this: %(num)s people besides you. The other side does not.",
            len(others),
            guests=guests,
        ),
        rail=gettext("Private · your side, the mediator and a guest"),
        composer=gettext("To your side, the mediator and %(guests)s", guests=guests),
        promise=gettext("The other side will not see it"),
        send=ngettext("Only to %(num)s person here", "Only to %(num)s people here", len(others)),
    )


def _caucus_from_outside(channel: ChannelView, others: list[Person], me: Person) -> ChannelWords:
    """One side's caucus as a mediator or a guest stands in it."""
    words = _words_of_side(channel.side)
    party = shown_name(channel.party_name, channel.party_name_en)
    names = gettext(", ").join(name_of(person) for person in others)
    guests = _guests(others)
    own = [person for person in others if person.side is not None]
    plain = not guests and not me.guest
    headline = ngettext(
        "Only %(names)s and you hear this: %(num)s person of %(side)s.",
        "Only %(names)s and you hear this: %(num)s people of %(side)s.",
        len(own),
        names=names or party,
        side=words.side,
    )
    if not plain:
        headline = ngettext(
            "%(names)s and you hear this, nobody else: %(num)s person besides you.",
            "%(names)s and you hear this, nobody else: %(num)s people besides you.",
            len(others),
            names=names or party,
        )
    return ChannelWords(
        name=words.name,
        title=words.title,
        note=names or party,
        headline=headline,
        rail=words.rail if not me.guest else gettext("Private · %(side)s and the mediator", side=words.side),
        composer=gettext("Only to %(side)s", side=words.side)
        if plain
        else gettext("Only to %(names)s", names=names or party),
        promise=gettext("The other side will not see it"),
        send=gettext("Only to %(names)s", names=names)
        if 0 < len(others) <= 2
        else gettext("Only to %(side)s", side=words.side)
        if plain
        else ngettext("Only to %(num)s person here", "Only to %(num)s people here", len(others)),
    )


@dataclass(frozen=True)
class _SideWords:
    side: str
    name: str
    title: str
    rail: str


def _words_of_side(side: Side | None) -> _SideWords:
    if side == Side.APPLICANT:
        return _SideWords(
            gettext("the applicant’s side"),
            gettext("Private: applicant"),
            gettext("(Private) Applicant’s side"),
            gettext("Private · you and the applicant’s side"),
        )
    if side == Side.THIRD:
        return _SideWords(
            gettext("the third person’s side"),
            gettext("Private: third person"),
            gettext("(Private) Third person’s side"),
            gettext("Private · you and the third person’s side"),
        )
    return _SideWords(
        gettext("the respondent’s side"),
        gettext("Private: respondent"),
        gettext("(Private) Respondent’s side"),
        gettext("Private · you and the respondent’s side"),
    )
