"""Steps on whether everything and everybody is there, and whether the records speak of the same things."""

import hashlib
from typing import Any

from cryptography.x509.oid import NameOID

from signing.checks.examination import CheckedSignature, Examination, need
from signing.document_rules import attached_in, form_fields
from signing.errors import VerificationError
from signing.keys import ORGANISATION_IDENTIFIER, common_name, fingerprint, subject_attribute
from signing.records import moment
from signing.schema import read_record


def fields_filled(examination: Examination) -> None:
    """Every place to sign that was there when the text was frozen is filled, and no other."""
    stamps = {place.field for place in need(examination.layout).timestamps}
    fields = set(form_fields(need(examination.reader))) - stamps
    filled = {one.field for one in examination.signatures}
    if not fields or fields != filled:
        raise VerificationError("fields.open", count=len(fields - filled))


def ceremony_signatures(examination: Examination) -> None:
    """The ceremony's steps are the document's signatures: same order, field, certificate, bytes and time."""
    steps: list[dict[str, Any]] = examination.records["ceremony"]["steps"]
    if [step["field"] for step in steps] != [one.field for one in examination.signatures]:
        raise VerificationError("ceremony.fields")
    for step, one in zip(steps, examination.signatures, strict=True):
        same = (
            step["certificate_sha256"] == fingerprint(one.signed.certificate)
            and step["revision_sha256"] == one.revision_sha256
            and step["revision_size"] == one.revision_size
            and step["signed_at"] == moment(one.signed_at)
        )
        if not same:
            raise VerificationError("ceremony.step", field=one.field)


def ceremony_frozen(examination: Examination) -> None:
    """The frozen text of the ceremony is the first part of this very file."""
    ceremony = examination.records["ceremony"]
    size = need(examination.layout).frozen_size
    digest = hashlib.sha256(examination.document[:size]).hexdigest()
    if ceremony["document_size_frozen"] != size or ceremony["document_sha256_frozen"] != digest:
        raise VerificationError("ceremony.frozen")


def people(examination: Examination) -> None:
    """Each signatory the application names signed once, in their own field, under a certificate in their name."""
    application = examination.records["application"]
    expected = _signatories(application)
    seal = application["organisation"]
    steps = {step["field"]: step["signer_ref"] for step in examination.records["ceremony"]["steps"]}
    if steps != {one["field"]: one["ref"] for one in [*expected, seal]}:
        raise VerificationError("people.fields")
    _check_sides(application, expected)
    signatures = {one.field: one for one in examination.signatures}
    for one in expected:
        certificate = signatures[one["field"]].signed.certificate
        named = common_name(certificate), subject_attribute(certificate, NameOID.SERIAL_NUMBER)
        if named != (one["name"], one["pseudonym"]):
            raise VerificationError("people.certificate", field=one["field"])
    _check_seal(examination, seal, signatures)


def _signatories(application: dict[str, Any]) -> list[dict[str, Any]]:
    people = [one for party in application["parties"] for one in party["signatories"]]
    return [*people, *application["mediators"]]


def _check_sides(application: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    """Both sides are there, and nobody stands for two."""
    sides = {party["side"] for party in application["parties"]}
    refs = [one["ref"] for one in expected] + [party["ref"] for party in application["parties"]]
    pseudonyms = [one["pseudonym"] for one in expected]
    fields = [one["field"] for one in expected]
    if not {"applicant", "respondent"} <= sides:
        raise VerificationError("people.sides")
    if len(set(pseudonyms)) != len(pseudonyms) or len(set(fields)) != len(fields):
        raise VerificationError("people.twice")
    if len(set(refs)) != len(refs):
        raise VerificationError("people.twice")
    mediators = {one["pseudonym"] for one in application["mediators"]}
    if any((one["capacity"] == "mediator") != (one["pseudonym"] in mediators) for one in expected):
        raise VerificationError("people.capacity")


def _check_seal(
    examination: Examination, organisation: dict[str, Any], signatures: dict[str, CheckedSignature]
) -> None:
    """The organisation sealed last, and the same organisation sealed the list of files."""
    if examination.signatures[-1].field != organisation["field"]:
        raise VerificationError("people.seal_last")
    wanted = organisation["name"], organisation["identifier"]
    for certificate in (signatures[organisation["field"]].signed.certificate, need(examination.seal).certificate):
        named = (
            subject_attribute(certificate, NameOID.ORGANIZATION_NAME),
            subject_attribute(certificate, ORGANISATION_IDENTIFIER),
        )
        if named != wanted:
            raise VerificationError("people.organisation")


def agreement_content(examination: Examination) -> None:
    """The text inside the PDF, the application and the file are about one agreement of the same people."""
    application = examination.records["application"]
    data = attached_in(need(examination.reader))
    content = read_record("agreement", data)
    agreement = application["agreement"]
    if agreement["sha256"] != hashlib.sha256(examination.closed_document).hexdigest():
        raise VerificationError("agreement.other_file")
    if agreement["content_sha256"] != hashlib.sha256(data).hexdigest() or agreement["version"] != content["version"]:
        raise VerificationError("agreement.other_text")
    if _participants(application) != _participants(content):
        raise VerificationError("agreement.other_people")


def _participants(record: dict[str, Any]) -> list[object]:
    """What the application and the agreement must say alike."""
    keys = ("ref", "side", "kind", "name", "name_en", "identifier")
    parties = [tuple(party[key] for key in keys) for party in record["parties"]]
    organisation = [record["organisation"][key] for key in ("name", "name_en", "identifier")]
    return [record["case_no"], organisation, [one["name"] for one in record["mediators"]], parties]
