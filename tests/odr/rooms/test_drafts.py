"""What is begun in a channel can be gone on with elsewhere, by its writer alone; and quiet is one person's choice."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from odr.access.actor import Side
from odr.db import reading
from odr.errors import InvalidInput, NotFound
from odr.rooms.drafts import DraftView, keep_draft, my_draft
from odr.rooms.models import Draft
from odr.rooms.muting import mute
from odr.rooms.queries import room_page
from tests.factories.mediation import Mediation


def test_a_draft_belongs_to_one_person_and_one_channel(mediation: Mediation) -> None:
    caucus = mediation.caucus[Side.RESPONDENT]
    keep_draft(mediation.who("respondent"), caucus, text="our floor", audience="tag")
    assert my_draft(mediation.who("respondent"), caucus) == DraftView("our floor", "tag")
    assert my_draft(mediation.who("respondent"), mediation.joint) == DraftView()
    for name in ("agent", "mediator"):
        assert my_draft(mediation.who(name), caucus) == DraftView()
    for act in (lambda who: my_draft(who, caucus), lambda who: keep_draft(who, caucus, text="x")):
        with pytest.raises(NotFound):
            act(mediation.who("applicant"))


def test_a_draft_is_sealed_replaced_and_thrown_away(mediation: Mediation) -> None:
    actor = mediation.who("applicant")
    for text in ("first words", "second words"):
        keep_draft(actor, mediation.joint, text=text)
    with reading() as session:
        (row,) = session.scalars(sa.select(Draft)).all()
        assert b"words" not in row.sealed
    keep_draft(actor, mediation.joint, text="  ")
    keep_draft(actor, mediation.joint, text="")
    assert my_draft(actor, mediation.joint) == DraftView()
    with pytest.raises(InvalidInput):
        keep_draft(actor, mediation.joint, text="x" * 8001)


def test_one_person_silences_one_channel_for_themselves(mediation: Mediation) -> None:
    def muted(name: str) -> list[str]:
        return [c.id for c in room_page(mediation.who(name), mediation.case_ref).channels if c.muted]

    for _ in range(2):
        mute(mediation.who("agent"), mediation.joint, muted=True)
    assert muted("agent") == [mediation.joint]
    assert muted("respondent") == muted("mediator") == []
    for _ in range(2):
        mute(mediation.who("agent"), mediation.joint, muted=False)
    assert muted("agent") == []
    with pytest.raises(NotFound):
        mute(mediation.who("agent"), mediation.caucus[Side.APPLICANT], muted=True)
