"""A later head of the log in the reader's hands: the bundle's log must be its beginning, or the court hears of it."""

from __future__ import annotations

import dataclasses
import secrets
from dataclasses import dataclass
from pathlib import Path

import pytest

from signing.bundle import LeafProof, LogProof
from signing.checkpoint import Checkpoint, Extension, sign_checkpoint
from signing.cli import main
from signing.tree import consistency_path, inclusion_path, leaf_hash, root_hash
from signing.verdict import State, Verdict
from signing.verify import verify_bundle
from tests.signing.ceremony import Platform, Signed, bundle_contents, ceremony_leaves, ceremony_record, sealed_bundle

SIZE, LATER = 9, 14


@dataclass
class Held:
    """A bundle proved in a log of nine leaves, and that log grown to fourteen."""

    signed: Signed
    bundle: bytes
    leaves: list[bytes]

    def extension(self, leaves: list[bytes] | None = None, origin: str = "a/log", old: int = SIZE) -> Extension:
        data = self.leaves if leaves is None else leaves
        hashes = [leaf_hash(one) for one in data]
        head = Checkpoint(origin, len(hashes), root_hash(hashes))
        note = sign_checkpoint(head, self.signed.platform.authority.log_identity())
        return Extension(old, consistency_path(hashes, old), note)

    def verdict(self, later: str) -> Verdict:
        return verify_bundle(self.bundle, self.signed.platform.roots, later)


@pytest.fixture(scope="module")
def held(signed: Signed) -> Held:
    ours = ceremony_leaves(ceremony_record(signed.finished, signed.frozen), signed.finished)
    leaves = [*ours, *(secrets.token_bytes(40) for _ in range(LATER - len(ours)))]
    hashes = [leaf_hash(one) for one in leaves[:SIZE]]
    note = sign_checkpoint(Checkpoint("a/log", SIZE, root_hash(hashes)), signed.platform.authority.log_identity())
    proofs = tuple(LeafProof(index, leaves[index], inclusion_path(hashes, index)) for index in range(len(ours)))
    contents = dataclasses.replace(bundle_contents(signed), log=LogProof(note, proofs))
    return Held(signed, sealed_bundle(signed, contents), leaves)


def failed(verdict: Verdict) -> list[tuple[str, str]]:
    return [(one.code, one.sentence.en) for one in verdict.findings if one.state is State.FAILED]


def test_a_log_that_only_grew_is_sound_and_says_so(held: Held) -> None:
    verdict = held.verdict(held.extension().text())
    step = verdict.findings[-1]
    assert (step.code, step.state) == ("log_consistency", State.PASSED)
    assert "nothing before was changed" in step.sentence.en
    assert verdict.sound


def test_without_a_later_head_the_step_is_not_asked(held: Held) -> None:
    assert "log_consistency" not in {
        one.code for one in verify_bundle(held.bundle, held.signed.platform.roots).findings
    }


def test_the_very_head_of_the_bundle_needs_no_proof(held: Held) -> None:
    assert held.verdict(held.extension(held.leaves[:SIZE]).checkpoint).sound


@pytest.mark.parametrize(
    ("forge", "words"),
    [
        (lambda held: held.extension([*held.leaves[:3], b"rewritten", *held.leaves[4:]]), "The log was rewritten"),
        (lambda held: held.extension(held.leaves[1:]), "The log was rewritten"),
        (lambda held: held.extension(origin="b/log"), "another log"),
        (lambda held: held.extension(old=SIZE - 1), "fetch the consistency proof from 9"),
        (lambda held: dataclasses.replace(held.extension(), path=()), "The log was rewritten"),
    ],
)
def test_anything_else_is_found_out(held: Held, forge: object, words: str) -> None:
    verdict = held.verdict(forge(held).text())  # type: ignore[operator]
    assert not verdict.sound
    ((code, sentence),) = failed(verdict)
    assert code == "log_consistency"
    assert words in sentence


def test_a_later_head_signed_by_somebody_else_proves_nothing(held: Held, tmp_path: Path) -> None:
    stranger = dataclasses.replace(held, signed=dataclasses.replace(held.signed, platform=Platform(tmp_path / "keys")))
    assert failed(held.verdict(stranger.extension().text()))[0][0] == "log_consistency"


def test_the_command_takes_the_file(held: Held, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, data in (
        ("b.asice", held.bundle),
        ("roots.pem", held.signed.platform.authority.roots_pem()),
        ("later.txt", held.extension().text().encode()),
        ("rewritten.txt", held.extension(held.leaves[1:]).text().encode()),
        ("nonsense.txt", b"\xff\xfe"),
    ):
        (tmp_path / name).write_bytes(data)

    def run(later: str) -> int:
        where = [str(tmp_path / name) for name in ("b.asice", "roots.pem", later)]
        return main([where[0], "--roots", where[1], "--checkpoint", where[2], "--lang", "en"])

    assert (run("later.txt"), run("rewritten.txt"), run("nonsense.txt"), run("absent.txt")) == (0, 1, 2, 2)
    assert "The log was not rewritten" in capsys.readouterr().out
