"""Knows the hinted breaches of ``hints.yaml``: families of wordings that, close together, say what no one word says.

A strong combination speaks for itself; a weak one only when the trained head of its code agrees.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from .clauses import Clause, bare
from .lexicon import lexicon, pattern
from .nouns import Span
from .sought import Sought

WITHIN = 90  # characters between the first and the last wording of a combination, when the data say nothing
_TURN = re.compile(
    r"\b(?:but|however|still,)\b(?! (?:i|we)(?:'m| am| are)? (?:can|afraid|sorry|not))|但|不过|可是", re.I
)
_BUTTON = re.compile(  # the verb of a button or of a choice, right before the quotation marks
    r"\b(?:press|click|tap|choose|select|pick|hit|button|option|reason|mark|tick|write|put)\W+(?:\w+\W+){0,2}?[\"'\u201c\u2018]"
    r"|[点选填写按报]\W{0,2}[\"\u201c\u2018]",
    re.I,
)
MOST = 40  # wordings of one family looked at in a sentence; an honest sentence has few


@dataclass(frozen=True)
class Family:
    """Wordings of one idea; ``stems`` are bits of which every wording holds at least one."""

    stems: tuple[str, ...]
    words: Sought


@dataclass(frozen=True)
class Combo:
    """Families that must stand together, and those that excuse."""

    code: str
    of: tuple[str, ...]
    unless: tuple[str, ...]
    within: int
    join: bool
    weak: float  # least chance of the trained head, 0 when the wordings speak for themselves
    denied: bool


@cache
def families() -> dict[str, Family]:
    """The families by name, compiled once."""
    return {
        name: Family(tuple(entry.get("stems", ())), pattern(entry["is"]))
        for name, entry in lexicon("hints")["families"].items()
    }


@cache
def combos() -> tuple[Combo, ...]:
    """The combinations in the order of their codes."""
    return tuple(
        Combo(
            code=code,
            of=tuple(entry["of"]),
            unless=tuple(entry.get("unless", ())),
            within=entry.get("within", WITHIN),
            join=entry.get("join", False),
            weak=float(entry.get("weak", 0.0)),
            denied=entry.get("denied", False),
        )
        for code, entries in lexicon("hints")["combos"].items()
        for entry in entries
    )


class Hinted:
    """The hints of one text; ``text`` is plain and undisguised."""

    def __init__(self, text: str, sentences: Sequence[Span], clauses: Sequence[Clause]) -> None:
        self._text = text
        self._lower = text.casefold()
        self._sentences = sentences
        self._clauses = clauses
        self._stemmed: dict[str, bool] = {}
        self._whole: dict[str, bool] = {}
        self._seen: dict[tuple[str, int, int], tuple[Span, ...]] = {}
        able = [c for c in combos() if all(map(self._likely, c.of))]
        self._worth = [c for c in able if all(map(self._anywhere, c.of))]

    def of(self, number: int, score: Mapping[str, float]) -> dict[str, Span]:
        """The hinted breaches of sentence ``number`` by code; ``score`` is the trained head's, empty without one."""
        found: dict[str, Span] = {}
        for combo in self._worth:
            if combo.code in found or score.get(combo.code, 0.0) < combo.weak:
                continue
            if span := self._one(combo, number):
                found[combo.code] = span
        return found

    def _one(self, combo: Combo, number: int) -> Span | None:
        sentence = self._sentences[number]
        if span := self._together(combo, sentence):
            return span
        if combo.join and number + 1 < len(self._sentences):
            return self._together(combo, Span(start=sentence.start, end=self._sentences[number + 1].end))
        return None

    def _together(self, combo: Combo, where: Span) -> Span | None:
        groups = [self._hits(name, where) for name in combo.of]
        if not all(groups):
            return None
        span = _nearest(groups, combo.within)
        if span is None or any(self._excused(name, where, span) for name in combo.unless):
            return None
        touched = [c for c in self._clauses if c.span.start < span.end and span.start < c.span.end]
        if repeats(self._text, touched):
            return None
        first = groups[0][0]
        mine = [c for c in touched if c.span.start < first.end and first.start < c.span.end]
        denied = mine and all(c.polarity == "negated" for c in mine) and not combo.denied
        return None if denied else span

    def _excused(self, name: str, where: Span, span: Span) -> bool:
        start = turn(self._text, where.start, span.start)
        return bool(families()[name].words.search(bare(self._text[start : where.end])))

    def _anywhere(self, name: str) -> bool:
        if name not in self._whole:
            self._whole[name] = bool(families()[name].words.search(self._text))
        return self._whole[name]

    def _likely(self, name: str) -> bool:
        if name not in self._stemmed:
            stems = families()[name].stems
            self._stemmed[name] = not stems or any(s in self._lower for s in stems)
        return self._stemmed[name]

    def _hits(self, name: str, where: Span) -> tuple[Span, ...]:
        key = (name, where.start, where.end)
        if key not in self._seen:
            out: list[Span] = []
            for hit in families()[name].words.finditer(self._text, where.start, where.end):
                out.append(Span(start=hit.start(), end=hit.end()))
                if len(out) == MOST:
                    break
            self._seen[key] = tuple(out)
        return self._seen[key]


def disowned(words: str) -> bool:
    """Whether a sentence speaks of what somebody else said or did, or of what must not be done."""
    return bool(families()["disowned"].words.search(bare(words)))


def repeats(text: str, clauses: Sequence[Clause]) -> bool:
    """Whether one of ``clauses`` is a quotation; the name of a button or of a choice is none."""
    return any(c.quoted and not _BUTTON.search(text[max(0, c.span.start - 30) : c.span.end]) for c in clauses)


def turn(text: str, start: int, end: int) -> int:
    """Where the last "but" between ``start`` and ``end`` begins, else ``start``: a denial before it excuses nothing."""
    turns = [m.start() for m in _TURN.finditer(text, start, end)]
    return turns[-1] if turns else start


def _nearest(groups: Sequence[Sequence[Span]], within: int) -> Span | None:
    """The shortest stretch that holds one wording of each group, None when it is longer than ``within``."""
    marks = sorted((s.start, s.end, i) for i, group in enumerate(groups) for s in group)
    last: dict[int, tuple[int, int]] = {}
    best: Span | None = None
    for start, end, i in marks:
        last[i] = (start, end)
        if len(last) == len(groups):
            a, b = min(s for s, _ in last.values()), max(e for _, e in last.values())
            if b - a <= within and (best is None or b - a < best.end - best.start):
                best = Span(start=a, end=b)
    return best
