"""Refusing to sign, sealing, and what each person sees of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from odr.agreements.models import Version
from odr.agreements.states import AgreementState
from odr.db import reading
from odr.errors import (
    AlreadyAnswered,
    Conflict,
    InvalidInput,
    NotAllowed,
    NotFound,
    OdrError,
    SignatureRejected,
    StaleVersion,
)
from odr.signatures import queries
from odr.signatures.commands import refuse
from odr.signatures.models import Signature
from odr.signatures.sealing import affix_seal
from signing.authority.embedded import EmbeddedAuthority
from signing.authority.embedded_timestamps import EmbeddedTimestampAuthority
from tests.odr.signatures.conftest import Ceremony, Signatory


def row_of(signatory: Signatory) -> Signature:
    with reading() as now:
        found = now.scalar(
            select(Signature).where(
                Signature.version_id == signatory.agreed.version_id, Signature.field == signatory.field
            )
        )
        assert found is not None
        return found


def test_a_refusal_needs_words_and_voids_every_signature(ceremony: Ceremony) -> None:
    one, other, mediator = ceremony.signatories[:3]
    one.sign()
    for reason in ("", "   ", "x" * 3000):
        with pytest.raises(InvalidInput):
            refuse(other.actor, other.agreed.version_id, other.field, reason=reason)
    refuse(other.actor, other.agreed.version_id, other.field, reason="金额与谈妥的不同。")
    with reading() as now:
        version = now.get_one(Version, ceremony.agreed.version_id)
        assert version.void_at is not None
        assert version.agreement.state == AgreementState.DRAFT
    for signatory in (one, mediator):
        with pytest.raises((StaleVersion, AlreadyAnswered)):
            signatory.ask()
    with pytest.raises(OdrError):
        affix_seal(ceremony.clerk, ceremony.agreed.version_id)


def test_why_somebody_refused_is_for_the_mediator_alone(ceremony: Ceremony) -> None:
    one, other, mediator = ceremony.signatories[:3]
    reason = "金额与谈妥的不同。"
    refuse(one.actor, one.agreed.version_id, one.field, reason=reason)
    assert reason.encode() not in row_of(one).refusal_reason

    def seen(signatory: Signatory) -> set[str]:
        view = queries.ceremony(signatory.actor, signatory.agreed.version_id)
        return {place.refusal_reason for place in view.places}

    assert reason in seen(mediator) and reason in seen(one)
    assert reason not in seen(other)


def test_the_seal_comes_after_every_signature_and_once(ceremony: Ceremony) -> None:
    for signatory in ceremony.signatories:
        with pytest.raises(Conflict):
            affix_seal(ceremony.clerk, ceremony.agreed.version_id)
        signatory.sign()
    for stranger in ceremony.signatories:
        with pytest.raises((NotAllowed, NotFound)):
            affix_seal(stranger.actor, ceremony.agreed.version_id)
    affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    document = ceremony.document
    with pytest.raises(Conflict):
        affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    assert ceremony.document == document


def test_the_page_says_who_has_signed_and_whose_authority_it_is(ceremony: Ceremony) -> None:
    one, other = ceremony.signatories[:2]
    one.sign()
    view = queries.ceremony(other.actor, other.agreed.version_id)
    assert view.development
    states = {place.field: place.state for place in view.places}
    assert states[one.field] == "signed" and states[other.field] == "waiting"
    assert view.my_place is not None and view.my_place.field == other.field and view.my_place.may_sign
    assert not view.may_seal


def test_what_a_court_would_refuse_is_not_kept(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Here the roots we publish are not those our certificates lead to: sealing must not come to that."""
    for signatory in ceremony.signatories:
        signatory.sign()
    before = ceremony.agreed.version.pdf_sha256
    foreign = EmbeddedAuthority(tmp_path / "foreign")
    foreign.create()
    foreign_pem = foreign.roots_pem()
    with monkeypatch.context() as other:
        other.setattr(EmbeddedAuthority, "roots_pem", lambda authority: foreign_pem)
        other.setattr(EmbeddedTimestampAuthority, "roots", ())
        with pytest.raises(SignatureRejected) as refused:
            affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    assert refused.value.details["finding"] == "signature.unsound"
    assert ceremony.agreed.version.pdf_sha256 == before
