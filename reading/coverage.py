"""How much of a fact a text states: the share of its values that are given right."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from reading.codes import plain
from reading.compare import compare, same_place
from reading.nouns import Fact, Lang, Value
from reading.said import Said
from reading.subjects import overlap
from reading.terms import carrier_words, fold

_FIGURES = frozenset({"money", "percent", "date", "duration", "quantity", "measure", "size"})


def coverage(
    fact: Fact,
    said: tuple[Said, ...],
    text: str,
    language: Lang = "en",
    similar: Callable[[str, str], float] | None = None,
    zone: dt.tzinfo | None = None,
) -> float:
    """Share (0 to 1) of the values of ``fact`` that ``text``, which says ``said``, gives right.

    Typed values count 1 or 0 (rounding counts 1), words by the share of their content words; a fact without
    values is its text. ``similar`` (0 to 1), when given, may raise the share of words. Polarity is not looked at.
    """
    if not fact.values:
        return _by_words(fact.text, text, similar)
    return sum(_value(value, fact, said, text, similar, zone) for value in fact.values) / len(fact.values)


def _value(
    value: Value, fact: Fact, said: tuple[Said, ...], text: str, similar: Callable[[str, str], float] | None,
    zone: dt.tzinfo | None,
) -> float:  # fmt: skip
    if value.kind in _FIGURES:
        return float(
            any(compare(one, value, "exact", zone) in {"same", "near"} for one in said) or _counted(value, text)
        )
    words = str(value.value or fact.text)
    if value.kind == "code":
        return float(bool(plain(words)) and plain(words) in plain(fold(text)))
    if value.kind == "place":
        named = any(one.kind == "place" and same_place(one.name, words) for one in said)
        return 1.0 if named else _by_words(words, text, similar)
    if [*carrier_words().within(words)] and any(compare(one, value) == "same" for one in said):
        return 1.0
    return _by_words(words.replace("_", " "), text, similar)


def _counted(value: Value, text: str) -> bool:
    """A number of things in a unit of the card's own ("2 teacups"), which no lexicon knows."""
    if value.kind not in {"quantity", "size"} or value.value is None:
        return False
    return re.search(rf"(?<![\d.]){re.escape(str(value.value))}(?![\d.]*\d)", fold(text)) is not None


def _by_words(wanted: str, text: str, similar: Callable[[str, str], float] | None) -> float:
    share = overlap(wanted, text)
    return min(1.0, max(share, similar(wanted, text))) if similar is not None else min(1.0, share)
