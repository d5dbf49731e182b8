"""What the agreement says over the socket: that it changed and who writes in it, never what it says."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from blueprints.agreements.payloads import InClause, OfAgreement, Writing
from blueprints.realtime import Accepted, Feature
from odr.access.actor import Actor
from odr.agreements.holds import HoldView, hold_clause, holds, let_go
from odr.events import AgreementChanged, ClauseHeld, CommentsChanged


def _hold(actor: Actor, p: Writing, connection: str) -> dict[str, Any]:
    return _told(hold_clause(actor, p.clause_id, take_over=p.take_over))


def _let_go(actor: Actor, p: InClause, connection: str) -> None:
    let_go(actor, p.clause_id)


def _holds(actor: Actor, p: OfAgreement, connection: str) -> list[dict[str, Any]]:
    return [_told(view) for view in holds(actor, p.agreement_id)]


def _told(view: HoldView) -> dict[str, Any]:
    return {**asdict(view), "since": view.since.isoformat()}


FEATURE = Feature(
    accepts={
        "clause:hold": Accepted(Writing, _hold),
        "clause:let_go": Accepted(InClause, _let_go),
        "clause:holds": Accepted(OfAgreement, _holds),
    },
    sends={
        AgreementChanged: "agreement:changed",
        ClauseHeld: "clause:held",
        CommentsChanged: "comments:changed",
    },
)
