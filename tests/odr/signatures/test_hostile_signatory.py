"""A signatory who wants the others' signatures to be worth nothing, or a text to bind after it was given up."""

from __future__ import annotations

import pytest

from odr.cases.commands import refuse_to_continue
from odr.errors import Conflict, SignatureRejected
from odr.signatures import queries
from odr.signatures.sealing import affix_seal
from signing import pdf
from signing.layout import SIGNATURE
from tests.odr.signatures.conftest import Ceremony
from tests.signing.ceremony import OutsideKey


def test_a_signature_prepared_for_an_earlier_key_is_void_once_a_new_key_is_certified(ceremony: Ceremony) -> None:
    """Otherwise the record names another certificate than the document, and no bundle could ever be built."""
    one = ceremony.signatories[0]
    one.enrol()
    first, to_sign = one.key, one.prepare()
    one.key = OutsideKey()
    one.enrol()
    with pytest.raises(SignatureRejected):
        one.finish(first.sign(to_sign.signed_attributes))
    for signatory in ceremony.signatories:
        signatory.sign()
    affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    record = queries.ceremony_record(ceremony.clerk, ceremony.agreed.version_id)
    made = [view for view in pdf.read_signatures(ceremony.document) if view.kind == SIGNATURE]
    assert [step.certificate_sha256 for step in record.steps] == [view.certificate_sha256 for view in made]


def test_nobody_signs_or_seals_after_a_side_ended_the_mediation(ceremony: Ceremony) -> None:
    case = ceremony.agreed.case
    assert case.respondent is not None
    ceremony.signatories[0].sign()
    last = ceremony.signatories[-1]
    last.enrol()
    to_sign = last.prepare()
    refuse_to_continue(case.respondent.actor, case.id)
    with pytest.raises(Conflict):
        last.finish(last.key.sign(to_sign.signed_attributes))
    with pytest.raises(Conflict):
        ceremony.signatories[1].ask()
    with pytest.raises(Conflict):
        affix_seal(ceremony.clerk, ceremony.agreed.version_id)
