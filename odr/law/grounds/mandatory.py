"""Terms that mandatory law forbids: exemptions that are void, technology locked away, and limits on competition."""

from __future__ import annotations

from collections.abc import Iterator

from odr.law.articles import CC as CIVIL_CODE
from odr.law.articles import Certainty, Citation, cite
from odr.law.draft import Among, DraftClause
from odr.law.findings import Finding, Offer, block, warn
from odr.law.grounds.text import hits, pattern_en, pattern_zh, reworded, spans
from signing.wording import Words

_EXEMPT_ZH = pattern_zh(
    r"(?:免除|排除|不承担|免予承担)[^。；]{0,24}(?:故意|重大过失|人身损害|人身伤害)",
    r"(?:故意|重大过失|人身损害|人身伤害)[^。；]{0,24}(?:免责|不承担(?:任何)?(?:赔偿)?责任|免除责任)",
)
_EXEMPT_EN = pattern_en(
    r"(?:exclud\w+|exempt\w*|not liable|no liability|releas\w+)[^.;]{0,50}(?:intent\w*|wilful|gross negligence|"
    r"personal injury)",
)
_NOT_EXEMPT_ZH = pattern_zh(r"除外|的除外|不适用于|不免除|不得免除|不因[^。；]{0,20}而免除")
_NOT_EXEMPT_EN = pattern_en(r"except|does not (?:exclude|exempt|release)|other than")
_ILLEGAL_ZH = pattern_zh(
    r"(?:不开|不开具|免开)发票|(?:逃避|规避)(?:税|缴税|纳税|执行|监管|海关)|虚开|阴阳合同|"
    r"(?:转移|隐匿)(?:财产|资产)|(?:贿赂|回扣|好处费)",
)
_ILLEGAL_EN = pattern_en(
    r"without (?:an )?invoice|evad\w+ (?:tax|enforcement|customs)|(?:hide|conceal)\w* assets|bribe\w*|kickbacks?",
)
_FORBIDS_ZH = pattern_zh(r"不得|禁止|不会|保证不|承诺不|没有")
_FORBIDS_EN = pattern_en(r"shall not|must not|undertakes? not|no party")

_NO_CHALLENGE_ZH = pattern_zh(
    r"(?:不得|不|放弃)[^。；]{0,16}(?:质疑|挑战|争议|异议)[^。；]{0,16}(?:专利|商标|技术|知识产权|权利)(?:权)?(?:的)?(?:有效|效力)",
)
_NO_CHALLENGE_EN = pattern_en(r"(?:shall|will|may) not (?:challenge|contest|question|dispute)[^.;]{0,50}valid\w*")
_GRANT_BACK_ZH = pattern_zh(
    r"(?:改进|后续改进|后续研发|衍生)[^。；]{0,40}(?:归|独占|排他|无偿)[^。；]{0,20}(?:许可人|许可|转让|所有|享有|使用)",
    r"(?:无偿|独占)[^。；]{0,16}(?:回授|反授|许可|转让)[^。；]{0,20}改进",
)
_GRANT_BACK_EN = pattern_en(
    r"improvements?[^.;]{0,60}(?:belong|assign|exclusive|free of charge|royalty-free)\w*",
    r"(?:assign|grant)\w*[^.;]{0,40}exclusive\w*[^.;]{0,30}improvements?",
)
_MARKET_ZH = pattern_zh(
    r"(?:划分|分割|瓜分)[^。；]{0,12}(?:市场|区域|客户)",
    r"(?:不得|不|禁止)[^。；]{0,12}(?:低于|高于)[^。；]{0,24}(?:价格|售价|价)[^。；]{0,6}(?:销售|出售|转售|向第三人)?",
    r"(?:固定|统一|限定|最低)(?:转售|零售|销售)(?:价|价格)",
    r"(?:只能|必须|仅(?:能|可|限)?)[^。；]{0,12}(?:向|从)[^。；]{1,20}(?:购买|采购|进货)",
    r"不得(?:生产|经营|销售|研发|使用)[^。；]{0,16}(?:竞争性|同类|竞品|替代)(?:产品|商品|技术|业务)",
)
_MARKET_EN = pattern_en(
    r"(?:divide|share|allocate)s? (?:the )?(?:markets?|territor\w+|customers)",
    r"(?:resale|retail|minimum) prices?[^.;]{0,30}(?:fixed|not (?:be )?(?:lower|below)|at least)",
    r"(?:shall|will|must|may) not (?:sell|resell|offer)[^.;]{0,30}(?:below|less than|under) ",
    r"(?:shall|must|may) (?:only )?(?:buy|purchase)[^.;]{0,30}(?:only|exclusively|solely) from",
    r"(?:shall|may|must|will) not (?:make|sell|develop|deal in|distribute)[^.;]{0,30}compet\w+",
)
COMPETITION = Citation(CIVIL_CODE, 864, None, Certainty.EXTRACT)
MONOPOLY = Citation(CIVIL_CODE, 850, None, Certainty.EXTRACT)


