"""Clauses that speak against each other: an agreement that says two things says neither (INT 358(5))."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from odr.law.articles import cite
from odr.law.draft import ClauseKind, DraftAgreement, DraftClause
from odr.law.findings import Finding, block, warn
from odr.law.grounds.amounts import days_zh, figures_zh
from odr.law.numerals import chinese_number, figures
from signing.wording import Words

UNCLEAR = cite("INT 358(5)")
_PURPOSE = re.compile(
    r"经济损失和?(?:及)?合理(?:开支|费用)|经济损失|合理(?:开支|费用)|许可(?:使用)?费|和解款|补偿款|赔偿(?:款|金)|违约金|律师费|货款"
)
_PAY = re.compile(r"(?:支付|赔偿|给付|付清)")
_EXCLUSIVE = re.compile(r"独占|排他")
_EXCEPT = re.compile(r"除外|除[^。；]{1,40}外|以外|另有(?:约定|许可)|未经[^。；]{0,20}许可|许可(?:期|期限)?(?:届)?满")
_REST = re.compile(r"第[一二三四五六七八九十\d]{1,2}期|余款|尾款|首期|首付|另行|此外|还应|再")
_MARK = re.compile(r"[“「\"]([^”」\"]{1,24})[”」\"]|第?([\dA-Z.]{5,20})号")


def _both(one: DraftClause, other: DraftClause) -> Words:
    return Words(
        zh=f"第{chinese_number(one.number)}条和第{chinese_number(other.number)}条",
        en=f"Clauses {one.number} and {other.number}",
    )


def one_sum_for_one_duty(draft: DraftAgreement) -> Iterator[Finding]:
    """P-21: two clauses do not give two sums for the same payment between the same parties (INT 358(5))."""
    for one, other in combinations(_payments(draft), 2):
        if _duty(one, draft) != _duty(other, draft) or _REST.search(other.zh):
            continue
        mine, theirs = _sum(one), _sum(other)
        if mine and theirs and mine != theirs:
            pair = _both(one, other)
            yield block("P-21", UNCLEAR, Words(
                zh=f"{pair.zh}对同一笔款项写了不同的金额：¥{figures(mine)}和¥{figures(theirs)}。",
                en=f"{pair.en} give different sums for the same payment: ¥{figures(mine)} and ¥{figures(theirs)}.",
            ), clause=other.number)  # fmt: skip


def one_day_for_one_duty(draft: DraftAgreement) -> Iterator[Finding]:
    """P-21: two clauses do not give two days for the same payment of the same sum (INT 358(5))."""
    for one, other in combinations(_payments(draft), 2):
        if _duty(one, draft) != _duty(other, draft) or _sum(one) != _sum(other) or _REST.search(other.zh):
            continue
        mine, theirs = days_zh(one.zh), days_zh(other.zh)
        if mine and theirs and mine != theirs:
            pair = _both(one, other)
            yield block("P-21", UNCLEAR, Words(
                zh=f"{pair.zh}对同一笔款项写了不同的日期。",
                en=f"{pair.en} give different days for the same payment.",
            ), clause=other.number)  # fmt: skip


def _payments(draft: DraftAgreement) -> list[DraftClause]:
    return [
        clause
        for clause in draft.clauses
        if clause.kind is ClauseKind.PAY
        or (clause.kind is ClauseKind.OTHER and _PAY.search(clause.zh) and _sum(clause))
    ]


def _sum(clause: DraftClause) -> int:
    if clause.slots and clause.slots.fen:
        return clause.slots.fen
    sums = figures_zh(clause.zh)
    return sums[0] if sums else 0


def _duty(clause: DraftClause, draft: DraftAgreement) -> tuple[str, str, str]:
    """Who pays whom for what; an unlike purpose makes an unlike duty."""
    purpose = _PURPOSE.search(clause.zh)
    if clause.slots:
        who, whom = clause.slots.obligor, clause.slots.obligee
    else:
        names = sorted((clause.zh.find(p.name), p.name) for p in draft.parties if p.name in clause.zh)
        who, whom = (names[0][1], names[1][1]) if len(names) == 2 else (f"#{clause.number}", "")
    return who, whom, purpose.group() if purpose else ""


def exclusive_once(draft: DraftAgreement) -> Iterator[Finding]:
    """P-21: what one licensee has exclusively, nobody else is licensed (INT 358(5))."""
    licences = [clause for clause in draft.clauses if clause.kind is ClauseKind.LICENCE and clause.slots]
    for one, other in combinations(licences, 2):
        a, b = one.slots, other.slots
        if a is None or b is None or a.obligor != b.obligor or not _same_thing(one, other):
            continue
        apart = a.territory and b.territory and a.territory != b.territory
        if a.obligee != b.obligee and not apart and (_EXCLUSIVE.search(one.zh) or _EXCLUSIVE.search(other.zh)):
            pair = _both(one, other)
            yield block("P-21", UNCLEAR, Words(
                zh=f"{pair.zh}把同一权利许可给两方，其中至少一项是独占或者排他许可。",
                en=f"{pair.en} license one right to two, and at least one licence is exclusive or sole.",
            ), clause=other.number)  # fmt: skip


def stop_or_licence(draft: DraftAgreement) -> Iterator[Finding]:
    """P-21: nobody stops using what the same agreement lets them use, unless the text says how (INT 358(5))."""
    stops = [clause for clause in draft.clauses if clause.kind is ClauseKind.STOP and clause.slots]
    licences = [clause for clause in draft.clauses if clause.kind is ClauseKind.LICENCE and clause.slots]
    for stop in stops:
        for licence in licences:
            a, b = stop.slots, licence.slots
            if a is None or b is None or a.obligor != b.obligee or not _same_thing(stop, licence):
                continue
            if not _EXCEPT.search(stop.zh) and not _begins_later(stop, licence):
                pair = _both(stop, licence)
                yield warn("P-21", UNCLEAR, Words(
                    zh=f"{pair.zh}一面要求停止使用，一面许可使用。请写明许可的部分除外，或者停止使用的起始日期。",
                    en=f"{pair.en} end a use and license it. Except what is licensed, or say from when the use stops.",
                ), clause=stop.number)  # fmt: skip


def _begins_later(stop: DraftClause, licence: DraftClause) -> bool:
    """The use stops when, or after, the licence is over."""
    a, b = stop.slots, licence.slots
    return bool(a and b and a.due and b.due and a.due >= b.due)


def _same_thing(one: DraftClause, other: DraftClause) -> bool:
    """Both clauses name a sign or number in common, or name none."""
    mine, theirs = _names(one), _names(other)
    return bool(mine & theirs) or (not mine and not theirs and one.slots is not None and other.slots is not None
                                   and one.slots.object == other.slots.object)  # fmt: skip


def _names(clause: DraftClause) -> set[str]:
    return {a or b for a, b in _MARK.findall(clause.slots.object if clause.slots else clause.zh)}


WHOLE_RULES = (one_sum_for_one_duty, one_day_for_one_duty, exclusive_once, stop_or_licence)
