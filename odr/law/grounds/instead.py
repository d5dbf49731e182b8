"""What can stand in the place of a clause about title: duties between its own parties that a court enforces."""

from __future__ import annotations

import re

from odr.law.draft import Among, DraftClause
from odr.law.findings import Offer
from odr.law.grounds.text import Hit, reworded
from signing.wording import Words

_OBJECT_ZH = re.compile(
    r"(?:第?[\dA-Z.０-９]{4,20}号)?(?:[“「\"][^”」\"。；]{1,24}[”」\"])?(?:文字|图形|注册)?"
    r"(?:商标|标识|发明专利|实用新型专利|外观设计专利|外观设计|专利|软件|作品|域名|技术秘密|商业秘密|布图设计|植物新品种)"
)
_NAMED_ZH = re.compile(r"[\dA-Z０-９“「\"]")
_QUOTED_EN = re.compile(
    r"\b(?:trade ?mark|sign|patent|domain name)s? (?:No\. ?[\d.]{4,20}|[“\"][^”\"]{1,30}[”\"]|[A-Z]{3,20})",
    re.IGNORECASE,
)
NO_FINDING = Words(
    zh="本条不对权利归属、效力和保护范围作出确认。",
    en="This clause does not decide ownership, validity or scope.",
)


def holder_and_other(clause: DraftClause, among: Among) -> tuple[str, str]:
    """The side said to hold the right, which a declaration names last, and the side opposite."""
    names = list(among.names)
    named = sorted((clause.zh.rfind(name), name) for name in names if name in clause.zh)
    holder = named[-1][1] if named else (names[0] if names else "权利一方")
    return holder, next((name for name in names if name != holder), "另一方")


def _object(clause: DraftClause) -> Words:
    """The thing the clause is about, in its own words where they can be read."""
    zh, en = _OBJECT_ZH.search(clause.zh), _QUOTED_EN.search(clause.en)
    named = zh is not None and _NAMED_ZH.search(zh.group()) is not None
    return Words(
        zh=(zh.group() if named else f"本案所涉的{zh.group()}") if zh else "本案所涉的标识和权利",
        en=f"the {en.group()}" if en else "the signs and rights of this case",
    )


def alternatives(clause: DraftClause, met: list[Hit], among: Among) -> tuple[Offer, ...]:
    """The three ways out of a decision about title: no assertion, a licence, a payment."""
    holder, other = holder_and_other(clause, among)
    pair_en = among.english_name(holder), among.english_name(other)
    return tuple(
        Offer(title, reworded(clause, met, words))
        for title, words in (
            (Words(zh="改为不主张", en="A promise not to assert"), _not_asserted(clause, holder, other, pair_en)),
            (Words(zh="改为许可", en="A licence"), _licence(clause, holder, other, pair_en)),
            (Words(zh="改为付款", en="A payment"), _payment(holder, other, pair_en)),
        )
    )


def _not_asserted(clause: DraftClause, holder: str, other: str, english: tuple[str, str]) -> Words:
    holder_en, other_en = english
    return Words(
        zh=(
            f"自本协议生效之日起，{other}不就本案所涉的标识和权利向{holder}提出主张；"
            f"未经{holder}书面许可，{other}不使用{_object(clause).zh}。{NO_FINDING.zh}"
        ),
        en=(
            f"From the day of effect {other_en} makes no claim against {holder_en} concerning the signs "
            f"and rights of this case, and does not use {_object(clause).en} without {holder_en}'s written "
            f"permission. {NO_FINDING.en}"
        ),
    )


def _licence(clause: DraftClause, holder: str, other: str, english: tuple[str, str]) -> Words:
    holder_en, other_en = english
    return Words(
        zh=(
            f"{holder}许可{other}自本协议生效之日起至【截止日期】止，在【地域】以普通许可的方式，在【商品和方式】上使用"
            f"{_object(clause).zh}。期满后{other}停止使用。{NO_FINDING.zh}"
        ),
        en=(
            f"From the day of effect until [date] {holder_en} grants {other_en} a non-exclusive licence to use "
            f"{_object(clause).en} in [territory] on [goods]. When the time is over {other_en} stops the use. "
            f"{NO_FINDING.en}"
        ),
    )