def no_void_exemption(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-23: liability for personal injury, intent or gross negligence cannot be excluded (CC 506)."""
    met = hits(clause, _EXEMPT_ZH, _EXEMPT_EN, unless_zh=_NOT_EXEMPT_ZH, unless_en=_NOT_EXEMPT_EN)
    if met:
        yield block("P-23", cite("CC 506"), Words(
            zh="人身损害以及故意或者重大过失造成的损失，不能约定免责。",
            en="Liability for personal injury, intent or gross negligence cannot be excluded.",
        ), offers=(Offer(_EXCEPTED, reworded(clause, met, EXCEPTED)),),
           also=(cite("INT 358(1)"),), spans=spans(met))  # fmt: skip


def nothing_unlawful(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-23: nothing that taxes, enforcement or bribery law forbids (INT 358(1); CC 153)."""
    met = hits(clause, _ILLEGAL_ZH, _ILLEGAL_EN, unless_zh=_FORBIDS_ZH, unless_en=_FORBIDS_EN)
    if met:
        yield block("P-23", cite("INT 358(1)"), Words(
            zh="本条违反法律的强制性规定，法院会驳回申请。请删去。",
            en="This clause breaks mandatory law; a court would dismiss the application. Remove it.",
        ), also=(cite("CC 153"),), spans=spans(met))  # fmt: skip


def competition_untouched(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """AG-16, P-23: no-challenge, grant-back, tied purchase, fixed prices and shared markets (CC 864, 850)."""
    for zh, en, message, offer in _COMPETITION:
        if met := hits(clause, zh, en):
            yield warn("AG-16", COMPETITION, message, also=(MONOPOLY, cite("INT 358(1)")),
                       offers=(Offer(_NARROWER, reworded(clause, met, offer)),), spans=spans(met))  # fmt: skip
            return


_EXCEPTED = Words(zh="留下法律不许免除的责任", en="Keeping what the law does not let go")
EXCEPTED = Words(
    zh="除法律规定不得免除的责任外，双方就本案已经发生的损失互不再提出请求。",
    en="Except for liability that the law does not allow to be excluded, neither party makes a further claim for "
    "losses of this case that have already arisen.",
)
_NARROWER = Words(zh="收窄范围", en="Narrower")
_COMPETITION = (
    (_NO_CHALLENGE_ZH, _NO_CHALLENGE_EN, Words(
        zh="禁止质疑权利有效性的条款可能限制竞争。请改为：一方提出无效请求的，另一方可以终止许可。",
        en="A promise not to challenge validity may restrict competition. Say instead that the licence may be ended if "
        "validity is challenged.",
    ), Words(
        zh="被许可人就本许可所涉的权利提出无效请求的，许可人可以自请求被受理之日起书面通知终止许可。",
        en="If the licensee asks for the invalidation of a right under this licence, the licensor may end the licence "
        "by written notice from the day on which the request is accepted.",
    )),
    (_GRANT_BACK_ZH, _GRANT_BACK_EN, Words(
        zh="要求独占或者无偿回授改进成果的条款可能限制技术竞争。请改为普通许可并约定费用。",
        en="An exclusive or free grant-back of improvements may restrict competition in technology. Agree on an "
        "ordinary licence for a fee instead.",
    ), Words(
        zh="一方作出改进的，另一方可以在改进完成之日起【天数】日内以普通许可的方式取得使用，许可费为人民币【金额】元。",
        en="If one party makes an improvement, the other may take an ordinary licence within [number] days after its "
        "completion for a fee of CNY [amount].",
    )),
    (_MARKET_ZH, _MARKET_EN, Words(
        zh="限制价格、划分市场、限定交易对象或者禁止经营竞争产品，可能违反竞争法。请只约定停止本案的行为。",
        en="Limits on prices, markets, suppliers or competing goods may break competition law. Agree only on the end "
        "of the act in dispute.",
    ), Words(
        zh="自本协议生效之日起，停止使用本案所涉的标识和技术；不限制以其他标识和自有技术经营同类产品。",
        en="From the day of effect the signs and technology of this case are no longer used; dealing in like goods "
        "under other signs and with own technology is not limited.",
    )),
)  # fmt: skip

CLAUSE_RULES = (no_void_exemption, nothing_unlawful, competition_untouched)
