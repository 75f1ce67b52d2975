"""What stands against the student in words that earn nothing: wrong claims, breaches, bad manner (``matter``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import edges
from .claims import claims_in
from .clauses import clauses, sentences
from .embed import Embedder
from .moves import violation_scores
from .nouns import Brief, Claim, Signal, Span, Violation
from .tone import signals_in
from .violations import violations_in
from .witness import witnessed

GOOD_SIGNS = frozenset({"names_situation", "takes_share", "softens", "flat"})  # flat: nothing to say of a part


@dataclass(frozen=True)
class Aside:
    """Claims that are not right, breaches and bad signs."""

    claims: tuple[Claim, ...] = ()
    violations: tuple[Violation, ...] = ()
    suspected: tuple[Violation, ...] = ()
    signals: tuple[Signal, ...] = ()


def charged(text: str, idle: Sequence[Span], brief: Brief, embedder: Embedder | None) -> Aside:
    """Wrong claims, breaches and signs of bad manner are charged wherever they stand."""
    if not idle:
        return Aside()
    kept = edges.blanked(text, _between(idle, len(text)))
    parts = sentences(kept)
    cut = clauses(kept, parts)
    scores = violation_scores(cut, embedder, [p.of(kept) for p in parts])
    bad = [s for s in signals_in(kept, parts, cut, (), brief, ()) if s.code not in GOOD_SIGNS]
    stands, suspected = witnessed(violations_in(kept, parts, cut, brief, scores), kept, parts, scores)
    return Aside(
        claims=tuple(c for c in claims_in(cut, brief) if c.verdict != "right"),
        violations=stands,
        suspected=suspected,
        signals=tuple(bad),
    )


def _between(spans: Sequence[Span], length: int) -> list[Span]:
    """What ``spans`` leave over of a text of this ``length``."""
    edges_at = [0, *(e for s in spans for e in (s.start, s.end)), length]
    return [Span(start=a, end=b) for a, b in zip(edges_at[::2], edges_at[1::2], strict=True)]
