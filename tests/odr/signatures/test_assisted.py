"""Signing with help on the organisation's device: by the person themselves, and by nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from odr import clock
from odr.access.actor import Actor
from odr.errors import (
    AlreadyAnswered,
    BadCredentials,
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    NotSignedIn,
    OdrError,
    TooMany,
)
from odr.signatures import assisted, commands, keys, queries
from odr.signatures.reading import read_to
from odr.signatures.sealing import affix_seal
from signing.schema import validate
from tests.factories.people import PASSWORD
from tests.odr.signatures.conftest import Ceremony, Signatory

HELPED = {"document": "resident_identity_card", "read_by": "helper"}


def begin(ceremony: Ceremony, signatory: Signatory, **changes: str) -> str:
    given = {**HELPED, **changes}
    return assisted.begin_assistance(ceremony.clerk, ceremony.agreed.version_id, signatory.field, **given)


def mediator(ceremony: Ceremony) -> Actor:
    found = ceremony.agreed.case.mediator
    assert found is not None
    return found.actor


def person_at_the_device(ceremony: Ceremony, signatory: Signatory, help_id: str) -> Actor:
    found = assisted.signatory_beside(ceremony.clerk, help_id, ceremony.agreed.version_id, field=signatory.field)
    assert found is not None
    return found[0]


def sign_beside(ceremony: Ceremony, signatory: Signatory, help_id: str) -> None:
    version_id, field = ceremony.agreed.version_id, signatory.field
    actor = person_at_the_device(ceremony, signatory, help_id)
    asked = keys.challenge(
        actor,
        version_id,
        field,
        typed_name=signatory.name,
        consent_version=keys.CONSENT_VERSION,
        password_at=clock.now(),
        assistance_id=help_id,
    )
    proof = signatory.key.sign(asked.value)
    keys.enrol(actor, version_id, field, spki=signatory.key.spki, proof=proof)
    made = commands.prepare(actor, version_id, field)
    commands.finish(actor, version_id, field, signature_value=signatory.key.sign(made.signed_attributes))


def test_a_person_signs_by_a_code_that_the_helper_never_saw_and_the_record_tells_of_the_help(
    ceremony: Ceremony,
) -> None:
    signatory = ceremony.signatories[0]
    help_id = begin(ceremony, signatory)
    assisted.prove(ceremony.clerk, help_id, code=assisted.make_code(mediator(ceremony), help_id))
    sign_beside(ceremony, signatory, help_id)
    for other in ceremony.signatories[1:]:
        other.sign()
    affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    record = queries.ceremony_record(ceremony.clerk, ceremony.agreed.version_id)
    validate("ceremony", record.as_json())
    first, *others = record.steps
    assert first.auth_method == "in_person+code" and first.assistance is not None
    assert first.assistance.as_json() == {
        "helper": first.assistance.helper,
        "organisation": first.assistance.organisation,
        "identity_document": "resident_identity_card",
        "read_by": "helper",
        "companion": "",
        "articles": ["OMR 16", "ESL 13", "OLR 7"],
    }
    assert first.assistance.helper and first.assistance.organisation
    assert all(step.assistance is None for step in others)
    view = queries.ceremony(ceremony.clerk, ceremony.agreed.version_id)
    assert [place.assisted for place in view.places] == [place.field == signatory.field for place in view.places]


def test_a_person_may_use_their_own_password_instead(ceremony: Ceremony) -> None:
    signatory = ceremony.signatories[0]
    help_id = begin(ceremony, signatory, read_by="companion", companion="张大伟")
    with pytest.raises(BadCredentials):
        assisted.prove(ceremony.clerk, help_id, password="not this one at all")
    assisted.prove(ceremony.clerk, help_id, password=PASSWORD)
    sign_beside(ceremony, signatory, help_id)


def test_neither_the_helper_nor_the_one_who_makes_the_code_can_sign_for_the_person(ceremony: Ceremony) -> None:
    signatory = ceremony.signatories[0]
    help_id = begin(ceremony, signatory)
    version_id, field = ceremony.agreed.version_id, signatory.field
    with pytest.raises(NotAllowed):
        assisted.make_code(ceremony.clerk, help_id)
    code = assisted.make_code(mediator(ceremony), help_id)
    with pytest.raises(NotAllowed):
        assisted.prove(mediator(ceremony), help_id, code=code)
    for staff in (ceremony.clerk, mediator(ceremony)):
        assert assisted.signatory_beside(staff, help_id, version_id, field=field) is None
        with pytest.raises((NotAllowed, NotFound)):
            read_to(staff, version_id, field, page=1, pages=1)
    assisted.prove(ceremony.clerk, help_id, code=code)
    assert assisted.signatory_beside(mediator(ceremony), help_id, version_id, field=field) is None
    actor = person_at_the_device(ceremony, signatory, help_id)
    assert list(actor.participations) == [ceremony.agreed.case.id] and not actor.duties


def test_a_code_is_good_for_one_help_a_few_tries_and_half_an_hour(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = ceremony.signatories[:2]
    help_id, second = begin(ceremony, one), begin(ceremony, other)
    code = assisted.make_code(mediator(ceremony), help_id)
    assisted.make_code(mediator(ceremony), second)
    with pytest.raises(BadCredentials):
        assisted.prove(ceremony.clerk, second, code=code)
    for _ in range(assisted.MOST_WRONG_CODES):
        with pytest.raises(BadCredentials):
            assisted.prove(ceremony.clerk, help_id, code="12")
    with pytest.raises(NotSignedIn):
        assisted.prove(ceremony.clerk, help_id, code=code)
    fresh = assisted.make_code(mediator(ceremony), help_id)
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + assisted.CODE_LASTS + timedelta(seconds=1))
    with pytest.raises(NotSignedIn):
        assisted.prove(ceremony.clerk, help_id, code=fresh)


def test_wrong_passwords_beside_a_helper_are_counted(ceremony: Ceremony) -> None:
    help_id = begin(ceremony, ceremony.signatories[0])
    with pytest.raises(TooMany):
        for _ in range(200):
            with pytest.raises(BadCredentials):
                assisted.prove(ceremony.clerk, help_id, password="not this one at all")


def test_when_the_device_is_given_back_nobody_signs_on_it_any_more(ceremony: Ceremony) -> None:
    signatory = ceremony.signatories[0]
    help_id = begin(ceremony, signatory)
    assisted.prove(ceremony.clerk, help_id, password=PASSWORD)
    actor = person_at_the_device(ceremony, signatory, help_id)
    assisted.end_assistance(ceremony.clerk, help_id)
    assisted.end_assistance(ceremony.clerk, help_id)
    version_id, field = ceremony.agreed.version_id, signatory.field
    assert assisted.signatory_beside(ceremony.clerk, help_id, version_id, field=field) is None
    with pytest.raises(NotSignedIn):
        keys.challenge(
            actor,
            version_id,
            field,
            typed_name=signatory.name,
            consent_version=keys.CONSENT_VERSION,
            password_at=clock.now(),
            assistance_id=help_id,
        )
    with pytest.raises(Conflict):
        assisted.prove(ceremony.clerk, help_id, password=PASSWORD)


@pytest.mark.parametrize(
    "changes", [{"document": ""}, {"read_by": "nobody"}, {"read_by": "companion"}, {"document": "library card"}]
)
def test_what_was_compared_and_who_reads_must_be_said(ceremony: Ceremony, changes: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        begin(ceremony, ceremony.signatories[0], **changes)


def test_only_staff_of_the_case_help_only_parties_and_only_where_something_is_to_sign(ceremony: Ceremony) -> None:
    one, other, third = ceremony.signatories[:3]
    version_id = ceremony.agreed.version_id
    for stranger in (one.actor, other.actor):
        with pytest.raises(OdrError):
            assisted.begin_assistance(stranger, version_id, other.field, **HELPED)
    with pytest.raises(NotFound):
        begin(ceremony, third)
    one.sign()
    with pytest.raises(AlreadyAnswered):
        begin(ceremony, one)
