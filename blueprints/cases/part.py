"""The blueprint all pages of cases are mounted on, and what their templates need."""

from __future__ import annotations

from flask import Blueprint

from blueprints.cases import wording
from blueprints.locale import language_tag
from odr.cases.next_acts import MINE

cases = Blueprint("cases", __name__)


@cases.app_template_filter("either")
def either(chinese: str, english: str) -> str:
    """A name that exists in both languages, in the reader's; the Chinese one where there is no other."""
    return english if english and language_tag() == "en" else chinese


@cases.app_template_filter("tongue")
def tongue(text: str) -> str:
    """The lang value of a text somebody wrote, so that it is read and set in its own language."""
    if any("\u3400" <= sign <= "\u9fff" for sign in text):
        return "zh-CN"
    return "en" if any(sign.isascii() and sign.isalpha() for sign in text) else language_tag()


@cases.context_processor
def words() -> dict[str, object]:
    """The words of states, kinds and steps."""
    return {
        "STATES": wording.STATES,
        "DISPUTES": wording.DISPUTES,
        "TRACKS": wording.TRACKS,
        "COSTS": wording.COSTS,
        "GROUNDS": wording.GROUNDS,
        "AGENTS": wording.AGENTS,
        "WHO": wording.WHO,
        "ROLES": wording.ROLES,
        "IDENTITIES": wording.IDENTITIES,
        "STAGES": wording.STAGES,
        "STAGE_OF": wording.STAGE_OF,
        "step_words": wording.step_words,
        "next_act_words": wording.next_act_words,
        "label_of": wording.label_of,
        "MINE": MINE,
    }
