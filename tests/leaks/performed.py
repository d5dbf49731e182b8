"""What was reported, disputed and noticed after the agreement of the town's case, each with a word of its own."""

from __future__ import annotations

import io
from typing import Any

from odr import clock
from odr.access.vault import seal_field
from odr.db import new_id, transaction
from odr.law.time_limits import beijing_date
from odr.performance.commands import Said, Upload, claim_performed, dispute
from odr.performance.models import BadFaithFlag
from odr.performance.proofs import DISMISSAL
from odr.performance.queries import performance_page
from tests.factories.agreements import BeforeCourt
from tests.leaks.policy import OF_THE_CASE

LIMIT = 1024 * 1024


def perform(town: Any, stage: BeforeCourt) -> None:
    """A payment reported with its proof, one that was disputed, and a sign of bad faith for the clerk alone."""
    case, (creditor, debtor) = stage.case, stage.parties
    line = next(one for one in performance_page(debtor.actor, case.ref).mine if one.fen)
    town.add("obligation", OF_THE_CASE, "ref", ref=case.ref, obligation_id=line.id)
    for ref in ("reported", "disputed"):
        inside, shown = io.BytesIO(town.hide(OF_THE_CASE).encode()), f"{town.hide(OF_THE_CASE)}.txt"
        said = Said(on=beijing_date(clock.now()), fen=100, words=town.hide(OF_THE_CASE))
        upload = Upload(inside, shown, LIMIT)
        made = claim_performed(debtor.actor, case.id, line.id, said=said, client_ref=ref, proof=upload)
        town.add(f"statement {ref}", OF_THE_CASE, "ref", ref=case.ref, statement_id=made)
    dispute(creditor.actor, made, reason=town.hide(OF_THE_CASE))
    with transaction() as tx:
        why, now, ident = town.hide(frozenset({"clerk"})), clock.now(), new_id()
        flag = tx.add(
            BadFaithFlag(
                case_id=case.id, party_id=line.obligor_id, reasons='["silent"]', raised_at=now, dismissed_at=now,
                id=ident, sealed_why=seal_field(DISMISSAL, ident, why),
            )
        )  # fmt: skip
    town.add("sign of bad faith", frozenset({"clerk"}), "ref", ref=case.ref, flag_id=flag.id)
