"""A clause as the claims see it: its words, how they are meant, and what it and its neighbours are about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from reading.nouns import Span
from reading.subjects import topics_of


class ClauseLike(Protocol):
    """What is needed of a clause; ``reading.clauses.Clause`` has it."""

    @property
    def span(self) -> Span: ...
    @property
    def text(self) -> str: ...
    @property
    def polarity(self) -> str: ...
    @property
    def mood(self) -> str: ...
    @property
    def tense(self) -> str: ...
    @property
    def actor(self) -> str | None: ...
    @property
    def quoted(self) -> bool: ...
    @property
    def sentence(self) -> int: ...


class Piece(NamedTuple):
    """A clause with its own topics and those it stands under when it names none (its neighbours')."""

    clause: ClauseLike
    topics: frozenset[str]
    near: frozenset[str]
    around: str  # the words of the clause and of its neighbours
    sentence: str  # … and of those in the same sentence only

    @property
    def about(self) -> frozenset[str]:
        """Its own topics, else its neighbours'; a condition is about what hangs on it, too."""
        return self.topics | self.near if self.clause.mood == "conditional" else self.topics or self.near

    @property
    def asserts(self) -> bool:
        """True when the seller says it as true: not quoted, not asked."""
        return not self.clause.quoted and not asks(self)


_ASKS = re.compile(
    r"[?？]|[吗呢么][。”\"]?$|^\W*(?:and |so |but )?(?:would|do|did|are|is|was|shall|should|may|can|could|have) "
    r"(?:you|it|this|we|i|the)\b",
    re.IGNORECASE,
)


def asks(piece: Piece) -> bool:
    """True when the clause really asks; one that only begins with "where" or "which" tells."""
    return piece.clause.mood == "question" and _ASKS.search(piece.clause.text) is not None


class Stretch(NamedTuple):
    """A part of a clause that is too long to be one."""

    span: Span
    text: str
    polarity: str
    mood: str
    tense: str
    actor: str | None
    quoted: bool
    sentence: int


LONGEST = 500  # characters: what is longer was never meant as one clause, and costs the square of its length


def _cut(clause: ClauseLike) -> Iterator[ClauseLike]:
    if len(clause.text) <= LONGEST:
        yield clause
        return
    start = 0
    while start < len(clause.text):
        blank = clause.text.rfind(" ", start + 1, start + LONGEST) + 1
        end = blank if blank and start + LONGEST < len(clause.text) else start + LONGEST
        words = clause.text[start:end]
        span = Span(start=clause.span.start + start, end=clause.span.start + start + len(words))
        yield Stretch(
            span, words, clause.polarity, clause.mood, clause.tense, clause.actor, clause.quoted, clause.sentence
        )
        start += len(words)


def pieces(whole: Sequence[ClauseLike]) -> tuple[Piece, ...]:
    """The clauses with what is around them; a neighbour counts within 40 characters. Very long ones are cut."""
    clauses = [part for clause in whole for part in _cut(clause)]
    found = []
    for n, clause in enumerate(clauses):
        beside = [c for c in clauses[max(0, n - 1) : n + 2] if c is not clause and _close(c, clause)]
        near = frozenset().union(*(topics_of(c.text) for c in beside))
        around = " ".join(c.text for c in (*beside, clause))
        same = " ".join(c.text for c in (*beside, clause) if c.sentence == clause.sentence)
        found.append(Piece(clause, topics_of(clause.text), near, around, same))
    return tuple(found)


def _close(a: ClauseLike, b: ClauseLike) -> bool:
    return abs(max(a.span.start, b.span.start) - min(a.span.end, b.span.end)) <= 40
