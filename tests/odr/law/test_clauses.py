"""Sample clauses, lawful, unlawful and borderline, with the findings the articles call for."""

from __future__ import annotations

import pytest

from odr.law.confirmability import check_draft
from odr.law.draft import ClauseKind, DraftClause
from tests.odr.law.drafts import APPLICANT, RESPONDENT, found, free, lawful_draft

B, W = "block", "warn"
Q, V = APPLICANT, RESPONDENT

OWNERSHIP = [
    # INT 355(5): an agreement that settles title to an IP right is not accepted.
    (f"第12345678号“青禾”商标归{Q}所有。", "", {("P-14", B)}),
    (f"双方确认，“青禾”注册商标专用权属于{Q}。", "", {("P-14", B)}),
    (f"{V}承认{Q}是“青禾”商标的合法所有人。", "", {("P-14", B)}),
    (f"双方一致认为{Q}享有“青禾”商标专用权。", "", {("P-14", B)}),
    ("本案软件著作权由双方共有，归双方共同所有。", "", {("P-14", B)}),
    ("双方确认第87654321号商标注册无效。", "", {("P-14", B)}),
    ("双方同意认定涉案专利自始无效。", "", {("P-14", B)}),
    ("双方确认张敏为该外观设计的设计人。", "", {("P-14", B)}),
    ("双方确认李华为本发明的发明人。", "", {("P-14", B)}),
    (f"双方确认{V}的产品未落入涉案专利的保护范围。", "", {("P-14", B)}),
    ("域名qinghe.example归申请人所有。", "", {("P-14", B)}),
    ("", "The trade mark QINGHE belongs to the applicant.", {("P-14", B)}),
    ("", "The parties agree that the registration is invalid.", {("P-14", B)}),
    ("", "The respondent confirms that the applicant is the sole owner of the trade mark.", {("P-14", B)}),
    ("", "Ms Zhang is the sole inventor of the packaging method.", {("P-14", B)}),
    ("", "The copyright in the pictures vests in the applicant.", {("P-14", B)}),
    ("", "The respondent's tin falls outside the scope of the patent.", {("P-14", B)}),
    # Not title: duties, neutral words, goods, and what happens if the right falls later (TM19 47).
    (f"{V}自本协议生效之日起停止在茶叶包装上使用“青禾”标识。", "", set()),
    ("本协议不就商标权的归属、效力和保护范围作出确认。", "", set()),
    ("权利归属以国家知识产权局的登记为准。", "", set()),
    (f"带有“青禾”标识的库存商品归{V}自行处理。", "", set()),
    ("若涉案商标日后被宣告无效，已经支付的款项不予返还。", "", set()),
    ("", "This agreement does not decide who owns the trade mark.", set()),
    ("", "If the trade mark is declared invalid later, sums already paid stay paid.", set()),
    ("在商标有效期内，被申请人可以在附件所列包装上使用该标识。", "", set()),
    # Close to title: allowed, with a warning (inference from INT 355(5)).
    (f"{V}应于2026年12月31日前将第12345678号商标转让给{Q}，并办理转让手续。", "", {("P-15", W)}),
    ("双方对该专利按份共有，份额各为50%。", "", {("P-15", W)}),
    (f"双方确认{V}的旧包装不构成侵权。", "", {("P-15", W)}),
    (f"{V}尊重{Q}的注册商标。", "", {("P-15", W)}),
    ("", "The respondent acknowledges the applicant's trade mark.", {("P-15", W)}),
    ("", "The earlier packaging does not infringe.", {("P-15", W)}),
    (
        "",
        "The respondent shall assign the trade mark to the applicant on or before 31 December 2026.",
        {("P-15", W)},
    ),
]

