"""A party's name stands in the text people accept and sign, so it does not change under their hands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from odr.agreements.finality import finalise, reopen
from odr.agreements.particulars import correct_own_particulars
from odr.cases.application import facts_of
from odr.cases.facts import PartyFacts
from odr.cases.models import Party
from odr.db import reading
from odr.errors import Conflict, NotAllowed, NotFound
from tests.factories.judging import ANSWERED
from tests.odr.agreements.conftest import Draft


def own_facts(draft: Draft) -> PartyFacts:
    party_id = draft.who("respondent").participations[draft.mediation.case_id].party_id
    with reading() as now:
        return facts_of(now.get_one(Party, party_id))


def rename(draft: Draft, name: str, who: str = "respondent") -> None:
    correct_own_particulars(draft.who(who), draft.mediation.case_id, replace(own_facts(draft), name=name))


def test_a_draft_is_accepted_anew_when_a_party_changed_its_name(draft: Draft) -> None:
    draft.add_payment()
    draft.accept_all()
    rename(draft, "另一家有限公司")
    assert not draft.page().accepted
    with pytest.raises(Conflict):
        finalise(draft.who("mediator"), draft.id, development=True, judged=ANSWERED)


def test_a_frozen_text_keeps_its_parties_until_it_is_reopened(draft: Draft) -> None:
    """Otherwise the case would know nobody of the name that signed, and no bundle could be built of it."""
    draft.add_payment()
    draft.accept_all()
    finalise(draft.who("mediator"), draft.id, development=True, judged=ANSWERED)
    before = own_facts(draft).name
    with pytest.raises(Conflict):
        rename(draft, "另一家有限公司")
    assert own_facts(draft).name == before
    reopen(draft.who("mediator"), draft.id)
    rename(draft, "另一家有限公司")
    assert own_facts(draft).name == "另一家有限公司"


@pytest.mark.parametrize("who", ["clerk", "outsider", "mediator"])
def test_nobody_else_corrects_a_side(draft: Draft, who: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        rename(draft, "另一家有限公司", who)
