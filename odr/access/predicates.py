"""Small facts about an actor and a row. They read attributes only; a row either is a case or has one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from odr.access.actor import GUESTS, MEDIATORS, SIDE_ROLES, Actor, ChannelKind, Duty, Participation, Role, Side
from odr.access.audience import heard_since, hears, reads_notes
from odr.law.trade_secrets import may_be_opened

OPEN_FOR_WORDS = ("mediating", "settled")
# A mediation that failed leaves what both sides agree on in writing: facts may be confirmed after it ended.
OPEN_FOR_FACTS = (*OPEN_FOR_WORDS, "ended")
BEFORE_THE_COURT = (
    "filed",
    "supplement",
    "accepted",
    "confirmed",
    "refused",
    "dismissed",
    "withdrawn",
    "revoked",
)


def case_of(target: Any) -> Any:
    """The case that `target` is or belongs to."""
    return target if target.__tablename__ == "case" else target.case


def place(actor: Actor, target: Any) -> Participation | None:
    """The actor's place in the target's case."""
    return actor.in_case(case_of(target).id)


def is_admitted(actor: Actor, target: Any) -> bool:
    """Party, agent or mediator of the case. A guest is not: what is not of a channel named for them stays closed."""
    here = place(actor, target)
    return here is not None and here.role in SIDE_ROLES | MEDIATORS


def is_in_the_room(actor: Actor, target: Any) -> bool:
    """Admitted to the case, or a guest of some channel of it."""
    here = place(actor, target)
    return here is not None and here.role in SIDE_ROLES | MEDIATORS | GUESTS


def is_mediator(actor: Actor, target: Any) -> bool:
    """A mediator appointed in the case, presiding or not."""
    here = place(actor, target)
    return here is not None and here.role in MEDIATORS


def presides(actor: Actor, target: Any) -> bool:
    """The one mediator who presides (OMR 11; INV 13)."""
    here = place(actor, target)
    return here is not None and here.role == Role.MEDIATOR


def notes_in(actor: Actor, target: Any) -> bool:
    """Reads and writes the mediators' own notes of the case."""
    return reads_notes(place(actor, target))


def is_of_a_side(actor: Actor, target: Any) -> bool:
    """A party or a party's agent in the case."""
    here = place(actor, target)
    return here is not None and here.role in SIDE_ROLES


def binds_a_side(actor: Actor, target: Any) -> bool:
    """May settle for a side: the party itself, or an agent with special authority (CPL 62; INT 89)."""
    here = place(actor, target)
    if here is None:
        return False
    return here.role == Role.PARTY or (here.role == Role.AGENT and here.special_authority)


def is_told_of_guest(actor: Actor, invitation: Any) -> bool:
    """A mediator, or of a side that would be heard by the guest asked for."""
    here = place(actor, invitation)
    if here is None or here.role not in SIDE_ROLES | MEDIATORS:
        return False
    return any(hears(here, channel.heard) for channel in invitation.channels)


def answers_for_guest(actor: Actor, invitation: Any) -> bool:
    """Binds a side that would be heard by the guest asked for."""
    return binds_a_side(actor, invitation) and is_told_of_guest(actor, invitation)


def is_mediator_or_oneself(actor: Actor, participant: Any) -> bool:
    """A mediator of the case, or the participant's own person."""
    here = place(actor, participant)
    return here is not None and (here.role in MEDIATORS or here.participant_id == participant.id)


def is_of_party(actor: Actor, party: Any) -> bool:
    """On this very side."""
    here = place(actor, party)
    return here is not None and here.party_id == party.id


def is_of_side(side: Side) -> Any:
    """A predicate on the case: on that side, by the sides written on the case's parties."""

    def on_that_side(actor: Actor, target: Any) -> bool:
        here = place(actor, target)
        if here is None or here.party_id is None:
            return False
        return any(p.id == here.party_id and p.side == side for p in case_of(target).parties)

    return on_that_side


def is_clerk_of_record(actor: Actor, target: Any) -> bool:
    """A clerk of the organisation the case is before; a draft that was never filed is before nobody."""
    case = case_of(target)
    return case.filed_at is not None and actor.has_duty(case.organisation_id, Duty.ORGANISATION_CLERK)


