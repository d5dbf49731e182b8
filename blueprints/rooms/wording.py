"""How a channel is named to the person who is about to speak in it: who hears is said in every place at once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from blueprints.locale import language_tag
from odr.access.actor import ChannelKind, Role, Side
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
    """What somebody is in the case: mediator, a side, or the agent of a side."""
    if role == Role.MEDIATOR:
        return gettext("Mediator")
    if side == Side.APPLICANT:
        return gettext("Applicant’s agent") if role == Role.AGENT else gettext("Applicant")
    return gettext("Respondent’s agent") if role == Role.AGENT else gettext("Respondent")


def others_in(channel: ChannelView, me: Person) -> list[Person]:
    """Everybody who hears the channel besides me."""
    return [person for person in channel.people if person.participant_id != me.participant_id]


def words_for(channel: ChannelView, me: Person) -> ChannelWords:
    """The channel in the reader's language, from where the reader stands."""
    others = others_in(channel, me)
    if channel.kind == ChannelKind.JOINT:
        return _joint(len(others))
    if me.role == Role.MEDIATOR:
        return _caucus_of_mediator(channel, others)
    return _caucus_of_side(others)


def _joint(count: int) -> ChannelWords:
    return ChannelWords(
        name=gettext("Joint room"),
        title=gettext("Joint room"),
        note=gettext("Both sides and the mediator"),
        headline=ngettext(
            "Both sides and the mediator hear everything said here: %(num)s person besides you.",
            "Both sides and the mediator hear everything said here: %(num)s people besides you.",
            count,
        ),
        rail=gettext("Joint room · both sides hear"),
        composer=gettext("To the joint room"),
        promise=gettext("Both sides will see it"),
        send=ngettext("Send to %(num)s person", "Send to %(num)s people", count),
    )


def _caucus_of_side(others: list[Person]) -> ChannelWords:
    alone = all(person.role == Role.MEDIATOR for person in others)
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


def _caucus_of_mediator(channel: ChannelView, others: list[Person]) -> ChannelWords:
    applicant = channel.side == Side.APPLICANT
    side = gettext("the applicant’s side") if applicant else gettext("the respondent’s side")
    party = shown_name(channel.party_name, channel.party_name_en)
    names = gettext(", ").join(name_of(person) for person in others)
    return ChannelWords(
        name=gettext("Private: applicant") if applicant else gettext("Private: respondent"),
        title=gettext("(Private) Applicant’s side") if applicant else gettext("(Private) Respondent’s side"),
        note=names or party,
        headline=ngettext(
            "Only %(names)s and you hear this: %(num)s person of %(side)s.",
            "Only %(names)s and you hear this: %(num)s people of %(side)s.",
            len(others),
            names=names or party,
            side=side,
        ),
        rail=gettext("Private · you and the applicant’s side")
        if applicant
        else gettext("Private · you and the respondent’s side"),
        composer=gettext("Only to %(side)s", side=side),
        promise=gettext("The other side will not see it"),
        send=gettext("Only to %(names)s", names=names)
        if 0 < len(others) <= 2
        else gettext("Only to %(side)s", side=side),
    )
