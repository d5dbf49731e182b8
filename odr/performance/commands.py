"""What the sides do after the agreement: say that it was performed, confirm or dispute it, or release the debt."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from odr import clock
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import seal_field
from odr.audit.trail import record
from odr.cases.models import Case
from odr.cases.steps import tell
from odr.db import Transaction, new_id, reading, transaction
from odr.errors import AlreadyAnswered, Conflict, InvalidInput, NotFound
from odr.evidence.keeping import forget
from odr.law.time_limits import beijing_date
from odr.lifecycle import advance, next_state
from odr.performance.keeping import accounts_of_party, lay_out, remaining, waiting
from odr.performance.models import BadFaithFlag, Obligation, Statement
from odr.performance.proofs import ANSWER, DISMISSAL, WORDS, Proof, keep
from odr.performance.states import OBLIGATION, StatementState, answered

LONGEST = 1000
CLAIMED, ANSWERED = "performance_waits", "performance_answered"


@dataclass(frozen=True)
class Said:
    """What somebody says was done: on which day, how much (fen; None for an act), and a few words."""

    on: date
    fen: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Upload:
    """A file that proves it."""

    source: BinaryIO
    name: str
    max_bytes: int


def claim_performed(
    actor: Actor, case_id: str, obligation_id: str, *, said: Said, client_ref: str, proof: Upload | None = None
) -> str:
    """Whoever owes it says that it was paid or done; returns the statement's id, the same for the same `client_ref`.

    Raises:
        InvalidInput: a sum that is none or more than is still owed, a day to come, words that are too long.
        FileRefused: the proof is not taken; nothing is kept.
        IllegalTransition: nothing is owed any more.
    """
    words = _words(said.words)
    with reading():
        load(actor, Permission.PERFORMANCE_READ, Case, case_id)
    kept = keep(proof.source, proof.name, proof.max_bytes) if proof else None
    try:
        with transaction() as tx:
            row = _obligation(tx, actor, case_id, obligation_id, Permission.OBLIGATION_CLAIM)
            earlier = _same(row, client_ref)
            if earlier is None:
                next_state(OBLIGATION, row.state, "claim")
                _check(row, said)
                return _state(tx, actor, row, said, words, client_ref, kept)
    except BaseException:
        forget([kept.blob_id] if kept else [])
        raise
    forget([kept.blob_id] if kept else [])
    return earlier.id


def _state(
    tx: Transaction, actor: Actor, row: Obligation, said: Said, words: str, client_ref: str, kept: Proof | None
) -> str:
    """Write the statement down, move the obligation, and tell the other side."""
    statement = _write(tx, actor, row, said, words=words, client_ref=client_ref, kept=kept)
    advance(tx, OBLIGATION, row, "claim")
    _record(tx, actor, row, "performance.claimed", f"{said.fen}|{said.on}|{kept.sha256 if kept else ''}")
    tell(tx, row.case, CLAIMED, accounts_of_party(row.case_id, row.obligee_id))
    return statement.id


def confirm_received(actor: Actor, statement_id: str) -> None:
    """The side it is owed to confirms that it received what the other stated. Said twice, it is said once.

    Raises:
        AlreadyAnswered: it was disputed before.
        Conflict: more than is still owed would be confirmed.
    """
    with transaction() as tx:
        statement, row = _statement(actor, statement_id)
        if _answered_so(statement, StatementState.CONFIRMED):
            return
        if statement.fen is not None and statement.fen > remaining(row):
            raise Conflict(state="more_than_owed")
        _answer(actor, statement, StatementState.CONFIRMED)
        _settle(tx, row, statement.on)
        _record(tx, actor, row, "performance.confirmed", statement.id)
        tell(tx, row.case, ANSWERED, accounts_of_party(row.case_id, row.obligor_id))


def dispute(actor: Actor, statement_id: str, *, reason: str) -> None:
    """The side it is owed to says that it did not receive it, and why. Said twice, it is said once.

    Raises:
        InvalidInput: no reason, or one that is too long.
        AlreadyAnswered: it was confirmed before.
    """
    why = _words(reason)
    if not why:
        raise InvalidInput(reason="missing")
    with transaction() as tx:
        statement, row = _statement(actor, statement_id)
        if _answered_so(statement, StatementState.DISPUTED):
            return
        _answer(actor, statement, StatementState.DISPUTED)
        statement.sealed_answer = seal_field(ANSWER, statement.id, why)
        advance(tx, OBLIGATION, row, "others_wait" if waiting(row) else "dispute")
        _record(tx, actor, row, "performance.disputed", f"{statement.id}|{why}")
        tell(tx, row.case, ANSWERED, accounts_of_party(row.case_id, row.obligor_id))


def record_receipt(actor: Actor, case_id: str, obligation_id: str, *, said: Said, client_ref: str) -> str:
    """The side it is owed to records what it received though nobody stated it; returns the statement's id.

    Raises:
        InvalidInput: a sum that is none or more than is still owed, or a day to come.
        IllegalTransition: nothing is owed any more.
    """
    words = _words(said.words)
    with transaction() as tx:
        row = _obligation(tx, actor, case_id, obligation_id, Permission.OBLIGATION_ANSWER)
        if (earlier := _same(row, client_ref)) is not None:
            return earlier.id
        next_state(OBLIGATION, row.state, "all_late")
        _check(row, said)
        statement = _write(tx, actor, row, said, words=words, client_ref=client_ref)
        _answer(actor, statement, StatementState.CONFIRMED)
        _settle(tx, row, said.on)
        _record(tx, actor, row, "performance.received", f"{said.fen}|{said.on}")
        tell(tx, row.case, ANSWERED, accounts_of_party(row.case_id, row.obligor_id))
        return statement.id


def waive(actor: Actor, case_id: str, obligation_id: str) -> None:
    """The creditor releases what is still owed (CC 575). Said twice, it is said once.

    Raises:
        IllegalTransition: nothing is owed any more.
    """
    with transaction() as tx:
        row = _obligation(tx, actor, case_id, obligation_id, Permission.OBLIGATION_ANSWER)
        if row.state == "waived":
            return
        left = remaining(row)
        advance(tx, OBLIGATION, row, "waive")
        row.ended_on = beijing_date(clock.now())
        _record(tx, actor, row, "performance.waived", str(left))
        tell(tx, row.case, ANSWERED, accounts_of_party(row.case_id, row.obligor_id))


def dismiss_flag(actor: Actor, flag_id: str, *, reason: str) -> None:
    """A clerk of the organisation sets a sign of bad faith aside, with a reason.

    Raises:
        InvalidInput: no reason.
    """
    why = _words(reason)
    if not why:
        raise InvalidInput(reason="missing")
    with transaction() as tx:
        flag = load(actor, Permission.BAD_FAITH_READ, BadFaithFlag, flag_id)
        if flag.dismissed_at is not None:
            return
        flag.dismissed_at, flag.dismissed_by_id = clock.now(), actor.account_id
        flag.sealed_why = seal_field(DISMISSAL, flag.id, why)
        record(
            tx,
            account_id=actor.account_id,
            chain=f"bad-faith:{flag.case_id}",
            act="bad_faith.dismissed",
            subject=flag.id,
            content=json.dumps([flag.reasons, why]).encode(),
        )


def _obligation(tx: Transaction, actor: Actor, case_id: str, obligation_id: str, permission: Permission) -> Obligation:
    """The obligation, locked, of this very case; its schedule is kept first where nobody has done so yet."""
    lay_out(tx, load(actor, Permission.PERFORMANCE_READ, Case, case_id))
    row = load(actor, permission, Obligation, obligation_id)
    if row.case_id != case_id:
        raise NotFound(kind="obligation")
    return row


def _statement(actor: Actor, statement_id: str) -> tuple[Statement, Obligation]:
    """The statement and its obligation; the obligation is locked before anything of it is counted."""
    statement = load(actor, Permission.OBLIGATION_READ, Statement, statement_id)
    row = load(actor, Permission.OBLIGATION_ANSWER, Obligation, statement.obligation_id)
    return statement, row


def _same(row: Obligation, client_ref: str) -> Statement | None:
    if not 1 <= len(client_ref) <= 64:
        raise InvalidInput(client_ref="missing")
    return next((one for one in row.statements if one.client_ref == client_ref), None)


def _check(row: Obligation, said: Said) -> None:
    if said.on > beijing_date(clock.now()):
        raise InvalidInput(on="in_future")
    if row.fen is None:
        if said.fen is not None:
            raise InvalidInput(fen="not_a_sum")
        return
    left = remaining(row) - sum(one.fen or 0 for one in waiting(row))
    if not said.fen or said.fen < 1:
        raise InvalidInput(fen="not_a_sum")
    if said.fen > left:
        raise InvalidInput(fen="more_than_owed")


def _write(
    tx: Transaction,
    actor: Actor,
    row: Obligation,
    said: Said,
    *,
    words: str,
    client_ref: str,
    kept: Proof | None = None,
) -> Statement:
    ident = new_id()
    statement = Statement(
        id=ident,
        obligation_id=row.id,
        client_ref=client_ref,
        by_account_id=actor.account_id,
        fen=said.fen,
        on=said.on,
        sealed_words=seal_field(WORDS, ident, words),
        blob_id=kept.blob_id if kept else None,
        sealed_proof=kept.sealed(ident) if kept else b"",
        state=StatementState.OPEN,
        at=clock.now(),
    )
    row.statements.append(statement)
    return tx.add(statement)


def _answered_so(statement: Statement, state: StatementState) -> bool:
    """Whether the very same answer was given before; raises AlreadyAnswered for another one."""
    if statement.state == StatementState.OPEN:
        return False
    if statement.state != state:
        raise AlreadyAnswered(act=str(statement.state))
    return True


def _answer(actor: Actor, statement: Statement, state: StatementState) -> None:
    statement.state, statement.answered_at, statement.answered_by_id = state, clock.now(), actor.account_id


def _settle(tx: Transaction, row: Obligation, on: date) -> None:
    """Move the obligation by what has been received now."""
    paid = [one.on for one in row.statements if one.state == StatementState.CONFIRMED]
    last = max([*paid, on])
    event = answered(
        remaining=remaining(row),
        waiting=len(waiting(row)),
        due=row.due,
        last_paid=last,
        today=beijing_date(clock.now()),
    )
    advance(tx, OBLIGATION, row, event)
    if event.startswith("all_"):
        row.ended_on = last


def _record(tx: Transaction, actor: Actor, row: Obligation, act: str, content: str) -> None:
    record(
        tx,
        account_id=actor.account_id,
        chain=f"case:{row.case_id}",
        act=act,
        subject=row.id,
        content=content.encode(),
    )


def _words(text: str) -> str:
    clean = unicodedata.normalize("NFC", text).strip()
    if len(clean) > LONGEST:
        raise InvalidInput(words="too_long")
    return clean
