"""Rounds and a proposal of a case under mediation, made by the commands real people use."""

from __future__ import annotations

import secrets
from datetime import timedelta

from odr import clock
from odr.offers.commands import accept_rules, propose_round, seal_offer
from odr.offers.queries import round_page, rounds_page
from odr.offers.rules import Issue, RoundKind, Rules, Subject
from odr.offers.sealed import Place
from odr.proposals.commands import put_proposal
from tests.factories.people import CaseInHand, Known
from tests.factories.sealing import sealed_as


class Bargained:
    """What was bargained in the case while it was being mediated: a round under way, one that agreed, a proposal."""

    def __init__(self, case: CaseInHand) -> None:
        assert case.mediator is not None and case.respondent is not None
        self.case, self.words = case, [f"canary{secrets.token_hex(16)}" for _ in range(3)]
        names = rounds_page(case.mediator.actor, case.ref).parties
        facts = {"demander": names[0].id, "payer": names[1].id, "deadline": clock.now() + timedelta(hours=2)}
        issues = (Issue(self.words[0], (self.words[1], "b")),)
        package = Rules(kind=RoundKind.PACKAGE, subject=Subject.PACKAGE, issues=issues, **facts)
        one_sum = Rules(kind=RoundKind.SUM, subject=Subject.WHOLE, **facts)
        self.agreed, self.open = self._round(package), self._round(one_sum)
        for known, body in ((case.applicant, "10|0"), (case.respondent, "20|0,1")):
            self._seal(known, self.agreed, body)
        self._seal(case.applicant, self.open, "10")
        self.proposal = put_proposal(case.mediator.actor, case.id, text=self.words[2], deadline=facts["deadline"])

    def _round(self, rules: Rules) -> str:
        round_id = propose_round(self.case.mediator.actor, self.case.id, rules=rules)
        for known in (self.case.applicant, self.case.respondent):
            accept_rules(known.actor, round_id)
        return round_id

    def _seal(self, known: Known, round_id: str, body: str) -> None:
        view = round_page(known.actor, self.case.ref, round_id=round_id)
        made = sealed_as(Place(view.case_id, view.id, view.my_party_id, view.terms), view.public_key, body)
        seal_offer(known.actor, round_id, sealed=made.sealed, commitment=made.commitment)
