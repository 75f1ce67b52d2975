"""What of a reply may be sent away: not what is addressed to a grader, nothing invisible, no private number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from reading.disguise import undisguised
from reading.edges import injections
from reading.nouns import Span
from reading.text import INVISIBLE, plain

ROUNDS = 20  # what is left may read like an address to the grader in its turn; after so many rounds nothing is sent
_PRIVATE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\d)")  # edges.personal_data, every one
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True)
class Sent:
    """The reply as it is sent; ``at[i]`` is the place of its i-th character in ``original``.

    ``seams`` are characters that stand for something taken out: no quotation may run across one.
    """

    original: str
    text: str
    at: tuple[int, ...]
    seams: frozenset[int]
    removed: int

    def find(self, words: str) -> Span | None:
        """Where ``words`` stand in the original, word for word; None when they do not."""
        start = self.text.find(words) if words.strip() else -1
        while start >= 0:
            end = start + len(words)
            if self.seams.isdisjoint(range(start, end)):
                return Span(start=self.at[start], end=self.at[end - 1] + 1)
            start = self.text.find(words, start + 1)
        return None


def sent(original: str) -> Sent:
    """``original`` without injections (guide B6 row 11), invisible characters and private numbers. Total."""
    letters = [(c, i) for i, c in enumerate(original) if _visible(c)]
    hidden = {i for m in _PRIVATE.finditer("".join(c for c, _ in letters)) for i in range(m.start(), m.end())}
    letters = [("•" if n in hidden else c, i) for n, (c, i) in enumerate(letters)]
    private = {i for n, (_, i) in enumerate(letters) if n in hidden}
    seams: set[int] = set()  # places in the original
    removed = 0
    for _ in range(ROUNDS):
        text = "".join(c for c, _ in letters)
        found = _injections(text)
        if not found:
            break
        removed += len(found)
        letters = _without(letters, found, seams)
    else:
        letters = []
    return Sent(
        original=original,
        text="".join(c for c, _ in letters),
        at=tuple(i for _, i in letters),
        seams=frozenset(n for n, (_, i) in enumerate(letters) if i in seams or i in private),
        removed=removed,
    )


def _visible(char: str) -> bool:
    return char in "\n\t" or (char not in INVISIBLE and unicodedata.category(char) not in _HIDDEN)


def _injections(text: str) -> list[Span]:
    given = undisguised(plain(text))
    spans = [given.back(span) for span in injections(given.text)]
    return [span for span in spans if text[span.start : span.end].strip()]


def _without(letters: list[tuple[str, int]], found: list[Span], seams: set[int]) -> list[tuple[str, int]]:
    """``letters`` with one line end in place of each of ``found``."""
    taken = {n for span in found for n in range(span.start, span.end)}
    left = []
    for n, (char, place) in enumerate(letters):
        if n not in taken:
            left.append((char, place))
        elif n - 1 not in taken:
            seams.add(place)
            left.append(("\n", place))
    return left
