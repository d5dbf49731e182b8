"""More than two sides: each joins by a link, has a caucus of its own, and counts like every other."""

from __future__ import annotations

import io

import pytest

from odr.access.actor import Actor, Side
from odr.cases.consents import ONLINE
from odr.cases.models import PartyKind
from odr.cases.queries import case_page
from odr.errors import Conflict, InvalidInput, InvitationSpent, LegalObstacle, NotAllowed, NotFound
from odr.evidence.commands import release_for_court, submit_exhibit
from odr.rooms.parties import accede_as_known, add_party, cancel_party, decline_to_accede, parties_page
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after, room_page
from odr.rooms.sittings import end_mediation_session, open_mediation_session
from tests.factories.mediation import Mediation
from tests.factories.opening import get_ready
from tests.factories.people import Known, last_link, letters, make_account


def joined(mediation: Mediation, side: Side, email: str = "third@mail.example") -> Known:
    known = make_account("钱来", email=email)
    add_party(mediation.who("mediator"), mediation.case_id, side=side, kind=PartyKind.PERSON, name="钱来", email=email)
    accede_as_known(known.actor, last_link(email), consents=[ONLINE])
    return known


def own_caucus(actor: Actor, mediation: Mediation) -> str:
    return next(channel.id for channel in room_page(actor, mediation.case_ref).channels if channel.mine)


@pytest.mark.parametrize("side", [Side.RESPONDENT, Side.THIRD])
def test_whoever_joins_hears_the_joint_room_and_a_caucus_of_its_own(mediation: Mediation, side: Side) -> None:
    post_message(mediation.who("applicant"), mediation.joint, text="早", client_ref="1")
    joining = joined(mediation, side)
    caucus = own_caucus(joining.actor, mediation)
    assert {channel.id for channel in room_page(joining.actor, mediation.case_ref).channels} == {
        mediation.joint,
        caucus,
    }
    assert [message.text for message in messages_after(joining.actor, mediation.joint, 0)] == ["早"]
    post_message(joining.actor, caucus, text="私下", client_ref="2")
    for name in ("applicant", "respondent", "agent"):
        with pytest.raises(NotFound):
            messages_after(mediation.who(name), caucus, 0)
    for other in mediation.caucus.values():
        with pytest.raises(NotFound):
            messages_after(joining.actor, other, 0)
    assert [message.text for message in messages_after(mediation.who("mediator"), caucus, 0)] == ["私下"]


def test_nobody_waits_for_a_party_that_has_not_joined(mediation: Mediation) -> None:
    mediator = mediation.who("mediator")
    wish = add_party(
        mediator, mediation.case_id, side=Side.THIRD, kind=PartyKind.PERSON, name="钱来", email="third@mail.example"
    )
    assert letters("third@mail.example") == ["party_invitation"]
    assert len(case_page(mediator, mediation.case_ref).parties) == 2
    assert [line.name for line in parties_page(mediator, mediation.case_ref).asked] == ["钱来"]
    token = last_link("third@mail.example")
    cancel_party(mediator, wish)
    with pytest.raises(InvitationSpent):
        decline_to_accede(token)


def test_a_party_that_declines_changes_nothing_for_the_others(mediation: Mediation) -> None:
    mediator = mediation.who("mediator")
    add_party(
        mediator, mediation.case_id, side=Side.THIRD, kind=PartyKind.PERSON, name="钱来", email="third@mail.example"
    )
    decline_to_accede(last_link("third@mail.example"))
    assert str(case_page(mediator, mediation.case_ref).state) == "mediating"
    assert parties_page(mediator, mediation.case_ref).asked == ()


def test_the_next_sitting_waits_for_the_party_that_joined(mediation: Mediation) -> None:
    joined(mediation, Side.THIRD)
    end_mediation_session(mediation.who("mediator"), mediation.case_id)
    with pytest.raises(LegalObstacle):
        open_mediation_session(mediation.who("mediator"), mediation.case_id)
    get_ready(mediation.case_id)
    assert open_mediation_session(mediation.who("mediator"), mediation.case_id) == 2


def test_only_the_mediator_and_the_clerk_add_a_party_and_never_an_applicant(mediation: Mediation) -> None:
    def add(who: str, side: Side = Side.THIRD, email: str = "x@mail.example") -> str:
        return add_party(
            mediation.who(who), mediation.case_id, side=side, kind=PartyKind.PERSON, name="钱来", email=email
        )

    with pytest.raises(NotAllowed):
        add("applicant")
    with pytest.raises(NotFound):
        add("outsider")
    with pytest.raises(InvalidInput):
        add("clerk", Side.APPLICANT)
    with pytest.raises(Conflict):
        add("clerk", email="respondent@people.example")
    assert add("clerk")


def test_the_third_sides_word_is_needed_before_an_exhibit_goes_to_the_court(mediation: Mediation) -> None:
    joining = joined(mediation, Side.THIRD)
    kept = submit_exhibit(
        mediation.who("applicant"), mediation.joint, name="a.txt", source=io.BytesIO(b"a"), max_bytes=99
    )
    assert not release_for_court(mediation.who("applicant"), kept.exhibit_id)
    assert not release_for_court(mediation.who("respondent"), kept.exhibit_id)
    assert release_for_court(joining.actor, kept.exhibit_id)
