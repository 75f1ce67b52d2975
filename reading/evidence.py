"""All that a task is held against: a reply in its parts, what was found in it, how near its words come to others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from .clauses import Clause
from .coverage import coverage
from .embed import Embedder, Matrix, stock
from .heads import Heads, Wide, spread, trained
from .moves import scores
from .nouns import Brief, Claim, Fact, Made, Span, Task
from .said import Said
from .subjects import content_words, topics_of

FACT_FAR, FACT_NEAR = 0.86, 0.94  # cosines of a fact's words: other cases' facts reach 0.86, stated ones 0.93

Note = Callable[[Task, Wide], None]
Similar = Callable[[str], Sequence[float]]  # cosine of a text with each sentence of the reply; empty without a model


@dataclass(frozen=True)
class Evidence:
    """A reply and what was found in it. Without ``embedder`` nothing is known of meaning but shared words."""

    text: str
    sentences: Sequence[Span]
    clauses: Sequence[Clause]
    moves: Sequence[Made]
    claims: Sequence[Claim]
    said: tuple[Said, ...]
    brief: Brief
    similar: Similar
    embedder: Embedder | None = None
    note: Note | None = None  # told what speaks for each task: for those who train the scale

    def alike(self, wanted: str, _: str = "") -> float:
        """How near the nearest sentence comes to ``wanted``, 0 to 1 (0 without a model)."""
        near = max(self.similar(wanted), default=0.0)
        return min(1.0, max(0.0, (near - FACT_FAR) / (FACT_NEAR - FACT_FAR)))

    def states(self, fact: Fact) -> float:
        """Share of the fact's values that the text gives right, 0 to 1."""
        return coverage(fact, self.said, self.text, self.brief.language, self.alike, self.brief.now.tzinfo)

    @cached_property
    def words(self) -> frozenset[str]:
        """The content words of the reply."""
        return content_words(self.text)

    @cached_property
    def themes(self) -> frozenset[str]:
        """What the reply is about."""
        return topics_of(self.text)

    @cached_property
    def chances(self) -> Matrix:
        """(sentences, heads): how likely each sentence makes each move; all 0 without a model."""
        return scores(self.clauses, self.embedder, self.written)

    @cached_property
    def written(self) -> list[str]:
        """The sentences as they are embedded."""
        return [stock(s.of(self.text)) for s in self.sentences]

    @cached_property
    def card(self) -> tuple[str, ...]:
        """The words of all tasks and facts of the case."""
        return (*(t.text for t in self.brief.tasks), *(f.text for f in self.brief.facts))

    @cached_property
    def rows(self) -> Wide:
        """(sentences, 384) of length 1, spread so that what all sentences share no longer makes them alike."""
        return _spread(tuple(self.written), self.embedder, trained()) if self.embedder else np.zeros((0, 384))

    def spread(self, texts: Sequence[str]) -> Wide:
        """(texts, 384) rows of length 1 to compare with ``rows``; no rows without a model."""
        if self.embedder is None or not texts:
            return np.zeros((0, 384))
        return _kept(tuple(texts), self.embedder, trained())


def _spread(texts: tuple[str, ...], embedder: Embedder, heads: Heads) -> Wide:
    rows = spread(embedder.embed(texts), heads.mean, heads.scale)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), float)


_kept = lru_cache(maxsize=512)(_spread)  # the texts of a card are the same for every reply to it
