"""The court needs more time, or another court is competent: an extension, and a transfer, each with its reason."""

from __future__ import annotations

from datetime import date

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.confirmations.clocks import due_of, keep_due
from odr.confirmations.courts import CourtOption, options_for
from odr.confirmations.models import Confirmation, Extension, Transfer
from odr.confirmations.moves import step
from odr.confirmations.said import printable
from odr.confirmations.states import ConfirmationState
from odr.confirmations.telling import clerks_of, note, tell_court, tell_parties
from odr.db import query, transaction
from odr.errors import IllegalTransition, InvalidInput, Unavailable, WrongCourt


def extend_time(actor: Actor, confirmation_id: str, *, until: date, reason: str, approved_by: str) -> None:
    """The president of the court allows more time for the ruling (CPL 187).

    Raises:
        InvalidInput: no reason, nobody who allowed it, or a day that is not later than the one that stands.
        IllegalTransition: the application is not being examined.
    """
    words, president = printable("reason", reason), printable("approved_by", approved_by)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        due = due_of(row)
        if row.state != ConfirmationState.ACCEPTED or due is None:
            raise IllegalTransition(state=str(row.state), event="extend")
        if until <= due.last:
            raise InvalidInput(until="not_later")
        tx.add(
            Extension(
                confirmation_id=row.id,
                until=until,
                reason=words,
                approved_by=president,
                by_account_id=actor.account_id,
                at=clock.now(),
            )
        )
        keep_due(row)
        note(tx, actor, row, "filing.extended", f"{until.isoformat()}|{president}|{words}")
        tell_parties(tx, row)


@query
def courts_to_hand_to(actor: Actor, confirmation_id: str) -> tuple[CourtOption, ...]:
    """The other courts that may confirm this case and have a desk here, each with its reasons.

    Raises:
        NotFound: not with the actor's court.
    """
    return _others(load(actor, Permission.FILING_READ, Confirmation, confirmation_id))


def transfer_filing(actor: Actor, confirmation_id: str, *, court_id: str, reason: str) -> None:
    """Hand the application to another competent court, which decides anew whether to accept it (CPL 37, 205).

    From then on this court does not see it any more.

    Raises:
        InvalidInput: no reason.
        WrongCourt: that court may not confirm this case.
        Unavailable: nobody of that court could read it.
        IllegalTransition: it is decided, or waits for the parties.
    """
    words = printable("reason", reason)
    with transaction() as tx:
        row = load(actor, Permission.FILING_DECIDE, Confirmation, confirmation_id)
        option = next((one for one in _others(row) if one.court_id == court_id), None)
        if option is None:
            raise WrongCourt(citation="CPL 205")
        if not clerks_of(court_id):
            raise Unavailable(service="court")
        step(tx, row, "transfer")
        tx.add(
            Transfer(
                confirmation_id=row.id,
                from_court_id=row.court_id,
                to_court_id=court_id,
                reason=words,
                by_account_id=actor.account_id,
                at=clock.now(),
            )
        )
        row.court_id, row.court_ref, row.accepted_at, row.arrived_at = court_id, "", None, clock.now()
        row.court_reason, row.court_reason_en = reasons_in(option, "zh"), reasons_in(option, "en")
        keep_due(row)
        note(tx, actor, row, "filing.transferred", f"{court_id}|{words}")
        tell_parties(tx, row)
        tell_court(tx, row)


def reasons_in(option: CourtOption, language: str) -> str:
    """Why this court, in one line."""
    return " ".join(reason.say(language) for reason in option.reasons)


def _others(row: Confirmation) -> tuple[CourtOption, ...]:
    return tuple(one for one in options_for(row.case) if one.court_id and one.court_id != row.court_id)
