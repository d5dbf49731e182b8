"""Guests of a mediation, admitted by the commands real people use."""

from __future__ import annotations

import itertools

from odr.access.actor import Role, Side
from odr.guests.commands import answer_guest, ask_for_guest, attend_as_known
from odr.guests.queries import guests_page
from tests.factories.mediation import Mediation
from tests.factories.people import CaseInHand, Known, last_link, make_account

_numbers = itertools.count(1)


def admit_guest(mediation: Mediation, role: Role, channels: dict[str, bool], *, name: str = "李薇") -> Known:
    """Somebody admitted to these channels (id → with what was said before), after every side asked has agreed."""
    known = make_account(name, email=f"guest{next(_numbers)}@mail.example")
    ask_and_agree(mediation, role, channels, email=known.email, name=name)
    attend_as_known(known.actor, last_link(known.email), undertaken=True)
    return known


def ask_and_agree(
    mediation: Mediation, role: Role, channels: dict[str, bool], *, email: str, name: str = "李薇"
) -> str:
    """Asked for by the mediator and agreed to by the sides; returns the id of the wish."""
    mediator = mediation.who("mediator")
    wish = ask_for_guest(mediator, mediation.case_id, name=name, email=email, role=role, channels=channels)
    page = guests_page(mediator, mediation.case_ref)
    for answer in next(guest.answers for guest in page.guests if guest.id == wish):
        answer_guest(mediation.who(str(answer.side)), wish, agreed=True)
    return wish


def guest_of(case: CaseInHand, role: Role, channels: list[str], *, name: str) -> tuple[Known, str]:
    """Somebody admitted to these channels of a case in hand from now on; returns the guest and the id of the wish."""
    assert case.mediator is not None and case.respondent is not None
    known = make_account(name, email=f"guest{next(_numbers)}@mail.example")
    actor = case.mediator.actor
    heard = dict.fromkeys(channels, False)
    wish = ask_for_guest(actor, case.id, name=name, email=known.email, role=role, channels=heard)
    asked = next(guest for guest in guests_page(actor, case.ref).guests if guest.id == wish)
    for answer in asked.answers:
        side = case.applicant if answer.side == Side.APPLICANT else case.respondent
        answer_guest(side.actor, wish, agreed=True)
    attend_as_known(known.actor, last_link(known.email), undertaken=True)
    return known, wish
