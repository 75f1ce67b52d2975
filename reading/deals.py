"""Bargains beyond the card (guide B5b, V14): money and goods at once, a price below the least, pieces thrown in."""

from __future__ import annotations

from collections.abc import Sequence

from .clauses import Clause
from .lexicon import lexicon, pattern
from .nouns import Brief, Move, Span
from .said import Said
from .sought import Sought
from .values import values_in


def _cue(name: str) -> Sought:
    return pattern(lexicon("promises")[name])


def sums(text: str, brief: Brief) -> list[Said]:
    """The amounts of money that ``text`` names, in order."""
    return [s for s in values_in(text, brief.now, brief.language) if s.kind == "money"]


def both_given(text: str, sentences: Sequence[Span], clauses: Sequence[Clause], brief: Brief) -> Span | None:
    """Money and goods given in one sentence with "also" between, where the card does not give both."""
    given = {p.move for p in brief.authority or ()}
    if Move.REPLACE in given and given & {Move.REFUND_FULL, Move.REFUND_PART} and not _cue("or").search(_card(brief)):
        return None
    for number, sentence in enumerate(sentences):
        words = sentence.of(text)
        mine = [c for c in clauses if c.sentence == number]
        if any(c.mood in ("conditional", "question") or c.under or c.quoted for c in mine):
            continue
        money, goods = _cue("gives_money").search(words), _cue("gives_goods").search(words)
        if not money or not goods or _cue("alternative").search(words) or not _cue("in_addition").search(words):
            continue
        first, last = sorted(sentence.start + hit.start() for hit in (money, goods))
        held = [c for c in mine if c.span.start <= last and first < c.span.end]
        if all(c.polarity == "affirmed" for c in held):
            return sentence
    return None


def _card(brief: Brief) -> str:
    return " ".join([*(f.text for f in brief.facts), *(t.text for t in brief.tasks), *brief.must_not])


def below_card(text: str, clauses: Sequence[Clause], brief: Brief) -> Span | None:
    """A unit price under the least that the card lets this agent quote, an exception, or pieces given on top."""
    deals = [p for p in brief.authority or () if p.move in (Move.QUOTE, Move.COUNTER)]
    prices = [s.low for p in deals if p.condition for s in sums(p.condition, brief) if s.low]
    if not deals:
        return None
    known = {v.value for f in (*brief.facts, *brief.order) for v in f.values if v.kind == "money"}
    for clause in clauses:
        if clause.quoted or clause.polarity == "negated" or clause.mood in ("conditional", "question"):
            continue
        if _cue("declined").search(clause.text) or (clause.actor == "buyer" and clause.tense == "past"):
            continue
        if prices and _cue("unit").search(clause.text):
            low = [s for s in sums(clause.text, brief) if s.low and s.low < min(prices)]
            if any(float(s.low or 0) not in known for s in low):
                return clause.span
        free = any(p.move in (Move.REPLACE, Move.GOODWILL) for p in brief.authority or ())
        if not free and _cue("extra").search(clause.text) and not _cue("free_given").search(_card(brief)):
            return clause.span
        if prices and _cue("exception").search(clause.text):
            return clause.span
    return None
