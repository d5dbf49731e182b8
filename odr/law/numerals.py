"""Chinese numerals: article numbers, and sums of money in the capital forms used on legal instruments."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_PLAIN = str.maketrans("零壹贰叁肆伍陆柒捌玖拾佰仟", "零一二三四五六七八九十百千")
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)}
_WEIGHTS = {"拾": 10, "佰": 100, "仟": 1000}
LARGEST_FEN = 10**18 - 1
"""The largest sum that can be written: just under one hundred trillion yuan."""

_JIAO = r"[壹贰叁肆伍陆柒捌玖]角(?:零?[壹贰叁肆伍陆柒捌玖]分)?|[壹贰叁肆伍陆柒捌玖]分"
CAPITAL_SUM = re.compile(
    rf"[零〇○壹贰叁肆伍陆柒捌玖拾佰仟万亿]{{1,40}}[元圆](?:[零〇○]?(?:{_JIAO}))?[整正]?|(?:{_JIAO})[整正]?"
)
_ROUND = str.maketrans("〇○圆正", "零零元整")
_EVERYDAY = str.maketrans("零〇○一二两三四五六七八九十百千", "零零零壹贰贰叁肆伍陆柒捌玖拾佰仟")
_COUNTED = re.compile(r"[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{1,40}")


def _four_digits(value: int) -> str:
    """Digits 1 to 9999 without a leading zero sign; inner zeros collapse into one."""
    text, zero = "", False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + _PLACES[power]
            zero = False
        else:
            zero = True
    return text


def _below_yi(value: int) -> str:
    """Digits 1 to 99,999,999: ten-thousands and the rest."""
    high, low = divmod(value, 10_000)
    text = f"{_four_digits(high)}万" if high else ""
    if low:
        text += ("零" if high and low < 1000 else "") + _four_digits(low)
    return text


def _integer(value: int) -> str:
    if value == 0:
        return "零"
    high, low = divmod(value, 10**8)
    text = f"{_below_yi(high)}亿" if high else ""
    if low:
        text += ("零" if high and low < 10**7 else "") + _below_yi(low)
    return text


def chinese_number(value: int) -> str:
    """A counting number in everyday characters: 12 → 十二, 205 → 二百零五. Raises ValueError below zero."""
    if value < 0:
        raise ValueError("counting numbers start at zero")
    text = _integer(value).translate(_PLAIN)
    return text.removeprefix("一") if 10 <= value < 20 else text


def sum_in_words(fen: int) -> str:
    """A sum given in fen, written in capitals: 20_000_000 → 贰拾万元整. Raises ValueError out of range."""
    if not 0 <= fen <= LARGEST_FEN:
        raise ValueError("the sum cannot be written in capitals")
    yuan, rest = divmod(fen, 100)
    jiao, cents = divmod(rest, 10)
    text = f"{_integer(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{text}整"
    if jiao:
        text += f"{_DIGITS[jiao]}角"
    elif text:
        text += "零"
    return text + (f"{_DIGITS[cents]}分" if cents else "")


def fen_of_words(words: str) -> int:
    """The sum in fen behind capitals such as 叁拾贰万元整; raises ValueError when they are malformed."""
    match = re.fullmatch(
        r"(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?零?(?:([壹贰叁肆伍陆柒捌玖])角)?零?(?:([壹贰叁肆伍陆柒捌玖])分)?整?",
        "".join(words.split()).removeprefix("人民币").translate(_ROUND),
    )
    if match is None or not any(match.groups()):
        raise ValueError("not a sum in capitals")
    yuan, jiao, cents = match.groups()
    if yuan and _in_order(_integer(_value_of(yuan))) != _in_order(yuan):
        raise ValueError("not a sum in capitals")
    return _value_of(yuan or "零") * 100 + _VALUES[jiao or "零"] * 10 + _VALUES[cents or "零"]


def number_of(text: str) -> int:
    """A counting number behind everyday characters or digits: 十五, 三百零五, 两, １５. Raises ValueError."""
    digits = unicodedata.normalize("NFKC", text).strip()
    if digits.isascii() and digits.isdigit():
        return int(digits)
    capitals = digits.translate(_EVERYDAY)
    if not _COUNTED.fullmatch(capitals):
        raise ValueError("not a counting number")
    return _value_of(capitals)


def _in_order(yuan: str) -> str:
    """Digits and places without the zeros, which may stand or be left out where the unit is nought (支付结算办法)."""
    return re.sub(r"(^|[万亿])拾", r"\1壹拾", yuan.replace("零", "")) or "零"


def _value_of(text: str) -> int:
    total = section = digit = 0
    for sign in text:
        if sign in _VALUES:
            digit = _VALUES[sign]
        elif sign in _WEIGHTS:
            section, digit = section + (digit or 1) * _WEIGHTS[sign], 0
        elif sign == "万":
            total, section, digit = total + (section + digit) * 10_000, 0, 0
        else:
            total, section, digit = (total + section + digit) * 10**8, 0, 0
    return total + section + digit


def figures(fen: int) -> str:
    """A sum in fen as grouped figures with two decimals: 20_000_000 → 200,000.00."""
    return f"{fen // 100:,}.{fen % 100:02d}"
