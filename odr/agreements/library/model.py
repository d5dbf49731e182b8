"""What a model clause is made of, and the short words in which the families write theirs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from odr.agreements.slots import Slot, SlotKind
from odr.law.draft import ClauseKind
from signing.wording import Words

Pair = tuple[str, str]
"""The same in Chinese and in English."""
Passage = tuple[str, Words]


class Family(StrEnum):
    """The kinds of dispute for which there are clauses; `any` fits them all."""

    ANY = "any"
    TRADEMARK = "trademark"
    PATENT = "patent"
    COPYRIGHT = "copyright"
    SOFTWARE = "software"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a kind of dispute, not a secret
    UNFAIR_COMPETITION = "unfair_competition"
    DOMAIN_NAME = "domain_name"
    GEOGRAPHICAL_INDICATION = "geographical_indication"
    PLANT_VARIETY = "plant_variety"
    LAYOUT_DESIGN = "layout_design"
    TRADITIONAL_CULTURE = "traditional_culture"
    OLYMPIC_SYMBOL = "olympic_symbol"
    DATA = "data"
    EVENT = "event"
    CIVIL = "civil"


@dataclass(frozen=True)
class Model:
    """A model clause: `zh` and `en` name the slots in braces; `optional` parts vanish when their slot is empty."""

    key: str
    """Its name in addresses and in what is kept with a clause; never changed once clauses were written from it."""
    kind: ClauseKind
    families: frozenset[Family]
    title: Words
    purpose: Words
    """What it is for, in one plain line."""
    slots: tuple[Slot, ...]
    text: Words
    optional: tuple[Passage, ...] = ()
    """Slot name and the passage that stands for `{+name}` when the slot is filled, or is not (`!name`), or neither it
    nor another is (`!name!other`)."""
    either: tuple[str, ...] = ()
    """Two slots that answer one question: exactly one of them is wanted."""


def words(pair: Pair) -> Words:
    """A pair as words."""
    return Words(zh=pair[0], en=pair[1])


def slot(kind: SlotKind, name: str, label: Pair, eg: Pair | None = None, *, required: bool = True) -> Slot:
    """A slot with an example beside its question."""
    hint = Words(zh=f"例如：{eg[0]}", en=f"For example: {eg[1]}") if eg else None
    return Slot(name, kind, words(label), hint, required=required)


def text(name: str, label: Pair, eg: Pair | None = None) -> Slot:
    """Words asked for in both languages."""
    return slot(SlotKind.TEXT, name, label, eg)


def count(name: str, label: Pair) -> Slot:
    """A number of things."""
    return slot(SlotKind.COUNT, name, label)


def period(name: str, label: Pair, *, required: bool = True) -> Slot:
    """A length of time."""
    return slot(SlotKind.PERIOD, name, label, required=required)


def day(name: str, label: Pair, *, required: bool = True) -> Slot:
    """A day."""
    return slot(SlotKind.DATE, name, label, required=required)


def percent(name: str, label: Pair, eg: str) -> Slot:
    """A percentage."""
    return slot(SlotKind.PERCENT, name, label, (eg, eg))


def money(name: str, label: Pair) -> Slot:
    """A sum in yuan."""
    return slot(SlotKind.MONEY, name, label)


def line(name: str, label: Pair, eg: Pair | None = None) -> Slot:
    """One line that reads the same in both languages."""
    return slot(SlotKind.LINE, name, label, eg)


def addresses(name: str, label: Pair) -> Slot:
    """Addresses of pages, one a line."""
    hint = Words(
        zh="每行一个网址，以 https:// 或者 http:// 开头",
        en="One address a line, beginning with https:// or http://",
    )
    return Slot(name, SlotKind.ADDRESSES, words(label), hint)


def choice(name: str, label: Pair, **offered: Pair) -> Slot:
    """One of several ways of saying it."""
    return Slot(
        name, SlotKind.CHOICE, words(label), choices=tuple((value, words(pair)) for value, pair in offered.items())
    )


def party(name: str, label: Pair) -> Slot:
    """A party of the case."""
    return slot(SlotKind.PARTY, name, label)


def people(obligor: Pair = ("由谁履行", "Who performs"), obligee: Pair = ("向谁履行", "For whom")) -> tuple[Slot, ...]:
    """Who owes it and to whom."""
    return party("obligor", obligor), party("obligee", obligee)


PROOF = choice(
    "proof",
    ("履行证明", "Proof"),
    photos=("照片和清单", "photographs and a list"),
    video=("录像和清单", "a video recording and a list"),
    statement=("加盖公章或者签名的书面说明", "a written statement under seal or signature"),
    notary=("公证机构出具的公证书", "a notarial certificate"),
)
ACCOUNT = line("account", ("收款账户（户名、开户行、账号）", "Account (holder, bank, number)"))
_BY = (
    day("due", ("最迟日期", "On or before"), required=False),
    period("within", ("或者：自协议生效之日起多久之内", "Or: within what time from the day of effect"), required=False),
)
_BY_PASSAGES: tuple[Passage, ...] = (
    ("due", Words(zh="不迟于{due}", en="on or before {due}")),
    ("within", Words(zh="自本协议生效之日起{within}内",
                     en="within {within} from the day on which this agreement takes effect")),
    ("!due!within", Words(zh="不迟于【最迟日期】", en="on or before [date]")),
)  # fmt: skip
_SINCE = day("due", ("起始日期（不填则自协议生效之日起）", "From (left empty: from the day of effect)"), required=False)
_SINCE_PASSAGES: tuple[Passage, ...] = (
    ("due", Words(zh="自{due}起", en="from {due}")),
    ("!due", Words(zh="自本协议生效之日起", en="from the day on which this agreement takes effect")),
)
_SPAN = (
    day("start", ("起始日期（不填则自协议生效之日起）", "From (left empty: from the day of effect)"), required=False),
    day("due", ("截止日期", "Until"), required=False),
    period("term", ("或者：期限", "Or: for how long"), required=False),
)
_SPAN_PASSAGES: tuple[Passage, ...] = (
    ("start", Words(zh="自{start}起", en="from {start}")),
    ("!start", Words(zh="自本协议生效之日起", en="from the day on which this agreement takes effect")),
    ("due", Words(zh="至{due}止", en=" until {due}")),
    ("!due!term", Words(zh="至【截止日期】止", en=" until [date]")),
    ("term", Words(zh="{term}", en=" for {term}")),
)
SUM = (
    money("fen", ("总额（元）", "Whole sum (yuan)")),
    day("due", ("一次付清的日期", "If paid at once: on or before"), required=False),
    Slot("instalments", SlotKind.INSTALMENTS, Words(zh="或者：分期付款", en="Or: in instalments"),
         Words(zh="各期相加必须等于总额", en="Together they must make up the whole sum"), required=False),
    ACCOUNT,
)  # fmt: skip
SUM_PASSAGES: tuple[Passage, ...] = (
    ("due", Words(zh="，于{due}前一次付清", en=" on or before {due}")),
    ("!due!instalments", Words(zh="，于【付款日期】前付清", en=" on or before [date]")),
    ("instalments", Words(zh="，分期付清：{instalments}", en=" in instalments: {instalments}")),
)
_SUM_ZH = "{fen}{+due}{+instalments}。款项以银行转账方式付至以下账户：{account}"
_SUM_EN = "{fen}{+due}{+instalments}, by bank transfer to this account: {account}"
KINDS_OF_LICENCE = choice(
    "exclusive",
    ("许可方式", "Kind of licence"),
    ordinary=("普通", "non-exclusive"),
    sole=("排他", "sole"),
    exclusive=("独占", "exclusive"),
)
TERRITORY = text("territory", ("地域", "Territory"), ("中国境内", "China"))


def _made(
    key: str,
    kind: ClauseKind,
    families: tuple[Family, ...],
    head: tuple[Pair, Pair],
    slots: tuple[Slot, ...],
    wording: Pair,
    optional: tuple[Passage, ...] = (),
    either: tuple[str, ...] = (),
) -> Model:
    title, purpose = head
    return Model(key, kind, frozenset(families), words(title), words(purpose), slots, words(wording), optional, either)


def _with(wording: Pair, sign: str, zh: str, en: str) -> Pair:
    """The wording with a short sign written out."""
    return wording[0].replace(sign, zh), wording[1].replace(sign, en)


def fixed(key: str, kind: ClauseKind, families: tuple[Family, ...], head: tuple[Pair, Pair], wording: Pair,
          slots: tuple[Slot, ...] = ()) -> Model:  # fmt: skip
    """A clause with no time of its own."""
    return _made(key, kind, families, head, slots, wording)


def duty(key: str, kind: ClauseKind, families: tuple[Family, ...], head: tuple[Pair, Pair], slots: tuple[Slot, ...],
         wording: Pair, who: tuple[Slot, ...] = people()) -> Model:  # fmt: skip
    """Something to be done by a day or within a time from effect: `{by}` in the wording."""
    said = _with(wording, "{by}", "{+due}{+within}", "{+due}{+within}")
    return _made(key, kind, families, head, (*who, *slots, *_BY), said, _BY_PASSAGES, ("due", "within"))


def stop(key: str, families: tuple[Family, ...], head: tuple[Pair, Pair], slots: tuple[Slot, ...],
         wording: Pair, who: tuple[Slot, ...] = people()) -> Model:  # fmt: skip
    """Something no longer done from a day on: `{since}` in the wording."""
    said = _with(wording, "{since}", "{+due}", "{+due}")
    return _made(key, ClauseKind.STOP, families, head, (*who, *slots, _SINCE), said, _SINCE_PASSAGES)


def span(key: str, kind: ClauseKind, families: tuple[Family, ...], head: tuple[Pair, Pair], slots: tuple[Slot, ...],
         wording: Pair, who: tuple[Slot, ...]) -> Model:  # fmt: skip
    """Something that lasts from one day to another, or for a time: `{span}` in the wording."""
    said = _with(wording, "{span}", "{+start}{+due}{+term}", "{+start}{+due}{+term}")
    return _made(key, kind, families, head, (*who, *slots, *_SPAN), said, _SPAN_PASSAGES, ("due", "term"))


def licence(key: str, families: tuple[Family, ...], head: tuple[Pair, Pair], slots: tuple[Slot, ...],
            wording: Pair) -> Model:  # fmt: skip
    """A licence with its kind, territory and time."""
    who = people(("许可人", "Licensor"), ("被许可人", "Licensee"))
    return span(key, ClauseKind.LICENCE, families, head, (*slots, TERRITORY, KINDS_OF_LICENCE), wording, who)


def pay(key: str, families: tuple[Family, ...], head: tuple[Pair, Pair], slots: tuple[Slot, ...],
        wording: Pair) -> Model:  # fmt: skip
    """A sum paid at once or in instalments: `{paid}` ends the wording and says sum, time and account."""
    who = people(("付款人", "Who pays"), ("收款人", "Who is paid"))
    said = _with(wording, "{paid}", _SUM_ZH, _SUM_EN)
    return _made(key, ClauseKind.PAY, families, head, (*who, *slots, *SUM), said, SUM_PASSAGES, ("due", "instalments"))


def royalty(key: str, families: tuple[Family, ...], head: tuple[Pair, Pair], slots: tuple[Slot, ...],
            wording: Pair) -> Model:  # fmt: skip
    """A fee reckoned period by period: `{since}` in the wording says from when the first runs."""
    who = people(("付款人", "Who pays"), ("收款人", "Who is paid"))
    label = ("首期起算日（不填则自协议生效之日起）", "First period from (left empty: from the day of effect)")
    asked = (*who, *slots, day("due", label, required=False))
    said = _with(wording, "{since}", "{+due}", "{+due}")
    return _made(key, ClauseKind.ROYALTY, families, head, asked, said, _SINCE_PASSAGES)
