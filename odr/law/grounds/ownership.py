"""Clauses that decide who owns a right, whether it is valid, who made the invention or how far it reaches."""

from __future__ import annotations

from collections.abc import Iterator

from odr.law.articles import INT as INTERPRETATION
from odr.law.articles import Certainty, Citation, cite
from odr.law.draft import Among, DraftClause, Subject
from odr.law.findings import Finding, Offer, block, warn
from odr.law.grounds.instead import (
    alternatives,
    assignment_duty,
    no_assertion,
    shared_proceeds,
    without_acknowledgement,
)
from odr.law.grounds.text import Hit, hits, pattern_en, pattern_zh, spans
from signing.wording import Words

_RIGHT = (
    r"(?:商标专用权|注册商标|商标权|商标|专利申请权|专利权|专利|著作权|版权|作品|软件|技术秘密|商业秘密|域名|"
    r"植物新品种权?|布图设计(?:专有权)?|地理标志|知识产权|权利)"
)
_GOODS = r"(?!库存|货物|商品|产品|包装|款项|费用|收益|样品|材料|标识)"
_DECLARES = r"(?:确认|认定|承认|认可|声明|宣布|同意|一致认为|认为)"
_RIGHT_EN = (
    r"(?:trade ?marks?|patents?|copyrights?|software|trade secrets?|domain names?|designs?|"
    r"intellectual property(?: rights?)?|rights? in)"
)

OWNERSHIP_ZH = pattern_zh(
    rf"{_RIGHT}(?:{_GOODS}[^，。；]){{0,24}}?(?:归属于|归属|归于|归|属于|属)[^。；]{{1,30}}?(?:所有|享有|共有|独有|$|，)",
    rf"{_DECLARES}[^。；]{{0,40}}(?:是|为|系)[^。；]{{0,40}}(?:权利人|所有人|所有权人|专利权人|著作权人|商标权人|商标注册人)",
    rf"{_DECLARES}[^。；]{{0,30}}(?:享有|拥有)[^。；]{{0,30}}(?:专用权|商标权|专利权|著作权|所有权|知识产权|专有权)",
    rf"{_RIGHT}[^，。；]{{0,12}}由[^。；]{{1,20}}(?:共有|享有|所有|独占)",
    rf"{_RIGHT}[^，。；]{{0,12}}的?(?:所有权|权属)[^。；]{{0,10}}(?:归|属|由[^。；]{{1,20}}享有)",
)
OWNERSHIP_EN = pattern_en(
    rf"{_RIGHT_EN}[^.;]{{0,60}}(?:belongs?|shall belong|is owned|are owned|shall be owned|vests?|"
    rf"shall vest)\s+(?:solely |exclusively |jointly )?(?:to|by|in)",
    rf"(?:is|are|remains?|shall be) the (?:sole |lawful |rightful |true |exclusive )*(?:owners?|"
    rf"proprietors?|holders?) of [^.;]{{0,40}}{_RIGHT_EN}",
    rf"(?:owns?|shall own) [^.;]{{0,30}}{_RIGHT_EN}",
    rf"ownership of [^.;]{{0,40}}{_RIGHT_EN}[^.;]{{0,30}}(?:belongs?|is confirmed|lies|rests|is vested)",
)
VALIDITY_ZH = pattern_zh(
    rf"{_DECLARES}[^。；]{{0,40}}(?:专利|商标|注册|权利要求|著作权|登记)[^。；]{{0,16}}(?:自始无效|无效|合法有效|有效(?!期)|应予撤销)",
    r"(?:专利权?|商标|注册|权利要求)[^，。；]{0,14}(?:自始无效|视为无效|归于无效|应属无效|合法有效)",
)
VALIDITY_EN = pattern_en(
    r"(?:agree|confirm|acknowledge|declare|accept)s?[^.;]{0,60}(?:patent|trade ?mark|registration|"
    r"claim|copyright)[^.;]{0,30}(?:is|are|be|as) (?:in)?valid",
    r"(?:patent|trade ?mark|registration) [^.;]{0,30}(?:is|are|shall be) (?:declared |deemed |held "
    r")?(?:invalid|void|valid)",
)
INVENTOR_ZH = pattern_zh(
    rf"{_DECLARES}[^。；]{{0,40}}(?:是|为|系)[^。；]{{0,30}}(?:发明人|设计人|作者|共同创作人|完成人)",
    r"(?:发明人|设计人|作者)(?:变更|更正|确定|应)[^，。；]{0,4}为",
    rf"{_DECLARES}[^。；]{{0,40}}(?:发明人|设计人|作者|完成人)(?:是|为|系)",
)
INVENTOR_EN = pattern_en(
    r"(?:is|are|shall be|be named|as) (?:the |a |an )?(?:sole |true |joint |co-?)*(?:inventors?|"
    r"authors?|designers?) of",
    r"(?:inventorship|authorship) [^.;]{0,40}(?:belongs?|is confirmed|is attributed)",
)
SCOPE_ZH = pattern_zh(
    rf"{_DECLARES}[^。；]{{0,40}}保护范围[^。；]{{0,30}}(?:为|是|包括|不包括|涵盖|及于|不及于|限于)",
    r"(?:落入|不落入|未落入)[^。；]{0,30}保护范围",
)
SCOPE_EN = pattern_en(
    r"scope of (?:protection|the (?:patent|claims?|trade ?mark))[^.;]{0,40}(?:covers?|extends?|"
    r"includes?|is limited|does not (?:cover|extend|include))",
    r"falls? (?:within|outside) the scope of",
)
_NEUTRAL_ZH = pattern_zh(
    r"不(?:就|对|涉及|影响|视为|作为|构成|作|意味着|决定)[^。；]{0,50}(?:归属|权属|所有|效力|有效性|范围|确认|认定|决定|判断|承认|作者|发明人)",
    r"(?:归属|权属|效力|有效性|保护范围)[^。；]{0,16}(?:以|由)[^。；]{0,30}(?:登记|法院|主管|行政|裁判|判决|决定|机关)",
    r"(?:如|若|如果|即使|一旦|在)[^。；]{0,40}(?:被(?:依法)?(?:宣告无效|撤销)|无效的)",
)
_NEUTRAL_EN = pattern_en(
    r"(?:does not|do not|shall not|nothing in|neither|without|no clause)[^.;]{0,80}(?:decid\w*|"
    r"determin\w*|declar\w*|confirm\w*|affect\w*|admission|acknowledg\w*|rul\w*|say\w*)",
    r"(?:if|should|where|even if|in the event)[^.;]{0,60}(?:declared|held|found|becomes?) (?:to be "
    r")?(?:invalid|void)",
)

