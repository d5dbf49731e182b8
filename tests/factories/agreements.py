"""Agreements for tests, drafted, accepted, frozen, signed with outside keys and sealed by the commands people use."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import timedelta

from odr import clock
from odr.accounts import administration as admin
from odr.accounts.models import Track
from odr.agreements.acceptances import accept_whole
from odr.agreements.commands import Head, Wording, add_clause, begin_agreement, write_head
from odr.agreements.finality import finalise
from odr.agreements.models import Agreement, Version
from odr.bundles.commands import build_bundle
from odr.cases.models import Case
from odr.confirmations.commands import apply_for_confirmation, file_with_court, open_confirmation
from odr.confirmations.queries import court_application
from odr.confirmations.words import APPLICATION_WORDS, STATEMENTS
from odr.db import reading
from odr.evidence.commands import release_for_court, submit_exhibit
from odr.law.draft import ClauseKind
from odr.rooms.commands import open_mediation_session
from odr.rooms.queries import room_page
from odr.signatures.commands import finish, prepare
from odr.signatures.keys import CONSENT_VERSION, challenge, enrol
from odr.signatures.reading import read_to
from odr.signatures.requirements import places_of
from odr.signatures.sealing import affix_seal
from signing.wording import Words
from tests.factories.judging import ANSWERED
from tests.factories.people import CaseInHand, Known, make_case, make_court, make_court_clerk
from tests.signing.ceremony import OutsideKey

RIGHT_PROOF = ("商标注册证.txt", "第30类“青禾”注册商标，注册人青禾茶业有限公司。".encode())


@dataclass
class Agreed:
    """A case with a frozen text; `keys` hold each signatory's private half, which only a test can see."""

    case: CaseInHand
    agreement_id: str
    version_id: str
    keys: dict[str, OutsideKey] = field(default_factory=dict)

    @property
    def version(self) -> Version:
        with reading() as now:
            return now.get_one(Version, self.version_id)


@dataclass
class BeforeCourt:
    """A signed case with its court, and a court next door whose clerk has no business here."""

    agreed: Agreed
    court_id: str
    court_clerk: Known
    second_clerk: Known
    foreign_court_id: str
    foreign_clerk: Known
    confirmation_id: str = ""

    @property
    def case(self) -> CaseInHand:
        return self.agreed.case

    @property
    def parties(self) -> tuple[Known, Known]:
        assert self.case.respondent is not None
        return self.case.applicant, self.case.respondent

    def choose_court(self) -> str:
        """The applicant chooses the court of the stage; returns the confirmation's id."""
        self.confirmation_id = open_confirmation(self.parties[0].actor, self.case.id, court_id=self.court_id)
        return self.confirmation_id


def organisation_near_court(*, track: Track = Track.INDUSTRY) -> str:
    """An organisation seated in the district of the demonstration court, which makes that court competent."""
    return admin.create_organisation(
        name="京华知识产权调解中心",
        name_en="Jinghua IP Mediation Centre",
        track=track,
        licence="京司调备（示范）2024-018",
        credit_code="52110105MJ0123456N",
        seat="北京市示范区调解路1号",
        phone="010-0000 0018",
        established_from=clock.now() - timedelta(days=900),
    )


def mediated_case(*, track: Track = Track.INDUSTRY) -> CaseInHand:
    """A case being mediated before an organisation in the district of the demonstration court."""
    return make_case("mediating", track=track, organisation_id=organisation_near_court(track=track))


def final_version(case: CaseInHand, *, days: int = 40) -> Agreed:
    """Draft three clauses, have both sides accept the whole, and freeze it; the sum is due in `days` days."""
    assert case.mediator is not None and case.respondent is not None
    mediator = case.mediator.actor
    agreement_id = begin_agreement(mediator, case.id)
    facts = Words(zh="双方就“青禾”商标的使用发生纠纷。", en="A dispute arose about the use of the mark “Qinghe”.")
    issues = Words(zh="停止使用和赔偿数额。", en="End of use, and the sum to be paid.")
    write_head(mediator, agreement_id, revision=_revision(agreement_id), head=Head(facts, issues))
    for wording in _clauses(case, days):
        add_clause(mediator, agreement_id, wording)
    for side in (case.applicant, case.respondent):
        accept_whole(side.actor, agreement_id, revision=_revision(agreement_id))
    return Agreed(case, agreement_id, finalise(mediator, agreement_id, development=True, judged=ANSWERED))


