"""The clause library at work: answers checked, clauses written in both languages, particulars for the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from odr.agreements.model_clauses import MODELS, Model
from odr.agreements.slots import BadSlot, PartyName, blank, checked, instalments_of, spoken
from odr.errors import InvalidInput
from odr.law.draft import ClauseKind, Slots
from signing.wording import Words

LIBRARY: dict[ClauseKind, Model] = {model.kind: model for model in MODELS}
FREE_TITLE = Words(zh="其他约定", en="Further term")
ONE_OF_TWO = {
    ClauseKind.PAY: ("due", "instalments"),
    ClauseKind.LICENCE: ("due", "term"),
    ClauseKind.TAKEDOWN: ("due", "within"),
}
"""Two ways to say when: exactly one of them is wanted."""


def title_of(kind: ClauseKind) -> Words:
    """The heading of a clause of this kind."""
    return LIBRARY[kind].title if kind in LIBRARY else FREE_TITLE


def answers_kept(
    kind: ClauseKind, answers: Mapping[str, str], parties: Mapping[str, PartyName], *, may_be_open: bool = False
) -> dict[str, str]:
    """The answers of a form in the form they are kept in; `may_be_open`: what nobody has said yet is asked for later.

    Raises:
        InvalidInput: each slot that cannot be used, with its reason code.
    """
    kept: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for slot in LIBRARY[kind].slots:
        try:
            kept |= checked(slot, answers, parties, may_be_open=may_be_open)
        except BadSlot as bad:
            wrong[slot.name] = str(bad)
    if kept.get("obligor") and kept.get("obligor") == kept.get("obligee"):
        wrong["obligee"] = "same_party"
    said = [name for name in ONE_OF_TWO.get(kind, ()) if kept.get(name)]
    if kind in ONE_OF_TWO and len(said) != 1 and (said or not may_be_open) and "due" not in wrong:
        wrong["due"] = "one_of_two"
    if wrong:
        raise InvalidInput(**wrong)
    return kept


def text_of(kind: ClauseKind, kept: Mapping[str, str], parties: Mapping[str, PartyName]) -> Words:
    """The clause in both languages with its particulars filled in."""
    model = LIBRARY[kind]
    said = {
        slot.name: blank(slot) if slot.required and not kept.get(slot.name) else spoken(slot, kept, parties)
        for slot in model.slots
    }
    chinese = {name: words.zh for name, words in said.items()}
    english = {name: words.en for name, words in said.items()}
    zh, en = model.text.zh, model.text.en
    for name, passage in model.optional:
        slot, *others = name.removeprefix("!").split("!")
        stands = not any(kept.get(one) for one in (slot, *others)) if name.startswith("!") else bool(kept.get(slot))
        if stands:
            zh, en = zh.replace(f"{{+{slot}}}", passage.zh), en.replace(f"{{+{slot}}}", passage.en)
    for name, _ in model.optional:
        zh, en = zh.replace(f"{{+{name}}}", ""), en.replace(f"{{+{name}}}", "")
    return Words(zh=_filled(zh, chinese), en=_filled(en, english))


def _filled(text: str, values: Mapping[str, str]) -> str:
    """Replace `{name}` once, without looking inside what was put in: answers may hold braces."""
    out, rest = "", text
    while "{" in rest:
        before, _, after = rest.partition("{")
        name, _, rest = after.partition("}")
        value = values.get(name, "")
        out += before + (value.removesuffix(".") if rest.startswith(".") else value)
    return out + rest


def law_slots(kind: ClauseKind, raw: str, names: Mapping[str, str]) -> Slots | None:
    """The particulars as the rules of law read them; None for a clause in free words."""
    kept: dict[str, str] = json.loads(raw)
    if not kept:
        return None
    return Slots(
        obligor=names.get(kept.get("obligor", ""), ""),
        obligee=names.get(kept.get("obligee", ""), ""),
        object=kept.get("object", ""),
        fen=int(kept["fen"]) if kept.get("fen") else None,
        due=date.fromisoformat(kept["due"]) if kept.get("due") else None,
        period=_period(kind, kept),
        instalments=instalments_of(kept["instalments"]) if kept.get("instalments") else (),
        method="银行转账" if kind is ClauseKind.PAY else kept.get("method", ""),
        account=kept.get("account", ""),
        territory=kept.get("territory", ""),
        rate=kept.get("rate", ""),
        proof=kept.get("proof", ""),
    )


def _period(kind: ClauseKind, kept: Mapping[str, str]) -> str:
    """What stands in the place of a day."""
    length = kept.get("term", "") or kept.get("within", "")
    if kept.get("due") or not (length or kind is ClauseKind.STOP):
        return ""
    return f"自本协议生效之日起{length}" if not kept.get("start") else f"自{kept['start']}起{length}"


def sum_of(raw: str) -> int | None:
    """The whole sum of a clause in fen, if it is about one."""
    kept: dict[str, str] = json.loads(raw)
    return int(kept["fen"]) if kept.get("fen") else None
