"""Every sentence of a page exists in Chinese, with the same blanks to fill."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT

CATALOGUES = sorted((ROOT / "blueprints" / "translations").glob("zh*/LC_MESSAGES/messages.po"))
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
BLANK = re.compile(r"%\((\w+)\)[sd]")


def said() -> Iterator[str]:
    """Every English sentence that pages and messages ask to have translated."""
    with open(ROOT / "requirements" / "babel.cfg") as mapping:
        methods, options = parse_mapping_cfg(mapping)
    for _, _, message, _, _ in extract_from_dir(str(ROOT), methods, options, KEYWORDS):
        yield message[0] if isinstance(message, tuple) else message


def catalogue(path):
    with open(path, "rb") as handle:
        return read_po(handle)


def chinese_of(message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.fixture(scope="module", params=CATALOGUES, ids=lambda path: path.parts[-3])
def chinese(request):
    return catalogue(request.param)


def test_there_is_a_chinese_catalogue():
    assert CATALOGUES


def test_every_sentence_is_translated(chinese):
    missing = sorted({text for text in said() if not (chinese.get(text) and all(chinese_of(chinese.get(text))))})
    assert not missing


def test_no_translation_is_a_guess(chinese):
    assert [message.id for message in chinese if message.fuzzy and message.id] == []


def test_a_translation_fills_the_same_blanks(chinese):
    wrong = {
        str(message.id): text
        for message in chinese
        if message.id
        for text in chinese_of(message)
        if text and not set(BLANK.findall(text)) <= set(BLANK.findall(str(message.id)))
    }
    assert not wrong


def test_a_translation_drops_no_blank(chinese):
    """A number a plural form leaves out is the exception: 「一位」 says it in words."""
    wrong = [
        str(message.id)
        for message in chinese
        if message.id and isinstance(message.id, str) and message.string
        if set(BLANK.findall(message.id)) != set(BLANK.findall(str(message.string)))
    ]
    assert not wrong
