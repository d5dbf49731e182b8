"""Building the bundle for the court: recheck, collect by the closed catalogue, assemble, verify, keep."""

from __future__ import annotations

import json

from sqlalchemy import func, select

from odr import offload
from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.agreements.in_hand import complete_version
from odr.agreements.models import Version
from odr.audit.trail import record
from odr.bundles.assembly import Assembled, assemble
from odr.bundles.collect import collect
from odr.bundles.contents import BundleFacts, CourtApplication
from odr.bundles.keeping import forget, place
from odr.bundles.models import Bundle
from odr.bundles.recheck import findings_before_court
from odr.bundles.roots import published_roots
from odr.cases.models import Case
from odr.cases.steps import took
from odr.db import new_id, reading, transaction
from odr.errors import BundleUnsound, IllegalTransition, NotConfirmable, Unavailable
from odr.evidence.storage import StoredContent
from odr.law.confirmability import obstacles
from odr.signatures.heads import sign_head
from signing.errors import AuthorityUnavailable, SigningError


def build_bundle(actor: Actor, case_id: str, *, application: CourtApplication) -> str:
    """Build the file for the court and keep it only if the court's own verifier finds nothing wrong; returns its id.

    Raises:
        IllegalTransition: the agreement is not completely signed and sealed.
        NotConfirmable: a court would refuse or dismiss; `findings` names every obstacle.
        LogRewritten: the public log does not fit what was signed before; nothing is proved from it.
        BundleUnsound: the file just built does not pass; it is not kept.
        Unavailable: the time-stamp or certificate authority did not answer.
    """
    with reading():
        load(actor, Permission.BUNDLE_BUILD, Case, case_id)
        _complete_version(case_id)
    _sign_the_log()
    with reading():
        case = load(actor, Permission.BUNDLE_BUILD, Case, case_id)
        version = _complete_version(case_id)
        blocking = obstacles(findings_before_court(case, version, application))
        if blocking:
            raise NotConfirmable(citation=blocking[0].citation.key(), findings=[finding.key() for finding in blocking])
        facts = collect(actor, case, version, application)
    bundle_id, blob_id = new_id(), new_id()
    try:
        built = _assembled(facts, place(bundle_id, blob_id))
        return _keep_row(actor, facts, built, bundle_id, blob_id)
    except BaseException:
        forget(blob_id)
        raise


def _complete_version(case_id: str) -> Version:
    version = complete_version(case_id)
    if version is None:
        raise IllegalTransition(state="not_complete", event="build")
    return version


def _sign_the_log() -> None:
    """A bundle hands out a head that the platform keeps for ever, and that covers every act on the agreement."""
    try:
        sign_head()
    except AuthorityUnavailable as silent:
        raise Unavailable(service="authority") from silent


def _assembled(facts: BundleFacts, where: StoredContent) -> Assembled:
    try:
        built = offload.run(assemble, facts, published_roots(), where)
    except AuthorityUnavailable as silent:
        raise Unavailable(service="authority") from silent
    except SigningError as refused:
        raise BundleUnsound(findings=[refused.code]) from refused
    if not built.verdict.sound:
        raise BundleUnsound(findings=[finding.code for finding in built.verdict.failed])
    return built


def _keep_row(actor: Actor, facts: BundleFacts, built: Assembled, bundle_id: str, blob_id: str) -> str:
    digest = built.verdict.sha256
    with transaction() as tx:
        case = load(actor, Permission.BUNDLE_BUILD, Case, facts.case_id)
        count = select(func.count(Bundle.id)).where(Bundle.case_id == case.id)
        tx.add(
            Bundle(
                id=bundle_id,
                case_id=case.id,
                version_id=facts.text.version_id,
                number=(tx.session.scalar(count) or 0) + 1,
                blob_id=blob_id,
                sha256=digest,
                size=built.size,
                contents=json.dumps(built.files),
                verdict=json.dumps(built.verdict.as_json(), ensure_ascii=False),
                built_at=facts.built_at,
                built_by=actor.account_id,
            )
        )
        record(
            tx,
            account_id=actor.account_id,
            chain=f"case:{case.id}",
            act="bundle.built",
            subject=bundle_id,
            content=digest.encode(),
        )
        took(tx, case, "bundle_built", by=actor.account_id)
    return bundle_id
