"""Offers and answers as a browser seals them, and rounds that are open for them."""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta

from odr import clock
from odr.access.actor import Side
from odr.offers.commands import accept_rules, propose_round, seal_offer
from odr.offers.queries import RoundView, round_page
from odr.offers.rules import Issue, RoundKind, Rules, Subject
from odr.offers.sealed import Place, commitment, seal
from odr.proposals.commands import answer_proposal
from odr.proposals.queries import proposal_page
from tests.factories.mediation import Mediation

ISSUES = (
    Issue("使用期限", ("三个月", "六个月", "一年")),
    Issue("库存", ("销毁", "售完为止")),
)


@dataclass(frozen=True)
class Sealed:
    """What a browser sends, and the salt it keeps."""

    sealed: bytes
    commitment: bytes
    salt: str


def sealed_as(place: Place, public_key: str, body: str) -> Sealed:
    """Seal a body for its place as the page's script does."""
    salt = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
    ciphertext = seal(place, base64.urlsafe_b64decode(public_key + "="), salt=salt, body=body)
    return Sealed(ciphertext, commitment(place, salt=salt, body=body), salt)


def rules_of_a_sum(mediation: Mediation, **changes: object) -> Rules:
    """One sum, midpoint, within an hour; who has sealed is seen."""
    facts: dict[str, object] = {
        "kind": RoundKind.SUM,
        "subject": Subject.WHOLE,
        "deadline": clock.now() + timedelta(hours=1),
        "demander": mediation.parties[Side.APPLICANT],
        "payer": mediation.parties[Side.RESPONDENT],
    }
    return Rules(**(facts | changes))  # type: ignore[arg-type]


def rules_of_a_package(mediation: Mediation, **changes: object) -> Rules:
    """A sum and two issues."""
    facts: dict[str, object] = {"kind": RoundKind.PACKAGE, "subject": Subject.PACKAGE, "issues": ISSUES}
    return rules_of_a_sum(mediation, **(facts | changes))


def rules_of_a_search(mediation: Mediation, **changes: object) -> Rules:
    """Two issues, no sum."""
    facts: dict[str, object] = {"kind": RoundKind.SEARCH, "subject": Subject.SEARCH, "issues": ISSUES}
    return rules_of_a_sum(mediation, **(facts | {"demander": "", "payer": ""} | changes))


def open_round(mediation: Mediation, rules: Rules | None = None) -> str:
    """A round whose rules every side has accepted."""
    round_id = propose_round(mediation.who("mediator"), mediation.case_id, rules=rules or rules_of_a_sum(mediation))
    for name in ("applicant", "respondent"):
        accept_rules(mediation.who(name), round_id)
    return round_id


def page_of(mediation: Mediation, name: str, round_id: str) -> RoundView:
    """The round as this person sees it."""
    return round_page(mediation.who(name), mediation.case_ref, round_id=round_id)


def offer_of(mediation: Mediation, name: str, round_id: str, body: str) -> Sealed:
    """What this person's browser makes of a body, out of what the page gives it."""
    view = page_of(mediation, name, round_id)
    return sealed_as(Place(view.case_id, view.id, view.my_party_id, view.terms), view.public_key, body)


def put_in(mediation: Mediation, name: str, round_id: str, body: str) -> Sealed:
    """Seal and send."""
    made = offer_of(mediation, name, round_id, body)
    seal_offer(mediation.who(name), round_id, sealed=made.sealed, commitment=made.commitment)
    return made


def say_to(mediation: Mediation, name: str, proposal_id: str, body: str) -> Sealed:
    """Answer a proposal, yes or no."""
    view = proposal_page(mediation.who(name), mediation.case_ref, proposal_id=proposal_id)
    place = Place(view.case_id, view.id, view.my_party_id, view.terms)
    made = sealed_as(place, view.public_key, body)
    answer_proposal(mediation.who(name), proposal_id, sealed=made.sealed, commitment=made.commitment)
    return made
