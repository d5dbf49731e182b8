"""The record of a sitting: made from what was joint alone, answered by all who were there, then fixed for good."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from PIL import Image

from odr import clock
from odr.access.actor import Role, Side
from odr.audit.models import AuditEntry
from odr.cases.models import Participant
from odr.db import reading, transaction
from odr.errors import Conflict, InvalidInput, NotAllowed, NotFound, StaleVersion
from odr.evidence.commands import submit_exhibit
from odr.law.sittings import NOTICE_VERSION
from odr.records.commands import confirm_fact, propose_fact
from odr.records.content import Compared, NoticeRead, RecordContent, Written, parse, serialise
from odr.records.minutes import identity_words, notice_words
from odr.records.recording import (
    SILENCE,
    answer_record,
    draft_record,
    finalise_record,
    keep_record_from_court,
    let_record_go_to_court,
    open_record,
    refresh_record,
    write_record,
)
from odr.records.sittings import record_document, record_page, records_for_court, records_page
from odr.records.states import RecordState, Verdict
from odr.rooms.commands import end_mediation_session
from odr.rooms.models import Acknowledgement, IdentityCheck
from odr.rooms.opening import acknowledge, compare_identity
from odr.rooms.posting import post_message
from odr.rooms.states import IdentityWay
from signing.wording import Words
from tests.factories.mediation import Mediation
from tests.factories.people import make_account
from tests.odr.records.test_facts import SALE, pdf_text

STATEMENT = "申请人陈述：包装近似，造成混淆。被申请人陈述：愿意更换包装。"


def speak(mediation: Mediation, *names: str) -> None:
    for name in names:
        post_message(mediation.who(name), mediation.joint, text="我们在。", client_ref=f"here-{name}")


def drafted(mediation: Mediation) -> str:
    """A sitting in which both sides spoke, ended, with its record drafted."""
    speak(mediation, "applicant", "respondent")
    end_mediation_session(mediation.who("mediator"), mediation.case_id)
    return draft_record(mediation.who("mediator"), mediation.case_id, 1)


def laid_open(mediation: Mediation) -> str:
    record = drafted(mediation)
    mediator = mediation.who("mediator")
    content = record_page(mediator, record).content
    written = replace(content.written, statements=STATEMENT)
    open_record(mediator, record, revision=write_record(mediator, record, revision=1, written=written))
    return record


def final(mediation: Mediation) -> str:
    record = laid_open(mediation)
    for name in ("applicant", "respondent"):
        answer_record(mediation.who(name), record, revision=2, verdict=Verdict.CONFIRMED)
    finalise_record(mediation.who("mediator"), record, revision=2, development=False)
    return record


def content_of(mediation: Mediation, record: str) -> RecordContent:
    return record_page(mediation.who("mediator"), record).content


def test_those_who_spoke_in_the_joint_channel_are_said_to_have_come(mediation: Mediation):
    came = {one.name.zh for one in content_of(mediation, drafted(mediation)).attendees}
    assert came == {"张敏", "埃莉诺·哈特", "周慧兰"}


def test_it_says_of_each_person_of_a_side_how_the_opening_knows_them(mediation: Mediation):
    """Nobody types it: it is what the mediator pressed and what each of them read before the sitting opened."""
    people = {one.name.zh: one for one in content_of(mediation, drafted(mediation)).joint.people}
    with reading() as now:
        checks = {row.participant_id: row for row in now.scalars(sa.select(IdentityCheck))}
        read = {row.participant_id: row for row in now.scalars(sa.select(Acknowledgement).filter_by(subject="notice"))}
    for name in ("张敏", "埃莉诺·哈特", "王一鸣"):
        one = people[name]
        mediator = Words(zh="周慧兰", en="Zhou Huilan")
        assert one.compared == Compared("document", mediator, checks[one.participant_id].at)
        assert one.notice == NoticeRead(NOTICE_VERSION, read[one.participant_id].at)
    assert (people["周慧兰"].compared, people["周慧兰"].notice) == (None, None)


def test_what_the_opening_learns_after_the_sitting_is_not_of_this_sitting(mediation: Mediation):
    """Whoever joins in the middle and is compared only afterwards was there without having been compared."""
    newcomer = make_account("刘芸", email="liu.yun@people.example")
    with transaction() as tx:
        party = mediation.parties[Side.APPLICANT]
        row = Participant(case_id=mediation.case_id, account_id=newcomer.account_id, role=Role.PARTY, party_id=party)
        row.admitted_at = clock.now()
        ident = tx.add(row).id
    record = drafted(mediation)
    compare_identity(mediation.who("mediator"), ident, way=IdentityWay.IN_PERSON)
    acknowledge(newcomer.actor, mediation.case_id, subjects=["notice"])
    refresh_record(mediation.who("mediator"), record, revision=1)
    late = next(one for one in content_of(mediation, record).joint.people if one.participant_id == ident)
    assert (late.compared, late.notice) == (None, None)
    assert (identity_words(late).zh, notice_words(late).zh) == ("身份未核对", "未阅读权利义务告知书")


def test_a_record_from_before_the_opening_was_asked_loses_no_word(mediation: Mediation):
    content = content_of(mediation, drafted(mediation))
    older = json.loads(serialise(content))
    older["written"] |= {"identity": "当面查验身份证。", "rights_read": True, "remarks": "补充。"}
    for one in older["joint"]["people"]:
        del one["compared"], one["notice"]
    found = parse(json.dumps(older).encode())
    assert found.written == replace(content.written, remarks="当面查验身份证。\n补充。")
    assert {(one.compared, one.notice) for one in found.joint.people} == {(None, None)}


def test_whoever_spoke_in_private_only_is_not_said_to_have_come(mediation: Mediation):
    post_message(mediation.who("agent"), mediation.caucus[Side.RESPONDENT], text="私下说。", client_ref="p")
    assert "王一鸣" not in {one.name.zh for one in content_of(mediation, drafted(mediation)).attendees}


def test_the_draft_is_the_same_to_the_byte_whatever_was_said_in_private(mediation: Mediation):
    """No message in a caucus, and forty of them with private files, between two drafts of one sitting."""
    record = drafted(mediation)
    quiet = serialise(content_of(mediation, record))
    for number in range(40):
        side, name = [(Side.APPLICANT, "applicant"), (Side.RESPONDENT, "agent")][number % 2]
        post_message(mediation.who(name), mediation.caucus[side], text=f"底价 {number}", client_ref=f"w{number}")
    source = io.BytesIO(b"floor 380000")
    submit_exhibit(
        mediation.who("applicant"), mediation.caucus[Side.APPLICANT], name="底价.txt", source=source, max_bytes=999
    )
    assert refresh_record(mediation.who("mediator"), record, revision=1) == 1
    assert serialise(content_of(mediation, record)) == quiet


def test_joint_files_and_fixed_facts_are_in_it(mediation: Mediation):
    submit_exhibit(
        mediation.who("applicant"), mediation.joint, name="注册证.txt", source=io.BytesIO(b"reg"), max_bytes=999
    )
    fact = propose_fact(mediation.who("mediator"), mediation.joint, SALE)
    propose_fact(mediation.who("mediator"), mediation.joint, Words(zh="未确认的一句。", en=""))
    for name in ("applicant", "respondent"):
        confirm_fact(mediation.who(name), fact, revision=1)
    joint = content_of(mediation, drafted(mediation)).joint
    assert [one.name for one in joint.exhibits] == ["注册证.txt"]
    assert [one.words for one in joint.facts] == [SALE]


def test_a_trade_secret_is_in_it_by_its_number_alone(mediation: Mediation):
    """The mediator may know what it is called; not everybody who reads the record may."""
    picture = io.BytesIO()
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    picture.seek(0)
    submit_exhibit(
        mediation.who("applicant"),
        mediation.joint,
        name="配方比例.png",
        source=picture,
        max_bytes=9999,
        secret_for=set(),
    )
    record = drafted(mediation)
    assert "配方" not in serialise(content_of(mediation, record)).decode()
    assert [one.name for one in content_of(mediation, record).joint.exhibits] == ["商业秘密材料（第1号）"]


def test_what_is_kept_is_read_back_exactly(mediation: Mediation):
    content = content_of(mediation, drafted(mediation))
    assert parse(serialise(content)) == content


def test_a_draft_is_the_mediators_alone(mediation: Mediation):
    record = drafted(mediation)
    for name in ("applicant", "respondent", "agent", "clerk", "outsider"):
        with pytest.raises(NotFound):
            record_page(mediation.who(name), record)
    assert records_page(mediation.who("applicant"), mediation.case_ref).sittings[0].record_id == ""
    with pytest.raises(NotAllowed):
        draft_record(mediation.who("applicant"), mediation.case_id, 1)


def test_drafting_again_gives_the_same_record(mediation: Mediation):
    record = drafted(mediation)
    assert draft_record(mediation.who("mediator"), mediation.case_id, 1) == record


def test_a_record_is_not_laid_open_while_the_sitting_goes_on(mediation: Mediation):
    record = draft_record(mediation.who("mediator"), mediation.case_id, 1)
    with pytest.raises(Conflict):
        open_record(mediation.who("mediator"), record, revision=1)


def test_two_who_write_at_once_do_not_lose_each_others_words(mediation: Mediation):
    record = drafted(mediation)
    written = content_of(mediation, record).written
    write_record(mediation.who("mediator"), record, revision=1, written=replace(written, remarks="先写的。"))
    with pytest.raises(StaleVersion):
        write_record(mediation.who("mediator"), record, revision=1, written=replace(written, remarks="后写的。"))
    assert content_of(mediation, record).written.remarks == "先写的。"


def test_somebody_must_have_been_there(mediation: Mediation):
    with pytest.raises(InvalidInput):
        write_record(mediation.who("mediator"), drafted(mediation), revision=1, written=Written())


def test_a_correction_voids_the_answers_and_stays_in_the_log(mediation: Mediation):
    record = laid_open(mediation)
    answer_record(mediation.who("applicant"), record, revision=2, verdict=Verdict.CONFIRMED)
    answer_record(mediation.who("respondent"), record, revision=2, verdict=Verdict.CORRECTION, words="少了一句。")
    written = content_of(mediation, record).written
    corrected = replace(written, remarks="补充一句。")
    assert write_record(mediation.who("mediator"), record, revision=2, written=corrected) == 3
    view = record_page(mediation.who("applicant"), record)
    assert not [one for one in view.answers if one.verdict]
    assert [one.revision for one in view.revisions] == [3, 2, 1]
    with pytest.raises(StaleVersion):
        answer_record(mediation.who("applicant"), record, revision=2, verdict=Verdict.CONFIRMED)


def test_only_those_who_were_there_answer_and_a_refusal_says_why(mediation: Mediation):
    record = laid_open(mediation)
    with pytest.raises(NotAllowed):
        answer_record(mediation.who("agent"), record, revision=2, verdict=Verdict.CONFIRMED)
    with pytest.raises(InvalidInput):
        answer_record(mediation.who("applicant"), record, revision=2, verdict=Verdict.REFUSED)


def test_it_is_closed_only_when_everybody_has_answered_or_was_silent_long_enough(mediation: Mediation, monkeypatch):
    record = laid_open(mediation)
    answer_record(mediation.who("applicant"), record, revision=2, verdict=Verdict.CONFIRMED)
    with pytest.raises(Conflict):
        finalise_record(mediation.who("mediator"), record, revision=2, development=False)
    later = clock.now() + SILENCE + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    finalise_record(mediation.who("mediator"), record, revision=2, development=False)
    _, pdf = record_document(mediation.who("applicant"), record)
    assert "埃莉诺·哈特：未在期限内答复" in pdf_text(pdf)


def test_the_document_says_what_was_joint_what_was_written_and_what_each_said_of_it(mediation: Mediation):
    post_message(mediation.who("applicant"), mediation.caucus[Side.APPLICANT], text="最低三十八万元", client_ref="c")
    record = laid_open(mediation)
    answer_record(mediation.who("applicant"), record, revision=2, verdict=Verdict.CONFIRMED)
    answer_record(mediation.who("respondent"), record, revision=2, verdict=Verdict.REFUSED, words="与事实不符。")
    digest = finalise_record(mediation.who("mediator"), record, revision=2, development=False)
    text = pdf_text(record_document(mediation.who("respondent"), record)[1])
    for words in (
        "调解笔录",
        STATEMENT,
        "张敏：已阅读，确认无误",
        "埃莉诺·哈特：拒绝确认",
        "与事实不符。",
        digest[:32],
        "身份：在线比对证件，由周慧兰于",
        f"权利义务告知书（{NOTICE_VERSION}版）：已于",
        "到场的各方人员均已阅读权利义务告知书",
    ):
        assert words in text
    assert "三十八万" not in text


def test_a_final_record_is_never_written_again(mediation: Mediation):
    record = final(mediation)
    assert record_page(mediation.who("applicant"), record).state == RecordState.FINAL
    with pytest.raises(Conflict):
        write_record(
            mediation.who("mediator"),
            record,
            revision=2,
            written=replace(content_of(mediation, record).written, remarks="晚了。"),
        )


def test_the_final_record_stands_in_the_chain_of_the_case(mediation: Mediation):
    record = final(mediation)
    with reading() as now:
        found = now.execute(sa.select(AuditEntry.chain, AuditEntry.subject).where(AuditEntry.act == "record.final"))
        assert found.all() == [(f"case:{mediation.case_id}", record)]


def test_the_clerk_files_what_is_final_and_sees_nothing_before(mediation: Mediation):
    record = laid_open(mediation)
    with pytest.raises(NotFound):
        record_page(mediation.who("clerk"), record)
    for name in ("applicant", "respondent"):
        answer_record(mediation.who(name), record, revision=2, verdict=Verdict.CONFIRMED)
    finalise_record(mediation.who("mediator"), record, revision=2, development=False)
    assert record_document(mediation.who("clerk"), record)[1].startswith(b"%PDF-")
    with pytest.raises(NotFound):
        record_document(mediation.who("other_clerk"), record)


def test_a_record_goes_to_a_court_only_when_every_party_lets_it(mediation: Mediation):
    record = final(mediation)
    digest = record_page(mediation.who("applicant"), record).digest
    clerk = mediation.who("clerk")
    assert let_record_go_to_court(mediation.who("applicant"), record, digest=digest) is False
    assert records_for_court(clerk, mediation.case_id) == []
    assert let_record_go_to_court(mediation.who("respondent"), record, digest=digest) is True
    assert [number for number, _ in records_for_court(clerk, mediation.case_id)] == [1]
    keep_record_from_court(mediation.who("respondent"), record)
    assert records_for_court(clerk, mediation.case_id) == []
