"""What waits for a person once the agreement is final: signing, sealing, and the court, each on its own page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from odr.access.actor import Actor
from odr.cases.queries import CasePage
from odr.confirmations.queries import confirmation_page
from odr.confirmations.shown import ConfirmationPage
from odr.signatures.queries import CeremonyView, ceremony, signing_version

WITH_A_TEXT = ("mediating", "settled")
BEFORE_THE_COURT = ("filed", "supplement", "accepted")
RULED = ("confirmed", "dismissed", "refused")


@dataclass(frozen=True)
class NextStep:
    """The code of what waits, and the page where it is done; no page where the case page itself offers it."""

    code: str
    href: str = ""


def next_step(actor: Actor, case: CasePage) -> NextStep:
    """The step of the latest stage the case has reached."""
    if case.state not in WITH_A_TEXT:
        return NextStep(case.next_act)
    version_id = signing_version(actor, case.id)
    code = ""
    if version_id:
        href = url_for("signatures.ceremony", version_id=version_id)
        if code := _signing(ceremony(actor, version_id), settled=case.state == "settled"):
            return NextStep(code, href)
    if case.state == "settled" and (code := _confirming(confirmation_page(actor, case.ref))):
        return NextStep(code, url_for("confirmations.page", ref=case.ref))
    return NextStep(case.next_act)


def _signing(view: CeremonyView, *, settled: bool) -> str:
    if any(place.may_sign for place in view.places):
        return "sign"
    if view.may_seal:
        return "seal"
    if settled:
        return ""
    people = [place for place in view.places if not place.is_seal]
    return "wait_seal" if all(place.signed_at for place in people) else "wait_signatures"


def _confirming(page: ConfirmationPage) -> str:
    for code, mine in (("apply", page.may_apply), ("file", page.may_file), ("choose_court", page.may_open)):
        if mine:
            return code
    if page.application is None:
        return ""
    state = str(page.application.state)
    if state == "preparing":
        return "wait_other_side"
    if state == "ready":
        return "wait_filing"
    if state in BEFORE_THE_COURT:
        return "wait_court"
    return "ruling" if state in RULED else ""
