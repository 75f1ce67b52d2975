"""Plain text keeps the way back to the words as they were sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.disguise import undisguised
from reading.nouns import Span
from reading.text import han_share, plain


@given(st.text(max_size=300))
def test_any_string_has_a_plain_form_whose_places_never_go_back(text: str) -> None:
    made = undisguised(plain(text))
    assert len(made.text) == len(made.at)
    assert list(made.at) == sorted(made.at)
    assert all(0 <= place < len(text) for place in made.at)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 50))
def test_a_span_comes_back_inside_the_original(text: str, start: int, length: int) -> None:
    made = undisguised(plain(text))
    span = made.back(Span(start=min(start, len(made.text)), end=min(start + length, len(made.text))))
    assert 0 <= span.start <= span.end <= len(text)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("Ｒｅｆｕｎｄ ２４．９９", "Refund 24.99"),
        ("re\u200bfund\u0000 now", "refund now"),
        ("it’s “here”", 'it\'s "here"'),
        ("退款請稍候", "退款请稍候"),
        ("line\r\nnext", "line\nnext"),
    ],
)
def test_one_form_of_every_character(sent: str, read: str) -> None:
    assert plain(sent).text == read


def test_words_found_in_plain_text_point_at_what_was_sent() -> None:
    sent = "加 威\u200b信 lily88 吧"
    made = undisguised(plain(sent))
    start = made.text.index("wechat")
    assert made.back(Span(start=start, end=start + 6)).of(sent) == "威\u200b信"


@pytest.mark.parametrize("text", ["The U.S. office", "e.g. a lamp", "sizes S M L", "a refund", "Dear Mr. T. Smith"])
def test_ordinary_words_are_not_joined(text: str) -> None:
    assert undisguised(plain(text)).text == text


def test_the_share_of_chinese_counts_a_character_as_two_letters() -> None:
    assert han_share("退款 abcd") == 0.5
    assert han_share("12 34") == 0.0
