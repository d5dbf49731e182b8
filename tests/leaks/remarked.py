"""Remarks on a clause of the town's agreement, in every channel of its case, each with a secret word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from odr.access.actor import Side
from odr.agreements.comments import comment, settle
from odr.agreements.models import Clause
from odr.db import reading
from odr.rooms.queries import room_page
from tests.factories.agreements import BeforeCourt
from tests.factories.people import Known
from tests.leaks.policy import APPLICANT_CAUCUS, GUESTS, RESPONDENT_CAUCUS, SIDES_AND_MEDIATOR

if TYPE_CHECKING:
    from tests.leaks.town import Town


def remark(town: Town, stage: BeforeCourt, agent: Known) -> None:
    """On one clause, in each channel: a remark, an answer and a settled one. Guests hear none: they read no draft."""
    case = stage.case
    assert case.mediator is not None
    rooms = {channel.side: channel.id for channel in room_page(case.mediator.actor, case.ref).channels}
    with reading() as now:
        clause = now.scalars(sa.select(Clause.id).where(Clause.agreement_id == stage.agreed.agreement_id)).first()
    for side, known, speaker in (
        (None, SIDES_AND_MEDIATOR, case.applicant),
        (Side.APPLICANT, APPLICANT_CAUCUS - GUESTS, case.applicant),
        (Side.RESPONDENT, RESPONDENT_CAUCUS, agent),
    ):
        channel, name = rooms[side], f"remark in the {side or 'joint'} channel"
        first = comment(speaker.actor, clause, channel, text=town.hide(known))
        comment(case.mediator.actor, clause, channel, text=town.hide(known), answers=first)
        settle(case.mediator.actor, comment(speaker.actor, clause, channel, text=town.hide(known)), settled=True)
        here = {"ref": case.ref, "clause_id": clause, "channel_id": channel}
        plain = ("ref", "clause_id") if side is not None else ("ref",)
        town.add(name, known, *plain, **here)
        for act in ("settle", "reopen"):
            town.add(f"{name}: {act}", known, *plain, "act", **here, comment_id=first, act=act)
