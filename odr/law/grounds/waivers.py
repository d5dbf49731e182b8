"""Promises the law does not let anybody make: to give up limitation, the court, or enforcement in advance."""

from __future__ import annotations

from collections.abc import Iterator

from odr.law.articles import cite
from odr.law.draft import Among, DraftClause
from odr.law.findings import Finding, Offer, block, warn
from odr.law.grounds.text import hits, pattern_en, pattern_zh, reworded, spans
from signing.wording import Words

_LIMITATION_ZH = pattern_zh(
    r"(?:放弃|不主张|不得主张|不再主张|不援引|不以)[^。；]{0,16}时效",
    r"(?:诉讼)?时效(?:期间)?(?:为|延长|缩短|约定为|自)[^。；]{0,20}(?:年|月|日|起)",
    r"不受(?:诉讼)?时效(?:的)?限制",
)
_LIMITATION_EN = pattern_en(
    r"(?:waiv\w+|give\w* up|not (?:raise|plead|rely on|invoke))[^.;]{0,50}limitation",
    r"limitation period[^.;]{0,30}(?:is|shall be|extended|shortened|agreed)",
    r"time[- ]bar[^.;]{0,30}(?:waived|shall not apply)",
)
_ENFORCEMENT_ZH = pattern_zh(
    r"(?:放弃|不得|不再|不)(?:向[^。；]{0,16}法院)?(?:申请|请求)(?:法院)?(?:强制)?执行",
    r"放弃[^。；]{0,16}强制执行",
)
_ENFORCEMENT_EN = pattern_en(
    r"(?:waiv\w+|give\w* up|shall not|will not|not to)[^.;]{0,40}(?:apply for |seek |request "
    r")?(?:compulsory )?enforcement",
)
_NO_SUIT_ZH = pattern_zh(
    r"放弃[^。；]{0,24}(?:诉权|起诉(?:的)?权利|提起诉讼的权利|一切诉讼)",
    r"(?:在任何情况下|任何时候|永远|无论何种原因)[^。；]{0,20}(?:不得|不)[^。；]{0,16}(?:起诉|诉讼|仲裁)",
)
_NO_SUIT_EN = pattern_en(
    r"(?:waiv\w+|give\w* up)[^.;]{0,40}right to (?:sue|bring (?:an )?action|go to court|litigate)",
    r"(?:never|under no circumstances|in no event)[^.;]{0,40}(?:sue|court|action|litigat\w+)",
)
_SOFT_NO_SUIT_ZH = pattern_zh(r"(?:不得|不)就本协议(?:的履行)?[^。；]{0,12}(?:起诉|提起诉讼)")
_SOFT_NO_SUIT_EN = pattern_en(r"(?:shall|will) not (?:sue|bring (?:an )?action)[^.;]{0,30}(?:on|under) this agreement")
_COURT_DECIDES_ZH = pattern_zh(
    r"(?:不履行|未履行|违反|违约)[^。；]{0,40}(?:请求|申请|交由|提请|由)[^。；]{0,12}法院[^。；]{0,16}(?:作出|进行|予以)?(?:裁判|判决|裁决)",
)
_COURT_DECIDES_EN = pattern_en(
    r"(?:fail\w*|default|breach\w*|not perform\w*)[^.;]{0,80}court[^.;]{0,30}(?:shall|will|may|to) "
    r"(?:decide|render|give judgment|adjudicate)",
)
_ENFORCE_PROPER_ZH = pattern_zh(r"司法确认|强制执行|协商不成|另行起诉")
_ENFORCE_PROPER_EN = pattern_en(r"enforce\w*|confirm\w*|if negotiation fails?")
_AS_LAW_ZH = pattern_zh(r"(?:依照|按照|适用)[^。；]{0,10}法律|依法")
_AS_LAW_EN = pattern_en(r"as the law provides|under the law|by law|according to (?:the )?law")
_PAID_ZH = pattern_zh(r"(?:付清|履行完毕|履行完)[^。；]{0,12}(?:后|的)")
_PAID_EN = pattern_en(r"(?:once|after|when)[^.;]{0,40}(?:paid|performed|full performance)")
_SAME_FACTS_ZH = pattern_zh(r"同一事实|本案争议(?:再|不再)|履行完毕后")
_SAME_FACTS_EN = pattern_en(r"same facts|after full performance|once (?:paid|performed)")


