"""Who hears a remark, said in every place at once: in the window's title, the headline, the rail and on the button."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext, ngettext

from blueprints.locale import language_tag
from odr.access.actor import ChannelKind
from odr.agreements.remarks import RemarksPage
from odr.cases.participants import Person
from odr.rooms.queries import ChannelView


@dataclass(frozen=True)
class AudienceWords:
    """One channel in words, from where the reader stands."""

    name: str
    headline: str
    rail: str
    label: str
    promise: str
    send: str


def shown_name(person: Person) -> str:
    """The person's name in the reader's language."""
    return person.name_en if language_tag() == "en" else person.name


def short_name(channel: ChannelView) -> str:
    """The channel in a few words, for a link beside a clause."""
    if channel.kind == ChannelKind.JOINT:
        return gettext("All sides")
    if channel.mine:
        return gettext("In private with the mediator")
    return gettext("In private: %(side)s", side=_party(channel))


def words_of(page: RemarksPage) -> AudienceWords:
    """The channel of a page of remarks in the reader's language."""
    channel = page.channel
    others = [person for person in channel.people if person.participant_id != page.me.participant_id]
    names = gettext(", ").join(shown_name(person) for person in others)
    if channel.kind == ChannelKind.JOINT:
        return AudienceWords(
            name=gettext("Remarks for all sides"),
            headline=ngettext(
                "All sides and the mediator read this: %(names)s (%(num)s person besides you).",
                "All sides and the mediator read this: %(names)s (%(num)s people besides you).",
                len(others),
                names=names,
            ),
            rail=gettext("All sides read this"),
            label=gettext("Remark for all sides"),
            promise=gettext("Every side will see it"),
            send=ngettext("Send to %(num)s person", "Send to %(num)s people", len(others)),
        )
    side = gettext("your side") if channel.mine else _party(channel)
    return AudienceWords(
        name=gettext("Private remarks: %(side)s and the mediator", side=side),
        headline=gettext(
            "Only these people read this: %(names)s. The other side cannot tell that it is here.", names=names
        )
        if others
        else gettext("Nobody else reads this now."),
        rail=gettext("Closed door · the other side does not read this"),
        label=gettext("Private remark"),
        promise=gettext("The other side will not see it"),
        send=_private_send(channel, others),
    )


def _private_send(channel: ChannelView, others: list[Person]) -> str:
    if channel.mine and all(person.side is None for person in others):
        return gettext("Send to the mediator only")
    return ngettext("Send in private to %(num)s person", "Send in private to %(num)s people", len(others))


def _party(channel: ChannelView) -> str:
    return channel.party_name_en if language_tag() == "en" else channel.party_name
