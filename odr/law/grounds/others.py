"""Rights of others, and rights that may have gone: third persons, co-owners, guarantors, expired and lost rights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from odr.law.articles import cite
from odr.law.draft import Among, ClauseKind, DraftAgreement, DraftClause, Subject
from odr.law.findings import Finding, Offer, block, warn
from odr.law.grounds.text import Hit, hits, pattern_en, pattern_zh, reworded, spans
from signing.wording import Words

_THIRD = r"(?:第三人|第三方|案外人|经销商|代工厂|关联公司|母公司|子公司|平台|股东)"
_BOUND_ZH = pattern_zh(
    rf"(?:^|，|；|由){_THIRD}[^，。；]{{0,12}}(?:应当|应于|应在|应|必须|不得|有义务|负责(?:支付|赔偿|销毁|停止))",
)
_BOUND_EN = pattern_en(
    r"(?:a |any |the |its |their )?(?:third part(?:y|ies)|distributors?|affiliates?|parent compan(?:y|ies)|"
    r"subsidiar(?:y|ies)|platforms?|shareholders?) (?:shall|must|will (?:pay|stop|destroy))",
)
_MADE_SURE_ZH = pattern_zh(r"(?:促使|要求|通知|保证|确保|责令)[^。；]{0,20}", r"作为(?:本协议|共同)?(?:当事人|保证人)")
_MADE_SURE_EN = pattern_en(r"(?:ensures?|procures?|causes?|asks?|makes? sure|is a party)")
_ENCUMBERED_ZH = pattern_zh(
    r"(?:质押|出质|抵押|查封|扣押|冻结)[^。；]{0,30}(?:转让|许可|处分|使用|商标|专利|著作权|权利)",
    r"(?:商标|专利|著作权|权利)[^。；]{0,20}(?:已|已经|被)(?:质押|出质|查封|冻结)",
)
_ENCUMBERED_EN = pattern_en(
    r"(?:pledged|mortgaged|frozen|seized) (?:trade ?mark|patent|copyright|right|share|design|registration)s?",
    r"(?:trade ?mark|patent|copyright|right|share|design|registration)s? [^.;]{0,30}(?:is|are|was|were|been) "
    r"(?:already )?(?:pledged|mortgaged|frozen|seized|under seizure)",
)
_WITH_CONSENT_ZH = pattern_zh(
    r"(?:经|取得|征得|附)[^。；]{0,20}(?:书面)?同意|解除(?:质押|查封|冻结|出质)|未(?:被)?(?:质押|出质|查封|冻结)|没有[^。；]{0,8}质押"
)
_WITH_CONSENT_EN = pattern_en(r"consent\w*|released?|is not (?:pledged|sealed|frozen)|agreed? in writing")
_CO_OWNER_ZH = pattern_zh(
    r"(?:其他|另一|全体)?(?:共有人|共有权人|共同权利人|合作作者)",
    r"(?:独占|排他)(?:被许可人|使用权人)[^。；]{0,20}(?:另有|已有|现有|在先)",
    r"(?:已|已经|此前|在先)[^。；]{0,16}(?:独占|排他)许可",
)
_CO_OWNER_EN = pattern_en(r"co-?owners?|co-?authors?|(?:existing|earlier|prior) exclusive licen[sc]e\w*")
_GUARANTEE_ZH = re.compile(
    r"(?:由)?(?P<who>[^，。；、由]{2,24}?)(?:对|为|就|自愿)[^，。；]{0,40}(?:承担|提供)(?:连带|一般)?(?:责任)?(?:保证|担保)"
)
_GUARANTEE_EN = re.compile(r"(?P<who>[A-Z][\w.,&' -]{2,50}?) (?:guarantees|stands surety|gives a guarantee)")
_LOST_ZH = pattern_zh(
    r"(?:专利|商标|注册|著作权|权利)[^。；]{0,16}(?:已|已经)(?:过期|届满|失效|终止|被撤销|被(?:宣告|认定)无效|注销)",
    r"(?:处于|正在|已进入|被提起)[^。；]{0,10}(?:无效宣告|撤销|撤三)(?:程序|审理|请求)",
)
_LOST_EN = pattern_en(
    r"(?:patent|trade ?mark|registration|right)[^.;]{0,30}(?:has|have|is|was) (?:already )?(?:expired|lapsed|"
    r"been (?:cancelled|invalidated|revoked|declared invalid))",
    r"(?:invalidation|cancellation) (?:proceedings? )?(?:is|are) pending",
)
_IF_ZH = pattern_zh(r"(?:如|若|如果|一旦|倘若)")
_IF_EN = pattern_en(r"(?:if|should|where|once|in the event)")
_DONE_ZH = pattern_zh(r"(?:已|已经|均已)(?:全部|全额|一次性)?(?:履行完毕|付清|支付完毕|结清|全部支付)")
_DONE_EN = pattern_en(r"(?:has|have) (?:already )?been (?:paid|performed) in full|(?:has|have) already paid in full")


def nobody_else_bound(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-24: duties of somebody who is not at the table; a party can only promise its own act (INT 358(2))."""
    met = hits(clause, _BOUND_ZH, _BOUND_EN, unless_zh=_MADE_SURE_ZH, unless_en=_MADE_SURE_EN)
    if met:
        yield warn("P-24", cite("INT 358(2)"), Words(
            zh="本条给协议以外的人设定了义务。请改为由当事人自己承担的义务，或者请其加入协议。",
            en="This clause puts a duty on somebody outside the agreement. Make it a party's duty, or let them join.",
        ), offers=_own_act(clause, among, met), also=(cite("CC 522"),), spans=spans(met))  # fmt: skip


