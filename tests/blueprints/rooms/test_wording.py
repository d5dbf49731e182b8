"""The language a text is marked with, so that it is spoken and set in its own."""

import pytest

from blueprints.rooms.wording import language_of


@pytest.mark.parametrize(
    "text, language",
    [("青禾", "zh-CN"), ("Qinghe 青禾", "zh-CN"), ("Eleanor Hart", "en"), ("380,000.00", ""), ("", "")],
)
def test_one_han_character_makes_a_text_chinese(text, language):
    assert language_of(text) == language
