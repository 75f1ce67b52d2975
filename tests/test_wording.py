"""How far a sentence is worded as a learner would."""

from __future__ import annotations

from pathlib import Path

import pytest

from reading.nouns import Span
from reading.wording import (
    Weights,
    characters,
    learn,
    learn_levels,
    lent,
    overall,
    rough,
    roughness,
    save,
    shipped,
    strain,
    strains,
    strange,
    turns,
)  # fmt: skip

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


BROKEN = (
    "12 June it in Los Angeles, after no come, you wait then refund.",
    "Parcel we send already you no receive, money how back you say.",
)


def roughly(text: str, language: str = "en") -> float:
    return rough(text, Span(start=0, end=len(text)), language)  # type: ignore[arg-type]


def test_broken_english_is_rougher_than_good_english() -> None:
    assert min(map(roughly, BROKEN)) > max(map(roughly, GOOD))
    assert all(0 <= roughly(text) <= 4 for text in (*BROKEN, *GOOD, "", "?!", "x" * 900))


def test_words_back_to_front_are_stranger() -> None:
    for text in GOOD:
        mixed = " ".join(reversed(text.split()))
        one, other = (strange(t, (Span(start=0, end=len(t)),), "en")[0] for t in (text, mixed))
        assert one < other
    assert strange("您好", (Span(start=0, end=2),), "zh") == (0.0,)


def test_weights_add_up_to_levels_and_are_the_same_every_time() -> None:
    rows = [characters("它被处理了"), characters("给您退款")] * 60
    found = learn_levels(rows, [3.0, 0.0] * 60, [10.0] * 120)
    assert found == learn_levels(rows, [3.0, 0.0] * 60, [10.0] * 120)
    assert found["被"] > 0 > found["您"]


def test_other_weights_are_lent_and_given_back(tmp_path: Path) -> None:
    text = "请您放心"
    before = roughly(text, "zh")
    other = Weights({"zh": {"": 0.0}}, {"zh": {"": 4.0}})
    with lent(other):
        assert roughly(text, "zh") == 4.0
        assert roughness(text, (Span(start=0, end=4),), "zh") == (4.0,)
        assert roughly("Hello there.", "en") == 0.0  # no weights of this language
    assert roughly(text, "zh") == before
    save(other, tmp_path / "w.json")
    assert shipped(tmp_path / "w.json").rough == other.rough
    assert shipped(tmp_path / "none.json").strain == {}
