"""What a bundle holds, what it never holds, and when it is not kept at all."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import func, select

from odr.access.actor import Side
from odr.agreements.models import Version
from odr.bundles.commands import build_bundle
from odr.bundles.models import Bundle
from odr.bundles.queries import bundle_file, bundle_page, findings_now
from odr.bundles.roots import published_roots
from odr.cases.models import Case
from odr.confirmations.queries import court_application
from odr.db import reading, transaction
from odr.errors import BundleUnsound, IllegalTransition, NotAllowed, NotConfirmable, NotFound
from odr.evidence.commands import release_for_court, submit_exhibit
from odr.evidence.models import Exhibit
from odr.records.commands import confirm_fact, propose_fact
from odr.records.consents import let_facts_go_to_court
from odr.records.queries import facts_pad
from odr.rooms.posting import post_message
from odr.rooms.queries import room_page
from signing.bundle import read_bundle
from signing.verify import verify_bundle
from signing.wording import Words
from tests.factories.agreements import BeforeCourt, apply_as, build
from tests.factories.papers import words_of
from tests.factories.people import Known, make_account

ROOT = Path(__file__).resolve().parents[3]
CANARIES = ("联席里的一句金丝雀", "私下里的一句金丝雀", "对方私下的一句金丝雀", "联席没有放行的文件", "私下的文件")


def channel_of(stage: BeforeCourt, side: Side | None) -> str:
    assert stage.case.mediator is not None
    channels = room_page(stage.case.mediator.actor, stage.case.ref).channels
    return next(channel.id for channel in channels if channel.side == side)


def say(stage: BeforeCourt, person: Known, side: Side | None, words: str) -> None:
    post_message(person.actor, channel_of(stage, side), text=words, client_ref=words[:20])


def put(stage: BeforeCourt, person: Known, side: Side | None, words: str) -> str:
    source = io.BytesIO(words.encode())
    kept = submit_exhibit(person.actor, channel_of(stage, side), name=f"{words}.txt", source=source, max_bytes=10_000)
    return kept.exhibit_id


def talk(stage: BeforeCourt) -> None:
    """Leave a canary in every place a bundle must never reach."""
    applicant, respondent = stage.parties
    say(stage, applicant, None, CANARIES[0])
    say(stage, applicant, Side.APPLICANT, CANARIES[1])
    say(stage, respondent, Side.RESPONDENT, CANARIES[2])
    one_sided = put(stage, applicant, None, CANARIES[3])
    release_for_court(applicant.actor, one_sided)
    put(stage, applicant, Side.APPLICANT, CANARIES[4])


def opened(stage: BeforeCourt, bundle_id: str) -> dict[str, bytes]:
    return read_bundle(bundle_file(stage.case.clerk.actor, bundle_id)[1])


def said_in(files: dict[str, bytes]) -> dict[str, str]:
    """Everything a person or a program could read in each file."""
    return {
        name: words_of(data) if data.startswith(b"%PDF-") else data.decode("utf-8", "replace")
        for name, data in files.items()
    }


def test_the_courts_own_verifier_finds_nothing_wrong(ready_case: BeforeCourt) -> None:
    data = bundle_file(ready_case.case.clerk.actor, build(ready_case))[1]
    verdict = verify_bundle(data, published_roots())
    assert verdict.sound
    assert [finding.code for finding in verdict.findings if finding.state == "judgement"] == ["authority_kind"]


def test_nothing_said_or_shown_in_any_room_enters(ready_case: BeforeCourt) -> None:
    talk(ready_case)
    data = bundle_file(ready_case.case.clerk.actor, build(ready_case))[1]
    texts = said_in(read_bundle(data))
    for canary in CANARIES:
        assert canary.encode() not in data
        assert not [name for name, text in texts.items() if canary in text]


def test_the_search_for_canaries_would_find_one(ready_case: BeforeCourt) -> None:
    words = put(ready_case, ready_case.parties[0], None, CANARIES[0])
    for person in ready_case.parties:
        release_for_court(person.actor, words)
    texts = said_in(opened(ready_case, build(ready_case)))
    assert [name for name, text in texts.items() if CANARIES[0] in text]


def test_talk_in_a_caucus_changes_nothing_but_times_and_proofs(ready_case: BeforeCourt) -> None:
    quiet = opened(ready_case, build(ready_case))
    talk(ready_case)
    loud = opened(ready_case, build(ready_case))
    assert quiet.keys() == loud.keys()
    allowed = {"application.json", "log/inclusion.json", "trust/root.crl", "trust/issuing.crl"}
    changed = {name for name in quiet if quiet[name] != loud[name]}
    assert not {name for name in changed - allowed if not name.startswith(("META-INF/", "documents/"))}
    before, after = json.loads(quiet["application.json"]), json.loads(loud["application.json"])
    assert {**before, "submitted_at": ""} == {**after, "submitted_at": ""}


def test_only_what_every_side_released_goes_in_as_an_exhibit(ready_case: BeforeCourt) -> None:
    talk(ready_case)
    index = json.loads(opened(ready_case, build(ready_case))["evidence/index.json"])
    assert [one["original_name"] for one in index["files"]] == ["商标注册证.txt"]


def test_an_identity_number_stands_in_the_identity_list_and_on_the_face_only(ready_case: BeforeCourt) -> None:
    texts = said_in(opened(ready_case, build(ready_case)))
    holding = {name for name, text in texts.items() if "91110105MA01QHCY3J" in text}
    lists = {"documents/identity-list.pdf", "documents/identity-list.json", "documents/court-application.pdf"}
    assert lists <= holding <= lists | {"agreement.pdf", "application.json"}


def test_the_identity_list_for_programs_follows_its_published_schema(ready_case: BeforeCourt) -> None:
    schema = json.loads((ROOT / "docs" / "schemas" / "identity-list.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    listed = json.loads(opened(ready_case, build(ready_case))["documents/identity-list.json"])
    for known in (listed, *schema["examples"]):
        Draft202012Validator(schema).validate(known)


def test_addresses_and_telephones_stand_where_the_court_needs_them_only(ready_case: BeforeCourt) -> None:
    texts = said_in(opened(ready_case, build(ready_case)))
    holding = {name for name, text in texts.items() if "010-00001234" in "".join(text.split())}
    assert holding == {
        "documents/court-application.pdf",
        "documents/identity-list.json",
        "documents/identity-list.pdf",
        "documents/service-address.pdf",
    }


def test_the_papers_say_the_same_facts_as_were_typed_once(ready_case: BeforeCourt) -> None:
    texts = said_in(opened(ready_case, build(ready_case)))
    application = texts["documents/court-application.pdf"]
    for words in ("北京市示范区人民法院", "青禾茶业有限公司", "沃野食品有限公司", "第二百零五条", "没有恶意串通"):
        assert words in application
    assert "兹证明" in texts["documents/mediation-proof.pdf"]
    assert "京华知识产权调解中心" in texts["documents/mediation-proof.pdf"]
    for name in ("court-application", "undertaking", "service-address"):
        assert "张敏" in texts[f"documents/{name}.pdf"] and "EleanorHart" in texts[f"documents/{name}.pdf"]


def test_a_file_name_with_hidden_signs_does_not_stop_the_bundle(ready_case: BeforeCourt) -> None:
    odd = put(ready_case, ready_case.parties[0], None, "证明🙂e\u0301")
    for person in ready_case.parties:
        release_for_court(person.actor, odd)
    index = json.loads(opened(ready_case, build(ready_case))["evidence/index.json"])
    assert [one["original_name"] for one in index["files"]][-1].startswith("证明?é")


def test_a_bundle_needs_everybody_to_have_applied(signed_case: BeforeCourt) -> None:
    signed_case.choose_court()
    apply_as(signed_case.parties[0], signed_case.confirmation_id)
    with pytest.raises(NotConfirmable) as refused:
        build(signed_case)
    assert "P-07-0" in str(refused.value.details["findings"])


def test_a_bundle_needs_a_proof_of_the_right(ready_case: BeforeCourt) -> None:
    with transaction() as tx:
        for exhibit in tx.session.scalars(select(Exhibit)):
            exhibit.for_court_at = None
    with pytest.raises(NotConfirmable) as refused:
        build(ready_case)
    assert refused.value.details["citation"] == "INT 354"


def test_before_a_court_is_chosen_there_is_nothing_to_build(signed_case: BeforeCourt) -> None:
    with pytest.raises(NotFound):
        build(signed_case)


def test_an_unsealed_text_is_not_bundled(ready_case: BeforeCourt) -> None:
    application = court_application(ready_case.case.clerk.actor, ready_case.case.id)
    with transaction() as tx:
        tx.session.get_one(Version, ready_case.agreed.version_id).completed_at = None
    with pytest.raises(IllegalTransition):
        build_bundle(ready_case.case.clerk.actor, ready_case.case.id, application=application)


def test_what_does_not_pass_the_verifier_is_not_kept(ready_case: BeforeCourt, tmp_path: Path) -> None:
    blobs = set((tmp_path / "blobs").iterdir())
    with transaction() as tx:
        version = tx.session.get_one(Version, ready_case.agreed.version_id)
        altered = bytearray(version.pdf)
        altered[len(altered) // 3] ^= 1
        version.pdf = bytes(altered)
    with pytest.raises(BundleUnsound):
        build(ready_case)
    with reading() as now:
        assert now.scalar(select(func.count(Bundle.id))) == 0
    assert set((tmp_path / "blobs").iterdir()) == blobs


def test_a_bundle_at_rest_cannot_be_read_without_its_key(ready_case: BeforeCourt, tmp_path: Path) -> None:
    data = bundle_file(ready_case.case.clerk.actor, build(ready_case))[1]
    for blob in (tmp_path / "blobs").iterdir():
        stored = blob.read_bytes()
        assert data[:64] not in stored and b"documents/identity-list" not in stored


def test_the_mediator_and_the_clerk_build_and_the_parties_read(ready_case: BeforeCourt) -> None:
    assert ready_case.case.mediator is not None
    mediator = ready_case.case.mediator.actor
    bundle_id = build_bundle(mediator, ready_case.case.id, application=court_application(mediator, ready_case.case.id))
    for person in ready_case.parties:
        assert bundle_page(person.actor, ready_case.case.ref).bundles[0].id == bundle_id
        assert bundle_file(person.actor, bundle_id)[1].startswith(b"PK")
        with pytest.raises(NotAllowed):
            court_application(person.actor, ready_case.case.id)


def test_nobody_else_sees_a_bundle(ready_case: BeforeCourt) -> None:
    bundle_id = build(ready_case)
    application = court_application(ready_case.case.clerk.actor, ready_case.case.id)
    for person in (make_account(), ready_case.court_clerk, ready_case.foreign_clerk):
        with pytest.raises(NotFound):
            bundle_file(person.actor, bundle_id)
        with pytest.raises(NotFound):
            bundle_page(person.actor, ready_case.case.ref)
        with pytest.raises(NotFound):
            build_bundle(person.actor, ready_case.case.id, application=application)
        with pytest.raises(NotFound):
            findings_now(person.actor, ready_case.case.id, application=application)


def test_two_built_at_the_same_moment_are_two_numbers(ready_case: BeforeCourt) -> None:
    with ThreadPoolExecutor(2) as threads:
        assert len(set(threads.map(lambda _: build(ready_case), range(2)))) == 2
    numbers = [view.number for view in bundle_page(ready_case.case.clerk.actor, ready_case.case.ref).bundles]
    assert numbers == [2, 1]


def test_the_case_itself_is_not_moved_by_its_bundle(ready_case: BeforeCourt) -> None:
    build(ready_case)
    with reading() as now:
        assert now.get_one(Case, ready_case.case.id).state == "settled"


def test_undisputed_facts_go_in_only_when_every_party_let_them(ready_case: BeforeCourt) -> None:
    """The sheet is a paper of the bundle like the others; without one party's consent there is none."""
    case, mediator = ready_case.case, ready_case.case.mediator.actor
    fact = propose_fact(mediator, channel_of(ready_case, None), Words(zh="双方于2026年签订合同。", en=""))
    for side in ready_case.parties:
        confirm_fact(side.actor, fact, revision=1)
    digest, first = facts_pad(mediator, case.ref).sheet_digest, ready_case.parties[0]
    let_facts_go_to_court(first.actor, case.id, digest=digest)
    assert "documents/undisputed-facts.pdf" not in opened(ready_case, build(ready_case))
    let_facts_go_to_court(ready_case.parties[1].actor, case.id, digest=digest)
    files = opened(ready_case, build(ready_case))
    assert "双方于2026年签订合同。" in words_of(files["documents/undisputed-facts.pdf"])
