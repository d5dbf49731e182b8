"""Voice and video obey the audience of their channel: who may sit, who is signalled, and when a seat ends."""

from __future__ import annotations

import base64
import hmac
from datetime import timedelta

import pytest
import sqlalchemy as sa

from odr import clock, events
from odr.access.actor import Side
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_all
from odr.calls.commands import (
    caption,
    connection_gone,
    end_call,
    keep_to_audience,
    leave_seat,
    relay,
    start_call,
    switch_devices,
    take_seat,
)
from odr.calls.media import MediaAccess, Mesh, media, use_media
from odr.calls.models import Call, CallSeat
from odr.calls.queries import call_in
from odr.calls.seats import SILENT_FOR
from odr.cases.models import Participant
from odr.db import reading, transaction
from odr.errors import CallFull, InvalidInput, NoCall, NotAllowed, NotFound
from odr.events import CallCaptioned, CallChanged, CallSignalled
from odr.rooms.models import Channel
from tests.factories.mediation import Mediation


@pytest.fixture(autouse=True)
def a_mesh():
    use_media(Mesh())
    yield
    use_media(Mesh())


def sit(mediation: Mediation, who: str, channel: str) -> str:
    return take_seat(mediation.who(who), channel, connection=f"line of {who}").seat


def sitting(mediation: Mediation, channel: str) -> set[str]:
    names = {participant: name for name, participant in mediation.participants.items()}
    return {names[seat.participant_id] for seat in call_in(mediation.who("mediator"), channel).seats}


def remove(mediation: Mediation, who: str) -> None:
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants[who]).removed_at = clock.now()


def heard_of(kind: type) -> list:
    told: list = []
    events.subscribe(kind, told.append)
    return told


def test_only_the_mediator_opens_a_call_and_ends_it(mediation: Mediation) -> None:
    for who in ("applicant", "respondent", "agent"):
        with pytest.raises(NotAllowed):
            start_call(mediation.who(who), mediation.joint)
    start_call(mediation.who("mediator"), mediation.joint)
    start_call(mediation.who("mediator"), mediation.joint)
    sit(mediation, "applicant", mediation.joint)
    with pytest.raises(NotAllowed):
        end_call(mediation.who("applicant"), mediation.joint)
    end_call(mediation.who("mediator"), mediation.joint)
    assert not call_in(mediation.who("applicant"), mediation.joint).live
    with reading() as session:
        assert session.scalar(sa.select(sa.func.count(Call.id))) == 1
        assert session.scalar(sa.select(sa.func.count(CallSeat.id))) == 0


def test_nobody_sits_down_before_the_mediator_has_opened_the_call(mediation: Mediation) -> None:
    with pytest.raises(NoCall):
        sit(mediation, "applicant", mediation.joint)