def hears_channel(actor: Actor, channel: Any) -> bool:
    """Hears the channel, by the one rule of audience."""
    return hears(actor.in_case(channel.case_id), channel)


def may_speak(actor: Actor, channel: Any) -> bool:
    """Hears it, is no observer, it is open, and the case is at a stage in which people talk."""
    here = actor.in_case(channel.case_id)
    if here is None or here.role == Role.OBSERVER:
        return False
    return hears(here, channel) and channel.open and channel.case.state in OPEN_FOR_WORDS


def hears_exhibit(actor: Actor, exhibit: Any) -> bool:
    """Hears the channel the exhibit was put in, and did so when it was put in."""
    here = actor.in_case(exhibit.channel.case_id)
    if here is None or not hears(here, exhibit.channel):
        return False
    since = heard_since(here, exhibit.channel)
    return since is None or exhibit.at >= since


def opens_exhibit(actor: Actor, exhibit: Any) -> bool:
    """Hears it and, when it is a trade secret, put it in or was named and has undertaken to keep it (EVI 26)."""
    here = place(actor, exhibit)
    if here is None or not hears_exhibit(actor, exhibit):
        return False
    if not exhibit.secret:
        return True
    mine = [reader for reader in exhibit.readers if reader.participant_id == here.participant_id]
    undertaken = any(reader.undertaken_at is not None for reader in mine)
    return may_be_opened(owner=here.participant_id == exhibit.owner_id, named=bool(mine), undertaken=undertaken)


def may_disclose(actor: Actor, exhibit: Any) -> bool:
    """Put the exhibit in, or may settle for the side of the person who did."""
    here = place(actor, exhibit)
    if here is None or not hears_exhibit(actor, exhibit):
        return False
    if here.participant_id == exhibit.owner_id:
        return True
    return (
        exhibit.owner.party_id is not None and here.party_id == exhibit.owner.party_id and binds_a_side(actor, exhibit)
    )


def is_own_upload(actor: Actor, upload: Any) -> bool:
    """Began this very upload, and still hears the channel it goes to."""
    here = place(actor, upload)
    return here is not None and here.participant_id == upload.owner_id and hears_channel(actor, upload.channel)


def binds_a_side_that_hears(actor: Actor, exhibit: Any) -> bool:
    """May settle for a side, and hears the channel the exhibit was put in."""
    return hears_exhibit(actor, exhibit) and binds_a_side(actor, exhibit)


def may_file_exhibit(actor: Actor, exhibit: Any) -> bool:
    """Builds the file for the court, and every side released this exhibit of the joint channel for it."""
    released = exhibit.for_court_at is not None and exhibit.withdrawn_at is None
    joint = exhibit.channel.kind == ChannelKind.JOINT
    return released and joint and (is_mediator(actor, exhibit) or is_clerk_of_record(actor, exhibit))


def is_signatory(actor: Actor, signature: Any) -> bool:
    """The very person this signature is asked of, with authority to give it."""
    here = place(actor, signature)
    if here is None or signature.participant_id != here.participant_id:
        return False
    return here.role == Role.MEDIATOR or binds_a_side(actor, signature)


def is_mediator_proposed(actor: Actor, appointment: Any) -> bool:
    """The person proposed as mediator."""
    return appointment.account_id == actor.account_id


def is_clerk_of_court(actor: Actor, confirmation: Any) -> bool:
    """A clerk of the court the application was filed with, once it was filed."""
    filed = confirmation.state in BEFORE_THE_COURT and confirmation.filed_at is not None
    return filed and actor.has_duty(confirmation.court_id, Duty.COURT_CLERK)


def is_the_platform(actor: Actor, target: Any) -> bool:
    """The platform itself, which lets terms run out."""
    return actor.system


def hears_its_channel(actor: Actor, thing: Any) -> bool:
    """Of a side or a mediator, and hears the channel this thing is of."""
    return is_admitted(actor, thing) and hears_channel(actor, thing.channel)


def may_propose_facts(actor: Actor, channel: Any) -> bool:
    """The mediator or somebody of a side, in the joint channel, while facts may still be settled."""
    drafts = is_mediator(actor, channel) or is_of_a_side(actor, channel)
    open_for_facts = channel.kind == ChannelKind.JOINT and channel.case.state in OPEN_FOR_FACTS
    return hears_channel(actor, channel) and drafts and open_for_facts


