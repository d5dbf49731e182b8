"""The page of the bundle and its download, for the people of the case and the organisation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission, can
from odr.accounts.models import Account
from odr.agreements.in_hand import complete_version
from odr.bundles.contents import CourtApplication
from odr.bundles.keeping import bytes_of
from odr.bundles.models import Bundle
from odr.bundles.recheck import findings_before_court
from odr.cases.models import Case
from odr.cases.refs import case_id_of
from odr.db import query, session
from odr.errors import NotAllowed
from odr.law.findings import Finding
from signing.wording import Words


@dataclass(frozen=True)
class BundleView:
    """A bundle as it was kept, with the verdict it had when it was built."""

    id: str
    number: int
    sha256: str
    size: int
    files: tuple[str, ...]
    headline: Words
    built_at: datetime
    built_by: Words


@dataclass(frozen=True)
class BundlePage:
    """The page of the bundle. `complete` says whether there is a sealed text at all."""

    case_id: str
    case_ref: str
    title: str
    title_en: str
    complete: bool
    bundles: tuple[BundleView, ...]
    may_build: bool


@query
def bundle_page(actor: Actor, case_ref: str) -> BundlePage:
    """Every bundle of the case, newest first.

    Raises:
        NotFound: the case is not the actor's to see.
    """
    case = load(actor, Permission.CASE_READ, Case, case_id_of(case_ref))
    rows = session().execute(
        select(Bundle, Account)
        .join(Account, Account.id == Bundle.built_by)
        .where(Bundle.case_id == case.id)
        .order_by(Bundle.number.desc())
    )
    return BundlePage(
        case_id=case.id,
        case_ref=case.ref,
        title=case.title,
        title_en=case.title_en or case.title,
        complete=complete_version(case.id) is not None,
        bundles=tuple(_view(row, account) for row, account in rows if can(actor, Permission.BUNDLE_READ, row)),
        may_build=can(actor, Permission.BUNDLE_BUILD, case),
    )


@query
def findings_now(actor: Actor, case_id: str, *, application: CourtApplication) -> tuple[Finding, ...]:
    """What a court would object to today, for whoever builds the bundle.

    Raises:
        NotFound, NotAllowed: the actor does not build the file for the court, or no text is complete.
    """
    case = load(actor, Permission.BUNDLE_BUILD, Case, case_id)
    version = complete_version(case.id)
    if version is None:
        raise NotAllowed(permission=str(Permission.BUNDLE_BUILD))
    return findings_before_court(case, version, application)


@query
def bundle_file(actor: Actor, bundle_id: str) -> tuple[str, bytes]:
    """A bundle's download: (file name, bytes).

    Raises:
        NotFound: it is of a case the actor has no place in.
    """
    row = load(actor, Permission.BUNDLE_READ, Bundle, bundle_id)
    return f"{row.case.ref}-{row.number}.asice", bytes_of(row)


@query
def bundle_name(actor: Actor, bundle_id: str) -> str:
    """What a bundle is called on its pages.

    Raises:
        NotFound: it is of a case the actor has no place in.
    """
    row = load(actor, Permission.BUNDLE_READ, Bundle, bundle_id)
    return f"{row.case.ref}-{row.number}"


def _view(row: Bundle, account: Account) -> BundleView:
    headline = json.loads(row.verdict)["headline"]
    return BundleView(
        id=row.id,
        number=row.number,
        sha256=row.sha256,
        size=row.size,
        files=tuple(json.loads(row.contents)),
        headline=Words(zh=headline["zh"], en=headline["en"]),
        built_at=row.built_at,
        built_by=Words(zh=account.name, en=account.name_en or account.name),
    )


@query
def case_id_for_papers(actor: Actor, case_ref: str) -> str:
    """The id of a case whose papers the actor may read. Raises NotFound."""
    return load(actor, Permission.PAPER_READ, Case, case_id_of(case_ref)).id
