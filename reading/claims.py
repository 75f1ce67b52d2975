"""What a reply states that can be checked, held against the card: right, slip, unsupported or material."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reading.boasts import boasts
from reading.card import Card, Entry, card_of, derived, shown
from reading.compare import compare
from reading.contraries import contraries
from reading.coverage import coverage
from reading.denials import Similar, delivered, denied, stated
from reading.doubts import counted, doubted, flipped, grants_wish, heard, promised, too_soon, unfit
from reading.judge import beyond
from reading.meant import Found, Point, against
from reading.nouns import Brief, Claim, Span
from reading.piece import ClauseLike, Piece, asks, pieces
from reading.reversals import reversals
from reading.roles import roles_of
from reading.said import Said
from reading.sizes import advisable, letters
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
    card = card_of(brief).afresh()
    all_pieces = pieces(clauses)
    told = [values_in(p.clause.text, brief.now, brief.language, card.currency, card.places) for p in all_pieces]
    facts = [frozenset[str]().union(*(_facts(said, card) for said in values)) for values in told]
    found: list[Claim] = []
    reply = " ".join(piece.clause.text for piece in all_pieces)
    for n, piece in enumerate(all_pieces):
        if piece.clause.quoted:
            continue
        refusal = None if _refuses_wish(told[n], card) else denied(piece, card, all_pieces)
        near = frozenset[str]().union(*facts[max(0, n - 1) : n], *facts[n + 1 : n + 2])
        values = [] if refusal else _of_values(piece, card, told[n], near)
        status = delivered(piece, card) if not any(c.verdict == "material" for c in values) else None
        found += [claim for claim in (refusal, status) if claim]
        found += values
        found += [] if refusal else _turned(piece, card, reply) + _letters(piece, card, values)
        found += [c for c in stated(piece, card, similar) if not refusal and _not_yet(c, values)]
    return _once(found + boasts(all_pieces))


def _turned(piece: Piece, card: Card, reply: str) -> list[Claim]:
    """The contrary of the card in words; the narrower rules first, since they name the fact more surely."""
    return reversals(piece, card) or contraries(piece, card, reply)


def _not_yet(claim: Claim, values: list[Claim]) -> bool:
    """True when the fact that ``claim`` is about has not been judged by a value of the clause."""
    return claim.verdict == "material" or claim.fact not in {value.fact for value in values}


def _of_values(piece: Piece, card: Card, told: tuple[Said, ...], near: frozenset[str]) -> list[Claim]:
    if not told:
        return []
    start = piece.clause.span.start
    matches = [_facts(said, card) for said in told]
    # what is given right is not what another value beside it is of
    left = card.without({id(e) for said in told for e in _given(said, card)}, told)
    numbers = tuple(said for said in told if said.kind == "quantity")
    found = []
    for n, said in enumerate(told):
        beside = frozenset[str]().union(*(facts for m, facts in enumerate(matches) if m != n))
        text = piece.clause.text
        roles, close = roles_of(text, told, n), roles_of(text, told, n, wide=False)
        point = Point(said, piece, roles, beside, near, close, numbers)
        verdict = _verdict(point, card, left)
        if verdict is None or (asks(piece) and verdict.verdict != "right"):
            continue
        span = Span(start=start + said.span.start, end=start + said.span.end)
        about = {"verdict": verdict.verdict, "fact": verdict.fact, "expected": verdict.expected}
        found.append(Claim.model_validate({"span": span, "kind": said.kind, "said": said.raw, **about}))
    return found


def _letters(piece: Piece, card: Card, values: list[Claim]) -> list[Claim]:
    """Sizes that are advised by a lone letter, in words that do not speak of sizes, and do not fit this buyer."""
    fits, entry = advisable(card, "letter")
    if entry is None or not fits or any(c.kind == "size" for c in values) or not (at := letters(piece)):
        return []
    start, text = piece.clause.span.start, piece.clause.text
    wrong = [(a, b) for a, b in at if text[a:b] not in fits]
    about = {"kind": "size", "verdict": "material", "fact": entry.fact, "expected": shown(entry.value)}
    return [
        Claim.model_validate({"span": Span(start=start + a, end=start + b), "said": text[a:b], **about})
        for a, b in wrong[:1]
    ]


def _refuses_wish(told: tuple[Said, ...], card: Card) -> bool:
    """True when a clause names an amount that the card has only as the buyer's wish: refusing that denies nothing."""
    zone = card.brief.now.tzinfo
    for said in told:
        if said.kind != "money":
            continue
        firm = [e for e in card.entries if e.firm and compare(said, e.value, "exact", zone) == "same"]
        if firm and all(e.asked for e in firm):
            return True
    return False


def _given(said: Said, card: Card) -> Iterator[Entry]:
    """The entries whose whole value ``said`` is: one end of a span of days leaves the other to be told."""
    for entry, match in card.standing(said):
        whole = entry.value.from_ is None or entry.value.from_ == entry.value.to
        if match == "same" and (whole or (said.days and said.days[0].first != said.days[0].last)):
            yield entry


def _facts(said: Said, card: Card) -> frozenset[str]:
    """The facts that have this value."""
    return frozenset(e.fact for e, match in card.standing(said) if match == "same" and e.firm)


def _verdict(point: Point, card: Card, left: Card) -> Found | None:
    said, matches = point.said, card.standing(point.said)
    right = [e for e, match in matches if match == "same"]
    if unfit(said, point.piece, card):
        return beyond(point, card)
    if entry := counted(point, card):
        return against(entry)
    if said.kind == "date" and (entry := too_soon(point, card)):
        return against(entry)
    if right:
        return _right(point, right, card)
    near = [e for e, match in matches if match == "near"]
    if near and said.scope != "about" and said.kind == "money":
        return Found("slip", near[0].fact, shown(near[0].value))
    if near:
        return Found("right", near[0].fact)
    if fact := derived(said, card):
        return Found("right", fact)
    if heard(said, card) and not promised(point):
        return Found("right")
    return beyond(point, left)


def _right(point: Point, right: list[Entry], card: Card) -> Found:
    best = max(right, key=lambda e: (len(e.topics & point.piece.about), e.firm))
    if flipped(point.said, point.piece, best):
        return Found("material", best.fact, best.text)
    if grants_wish(point, right):
        return Found("material", best.fact, best.text)
    wrong = doubted(point, right, card)
    return against(wrong) if wrong else Found("right", best.fact)


def _once(found: list[Claim]) -> tuple[Claim, ...]:
    seen: set[tuple[str, str, str | None]] = set()
    out = []
    for claim in sorted(found, key=lambda c: (c.span.start, c.span.end)):
        key = (claim.kind, "" if claim.kind == "entitlement" else claim.said.casefold(), claim.fact)
        if claim.verdict == "right" or key not in seen:
            out.append(claim)
        if claim.verdict != "right":
            seen.add(key)
    return tuple(out)
