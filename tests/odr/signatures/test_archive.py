"""The chore that renews archive time-stamps: in time, once, and without touching what is kept."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from odr import clock
from odr.access.actor import SYSTEM
from odr.agreements.models import Renewal, Version
from odr.db import reading
from odr.errors import NotFound, Unavailable
from odr.signatures import archive, authorities, queries
from odr.signatures.sealing import affix_seal
from signing.errors import AuthorityUnavailable
from signing.trust import TrustRoots
from signing.verify import verify_agreement
from tests.odr.signatures.conftest import Ceremony


@pytest.fixture
def closed(ceremony: Ceremony) -> Ceremony:
    for one in ceremony.signatories:
        one.sign()
    affix_seal(ceremony.clerk, ceremony.agreed.version_id)
    return ceremony


@pytest.fixture
def due(closed: Ceremony, monkeypatch: pytest.MonkeyPatch) -> Ceremony:
    """The day on which the closed document must be renewed."""
    until = closed.agreed.version.proven_until
    assert until is not None
    ahead = until - archive.BEFORE / 2 - clock.now()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + ahead)
    return closed


def renewals() -> int:
    with reading() as now:
        return now.scalar(select(func.count()).select_from(Renewal)) or 0


def test_nothing_is_renewed_before_it_is_due_and_only_by_the_platform(closed: Ceremony) -> None:
    assert archive.renew_due(SYSTEM) == 0
    with pytest.raises(NotFound):
        archive.renew_one(closed.clerk, closed.agreed.version_id)
    assert renewals() == 0


def test_a_due_document_is_renewed_beside_its_old_digest_and_everybody_gets_the_renewed_file(due: Ceremony) -> None:
    version_id, before = due.agreed.version_id, due.agreed.version
    assert archive.renew_due(SYSTEM) == 1
    with reading() as now:
        after = now.get_one(Version, version_id)
        assert (after.pdf, after.pdf_sha256) == (before.pdf, before.pdf_sha256)
        assert len(after.renewals) == 1 and after.file_sha256 == after.renewals[0].sha256
    file = queries.current_document(due.clerk, version_id)
    assert file.startswith(before.pdf) and len(file) > len(before.pdf)
    verdict = verify_agreement(file, TrustRoots.from_pem(authorities.roots_pem()))
    assert verdict.sound, [one.sentence.en for one in verdict.failed]


def test_two_chores_at_the_same_moment_make_one_renewal(due: Ceremony, monkeypatch: pytest.MonkeyPatch) -> None:
    both, real = threading.Barrier(2), archive.work.renew_archive

    def together(*given: object) -> object:
        both.wait(30)
        return real(*given)  # pyright: ignore

    monkeypatch.setattr(archive.work, "renew_archive", together)
    made: list[bool] = []
    threads = [
        threading.Thread(target=lambda: made.append(archive.renew_one(SYSTEM, due.agreed.version_id))) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert renewals() == 1 and sorted(made) == [False, True]


def test_when_no_time_can_be_had_nothing_is_kept_and_the_next_call_renews(
    due: Ceremony, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> None:
        raise AuthorityUnavailable("timestamp.unreachable")

    with monkeypatch.context() as away:
        away.setattr(archive.work, "renew_archive", silent)
        with pytest.raises(Unavailable):
            archive.renew_one(SYSTEM, due.agreed.version_id)
        assert archive.renew_due(SYSTEM) == 0 and renewals() == 0
    assert archive.renew_due(SYSTEM) == 1 and renewals() == 1
