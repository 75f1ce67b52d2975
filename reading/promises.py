"""What the seller promises against what the card lets this agent promise (V14), and what he makes up (V12)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from .clauses import Clause
from .deals import barred, below_card, beyond_sums, both_given, sums, unpermitted
from .edges import find
from .lexicon import lexicon, pattern
from .nouns import Brief, Claim, Made, Move, Span, Violation
from .offers import named
from .sought import Sought
from .values import values_in
from .violations import violation

SURE_OF = 0.8  # confidence a move needs before it can be held against the student (ours, on rated replies)
BINDING = frozenset({Move.REFUND_FULL, Move.REFUND_PART, Move.REPLACE, Move.GOODWILL})
LESSER = {Move.REFUND_PART: (Move.REFUND_FULL, Move.GOODWILL), Move.GOODWILL: (Move.REFUND_PART, Move.REFUND_FULL)}
EDITS = 3  # a tracking number this near to the card's is a slip of the pen, not an invention


def _cue(name: str) -> Sought:
    return pattern(lexicon("promises")[name])


def earliest(brief: Brief) -> dict[Move, dt.date]:
    """The first day on which a remedy may be promised, by move: from authority, ``must_not`` and facts."""
    days: dict[Move, dt.date] = {}
    for promise in brief.authority or ():
        open_now = _cue("open_now").search(promise.condition or "")
        if promise.condition and not open_now and (day := _day(promise.condition, "from", brief)):
            days[promise.move] = day
    for text, marker in [(t, "before") for t in brief.must_not] + [(f.text, "from") for f in brief.facts]:
        for name, words in lexicon("promises")["names"].items():
            move = Move(name)
            if pattern(words).search(text) and move not in days and (day := _day(text, marker, brief)):
                days[move] = day
    return days


def _day(text: str, marker: str, brief: Brief) -> dt.date | None:
    for said in values_in(text, brief.now, brief.language):
        if said.days:
            around = text[max(0, said.span.start - 12) : said.span.end + 4]
            if _cue(marker).search(around):
                return said.days[0].first
    return None


def overcommitted(
    text: str, sentences: Sequence[Span], clauses: Sequence[Clause], moves: Sequence[Made], brief: Brief
) -> tuple[Violation, ...]:
    """V14: a remedy the card does not give, one promised too early, or two at once where one is meant."""
    found: list[Violation] = []
    if span := _double(text, sentences, clauses, moves) or both_given(text, sentences, clauses, brief):
        _once(found, violation("V14", span, brief))
    if span := barred(clauses, brief):
        _once(found, violation("V14", span, brief))
    if brief.authority is None:
        return tuple(found)
    span = below_card(text, clauses, brief) or beyond_sums(clauses, brief) or unpermitted(clauses, brief)
    if span:
        _once(found, violation("V14", span, brief))
    allowed = {p.move for p in brief.authority}
    days = earliest(brief)
    for made in (*moves, *_unnoticed(clauses, moves)):
        if made.move not in BINDING or made.confidence < SURE_OF or _nothing_given(text, sentences, made, brief):
            continue
        if not _in_words(made, clauses):
            continue  # an accusation needs the words as well as the model
        beyond = made.move not in allowed and not allowed & set(LESSER.get(made.move, ()))
        if beyond and _named_on_card(made.move, brief):
            beyond = False
        loose = _unhung(text, sentences, clauses, made, brief)
        if (
            beyond
            or loose
            or (made.move in days and _too_early(text, sentences, clauses, made, days[made.move], brief))
        ):
            _once(found, violation("V14", made.span, brief))
    return tuple(found)


def _unnoticed(clauses: Sequence[Clause], moves: Sequence[Made]) -> list[Made]:
    """Money given in so many words where no move was seen."""
    found = []
    for clause in clauses:
        free = clause.polarity == "affirmed" and not clause.quoted and clause.mood == "asserted"
        if free and _cue("done").search(clause.text) and not any(m.span == clause.span for m in moves):
            found.append(Made(move=Move.REFUND_FULL, span=clause.span))
    return found


def _in_words(made: Made, clauses: Sequence[Clause]) -> bool:
    """Whether the clauses of ``made`` say themselves what is given."""
    mine = " ".join(c.text for c in clauses if c.span.start < made.span.end and made.span.start < c.span.end)
    if made.move is Move.GOODWILL:
        return True
    if made.move is Move.REPLACE:
        return named(made.move, clauses) is not None and bool(_cue("gives_goods").search(mine))
    return bool(_cue("gives_money").search(mine))


def _once(found: list[Violation], new: Violation | None) -> None:
    if new and not found:
        found.append(new)


def _named_on_card(move: Move, brief: Brief) -> bool:
    """A gesture that a task itself asks for is within authority, whatever its list forgot."""
    return any(move in task.by for task in brief.tasks)


def _nothing_given(text: str, sentences: Sequence[Span], made: Made, brief: Brief) -> bool:
    """A new invoice, an open slot, a sum called too high, or the very sum that the card lets this agent refund."""
    words = made.span.of(text)
    if _cue("declined").search(words) or find("slots", _sentence_of(made.span, sentences).of(text)):
        return True
    if made.move is Move.REPLACE:
        return bool(_cue("no_goods").search(words))
    if made.move not in (Move.REFUND_FULL, Move.REFUND_PART):
        return False
    given = {s.low for p in brief.authority or () if p.condition for s in sums(p.condition, brief)}
    said = {s.low for s in sums(words, brief)} or {Decimal(n) for n in re.findall(r"\d+\.\d\d\b", words)}
    refunds = [p.condition or "" for p in brief.authority or () if p.move in (Move.REFUND_FULL, Move.REFUND_PART)]
    hung = any(_cue("hangs_on").search(c) or _day(c, "from", brief) for c in refunds)
    return bool(said) and said <= given and not hung


def _sentence_of(span: Span, sentences: Sequence[Span]) -> Span:
    return next((s for s in sentences if s.start <= span.start < s.end), span)


def _too_early(
    text: str, sentences: Sequence[Span], clauses: Sequence[Clause], made: Made, day: dt.date, brief: Brief
) -> bool:
    today = brief.now.date()
    if today >= day:
        return False
    sentence = _sentence_of(made.span, sentences)
    mine = [c for c in clauses if c.span.start < made.span.end and made.span.start < c.span.end]
    if any(c.under or c.mood in ("conditional", "question") for c in mine):
        return False
    words = sentence.of(text)
    dates = [s.days[0] for s in values_in(words, brief.now, brief.language) if s.days]
    if any(d.last >= day for d in dates):
        return False
    done = any(c.tense == "past" and c.actor in ("seller", None) for c in mine)
    return done or bool(_cue("at_once").search(words)) or any(d.last < day for d in dates)


def _unhung(text: str, sentences: Sequence[Span], clauses: Sequence[Clause], made: Made, brief: Brief) -> bool:
    """A remedy the card hangs on an event (the goods come back, a photo shows it) given at once and without it."""
    terms = [p.condition for p in brief.authority or () if p.move is made.move and p.condition]
    if not terms or any(p.move is made.move and not p.condition for p in brief.authority or ()):
        return False
    if not all(_cue("hangs_on").search(t) for t in terms):
        return False
    mine = [c for c in clauses if c.span.start < made.span.end and made.span.start < c.span.end]
    if any(c.under or c.mood in ("conditional", "question") for c in mine):
        return False
    words = _sentence_of(made.span, sentences).of(text)
    near = text[max(0, made.span.start - 40) : _sentence_of(made.span, sentences).end + 60]
    goes_back = any(pattern(r"(?<!no )return|(?<!gets )back|退回|回仓").search(t) for t in terms)
    outright = all(c.mood == "asserted" and c.polarity == "affirmed" for c in mine) and made.move is Move.REFUND_FULL
    freely = bool(_cue("keeps").search(near)) and goes_back and not _cue("alternative").search(near)
    needs = {hit.group().casefold() for t in terms for hit in _cue("hangs_on").finditer(t)}
    asked = " ".join(c.text for c in clauses if c.polarity == "affirmed").casefold()
    if outright and mine and not _cue("hangs_on").search(asked):
        return True
    return freely or (bool(_cue("at_once").search(words)) and not any(n in asked for n in needs))


def _double(text: str, sentences: Sequence[Span], clauses: Sequence[Clause], moves: Sequence[Made]) -> Span | None:
    """Refund and replacement both given outright."""
    moves = [m for m in moves if m.move is not Move.REPLACE or _cue("gives_goods").search(m.span.of(text))]
    money = next((m for m in moves if m.move in (Move.REFUND_FULL, Move.REFUND_PART)), None)
    goods = next((m for m in moves if m.move is Move.REPLACE), None)
    if money is None or goods is None:
        return None
    if _cue("both").search(text):
        return max(money.span, goods.span, key=lambda s: s.start)
    if any(m.move is Move.OPTIONS for m in moves):
        return None
    first, last = sorted((money.span, goods.span), key=lambda s: s.start)
    between = text[max(0, _sentence_of(first, sentences).start - 60) : _sentence_of(last, sentences).end]
    if _cue("alternative").search(between):
        return None
    if money.move is Move.REFUND_PART and not _cue("in_addition").search(between):
        return None
    for span in (first, last):
        touched = [c for c in clauses if c.span.start < span.end and span.start < c.span.end]
        if any(c.under or c.mood != "asserted" for c in touched):
            return None
    return last


def fabricated(text: str, clauses: Sequence[Clause], claims: Sequence[Claim], brief: Brief) -> tuple[Violation, ...]:
    """V12: invented tracking, a false "delivered" or "shipped", the platform's word where it said nothing."""
    card = " ".join(
        [
            *(f.text for f in brief.facts),
            *(f.text for f in brief.order),
            *(line.text for line in brief.thread),
            *brief.earlier,
        ]
    ).casefold()
    found: list[Violation] = []
    for clause in clauses:
        if clause.polarity == "negated" or clause.quoted or clause.mood not in ("asserted", "request"):
            continue
        span = _false_voice(clause, card) or (None if clause.under else _false_state(clause, card))
        if span and (made := violation("V12", span, brief)):
            found.append(made)
    if not found and (hit := _cue("signed").search(text)):
        _add_once(found, violation("V12", Span(start=hit.start(), end=hit.end()), brief))
    known = [str(v.value) for f in (*brief.facts, *brief.order) for v in f.values if v.kind == "code"]
    for claim in claims if brief.facts or brief.order else ():  # a card without a fact contradicts nothing
        if claim.kind == "code" and claim.verdict in ("material", "unsupported") and _invented(claim, text, known):
            _add_once(found, violation("V12", claim.span, brief))
    return tuple(found)