ASSIGNMENT_ZH = pattern_zh(
    rf"{_RIGHT}[^，。；]{{0,24}}(?:转让|让与|过户)(?:给|予|与|至|于)?",
    rf"(?:转让|让与)[^，。；]{{0,24}}{_RIGHT}",
)
ASSIGNMENT_EN = pattern_en(rf"(?:assigns?|transfers?|shall assign|shall transfer) [^.;]{{0,50}}{_RIGHT_EN}")
_NO_ASSIGNMENT_ZH = pattern_zh(
    r"(?:不|不得|禁止|未经)[^。；]{0,20}(?:转让|让与|过户)",
    r"(?:转让|让与|过户)(?:人|手续|费|款|价款|合同|协议)?(?:登记)?(?:时|的费用|的税费|给第三人的)",
    r"(?:已|已经)[^。；]{0,20}(?:转让|让与)",
)
_NO_ASSIGNMENT_EN = pattern_en(
    r"(?:shall|may|must|will|does|do) not (?:assign|transfer|sub-?licen[sc]e)", r"without [^.;]{0,40}consent"
)
SHARE_ZH = pattern_zh(r"(?:共有|按份)[^。；]{0,20}(?:份额|比例|百分之|\d+%|\d+％|各半)")
SHARE_EN = pattern_en(r"co-?own(?:s|ed|ership)?\b[^.;]{0,40}(?:share|per cent|percent|equal)", r"undivided share")
NO_INFRINGEMENT_ZH = pattern_zh(r"(?:不构成|不属于|未构成|没有|并未|未)(?:任何)?(?:侵权|侵犯|侵害)")
NO_INFRINGEMENT_EN = pattern_en(
    r"(?:does|do|did|has|have) not (?:constitute (?:an )?infring\w*|infring\w*)", r"non-?infring\w*"
)
ACKNOWLEDGE_ZH = pattern_zh(
    rf"(?:承认|认可|尊重|知悉)[^。；]{{0,40}}(?:注册商标|{_RIGHT})",
    r"(?:享有|拥有)[^。；]{0,20}(?:专用权|商标权|专利权|著作权)",
)
ACKNOWLEDGE_EN = pattern_en(
    rf"(?:acknowledges?|respects?|recogni[sz]es?) [^.;]{{0,50}}{_RIGHT_EN}",
    r"(?:registered )(?:owner|proprietor|holder) of",
)
_NOT_ABOUT_INFRINGEMENT_ZH = pattern_zh(r"不得|不再|停止|承诺不|保证不|无意|如|若")
_NOT_ABOUT_INFRINGEMENT_EN = pattern_en(r"shall not|will not|must not|undertakes? not|if")

