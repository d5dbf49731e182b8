"""Puts what the domain found wrong beside the question it is about, in words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm

from odr.errors import InvalidInput

# WTForms takes lazy sentences, but its type hints say plain text.
_l: Any = lazy_gettext

SENTENCES: dict[str, Any] = {
    "missing": _l("This is needed"),
    "too_long": _l("This is too long. Please shorten it."),
    "too_short": _l("Use at least 15 characters. Several words you remember are best."),
    "too_common": _l("This password is easy to guess. Choose other words."),
    "not_an_address": _l("This is not an e-mail address. It looks like name@example.com"),
    "hidden_characters": _l("This contains characters that cannot be seen. Type it again."),
    "wrong_check_digit": _l("The last character does not fit this number. Compare it with your document."),
    "not_a_number": _l("This is not such a number. Compare it with your document."),
    "same": _l("Both sides have the same address. Each side needs its own."),
    "unknown": _l("Choose one from the list"),
    "postcode": _l("A postcode has six digits."),
    "passed": _l("This day has passed"),
    "future": _l("This day is still to come"),
    "not_later": _l("Choose a day after the one that stands"),
    "too_early": _l("The day the court set is not over yet"),
    "too_late": _l("It came after its last day, so it can only be rejected"),
    "digest": _l("This file could not be read. Choose it again."),
}
OTHER = _l("This cannot be used. Please write it another way.")


def put_errors(form: FlaskForm, refused: InvalidInput, *, prefix: str = "") -> None:
    """Add each reason to its field; what belongs to no field of this form stands at the top.

    `prefix` is what the domain's names of the fields begin with, where a form shows one part of a whole.
    """
    reasons = refused.details.get("fields")
    for key, reason in (reasons if isinstance(reasons, dict) else {}).items():
        name = key.removeprefix(prefix)
        sentence = sentence_of(str(reason))
        if name in form and name != "csrf_token":
            form[name].errors = [*form[name].errors, sentence]
        else:
            form.form_errors.append(sentence)


def sentence_of(reason: str) -> Any:
    """What a reason says to a person; a character that no font shows is named."""
    code, _, signs = reason.partition(" ")
    if code == "unprintable_character":
        named = gettext(", ").join(_sign_named(sign) for sign in signs.split())
        return gettext(
            "This contains a character that no paper can show: %(signs)s. Write it another way.", signs=named
        )
    return SENTENCES.get(code, OTHER)


def _sign_named(code: str) -> str:
    """`U+20BB7` as a reader knows it again: the sign itself where it can be seen, and always its number."""
    sign = chr(int(code.removeprefix("U+"), 16))
    return f"“{sign}” ({code})" if sign.isprintable() else code


def offer(field: Any, choices: dict[str, str]) -> None:
    """Give a field its choices, value to label, when they are known only as the page is made."""
    field.choices = choices