SCOPE = [
    # INT 355(3)(4): family status and other special procedures.
    ("双方同意解除婚姻关系。", "", {("P-16", B)}),
    ("该款项列入破产债权，由破产管理人确认。", "", {("P-16", B)}),
    (f"若{V}进入破产程序，剩余款项立即到期。", "", set()),
    # INT 355(1), CC 153: criminal and administrative liability cannot be bargained away.
    (f"{Q}不追究{V}的刑事责任。", "", {("P-17", B)}),
    ("", "The applicant shall waive criminal liability of the respondent.", {("P-17", B)}),
    (f"{Q}不再向市场监管部门举报{V}。", "", {("P-17", W)}),
    (f"{V}不再对“青禾”商标提出异议。", "", {("P-17", W)}),
    ("", "The respondent shall not file a request for invalidation.", {("P-17", W)}),
    (f"{Q}于2026年12月1日前撤回在电子商务平台上的侵权通知。", "", set()),
]

CLARITY = [
    # INT 358(5), 461: the content must be clear.
    (f"{V}应尽快支付赔偿款。", "", {("P-21", B), ("P-20", B)}),
    (f"{V}给予{Q}适当补偿。", "", {("P-21", B), ("P-20", B)}),
    ("赔偿金额由双方协商确定。", "", {("P-21", B), ("P-20", B)}),
    ("付款时间另行约定。", "", {("P-21", B)}),
    (f"{V}应支付{Q}合理费用。", "", {("P-21", B), ("P-20", B)}),
    ("", "The respondent shall pay a reasonable sum.", {("P-21", B), ("P-20", B)}),
    ("", "The respondent shall take the page down as soon as possible.", {("P-21", B)}),
    ("", "The amount is to be agreed.", {("P-21", B)}),
    (f"{V}视经营情况销毁部分数量的包装。", "", {("P-21", B)}),
    ("因履行本协议发生争议的，双方先行协商；协商不成的，可以向人民法院起诉。", "", set()),
    ("", "Disputes about this deal: the parties shall negotiate first; if negotiation fails, they may sue.", set()),
    ("双方经友好协商，自愿达成以下条款。", "", set()),
    (f"{V}变更地址的，应当及时通知{Q}。", "", set()),
    (f"{V}应于2026年12月31日前销毁全部包装，并尽快提供照片。", "", {("P-21", W)}),
    (f"{V}应于2026年12月10日前下架，相应费用由{V}承担。", "", {("P-21", W)}),
    (f"{V}应支付人民币叁拾万元整（¥300,000.00）。", "", {("P-20", B)}),
    (f"{V}应于【日期】前销毁库存包装。", "", {("P-20", B)}),
    (f"{V}应当在____日内销毁库存包装。", "", {("P-20", B)}),
    # INT 461: a condition has to be decidable from documents.
    (f"{Q}认为必要时，{V}再次发布声明。", "", {("P-22", W)}),
    (f"{V}资金状况好转后的十日内支付剩余款项50,000元。", "", {("P-22", W), ("P-21", W)}),
    ("", "The statement is published to the satisfaction of the applicant: when the applicant is satisfied with it.",
     {("P-22", W)}),
]  # fmt: skip

SUMS = [
    # INT 358(5): figures and capitals are one sum.
    (f"{V}应于2026年12月31日前向{Q}支付人民币叁拾万元整（¥300,000.00）。", "", set()),
    (f"{V}应于2026年12月31日前向{Q}支付人民币叁拾万元整（¥30,000.00）。", "", {("P-21", B)}),
    (f"{V}应于2026年12月31日前向{Q}支付300,000元。", "", {("P-21", W)}),
    (f"{V}应于2026年12月31日前向{Q}支付30万元（人民币叁拾万元整）。", "", set()),
    (f"{V}应于2026年12月31日前向{Q}支付人民币贰拾万零伍佰元整（¥200,500.00）。", "", set()),
    (f"{V}应于2026年12月31日前向{Q}支付人民币叁拾万元整（¥300,000.00）。",
     "The respondent shall pay CNY 30,000.00 on or before 31 December 2026.", {("P-38", B)}),
    (f"{V}应于2026年12月31日前向{Q}支付人民币叁拾万元整（¥300,000.00）。",
     "The respondent shall pay CNY 300,000.00 on or before 30 December 2026.", {("P-38", B)}),
    (f"{V}应于2026年12月31日前向{Q}支付人民币叁拾万元整（¥300,000.00）。",
     "The respondent shall pay CNY 300,000.00 on or before December 31, 2026.", set()),
]  # fmt: skip

