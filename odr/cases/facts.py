"""What an applicant writes, as values: brought into the form it is kept in, or refused field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256

import rfc8785

from odr.access.actor import OPPOSED, Side
from odr.accounts.particulars import email_address, identity_number, prose, shown_name
from odr.cases.models import DisputeType, PartyKind
from odr.errors import InvalidInput

LONGEST_TEXT = 6000
DISPUTE = ("organisation_id", "title", "title_en", "right_description", "facts", "claims")


@dataclass(frozen=True)
class PartyFacts:
    """A side as the court needs to know it (INT 354). `id_number` is in clear here and sealed in the database."""

    kind: PartyKind = PartyKind.ORGANISATION
    name: str = ""
    name_en: str = ""
    id_type: str = "credit_code"
    id_number: str = ""
    representative: str = ""
    representative_post: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Application:
    """What an applicant writes."""

    organisation_id: str
    dispute_type: DisputeType
    title: str
    title_en: str = ""
    right_description: str = ""
    facts: str = ""
    claims: str = ""
    applicant: PartyFacts = field(default_factory=PartyFacts)
    respondent: PartyFacts = field(default_factory=PartyFacts)


def party_kind(text: str) -> PartyKind:
    """The kind of party a form names.

    Raises:
        InvalidInput: none of the list.
    """
    try:
        return PartyKind(text)
    except ValueError:
        raise InvalidInput(kind="unknown") from None


def party_facts(answers: Mapping[str, str]) -> PartyFacts:
    """A side from the answers of a form.

    Raises:
        InvalidInput: the kind of party is none of the list.
    """
    texts = {name: answers.get(name) or "" for name in PartyFacts.__dataclass_fields__ if name != "kind"}
    try:
        return PartyFacts(kind=PartyKind(answers.get("kind", "")), **texts)
    except ValueError:
        raise InvalidInput(kind="unknown") from None


def application_from(answers: Mapping[str, str], written: Application | None = None) -> Application:
    """An application from the answers about the dispute; its sides stay as they were written.

    Raises:
        InvalidInput: the kind of dispute is none of the list.
    """
    texts = {name: answers.get(name) or "" for name in DISPUTE}
    try:
        kind = DisputeType(answers.get("dispute_type", ""))
    except ValueError:
        raise InvalidInput(dispute_type="unknown") from None
    begun = written or Application(organisation_id="", dispute_type=kind, title="")
    return replace(begun, dispute_type=kind, **texts)


def checked(application: Application) -> Application:
    """The application in the form it is kept in; what is still missing may be added later, the title may not.

    Raises:
        InvalidInput: every field that cannot be kept, with its reason.
    """
    wrong: dict[str, str] = {}
    parts = {
        "title": lambda: shown_name(application.title, field="title"),
        "title_en": lambda: shown_name(application.title_en, field="title_en", required=False),
        **{
            name: lambda name=name: prose(getattr(application, name), field=name, longest=LONGEST_TEXT, required=False)
            for name in ("right_description", "facts", "claims")
        },
    }
    clean = {name: _tried(make, wrong) for name, make in parts.items()}
    for side in OPPOSED:
        clean[str(side)] = checked_party(getattr(application, side), f"{side}-", wrong)
    if wrong:
        raise InvalidInput(**wrong)
    return replace(application, **clean)


def checked_party(facts: PartyFacts, prefix: str, wrong: dict[str, str]) -> PartyFacts:
    """A side in the form it is kept in; reasons go into `wrong` under the prefixed names of its fields."""

    def name(key: str) -> object:
        return _tried(lambda: shown_name(getattr(facts, key), field=prefix + key, required=False), wrong)

    kept: dict[str, object] = {
        key: name(key) for key in ("name", "name_en", "representative", "representative_post", "address", "phone")
    }
    kept["id_number"] = _tried(
        lambda: identity_number(facts.id_type, facts.id_number, field=f"{prefix}id_number"), wrong
    )
    kept["email"] = (
        _tried(lambda: email_address(facts.email, field=f"{prefix}email"), wrong) if facts.email.strip() else ""
    )
    return replace(facts, **kept)  # type: ignore[arg-type]


def check_complete(application: Application) -> None:
    """What an organisation needs before it can ask the other side.

    Raises:
        InvalidInput: the missing fields; or both sides have one address.
    """
    wrong = {name: "missing" for name in ("title", "facts", "claims") if not getattr(application, name)}
    for side in OPPOSED:
        party: PartyFacts = getattr(application, side)
        wanted = ["name", "email", *(["address", "id_number", "phone"] if side == Side.APPLICANT else [])]
        if side == Side.APPLICANT and party.kind == PartyKind.ORGANISATION:
            wanted.append("representative")
        wrong |= {f"{side}-{name}": "missing" for name in wanted if not getattr(party, name)}
    if application.applicant.email and application.applicant.email == application.respondent.email:
        wrong["respondent-email"] = "same"
    if wrong:
        raise InvalidInput(**wrong)


def digest_of_application(ref: str, application: Application) -> str:
    """SHA-256 (hexadecimal) of the application in canonical JSON (RFC 8785); it stands on the receipt."""
    content = {"ref": ref, **asdict(application)}
    return sha256(rfc8785.dumps(content)).hexdigest()


def _tried(make: object, wrong: dict[str, str]) -> object:
    try:
        return make()  # type: ignore[operator]
    except InvalidInput as refused:
        fields = refused.details["fields"]
        wrong.update(fields if isinstance(fields, dict) else {})
        return ""
