"""What a sentence or a fact is about: its topics by the lexicon, its content words, its denial."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from reading.sought import Sought
from reading.terms import Phrases, book, chinese_sign, fold, phrases

_LATIN = re.compile(r"[a-z0-9À-ɏ]+(?:[.'][a-z0-9À-ɏ]+)*")
_HAN = re.compile(r"[\u4e00-\u9fff]+")


@cache
def _topic_words() -> tuple[Phrases, dict[str, set[str]]]:
    found: dict[str, set[str]] = {}
    for topic, entry in book()["topics"].items():
        for word in (*entry["en"], *entry["zh"]):
            found.setdefault(word, set()).add(topic)
    return phrases(found), found


@lru_cache(maxsize=4096)
def topics_of(text: str) -> frozenset[str]:
    """The topics (values.yaml, topics) that ``text`` names."""
    words, owners = _topic_words()
    plain = fold(text).lower()
    return frozenset(topic for a, b in words.within(plain) for topic in owners.get(plain[a:b], ()))


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Stems of the words of ``text`` that mean something; for Chinese, the pairs of neighbouring signs."""
    plain = fold(text).casefold().replace("_", " ")
    stop = _stop()
    found = {_stem(word) for word in _LATIN.findall(plain) if word not in stop}
    for run in _HAN.findall(plain):
        signs = "".join(s if s not in stop else " " for s in run)
        for part in signs.split():
            found |= {part[n : n + 2] for n in range(len(part) - 1)} or {part}
    return frozenset(found)


@cache
def _stop() -> frozenset[str]:
    return frozenset([*book()["stop_words"], *book()["stop_signs"]])


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4 and word.isalpha():
            return word[: -len(ending)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def overlap(card: str, text: str) -> float:
    """Share (0 to 1) of the card's content words that ``text`` has, or whose topic it names; 0 for no words."""
    wanted = content_words(card)
    if not wanted:
        return 0.0
    have, themes = content_words(text), topics_of(text)
    hit = sum(word in have or bool(_theme(word) & themes) for word in wanted)
    return hit / len(wanted)


@lru_cache(maxsize=4096)
def _theme(word: str) -> frozenset[str]:
    return topics_of(word) | (topics_of(word + "s") if word.isascii() else frozenset())


@cache
def pattern(name: str) -> Sought:
    """One of the lexicon's pairs of patterns (limits, negations, delivered, courtesy), both languages at once."""
    entry = book()[name]
    return Sought(f"{entry['en']}|{entry['zh']}")


def denies(text: str) -> bool:
    """True when ``text`` has a word of negation."""
    return pattern("negations").search(fold(text)) is not None


def is_chinese(text: str) -> bool:
    """True when most letters of ``text`` are Chinese signs."""
    signs = sum(map(chinese_sign, text))
    return signs * 2 > sum(sign.isalpha() for sign in text)
