"""A pattern that is asked for only where it can stand: most cues are in no sentence, and a look at letters tells.

From the parsed pattern comes a set of strings of which every match holds at least one; a text without any of them
cannot match. Each is looked up by its rarest three letters first. Where no such set exists the pattern is simply asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

try:
    from re import _constants as _c  # type: ignore[attr-defined]
    from re import _parser  # type: ignore[attr-defined]
except ImportError:  # an interpreter that keeps its parser elsewhere: every pattern is asked
    _c = _parser = None

MOST = 48  # strings of one run that are followed side by side
WIDEST = 4  # characters of a class that are worth following
COMMON = " etaoinsrhldcumfpgwybvk"  # letters of English by how often they are met
Strings = frozenset[str]


class Sought:
    """``re.Pattern`` with a look ahead: ``search``, ``finditer``, ``findall`` and ``match`` skip hopeless texts."""

    __slots__ = ("_by_gram", "_grams", "_re", "pattern")

    def __init__(self, source: str, flags: int = re.I) -> None:
        """Compiles ``source``. Raises re.error where it is no pattern."""
        self._re = re.compile(source, flags)
        self.pattern = source
        self._by_gram: dict[str, list[str]] = {}
        for word in needed(source, self._re.flags) or ():
            self._by_gram.setdefault(_rarest(word), []).append(word)
        self._grams = frozenset(self._by_gram)

    def may(self, text: str) -> bool:
        """False where no match is possible; True where only the pattern itself can tell."""
        if not self._grams:
            return True
        seen = self._grams & grams(text)
        low = text.lower() if seen else ""
        return any(word in low for gram in seen for word in self._by_gram[gram])

    def search(self, text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """As ``re.Pattern.search``."""
        return self._re.search(text, start, len(text) if end is None else end) if self.may(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As ``re.Pattern.match``, at ``start``."""
        return self._re.match(text, start) if self.may(text) else None

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """As ``re.Pattern.finditer``."""
        if not self.may(text):
            return iter(())
        return self._re.finditer(text, start, len(text) if end is None else end)

    def findall(self, text: str) -> list[Any]:
        """As ``re.Pattern.findall``."""
        return self._re.findall(text) if self.may(text) else []

    def sub(self, new: Any, text: str) -> str:
        """As ``re.Pattern.sub``."""
        return self._re.sub(new, text) if self.may(text) else text


@lru_cache(maxsize=512)
def grams(text: str) -> Strings:
    """Every run of one, two and three characters of ``text``, in lower case."""
    low = text.lower()
    pairs = list(map(str.__add__, low, low[1:]))
    return frozenset(low).union(pairs, map(str.__add__, pairs, low[2:]))


def needed(source: str, flags: int = re.I) -> Strings | None:
    """Strings, in lower case, of which every match of ``source`` holds one; None where nothing is sure."""
    if _parser is None:
        return None
    return _better([s for s in _of(_parser.parse(source, flags & ~re.DEBUG)) if s])


def _rarest(text: str) -> str:
    """The group of up to three characters that is met least in English."""
    runs = [text[i : i + 3] for i in range(max(1, len(text) - 2))]
    return min(runs, key=lambda run: (sum(max(0, 24 - COMMON.find(c)) if c in COMMON else 0 for c in run), run))


def _better(sets: Iterable[Strings]) -> Strings | None:
    """The set whose shortest string is longest, and of those the smallest."""
    usable = [s for s in sets if "" not in s and all(len(x) > 1 or ord(x) > 0x2E7F for x in s)]
    return max(usable, key=lambda s: (min(6, min(map(len, s))), -len(s)), default=None)


def _of(nodes: Any) -> tuple[Strings | None, Strings | None]:
    """(all strings that the nodes can be, None when too many; strings of which one must be in a match, or None)."""
    run: Strings = frozenset([""])
    whole = True
    found: list[Strings] = []
    for op, value in nodes:
        exact, sure = _node(op, value)
        if sure:
            found.append(sure)
        if exact is not None and len(exact) * len(run) <= MOST:
            run = frozenset(a + b for a, b in product(run, exact))
            continue
        whole = False
        found.append(run)
        run = exact if exact is not None and len(exact) <= MOST else frozenset([""])
    return (run if whole else None), _better([*found, run])


def _node(op: Any, value: Any) -> tuple[Strings | None, Strings | None]:
    if op is _c.LITERAL:
        return frozenset([chr(value).lower()]), None
    if op is _c.IN:
        return _class(value), None
    if op is _c.SUBPATTERN:
        return _of(value[-1])
    if op in (_c.AT, _c.ASSERT, _c.ASSERT_NOT):
        return frozenset([""]), None
    if op is _c.BRANCH:
        return _branch([_of(part) for part in value[1]])
    if op in (_c.MAX_REPEAT, _c.MIN_REPEAT, _c.POSSESSIVE_REPEAT):
        return _repeat(*value)
    return None, None


def _class(items: Any) -> Strings | None:
    if any(op is not _c.LITERAL for op, _ in items) or len(items) > WIDEST:
        return None
    return frozenset(chr(value).lower() for _, value in items)


def _branch(parts: list[tuple[Strings | None, Strings | None]]) -> tuple[Strings | None, Strings | None]:
    exact = None
    if all(e is not None for e, _ in parts):
        exact = frozenset().union(*(e for e, _ in parts if e is not None))
    each = [_better([s for s in pair if s]) for pair in parts]
    return exact, frozenset().union(*(s for s in each if s)) if all(each) else None


def _repeat(least: Any, most: Any, part: Any) -> tuple[Strings | None, Strings | None]:
    exact, sure = _of(part)
    if least == 0:
        return (exact | {""}, None) if most == 1 and exact is not None else (None, None)
    if least == most == 1:
        return exact, sure
    return None, _better([s for s in (exact, sure) if s])
