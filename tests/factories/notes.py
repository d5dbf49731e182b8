"""A mediator's notes for tests: one of each kind, and a second mediator beside the first."""

from __future__ import annotations

import io
from dataclasses import dataclass

from odr import clock
from odr.access.actor import Actor, Role, Side
from odr.cases.models import Participant
from odr.cases.participants import actor_for
from odr.db import reading, transaction
from odr.evidence.commands import submit_exhibit
from odr.issues.commands import add_note, write_pad
from odr.issues.contents import InterestNote, IssueNote, OfferNote, PromiseNote
from odr.issues.notebook import to_read
from tests.factories.mediation import Mediation


@dataclass(frozen=True)
class Noted:
    """The ids of one note of each kind."""

    issue: str
    interest: str
    offer: str
    promise: str


def note_everything(mediator: Actor, case_id: str, *, side: str, other: str, mark: str = "x") -> Noted:
    """One note of each kind about `side` (a party's id), each with `mark` in its words, and a line on the pad."""
    issue = add_note(mediator, case_id, IssueNote(title=f"包装近似 {mark}", remark=f"先谈期限 {mark}"))
    interest = add_note(mediator, case_id, InterestNote(party_id=side, issue_id=issue, text=f"旺季前停用 {mark}"))
    offer = add_note(
        mediator,
        case_id,
        OfferNote(party_id=other, text=f"愿付 20 万元 {mark}", offered_at=clock.now(), issue_id=issue),
    )
    promise = add_note(mediator, case_id, PromiseNote(party_id=side, text=f"可以等到六月 {mark}"))
    write_pad(mediator, case_id, f"先单独谈 {mark}", revision=notebook_revision(mediator, case_id))
    return Noted(issue, interest, offer, promise)


def notebook_revision(mediator: Actor, case_id: str) -> int:
    """The revision of the pad of a case."""
    with reading():
        notes = to_read(mediator, case_id)
        return notes.row.revision if notes else 0


def note_all(mediation: Mediation, mark: str = "x") -> Noted:
    """One note of each kind about the applicant's side, by the mediator of the case."""
    applicant, respondent = mediation.parties[Side.APPLICANT], mediation.parties[Side.RESPONDENT]
    return note_everything(mediation.who("mediator"), mediation.case_id, side=applicant, other=respondent, mark=mark)


def second_mediator(mediation: Mediation) -> Actor:
    """Another mediator admitted to the case."""
    account = mediation.accounts["other_mediator"]
    with transaction() as tx:
        tx.add(
            Participant(
                case_id=mediation.case_id,
                account_id=account,
                role=Role.CO_MEDIATOR,
                party_id=None,
                admitted_at=clock.now(),
            )
        )
    return actor_for(account)


def show_file(speaker: Actor, channel_id: str, name: str) -> str:
    """A small text file put into a channel; returns the id of the exhibit."""
    return submit_exhibit(speaker, channel_id, name=name, source=io.BytesIO(b"text"), max_bytes=1024).exhibit_id
