"""The catalogue is closed: what it does not list cannot enter, and it lists nothing the law keeps inside."""

from __future__ import annotations

from dataclasses import fields

import pytest

from odr.bundles.contents import CATALOGUE, NEVER, BundleFacts, NotListed, entry_of, materials
from odr.law.confidentiality import Destination, Material, may_leave
from signing.manifest import DocumentKind

INSIDE = {
    Material.CAUCUS_MESSAGE,
    Material.CAUCUS_EXHIBIT,
    Material.JOINT_MESSAGE,
    Material.OFFER,
    Material.PROPOSAL,
    Material.DRAFT_CLAUSE,
    Material.MEDIATOR_NOTE,
    Material.RECORDING,
}


def test_everything_in_the_catalogue_may_go_to_a_court():
    assert all(may_leave(material, Destination.COURT).allowed for material in materials())


def test_nothing_that_stays_in_the_room_is_in_the_catalogue():
    assert not INSIDE & {Material(material) for material in materials()}


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind not in {e.kind for e in CATALOGUE}])
def test_a_paper_without_an_entry_is_refused(kind):
    with pytest.raises(NotListed):
        entry_of(kind)


def test_an_entry_whose_material_the_law_keeps_inside_is_refused(monkeypatch):
    monkeypatch.setattr("odr.bundles.contents.may_leave", lambda material, destination: may_leave("offer", destination))
    with pytest.raises(NotListed):
        entry_of(DocumentKind.COVER)


def test_the_facts_of_a_bundle_have_no_place_for_words_of_the_room():
    names = {field.name for field in fields(BundleFacts)}
    assert not {name for name in names if any(w in name for w in ("message", "channel", "offer", "note", "draft"))}


def test_every_entry_and_every_refusal_cites_its_article():
    assert all(entry.citation.article for entry in CATALOGUE)
    assert all(citation.article for _, citation in NEVER)


def test_each_paper_is_made_once():
    kinds = [entry.kind for entry in CATALOGUE]
    assert len(set(kinds)) == len(kinds)