WAIVERS = [
    # CC 197: limitation cannot be agreed or waived in advance.
    (f"{V}放弃诉讼时效抗辩。", "", {("AG-10", B)}),
    ("双方约定诉讼时效为五年。", "", {("AG-10", B)}),
    ("", "The respondent waives any defence of limitation.", {("AG-10", B)}),
    # PML 3(3): mediation does not close the courts.
    ("双方放弃就本案起诉的权利。", "", {("P-40", B)}),
    ("双方在任何情况下均不得向法院起诉。", "", {("P-40", B)}),
    (f"{Q}不得申请强制执行。", "", {("P-40", B)}),
    ("", "The applicant waives the right to sue.", {("P-40", B)}),
    ("双方不得就本协议的履行提起诉讼。", "", {("P-40", W)}),
    ("本协议履行完毕后，双方就本案争议再无其他纠纷，任何一方不再以同一事实和理由提出主张。", "", set()),
    (f"{Q}放弃其他赔偿请求。", "", set()),
    # MED 8: `on breach the court shall decide` is not allowed.
    (f"{V}不履行本协议的，由人民法院对本案作出裁判。", "", {("AG-8", W)}),
    ("", "If the respondent fails to perform, the court shall decide the original dispute.", {("AG-8", W)}),
    ("本协议经人民法院裁定确认有效后，一方拒绝履行的，另一方可以向人民法院申请强制执行。", "", set()),
]

ALL = OWNERSHIP + SCOPE + CLARITY + SUMS + WAIVERS
FILLER_ZH, FILLER_EN = "本条与测试无关。", "This clause has no bearing on the test."


def _clause(zh: str, en: str) -> DraftClause:
    return DraftClause(1, ClauseKind.OTHER, zh or FILLER_ZH, en or FILLER_EN)


@pytest.mark.parametrize(("zh", "en", "expected"), ALL, ids=[(zh or en)[:40] for zh, en, _ in ALL])
def test_a_clause_gets_exactly_the_findings_the_articles_call_for(
    zh: str, en: str, expected: set[tuple[str, str]]
) -> None:
    findings = check_draft(lawful_draft(clauses=(_clause(zh, en),)))
    assert found(findings) == expected


@pytest.mark.parametrize(("zh", "en", "expected"), ALL, ids=[(zh or en)[:40] for zh, en, _ in ALL])
def test_an_offered_rewrite_cures_the_finding_it_was_offered_for(
    zh: str, en: str, expected: set[tuple[str, str]]
) -> None:
    for finding in check_draft(lawful_draft(clauses=(_clause(zh, en),))):
        if finding.suggestion is not None:
            again = check_draft(lawful_draft(clauses=(free(finding.suggestion.zh, finding.suggestion.en),)))
            left = {other.code for other in again if "空白" not in other.message.zh}
            assert finding.code not in left, "what is left to fill in may remain, the fault may not"
            assert {code for code, severity in found(again) if severity == B} <= {"P-20"}, "only blanks may remain"


def test_there_are_enough_samples_in_both_languages() -> None:
    assert len(ALL) >= 80
    assert sum(1 for zh, en, _ in ALL if en and not zh) >= 18
    assert sum(1 for *_, expected in ALL if not expected) >= 18


def test_every_finding_names_an_article_and_speaks_both_languages() -> None:
    for zh, en, _ in ALL:
        for finding in check_draft(lawful_draft(clauses=(_clause(zh, en),))):
            assert finding.citation.words().zh.startswith("《")
            assert finding.message.zh and finding.message.en
            assert finding.clause == 1
