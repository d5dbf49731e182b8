"""Draft agreements for the tests of the rules: one that is lawful in every respect, to be varied."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from odr.law.draft import (
    ClauseKind,
    DraftAgreement,
    DraftClause,
    DraftFiling,
    DraftMediator,
    DraftOrganisation,
    DraftParty,
    Origin,
    PartyFiling,
    Slots,
    Subject,
    Track,
)
from odr.law.findings import Finding
from signing.wording import Words

APPLICANT, RESPONDENT = "青禾茶业有限公司", "沃野食品有限公司"
TODAY = date(2026, 11, 23)


def party(name: str, **changes: object) -> DraftParty:
    lawful = DraftParty(
        name=name,
        is_organisation=True,
        name_en="Qinghe Tea Co., Ltd." if name == APPLICANT else "Verdant Field Foods Ltd.",
        identity_code="91110199MA0QH8TE0H" if name == APPLICANT else "91310199MA1WY6FP0G",
        address="北京市示范区和平路1号" if name == APPLICANT else "上海市样例区临江路8号",
        contact="010-55550100" if name == APPLICANT else "021-55550188",
        representative="张敏" if name == APPLICANT else "李国强",
    )
    return replace(lawful, **changes)  # type: ignore[arg-type]


def lawful_draft(**changes: object) -> DraftAgreement:
    draft = DraftAgreement(
        track=Track.INDUSTRY,
        origin=Origin.OWN_INTAKE,
        subject=Subject.TRADEMARK,
        organisation=DraftOrganisation(name="京华知识产权调解中心", established=True, proof_from=date(2020, 1, 1)),
        mediators=(DraftMediator(name="周慧兰", belongs=True, disclosed=True),),
        parties=(party(APPLICANT), party(RESPONDENT)),
        clauses=(pay(),),
        on=TODAY,
        mediated_from=date(2026, 11, 2),
        mediated_until=TODAY,
        arbitration_agreement=False,
        facts=Words(zh="被申请人使用了申请人的商标。", en="The respondent used the applicant's mark."),
        issues=Words(zh="如何停止使用和赔偿。", en="How to stop the use and compensate."),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def free(zh: str, en: str = "This clause has no bearing on the test.", number: int = 1) -> DraftClause:
    return DraftClause(number, ClauseKind.OTHER, zh, en)


def pay(**changes: object) -> DraftClause:
    slots = Slots(
        obligor=RESPONDENT,
        obligee=APPLICANT,
        fen=30_000_000,
        due=date(2026, 12, 31),
        method="银行转账",
        account="中国示范银行 6222 0000 0000 0000",
    )
    zh = f"{RESPONDENT}应于2026年12月31日前向{APPLICANT}支付人民币叁拾万元整（¥300,000.00）。"
    en = "The respondent shall pay the applicant CNY 300,000.00 on or before 31 December 2026."
    return DraftClause(1, ClauseKind.PAY, zh, en, replace(slots, **changes))  # type: ignore[arg-type]


def filing(**changes: object) -> DraftFiling:
    def side(name: str) -> PartyFiling:
        return PartyFiling(name, True, True, "password+otp", True, True, True, True)

    lawful = DraftFiling(
        on=date(2026, 11, 30),
        effective_on=TODAY,
        signatures_sound=True,
        signature_assurance=True,
        sealed=True,
        parties=(side(APPLICANT), side(RESPONDENT)),
        mediation_proof=True,
        right_proofs=True,
        right_proofs_on=date(2026, 11, 1),
        record_confirmed=True,
        courts=("BJ-SHIFAN",),
        candidate_courts=("BJ-SHIFAN",),
        court_row_verified=True,
        content_roles=("signed_agreement", "mediation_proof", "court_application"),
    )
    return replace(lawful, **changes)  # type: ignore[arg-type]


def found(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(finding.code, finding.severity.value) for finding in findings}