def test_the_call_of_a_caucus_does_not_exist_for_the_other_side(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    told = heard_of(CallChanged)
    start_call(mediation.who("mediator"), caucus)
    sit(mediation, "respondent", caucus)
    for act in (lambda who: call_in(who, caucus), lambda who: take_seat(who, caucus, connection="x")):
        for name in ("applicant", "clerk", "court_clerk", "other_mediator", "outsider"):
            with pytest.raises(NotFound):
                act(mediation.who(name))
    inside = {mediation.accounts[name] for name in ("respondent", "agent", "mediator")}
    assert told
    assert all(set(event.audience) == inside for event in told)


def test_sitting_down_in_a_caucus_ends_the_seat_in_the_joint_call(mediation: Mediation) -> None:
    """The mediator's microphone is never open in two rooms."""
    caucus = mediation.caucus[Side.APPLICANT]
    for channel in (mediation.joint, caucus):
        start_call(mediation.who("mediator"), channel)
    for who in ("mediator", "applicant", "respondent"):
        sit(mediation, who, mediation.joint)
    told = heard_of(CallChanged)
    sit(mediation, "mediator", caucus)
    assert sitting(mediation, mediation.joint) == {"applicant", "respondent"}
    assert sitting(mediation, caucus) == {"mediator"}
    order = [event.channel_id for event in told]
    assert order.index(mediation.joint) < order.index(caucus)


def test_whoever_is_removed_loses_the_seat_at_once_and_is_signalled_no_more(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    start_call(mediation.who("mediator"), caucus)
    agent, mine = mediation.who("agent"), sit(mediation, "mediator", caucus)
    seat = sit(mediation, "agent", caucus)
    remove(mediation, "agent")
    signals = heard_of(CallSignalled)
    relay(mediation.who("mediator"), caucus, recipient=seat, kind="offer", body="v=0")
    assert signals == []
    assert sitting(mediation, caucus) == {"mediator"}
    with pytest.raises(NotFound):
        relay(mediation.who("agent"), caucus, recipient=mine, kind="offer", body="v=0")
    assert agent.account_id == mediation.accounts["agent"]


def test_a_change_of_people_sweeps_every_call_of_the_case(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    start_call(mediation.who("mediator"), caucus)
    sit(mediation, "agent", caucus)
    sit(mediation, "respondent", caucus)
    remove(mediation, "agent")
    told = heard_of(CallChanged)
    keep_to_audience(mediation.case_ref)
    assert sitting(mediation, caucus) == {"respondent"}
    others, removed = told
    assert mediation.accounts["agent"] not in others.audience
    assert (removed.audience, removed.live, removed.seats) == ((mediation.accounts["agent"],), False, ())


def test_closing_a_channel_ends_everybodys_seat_in_it(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    start_call(mediation.who("mediator"), caucus)
    sit(mediation, "respondent", caucus)
    with transaction() as tx:
        tx.session.get_one(Channel, caucus).open = False
    keep_to_audience(mediation.case_ref)
    assert not call_in(mediation.who("mediator"), caucus).live


def test_a_signal_reaches_one_person_of_the_same_call_only(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.APPLICANT]
    for channel in (mediation.joint, caucus):
        start_call(mediation.who("mediator"), channel)
    inside = sit(mediation, "applicant", caucus)
    sit(mediation, "mediator", caucus)
    outside = sit(mediation, "respondent", mediation.joint)
    told = heard_of(CallSignalled)
    relay(mediation.who("mediator"), caucus, recipient=inside, kind="offer", body="v=0")
    assert [event.audience for event in told] == [(mediation.accounts["applicant"],)]
    with pytest.raises(NotFound):
        relay(mediation.who("mediator"), caucus, recipient=outside, kind="offer", body="v=0")
    with pytest.raises(NotFound):
        relay(mediation.who("respondent"), caucus, recipient=inside, kind="offer", body="v=0")
    with pytest.raises(NoCall):
        relay(mediation.who("mediator"), mediation.joint, recipient=outside, kind="offer", body="v=0")
    with pytest.raises(InvalidInput):
        relay(mediation.who("mediator"), caucus, recipient=inside, kind="anything", body="v=0")
    assert len(told) == 1


def test_a_seat_ends_with_its_line_and_an_empty_call_with_its_last_seat(mediation: Mediation) -> None:
    start_call(mediation.who("mediator"), mediation.joint)
    sit(mediation, "applicant", mediation.joint)
    sit(mediation, "respondent", mediation.joint)
    connection_gone("line of respondent")
    assert sitting(mediation, mediation.joint) == {"applicant"}
    leave_seat(mediation.who("applicant"), mediation.joint)
    assert not call_in(mediation.who("applicant"), mediation.joint).live
    leave_seat(mediation.who("applicant"), mediation.joint)


def test_a_page_that_went_silent_gives_its_place_to_the_next(
    mediation: Mediation, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_media(Mesh(limit=1))
    start_call(mediation.who("mediator"), mediation.joint)
    sit(mediation, "applicant", mediation.joint)
    with pytest.raises(CallFull):
        sit(mediation, "respondent", mediation.joint)
    later = clock.now() + SILENT_FOR + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    sit(mediation, "respondent", mediation.joint)
    assert sitting(mediation, mediation.joint) == {"respondent"}
    with pytest.raises(NoCall):
        switch_devices(mediation.who("applicant"), mediation.joint, muted=True, camera=False, sharing=False)


def test_a_page_that_is_loaded_again_keeps_the_call(mediation: Mediation) -> None:
    start_call(mediation.who("mediator"), mediation.joint)
    first = sit(mediation, "mediator", mediation.joint)
    assert sit(mediation, "mediator", mediation.joint) != first
    assert call_in(mediation.who("mediator"), mediation.joint).live
    assert sitting(mediation, mediation.joint) == {"mediator"}


def test_the_others_see_what_is_switched_on_and_a_sign_of_life_tells_nobody_anything(mediation: Mediation) -> None:
    start_call(mediation.who("mediator"), mediation.joint)
    sit(mediation, "applicant", mediation.joint)
    told = heard_of(CallChanged)
    for _ in range(3):
        switch_devices(mediation.who("applicant"), mediation.joint, muted=True, camera=False, sharing=False)
    assert [(s.muted, s.camera) for event in told for s in event.seats] == [(True, False)]


def test_captions_reach_the_hearers_of_the_channel_and_are_kept_nowhere(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    start_call(mediation.who("mediator"), caucus)
    sit(mediation, "respondent", caucus)
    told = heard_of(CallCaptioned)
    caption(mediation.who("respondent"), caucus, text="  our ceiling\n is 380,000 ")
    assert told[0].text == "our ceiling is 380,000"
    assert set(told[0].audience) == {mediation.accounts[name] for name in ("respondent", "agent", "mediator")}
    with pytest.raises(NoCall):
        caption(mediation.who("mediator"), caucus, text="I have no seat")
    for text in ("", " ", "x" * 301):
        with pytest.raises(InvalidInput):
            caption(mediation.who("respondent"), caucus, text=text)


def test_a_call_leaves_its_begin_and_end_in_the_chain_of_its_channel_only(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    start_call(mediation.who("mediator"), caucus)
    sit(mediation, "respondent", caucus)
    end_call(mediation.who("mediator"), caucus)
    with reading() as session:
        chains = session.scalars(sa.select(AuditEntry.chain).where(AuditEntry.act.like("call.%"))).all()
        assert verify_all() == {}
    assert chains == [f"channel:{caucus}"] * 2


def test_a_relay_gets_credentials_that_end_and_name_nobody(mediation: Mediation) -> None:
    use_media(Mesh(("stun:relay.example:3478", "turn:relay.example:3478"), "the relay's secret"))
    start_call(mediation.who("mediator"), mediation.joint)
    access = take_seat(mediation.who("applicant"), mediation.joint, connection="x").access
    stun, turn = access.ice_servers
    assert (stun.username, stun.credential) == ("", "")
    until, _, word = turn.username.partition(":")
    assert clock.now().timestamp() < int(until) < (clock.now() + timedelta(hours=3)).timestamp()
    assert mediation.accounts["applicant"] not in turn.username
    assert word
    expected = hmac.digest(b"the relay's secret", turn.username.encode(), "sha1")
    assert base64.b64decode(turn.credential) == expected


class Elsewhere:
    """A media server that notes whom it admits and expels."""

    limit = 40

    def __init__(self) -> None:
        self.expelled: list[str] = []

    def admit(self, call_id: str, seat_id: str) -> MediaAccess:
        return MediaAccess("elsewhere", address="wss://media.example", token=f"{call_id}/{seat_id}")

    def expel(self, call_id: str, seat_id: str) -> None:
        self.expelled.append(seat_id)


def test_a_media_server_is_told_to_expel_whoever_loses_the_seat(mediation: Mediation) -> None:
    route = Elsewhere()
    use_media(route)
    caucus = mediation.caucus[Side.RESPONDENT]
    start_call(mediation.who("mediator"), caucus)
    place = take_seat(mediation.who("agent"), caucus, connection="x")
    sit(mediation, "respondent", caucus)
    assert place.access.token.endswith(place.seat)
    assert media().limit == 40
    remove(mediation, "agent")
    keep_to_audience(mediation.case_ref)
    assert route.expelled == [place.seat]
