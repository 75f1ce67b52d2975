"""What a reply states that can be checked, held against the card: right, slip, unsupported or material."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from reading.card import Card, Entry, card_of, derived, shown
from reading.compare import card_days, compare
from reading.coverage import coverage
from reading.denials import Similar, delivered, denied, stated
from reading.judge import REMEDY, Found, advised, beyond, rivals
from reading.nouns import Brief, Claim, Span
from reading.piece import ClauseLike, Piece, pieces
from reading.said import Days, Said
from reading.terms import book
from reading.values import values_in

__all__ = ["ClauseLike", "claims_in", "coverage"]


def claims_in(clauses: Sequence[ClauseLike], brief: Brief, similar: Similar | None = None) -> tuple[Claim, ...]:
    """The claims of a reply, cut into ``clauses``, against the card of ``brief`` (guide B2, ACC).

    right: the card (or the buyer) says so. slip: wrong but immaterial (rounding, carrier, a step in the past).
    unsupported: the card is silent, or gives less than was said in the buyer's favour. material: another
    amount, date, place, code, entitlement or figure than the card's; ``expected`` is the card's. The seller's
    own next step, courtesies, quoted words and questions are no claims. The same fault is listed once. ``similar``
    (two texts -> 0 to 1) may help to recognise facts described in words. Spans count as the clauses' do.
    """
    card = card_of(brief)
    all_pieces = pieces(clauses)
    found: list[Claim] = []
    for piece in all_pieces:
        if piece.clause.quoted:
            continue
        refusal = denied(piece, card, all_pieces)
        values = [] if refusal else _of_values(piece, card)
        status = delivered(piece, card) if not any(c.verdict == "material" for c in values) else None
        found += [claim for claim in (refusal, status) if claim]
        found += values
        found += [c for c in stated(piece, card, similar) if not refusal and _not_yet(c, values)]
    return _once(found)


def _not_yet(claim: Claim, values: list[Claim]) -> bool:
    """True when the fact that ``claim`` is about has not been judged by a value of the clause."""
    return claim.verdict == "material" or claim.fact not in {value.fact for value in values}


def _of_values(piece: Piece, card: Card) -> list[Claim]:
    brief, start = card.brief, piece.clause.span.start
    told = values_in(piece.clause.text, brief.now, brief.language, card.currency, card.places)
    left = _unsaid(told, card)
    found = []
    for said in told:
        verdict = _verdict(said, piece, card, left)
        if verdict is None or (piece.clause.mood == "question" and verdict.verdict != "right"):
            continue
        span = Span(start=start + said.span.start, end=start + said.span.end)
        about = {"verdict": verdict.verdict, "fact": verdict.fact, "expected": verdict.expected}
        found.append(Claim.model_validate({"span": span, "kind": said.kind, "said": said.raw, **about}))
    return found


def _unsaid(told: tuple[Said, ...], card: Card) -> Card:
    """The card without the values that the clause gives right: another value beside them is of something else."""
    zone = card.brief.now.tzinfo
    left = [e for e in card.entries if not any(compare(said, e.value, e.scope, zone) == "same" for said in told)]
    return card._replace(entries=tuple(left))


def _verdict(said: Said, piece: Piece, card: Card, left: Card) -> Found | None:
    zone = card.brief.now.tzinfo
    matches = [(e, compare(said, e.value, e.scope, zone)) for e in card.entries]
    right = [e for e, match in matches if match == "same"]
    if said.kind == "size" and advised(piece) and not any(e.firm for e in right):
        right = []  # the card may name a size only to warn of it
    if right:
        return _right(said, piece, right, card)
    near = [e for e, match in matches if match == "near"]
    if near and said.scope != "about" and said.kind == "money":
        return Found("slip", near[0].fact, shown(near[0].value))
    if near:
        return Found("right", near[0].fact)
    if fact := derived(said, card):
        return Found("right", fact)
    if _heard(said, card) and not _pays(said, piece):
        return Found("right")
    return beyond(said, piece, left)


def _right(said: Said, piece: Piece, right: list[Entry], card: Card) -> Found:
    best = max(right, key=lambda e: (len(e.topics & piece.about), e.firm))
    if _flipped(said, piece, best):
        return Found("material", best.fact, best.text)
    wrong = _misplaced(said, piece, right, card)
    return Found("material", wrong.fact, shown(wrong.value)) if wrong else Found("right", best.fact)


def _heard(said: Said, card: Card) -> bool:
    """True when the buyer, the platform or an earlier reply said the same."""
    return any(compare(said, value, "exact", card.brief.now.tzinfo) == "same" for value in card.thread)


def _pays(said: Said, piece: Piece) -> bool:
    """True when the clause promises the amount: then the buyer's having asked for it does not make it right."""
    promises = piece.clause.polarity == "affirmed" and piece.clause.actor in {"seller", None}
    return said.kind == "money" and promises and bool(piece.topics & set(book()["remedies"]))


def _once(found: list[Claim]) -> tuple[Claim, ...]:
    seen: set[tuple[str, str, str | None]] = set()
    out = []
    for claim in sorted(found, key=lambda c: (c.span.start, c.span.end)):
        key = (claim.kind, claim.said.casefold(), claim.fact)
        if claim.verdict == "right" or key not in seen:
            out.append(claim)
        if claim.verdict != "right":
            seen.add(key)
    return tuple(out)


def _past(days: Days, today: dt.date) -> bool:
    return days.last <= today


def _flipped(said: Said, piece: Piece, entry: Entry) -> bool:
    """True when a right date is turned round: "no refund after 21 June" where the card refunds from then on."""
    if said.kind not in {"date", "deadline"} or entry.scope != "from":
        return False
    remedy = entry.topics & piece.topics & REMEDY
    return bool(remedy) and piece.clause.polarity == "negated" and said.scope == "from"


def _misplaced(said: Said, piece: Piece, right: list[Entry], card: Card) -> Entry | None:
    """The entry that a date was wrongly given for: the order's date given as the delivery's.

    Only when the clause names exactly one event, the card dates that event otherwise, and no fact with this
    date is about it.
    """
    if said.kind not in {"date", "deadline"} or piece.clause.mood in {"conditional", "question"}:
        return None
    events = piece.topics & set(book()["events"])
    if len(events) != 1 or not any(e.firm for e in right) or any(e.topics & events for e in right):
        return None
    others = [e for e in rivals(said, card) if e.topics & set(book()["events"]) == events]
    today, day = card.brief.now.date(), said.days[0]
    fits = [e for e in others if (own := card_days(e.value, None)) and _past(own[0], today) == _past(day, today)]
    return fits[0] if fits and len({shown(e.value) for e in fits}) == 1 else None
