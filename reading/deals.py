"""Bargains beyond the card (guide B5b, V14): money and goods at once, a price below the least, pieces thrown in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from .clauses import Clause
from .lexicon import lexicon, pattern
from .nouns import REMEDIES, Brief, Move, Span
from .said import Said
from .sought import Sought
from .values import values_in


def _cue(name: str) -> Sought:
    return pattern(lexicon("promises")[name])


def sums(text: str, brief: Brief) -> list[Said]:
    """The amounts of money that ``text`` names, in order."""
    return [s for s in values_in(text, brief.now, brief.language) if s.kind == "money"]


def both_given(text: str, sentences: Sequence[Span], clauses: Sequence[Clause], brief: Brief) -> Span | None:
    """Money and goods both given, with "also" between them, where the card does not give both."""
    given = {p.move for p in brief.authority or ()}
    if Move.REPLACE in given and given & {Move.REFUND_FULL, Move.REFUND_PART} and not _cue("or").search(_card(brief)):
        return None
    for number, sentence in enumerate(sentences):
        words = sentence.of(text)
        mine = [c for c in clauses if c.sentence == number]
        money, goods = _cue("gives_money").search(words), _cue("gives_goods").search(words)
        if any(_both_in(c) for c in mine) and not _cue("alternative").search(words):
            return sentence
        if _hangs(mine) or _cue("alternative").search(words):
            continue
        if money and goods and _cue("in_addition").search(words):
            first, last = sorted(sentence.start + hit.start() for hit in (money, goods))
            if all(c.polarity == "affirmed" for c in mine if c.span.start <= last and first < c.span.end):
                return sentence
        before = [s for s in sentences[:number] if _given(text, s, clauses, "gives_goods" if money else "gives_money")]
        if (money or goods) and before and _cue("too").search(words) and all(c.polarity == "affirmed" for c in mine):
            return sentence
    return _on_top(clauses, brief) if _cue("one_only").search(_card(brief)) else None


def _on_top(clauses: Sequence[Clause], brief: Brief) -> Span | None:
    """ "We also refund ...": money on top of what the reply gives already, where the card gives one or the other."""
    for clause in clauses:
        words = clause.text
        gives = _outright(clause) and all(_cue(n).search(words) for n in ("gives_money", "too", "we_hand"))
        if gives and not any(_cue(n).search(words) for n in ("alternative", "may", "bribes")):
            return clause.span
    return None


def _both_in(clause: Clause) -> bool:
    """One breath that gives money and goods, whatever follows it."""
    outright = clause.polarity == "affirmed" and clause.mood == "asserted" and not clause.quoted
    return outright and all(
        _cue(n).search(clause.text) for n in ("gives_money", "gives_goods", "in_addition", "we_hand")
    )


def _hangs(clauses: Sequence[Clause]) -> bool:
    return any(c.mood in ("conditional", "question") or c.under or c.quoted for c in clauses)


def _given(text: str, sentence: Span, clauses: Sequence[Clause], cue: str) -> bool:
    """Whether ``sentence`` gives outright what ``cue`` names."""
    mine = [c for c in clauses if sentence.start <= c.span.start < sentence.end and _cue(cue).search(c.text)]
    words = sentence.of(text)
    hung = _hangs(mine) or _cue("alternative").search(words) or _cue("declined").search(words)
    return bool(mine) and not hung and any(c.polarity == "affirmed" and c.actor in ("seller", None) for c in mine)


NEAR = Decimal("0.1")  # a sum this near to one of the card's is a slip of the pen, not a promise


def beyond_sums(clauses: Sequence[Clause], brief: Brief) -> Span | None:
    """Money offered in a sum that the card lets nobody give: more than its sums, and no sum or difference of them."""
    own = {s.low for p in brief.authority or () if p.condition for s in sums(p.condition, brief) if s.low}
    parts = [p for p in brief.authority or () if p.move in (Move.REFUND_PART, Move.GOODWILL)]
    known = own | {s.low for t in _written(brief) for s in sums(t, brief) if s.low}
    known |= {Decimal(str(v.value)) for f in brief.order for v in f.values if isinstance(v.value, int | float)}
    if not known:
        return None
    reckoned = known | {a + b for a in known for b in known} | {abs(a - b) for a in known for b in known}
    for clause in clauses:
        if clause.polarity == "negated" or clause.quoted or not _cue("hands_money").search(clause.text):
            continue
        around = " ".join(c.text for c in clauses if c.sentence == clause.sentence)
        if any(_cue(n).search(clause.text) for n in ("buyer_pays", "declined")) or _cue("bribes").search(around):
            continue
        for said in sums(clause.text, brief):
            less = bool(parts) and bool(own) and said.low is not None and said.low <= max(own)
            if said.low and not less and all(abs(said.low - k) > NEAR * k for k in reckoned):
                return clause.span
    return None


def unpermitted(clauses: Sequence[Clause], brief: Brief) -> Span | None:
    """Money handed out by an agent whose card gives no remedy at all."""
    if brief.authority is None or any(p.move in REMEDIES for p in brief.authority):
        return None
    if any(set(t.by) & REMEDIES for t in brief.tasks) or _cue("money_known").search(_card(brief)):
        return None
    for clause in clauses:
        if _outright(clause) and _cue("we_hand").search(clause.text) and sums(clause.text, brief):
            return clause.span
    return None


def _written(brief: Brief) -> list[str]:
    """What the card says outright; a fact that denies something gives no sum."""
    lines = [line.text for line in brief.thread if line.sender == "seller"]
    return [*(f.text for f in brief.facts if not _cue("denies").search(f.text)), *(t.text for t in brief.tasks), *lines]


def _outright(clause: Clause) -> bool:
    """The seller's own promise or offer: neither denied nor hung on anything, nor the buyer's."""
    free = clause.polarity == "affirmed" and not clause.quoted and not clause.under
    return free and clause.mood in ("asserted", "request") and clause.actor in ("seller", None)


def barred(clauses: Sequence[Clause], brief: Brief) -> Span | None:
    """What ``must_not`` forbids to give, given: the same figure, or the same act and object."""
    allowed = {n for p in brief.authority or () for n in _NUMBER.findall(p.condition or "")}
    for rule in brief.must_not:
        if not _cue("giving").search(rule):
            continue
        figures = set(_NUMBER.findall(_DAY.sub(" ", rule))) - allowed
        words = frozenset[str]() if figures or _cue("timed").search(rule) else _stems(rule)
        for clause in clauses:
            if clause.quoted or _cue("declined").search(clause.text):
                continue
            if figures and _gives_figure(clause, figures):
                return clause.span
            if len(words) >= 3 and _outright(clause) and len(words & _stems(clause.text)) / len(words) > 0.7:
                return clause.span
    return None


def _gives_figure(clause: Clause, figures: set[str]) -> bool:
    """Whether the clause gives one of ``figures``; a denial far from it does not take it back."""
    for hit in _NUMBER.finditer(clause.text):
        around = clause.text[max(0, hit.start() - 30) : hit.end() + 16]
        if hit.group() in figures and _cue("giving").search(around) and not _cue("denies").search(around):
            return clause.mood in ("asserted", "request")
    return False


_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_DAY = re.compile(
    r"\d+\s?(?:st|nd|rd|th)?\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*|\d+[月日号点天时:]\S*", re.I
)
_SMALL = frozenset(
    ["one", "the", "and", "for", "not", "him", "her", "with", "that", "this", "our", "your", "you", "any"]
)


def _stems(words: str) -> frozenset[str]:
    return frozenset(w[:5] for w in re.findall(r"[a-z]{3,}", words.casefold()) if w not in _SMALL)


def _card(brief: Brief) -> str:
    return " ".join(
        [
            *(p.condition or "" for p in brief.authority or ()),
            *(f.text for f in brief.facts),
            *(t.text for t in brief.tasks),
            *brief.must_not,
        ]
    )


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
