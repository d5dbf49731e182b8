"""What was sound when it was made is sound years later, though every one-time certificate has long expired."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signing import pdf, timestamps
from signing.authority import embedded, embedded_timestamps
from signing.errors import AuthorityUnavailable
from signing.verdict import State
from signing.verify import verify_agreement, verify_bundle
from tests.signing.ceremony import PEOPLE, Platform, places, run_ceremony, sealed_bundle, text_pdf


@contextmanager
def _ago(days: int) -> Iterator[None]:
    """The authorities live some days in the past; each look at the clock takes them a second on."""
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(days=days)
    looks = iter(range(10_000))

    def present() -> datetime:
        return begun + timedelta(seconds=next(looks))

    with pytest.MonkeyPatch.context() as patch:
        for module in (embedded, embedded_timestamps):
            patch.setattr(module, "present", present)
        patch.setattr(timestamps, "CLOCK_TOLERANCE", timedelta(days=abs(days) + 1))
        yield


@pytest.mark.parametrize("days", [2, 29, 60, 390, 800])
def test_time_passing_takes_nothing_away(tmp_path: Path, days: int) -> None:
    with _ago(days):
        platform = Platform(tmp_path / "keys")
        signed = run_ceremony(platform)
        bundle = sealed_bundle(signed)
    assert verify_agreement(signed.finished, platform.roots).sound
    verdict = verify_bundle(bundle, platform.roots)
    assert verdict.sound, [one.sentence.en for one in verdict.failed]
    assert verdict.evaluated_at is not None
    assert datetime.now(UTC) - verdict.evaluated_at > timedelta(days=days) - timedelta(hours=1)


def test_when_the_time_stamps_own_certificate_has_expired_a_person_must_judge(tmp_path: Path) -> None:
    with _ago(7 * 365):
        platform = Platform(tmp_path / "keys")
        bundle = sealed_bundle(run_ceremony(platform))
    verdict = verify_bundle(bundle, platform.roots)
    assert verdict.sound
    assert next(one for one in verdict.findings if one.code == "time_window").state is State.JUDGEMENT


def test_a_document_signed_in_the_future_is_neither_finished_nor_accepted(tmp_path: Path) -> None:
    with _ago(-2):
        platform = Platform(tmp_path / "keys")
        document = pdf.add_fields(text_pdf(), places())
        for name in PEOPLE:
            document = platform.sign(document, name)
        document = platform.seal(document)
        with pytest.raises(AuthorityUnavailable, match="clock"):
            platform.finish(document)
    assert not verify_agreement(document, platform.roots).sound
