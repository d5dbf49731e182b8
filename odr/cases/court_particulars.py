"""What a court's forms ask of a side beyond the case: typed once by that side, sealed, printed in its papers.

Nobody needs it to mediate, so it is not asked at the beginning, and every field may stay empty.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import select

from odr.access.actor import Actor
from odr.access.load import load
from odr.access.permissions import Permission
from odr.access.vault import open_field, seal_field
from odr.accounts.particulars import shown_name
from odr.cases.models import Case, CourtParticulars, Party
from odr.cases.refs import case_id_of
from odr.cases.steps import took
from odr.db import query, session, transaction
from odr.errors import InvalidInput, NotAllowed

PURPOSE = "court_particulars"


@dataclass(frozen=True)
class ForCourt:
    """Fields of the court's forms; text as it is printed, empty where nothing was given."""

    ethnic_group: str = ""
    occupation: str = ""
    habitual_residence: str = ""
    representative_phone: str = ""
    service_address: str = ""
    """Where papers are served when that is another place than the address of the party."""
    postcode: str = ""
    recipient: str = ""
    recipient_relation: str = ""
    recipient_phone: str = ""
    paper_copies: str = ""
    """"yes" or "no" or nothing: whether paper copies are wanted beside electronic service (OLR 29)."""


def for_court_of(party_id: str) -> ForCourt:
    """What a side gave, inside a unit of work that has authorised the reader for that side."""
    row = session().scalar(select(CourtParticulars).where(CourtParticulars.party_id == party_id))
    return ForCourt(**json.loads(open_field(PURPOSE, party_id, row.sealed))) if row else ForCourt()


@query
def own_for_court(actor: Actor, ref: str) -> tuple[str, str, ForCourt]:
    """The id of the case, the kind of the actor's own side, and what it gave.

    Raises:
        NotFound: no such case, or the actor is of no side.
    """
    case = load(actor, Permission.AGENT_ADMIT, Case, case_id_of(ref))
    party = session().get_one(Party, actor.participations[case.id].party_id)
    return case.id, str(party.kind), for_court_of(party.id)


def give_for_court(actor: Actor, case_id: str, given: ForCourt) -> None:
    """A side gives, or corrects, what the court's forms ask of it. It changes no word of an agreement.

    Raises:
        InvalidInput: a field cannot be kept or printed.
        NotAllowed: the actor may not act for a side.
    """
    clean = _checked(given)
    with transaction() as tx:
        case = load(actor, Permission.CONFIRMATION_APPLY, Case, case_id)
        party_id = actor.participations[case.id].party_id
        if party_id is None:
            raise NotAllowed(permission=str(Permission.CONFIRMATION_APPLY))
        row = tx.session.scalar(select(CourtParticulars).where(CourtParticulars.party_id == party_id))
        row = row or tx.add(CourtParticulars(party_id=party_id, sealed=b""))
        row.sealed = seal_field(PURPOSE, party_id, json.dumps(asdict(clean), ensure_ascii=False))
        took(tx, case, "particulars_completed", by=actor.account_id)


def _checked(given: ForCourt) -> ForCourt:
    wrong: dict[str, str] = {}
    kept: dict[str, str] = {}
    for field in fields(ForCourt):
        try:
            kept[field.name] = shown_name(getattr(given, field.name), field=field.name, required=False)
        except InvalidInput as refused:
            wrong |= refused.details["fields"]  # type: ignore[operator]
    if given.paper_copies not in ("", "yes", "no"):
        wrong["paper_copies"] = "unknown"
    if given.postcode and not (given.postcode.strip().isdigit() and len(given.postcode.strip()) == POSTCODE_DIGITS):
        wrong["postcode"] = "postcode"
    if wrong:
        raise InvalidInput(**wrong)
    return replace(given, **kept)


POSTCODE_DIGITS = 6