def sign(agreed: Agreed, person: Known, field_name: str) -> None:
    """One person signs their place with a key made here and never handed over."""
    key = agreed.keys.setdefault(field_name, OutsideKey())
    place = next(place for place in places_of(agreed.version.fields) if place.field == field_name)
    read_to(person.actor, agreed.version_id, field_name, page=3, pages=3)
    asked = challenge(
        person.actor,
        agreed.version_id,
        field_name,
        typed_name=place.name,
        consent_version=CONSENT_VERSION,
        password_at=clock.now(),
    )
    enrol(person.actor, agreed.version_id, field_name, spki=key.spki, proof=key.sign(asked.value))
    to_sign = prepare(person.actor, agreed.version_id, field_name)
    finish(person.actor, agreed.version_id, field_name, signature_value=key.sign(to_sign.signed_attributes))


def signatories(agreed: Agreed) -> list[tuple[str, Known]]:
    """Field → the person asked to sign there, in the order of the places."""
    case = agreed.case
    assert case.mediator is not None and case.respondent is not None
    people = [case.applicant, case.respondent, case.mediator, *case.agents]
    by_participant = {person.actor.participations[case.id].participant_id: person for person in people}
    places = places_of(agreed.version.fields)
    return [(place.field, by_participant[place.participant_id]) for place in places if not place.is_seal]


def signed_version(case: CaseInHand | None = None, *, sealed: bool = True) -> Agreed:
    """A text signed by everybody and, unless told otherwise, sealed by the organisation."""
    agreed = final_version(case or mediated_case())
    for field_name, person in signatories(agreed):
        sign(agreed, person, field_name)
    if sealed:
        affix_seal(agreed.case.clerk.actor, agreed.version_id)
    return agreed


def release_right_proof(case: CaseInHand) -> str:
    """The applicant puts the proof of its right into the joint channel, and both sides release it for the court."""
    assert case.mediator is not None and case.respondent is not None
    open_mediation_session(case.mediator.actor, case.id)
    joint = next(channel.id for channel in room_page(case.mediator.actor, case.ref).channels if channel.side is None)
    name, data = RIGHT_PROOF
    kept = submit_exhibit(case.applicant.actor, joint, name=name, source=io.BytesIO(data), max_bytes=1_000_000)
    for side in (case.applicant, case.respondent):
        release_for_court(side.actor, kept.exhibit_id)
    return kept.exhibit_id


def before_court(*, applied: int = 0, case: CaseInHand | None = None) -> BeforeCourt:
    """A signed and sealed case before its court; `applied` of its two parties have applied (none: no court chosen)."""
    court_id = make_court()
    foreign_id = make_court("北京市海淀区外的法院")
    case = case or mediated_case()
    release_right_proof(case)
    stage = BeforeCourt(
        agreed=signed_version(case),
        court_id=court_id,
        court_clerk=make_court_clerk(court_id),
        second_clerk=make_court_clerk(court_id, "另一书记员"),
        foreign_court_id=foreign_id,
        foreign_clerk=make_court_clerk(foreign_id, "外院书记员"),
    )
    if applied:
        stage.choose_court()
    for person in stage.parties[:applied]:
        apply_as(person, stage.confirmation_id)
    return stage


def apply_as(person: Known, confirmation_id: str) -> None:
    """A party applies with every statement."""
    apply_for_confirmation(person.actor, confirmation_id, agreed=STATEMENTS.keys(), words_version=APPLICATION_WORDS)


def build(stage: BeforeCourt) -> str:
    """The organisation's clerk builds the bundle."""
    clerk = stage.case.clerk.actor
    return build_bundle(clerk, stage.case.id, application=court_application(clerk, stage.case.id))


def filed(stage: BeforeCourt | None = None) -> BeforeCourt:
    """Applied by both, built, and filed with the court's desk."""
    stage = stage or before_court(applied=2)
    build(stage)
    file_with_court(stage.case.clerk.actor, stage.confirmation_id)
    return stage


def _clauses(case: CaseInHand, days: int) -> list[Wording]:
    with reading() as now:
        parties = {str(party.side): party.id for party in now.get_one(Case, case.id).parties}
    both = {"obligor": parties["respondent"], "obligee": parties["applicant"]}
    due = (clock.now() + timedelta(days=days)).date().isoformat()
    stop = {**both, "object": "“青禾”文字标识以及与其近似的标识", "goods": "茶叶商品的包装和网络页面", "due": ""}
    pay = {
        **both,
        "purpose": "losses",
        "fen": "350000",
        "due": due,
        "instalments": "",
        "account": "青禾茶业有限公司，示范银行，0000 0000 0000 0000",
    }
    return [Wording(ClauseKind.STOP, answers=stop), Wording(ClauseKind.PAY, answers=pay)]


def _revision(agreement_id: str) -> int:
    with reading() as now:
        return now.get_one(Agreement, agreement_id).revision
