"""The clause library at work: answers checked, clauses written in both languages, particulars for the rules."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from odr.agreements.library.catalogue import FIRST, MODELS
from odr.agreements.library.model import Model
from odr.agreements.slots import BadSlot, PartyName, SlotKind, blank, checked, instalments_of, spoken, sum_words
from odr.errors import InvalidInput
from odr.law.draft import ClauseKind, Slots
from odr.law.numerals import figures
from signing.wording import Words

LIBRARY = FIRST
"""The clause that stands for its kind; every kind but free words has one."""
FREE_TITLE = Words(zh="其他约定", en="Further term")
MODEL = "model"
"""Under this name the model of a clause is kept with its answers; without it the first of its kind is meant."""


def model_of(kind: ClauseKind, answers: Mapping[str, str]) -> Model:
    """The model that these answers belong to; raises InvalidInput for one that is not of this kind."""
    model = MODELS.get(answers[MODEL]) if answers.get(MODEL) else LIBRARY.get(kind)
    if model is None or model.kind is not kind:
        raise InvalidInput(model="unknown")
    return model


def title_of(kind: ClauseKind, answers: Mapping[str, str] | None = None) -> Words:
    """The heading of a clause of this kind, or of the model its answers were given to."""
    model = MODELS.get((answers or {}).get(MODEL, "")) or LIBRARY.get(kind)
    return model.title if model else FREE_TITLE


def answers_kept(
    kind: ClauseKind, answers: Mapping[str, str], parties: Mapping[str, PartyName], *, may_be_open: bool = False
) -> dict[str, str]:
    """The answers of a form in the form they are kept in; `may_be_open`: what nobody has said yet is asked for later.

    Raises:
        InvalidInput: each slot that cannot be used, with its reason code.
    """
    model = model_of(kind, answers)
    kept: dict[str, str] = {MODEL: model.key} if answers.get(MODEL) else {}
    wrong: dict[str, str] = {}
    for slot in model.slots:
        try:
            kept |= checked(slot, answers, parties, may_be_open=may_be_open)
        except BadSlot as bad:
            wrong[slot.name] = str(bad)
    wrong |= _same_party_twice(model, kept) | _wrong_parts(kept) | _wrong_balance(kept)
    if kept.get("start") and kept.get("due") and kept["start"] > kept["due"]:
        wrong["due"] = "ends_before_it_begins"
    said = [name for name in model.either if kept.get(name)]
    if model.either and len(said) != 1 and (said or not may_be_open) and not wrong.keys() & set(model.either):
        wrong[model.either[0]] = "one_of_two"
    if wrong:
        raise InvalidInput(**wrong)
    return kept


def _same_party_twice(model: Model, kept: Mapping[str, str]) -> dict[str, str]:
    """Every place in a clause is for another party."""
    seen: set[str] = set()
    wrong: dict[str, str] = {}
    for slot in model.slots:
        ident = kept.get(slot.name, "")
        if slot.kind is SlotKind.PARTY and ident:
            if ident in seen:
                wrong[slot.name] = "same_party"
            seen.add(ident)
    return wrong


def _wrong_parts(kept: Mapping[str, str]) -> dict[str, str]:
    """Instalments make up the sum, each later than the one before."""
    parts = instalments_of(kept["instalments"]) if kept.get("instalments") else ()
    if not parts:
        return {}
    total = sum(part.fen for part in parts)
    if kept.get("fen") and total != int(kept["fen"]):
        return {"instalments": f"not_the_sum {figures(total)} {figures(int(kept['fen']))}"}
    days = [part.due for part in parts]
    return {} if days == sorted(set(days)) else {"instalments": "days_out_of_order"}


def _wrong_balance(kept: Mapping[str, str]) -> dict[str, str]:
    """Where two debts are set off, what is paid is what the first exceeds the second by."""
    if not all(kept.get(name) for name in ("first", "second", "fen")):
        return {}
    balance = int(kept["first"]) - int(kept["second"])
    return {} if balance == int(kept["fen"]) else {"fen": "not_the_balance"}


def text_of(kind: ClauseKind, kept: Mapping[str, str], parties: Mapping[str, PartyName]) -> Words:
    """The clause in both languages with its particulars filled in."""
    model = model_of(kind, kept)
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
    said = _said(model_of(kind, kept), kept)
    return Slots(
        obligor=names.get(kept.get("obligor", ""), ""),
        obligee=names.get(kept.get("obligee", ""), ""),
        object=said.get("object", ""),
        fen=int(kept["fen"]) if kept.get("fen") else None,
        due=date.fromisoformat(kept["due"]) if kept.get("due") else None,
        period=_period(kind, kept, said),
        instalments=instalments_of(kept["instalments"]) if kept.get("instalments") else (),
        method="银行转账" if kind is ClauseKind.PAY else said.get("method", ""),
        account=kept.get("account", ""),
        territory=kept.get("territory", ""),
        rate=_rate(kept, said),
        proof=kept.get("proof", ""),
    )


def _said(model: Model, kept: Mapping[str, str]) -> dict[str, str]:
    """What each answer says in Chinese; parties are left out."""
    return {slot.name: spoken(slot, kept, {}).zh for slot in model.slots if slot.kind is not SlotKind.PARTY}


def _rate(kept: Mapping[str, str], said: Mapping[str, str]) -> str:
    if kept.get("price"):
        return sum_words(int(kept["price"])).zh
    return said.get("rate", "")


def _period(kind: ClauseKind, kept: Mapping[str, str], said: Mapping[str, str]) -> str:
    """What stands in the place of a day."""
    length = said.get("term", "") or said.get("within", "")
    if kept.get("due") or not (length or kind in (ClauseKind.STOP, ClauseKind.ROYALTY)):
        return ""
    return f"自本协议生效之日起{length}" if not kept.get("start") else f"自{kept['start']}起{length}"


def sum_of(raw: str) -> int | None:
    """The whole sum of a clause in fen, if it is about one."""
    kept: dict[str, str] = json.loads(raw)
    return int(kept["fen"]) if kept.get("fen") else None
