"""Lines of Chinese and English: what never begins or ends one, and that nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from odr.papers.linebreak import Line, Span, break_lines

FORBIDDEN_FIRST = set("，。、；：！？）》〉」』】”’…—％%,.;:!?)]}")
FORBIDDEN_LAST = set("（《〈「『【“‘￥¥([{")
TEXT = st.text(
    alphabet="调解协议书付款青禾商标2026年12月31日¥300,000.00（）《》“”，。；：、Verdant Foods ", max_size=200
)
WIDTHS = st.floats(60, 500)


def measure(text: str, font: str, size: float) -> float:
    return sum(size if ord(sign) > 0x2000 else size * 0.5 for sign in text)


def lines_of(text: str, width: float, *, chinese: bool = True, indent: float = 0.0) -> list[Line]:
    return break_lines([Span(text, "F", 10.0)], measure, width, chinese=chinese, indent=indent)


@pytest.mark.parametrize("width", range(78, 200, 3))
def test_no_line_begins_or_ends_with_a_forbidden_mark(width: int) -> None:
    text = (
        "被申请人应于2026年12月31日前支付人民币叁拾万元整（¥300,000.00）；逾期未付的，依照"
        "《中华人民共和国民法典》（以下称“民法典”）第五百八十五条，加付“逾期利息”。"
    )
    lines = lines_of(text, float(width))
    assert not [line.text for line in lines if line.text[0] in FORBIDDEN_FIRST]
    assert not [line.text for line in lines if line.text[-1] in FORBIDDEN_LAST]


@settings(deadline=None)
@given(TEXT, WIDTHS)
def test_nothing_is_lost_and_nothing_added(text: str, width: float) -> None:
    joined = "".join(line.text for line in lines_of(text, width))
    assert joined.replace(" ", "") == text.replace(" ", "")


@settings(deadline=None)
@given(TEXT, WIDTHS, st.booleans())
def test_no_line_is_wider_than_the_measure(text: str, width: float, chinese: bool) -> None:
    # One mark that may not be parted from its neighbours may stand out; a whole run of marks has no lawful break.
    for line in lines_of(text, width, chinese=chinese):
        assert line.width <= width + 0.01 or any(a in FORBIDDEN_LAST or b in FORBIDDEN_FIRST
                                                 for a, b in zip(line.text, line.text[1:], strict=False))  # fmt: skip


def test_a_number_stays_with_its_unit() -> None:
    for width in range(60, 160):
        texts = [line.text for line in lines_of("本协议于2026年12月31日生效，款项为300000元整。", float(width))]
        assert not [text for text in texts if text[0] in "年月日元"]


def test_the_digits_of_an_account_number_stay_together() -> None:
    for width in range(120, 300, 5):
        texts = [
            line.text for line in lines_of("by transfer to account no. 6222 0000 1234 5678.", width, chinese=False)
        ]
        assert any("6222 0000 1234 5678" in text for text in texts)


def test_a_full_line_reaches_both_margins() -> None:
    lines = lines_of("调解协议" * 30, 155.0)
    assert all(abs(line.width - 155.0) < 0.01 for line in lines[:-1])
    assert lines[-1].width < 155.0


def test_the_first_line_is_indented_and_the_others_are_not() -> None:
    first, second, *_ = lines_of("调解协议" * 20, 155.0, indent=20.0)
    assert first.pieces[0].x == 20.0
    assert second.pieces[0].x == 0.0


def test_an_opening_mark_at_the_start_gives_up_its_blank_half() -> None:
    line = lines_of("《民法典》", 200.0)[0]
    assert line.pieces[0].x == -5.0
    assert line.width == 40.0


def test_two_marks_in_a_row_share_one_em() -> None:
    assert lines_of("甲》。乙", 200.0)[0].width == 35.0


def test_chinese_names_inside_english_text_may_be_divided() -> None:
    lines = lines_of("paid to this account: 青禾茶业有限公司，中国示范银行北京示范支行", 150.0, chinese=False)
    assert lines[0].text.startswith("paid to this account: 青")
    assert not [line.text for line in lines if line.text[0] in FORBIDDEN_FIRST]


def test_a_word_longer_than_the_line_is_cut() -> None:
    lines = lines_of("https://shop.example/" + "a" * 80, 100.0, chinese=False)
    assert len(lines) > 4 and all(line.width <= 100.0 for line in lines)
