"""A case of each kind of dispute: drafted with clauses of its own first, checked, and sent to the court that has it."""

from __future__ import annotations

import pytest

from odr.access.actor import Side
from odr.agreements.commands import begin_agreement
from odr.agreements.facts import SUBJECT_OF, draft_of
from odr.agreements.library.model import Family
from odr.agreements.offered import clauses_offered
from odr.cases.models import Case, DisputeType, Party
from odr.confirmations.courts import options_for
from odr.db import reading, transaction
from odr.law.confirmability import check_draft
from tests.factories.mediation import Mediation, begin_mediation

K = DisputeType
COURT_OF = {
    K.TRADITIONAL_CULTURE: "北京市朝阳区人民法院",
    K.OLYMPIC_SYMBOL: "北京市朝阳区人民法院",
    K.DATA: "北京互联网法院",
    K.EVENT: "北京市朝阳区人民法院",
    K.CIVIL: "北京市朝阳区人民法院",
}


def about(kind: DisputeType) -> Mediation:
    """A mediation about this; the respondent lives in Chaoyang."""
    mediation = begin_mediation(session=False)
    with transaction() as tx:
        tx.session.get_one(Case, mediation.case_id).dispute_type = kind
        tx.session.get_one(Party, mediation.parties[Side.RESPONDENT]).address = "北京市朝阳区示范路1号"
        tx.session.get_one(Case, mediation.case_id).court_id = None
    begin_agreement(mediation.who("mediator"), mediation.case_id)
    return mediation


def test_every_kind_of_dispute_is_known_to_the_law() -> None:
    assert set(SUBJECT_OF) == set(DisputeType)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", list(COURT_OF))
def test_a_case_of_a_kind_of_its_own_is_drafted_checked_and_sent(kind: DisputeType) -> None:
    mediation = about(kind)
    offered = clauses_offered(mediation.who("mediator"), mediation.case_ref)
    assert offered.own == (Family(kind.value),)
    with reading() as session:
        draft = draft_of(mediation.case_id)
        case = session.get_one(Case, mediation.case_id)
        courts = [option.name.zh for option in options_for(case)]
    assert draft.subject is SUBJECT_OF[kind]
    assert courts == [COURT_OF[kind]]
    assert {finding.code for finding in check_draft(draft)} & {"P-16", "P-17"} == set()
