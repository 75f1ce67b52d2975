"""How far a sentence is worded as a learner would."""

from __future__ import annotations

import pytest

from reading.nouns import Span
from reading.wording import characters, learn, overall, strain, strains, turns

GOOD = (
    "I'm sorry the kettle arrived with a dented lid.",
    "If it has not reached you by Friday, reply here and we will refund you in full.",
    "We've asked the courier to trace it and will write again tomorrow.",
)
LEARNERS = (
    "Your kettle we already send, tomorrow you can receive.",
    "Now parcel is in Leeds, please wait some day, if no receive we back money.",
    "Because rain so truck is slow, you no need worry.",
)


def of(text: str, language: str = "en") -> float:
    return strain(text, Span(start=0, end=len(text)), language)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", GOOD)
def test_good_english_is_not_strained(text: str) -> None:
    assert of(text) < 0.5


@pytest.mark.parametrize("text", LEARNERS)
def test_what_no_good_letter_would_say_is_strained(text: str) -> None:
    assert of(text) > 0.8


def test_stiff_chinese_is_more_strained_than_spoken_chinese() -> None:
    assert of("我们会对您进行退款的处理,它会被系统给到您。", "zh") > of("您好,今天就给您退款,三天内到账。", "zh")


def test_names_and_numbers_do_not_move_it() -> None:
    one, two = ("Hi {}, the parcel left Leeds on {} May.".format(*p) for p in (("Maria", 3), ("Ahmed", 17)))
    assert of(one) == of(two)


def test_a_reply_is_as_strained_as_its_words() -> None:
    assert overall((0.0, 1.0), (10, 10)) == 0.5
    assert overall((0.0, 1.0), (20, 400)) == 0.5  # a run-on of 400 words is still one sentence
    assert overall((), ()) == 0.0


def test_weights_are_learnt_from_turns_and_are_the_same_every_time() -> None:
    rows = [characters("它被处理了"), characters("给您退款")] * 5
    assert learn(rows, [True, False] * 5) == learn(rows, [True, False] * 5)
    weights = learn(rows, [True, False] * 5)
    assert weights["被"] > 0 > weights["您"]


def test_turns_hold_small_words_and_classes_of_the_others() -> None:
    from reading.wordclasses import words_of

    assert {"we", "to you", "^ we"} <= turns(words_of("We send it to you."))
    assert not any("send" in turn for turn in turns(words_of("We send it to you.")))


def test_nothing_and_a_very_long_text_are_read() -> None:
    assert of("") == 0.0
    parts = tuple(Span(start=n, end=n + 1) for n in range(300))
    assert strains("a" * 300, parts, "en")[200:] == (0.0,) * 100
