"""The shelves: every kind of dispute finds its own clauses, first and under what they do."""

from __future__ import annotations

import pytest

from odr.agreements.library.catalogue import FAMILIES, FIRST, GROUPS, MODELS, own_families, shelves
from odr.agreements.library.model import Family
from odr.cases.models import DisputeType
from odr.law.draft import ClauseKind


def shown(families: tuple[Family, ...], asked: str = "") -> list[str]:
    return [one.key for shelf in shelves(families, asked) for one in (*shelf.own, *shelf.general, *shelf.others)]


@pytest.mark.parametrize("dispute", list(DisputeType))
def test_every_kind_of_dispute_of_the_case_form_has_clauses_of_its_own(dispute: DisputeType) -> None:
    own = [model for shelf in shelves(own_families(dispute)) for model in shelf.own]
    assert len(own) >= 4
    assert {model.kind for model in own} >= {ClauseKind.STOP, ClauseKind.COOPERATE}


@pytest.mark.parametrize("family", list(FAMILIES))
def test_every_family_ends_something_and_does_something(family: Family) -> None:
    kinds = [model.kind for model in MODELS.values() if family in model.families]
    assert len(kinds) >= 4 and len(set(kinds)) >= 3


def test_every_family_is_read_by_some_dispute() -> None:
    assert {family for dispute in DisputeType for family in own_families(dispute)} == set(FAMILIES)
    assert set(Family) - set(FAMILIES) == {Family.ANY}


def test_every_kind_has_a_first_clause_and_stands_in_one_group() -> None:
    kinds = set(ClauseKind) - {ClauseKind.OTHER}
    assert set(FIRST) == kinds and all(model.kind is kind for kind, model in FIRST.items())
    grouped = [kind for group in GROUPS for kind in group.kinds]
    assert len(grouped) == len(set(grouped)) and set(grouped) == kinds


@pytest.mark.parametrize("dispute", list(DisputeType))
def test_whatever_the_dispute_every_clause_is_offered_once(dispute: DisputeType) -> None:
    assert sorted(shown(own_families(dispute))) == sorted(MODELS)


def test_titles_and_purposes_tell_clauses_apart() -> None:
    for language in ("zh", "en"):
        assert len({getattr(model.title, language) for model in MODELS.values()}) == len(MODELS)
        assert len({getattr(model.purpose, language) for model in MODELS.values()}) == len(MODELS)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("源代码", "software-source"),
        ("SOURCE code", "software-source"),
        ("域名 注册人", "domain-move"),
        ("dismantled-by-nobody", ""),
        ("保证期间", "security"),
    ],
)
def test_words_are_looked_for_in_both_languages_and_all_of_them_must_occur(asked: str, found: str) -> None:
    keys = shown((Family.TRADEMARK,), asked)
    assert (found in keys) if found else keys == []
    assert len(keys) < len(MODELS) / 4
