"""What was agreed in a round or a proposal, as clauses: settled particulars filled in, all others left open."""

from __future__ import annotations

from collections.abc import Mapping

from odr.agreements.commands import Wording
from odr.agreements.slots import PartyName
from odr.law.draft import ClauseKind
from odr.law.numerals import figures, sum_in_words
from odr.offers.reveal import Outcome
from odr.offers.rules import Currency, Rules, Subject
from odr.offers.usual import DESTROYED, PUBLIC_STATEMENT, Point, both_languages, usual_issue
from signing.wording import Words

PURPOSE = {Subject.COMPENSATION: "losses", Subject.LICENCE_FEE: "licence", Subject.COSTS: "costs"}
ABROAD = {Currency.USD: "美元", Currency.EUR: "欧元", Currency.HKD: "港元"}
TYPED = {
    (Point.STOCK, DESTROYED): ClauseKind.DESTROY,
    (Point.APOLOGY, PUBLIC_STATEMENT): ClauseKind.APOLOGY,
}
"""The one option of a point for which there is a model clause; the others are written in free words."""


def clauses_of_round(rules: Rules, outcome: Outcome, names: Mapping[str, PartyName]) -> tuple[Wording, ...]:
    """The clauses that say what a round has agreed: the sum first, then point by point; nothing agreed is left out.

    Who asks for money is taken for the owner of the right, who pays for its user. Where no sum was sought, who does
    what for whom stays open.
    """
    made = [] if outcome.fen is None else [_payment(rules, outcome.fen, names)]
    agreed = [(issue.name, issue.options[choice]) for issue, choice in zip(rules.issues, outcome.choices, strict=True)]
    licence: dict[str, str] = {}
    for name, option in agreed:
        usual = usual_issue(name)
        said = both_languages(usual, option)
        point = usual.point if usual else None
        if point in (Point.TERM, Point.TERRITORY):
            licence |= _in_both(str(point), said)
        elif point is Point.TAKEDOWN:
            made.append(_model(ClauseKind.TAKEDOWN, rules.payer, rules.demander, _in_both("within", said)))
        elif point and (point, said) in TYPED:
            made.append(_model(TYPED[point, said], rules.payer, rules.demander, {}))
        else:
            made.append(_free(usual.name if usual else Words(zh=f"“{name}”", en=f"“{name}”"), said))
    if licence:
        made.insert(0 if outcome.fen is None else 1, _model(ClauseKind.LICENCE, rules.demander, rules.payer, licence))
    return tuple(made)


def clause_of_proposal(text: str) -> Wording:
    """The clause in the very words that every side accepted.

    The Chinese text prevails, so it is the whole of what was accepted; only where there are as many English lines as
    Chinese ones is the text taken for one in both languages.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    chinese = [line for line in lines if _is_chinese(line)]
    english = [line for line in lines if not _is_chinese(line)]
    if not chinese:
        return Wording(zh=text, en=text)
    if len(chinese) == len(english):
        return Wording(zh="\n".join(chinese), en="\n".join(english))
    return Wording(zh=text)


def _payment(rules: Rules, fen: int, names: Mapping[str, PartyName]) -> Wording:
    if fen == 0:
        return _free(Words(zh="金额", en="Sum"), Words(zh="不支付任何款项", en="nothing is paid"))
    purpose = PURPOSE.get(rules.subject, "settlement")
    if rules.currency is Currency.CNY:
        answers = {"purpose": purpose, "fen": f"{fen // 100}.{fen % 100:02d}"}
        return _model(ClauseKind.PAY, rules.payer, rules.demander, answers)
    pays, paid, money = names[rules.payer], names[rules.demander], str(rules.currency)
    return Wording(
        kind=ClauseKind.PAY,
        zh=f"{pays.zh}应向{paid.zh}支付{ABROAD[rules.currency]}{sum_in_words(fen)}（{money} {figures(fen)}），"
        "于【付款日期】前付清。款项以银行转账方式付至以下账户：【收款账户】。",
        en=f"{pays.en} pays {paid.en} {money} {figures(fen)} on or before [date], by bank transfer to this account: "
        "[to be filled in].",
    )


def _model(kind: ClauseKind, obligor: str, obligee: str, answers: Mapping[str, str]) -> Wording:
    return Wording(kind=kind, answers={"obligor": obligor, "obligee": obligee, **answers}, may_be_open=True)


def _in_both(name: str, said: Words) -> dict[str, str]:
    """An answer in both languages; the English one stands in the middle of a sentence."""
    english = said.en if name == Point.TERRITORY else said.en[:1].lower() + said.en[1:]
    return {name: said.zh, f"{name}_en": english}


def _free(point: Words, said: Words) -> Wording:
    return Wording(
        zh=f"关于{point.zh}，各方商定：{said.zh}。",
        en=f"{point.en}: the parties have agreed on the following: {said.en}.",
    )


def _is_chinese(line: str) -> bool:
    return any("\u3400" <= sign <= "\u9fff" for sign in line)
