"""A whole agreement's content for the tests of the document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from odr.agreements.content import (
    AgentContent,
    AgreementContent,
    ClauseContent,
    MediatorContent,
    OrganisationContent,
    PartyContent,
    Provision,
    SignatoryContent,
)
from odr.law.draft import ClauseKind, Track
from odr.law.effect import effect_clause
from signing.wording import Words

QINGHE, VERDANT = "青禾茶业有限公司", "沃野食品有限公司"


def clause(number: int, zh: str, en: str, *, title: Words | None = None) -> ClauseContent:
    return ClauseContent(number, ClauseKind.OTHER, title or Words(zh="约定", en="Term"), Words(zh=zh, en=en))


CLAUSES = (
    ClauseContent(
        1,
        ClauseKind.STOP,
        Words(zh="停止使用", en="End of use"),
        Words(
            zh=f"{VERDANT}自本协议生效之日起，停止在茶叶商品的包装、宣传材料和网络页面上使用“青禾”文字标识"
            "以及与第30类第12345678号注册商标近似的标识（见附件一《标识对照表》）。",
            en="From the day this agreement takes effect Verdant Field Foods Ltd. stops using the word sign “青禾” and "
            "any sign similar to registration no. 12345678 in class 30 on tea packaging, in advertising and online.",
        ),
    ),
    ClauseContent(
        2,
        ClauseKind.PAY,
        Words(zh="付款", en="Payment"),
        Words(
            zh=f"{VERDANT}应向{QINGHE}支付经济损失和合理开支共计人民币叁拾万元整（¥300,000.00），分两期付清："
            "2026年12月31日前支付人民币壹拾伍万元整（¥150,000.00）；2027年3月31日前支付人民币壹拾伍万元整"
            "（¥150,000.00）。款项以银行转账方式付至户名“青禾茶业有限公司”、开户行“中国示范银行北京示范支行”、"
            "账号“6222 0000 1234 5678”的账户。",
            en="Verdant Field Foods Ltd. pays Qinghe Tea Co., Ltd. CNY 300,000.00 for losses and expenses in "
            "two instalments: CNY 150,000.00 on or before 31 December 2026 and CNY 150,000.00 on or before "
            "31 March 2027, by bank transfer to account no. 6222 0000 1234 5678.",
        ),
        fen=30_000_000,
        currency="CNY",
    ),
    ClauseContent(
        3,
        ClauseKind.DESTROY,
        Words(zh="销毁库存", en="Destruction of stock"),
        Words(
            zh=f"{VERDANT}应于2026年12月20日前销毁带有上述标识的库存包装（共计12,400件），并在销毁后五日内"
            f"向{QINGHE}提供销毁的照片和清单。",
            en="On or before 20 December 2026 Verdant Field Foods Ltd. destroys the packaging in stock that bears the "
            "sign (12,400 pieces in all) and within five days after that provides photographs and a list.",
        ),
    ),
    ClauseContent(
        4,
        ClauseKind.DEFAULT_INTEREST,
        Words(zh="逾期付款", en="Late payment"),
        Words(
            zh="任何一期逾期支付的，未付款项全部到期，并自逾期之日起按照全国银行间同业拆借中心公布的一年期"
            "贷款市场报价利率（LPR）的1.5倍计付逾期利息，至付清之日止。",
            en="If an instalment is late, the whole unpaid sum falls due and bears interest at 1.5 times the one-year "
            "loan prime rate (LPR) from the day after the due date until paid.",
        ),
    ),
    ClauseContent(
        5,
        ClauseKind.WAIVER,
        Words(zh="其他请求", en="Other claims"),
        Words(
            zh="本协议履行完毕后，双方就本案争议再无其他纠纷，任何一方不再以同一事实和理由提出主张。",
            en="After full performance nothing remains in dispute in this case, and neither party claims anything "
            "further on the same facts and grounds.",
        ),
    ),
)
PROVISIONS = (
    Provision("effect", effect_clause(Track.PEOPLE)),
    Provision(
        "confirmation",
        Words(
            zh="各方同意自本协议生效之日起三十日内，共同向北京市示范区人民法院申请司法确认"
            "（《中华人民共和国民事诉讼法》第二百零五条、第二百零六条）。",
            en="The parties agree to apply jointly to Beijing Shifan District People's Court for judicial confirmation "
            "within thirty days from the day this agreement takes effect.",
        ),
    ),
    Provision(
        "e-signature",
        Words(
            zh="各方约定以电子签名签署本协议，认可本次签署所用的签名方式，并确认其与手写签名具有同等效力"
            "（《中华人民共和国电子签名法》第三条、第十三条、第十四条）。",
            en="The parties agree to sign this agreement electronically, accept the method used here, and confirm that "
            "it has the same effect as a handwritten signature.",
        ),
    ),
)


def content(**changes: object) -> AgreementContent:
    whole = AgreementContent(
        case_no="（2026）京华调字第7Q4M号",
        version=1,
        on=date(2026, 11, 23),
        organisation=OrganisationContent(
            "京华知识产权调解中心", "Jinghua IP Mediation Centre", "52110199MJ0JH5KX0M", "", "北京市示范区和平路1号"
        ),
        mediators=(MediatorContent("周慧兰", "Zhou Huilan"),),
        parties=(
            PartyContent(
                "p1", "applicant", "organisation", QINGHE, "Qinghe Tea Co., Ltd.", "91110199MA0QH8TE0H", "credit_code",
                "91110199MA0QH8TE0H", "北京市示范区茶马街8号", "张敏",
            ),
            PartyContent(
                "p2", "respondent", "organisation", VERDANT, "Verdant Field Foods Ltd.", "C-1234567",
                "foreign_registration", "C-1234567", "上海市示范路66号", "Eleanor Hart",
                (AgentContent("王一鸣", "lawyer", "北京示范律师事务所"),),
            ),
        ),
        origin=Words(
            zh="京华知识产权调解中心于2026年11月2日自行受理青禾茶业有限公司提出的调解申请，双方同意由调解员周慧兰主持调解。",
            en="On 2 November 2026 Jinghua IP Mediation Centre accepted the application of Qinghe Tea Co., Ltd.; "
            "both sides agreed to mediation by Zhou Huilan.",
        ),
        facts=Words(
            zh="申请人的“青禾”商标于2018年在第30类茶叶商品上注册。被申请人自2025年3月起在袋泡茶包装上使用“青禾”字样，"
            "并通过网络店铺销售。",
            en="The applicant's trade mark “青禾” was registered in 2018 for tea in class 30. From March 2025 the "
            "respondent used the word on tea-bag packaging and sold the goods through its online shop.",
        ),
        issues=Words(
            zh="被申请人是否应停止使用该标识，库存如何处理，以及赔偿的数额。",
            en="Whether the respondent should stop using the sign, what becomes of the stock, and the sum to be paid.",
        ),
        clauses=CLAUSES,
        provisions=PROVISIONS,
        signatories=(
            SignatoryContent("applicant", QINGHE, "Qinghe Tea Co., Ltd.", Words(zh="申请人", en="Applicant")),
            SignatoryContent("respondent", VERDANT, "Verdant Field Foods Ltd.", Words(zh="被申请人", en="Respondent")),
            SignatoryContent("mediator", "周慧兰", "Zhou Huilan", Words(zh="调解员", en="Mediator")),
            SignatoryContent("seal", "京华知识产权调解中心", "Jinghua IP Mediation Centre",
                             Words(zh="调解组织（印章）", en="Mediation organisation (seal)"), seal=True),
        ),
        court=Words(zh="北京市示范区人民法院", en="Beijing Shifan District People's Court"),
    )  # fmt: skip
    return replace(whole, **changes)  # type: ignore[arg-type]
