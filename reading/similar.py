"""How much of a reply stands in another one too: runs of five characters, without what both were given to read."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

GRAM = 5
GAP = 12  # characters between two shared passages that are drawn as one
_SAME = re.compile(r"[\W_]+")


class Overlap(NamedTuple):
    """Shares from 0 to 1: of both together (Jaccard), and of the shorter one that stands in the longer one."""

    jaccard: float
    contained: float


def grams(text: str) -> frozenset[str]:
    """The runs of five letters, digits or signs of ``text``, without case, space and punctuation."""
    plain = _SAME.sub("", text.casefold())
    return frozenset(plain[n : n + GRAM] for n in range(len(plain) - GRAM + 1))


@lru_cache(maxsize=64)
def given(texts: tuple[str, ...]) -> frozenset[str]:
    """The runs that anybody may have taken over: from the thread, the card, the model letters."""
    return frozenset(gram for text in texts for gram in grams(text))


def own(text: str, known: frozenset[str]) -> frozenset[str]:
    """What is a student's own in ``text``: its runs without the ``known`` ones."""
    return grams(text) - known


def overlap(one: frozenset[str], other: frozenset[str]) -> Overlap:
    """How much two replies share; nothing for one without words of its own."""
    least = min(len(one), len(other))
    if not least:
        return Overlap(0.0, 0.0)
    shared = len(one & other)
    return Overlap(shared / (len(one) + len(other) - shared), shared / least)


def passages(text: str, shared: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Where the ``shared`` runs stand in ``text``: whole words, joined to passages (start, end) over short gaps."""
    places = [n for n, char in enumerate(text) if not _SAME.fullmatch(char)]
    plain = "".join(text[n].casefold()[:1] for n in places)
    found: list[tuple[int, int]] = []
    for n in range(len(plain) - GRAM + 1):
        if plain[n : n + GRAM] in shared:
            start, end = _words(text, places[n], places[n + GRAM - 1] + 1)
            if found and start <= found[-1][1] + GAP:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return tuple(found)


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` to ``end`` widened to whole words of Latin letters."""
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isascii() and text[end].isalnum():
        end += 1
    return start, end


def all_texts(*groups: Iterable[str]) -> tuple[str, ...]:
    """Several groups of texts as one key for ``given``."""
    return tuple(text for group in groups for text in group)
