"""The demonstration shows only what the platform can really do."""

from __future__ import annotations

import pytest

from odr.accounts import administration as admin
from odr.accounts.commands import sign_in
from odr.audit.trail import verify_all
from odr.cases.participants import actor_for
from odr.cases.queries import case_page, desk, my_cases
from odr.db import Database, reading
from odr.demo import DEMO_PASSWORD, PEOPLE, is_empty, load_demo
from odr.evidence.queries import exhibits_in
from odr.rooms.queries import messages_after, room_page
from odr.settings import Settings


@pytest.fixture
def loaded(settings: Settings, database: Database) -> None:
    assert is_empty()
    load_demo(settings)


def who(role: str):
    email = next(person.email for person in PEOPLE if person.role == role)
    return actor_for(admin.account_id_of(email) or "")


def test_everybody_printed_can_sign_in(loaded: None) -> None:
    assert not is_empty()
    for person in PEOPLE:
        assert sign_in(person.email, DEMO_PASSWORD)


def test_one_case_is_being_mediated_one_asked_and_one_waits_at_the_desk(loaded: None) -> None:
    assert sorted(str(line.state) for line in desk(who("organisation_clerk")).lines) == [
        "invited",
        "mediating",
        "submitted",
    ]


def test_the_room_has_been_talked_in_by_each_in_their_own_language(loaded: None) -> None:
    (line,) = my_cases(who("mediator"))
    room = room_page(who("mediator"), line.ref)
    said = {channel.side: messages_after(who("mediator"), channel.id, 0) for channel in room.channels}
    assert all(len(messages) >= 2 for messages in said.values())
    assert {message.author for message in said[None]} == {"周慧兰", "张敏", "Eleanor Hart", "王一鸣"}
    assert len(exhibits_in(who("applicant"), room.channels[0].id)) == 2


def test_a_side_sees_nothing_of_the_others_private_talk(loaded: None) -> None:
    (line,) = my_cases(who("mediator"))
    for role in ("applicant", "respondent", "agent"):
        sides = {str(channel.side) for channel in room_page(who(role), line.ref).channels}
        assert sides == {"None", "applicant" if role == "applicant" else "respondent"}


def test_the_agent_of_the_demonstration_may_settle(loaded: None) -> None:
    (line,) = my_cases(who("agent"))
    case_id = case_page(who("agent"), line.ref).id
    place = who("agent").in_case(case_id)
    assert place is not None and place.special_authority


def test_the_trail_of_the_demonstration_is_sound(loaded: None) -> None:
    with reading():
        assert verify_all() == {}
