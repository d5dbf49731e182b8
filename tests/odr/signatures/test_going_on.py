"""How a signing goes on: reading kept, notices that say nothing, a window that closes, refusals others may read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from odr import clock
from odr.agreements.states import AgreementState
from odr.db import reading, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed, NotFound, SignatureRejected
from odr.notices.models import Notice
from odr.notices.wording import NOTICES
from odr.signatures import queries, window
from odr.signatures.commands import refuse
from odr.signatures.reading import read_to
from odr.signatures.sealing import affix_seal
from tests.factories.people import letters
from tests.odr.signatures.conftest import Ceremony

SIGNING = ("sign_your_turn", "sign_given", "sign_refused", "sign_complete", "seal_waiting", "sign_sealed")


def test_reading_goes_on_where_it_stopped_and_never_backwards(ceremony: Ceremony) -> None:
    one = ceremony.signatories[0]
    version_id = ceremony.agreed.version_id
    assert not read_to(one.actor, version_id, one.field, page=2, pages=4)
    assert not read_to(one.actor, version_id, one.field, page=1, pages=4)
    mine = queries.ceremony(one.actor, version_id).my_place
    assert mine is not None and (mine.read_pages, mine.read_at) == (2, None)
    assert read_to(one.actor, version_id, one.field, page=4, pages=4, by="device")
    assert read_to(one.actor, version_id, one.field, page=1, pages=4)
    seen = queries.ceremony(ceremony.clerk, version_id).places[0]
    assert (seen.read_pages, seen.read_at) == (0, None)


@pytest.mark.parametrize(("page", "pages", "by"), [(0, 1, "self"), (3, 2, "self"), (1, 9999, "self"), (1, 1, "helper")])
def test_a_page_that_cannot_be_is_refused(ceremony: Ceremony, page: int, pages: int, by: str) -> None:
    one = ceremony.signatories[0]
    with pytest.raises(InvalidInput):
        read_to(one.actor, ceremony.agreed.version_id, one.field, page=page, pages=pages, by=by)


def test_nobody_begins_to_sign_before_reading_to_the_end(ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch) -> None:
    one = ceremony.signatories[0]
    monkeypatch.setattr(type(one), "read", lambda self: False)
    with pytest.raises(InvalidInput) as unread:
        one.ask()
    assert unread.value.details["fields"] == {"read": "end"}


def test_everybody_hears_of_each_step_and_no_notice_says_what_the_case_is_about(ceremony: Ceremony) -> None:
    case = ceremony.agreed.case
    assert case.mediator is not None and case.respondent is not None
    for one in ceremony.signatories:
        one.sign()
    affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    told = {
        person: [kind for kind in letters(person.email) if kind in SIGNING] for person in (case.applicant, case.clerk)
    }
    assert told[case.applicant] == ["sign_your_turn", "sign_given", "sign_complete", "sign_sealed"]
    assert told[case.clerk] == ["seal_waiting", "sign_sealed"]
    with reading() as now:
        effective = now.scalars(select(Notice).where(Notice.kind == "agreement_effective")).all()
    assert {row.email for row in effective} >= {case.applicant.email, case.respondent.email, case.mediator.email}
    assert all(row.day is not None for row in effective)
    for kind in (*SIGNING, "agreement_effective"):
        body = NOTICES[kind].body
        assert body.zh.count("{") == body.en.count("{") <= 2


def test_a_reason_is_read_by_all_only_when_its_author_said_so(ceremony: Ceremony) -> None:
    one, other = ceremony.signatories[:2]
    version_id = ceremony.agreed.version_id
    refuse(other.actor, version_id, other.field, reason="太早了", for_all=True)
    seen = {place.field: place for place in queries.ceremony(one.actor, version_id).places}
    assert seen[other.field].refusal_reason == "太早了" and seen[other.field].reason_for_all
    assert "sign_refused" in letters(one.person.email)
    assert "sign_refused" not in letters(other.person.email)


def test_when_the_first_signature_grows_too_old_the_text_goes_back_instead_of_into_a_dead_end(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = ceremony.signatories[:2]
    one.sign()
    mediator, version_id = ceremony.agreed.case.mediator, ceremony.agreed.version_id
    assert mediator is not None
    view = queries.ceremony(one.actor, version_id)
    assert view.closes_at is not None and not view.over
    with pytest.raises(Conflict):
        window.start_again(mediator.actor, version_id)
    end = view.closes_at - clock.now()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + end + timedelta(seconds=1))
    assert queries.ceremony(one.actor, version_id).over
    with pytest.raises(Conflict):
        other.ask()
    with pytest.raises((NotAllowed, NotFound)):
        window.start_again(one.actor, version_id)
    window.start_again(mediator.actor, version_id)
    assert queries.ceremony(one.actor, version_id).void
    with transaction() as tx:
        assert tx.session.merge(ceremony.agreed.version).agreement.state == AgreementState.DRAFT


def test_a_certificate_that_nearly_ran_out_is_replaced_by_a_new_key(
    ceremony: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = ceremony.signatories[0]
    one.enrol()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + timedelta(days=29, hours=1))
    with pytest.raises(SignatureRejected) as spent:
        one.prepare()
    assert spent.value.details["finding"] == "certificate.missing"