REFUSED = cite("INT 355(5)")
GREY = Citation(INTERPRETATION, 355, 5, Certainty.INFERRED)


_CHECKS = (
    (OWNERSHIP_ZH, OWNERSHIP_EN, Words(zh="权利归谁所有", en="who owns a right")),
    (VALIDITY_ZH, VALIDITY_EN, Words(zh="权利是否有效", en="whether a right is valid")),
    (INVENTOR_ZH, INVENTOR_EN, Words(zh="谁是发明人或者作者", en="who is the inventor or author")),
    (SCOPE_ZH, SCOPE_EN, Words(zh="权利的保护范围", en="how far a right reaches")),
)


def _decided(clause: DraftClause) -> tuple[list[Hit], Words] | None:
    """Where the clause decides about title, and about which side of it."""
    for zh, en, what in _CHECKS:
        met = hits(clause, zh, en, unless_zh=_NEUTRAL_ZH, unless_en=_NEUTRAL_EN)
        if met:
            return met, what
    return None


def no_ownership_decision(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-14, AG-15: an agreement that decides ownership of an IP right is not accepted (INT 355(5))."""
    decided = _decided(clause)
    if decided is None:
        return
    met, what = decided
    yield block(
        "P-14",
        REFUSED,
        Words(
            zh=f"本条确定了{what.zh}。涉及确权的协议，法院不予受理。请改为许可、不主张或者付款。",
            en=f"This clause decides {what.en}. A court does not accept an agreement that settles "
            "title. Use a licence, a promise not to assert, or a payment instead.",
        ),
        offers=alternatives(clause, met, among),
        spans=spans(met),
    )


def near_ownership(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-15, AG-11, AG-12: assignment, shares, non-infringement and acknowledgement stand close to title."""
    if _decided(clause):
        return
    if met := hits(clause, ASSIGNMENT_ZH, ASSIGNMENT_EN, unless_zh=_NO_ASSIGNMENT_ZH, unless_en=_NO_ASSIGNMENT_EN):
        yield warn(
            "P-15",
            GREY,
            _ASSIGNMENT,
            also=tuple(cite(key) for key in _ON_ASSIGNMENT.get(among.subject, ())),
            offers=_one(assignment_duty(clause, met, among)),
            spans=spans(met),
        )
    elif met := hits(clause, SHARE_ZH, SHARE_EN):
        yield warn("P-15", GREY, _SHARES, offers=_one(shared_proceeds(clause, met, among)), spans=spans(met))
    elif met := hits(
        clause,
        NO_INFRINGEMENT_ZH,
        NO_INFRINGEMENT_EN,
        unless_zh=_NOT_ABOUT_INFRINGEMENT_ZH,
        unless_en=_NOT_ABOUT_INFRINGEMENT_EN,
    ):
        yield warn("P-15", GREY, _NO_INFRINGEMENT, offers=_one(no_assertion(clause, met, among)), spans=spans(met))
    elif met := hits(clause, ACKNOWLEDGE_ZH, ACKNOWLEDGE_EN, unless_zh=_NEUTRAL_ZH, unless_en=_NEUTRAL_EN):
        offers = _one(without_acknowledgement(clause, met, among))
        yield warn("P-15", GREY, _ACKNOWLEDGEMENT, offers=offers, spans=spans(met))


def _one(offer: Offer | None) -> tuple[Offer, ...]:
    return (offer,) if offer else ()


_ON_ASSIGNMENT = {
    Subject.PATENT: ("PAT 10",),
    Subject.TRADEMARK: ("TM19 42",),
}


_ASSIGNMENT = Words(
    zh="本条约定转让权利。请写成办理转让的义务，不要写成权利已经归谁；转让自登记或者公告起生效。",
    en="This clause assigns a right. Write it as a duty to carry out the assignment, not as a statement of who owns "
    "the right; the assignment takes effect on registration or publication.",
)
_SHARES = Words(
    zh="本条划分共有份额，接近确权。请改为收益分配或者许可使用的约定。",
    en="This clause splits co-ownership, which comes close to settling title. Agree how proceeds are shared or who "
    "may use the right instead.",
)
_NO_INFRINGEMENT = Words(
    zh="本条认定不构成侵权，接近确权。可以改为不就该行为主张权利。",
    en="This clause declares that there was no infringement, which comes close to settling title. A promise not to "
    "assert rights over the act would do.",
)
_ACKNOWLEDGEMENT = Words(
    zh="本条承认对方的权利。法院可能认为涉及确权；只写义务更稳妥。",
    en="This clause acknowledges a right. A court may see it as settling title; stating duties only is safer.",
)

CLAUSE_RULES = (no_ownership_decision, near_ownership)
