"""What one side remarks on a clause in private changes nothing that anybody else can observe, and is in no paper."""

from __future__ import annotations

import pytest

from odr.access.actor import Side
from odr.agreements.commands import Wording, add_clause, begin_agreement
from odr.agreements.comments import comment, settle
from odr.agreements.holds import hold_clause
from odr.agreements.models import Version
from odr.audit.tree import log_size
from odr.bundles.keeping import bytes_of
from odr.bundles.models import Bundle
from odr.db import reading
from tests.leaks.observe import words_in
from tests.leaks.test_two_worlds import World, begun, first_difference
from tests.leaks.town import Town


def live(world: World, *, remarks: bool) -> list[str]:
    """The same drafting in both worlds; in one of them the applicant and the mediator remark on it in private."""
    mediation = world.mediation
    agreement = begin_agreement(mediation.who("mediator"), mediation.case_id)
    clause = add_clause(mediation.who("mediator"), agreement, Wording(zh="双方各自承担费用。", en="Own costs."))
    page = f"/cases/{mediation.case_ref}/agreement"
    for step in range(3):
        world.hands.at(step * 10 + 3)
        if remarks:
            caucus = mediation.caucus[Side.APPLICANT]
            first = comment(mediation.who("applicant"), clause, caucus, text=f"我们最多付 {step}8 万元。")
            comment(mediation.who("mediator"), clause, caucus, text="明白。", answers=first)
            settle(mediation.who("applicant"), first, settled=True)
            assert world.browsers["applicant"].get(f"{page}/clauses/{clause}/remarks/{caucus}").status_code == 200
        world.hands.at(step * 10 + 10)
        hold_clause(mediation.who("mediator"), clause)
        world.watch()
    with reading():
        world.trace.note(f"leaves of the public log: {log_size()}")
    return world.trace.lines


@pytest.mark.parametrize("observer", ["respondent", "clerk"])
def test_remarks_in_private_change_nothing_the_others_observe(settings, tmp_path, hands, observer):
    quiet = live(begun(settings, tmp_path / "quiet", hands, observer), remarks=False)
    busy = live(begun(settings, tmp_path / "busy", hands, observer), remarks=True)
    assert first_difference(quiet, busy) is None
    assert len(quiet) == len(busy)


def test_no_remark_is_in_the_document_or_in_the_file_for_the_court(town: Town):
    with reading() as now:
        papers = [version.pdf for version in now.query(Version)] + [version.content for version in now.query(Version)]
        papers += [bytes_of(bundle) for bundle in now.query(Bundle)]
    assert papers
    assert not [words for paper in papers if (words := words_in(paper, tuple(town.secrets)) & remarked(town))]


def remarked(town: Town) -> set[str]:
    """The secret words of everything that is heard in a channel."""
    return {word for word in town.secrets if word not in town.names}
