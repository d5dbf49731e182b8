"""A mediator's slip can be taken back as long as nobody of the sides has read it; afterwards it can be corrected."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from odr import clock, events
from odr.access.actor import Side
from odr.audit.models import AuditEntry
from odr.audit.trail import verify_chain
from odr.cases.models import Participant
from odr.db import reading, transaction
from odr.errors import AlreadyRead, Conflict, InvalidInput, NotAllowed, NotFound
from odr.events import MessageRecalled
from odr.rooms.posting import post_message
from odr.rooms.queries import messages_after
from odr.rooms.recall import recall_message
from odr.rooms.receipts import mark_read
from odr.rooms.search import search_channel
from tests.factories.mediation import Mediation


def say(mediation: Mediation, who: str, channel: str, text: str, *, corrects: int | None = None) -> int:
    actor = mediation.who(who)
    return post_message(actor, channel, text=text, client_ref=text[:60], corrects=corrects).seq


def recall(mediation: Mediation, who: str, channel: str, seq: int) -> None:
    recall_message(mediation.who(who), channel, seq)


def test_a_recalled_message_leaves_its_place_and_who_took_it_back_but_no_word(mediation: Mediation) -> None:
    told: list[MessageRecalled] = []
    events.subscribe(MessageRecalled, told.append)
    joint = mediation.joint
    for text in ("第一句", "对方底线三十八万", "第三句"):
        say(mediation, "mediator", joint, text)
    recall(mediation, "mediator", joint, 2)
    for name in ("applicant", "respondent", "agent", "mediator"):
        seen = messages_after(mediation.who(name), joint, 0)
        assert [m.text for m in seen] == ["第一句", "", "第三句"]
        assert seen[1].recalled is not None and seen[1].recalled.by == "周慧兰"
        assert search_channel(mediation.who(name), joint, words="底线").hits == ()
    hearers = {mediation.accounts[name] for name in ("applicant", "respondent", "agent", "mediator")}
    assert set(told[0].audience) == hearers and told[0].seq == 2
    with reading() as session:
        acts = session.scalars(sa.select(AuditEntry.act).where(AuditEntry.chain == f"channel:{joint}")).all()
        assert acts[-1] == "message.recalled" and not verify_chain(f"channel:{joint}")


def test_recalling_twice_is_recalling_once(mediation: Mediation) -> None:
    told: list[MessageRecalled] = []
    events.subscribe(MessageRecalled, told.append)
    say(mediation, "mediator", mediation.joint, "slip")
    for _ in range(2):
        recall(mediation, "mediator", mediation.joint, 1)
    assert len(told) == 1


@pytest.mark.parametrize("reader", ["applicant", "respondent", "agent"])
def test_what_somebody_has_read_stays(mediation: Mediation, reader: str) -> None:
    say(mediation, "mediator", mediation.joint, "slip")
    mark_read(mediation.who(reader), mediation.joint, 1)
    with pytest.raises(AlreadyRead):
        recall(mediation, "mediator", mediation.joint, 1)
    assert messages_after(mediation.who("mediator"), mediation.joint, 0)[0].text == "slip"


def test_what_a_person_read_who_left_since_stays_too(mediation: Mediation) -> None:
    say(mediation, "mediator", mediation.joint, "slip")
    mark_read(mediation.who("agent"), mediation.joint, 1)
    with transaction() as tx:
        tx.session.get_one(Participant, mediation.participants["agent"]).removed_at = clock.now()
    with pytest.raises(AlreadyRead):
        recall(mediation, "mediator", mediation.joint, 1)


def test_what_somebody_spoke_after_stays_though_no_page_reported_it_read(mediation: Mediation) -> None:
    say(mediation, "mediator", mediation.joint, "slip")
    say(mediation, "respondent", mediation.joint, "What?")
    with pytest.raises(AlreadyRead):
        recall(mediation, "mediator", mediation.joint, 1)


def test_reading_elsewhere_or_earlier_words_hinders_nothing(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.APPLICANT]
    say(mediation, "mediator", mediation.joint, "read")
    mark_read(mediation.who("applicant"), mediation.joint, 1)
    say(mediation, "mediator", mediation.joint, "slip")
    for number in range(3):
        say(mediation, "mediator", caucus, f"private {number}")
    mark_read(mediation.who("applicant"), caucus, 3)
    mark_read(mediation.who("mediator"), mediation.joint, 2)
    recall(mediation, "mediator", mediation.joint, 2)
    assert [m.text for m in messages_after(mediation.who("applicant"), mediation.joint, 0)] == ["read", ""]


def test_only_the_mediator_recalls_and_only_their_own_words(mediation: Mediation) -> None:
    say(mediation, "applicant", mediation.joint, "ours")
    for name in ("applicant", "respondent", "mediator"):
        with pytest.raises(NotAllowed):
            recall(mediation, name, mediation.joint, 1)
    with pytest.raises(NotFound):
        recall(mediation, "mediator", mediation.joint, 9)
    for name in ("respondent", "outsider", "clerk"):
        with pytest.raises(NotFound):
            recall(mediation, name, mediation.caucus[Side.APPLICANT], 1)


def test_every_version_goes_with_it_and_nothing_can_be_said_about_it_any_more(mediation: Mediation) -> None:
    say(mediation, "mediator", mediation.joint, "slip one")
    say(mediation, "mediator", mediation.joint, "slip two", corrects=1)
    with pytest.raises(Conflict):
        recall(mediation, "mediator", mediation.joint, 2)
    recall(mediation, "mediator", mediation.joint, 1)
    first, second = messages_after(mediation.who("applicant"), mediation.joint, 0)
    assert (first.text, first.corrections, second.text, second.corrects) == ("", (), "", 1)
    with pytest.raises(InvalidInput):
        say(mediation, "mediator", mediation.joint, "slip three", corrects=1)