def _payment(holder: str, other: str, english: tuple[str, str]) -> Words:
    holder_en, other_en = english
    return Words(
        zh=f"{other}应于【日期】前向{holder}支付和解款人民币【金额】元，以银行转账方式付至【收款账户】。{NO_FINDING.zh}",
        en=f"On or before [date] {other_en} pays {holder_en} a settlement sum of CNY [amount] by bank transfer to "
        f"[account]. {NO_FINDING.en}",
    )


def assignment_duty(clause: DraftClause, met: list[Hit], among: Among) -> Offer | None:
    """AG-15: a duty to carry the assignment out, with its day, instead of a statement that the right has passed."""
    names = [name for name in sorted(among.names, key=lambda n: clause.zh.find(n)) if name in clause.zh]
    if len(names) != 2 or re.search(r"(?:办理|提交|签署)[^。；]{0,16}转让", clause.zh):
        return None
    giver, taker = names
    thing = _object(clause)
    words = Words(
        zh=f"{giver}应于【日期】前与{taker}共同向国家知识产权局提交{thing.zh}的转让申请，并提供办理转让所需的材料；"
        f"办理转让的费用由【承担方】负担。转让自登记或者公告之日起生效。",
        en=f"On or before [date] {among.english_name(giver)} files, jointly with {among.english_name(taker)}, the "
        f"application to assign {thing.en} with the China National Intellectual Property Administration and hands over "
        "the papers it needs; the costs are borne by [party]. The assignment takes effect on registration or "
        "publication.",
    )
    return Offer(Words(zh="写成办理转让的义务", en="A duty to carry it out"), reworded(clause, met, words))


def shared_proceeds(clause: DraftClause, met: list[Hit], among: Among) -> Offer | None:
    """How proceeds are shared, instead of who owns which part."""
    if len(among.names) < 2:
        return None
    one, two = among.names[:2]
    one_en, two_en = among.english_name(one), among.english_name(two)
    thing = _object(clause)
    words = Words(
        zh=f"自本协议生效之日起，因使用或者许可使用{thing.zh}取得的收益，由{one}取得【百分比】、{two}取得【百分比】，"
        f"每年1月31日前结算并支付上一年度的收益。{NO_FINDING.zh}",
        en=f"From the day of effect the proceeds of using or licensing {thing.en} go to {one_en} as to [percentage] "
        f"and to {two_en} as to [percentage]; those of a year are settled and paid on or before 31 January of the "
        f"next. {NO_FINDING.en}",
    )
    return Offer(Words(zh="改为收益分配", en="Sharing the proceeds"), reworded(clause, met, words))


def no_assertion(clause: DraftClause, met: list[Hit], among: Among) -> Offer | None:
    """A promise not to assert rights over an act, instead of a finding that the act was no infringement."""
    if len(among.names) < 2:
        return None
    named = [name for name in among.names if name in clause.zh]
    actor = named[0] if named else among.names[1]
    other = next(name for name in among.names if name != actor)
    words = Words(
        zh=f"{other}不就{actor}在本协议签署之前的本案行为向{actor}主张权利。{NO_FINDING.zh}",
        en=f"{among.english_name(other)} asserts no right against {among.english_name(actor)} over the acts of this "
        f"case that lie before the signing of this agreement. {NO_FINDING.en}",
    )
    return Offer(Words(zh="改为不主张", en="A promise not to assert"), reworded(clause, met, words))


def without_acknowledgement(clause: DraftClause, met: list[Hit], among: Among) -> Offer | None:
    """The duty alone, instead of words that acknowledge the other side's right."""
    holder, other = holder_and_other(clause, among)
    if not among.names:
        return None
    thing = _object(clause)
    words = Words(
        zh=f"自本协议生效之日起，未经{holder}书面许可，{other}不使用{thing.zh}。",
        en=f"From the day of effect {among.english_name(other)} does not use {thing.en} without "
        f"{among.english_name(holder)}'s written permission.",
    )
    return Offer(Words(zh="只写义务", en="The duty only"), reworded(clause, met, words))
