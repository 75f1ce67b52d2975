"""Sentences whose words stand in a strange order are told from good ones."""

from __future__ import annotations

import pytest

from reading.order import bare_nouns, jumbled, surprise
from reading.sense import read as read_near
from reading.wordclasses import Word


def read(sentence: str) -> tuple[object, tuple[Word, ...]]:
    return read_near(sentence, frozenset(), True)


GOOD = [
    "It reached the sorting centre on 12 June and has not been scanned since.",
    "You can return the shoes within 30 days, and we pay the postage.",
    "If it does not arrive by Friday, we will send a new one free of charge.",
    "Would you like a refund or a replacement?",
]
STRANGE = [
    "Dear Tom, green lamp no have now, it is we count stock wrong.",
    "From 6 October packing each pot one one wrap.",
    "Photo we see, parcel inside lid no good, so money half back we can.",
]


@pytest.mark.parametrize("text", GOOD)
def test_good_order_surprises_little(text: str) -> None:
    assert not jumbled(read(text)[1], 0)


@pytest.mark.parametrize("text", STRANGE)
def test_word_for_word_chinese_surprises(text: str) -> None:
    assert jumbled(read(text)[1], 1)


def test_strange_order_surprises_more_than_good_order() -> None:
    assert min(surprise(read(t)[1]) for t in STRANGE) > max(surprise(read(t)[1]) for t in GOOD[:3])


def test_nouns_without_a_determiner_are_counted() -> None:
    assert bare_nouns(read("Photo we see, parcel is late.")[1]) == 2
    assert bare_nouns(read("The photo shows your parcel and the label.")[1]) == 0
