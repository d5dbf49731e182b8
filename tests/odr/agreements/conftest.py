"""A draft under way, for the tests of drafting and freezing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from odr.access.actor import Actor, Side
from odr.agreements.acceptances import accept_whole
from odr.agreements.commands import Head, Wording, add_clause, begin_agreement, write_head
from odr.agreements.queries import DraftView, draft_page
from odr.law.draft import ClauseKind
from signing.wording import Words
from tests.factories.mediation import Mediation


@dataclass(frozen=True)
class Draft:
    """A mediation whose agreement has begun."""

    mediation: Mediation
    id: str

    def who(self, name: str) -> Actor:
        return self.mediation.who(name)

    def page(self, name: str = "mediator") -> DraftView:
        return draft_page(self.who(name), self.mediation.case_ref)

    def answers(self, **more: str) -> dict[str, str]:
        return {
            "obligor": self.mediation.parties[Side.RESPONDENT],
            "obligee": self.mediation.parties[Side.APPLICANT],
            **more,
        }

    def add(self, name: str = "mediator", **free: str) -> str:
        wording = Wording(
            zh=free.get("zh", "双方各自承担已经支出的费用。"), en=free.get("en", "Each side bears its own costs.")
        )
        return add_clause(self.who(name), self.id, wording)

    def add_payment(self) -> str:
        answers = self.answers(
            purpose="losses",
            fen="300,000",
            due="2099-12-31",
            account="青禾茶业有限公司，中国示范银行，6222 0000 1234 5678",
        )
        return add_clause(self.who("mediator"), self.id, Wording(kind=ClauseKind.PAY, answers=answers))

    def accept_all(self) -> None:
        for name in ("applicant", "respondent"):
            accept_whole(self.who(name), self.id, revision=self.page(name).revision)


@pytest.fixture
def draft(mediation: Mediation) -> Draft:
    agreement_id = begin_agreement(mediation.who("mediator"), mediation.case_id)
    started = Draft(mediation, agreement_id)
    head = Head(facts=Words(zh="被申请人使用了申请人的商标。", en="The respondent used the applicant's mark."),
                issues=Words(zh="如何停止使用和赔偿。", en="How to stop the use and compensate."))  # fmt: skip
    write_head(mediation.who("mediator"), agreement_id, revision=started.page().revision, head=head)
    return started
