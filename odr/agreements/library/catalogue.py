"""All model clauses by name, the first of each kind, and the shelves on which they are offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from odr.agreements.library import (
    civil,
    closing,
    competition,
    copyright,
    data,
    domains,
    first,
    general,
    money,
    origins,
    patent,
    signs,
)
from odr.agreements.library.model import Family, Model
from odr.law.draft import ClauseKind
from signing.wording import Words

K, F, W = ClauseKind, Family, Words
_PARTS = (first, general, money, signs, patent, copyright, competition, domains, origins, data, civil, closing)
MODELS: dict[str, Model] = {model.key: model for part in _PARTS for model in part.MODELS}
FIRST: dict[ClauseKind, Model] = {ClauseKind(key): model for key, model in MODELS.items() if key in set(ClauseKind)}
"""The clause that stands for its kind where nobody has named another; its name is that of the kind."""

FAMILIES: dict[Family, Words] = {
    F.TRADEMARK: W("商标", "Trade mark"),
    F.PATENT: W("专利", "Patent"),
    F.COPYRIGHT: W("著作权（含网络图片）", "Copyright, online pictures"),
    F.SOFTWARE: W("计算机软件", "Software"),
    F.TRADE_SECRET: W("商业秘密", "Trade secret"),
    F.UNFAIR_COMPETITION: W("不正当竞争", "Unfair competition"),
    F.DOMAIN_NAME: W("网络域名", "Domain name"),
    F.GEOGRAPHICAL_INDICATION: W("地理标志", "Geographical indication"),
    F.PLANT_VARIETY: W("植物新品种", "Plant variety"),
    F.LAYOUT_DESIGN: W("集成电路布图设计", "Integrated circuit layout"),
    F.TRADITIONAL_CULTURE: W("传统文化", "Traditional culture"),
    F.OLYMPIC_SYMBOL: W("奥林匹克标志", "Olympic symbols"),
    F.DATA: W("数据", "Data"),
    F.EVENT: W("演出、赛事和展会", "Live events and exhibitions"),
    F.CIVIL: W("一般民事", "General civil"),
}
OWN: dict[str, tuple[Family, ...]] = {
    "trade_secret": (F.TRADE_SECRET,),
    "unfair_competition": (F.UNFAIR_COMPETITION, F.DATA),
    "other": (F.TRADITIONAL_CULTURE, F.OLYMPIC_SYMBOL, F.DATA, F.EVENT, F.CIVIL),
}
"""Which families a kind of dispute reads first, where it is not the one of its own name."""


@dataclass(frozen=True)
class Group:
    """Clauses that do the same thing."""

    name: str
    heading: Words
    kinds: frozenset[ClauseKind]


GROUPS = (
    Group("stop", W("停止", "Stop doing something"), frozenset({K.STOP})),
    Group("takedown", W("下架删除", "Take down"), frozenset({K.TAKEDOWN})),
    Group("stock", W("库存和销毁", "Stock, destruction, deletion"), frozenset({K.DESTROY})),
    Group("pay", W("付款", "Pay"), frozenset({K.PAY})),
    Group("licence", W("许可和许可费", "License, and the fee for it"), frozenset({K.LICENCE, K.ROYALTY})),
    Group("act", W("交付和配合", "Hand over, co-operate"), frozenset({K.COOPERATE})),
    Group("apology", W("声明和道歉", "Statement, apology"), frozenset({K.APOLOGY})),
    Group("default", W("违约和担保", "Default and security"), frozenset({K.DEFAULT_INTEREST, K.PENALTY, K.SECURITY})),
    Group("closing", W("保密和了结", "Confidentiality, closing"), frozenset({K.CONFIDENTIALITY, K.WAIVER})),
)


@dataclass(frozen=True)
class Shelf:
    """A group as it is offered in one case: what fits its dispute first, then the rest."""

    group: Group
    own: tuple[Model, ...]
    general: tuple[Model, ...]
    others: tuple[Model, ...]

    def __len__(self) -> int:
        return len(self.own) + len(self.general) + len(self.others)


def own_families(dispute_type: str) -> tuple[Family, ...]:
    """The families whose clauses a case of this kind of dispute is shown first."""
    return OWN.get(dispute_type) or (Family(dispute_type),)


def shelves(families: Iterable[Family], asked: str = "") -> tuple[Shelf, ...]:
    """The clauses by what they do; with words `asked`, only those in which each of them occurs, in any language."""
    mine = frozenset(families)
    wanted = [word.casefold() for word in asked.split()]
    found = [model for model in MODELS.values() if all(word in _searched(model) for word in wanted)]
    made = (_shelf(group, mine, [model for model in found if model.kind in group.kinds]) for group in GROUPS)
    return tuple(shelf for shelf in made if len(shelf))


def _shelf(group: Group, mine: frozenset[Family], models: list[Model]) -> Shelf:
    own = sorted((model for model in models if model.families & mine), key=lambda model: len(model.families))
    general = [model for model in models if F.ANY in model.families and model not in own]
    others = [model for model in models if model not in own and model not in general]
    return Shelf(group, tuple(own), tuple(general), tuple(others))


def _searched(model: Model) -> str:
    families = [FAMILIES[family] for family in model.families if family in FAMILIES]
    said = (model.title, model.purpose, model.text, *families)
    return " ".join(part for one in said for part in (one.zh, one.en)).casefold()
