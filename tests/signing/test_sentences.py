"""Schemas and sentences: every reason has words, every schema is published as it is used."""

import ast
import pickle
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from signing import schema
from signing.canonical import canonical_bytes
from signing.errors import BundleError, SigningError, VerificationError
from signing.reasons import REASONS
from signing.verify import _AGREEMENT_STEPS, _BUNDLE_STEPS, _LATER
from signing.wording import HEADLINES, OUTSIDE, OUTSIDE_AGREEMENT, STEPS, Words

ROOT = Path(__file__).parents[2]
_RAISED = {"SigningError", "VerificationError", "BundleError", "DocumentRefused", "SignatureRefused"}
_RAISED |= {"AuthorityUnavailable", "Judgement"}


def _codes() -> set[str]:
    found: set[str] = set()
    for path in [*(ROOT / "signing").rglob("*.py"), *(ROOT / "odr" / "signatures").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RAISED:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    found.add(first.value)
    return found


def test_every_reason_that_can_be_given_has_a_sentence() -> None:
    codes = _codes()
    assert len(codes) > 90
    assert codes <= set(REASONS), codes - set(REASONS)


def test_every_step_has_its_sentences_and_every_sentence_its_step() -> None:
    steps = {step.code for step in (*_BUNDLE_STEPS, *_AGREEMENT_STEPS, _LATER)}
    assert steps == set(STEPS)


def test_a_step_relies_on_earlier_steps_only() -> None:
    for steps in (_BUNDLE_STEPS, _AGREEMENT_STEPS):
        seen: set[str] = set()
        for step in steps:
            assert set(step.needs) <= seen, step.code
            seen.add(step.code)


def test_both_languages_say_it_with_the_same_details() -> None:
    words = [*REASONS.values(), *HEADLINES.values(), *OUTSIDE, *OUTSIDE_AGREEMENT]
    words += [part for step in STEPS.values() for part in (step.title, step.passed)]
    for one in words:
        assert re.search(r"[\u4e00-\u9fff]", one.zh) and not re.search(r"[\u4e00-\u9fff]", one.en)
        assert set(re.findall(r"{(\w+)}", one.zh)) == set(re.findall(r"{(\w+)}", one.en))


def test_words_follow_the_readers_language() -> None:
    words = Words(zh="中文", en="English")
    assert [words.say(tag) for tag in ("zh", "zh-CN", "zh_Hans_CN", "en", "fr")] == ["中文"] * 3 + ["English"] * 2


def test_a_refusal_survives_the_way_from_a_worker_process() -> None:
    error = VerificationError("layout.contents", field="seal")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(again) is VerificationError and again.words == error.words
    assert isinstance(error, SigningError) and "seal" in str(again)


@pytest.mark.parametrize("name", schema.NAMES)
def test_a_schema_is_valid_published_and_shown_by_examples(name: str) -> None:
    value = schema.schema(name)
    Draft202012Validator.check_schema(value)
    published = ROOT / "docs" / "schemas" / f"{name}.json"
    assert published.read_bytes() == (ROOT / "signing" / "schemas" / f"{name}.json").read_bytes()
    assert value["examples"]
    for example in value["examples"]:
        schema.validate(name, example)
        assert schema.read_record(name, canonical_bytes(example)) == example
        with pytest.raises(BundleError):
            schema.validate(name, {**example, "caucus": "words"})


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"{} ", b'{"a":1.5}', b"\xff", b"[" * 100_000])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(BundleError):
        schema.read_record("application", data)
