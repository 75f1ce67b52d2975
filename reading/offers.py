"""Choices between remedies, and dated steps: what the moves of single clauses add up to.

"A full refund or a new set, which do you prefer?" offers both and the choice, however it is spread over
sentences; "we pack on Monday and send it the same day" is an act with a date.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .clauses import Clause
from .lexicon import lexicon, pattern
from .nouns import Brief, Made, Move, Span
from .said import Said
from .values import values_in

REFUNDS = (Move.REFUND_FULL, Move.REFUND_PART)
SURE = 0.8
REACH = 260  # characters between two remedies of one choice
DATED = frozenset({"date", "deadline", "duration", "time"})


def with_choices(text: str, clauses: Sequence[Clause], moves: Sequence[Made]) -> tuple[Made, ...]:
    """``moves`` and what they add up to: remedies named in a choice, and the choice itself."""
    found = list(moves)
    offered = _offered(clauses)
    for move, span in offered:
        if any(c.span == span and c.actor == "seller" and c.mood == "asserted" for c in clauses):
            _add(found, move, span)
    for first, second in pairwise(offered):
        start, end = min(first[1].start, second[1].start), max(first[1].end, second[1].end)
        if first[0] is second[0] or end - start > REACH + 200 or second[1].start - first[1].end > REACH:
            continue
        around = text[max(0, start - 90) : end + 60]
        if pattern(lexicon("offers")["choice"]).search(around):
            for move, span in (first, second):
                _add(found, move, span)
            _add(found, Move.OPTIONS, Span(start=start, end=end))
    return tuple(sorted(found, key=lambda m: m.span.start))


def _add(found: list[Made], move: Move, span: Span) -> None:
    if not any(m.move is move for m in found):
        found.append(Made(move=move, span=span, confidence=SURE))


def settled_refunds(text: str, clauses: Sequence[Clause], moves: Sequence[Made], brief: Brief) -> tuple[Made, ...]:
    """``moves`` with each refund called full or partial by what it says: "in full", the whole price, or another sum."""
    whole = _whole_amounts(brief)
    out: list[Made] = []
    for made in moves:
        if made.move in REFUNDS:
            clause = max(
                (c for c in clauses if c.span.start < made.span.end and made.span.start < c.span.end),
                key=lambda c: min(c.span.end, made.span.end) - max(c.span.start, made.span.start),
                default=None,
            )
            words = clause.text if clause else made.span.of(text)
            made = made.model_copy(update={"move": _kind(words, made.move, whole, brief)})
        if not any(o.move is made.move and o.span == made.span for o in out):
            out.append(made)
    return tuple(out)


def _whole_amounts(brief: Brief) -> set[float]:
    """What the buyer paid: the order's amounts but the shipping fee, and any sum the card calls full."""
    full = pattern(lexicon("offers")["whole"])
    bought = [f for f in brief.order if f.id != "shipping"]
    several = [f for f in bought if any(v.kind == "quantity" and v.value not in (1, None) for v in f.values)]
    facts = [f for f in bought if f not in several] + [f for f in brief.facts if full.search(f.text)]
    return {float(v.value) for f in facts for v in f.values if v.kind == "money" and v.value is not None}


def _kind(words: str, move: Move, whole: set[float], brief: Brief) -> Move:
    told = values_in(words, brief.now, brief.language)
    sums = [float(s.low) for s in told if s.kind == "money" and s.low is not None]
    if pattern(lexicon("offers")["whole"]).search(words) or (sums and max(sums) in whole):
        return Move.REFUND_FULL
    if pattern(lexicon("offers")["part"]).search(words):
        return Move.REFUND_PART
    return Move.REFUND_PART if sums and whole else move


def _offered(clauses: Sequence[Clause]) -> list[tuple[Move, Span]]:
    """Remedies that clauses of the seller's name without denying them, in order; one a move and clause."""
    out: list[tuple[Move, Span]] = []
    for clause in clauses:
        if clause.polarity == "negated" or clause.quoted or clause.mood == "conditional":
            continue
        hits = []
        for name, words in lexicon("offers")["remedies"].items():
            if hit := pattern(words).search(clause.text):
                hits.append((hit.start(), Move(name)))
        names = {m for _, m in hits}
        gets = pattern(lexicon("offers")["gets"]).search(clause.text)
        for _, move in sorted(hits):
            hers = move is Move.REPLACE and clause.actor == "buyer" and not gets  # "you can send it to our address"
            if not hers and not (move is Move.REFUND_PART and Move.REFUND_FULL in names):
                out.append((move, clause.span))
    return out


def named(move: Move, clauses: Sequence[Clause]) -> Span | None:
    """The clause that names the remedy ``move`` without denying it, if one does."""
    kinds = {move} | ({Move.REFUND_FULL, Move.REFUND_PART} if move in (Move.REFUND_FULL, Move.REFUND_PART) else set())
    return next((span for found, span in _offered(clauses) if found in kinds), None)


def dated_steps(clauses: Sequence[Clause], said: Sequence[Said]) -> tuple[Span, ...]:
    """Clauses in which the seller acts, now or later, at a stated time."""
    times = [s.span for s in said if s.kind in DATED]
    return tuple(
        c.span
        for c in clauses
        if c.actor in ("seller", None)
        and c.polarity == "affirmed"
        and c.mood in ("asserted", "request")
        and not c.quoted
        and (c.tense != "past" or c.actor == "seller")
        and any(c.span.start <= t.start < c.span.end for t in times)
    )