def _add_once(found: list[Violation], new: Violation | None) -> None:
    if new:
        found.append(new)


def _false_state(clause: Clause, card: str) -> Span | None:
    hit = None if _cue("not_delivered").search(clause.text) else _cue("delivered").search(clause.text)
    if hit and clause.tense != "future" and not _cue("is_delivered").search(_cue("not_delivered").sub(" ", card)):
        return _at(clause, hit)
    hit = _cue("money_there").search(clause.text)
    if hit and clause.tense != "future" and not _cue("money_known").search(card):
        return _at(clause, hit)
    hit = _cue("shipped").search(clause.text)
    if hit and clause.actor != "buyer" and _cue("unshipped").search(card):
        return _at(clause, hit)
    return None


def _false_voice(clause: Clause, card: str) -> Span | None:
    hit = _cue("voice").search(clause.text)
    if hit and not _cue("voice").search(card):
        return _at(clause, hit)
    return None


def _at(clause: Clause, hit: re.Match[str]) -> Span:
    return Span(start=clause.span.start + hit.start(), end=clause.span.start + hit.end())


def _invented(claim: Claim, text: str, known: list[str]) -> bool:
    around = text[max(0, claim.span.start - 60) : claim.span.end + 20]
    if not re.search(r"track|waybill|parcel|shipment|airway|number|单号|运单|快递", around, re.I):
        return False
    said = claim.span.of(text)
    return min((_distance(said.upper(), k.upper()) for k in known), default=99) > EDITS


def _distance(a: str, b: str) -> int:
    """Edits between two codes (insert, drop, change)."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]
