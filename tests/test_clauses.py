"""Clauses say who acts, when, and whether it is said, denied, asked or hung on a condition."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.clauses import Clause, clauses, sentences
from reading.text import plain


def cut(text: str) -> tuple[Clause, ...]:
    return clauses(plain(text).text)


def the_one_with(text: str, words: str) -> Clause:
    return next(c for c in cut(text) if words in c.text)


@given(st.text(max_size=400))
def test_clauses_are_words_of_the_text_in_order(text: str) -> None:
    words = plain(text).text
    found = clauses(words)
    assert all(c.span.of(words) == c.text for c in found)
    assert [c.span.start for c in found] == sorted(c.span.start for c in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We sent it. You get it soon.", 2),
        ("It costs $24.99 today. Thanks!", 2),
        ("Dear Mr. Smith, hello.", 1),
        ("1. Open Orders.\n2. Choose Return.", 2),
        ("包裹已到洛杉矶。请稍等！", 2),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "We cannot refund you today.",
        "We will not refund the money.",
        "I'm unable to refund it.",
        "There is no refund for this item.",
        "We never refund.",
        "我们不能给您退款。",
        "抱歉，无法退款。",
    ],
)
def test_a_refusal_is_denied(text: str) -> None:
    assert any(c.polarity == "negated" for c in cut(text) if "refund" in c.text or "退款" in c.text)


@pytest.mark.parametrize(
    "text",
    [
        "We will refund you.",
        "No problem, we refund you.",
        "Please don't hesitate to ask for a refund.",
        "I can refund you at no extra cost.",
        "对不起，我们马上给您退款。",
        "没问题，今天退款。",
    ],
)
def test_what_only_sounds_like_a_denial_is_none(text: str) -> None:
    assert all(c.polarity == "affirmed" for c in cut(text) if "refund" in c.text or "退款" in c.text)


def test_a_condition_is_kept_with_what_hangs_on_it() -> None:
    main = the_one_with("If it is not with you by 21 June you can choose a full refund.", "refund")
    assert main.under == "If it is not with you by 21 June"
    assert (main.mood, main.polarity) == ("asserted", "affirmed")
    assert the_one_with("如果21号还没收到，我们给您全额退款。", "退款").under


@pytest.mark.parametrize(
    ("text", "mood"),
    [
        ("Would you like a refund?", "question"),
        ("Please send a photo.", "request"),
        ("Could you send a photo?", "request"),
        ("We sent it yesterday.", "asserted"),
        ("请您发一张照片。", "request"),
        ("您想退款还是补发？", "question"),
    ],
)
def test_mood(text: str, mood: str) -> None:
    assert cut(text)[0].mood == mood


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("I refunded you.", "past"),
        ("We have sent it.", "past"),
        ("We will send it.", "future"),
        ("I'll send it.", "future"),
        ("已经给您退款了。", "past"),
        ("明天给您补发。", "future"),
    ],
)
def test_tense(text: str, tense: str) -> None:
    assert cut(text)[0].tense == tense


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("We will send it.", "seller"),
        ("You can open Orders.", "buyer"),
        ("The carrier lost it.", "carrier"),
        ("Amazon will decide.", "platform"),
        ("The parcel left on 3 May.", "other"),
        ("我们明天补发。", "seller"),
        ("您可以申请退货。", "buyer"),
    ],
)
def test_who_acts(text: str, actor: str) -> None:
    assert cut(text)[0].actor == actor


def test_quoted_words_are_marked() -> None:
    assert the_one_with('You wrote "I want my money back now" and I see why.', "money").quoted
    assert cut("> where is my parcel please\nIt left on 3 May.")[0].quoted


@pytest.mark.parametrize("text", ["if you " * 14_000, "a, " * 33_000, "(" * 100_000, "1. " * 30_000])
def test_a_huge_text_is_cut_in_time(text: str) -> None:
    assert isinstance(cut(text), tuple)