def may_change_fact(actor: Actor, fact: Any) -> bool:
    """The mediator, or the side that proposed this fact."""
    here = place(actor, fact)
    own = here is not None and here.party_id is not None and here.party_id == fact.party_id
    return may_propose_facts(actor, fact.channel) and (is_mediator(actor, fact) or own)


def may_answer_fact(actor: Actor, fact: Any) -> bool:
    """May settle for a side, which answers for itself alone."""
    return may_propose_facts(actor, fact.channel) and binds_a_side(actor, fact)


def may_file_fact(actor: Actor, fact: Any) -> bool:
    """Builds the file for the court, and every party let this fixed fact of the joint channel go there."""
    released = fact.state == "fixed" and fact.for_court_at is not None and fact.channel.kind == ChannelKind.JOINT
    return released and (is_mediator(actor, fact) or is_clerk_of_record(actor, fact))


@dataclass(frozen=True)
class _CaucusOf:
    """The caucus of a side, as the rule of audience wants it."""

    party_id: str
    id: str = ""
    kind: ChannelKind = ChannelKind.CAUCUS


def takes_part(who: Any, round_: Any) -> bool:
    """Of a side of this round of bargaining, or hears the caucuses of its sides: no guest, no third side."""
    if who is None or who.role not in SIDE_ROLES | MEDIATORS:
        return False
    return any(hears(who, _CaucusOf(side.party_id)) for side in round_.sides)


def is_in_round(actor: Actor, round_: Any) -> bool:
    """Takes part in the round: its sides and the mediator."""
    return takes_part(place(actor, round_), round_)


def binds_a_side_of_round(actor: Actor, round_: Any) -> bool:
    """May settle for one of the sides of the round (CPL 62; INT 89)."""
    here = place(actor, round_)
    if here is None or not binds_a_side(actor, round_):
        return False
    return any(side.party_id == here.party_id for side in round_.sides)


def leads_its_channel(actor: Actor, thing: Any) -> bool:
    """Mediates, and hears the channel this thing is of."""
    return is_mediator(actor, thing) and hears_channel(actor, thing.channel)


def may_read_record(actor: Actor, record: Any) -> bool:
    """A draft is the mediators' alone; those in the joint channel read the rest; the clerk files what is final."""
    if record.state == "draft":
        return leads_its_channel(actor, record)
    return hears_its_channel(actor, record) or (record.state == "final" and is_clerk_of_record(actor, record))


def answers_record(actor: Actor, record: Any) -> bool:
    """Of a side, and hears the joint channel the record is of; whether they were there the record itself says."""
    return record.state != "draft" and is_of_a_side(actor, record) and hears_channel(actor, record.channel)


def may_release_record(actor: Actor, record: Any) -> bool:
    """May settle for a side, about a final record of the joint channel."""
    return record.state == "final" and binds_a_side(actor, record) and hears_channel(actor, record.channel)


def may_file_record(actor: Actor, record: Any) -> bool:
    """Builds the file for the court, and every party let this final record go there."""
    released = record.state == "final" and record.for_court_at is not None
    return released and (is_mediator(actor, record) or is_clerk_of_record(actor, record))


def may_ask_to_pass(actor: Actor, channel: Any) -> bool:
    """Mediates, in a caucus in which people still talk."""
    return channel.kind == ChannelKind.CAUCUS and is_mediator(actor, channel) and may_speak(actor, channel)


def may_let_pass(actor: Actor, passing: Any) -> bool:
    """May settle for the very side whose caucus the words come from."""
    here = place(actor, passing)
    own = here is not None and here.party_id is not None and here.party_id == passing.channel.party_id
    return own and binds_a_side(actor, passing) and hears_channel(actor, passing.channel)


def owes(actor: Actor, obligation: Any) -> bool:
    """Of the side that owes this obligation, the party itself or its agent."""
    here = place(actor, obligation)
    return here is not None and here.role in SIDE_ROLES and here.party_id == obligation.obligor_id


def receives(actor: Actor, obligation: Any) -> bool:
    """May settle for the side to which it is owed: a receipt or a release disposes of its right (CPL 62; INT 89)."""
    here = place(actor, obligation)
    return here is not None and here.party_id == obligation.obligee_id and binds_a_side(actor, obligation)
