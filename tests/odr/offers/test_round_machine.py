"""Random lives of a round: whatever people try, it ends once, as a short model says, and nothing else is seen."""

from __future__ import annotations

import secrets
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from odr import clock, db, events, offload, schema
from odr.access import vault
from odr.access.actor import SYSTEM
from odr.errors import OdrError
from odr.offers import box
from odr.offers.commands import accept_rules, call_off, decline_rules, propose_round, withdraw_offer
from odr.offers.models import SealedOffer
from odr.offers.opener import Opener
from odr.offers.opening import close_due, settle
from tests.factories.mediation import begin_mediation
from tests.factories.sealing import page_of, put_in, rules_of_a_sum

SIDES = ("applicant", "respondent")
sides = st.sampled_from(SIDES)
figures = st.integers(0, 5)


class RoundLife(RuleBasedStateMachine):
    """One round, its model, and people who try everything at any time."""

    @initialize(tells_sealed=st.booleans())
    def begin(self, tells_sealed: bool) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name)
        events.unsubscribe_all()
        schema.metadata.create_all(db.connect(f"sqlite:///{path / 'h.db'}").engine)
        vault.use_master_key(secrets.token_bytes(32))
        offload.use_processes(0)
        box.use_line(box.Inside(Opener(path / "opener")))
        self.mediation = begin_mediation()
        self.rules = rules_of_a_sum(self.mediation, tells_sealed=tells_sealed)
        who = self.mediation.who("mediator")
        self.round_id = propose_round(who, self.mediation.case_id, rules=self.rules)
        self.state, self.accepted, self.offers, self.fen = "proposed", set(), {}, None
        self.real_now = clock.now

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            clock.now = self.real_now
            db.disconnect()
            self.folder.cleanup()

    def attempt(self, legal: bool, act, *args, **named) -> None:
        if legal:
            act(*args, **named)
        else:
            with pytest.raises(OdrError):
                act(*args, **named)

    def open_it(self) -> None:
        demand, offer = (self.offers[name] for name in SIDES)
        self.state, self.offers = ("agreed" if demand <= offer else "failed"), {}
        self.fen = (demand + (offer - demand) // 2) if self.state == "agreed" else None

    @property
    def late(self) -> bool:
        return clock.now() >= self.rules.deadline

    @rule(name=sides)
    def accept(self, name: str) -> None:
        self.attempt(self.state == "proposed" and not self.late, accept_rules, self.mediation.who(name), self.round_id)
        if self.state == "proposed" and not self.late:
            self.accepted.add(name)
            self.state = "open" if len(self.accepted) == 2 else "proposed"

    @rule(name=sides)
    def decline(self, name: str) -> None:
        legal = self.state == "proposed" and "respondent" in self.accepted and name == "applicant"
        if legal or self.state != "proposed":
            self.attempt(legal, decline_rules, self.mediation.who(name), self.round_id)
            self.state = "declined" if legal else self.state

    @rule(name=sides, figure=figures)
    def seal(self, name: str, figure: int) -> None:
        legal = self.state == "open" and not self.late
        self.attempt(legal, put_in, self.mediation, name, self.round_id, str(figure))
        if legal:
            self.offers[name] = figure
            if len(self.offers) == 2 and self.rules.tells_sealed:
                self.open_it()

    @rule(name=sides)
    def withdraw(self, name: str) -> None:
        legal = self.state == "open" and not self.late
        self.attempt(legal, withdraw_offer, self.mediation.who(name), self.round_id)
        if legal:
            self.offers.pop(name, None)

    @rule(sure=st.integers(0, 5))
    def call_off(self, sure: int) -> None:
        if sure == 0:
            legal = self.state in ("proposed", "open")
            self.attempt(legal, call_off, self.mediation.who("mediator"), self.round_id)
            if legal:
                self.state, self.offers = "cancelled", {}

    @rule()
    def the_deadline_comes(self) -> None:
        moment = self.rules.deadline + timedelta(seconds=1)
        clock.now = lambda: moment

    @rule()
    def the_worker_looks(self) -> None:
        close_due(SYSTEM)
        settle(self.round_id)
        if self.late and self.state == "proposed":
            self.state = "declined"
        elif self.late and self.state == "open" and len(self.offers) == 2:
            self.open_it()
        elif self.late and self.state == "open":
            self.state, self.offers = "failed", {}

    @invariant()
    def everybody_sees_what_the_model_says_and_no_more(self) -> None:
        if not hasattr(self, "round_id"):
            return
        for name in (*SIDES, "mediator"):
            view = page_of(self.mediation, name, self.round_id)
            assert view.state == self.state
            assert (view.outcome.fen if view.outcome else None) == self.fen
            for side, who in zip(view.sides, SIDES, strict=True):
                knows = name == who or (self.rules.tells_sealed and self.state == "open")
                assert side.sealed == ((who in self.offers) if knows else None)
        with db.reading() as session:
            assert session.scalar(sa.select(sa.func.count(SealedOffer.id))) == len(self.offers)


TestRoundLife = RoundLife.TestCase
TestRoundLife.settings = settings(
    max_examples=12, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck)
)
