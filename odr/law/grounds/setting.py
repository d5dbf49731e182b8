"""The setting: a lawful organisation, its mediators, the way the case came in, and what the dispute is about."""

from __future__ import annotations

from collections.abc import Iterator

from odr.law.articles import CMR, cite
from odr.law.draft import Among, DraftAgreement, DraftClause, Origin, Subject, Track
from odr.law.findings import Finding, Offer, block, warn
from odr.law.grounds.text import hits, pattern_en, pattern_zh, reworded, spans
from signing.wording import Words


def organisation_of_record(draft: DraftAgreement) -> Iterator[Finding]:
    """P-01: only a lawfully established mediation organisation can bring about a confirmable agreement."""
    organisation = draft.organisation
    if not organisation.name or not organisation.established:
        yield block(
            "P-01",
            cite("CPL 205"),
            Words(
                zh="没有依法设立的调解组织，或者缺少设立证明。请补充证明文件。",
                en="There is no lawfully established mediation organisation of record, or its proof is missing. "
                "Add the proof.",
            ),
        )
        return
    starts_late = organisation.proof_from is not None and organisation.proof_from > draft.mediated_from
    ends_early = organisation.proof_until is not None and organisation.proof_until < draft.mediated_until
    if starts_late or ends_early:
        yield block(
            "P-01",
            cite("CPL 205"),
            Words(
                zh="调解组织的设立证明没有覆盖全部调解日期。请补充当时有效的证明。",
                en="The organisation's proof does not cover every day of the mediation. Add the proof in force then.",
            ),
        )


def commercial_licence(draft: DraftAgreement) -> Iterator[Finding]:
    """P-02: from 1 May 2026 a commercial mediation organisation needs its licence and its place on the list."""
    if draft.track is not Track.COMMERCIAL or draft.mediated_until < CMR.in_force:
        return
    if not draft.organisation.licence_no or not draft.organisation.listed:
        yield block(
            "P-02",
            cite("CMR 8"),
            Words(
                zh="商事调解组织缺少执业证书号，或者不在名册上。",
                en="The commercial mediation organisation lacks its practice licence number or its place on the list.",
            ),
            also=(cite("CMR 11"),),
        )


def mediators_fit(draft: DraftAgreement) -> Iterator[Finding]:
    """P-03: the mediator belongs to the organisation, has disclosed, and stands unchallenged."""
    if not draft.mediators:
        yield block("P-03", cite("OMR 13"), Words(zh="本案没有调解员。", en="The case has no mediator."))
    for mediator in draft.mediators:
        if not mediator.belongs:
            yield block("P-03", cite("CPL 205"), Words(
                zh=f"调解员{mediator.name}不属于本调解组织，也不在其名册上。",
                en=f"Mediator {mediator.name} neither belongs to the organisation nor stands on its roster.",
            ))  # fmt: skip
        if not mediator.disclosed:
            yield block("P-03", cite("OMR 13"), Words(
                zh=f"调解员{mediator.name}还没有提交披露声明。",
                en=f"Mediator {mediator.name} has not filed a disclosure.",
            ), also=(cite("INV 15"),))  # fmt: skip
        if mediator.open_challenge:
            yield block("P-03", cite("OMR 14"), Words(
                zh=f"对调解员{mediator.name}的异议还没有处理完。",
                en=f"A challenge against mediator {mediator.name} is still open.",
            ))  # fmt: skip
        if mediator.interested and draft.track is Track.COMMERCIAL:
            yield block("P-03", cite("CMR 20"), Words(
                zh=f"商事调解中，有利害关系的调解员{mediator.name}应当回避。",
                en=f"In commercial mediation, mediator {mediator.name} must withdraw for the interest disclosed.",
            ))  # fmt: skip


def not_entrusted(draft: DraftAgreement) -> Iterator[Finding]:
    """P-04: a case entrusted after filing ends in a court document, not in confirmation."""
    if draft.origin is Origin.ENTRUSTED and draft.confirmation_intended:
        yield block(
            "P-04",
            cite("INV 20"),
            Words(
                zh="立案后委托调解的案件，应当申请出具调解书或者撤诉，不能申请司法确认。",
                en="A case entrusted after filing ends in a court mediation document or withdrawal; it cannot be "
                "confirmed.",
            ),
            also=(cite("OMR 20"),),
        )