def limitation_untouched(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """AG-10: advance waiver of limitation and agreed periods are void (CC 197)."""
    met = hits(clause, _LIMITATION_ZH, _LIMITATION_EN, unless_zh=_AS_LAW_ZH, unless_en=_AS_LAW_EN)
    if met:
        yield block("AG-10", cite("CC 197"), Words(
            zh="诉讼时效由法律规定。约定时效或者预先放弃时效利益的条款无效，请删去。",
            en="Limitation is fixed by law. A clause that sets it or waives it in advance is void; remove it.",
        ), offers=(Offer(_BY_LAW, reworded(clause, met, BY_LAW)),), spans=spans(met))  # fmt: skip


def courts_stay_open(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-40: no waiver of the right to sue or to ask for enforcement; settled claims may be given up (PML 3(3))."""
    if met := hits(clause, _ENFORCEMENT_ZH, _ENFORCEMENT_EN, unless_zh=_PAID_ZH, unless_en=_PAID_EN):
        yield block("P-40", cite("PML 3(3)"), Words(
            zh="本条放弃申请强制执行的权利，与司法确认的目的相反。请删去。",
            en="This clause gives up enforcement, which defeats the purpose of confirmation. Remove it.",
        ), offers=(Offer(_ENFORCED, reworded(clause, met, ENFORCED)),),
           also=(cite("CPL 206"),), spans=spans(met))  # fmt: skip
    elif met := hits(clause, _NO_SUIT_ZH, _NO_SUIT_EN, unless_zh=_SAME_FACTS_ZH, unless_en=_SAME_FACTS_EN):
        yield block("P-40", cite("PML 3(3)"), Words(
            zh="不能预先放弃起诉的权利。可以改为：履行完毕后，就本案争议不再主张权利。",
            en="The right to sue cannot be given up in advance. Say instead that after full performance no further "
            "claim is made in this dispute.",
        ), offers=(Offer(_SETTLED, reworded(clause, met, SETTLED)),), spans=spans(met))  # fmt: skip
    elif met := hits(clause, _SOFT_NO_SUIT_ZH, _SOFT_NO_SUIT_EN):
        yield warn("P-40", cite("PML 32"), Words(
            zh="因调解协议的履行发生争议，当事人可以起诉。请改为只限于已经解决的争议。",
            en="A dispute about performance may go to court. Limit this clause to the claims already settled.",
        ), offers=(Offer(_SETTLED, reworded(clause, met, SETTLED)),), spans=spans(met))  # fmt: skip


def no_judgment_on_breach(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """AG-8: `if you do not perform, the court shall decide` is not allowed (MED 8)."""
    met = hits(clause, _COURT_DECIDES_ZH, _COURT_DECIDES_EN, unless_zh=_ENFORCE_PROPER_ZH, unless_en=_ENFORCE_PROPER_EN)
    if met:
        yield warn("AG-8", cite("MED 8"), Words(
            zh="“不履行就请法院裁判”的条款不被准许。请写明违约责任，或者写申请强制执行。",
            en="A clause that sends the old dispute to judgment on breach is not allowed. State the consequence "
            "of default, or refer to enforcement.",
        ), offers=(Offer(_ENFORCED, reworded(clause, met, ENFORCED)),), spans=spans(met))  # fmt: skip


_BY_LAW = Words(zh="依照法律", en="As the law has it")
_SETTLED = Words(zh="只限于已经解决的争议", en="Only what is settled")
_ENFORCED = Words(zh="写成申请强制执行", en="Enforcement instead")
BY_LAW = Words(
    zh="诉讼时效依照法律规定。",
    en="Limitation is as the law provides.",
)
SETTLED = Words(
    zh="本协议履行完毕后，双方就本案争议再无其他纠纷，任何一方不再以同一事实和理由提出主张。",
    en="After full performance nothing remains in dispute in this case, and neither party makes a further claim on "
    "the same facts and grounds.",
)
ENFORCED = Words(
    zh="本协议经人民法院裁定确认有效后，一方拒绝履行或者未全部履行的，另一方可以向人民法院申请强制执行。",
    en="Once a people's court has confirmed this agreement, if one party refuses to perform or does not perform in "
    "full, the other may apply to a people's court for enforcement.",
)
CLAUSE_RULES = (limitation_untouched, courts_stay_open, no_judgment_on_breach)
