"""Names, addresses and identity numbers as people type them, brought into one form or refused."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from odr import clock
from odr.errors import InvalidInput
from odr.papers.fonts import refuse_unprintable

LONGEST_NAME = 120
_ADDRESS = re.compile(
    r"[^\s@<>()\[\],;:\\\"]{1,64}@(?=.{4,190}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}"
)
_PASSPORT = re.compile(r"[A-Z0-9]{5,20}")


def email_address(text: str, *, field: str = "email") -> str:
    """An e-mail address in the one form it is kept in.

    Raises:
        InvalidInput: `field` is "missing" or "not_an_address".
    """
    address = unicodedata.normalize("NFKC", text).strip().lower()
    if not address:
        raise InvalidInput(**{field: "missing"})
    if not _ADDRESS.fullmatch(address) or not address.isprintable():
        raise InvalidInput(**{field: "not_an_address"})
    return address


def shown_name(text: str, *, field: str = "name", required: bool = True) -> str:
    """A name as it will be shown and printed: composed, on one line, without signs that turn the reading direction.

    A sign that no font of the papers has is refused here, where its writer can still put another in its place: once
    the text is agreed it is too late.

    Raises:
        InvalidInput: `field` is "missing", "too_long", "hidden_characters" or "unprintable_character" with the signs.
        Unavailable: the fonts have not been fetched yet.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name and required:
        raise InvalidInput(**{field: "missing"})
    if len(name) > LONGEST_NAME:
        raise InvalidInput(**{field: "too_long"})
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in name):
        raise InvalidInput(**{field: "hidden_characters"})
    refuse_unprintable(**{field: name})
    return name


def prose(text: str, *, field: str, longest: int, required: bool = True) -> str:
    """Several lines of text: composed and trimmed.

    Raises:
        InvalidInput: `field` is "missing", "too_long" or "hidden_characters".
    """
    words = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if not words and required:
        raise InvalidInput(**{field: "missing"})
    if len(words) > longest:
        raise InvalidInput(**{field: "too_long"})
    if any(unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t" for sign in words):
        raise InvalidInput(**{field: "hidden_characters"})
    return words


def identity_number(kind: str, text: str, *, field: str = "id_number") -> str:
    """A credit code, resident identity number, passport or foreign registration number.

    `kind` is "credit_code", "resident_id", "passport" or "foreign_registration"; an empty number is allowed while a
    case is young and stays empty.

    Raises:
        InvalidInput: `field` is "wrong_check_digit" or "not_a_number".
    """
    number = unicodedata.normalize("NFKC", text).replace(" ", "").upper()
    if not number:
        return ""
    if kind == "credit_code":
        _checked(uscc.validate, number, field)
    elif kind == "resident_id":
        _resident(number, field)
    elif kind == "passport" and not _PASSPORT.fullmatch(number):
        raise InvalidInput(**{field: "not_a_number"})
    elif len(number) > 40 or not number.isprintable():
        raise InvalidInput(**{field: "not_a_number"})
    return number


def masked(number: str) -> str:
    """The first and last characters, enough for its owner to know it again."""
    return number if len(number) < 9 else f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}"


def _checked(validate: object, number: str, field: str) -> None:
    try:
        validate(number)  # type: ignore[operator]
    except InvalidChecksum:
        raise InvalidInput(**{field: "wrong_check_digit"}) from None
    except ValidationError:
        raise InvalidInput(**{field: "not_a_number"}) from None


def _resident(number: str, field: str) -> None:
    """The check digit by the library; the places and the birth date by ourselves.

    The library refuses residence permits of Hong Kong, Macao and Taiwan residents (places 81 to 83) and the permanent
    residence cards of foreigners (9…), and takes birth dates that are still to come.
    """
    if not re.fullmatch(r"\d{17}[\dX]", number):
        raise InvalidInput(**{field: "not_a_number"})
    if ric.calc_check_digit(number) != number[-1]:
        raise InvalidInput(**{field: "wrong_check_digit"})
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise InvalidInput(**{field: "not_a_number"}) from None
    if not date(1890, 1, 1) <= born <= clock.now().date():
        raise InvalidInput(**{field: "not_a_number"})