_SPECIAL_ZH = pattern_zh(
    r"离婚|解除婚姻|婚姻关系|收养关系|抚养权|监护权|亲子关系|继承",
    r"破产|清算组|公示催告|支付令|宣告失踪|宣告死亡|选民资格",
)
_SPECIAL_EN = pattern_en(
    r"divorce|adoption|custody of|guardianship of|paternity|inheritance",
    r"bankruptcy|insolvency administrator|public summons|payment order|declar\w+ (?:missing|dead)",
)
_SPECIAL_EXCUSE_ZH = pattern_zh(r"(?:如|若|一旦|因)[^。；]{0,20}破产")
_SPECIAL_EXCUSE_EN = pattern_en(r"(?:if|upon|in the event of)[^.;]{0,40}(?:bankruptcy|insolvency)")


_SPECIAL = Words(
    zh="内容涉及身份关系或者应当适用其他特别程序，法院不予受理确认申请。",
    en="This concerns family status or a matter for another special procedure; a court does not accept it for "
    "confirmation.",
)


def no_special_procedure(draft: DraftAgreement) -> Iterator[Finding]:
    """P-16: a dispute about family status or bankruptcy is not confirmed (INT 355(3), (4))."""
    if draft.subject in (Subject.FAMILY_STATUS, Subject.BANKRUPTCY):
        yield block("P-16", cite("INT 355(3)"), _SPECIAL, also=(cite("INT 355(4)"),))


