"""When an agreement takes effect, which court may confirm it, what may leave the room, and what is cited."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from odr.law.articles import STATUTES, Certainty, cite
from odr.law.confidentiality import Destination, Material, may_leave
from odr.law.draft import Origin, Subject, Track
from odr.law.effect import Completed, effect_clause, effect_of
from odr.law.jurisdiction import Question, RowStatus, competent_courts, court_table

FIRST, SECOND = datetime(2026, 11, 1, 9, tzinfo=UTC), datetime(2026, 11, 2, 9, tzinfo=UTC)
MEDIATOR, SEAL = datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 4, 9, tzinfo=UTC)
ALL_DONE = Completed((FIRST, SECOND), (MEDIATOR,), SEAL)
LATER_TRACKS = [track for track in Track if track is not Track.PEOPLE]


def test_peoples_mediation_takes_effect_with_the_last_of_parties_mediator_and_seal() -> None:
    assert effect_of(Track.PEOPLE, ALL_DONE).effective_on == date(2026, 11, 4)
    assert effect_of(Track.PEOPLE, replace(ALL_DONE, seal=None)).effective_on is None
    assert effect_of(Track.PEOPLE, replace(ALL_DONE, mediators=(None,))).effective_on is None
    assert effect_of(Track.PEOPLE, ALL_DONE).citation == cite("PML 29")


@pytest.mark.parametrize("track", LATER_TRACKS)
def test_elsewhere_the_last_party_counts_and_form_stays_outstanding(track: Track) -> None:
    unsealed = effect_of(track, replace(ALL_DONE, seal=None))
    assert unsealed.effective_on == date(2026, 11, 2)
    assert not unsealed.issued
    assert [words.zh for words in unsealed.outstanding] == ["调解组织印章"]
    assert effect_of(track, ALL_DONE).issued


@pytest.mark.parametrize("track", list(Track))
def test_without_every_party_there_is_no_effect(track: Track) -> None:
    assert effect_of(track, replace(ALL_DONE, parties=(FIRST, None))).effective_at is None
    assert effect_of(track, replace(ALL_DONE, parties=())).effective_at is None
    assert effect_clause(track).zh.startswith("本协议自")


def test_a_signature_late_in_the_day_counts_for_the_next_beijing_day() -> None:
    late = replace(ALL_DONE, parties=(FIRST, datetime(2026, 11, 2, 17, tzinfo=UTC)))
    assert effect_of(Track.INDUSTRY, late).effective_on == date(2026, 11, 3)


TABLE = court_table(demonstration=True)
QUESTION = Question(
    Subject.TRADEMARK, Origin.OWN_INTAKE, date(2026, 11, 23), frozenset({"海淀区"}), organisation_district="示范区"
)


def courts(question: Question) -> set[str]:
    return {candidate.court.code for candidate in competent_courts(question, TABLE)}


def test_a_trademark_case_may_go_to_the_court_of_a_party_or_of_the_organisation() -> None:
    assert courts(QUESTION) == {"BJ-HD", "BJ-SHIFAN"}


def test_online_copyright_no_longer_goes_to_the_internet_court() -> None:
    assert courts(replace(QUESTION, subject=Subject.COPYRIGHT)) == {"BJ-HD", "BJ-SHIFAN"}
    assert courts(replace(QUESTION, subject=Subject.DOMAIN_NAME)) == {"BJ-INT"}


@pytest.mark.parametrize("subject", [Subject.TRADITIONAL_CULTURE, Subject.OLYMPIC_SYMBOL, Subject.LIVE_EVENT])
def test_culture_symbols_and_events_go_to_a_basic_court_with_ip_jurisdiction(subject: Subject) -> None:
    """J22 3: what is not kept for the courts above. The court of Dongcheng hears intellectual property for Tongzhou."""
    assert courts(replace(QUESTION, subject=subject)) == {"BJ-HD", "BJ-SHIFAN"}
    there = replace(QUESTION, subject=subject, party_districts=frozenset({"通州区"}), organisation_district="")
    assert courts(there) == {"BJ-DC"}


def test_the_regulation_on_olympic_symbols_is_named_where_they_are_in_dispute() -> None:
    for subject, named in ((Subject.OLYMPIC_SYMBOL, True), (Subject.TRADEMARK, False)):
        found = competent_courts(replace(QUESTION, subject=subject), TABLE)
        assert {cite("OSR 12") in candidate.citations for candidate in found} == {named}


def test_data_on_the_network_goes_to_the_internet_court() -> None:
    assert courts(replace(QUESTION, subject=Subject.NETWORK_DATA, party_districts=frozenset())) == {"BJ-INT"}


def test_a_general_civil_case_goes_to_the_district_of_its_own_and_not_to_where_ip_is_concentrated() -> None:
    """CPL 205(2): the basic court of a party's domicile or of the organisation's seat."""
    there = replace(QUESTION, subject=Subject.OTHER_CIVIL, party_districts=frozenset({"通州区", "海淀区"}))
    assert courts(there) == {"BJ-TZ-CIVIL", "BJ-HD-CIVIL", "BJ-SHIFAN"}


@pytest.mark.parametrize("subject", [Subject.PATENT, Subject.SOFTWARE, Subject.TECHNICAL_SECRET, Subject.LAYOUT_DESIGN])
def test_technical_cases_go_to_the_ip_court_wherever_the_parties_are(subject: Subject) -> None:
    assert courts(replace(QUESTION, subject=subject, party_districts=frozenset())) == {"BJ-IP"}


def test_an_entrusted_case_has_no_confirmation_court_and_an_assigned_one_its_own() -> None:
    assert courts(replace(QUESTION, origin=Origin.ENTRUSTED)) == set()
    assert courts(replace(QUESTION, origin=Origin.ASSIGNED, inviting_court="BJ-CY")) == {"BJ-CY"}


def test_a_row_does_not_hold_before_its_day() -> None:
    assert courts(replace(QUESTION, on=date(2025, 9, 30))) == {"BJ-SHIFAN"}


def test_no_row_counts_as_verified_until_somebody_has_signed_for_it() -> None:
    for row in TABLE:
        assert row.status is not RowStatus.VERIFIED or (row.verified_by and row.verified_on)


def test_invented_courts_are_loaded_only_when_asked_for() -> None:
    assert {row.code for row in court_table()} == {row.code for row in TABLE} - {"BJ-SHIFAN"}


def test_nothing_unlisted_leaves_the_room() -> None:
    assert not may_leave("a_new_kind", Destination.COURT).allowed
    for destination in set(Destination) - {Destination.OWN_COPY}:
        for kind in (Material.CAUCUS_MESSAGE, Material.CAUCUS_EXHIBIT, Material.OFFER, Material.MEDIATOR_NOTE):
            assert not may_leave(kind, destination).allowed
    assert not any(may_leave(kind, Destination.PUBLIC).allowed for kind in Material)
    assert not any(
        may_leave(kind, Destination.COURT).allowed
        for kind in (Material.JOINT_MESSAGE, Material.PROPOSAL, Material.DRAFT_CLAUSE, Material.RECORDING)
    )


def test_the_papers_of_the_application_may_go_to_the_court_and_exhibits_by_consent() -> None:
    assert may_leave(Material.SIGNED_AGREEMENT, Destination.COURT).allowed
    exhibit = may_leave(Material.JOINT_EXHIBIT, Destination.COURT)
    assert exhibit.allowed and exhibit.needs_consent


def test_a_citation_is_printed_in_full_in_both_languages() -> None:
    words = cite("INT 355(5)").words()
    assert words.zh == "《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第三百五十五条第（五）项"
    assert words.en == "SPC Interpretation on the Civil Procedure Law, art. 355(5)"
    assert cite("CPL 205").key() == "CPL 205"
    assert cite("CMR 8").surety is Certainty.EXTRACT


@pytest.mark.parametrize("key", ["", "CPL", "XYZ 1", "CPL x", "CPL 1(a)"])
def test_an_unknown_citation_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="not a citation"):
        cite(key)


def test_every_statute_is_named_in_both_languages_and_dated() -> None:
    for code, statute in STATUTES.items():
        assert statute.code == code and statute.zh.startswith("《") and statute.en and statute.in_force.year > 2000
