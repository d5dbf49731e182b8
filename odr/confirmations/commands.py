"""The parties' and the organisation's acts: choose a court, apply, file, withdraw; and the term that runs out."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from typing import Literal

from sqlalchemy import delete, select

from odr import clock, offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.bundles.keeping import stored
from odr.bundles.models import Bundle
from odr.bundles.roots import published_roots
from odr.cases.models import Case
from odr.confirmations.clocks import keep_due
from odr.confirmations.courts import CourtOption, options_for
from odr.confirmations.effect import bundle_to_file, text_in_effect
from odr.confirmations.gateway import Filing, gateway
from odr.confirmations.inspection import inspect_bundle
from odr.confirmations.models import Application, Confirmation, CourtRequest
from odr.confirmations.moves import refuse_replaced, refuse_while_replaced, step
from odr.confirmations.rounds import keep_round
from odr.confirmations.states import CONFIRMATION, ConfirmationState
from odr.confirmations.succession import take_amended_text, waiting_for_text
from odr.confirmations.telling import clerks_of, note, tell_court, tell_organisation, tell_parties
from odr.confirmations.words import APPLICATION_WORDS, STATEMENTS
from odr.db import Transaction, reading, session, transaction
from odr.errors import (
    AlreadyAnswered,
    BundleUnsound,
    DeadlinePassed,
    IllegalTransition,
    InvalidInput,
    Unavailable,
    WrongCourt,
)
from odr.law.time_limits import beijing_date, confirmation_window
from odr.lifecycle import next_state

Manner = Literal["separately", "assents"]
OVERDUE_STATES = (ConfirmationState.PREPARING, ConfirmationState.READY)


def open_confirmation(actor: Actor, case_id: str, *, court_id: str) -> str:
    """Choose the court for the joint application, once the agreement has taken effect; returns its id.

    Raises:
        IllegalTransition: no agreement of the case has taken effect.
        DeadlinePassed: the thirty days are over (CPL 205).
        WrongCourt: the court is not one that may confirm this case.
        AlreadyAnswered: another court was chosen before; `choose_court` changes it.
    """
    with transaction() as tx:
        case = load(actor, Permission.CONFIRMATION_OPEN, Case, case_id)
        text = text_in_effect(case_id)
        if text is None:
            raise IllegalTransition(state="not_in_effect", event="open")
        existing = tx.session.scalar(select(Confirmation).where(Confirmation.version_id == text.version_id))
        if existing is not None:
            if existing.court_id == court_id:
                return existing.id
            raise AlreadyAnswered(court=existing.court_id)
        if (waiting := waiting_for_text(case.id)) is not None:
            raise AlreadyAnswered(court=waiting.court_id)
        window = confirmation_window(text.effective_on)
        _refuse_after(window.last)
        option = _competent(case, court_id)
        row = tx.add(
            Confirmation(
                case_id=case.id,
                version_id=text.version_id,
                court_id=court_id,
                court_reason=_reason(option, "zh"),
                court_reason_en=_reason(option, "en"),
                effective_on=text.effective_on,
                safe_day=window.safe,
                last_day=window.last,
                opened_at=clock.now(),
            )
        )
        note(tx, actor, row, "confirmation.opened", court_id)
        tell_parties(tx, row, but=actor.account_id, turn=True)
        return row.id


def choose_court(actor: Actor, confirmation_id: str, *, court_id: str) -> None:
    """Choose another court before both have applied; whoever applied to the first one applies anew.

    Raises:
        IllegalTransition: both parties have applied.
        WrongCourt: the court is not one that may confirm this case.
    """
    with transaction() as tx:
        row = load(actor, Permission.CONFIRMATION_APPLY, Confirmation, confirmation_id)
        refuse_replaced(tx, row.version_id)
        if row.state != ConfirmationState.PREPARING:
            raise IllegalTransition(state=str(row.state), event="choose_court")
        _refuse_after(row.last_day)
        option = _competent(row.case, court_id)
        if row.court_id == court_id:
            return
        tx.session.execute(delete(Application).where(Application.confirmation_id == row.id))
        row.court_id = court_id
        row.court_reason, row.court_reason_en = _reason(option, "zh"), _reason(option, "en")
        note(tx, actor, row, "confirmation.court_changed", court_id)
        tell_parties(tx, row, but=actor.account_id, turn=True)


def apply_for_confirmation(
    actor: Actor, confirmation_id: str, *, agreed: Collection[str], words_version: str, manner: Manner = "separately"
) -> ConfirmationState:
    """A party applies for itself and makes every statement of `STATEMENTS`; the last party completes the application.

    `words_version` names the sentences that were shown. `manner` says how it joins: for itself, or by assenting to
    what the other side has asked for already (JC-1). When the court waits for a supplement and an amendment has taken
    effect meanwhile, the application goes over to the new text and each party applies anew.

    Raises:
        InvalidInput: a statement is missing, the sentences shown are not those in force, or nobody has asked yet.
        DeadlinePassed: the last day is over.
        AlreadyAnswered: this party has applied before.
        IllegalTransition: the application is not being prepared any more, or its text has been replaced.
    """
    if missing := {name: "missing" for name in STATEMENTS if name not in agreed}:
        raise InvalidInput(**missing)
    if words_version != APPLICATION_WORDS:
        raise InvalidInput(words_version="outdated")
    with transaction() as tx:
        row = load(actor, Permission.CONFIRMATION_APPLY, Confirmation, confirmation_id)
        take_amended_text(tx, row)
        refuse_replaced(tx, row.version_id)
        next_state(CONFIRMATION, row.state, "apply")
        _refuse_after(row.last_day)
        party_id = actor.participations[row.case_id].party_id
        applied = set(_applied(row.id))
        if party_id in applied:
            raise AlreadyAnswered(act="apply")
        if manner == "assents" and not applied:
            raise InvalidInput(manner="nothing_to_assent_to")
        mine = Application(confirmation_id=row.id, party_id=party_id, account_id=actor.account_id, at=clock.now())
        mine.words_version, mine.manner = words_version, manner
        tx.add(mine)
        complete = {party.id for party in row.case.parties} <= applied | {party_id}
        step(tx, row, "all_applied" if complete else "apply")
        note(
            tx,
            actor,
            row,
            "confirmation.applied",
            "|".join((words_version, manner, *(w.zh for w in STATEMENTS.values()))),
        )
        tell_parties(tx, row, but=actor.account_id, turn=not complete)
        if complete:
            tell_organisation(tx, row)
        return row.state


def file_with_court(actor: Actor, confirmation_id: str) -> str:
    """Hand the newest sound bundle to the court's desk; returns the receipt.

    The bundle is read and verified again from its stored bytes, with the verifier a court uses.

    Raises:
        DeadlinePassed: the last day is over and the court has not had the application before.
        BundleUnsound: there is no bundle of this text built since the last application or request, or it does not
            pass.
        Unavailable: the court cannot be reached.
        BeingReplaced: another agreement is out for signature that would replace this one.
        IllegalTransition: it has been replaced.
    """
    with reading():
        row = load(actor, Permission.CONFIRMATION_FILE, Confirmation, confirmation_id)
        next_state(CONFIRMATION, row.state, "file")
        bundle = _bundle_to_file(row)
        kept = stored(bundle)
    inspection = offload.run(inspect_bundle, kept, published_roots())
    verdict = inspection.verdict
    if not verdict.sound or verdict.sha256 != bundle.sha256:
        raise BundleUnsound(findings=[finding.code for finding in verdict.failed])
    with transaction() as tx:
        row = load(actor, Permission.CONFIRMATION_FILE, Confirmation, confirmation_id)
        refuse_while_replaced(tx, row.version_id)
        if _bundle_to_file(row).id != bundle.id:
            raise IllegalTransition(state=str(row.state), event="file")
        if {party.id for party in row.case.parties} - set(_applied(row.id)):
            raise IllegalTransition(state="not_all_applied", event="file")
        first = row.filed_at is None
        if first:
            _refuse_after(row.last_day)
        step(tx, row, "file")
        desk_open = bool(clerks_of(row.court_id))
        receipt = gateway().hand_over(Filing(row.id, row.court_id, bundle.sha256, desk_open))
        if not receipt:
            raise Unavailable(service="court")
        row.bundle_id, row.receipt = bundle.id, row.receipt or receipt
        row.filed_at = row.filed_at or clock.now()
        row.arrival_verdict = json.dumps(verdict.as_json(), ensure_ascii=False)
        keep_round(tx, row, bundle, inspection)
        _answer_requests(tx, row)
        keep_due(row)
        note(tx, actor, row, "confirmation.filed", bundle.sha256)
        tell_parties(tx, row)
        tell_court(tx, row)
        return row.receipt


def withdraw_application(actor: Actor, confirmation_id: str) -> None:
    """A party takes the application back before the ruling (INT 357).

    Raises:
        IllegalTransition: the court has decided, or it is over already.
    """
    with transaction() as tx:
        row = load(actor, Permission.CONFIRMATION_WITHDRAW, Confirmation, confirmation_id)
        step(tx, row, "withdraw")
        row.decided_at = clock.now()
        keep_due(row)
        note(tx, actor, row, "confirmation.withdrawn")
        tell_parties(tx, row, but=actor.account_id)
        if row.filed_at is not None:
            tell_court(tx, row)


def lapse_overdue(actor: Actor) -> int:
    """Let applications lapse whose last day is over (CPL 205); returns how many. Acts as the platform itself.

    Raises:
        NotFound: the actor is not the platform.
    """
    today = beijing_date(clock.now())
    with reading():
        overdue = (
            session()
            .scalars(
                select(Confirmation.id).where(Confirmation.state.in_(OVERDUE_STATES), Confirmation.last_day < today)
            )
            .all()
        )
    for confirmation_id in overdue:
        with transaction() as tx:
            row = load(actor, Permission.CONFIRMATION_LAPSE, Confirmation, confirmation_id)
            step(tx, row, "time_ran_out")
            row.decided_at = clock.now()
            note(tx, actor, row, "confirmation.lapsed")
            tell_parties(tx, row)
    return len(overdue)


def _competent(case: Case, court_id: str) -> CourtOption:
    option = next((o for o in options_for(case) if o.court_id and o.court_id == court_id), None)
    if option is None:
        raise WrongCourt(citation="CPL 205")
    return option


def _reason(option: CourtOption, language: str) -> str:
    return " ".join(reason.say(language) for reason in option.reasons)


def _refuse_after(last_day: date) -> None:
    if beijing_date(clock.now()) > last_day:
        raise DeadlinePassed(last_day=last_day.isoformat(), citation="CPL 205")


def _applied(confirmation_id: str) -> list[str]:
    return list(session().scalars(select(Application.party_id).where(Application.confirmation_id == confirmation_id)))


def _bundle_to_file(row: Confirmation) -> Bundle:
    bundle = bundle_to_file(row)
    if bundle is None:
        raise BundleUnsound(findings=["bundle.missing"])
    return bundle


def _answer_requests(tx: Transaction, row: Confirmation) -> None:
    open_requests = select(CourtRequest).where(
        CourtRequest.confirmation_id == row.id, CourtRequest.answered_at.is_(None)
    )
    for request in tx.session.scalars(open_requests):
        request.answered_at = clock.now()