def no_special_procedure_in_clause(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-16: nor is a clause about family status, bankruptcy, public summons and the like (INT 355(3), (4))."""
    met = hits(clause, _SPECIAL_ZH, _SPECIAL_EN, unless_zh=_SPECIAL_EXCUSE_ZH, unless_en=_SPECIAL_EXCUSE_EN)
    if met:
        yield block("P-16", cite("INT 355(3)"), _SPECIAL, also=(cite("INT 355(4)"),), spans=spans(met))


_PUBLIC_POWER_ZH = pattern_zh(
    r"(?:不追究|不再追究|免除|免予追究|放弃追究)[^。；]{0,20}(?:刑事责任|行政责任|行政处罚)",
    r"(?:撤销|免除|减轻)[^。；]{0,10}(?:行政处罚|行政处理决定|刑事案件)",
)
_PUBLIC_POWER_EN = pattern_en(
    r"(?:waive|release|drop|exempt)\w*[^.;]{0,40}(?:criminal|administrative) (?:liability|charges|"
    r"penalt\w+|responsibility)",
)
_BARGAIN_ZH = pattern_zh(
    r"(?:不|不再|不得|放弃|撤回)[^。；]{0,16}(?:举报|报案|控告|向[^。；]{0,12}(?:机关|部门|监管局|局)(?:投诉|反映))",
    r"(?:不|不再|不得|放弃|撤回)[^。；]{0,20}(?:宣告无效|无效宣告|撤销申请|异议申请|撤三|提出异议)",
)
_BARGAIN_EN = pattern_en(
    r"(?:shall not|will not|not to|agrees? not to|withdraws?)[^.;]{0,30}(?:report|complain to|"
    r"inform)[^.;]{0,30}(?:authorit\w+|police|regulator|administration|office)",
    r"(?:shall not|will not|not to|does not|withdraws?)[^.;]{0,40}(?:invalidation|cancellation|"
    r"opposition|invalidity)",
)


OUTSIDE = cite("INT 355(1)")


def within_civil_scope(draft: DraftAgreement) -> Iterator[Finding]:
    """P-17: a purely administrative or criminal dispute lies outside the court's civil scope (INT 355(1))."""
    if draft.subject in (Subject.ADMINISTRATIVE_ACT, Subject.CRIMINAL):
        yield block("P-17", OUTSIDE, Words(
            zh="争议不属于人民法院受理民事案件的范围。",
            en="The dispute lies outside the civil jurisdiction of the people's courts.",
        ))  # fmt: skip


def no_bargain_over_public_power(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-17: criminal and administrative liability is not for the parties; bargains not to report are doubtful."""
    if met := hits(clause, _PUBLIC_POWER_ZH, _PUBLIC_POWER_EN, unless_zh=_LEFT_ALONE_ZH, unless_en=_LEFT_ALONE_EN):
        yield block("P-17", OUTSIDE, Words(
            zh="刑事责任和行政处罚不能由当事人约定免除。请删去这部分内容。",
            en="Parties cannot bargain away criminal or administrative liability. Remove this part.",
        ), offers=(Offer(_CIVIL_ONLY, reworded(clause, met, CIVIL_ONLY)),),
           also=(cite("CC 153"),), spans=spans(met))  # fmt: skip
    elif met := hits(clause, _BARGAIN_ZH, _BARGAIN_EN, unless_zh=_LEFT_ALONE_ZH, unless_en=_LEFT_ALONE_EN):
        yield warn("P-17", OUTSIDE, Words(
            zh="本条限制举报、异议或者无效请求。法院可能认为超出民事范围或者损害公共利益。",
            en="This clause limits reports, oppositions or invalidation requests. A court may find it outside "
            "civil scope or against the public interest.",
        ), offers=(Offer(_CIVIL_ONLY, reworded(clause, met, CIVIL_ONLY)),),
           also=(cite("INT 358(2)"),), spans=spans(met))  # fmt: skip


_CIVIL_ONLY = Words(zh="只写民事请求", en="Civil claims only")
CIVIL_ONLY = Words(
    zh="本协议只处理双方之间的民事争议，不影响任何一方依法举报、控告或者提出异议和无效请求。",
    en="This agreement settles the civil dispute between the parties only; it does not limit any lawful report, "
    "complaint, opposition or request for invalidation.",
)
_LEFT_ALONE_ZH = pattern_zh(r"不(?:影响|限制|妨碍)")
_LEFT_ALONE_EN = pattern_en(r"does not (?:limit|affect|prevent|restrict)")


def arbitration_asked(draft: DraftAgreement) -> Iterator[Finding]:
    """P-18: a valid arbitration agreement may take the matter away from the court."""
    if draft.arbitration_agreement:
        yield warn("P-18", cite("ARB 5"), Words(
            zh="当事人之间有仲裁协议，法院可能不受理确认申请。可以请仲裁机构依据和解协议作出裁决。",
            en="The parties have an arbitration agreement, so a court may decline. An award on agreed terms is the "
            "other way.",
        ))  # fmt: skip


_HEAD_RULES = {
    Track.PEOPLE: cite("PML 29"),
    Track.COURT_PLATFORM: cite("INV 24"),
    Track.COURT_ASSIGNED: cite("INV 24"),
}


def facts_and_issues_stated(draft: DraftAgreement) -> Iterator[Finding]:
    """AG-1 to AG-3: the agreement states the main facts and what is in dispute (PML 29; INV 24; CMR 22)."""
    wanted = (
        (draft.facts.zh, "主要事实", "the main facts"),
        (draft.issues.zh, "争议事项", "the issues in dispute"),
    )
    missing = [(zh, en) for text, zh, en in wanted if not text.strip()]
    if missing:
        yield block("AG-1", _HEAD_RULES.get(draft.track, cite("CMR 22")), Words(
            zh=f"协议没有写明{'和'.join(zh for zh, _ in missing)}。",
            en=f"The agreement does not state {' and '.join(en for _, en in missing)}.",
        ))  # fmt: skip


def right_court(draft: DraftAgreement) -> Iterator[Finding]:
    """P-19: the court named is among those competent by kind, district and level (CPL 205; INT 355(2))."""
    if draft.confirmation_intended and draft.court and draft.candidate_courts:
        if draft.court not in draft.candidate_courts:
            yield warn("P-19", cite("INT 355(2)"), Words(
                zh=f"{draft.court}不在有管辖权的法院之列。可以向以下法院申请：{'、'.join(draft.candidate_courts)}。",
                en=f"{draft.court} is not among the competent courts: {', '.join(draft.candidate_courts)}.",
            ), also=(cite("CPL 205"),))  # fmt: skip


def no_fee_where_free(draft: DraftAgreement) -> Iterator[Finding]:
    """P-41: people's mediation and volunteers take no fee."""
    if not draft.organisation.charges_fee:
        return
    if draft.track is Track.PEOPLE:
        yield block("P-41", cite("PML 4"), Words(
            zh="人民调解不收取任何费用。", en="People's mediation is free of any charge.",
        ))  # fmt: skip
    elif any(mediator.volunteer for mediator in draft.mediators):
        yield block("P-41", cite("BVS 28"), Words(
            zh="志愿者不得向服务对象收取报酬。", en="A volunteer takes no pay from those served.",
        ))  # fmt: skip


WHOLE_RULES = (
    organisation_of_record,
    commercial_licence,
    mediators_fit,
    not_entrusted,
    no_special_procedure,
    within_civil_scope,
    arbitration_asked,
    right_court,
    no_fee_where_free,
    facts_and_issues_stated,
)
CLAUSE_RULES = (no_special_procedure_in_clause, no_bargain_over_public_power)
