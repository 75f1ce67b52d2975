"""Which fact of the card a stated value is meant for, when its own value is not the card's."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from reading.card import Card, Entry, shown
from reading.compare import card_days, limits
from reading.nouns import Verdict
from reading.piece import Piece
from reading.said import Said, in_hours, unit_of
from reading.subjects import content_words, pattern
from reading.terms import book

SCALE = 8.0  # months are not a mistaken number of days
MEANT = 2.0  # points at which a clause clearly speaks of one fact
TYPED_WORDS = frozenset({"size", "place", "carrier", "code"})
GENERIC = frozenset({"price"})  # a role that goes with every other


class Found(NamedTuple):
    """A verdict with the card's entry it was held against."""

    verdict: Verdict
    fact: str | None = None
    expected: str | None = None


def against(entry: Entry, verdict: Verdict = "material") -> Found:
    """The verdict on a value that is not the one of ``entry``."""
    return Found(verdict, entry.fact, shown(entry.value))


class Point(NamedTuple):
    """A stated value where it stands: its clause, its roles, and the facts whose other values stand beside it."""

    said: Said
    piece: Piece
    roles: frozenset[str]
    beside: frozenset[str]  # facts told right by another value of the clause
    around: frozenset[str]  # … or of a neighbouring one
    close: frozenset[str] = frozenset()  # the roles by the nearest words alone
    numbers: tuple[Said, ...] = ()  # numbers of pieces in the clause


def rivals(said: Said, card: Card) -> list[Entry]:
    """The card's typed values that ``said`` is the same kind of thing as, but not the same."""
    return [e for e, match in card.standing(said) if match == "other" and e.firm]


def governed(point: Point) -> bool:
    """True when the clause denies at the value: "we can't give $10", but not "the $10 does not include tax"."""
    if point.piece.clause.polarity != "negated" or point.piece.clause.mood == "conditional":
        return False
    said, text = point.said, point.piece.clause.text
    no = pattern("negations").search(text, 0, said.span.start)
    return no is not None or pattern("refusing").search(text, said.span.end) is not None


def own_step(point: Point) -> bool:
    """True when the value dates the seller's own next step: a promise to write, to ask or to look again."""
    clause, topics = point.piece.clause, point.piece.topics
    if clause.actor != "seller" or clause.tense == "past" or point.said.kind not in {"date", "deadline", "duration"}:
        return False
    if point.roles & {"back", "leave", "arrive", "return", "warranty"} and "reply" not in point.roles:
        return False
    return bool(topics & set(book()["own_step"])) or pattern("own_step_words").search(clause.text) is not None


def meant(point: Point, card: Card) -> Entry | None:
    """The fact that the words around the value single out, or None.

    A word that few facts have counts 1, half if it stands in a neighbouring clause; a shared topic or role counts
    1, another value of the fact beside it 1.5; that no other value of the kind is on the card counts 1.
    """
    said = point.said
    if said.kind in TYPED_WORDS or governed(point) or own_step(point) or not point.piece.clause.text:
        return None
    others = [e for e in rivals(said, card) if comparable(said, e, card)]
    alone = len({shown(e.value) for e in others}) == 1
    scored = [(score(point, e, card) + alone, -n, e) for n, e in enumerate(others)]
    best = max(scored, default=None, key=lambda s: s[:2])
    return best[2] if best and best[0] >= MEANT else None


def score(point: Point, entry: Entry, card: Card) -> float:
    """How clearly the words around the value speak of ``entry``, in points (see ``meant``)."""
    said, piece = point.said, point.piece
    drop = content_words(said.raw) | content_words(shown(entry.value))
    rare = card.rare(entry.fact) - drop
    own, around = content_words(piece.clause.text), content_words(piece.around)
    points = min(2.0, len(rare & own)) + min(1.0, 0.5 * len(rare & (around - own)))
    points += min(2.0, len(entry.topics & piece.topics)) or 0.5 * bool(entry.topics & piece.near)
    points += 1.5 if entry.fact in point.beside else 0.5 if entry.fact in point.around else 0.0
    points += _by_role(point.roles, entry.roles)
    if said.kind in {"money", "percent"} and piece.clause.mood != "question":
        points += 0.5  # an amount is hardly ever said in passing
    return points - _out_of_time(point, entry, card)


def _by_role(ours: frozenset[str], theirs: frozenset[str]) -> float:
    if ours & theirs:
        return 1.5 if ours & theirs - GENERIC else 1.0
    return -1.5 if ours - GENERIC and theirs - GENERIC else 0.0


def _out_of_time(point: Point, entry: Entry, card: Card) -> float:
    """A past clause hardly dates what is to come, nor a promise what is over."""
    if point.said.kind not in {"date", "deadline"}:
        return 0.0
    own, today = card_days(entry.value, card.brief.now.tzinfo), card.brief.now.date()
    if not own or (own[0].last <= today) == _over(point, today):
        return 0.0
    return 1.0


def _over(point: Point, today: dt.date) -> bool:
    tense = point.piece.clause.tense
    if tense in {"past", "future"} and point.piece.clause.mood == "asserted":
        return tense == "past"
    return point.said.days[0].last <= today


def comparable(said: Said, entry: Entry, card: Card) -> bool:
    """Quantities and measures of the same unit, times of the same order, and never "today" or a vague day."""
    if said.kind in {"measure", "quantity"}:
        return unit_of(entry.value.unit) == said.unit
    if said.kind == "duration" and (hours := said.hours()) and (ends := limits(entry.value)):
        ratio = hours[1] / max(in_hours(ends[1], unit_of(entry.value.unit)), 0.01)
        return 1 / SCALE <= ratio <= SCALE
    if said.kind not in {"date", "deadline"}:
        return True
    today = card.brief.now.date()
    if said.days[0].first <= today <= said.days[0].last or (said.raw.isalpha() and len(said.days) > 1):
        return False
    return bool(card_days(entry.value, card.brief.now.tzinfo))
