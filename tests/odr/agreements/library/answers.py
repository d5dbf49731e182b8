"""Lawful answers to any model clause, drawn at random: what a careful person could type into its form."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from odr.agreements.library.model import Model
from odr.agreements.slots import UNITS, PartyName, Slot, SlotKind, fen_of
from odr.law.numerals import figures
from tests.odr.law.drafts import APPLICANT, RESPONDENT, TODAY

GUARANTOR = "示范担保有限公司"
PARTIES = {
    "p1": PartyName(APPLICANT, "Qinghe Tea Co., Ltd."),
    "p2": PartyName(RESPONDENT, "Verdant Field Foods Ltd."),
    "p3": PartyName(GUARANTOR, "Shifan Guarantee Co., Ltd."),
}
NAMES = {ident: party.zh for ident, party in PARTIES.items()}
CHINESE = st.text("茶叶礼盒山花图样纸袋杯架旧店", min_size=2, max_size=20)
ENGLISH = st.lists(st.sampled_from(("tea", "boxes", "garden", "paper", "old", "green", "cups")), min_size=1, max_size=6)
DAYS = st.dates(TODAY + timedelta(days=1), date(2060, 12, 31))
FEN = st.integers(100, 10**12)
PATH = st.one_of(st.text("abxX0123_", max_size=9), DAYS.map(date.isoformat))
ADDRESS = st.builds("https://{}.example/{}".format, st.text("abcxyz", min_size=1, max_size=8), PATH)
PLAIN = {
    SlotKind.LINE: st.builds("示范银行 {}".format, st.text("0123456789", min_size=8, max_size=19)),
    SlotKind.NUMBER: st.integers(1, 365).map(str),
    SlotKind.COUNT: st.integers(1, 10**7).map("{:,}".format),
    SlotKind.PERCENT: st.integers(1, 3000).map(lambda n: f"{n / 100:g}"),
    SlotKind.PERIOD: st.integers(1, 90).map(str),
    SlotKind.DATE: DAYS.map(date.isoformat),
    SlotKind.MONEY: FEN.map(figures),
    SlotKind.ADDRESSES: st.lists(ADDRESS, min_size=1, max_size=4).map("\n".join),
}


@st.composite
def answers(draw: st.DrawFn, model: Model) -> dict[str, str]:
    """Every question answered, and exactly one of two that ask the same."""
    given: dict[str, str] = {"model": model.key}
    people = list(draw(st.permutations(list(PARTIES))))
    left_out = draw(st.sampled_from(model.either)) if model.either else ""
    for slot in model.slots:
        if slot.name != left_out and (slot.required or slot.name in model.either or draw(st.booleans())):
            given |= _one(draw, slot, people)
    if given.get("instalments"):
        given |= _parts(draw)
    if "first" in given:
        given["first"] = figures(fen_of(given["second"]) + fen_of(given["fen"]))
    if given.get("start", "") > given.get("due", "9"):
        given["start"], given["due"] = given["due"], given["start"]
    return given


def _one(draw: st.DrawFn, slot: Slot, people: list[str]) -> dict[str, str]:
    if slot.kind is SlotKind.PARTY:
        return {slot.name: people.pop()}
    if slot.kind is SlotKind.CHOICE:
        return {slot.name: draw(st.sampled_from([value for value, _ in slot.choices]))}
    if slot.kind is SlotKind.INSTALMENTS:
        return {slot.name: "drawn together with the sum"}
    if slot.kind is SlotKind.TEXT:
        return {slot.name: draw(CHINESE), f"{slot.name}_en": " ".join(draw(ENGLISH))}
    if slot.kind is SlotKind.PERIOD:
        return {slot.name: draw(PLAIN[slot.kind]), f"{slot.name}_unit": draw(st.sampled_from(sorted(UNITS)))}
    return {slot.name: draw(PLAIN[slot.kind])}


def _parts(draw: st.DrawFn) -> dict[str, str]:
    days = sorted(draw(st.sets(DAYS, min_size=1, max_size=5)))
    sums = [draw(st.integers(100, 10**10)) for _ in days]
    rows = [f"{day.isoformat()} {figures(fen)}" for day, fen in zip(days, sums, strict=True)]
    return {"fen": figures(sum(sums)), "instalments": "\n".join(rows)}
