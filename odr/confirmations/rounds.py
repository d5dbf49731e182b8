"""The rounds of a filing: each bundle as it reached the court, with its verdict kept by digest."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from odr import clock
from odr.access.vault import CannotOpen, open_field, seal_field
from odr.bundles.models import Bundle
from odr.bundles.roots import published_roots_pem
from odr.confirmations.inspection import Inspection, Papers
from odr.confirmations.models import Confirmation, CourtFiling
from odr.db import Transaction, new_id, session
from signing.verdict import Finding, Group, SignatureLine, State, Verdict
from signing.wording import Words

FOUND = "court-filing"


def roots_digest() -> str:
    """Names the roots a verdict was made under: other roots, another verdict."""
    return sha256(published_roots_pem()).hexdigest()


def keep_round(tx: Transaction, row: Confirmation, bundle: Bundle, inspection: Inspection) -> None:
    """Count one more filing of this application, and keep what was found in it."""
    row.rounds += 1
    row.arrived_at = clock.now()
    filing = CourtFiling(
        id=new_id(),
        confirmation_id=row.id,
        court_id=row.court_id,
        bundle_id=bundle.id,
        number=row.rounds,
        sha256=bundle.sha256,
        at=row.arrived_at,
    )
    keep_found(filing, inspection)
    tx.add(filing)


def rounds_of(confirmation_id: str) -> list[CourtFiling]:
    """Every filing of an application, the newest first. Inside a unit of work."""
    filed = select(CourtFiling).where(CourtFiling.confirmation_id == confirmation_id)
    return list(session().scalars(filed.order_by(CourtFiling.number.desc())))


def kept_inspection(filing: CourtFiling, data_sha256: str) -> Inspection | None:
    """What was found before in exactly these bytes under exactly these roots; None when they must be verified."""
    if filing.sha256 != data_sha256 or filing.roots_sha256 != roots_digest():
        return None
    found = _found(filing)
    return Inspection(_verdict(found["verdict"]), _papers(found["papers"])) if found else None


def papers_of(filing: CourtFiling) -> Papers | None:
    """The papers read on arrival; None when the bundle was not sound or nothing is kept."""
    found = _found(filing)
    return _papers(found["papers"]) if found else None


def keep_found(filing: CourtFiling, inspection: Inspection) -> None:
    """Keep what was found in the bytes of a filing under the roots of now."""
    filing.roots_sha256 = roots_digest()
    papers = inspection.papers
    found = {
        "verdict": inspection.verdict.as_json(),
        "papers": {
            "agreement": papers.agreement,
            "application": papers.application,
            "exhibits": list(papers.exhibits),
            "digests": dict(papers.digests),
        }
        if papers
        else None,
    }
    filing.sealed_found = seal_field(FOUND, _place(filing), json.dumps(found, ensure_ascii=False))


def _found(filing: CourtFiling) -> dict[str, Any] | None:
    """None where nothing is kept, and where it is not what was kept there: then the bundle is verified anew."""
    try:
        return json.loads(open_field(FOUND, _place(filing), filing.sealed_found) or "null")
    except CannotOpen:
        return None


def _place(filing: CourtFiling) -> str:
    return f"{filing.id}|{filing.sha256}|{filing.roots_sha256}"


def _papers(kept: dict[str, Any] | None) -> Papers | None:
    if kept is None:
        return None
    return Papers(
        agreement=kept["agreement"],
        application=kept["application"],
        exhibits=tuple(kept["exhibits"]),
        digests=kept["digests"],
    )


def _verdict(kept: dict[str, Any]) -> Verdict:
    return Verdict(
        subject=kept["subject"],
        sha256=kept["sha256"],
        checked_at=datetime.fromisoformat(kept["checked_at"]),
        evaluated_at=_moment(kept["evaluated_at"]),
        development=kept["development"],
        readable=kept["readable"],
        findings=tuple(_finding(one) for one in kept["findings"]),
        signatures=tuple(
            SignatureLine(**{**one, "signed_at": _moment(one["signed_at"])}) for one in kept["signatures"]
        ),
        outside=tuple(Words(**one) for one in kept["outside"]),
    )


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(
        number=kept["number"],
        code=kept["code"],
        group=Group(kept["group"]),
        state=State(kept["state"]),
        title=Words(**kept["title"]),
        sentence=Words(**kept["sentence"]),
        follows=kept["follows"],
    )


def _moment(kept: str | None) -> datetime | None:
    return None if kept is None else datetime.fromisoformat(kept)
