"""Random lives of a signed agreement: amended, given up, signed anew, taken to a court and back, in any order.

Whatever is tried, one text binds the parties, signed bytes stay what they are, and no court has a text that another,
out for signature, is about to replace.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from odr.agreements.acceptances import accept_whole
from odr.agreements.amending import begin_amendment
from odr.agreements.amendments import succession
from odr.agreements.commands import Wording, edit_clause
from odr.agreements.finality import abandon, finalise, reopen
from odr.agreements.in_hand import IN_EFFECT
from odr.agreements.models import Agreement, Version
from odr.agreements.queries import draft_page
from odr.agreements.states import AgreementState
from odr.confirmations.commands import withdraw_application
from odr.confirmations.models import Confirmation
from odr.confirmations.moves import STAGE_OF
from odr.db import reading
from odr.errors import NotFound, OdrError
from odr.law.amendment import CourtStage
from odr.signatures.sealing import affix_seal
from tests.factories.agreements import Agreed, BeforeCourt, apply_as, filed, sign, signatories
from tests.factories.judging import ANSWERED
from tests.factories.stages import signed

OUT = (AgreementState.FINAL, AgreementState.SIGNED)


@dataclass
class Life:
    """One case, its present text, and the amendment under way."""

    stage: BeforeCourt
    amendment: str = ""
    version: str = ""
    sealed: dict[str, str] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    @property
    def mediator(self):  # type: ignore[no-untyped-def]
        assert self.stage.case.mediator is not None
        return self.stage.case.mediator.actor

    def begin(self) -> None:
        chain = succession(self.stage.parties[0].actor, self.stage.case.ref)
        assert chain.in_force is not None
        self.amendment = begin_amendment(self.stage.parties[0].actor, chain.in_force.agreement_id)

    def put_out(self) -> None:
        view = draft_page(self.mediator, self.stage.case.ref)
        clause = view.clauses[-1]
        answers = {**clause.answers, "fen": f"{3000 + len(self.tried)}.00"}
        edit_clause(self.mediator, clause.id, revision=clause.revision, wording=Wording(clause.kind, answers=answers))
        for side in self.stage.parties:
            accept_whole(side.actor, self.amendment, revision=draft_page(side.actor, self.stage.case.ref).revision)
        self.version = finalise(self.mediator, self.amendment, development=True, judged=ANSWERED)

    def open_again(self) -> None:
        reopen(self.mediator, self.amendment)

    def give_up(self) -> None:
        abandon(self.mediator, self.amendment)

    def sign(self) -> None:
        if not self.version:
            raise NotFound(kind="version")
        agreed = Agreed(self.stage.case, self.amendment, self.version)
        for place, person in signatories(agreed):
            sign(agreed, person, place)
        affix_seal(self.stage.case.clerk.actor, self.version)
        self.stage = replace(self.stage, agreed=agreed, confirmation_id="")

    def apply(self) -> None:
        self.stage.choose_court()
        for person in self.stage.parties:
            apply_as(person, self.stage.confirmation_id)

    def file(self) -> None:
        filed(self.stage)

    def withdraw(self) -> None:
        withdraw_application(self.stage.parties[0].actor, self.stage.confirmation_id)


ACTS: dict[str, Callable[[Life], None]] = {
    name: getattr(Life, name)
    for name in ("begin", "put_out", "open_again", "give_up", "sign", "apply", "file", "withdraw")
}


def look(life: Life) -> None:
    """What holds after every act, whether it was done or refused."""
    with reading() as now:
        agreements = now.scalars(select(Agreement).where(Agreement.case_id == life.stage.case.id)).all()
        by_id = {row.id: row for row in agreements}
        binding = [row for row in agreements if row.state in IN_EFFECT and row.effective_at is not None]
        assert len(binding) == 1, life.tried
        for row in agreements:
            assert (row.superseded_at is not None) == (row.state == AgreementState.SUPERSEDED), life.tried
            if row.amends_id is not None and row.state in OUT and row.effective_at is None:
                assert by_id[row.amends_id].court_stage != CourtStage.BEFORE_COURT, life.tried
        live = [row.amends_id for row in agreements if row.amends_id and row.state != AgreementState.ABANDONED]
        assert len(live) == len(set(live)), life.tried
        for version in now.scalars(select(Version).where(Version.completed_at.is_not(None))):
            assert life.sealed.setdefault(version.id, version.pdf_sha256) == version.pdf_sha256, life.tried
        for asked in now.scalars(select(Confirmation)):
            owner = now.get_one(Version, asked.version_id).agreement
            assert owner.court_stage == STAGE_OF[asked.state], life.tried
            assert owner.state != AgreementState.SUPERSEDED or owner.court_stage != CourtStage.BEFORE_COURT, life.tried


def attempt(life: Life, act: str) -> None:
    life.tried.append(act)
    try:
        ACTS[act](life)
    except OdrError as refused:
        life.tried[-1] = f"{act} refused: {refused.code}"


LIVES = st.lists(st.sampled_from(sorted(ACTS)), min_size=3, max_size=7)
STRAIGHT = ["begin", "put_out", "sign", "apply", "file"]


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=st.integers(0, 3), more=LIVES)
def test_whatever_is_tried_one_text_binds_and_no_court_has_one_about_to_be_replaced(
    before: int, more: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as directory, signed(Path(directory)) as (_, stage):
        life = Life(stage)
        for act in [*STRAIGHT[:before], *more]:
            attempt(life, act)
            look(life)


def test_a_text_is_amended_twice_and_taken_to_the_court(tmp_path: Path) -> None:
    with signed(tmp_path) as (_, stage):
        life = Life(stage)
        for act in ["begin", "put_out", "sign", "begin", "put_out", "sign", "apply", "file"]:
            attempt(life, act)
            look(life)
        assert not [act for act in life.tried if "refused" in act]
        assert len(succession(stage.parties[0].actor, stage.case.ref).earlier) == 2
