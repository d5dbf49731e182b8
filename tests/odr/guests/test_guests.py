"""Guests: asked for with a stated audience, agreed to by every side that would be heard, silent about the rest."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from odr import events
from odr.access.actor import Actor, Role, Side
from odr.audit.models import AuditEntry
from odr.cases.models import GuestChannel, Participant
from odr.cases.participants import actor_for, people_in
from odr.db import reading
from odr.errors import AlreadyAnswered, Conflict, InvalidInput, InvitationSpent, NotAllowed, NotFound
from odr.events import MessagePosted, ParticipantsChanged
from odr.evidence.commands import submit_exhibit
from odr.evidence.queries import exhibit_file, exhibits_in
from odr.guests.commands import answer_guest, ask_for_guest, attend_as_known, cancel_guest, remove_guest
from odr.guests.queries import guest_link_view, guests_page
from odr.guests.states import GuestState
from odr.rooms.commands import enter_room
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after, room_page
from odr.rooms.receipts import mark_read
from tests.factories.guests import admit_guest, ask_and_agree
from tests.factories.mediation import Mediation
from tests.factories.people import last_link, letters, make_account


def heard(actor: Actor, channel_id: str) -> list[str]:
    return [message.text for message in messages_after(actor, channel_id, 0)]


def say(mediation: Mediation, who: str, channel: str, text: str) -> None:
    post_message(mediation.who(who), channel, text=text, client_ref=text)


def test_a_guest_hears_the_channels_named_and_sees_no_other(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.APPLICANT]
    guest = admit_guest(mediation, Role.INTERPRETER, {caucus: False})
    say(mediation, "applicant", caucus, "私下")
    assert heard(guest.actor, caucus) == ["私下"]
    assert [channel.id for channel in room_page(guest.actor, mediation.case_ref).channels] == [caucus]
    for closed in (mediation.joint, mediation.caucus[Side.RESPONDENT]):
        with pytest.raises(NotFound):
            messages_after(guest.actor, closed, 0)


def test_a_guest_from_now_on_hears_nothing_that_was_said_or_shown_before(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "以前")
    earlier = submit_exhibit(
        mediation.who("applicant"), mediation.joint, name="a.txt", source=io.BytesIO(b"a"), max_bytes=99
    )
    guest = admit_guest(mediation, Role.EXPERT, {mediation.joint: False})
    say(mediation, "applicant", mediation.joint, "以后")
    assert heard(guest.actor, mediation.joint) == ["以后"]
    assert exhibits_in(guest.actor, mediation.joint) == []
    with pytest.raises(NotFound):
        exhibit_file(guest.actor, earlier.exhibit_id)
    assert room_page(guest.actor, mediation.case_ref).channels[0].unread == 1
    mark_read(guest.actor, mediation.joint, 0)
    assert room_page(guest.actor, mediation.case_ref).channels[0].unread == 1


def test_a_guest_with_what_was_said_before_hears_it_all(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "以前")
    kept = submit_exhibit(
        mediation.who("applicant"), mediation.joint, name="a.txt", source=io.BytesIO(b"a"), max_bytes=99
    )
    guest = admit_guest(mediation, Role.TECHNICAL_OFFICER, {mediation.joint: True})
    assert heard(guest.actor, mediation.joint) == ["以前"]
    with exhibit_file(guest.actor, kept.exhibit_id).file as file:
        assert file.read() == b"a"


def test_an_observer_reads_and_never_speaks(mediation: Mediation) -> None:
    observer = admit_guest(mediation, Role.OBSERVER, {mediation.joint: False})
    say(mediation, "applicant", mediation.joint, "您好")
    assert heard(observer.actor, mediation.joint) == ["您好"]
    with pytest.raises(NotAllowed):
        post_message(observer.actor, mediation.joint, text="我也说", client_ref="1")
    with pytest.raises(NotAllowed):
        submit_exhibit(observer.actor, mediation.joint, name="a.txt", source=io.BytesIO(b"a"), max_bytes=99)


def test_a_guest_of_one_sides_caucus_is_unknown_to_the_other_side(mediation: Mediation) -> None:
    told: list[ParticipantsChanged] = []
    events.subscribe(ParticipantsChanged, told.append)
    guest = admit_guest(mediation, Role.EXPERT, {mediation.caucus[Side.APPLICANT]: False})
    respondent = mediation.who("respondent")
    assert guest.account_id not in {person.account_id for person in room_page(respondent, mediation.case_ref).people}
    assert guests_page(respondent, mediation.case_ref).guests == ()
    assert respondent.account_id not in {account for fact in told for account in fact.audience}
    assert enter_room(guest.actor, mediation.case_ref, "c1")
    assert mediation.participants["respondent"] not in enter_room(guest.actor, mediation.case_ref, "c2")
    assert guest.account_id in {
        person.account_id for person in room_page(mediation.who("applicant"), mediation.case_ref).people
    }
    with reading() as now:
        chains = set(now.scalars(select(AuditEntry.chain).where(AuditEntry.act.startswith("guest."))))
    assert chains == {f"channel:{mediation.caucus[Side.APPLICANT]}"}


def test_what_is_said_reaches_the_guests_of_the_channel_and_nobody_else(mediation: Mediation) -> None:
    guest = admit_guest(mediation, Role.INTERPRETER, {mediation.caucus[Side.RESPONDENT]: False})
    said: list[MessagePosted] = []
    events.subscribe(MessagePosted, said.append)
    say(mediation, "respondent", mediation.caucus[Side.RESPONDENT], "x")
    say(mediation, "respondent", mediation.joint, "y")
    assert guest.account_id in said[0].audience
    assert guest.account_id not in said[1].audience


def test_a_guest_sent_out_hears_nothing_from_the_next_message_on(mediation: Mediation) -> None:
    guest = admit_guest(mediation, Role.INTERESTED, {mediation.joint: True})
    said: list[MessagePosted] = []
    events.subscribe(MessagePosted, said.append)
    remove_guest(mediation.who("mediator"), guest.actor.participations[mediation.case_id].participant_id)
    say(mediation, "applicant", mediation.joint, "之后")
    assert guest.account_id not in said[0].audience
    assert mediation.case_id not in guest.actor.participations
    with pytest.raises(NotFound):
        messages_after(guest.actor, mediation.joint, 0)


def test_a_guest_may_leave_and_a_side_may_send_nobody_out(mediation: Mediation) -> None:
    guest = admit_guest(mediation, Role.EXPERT, {mediation.joint: True})
    ident = guest.actor.participations[mediation.case_id].participant_id
    with pytest.raises(NotFound):
        remove_guest(mediation.who("applicant"), ident)
    remove_guest(guest.actor, ident)
    assert guest.account_id not in {person.account_id for person in people_in(mediation.case_id)}
    with pytest.raises(NotAllowed):
        remove_guest(mediation.who("mediator"), mediation.participants["applicant"])


def test_every_side_is_asked_for_the_joint_channel_and_one_refusal_is_enough(mediation: Mediation) -> None:
    wish = ask(mediation, {mediation.joint: False})
    answer_guest(mediation.who("applicant"), wish, agreed=True)
    assert letters("guest@mail.example") == []
    with pytest.raises(AlreadyAnswered):
        answer_guest(mediation.who("applicant"), wish, agreed=False)
    answer_guest(mediation.who("respondent"), wish, agreed=False)
    assert state(mediation, wish) == GuestState.REFUSED
    assert letters("guest@mail.example") == []


def test_only_the_side_whose_caucus_it_is_is_asked(mediation: Mediation) -> None:
    wish = ask(mediation, {mediation.caucus[Side.APPLICANT]: False})
    with pytest.raises(NotFound):
        answer_guest(mediation.who("respondent"), wish, agreed=True)
    with pytest.raises(NotFound):
        cancel_guest(mediation.who("respondent"), wish)
    with pytest.raises(NotAllowed):
        cancel_guest(mediation.who("applicant"), wish)
    answer_guest(mediation.who("applicant"), wish, agreed=True)
    assert letters("guest@mail.example") == ["guest_invitation"]


def test_nobody_comes_in_without_the_undertaking(mediation: Mediation) -> None:
    known = make_account("李薇", email="guest@mail.example")
    ask_and_agree(mediation, Role.EXPERT, {mediation.joint: False}, email=known.email)
    token = last_link(known.email)
    assert guest_link_view(token).undertaking
    with pytest.raises(InvalidInput):
        attend_as_known(known.actor, token, undertaken=False)
    attend_as_known(known.actor, token, undertaken=True)
    assert known.actor.participations[mediation.case_id].role == Role.EXPERT


def test_a_link_taken_back_admits_nobody(mediation: Mediation) -> None:
    known = make_account("李薇", email="guest@mail.example")
    wish = ask_and_agree(mediation, Role.EXPERT, {mediation.joint: False}, email=known.email)
    token = last_link(known.email)
    cancel_guest(mediation.who("mediator"), wish)
    with pytest.raises(InvitationSpent):
        attend_as_known(known.actor, token, undertaken=True)


def test_somebody_of_the_case_is_no_guest_of_it_and_no_side_asks_for_one(mediation: Mediation) -> None:
    with pytest.raises(Conflict):
        ask(mediation, {mediation.joint: False}, email="applicant@people.example")
    with pytest.raises(NotAllowed):
        ask(mediation, {mediation.joint: False}, who="applicant")
    with pytest.raises(InvalidInput):
        ask(mediation, {})


def test_a_guest_has_no_part_in_anything_but_the_channels(mediation: Mediation) -> None:
    guest = admit_guest(mediation, Role.EXPERT, {mediation.joint: True})
    with pytest.raises(NotAllowed):
        guests_page(guest.actor, mediation.case_ref)
    with reading() as now:
        assert now.scalars(select(Participant).where(Participant.account_id == guest.account_id)).one().party_id is None
        assert now.scalars(select(GuestChannel)).one().from_seq == 1


def ask(
    mediation: Mediation, channels: dict[str, bool], *, email: str = "guest@mail.example", who: str = "mediator"
) -> str:
    return ask_for_guest(
        mediation.who(who), mediation.case_id, name="李薇", email=email, role=Role.EXPERT, channels=channels
    )


def state(mediation: Mediation, wish: str) -> GuestState:
    page = guests_page(mediation.who("mediator"), mediation.case_ref)
    return next(guest.state for guest in page.guests if guest.id == wish)


def test_the_actor_of_this_moment_knows_the_channels(mediation: Mediation) -> None:
    guest = admit_guest(mediation, Role.EXPERT, {mediation.joint: False, mediation.caucus[Side.APPLICANT]: True})
    place = actor_for(guest.account_id).participations[mediation.case_id]
    assert {ident: hearing.from_seq for ident, hearing in place.channels.items()} == {
        mediation.joint: 1,
        mediation.caucus[Side.APPLICANT]: 1,
    }
