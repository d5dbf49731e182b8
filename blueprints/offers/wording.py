"""The words of rounds: kinds, subjects, states, rules, and what the others will and will not learn."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from blueprints.locale import say
from odr.offers.queries import RoundView
from odr.offers.rules import Currency, RoundKind, Rules, Subject
from signing.wording import Words

KINDS = {
    RoundKind.SUM: Words(zh="一个数额", en="One sum"),
    RoundKind.PACKAGE: Words(zh="整体方案", en="A package"),
    RoundKind.SEARCH: Words(zh="寻找共赢方案", en="A search for good packages"),
}
SUBJECTS = {
    Subject.WHOLE: Words(zh="一揽子金额", en="The sum for everything"),
    Subject.COMPENSATION: Words(zh="赔偿金额", en="Compensation"),
    Subject.LICENCE_FEE: Words(zh="许可费", en="Licence fee"),
    Subject.COSTS: Words(zh="合理开支", en="Costs"),
    Subject.PACKAGE: Words(zh="整体方案", en="A package"),
    Subject.SEARCH: Words(zh="寻找共赢方案", en="A search for good packages"),
}
STATES = {
    "proposed": (Words(zh="等待各方同意规则", en="Waiting for the rules to be accepted"), "todo"),
    "open": (Words(zh="可以密封", en="Open for sealing"), "todo"),
    "agreed": (Words(zh="已达成一致", en="Agreed"), "done"),
    "failed": (Words(zh="本轮未达成一致", en="No agreement in this round"), "stopped"),
    "closed": (Words(zh="已结束", en="Closed"), "stopped"),
    "declined": (Words(zh="未进行", en="Did not take place"), "stopped"),
    "cancelled": (Words(zh="已取消", en="Called off"), "stopped"),
    "void": (Words(zh="作废", en="Void"), "stopped"),
}
MONEY = {
    Currency.CNY: (Words(zh="人民币", en="yuan (CNY)"), "¥"),
    Currency.USD: (Words(zh="美元", en="US dollars"), "US$"),
    Currency.EUR: (Words(zh="欧元", en="euros"), "€"),
    Currency.HKD: (Words(zh="港元", en="Hong Kong dollars"), "HK$"),
}


@dataclass(frozen=True)
class Learnt:
    """What the others, the mediator and the platform will learn of what I seal, and what they will not."""

    will: tuple[str, ...]
    will_not: tuple[str, ...]


def what_is_learnt(rules: Rules) -> Learnt:
    """Said before anything is typed, in the plainest words there are."""
    return Learnt(tuple(_will(rules)), tuple(_will_not(rules)))


def rows_of(view: RoundView) -> list[dict[str, str]]:
    """The rules in pairs."""
    rules, rows = view.rules, []
    names = {side.party_id: say(side.name) for side in view.sides}
    if rules.has_sum:
        asks, pays = names.get(rules.demander, ""), names.get(rules.payer, "")
        rows += [
            {"key": gettext("Who asks, who pays"), "value": gettext("%(a)s asks, %(b)s pays", a=asks, b=pays)},
            {"key": gettext("Currency"), "value": say(MONEY[rules.currency][0])},
            {"key": gettext("If the figures meet"), "value": _point(rules)},
            {"key": gettext("If they just miss"), "value": _near(rules)},
        ]
    if rules.kind is RoundKind.PACKAGE:
        first = gettext("The first option in the list that every side has ticked. All issues must meet.")
        rows.append({"key": gettext("For each issue"), "value": first})
    if rules.kind is RoundKind.SEARCH:
        best = gettext("Up to three packages that reach every side’s limit, and that nothing else beats for all.")
        rows.append({"key": gettext("What is looked for"), "value": best})
    opens = (
        gettext("As soon as every side has sealed. Everybody sees who has sealed.")
        if rules.tells_sealed
        else gettext("At the deadline only. Nobody sees who has sealed.")
    )
    return [*rows, {"key": gettext("When it is opened"), "value": opens}]


def _point(rules: Rules) -> str:
    if rules.split == 50:
        return gettext("The midpoint of the two")
    return gettext("%(n)s%% of the way from the demand to the offer", n=rules.split)


def _near(rules: Rules) -> str:
    if rules.tolerance_fen:
        sum_ = f"{MONEY[rules.currency][1]}{rules.tolerance_fen / 100:,.2f}"
        return gettext("They still meet at that point if they are no more than %(sum)s apart", sum=sum_)
    if rules.tolerance_percent:
        share = rules.tolerance_percent
        return gettext("They still meet at that point if they are no more than %(n)s%% of the demand apart", n=share)
    return gettext("No agreement, however near they are")


def _will(rules: Rules) -> list[str]:
    sealed = (
        gettext("That you have sealed, or taken it back. Not how often you changed it.")
        if rules.tells_sealed
        else gettext("Nothing before the deadline, not even whether you have sealed.")
    )
    if rules.kind is RoundKind.SEARCH:
        shown = gettext("The packages found: the mediator always, the other side only if both of you allow it.")
        meaning = gettext("From a package they can tell that it is good enough for you, and no more.")
        return [sealed, shown, meaning]
    if not rules.has_sum:
        return [sealed, gettext("If every issue meets: the agreed package, told to all at the same moment.")]
    agreed = gettext("If you meet: the agreed figure. Together with their own, it usually lets them work out yours.")
    if rules.issues:
        agreed = gettext(
            "If you meet in everything: the agreed package. From its figure they can usually work out yours."
        )
    missed = gettext("If you do not: only “no agreement in this round”. They can tell that yours is beyond theirs.")
    return [sealed, agreed, missed]


def _will_not(rules: Rules) -> list[str]:
    nobody = gettext("Neither the mediator, the organisation nor the platform’s database can read it, before or after.")
    trace = gettext("If there is no agreement, it is destroyed and nothing of it enters the file of the case.")
    if rules.kind is RoundKind.SEARCH:
        return [gettext("Your points, your limit and what you rule out"), nobody, trace]
    if rules.has_sum and rules.issues:
        return [gettext("Your figure and what you ticked, if you do not meet, and how near you were"), nobody, trace]
    if rules.has_sum:
        return [gettext("Your figure, if you do not meet, and how near you were"), nobody, trace]
    return [gettext("What you ticked, if you do not meet"), nobody, trace]