def _own_act(clause: DraftClause, among: Among, met: list[Hit]) -> tuple[Offer, ...]:
    names = [name for name in among.names if name in clause.zh] or list(among.names[-1:])
    if not names:
        return ()
    who = names[0]
    words = Words(
        zh=f"{who}应于【日期】前书面通知【第三人名称】停止有关行为，并将通知和回复的复印件交给对方；"
        f"第三人未停止的，由{who}承担相应的违约责任。",
        en=f"On or before [date] {among.english_name(who)} gives [name] written notice to stop the act and hands the "
        f"other side a copy of the notice and of the answer; failing that, {among.english_name(who)} is liable.",
    )
    return (Offer(Words(zh="改为当事人自己的义务", en="A party's own duty"), reworded(clause, met, words)),)


def nothing_encumbered(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-24: a pledged, sealed or frozen right is not disposed of without consent (INT 358(2); CC 444)."""
    met = hits(clause, _ENCUMBERED_ZH, _ENCUMBERED_EN, unless_zh=_WITH_CONSENT_ZH, unless_en=_WITH_CONSENT_EN)
    if met:
        yield warn("P-24", cite("INT 358(2)"), Words(
            zh="涉及已质押或者被查封的权利。请写明质权人同意或者解除查封的文件。",
            en="A pledged or sealed right is concerned. Name the pledgee's consent, or the lifting.",
        ), also=(cite("CC 444"),), spans=spans(met))  # fmt: skip


def co_owners_agree(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-25: co-owners and earlier exclusive licensees are named and have agreed (PAT 14; INT 358(2))."""
    met = hits(clause, _CO_OWNER_ZH, _CO_OWNER_EN, unless_zh=_WITH_CONSENT_ZH, unless_en=_WITH_CONSENT_EN)
    if not met and among.subject is Subject.PATENT and clause.kind is ClauseKind.LICENCE:
        met = hits(clause, _EXCLUSIVE_ZH, _EXCLUSIVE_EN, unless_zh=_WITH_CONSENT_ZH, unless_en=_WITH_CONSENT_EN)
    if met:
        yield warn("P-25", cite("PAT 14") if among.subject is Subject.PATENT else cite("INT 358(2)"), Words(
            zh="权利有共有人或者独占被许可人的，请写明其姓名，并附上书面同意。",
            en="Where there are co-owners or exclusive licensees, name them and attach their written consent.",
        ), also=(cite("INT 358(2)"),), spans=spans(met))  # fmt: skip


_EXCLUSIVE_ZH = pattern_zh(r"(?:独占|排他)(?:许可|使用|实施)")
_EXCLUSIVE_EN = pattern_en(r"(?:an? )?(?:exclusive|sole) licen[sc]e")


def guarantors_join(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """AG-9: whoever guarantees is named in the agreement and signs it (MED 9)."""
    for language, pattern in (("zh", _GUARANTEE_ZH), ("en", _GUARANTEE_EN)):
        match = pattern.search(clause.zh if language == "zh" else clause.en)
        if match is None:
            continue
        who = match["who"].strip()
        known = {*among.bearers, *(en for _, en in among.parties)}
        if not any(name and name in who for name in known) and not _ANYBODY.search(who):
            yield block("AG-9", cite("MED 9"), Words(
                zh=f"“{who}”提供担保，但不是本协议的当事人。请其加入案件并签名。",
                en=f"“{who}” guarantees but is no party. Let them join the case and sign.",
            ), also=(cite("CC 685"),))  # fmt: skip
            return


_ANYBODY = re.compile(r"双方|任何|各方|一方|不|the part|neither|either|no |respondent|applicant", re.IGNORECASE)


def right_in_force(clause: DraftClause, among: Among) -> Iterator[Finding]:
    """P-29: nothing is built on a right that has expired, been invalidated or is under attack (PAT 47; TM19 47)."""
    met = hits(clause, _LOST_ZH, _LOST_EN, unless_zh=_IF_ZH, unless_en=_IF_EN)
    if met:
        law = cite("TM19 47") if among.subject is Subject.TRADEMARK else cite("PAT 47")
        yield warn("P-29", law, Words(
            zh="权利已经失效或者正在无效、撤销程序中。请核对登记簿，并写明日后失效时已付款项如何处理。",
            en="The right has lapsed or is under attack. Check the register, and say what becomes of sums paid.",
        ), spans=spans(met))  # fmt: skip


def something_left_to_do(draft: DraftAgreement) -> Iterator[Finding]:
    """P-42: an agreement that has been performed in full needs no confirmation (CPL 206)."""
    done = [clause for clause in draft.clauses if hits(clause, _DONE_ZH, _DONE_EN, unless_zh=_IF_ZH, unless_en=_IF_EN)]
    idle = {ClauseKind.WAIVER, ClauseKind.CONFIDENTIALITY, ClauseKind.OTHER}
    if (
        done
        and all(clause in done or clause.kind in idle for clause in draft.clauses)
        and len(done) * 2 >= len(draft.clauses)
    ):
        yield warn("P-42", cite("CPL 206"), Words(
            zh="协议写明已经全部履行。已履行的协议不需要司法确认。",
            en="The text says that everything has been performed. Nothing is left to confirm.",
        ), clause=done[0].number)  # fmt: skip


CLAUSE_RULES = (nobody_else_bound, nothing_encumbered, co_owners_agree, guarantors_join, right_in_force)
WHOLE_RULES = (something_left_to_do,)
