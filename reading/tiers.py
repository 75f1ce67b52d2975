"""The price of a number of pieces: whether the one that was said belongs to the number that stands beside it."""

from __future__ import annotations

import re
from decimal import Decimal

from reading.card import Card, Entry
from reading.compare import limits
from reading.meant import Point, rivals
from reading.said import Said
from reading.subjects import pattern
from reading.terms import fold


def other_number(point: Point, right: list[Entry], card: Card) -> Entry | None:
    """The price of the number of pieces named in the clause, where the price said is that of another number."""
    if "unit" not in point.roles or not point.numbers:
        return None
    facts = {e.fact for e in right if e.firm}
    text, start = point.piece.clause.text, point.said.span.start
    near = [
        one for one in point.numbers if start - 40 < one.span.end <= start and "," not in text[one.span.end : start]
    ]
    named = {e.fact for e in card.entries for one in near if _counts(e, one)}
    if len(near) != 1 or not facts or not named or facts & named or former(point):
        return None
    others = [e for e in rivals(point.said, card) if e.fact in named and "unit" in e.roles]
    return others[0] if others and any(_is_counted(fact, card) for fact in facts) else None


_TIER = re.compile(
    r"(?:(?P<open>from|over|above|at least|满|≥)\s?)?(?P<low>\d+)(?:\s?(?:to|-|–|至|到)\s?(?P<high>\d+))?\s?"
    r"(?P<more>\+|or more|以上)?\s?"
    r"(?:pieces?|pcs|units?|sets?|个|件|套|只)(?P<up>以上| or more| and more)?[^\d;；]{0,24}?"
    r"(?P<price>\d+(?:\.\d+)?)",
    re.IGNORECASE,
)


def tier(point: Point, right: list[Entry]) -> Entry | None:
    """The entry with the price for the number of pieces in the clause, where a fact has one for each range of them."""
    if "unit" not in point.roles or len(point.numbers) != 1 or former(point):
        return None
    number, said = point.numbers[0].low, point.said.low
    for entry in (e for e in right if e.firm):
        rows = (_TIER.match(row.strip()) for row in re.split("[;；,，]", fold(entry.text)))
        tiers = [_ranged(row) for row in rows if row]
        fits = [price for low, high, price in tiers if number is not None and low <= number <= high]
        if len(tiers) > 1 and len(set(fits)) == 1 and fits[0] != said and any(t[2] == said for t in tiers):
            return entry._replace(value=entry.value.model_copy(update={"value": float(fits[0])}))
    return None


def _ranged(tier: re.Match[str]) -> tuple[Decimal, Decimal, Decimal]:
    low = Decimal(tier["low"])
    more = tier["open"] or tier["more"] or tier["up"]
    high = Decimal(tier["high"]) if tier["high"] else Decimal(10**9) if more else low
    return low, high, Decimal(tier["price"])


def former(point: Point) -> bool:
    """True for what a price was before: "instead of $2.35"."""
    return pattern("former").search(point.piece.clause.text[: point.said.span.start]) is not None


def _counts(entry: Entry, said: Said) -> bool:
    return entry.firm and entry.value.kind == "quantity" and (limits(entry.value) or (0, 0))[0] == float(said.low or 0)


def _is_counted(fact: str, card: Card) -> bool:
    return any(e.fact == fact and e.firm and e.value.kind == "quantity" for e in card.entries)
