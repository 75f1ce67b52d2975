"""Codes, places, carriers, measures, quantities and sizes that are not the card's: wrong, beyond it, or no claim."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from reading.card import Card, Entry, shown
from reading.codes import plain
from reading.compare import size_name
from reading.meant import Found, Point, against, governed, rivals
from reading.nouns import Verdict
from reading.said import Said
from reading.sizes import advisable, advised, system
from reading.sought import Sought
from reading.subjects import content_words
from reading.terms import book, places


def code(point: Point, card: Card) -> Found | None:
    """A code that is nearly one of the card's, or stands for the one of its role."""
    said = point.said
    firm = [e for e in card.entries if e.firm and e.value.kind == "code"]
    names = [(e, _plain(e)) for e in firm]
    if any(name.startswith(said.name) or name.endswith(said.name) for _, name in names if len(said.name) >= 6):
        return Found("right", next(e.fact for e, name in names if said.name in name))
    typo = next((e for e, name in names if _close(said.name, name)), None)
    if typo:
        return against(typo)
    if said.role == "tracking":
        return _of_role(firm, ("track", "单号", "运单"), "material")
    if said.role == "order":
        return _of_role(firm, ("order", "订单"), "unsupported")
    return None


def _of_role(firm: list[Entry], words: tuple[str, ...], otherwise: Verdict) -> Found:
    """Against the card's code of the same role; ``otherwise`` when the card has none."""
    for entry in firm:
        if any(word in f"{entry.fact} {entry.text}".lower() for word in words):
            return against(entry)
    return Found(otherwise)


def _plain(entry: Entry) -> str:
    return plain(str(entry.value.value))


def _close(a: str, b: str) -> bool:
    """True for a mistyped code: as long, or one sign more or less, and at most three signs changed."""
    if abs(len(a) - len(b)) > 1 or len(a) < 8 or a == b:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) <= 3
    short, long = sorted((a, b), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))


def place(point: Point, card: Card) -> Found | None:
    """A place where the parcel is not."""
    said, piece = point.said, point.piece
    entry = places().get(said.name.casefold())
    where = piece.about & set(book()["whereabouts"])
    if not where or entry is None or entry[2] == "country" or piece.clause.polarity == "negated":
        return None
    if piece.clause.tense == "future" or piece.clause.mood == "conditional":
        return None
    others = [e for e in rivals(said, card) if e.topics & set(book()["whereabouts"])]
    if others and piece.about & {"scan", "delivery"}:
        return against(others[0])
    return Found("unsupported")


def carrier(point: Point, card: Card) -> Found | None:
    """Another carrier than the card's: a slip."""
    said, piece = point.said, point.piece
    others = rivals(said, card)
    return against(others[0], "slip") if others and piece.clause.polarity == "affirmed" else None


def measure(point: Point, card: Card) -> Found | None:
    """Another figure for what the card gives in the same unit."""
    said, piece = point.said, point.piece
    if governed(point) or piece.clause.mood in {"conditional", "request"}:
        return None
    others = rivals(said, card)
    close = alike(others, piece.clause.text, said)
    table = book()["measures"].get(said.unit, {})
    if not close and len(others) == 1 and table.get("of") in book()["specifying"]:
        close = others
    same_unit = sum(e.firm and e.value.kind == "measure" for e in card.entries)
    if close and (len(close) == 1 or same_unit == len(close)):
        return against(close[0])
    if sized := _sized(others, piece.clause.text):
        return against(sized)
    known = any(e.firm and said.low is not None and _stands(said.low, e.text) for e in card.entries)
    return Found("unsupported") if not others and not known else None


def _stands(figure: Decimal, text: str) -> bool:
    """True when the card has the figure, if in a unit that is not known by name ("36 in", "M6")."""
    return re.search(rf"(?<![\d.]){figure.normalize():f}(?![\d.]*\d)", text) is not None


def _sized(entries: list[Entry], text: str) -> Entry | None:
    """The entry of the dimension that ``text`` names (width, weight …), where all the card has of it is another."""
    for words in _dimensions():
        if words.search(text):
            return next((e for e in entries if words.search(e.text)), None)
    return None


@cache
def _dimensions() -> tuple[Sought, ...]:
    return tuple(Sought(f"{entry['en']}|{entry['zh']}") for entry in book()["dimensions"].values())


def quantity(point: Point, card: Card) -> Found | None:
    """Another least order, or another number of what a fact counts."""
    said, piece = point.said, point.piece
    if said.unit in {"star", "photo", "time", "share"} or said.high is None or said.high <= 2:
        return None
    others = [e for e in rivals(said, card) if e.topics & piece.topics & {"order_size"}]
    return against(others[0]) if others and piece.clause.polarity == "affirmed" else None


def size(point: Point, card: Card) -> Found | None:
    """A size that does not fit this buyer, or that no fact knows. Without a fitting size it is no claim."""
    said, clause = point.said, point.piece.clause
    fits, entry = advisable(card, system(said.name))
    if entry is None or size_name(said.name) in fits or clause.polarity == "negated" or clause.mood == "conditional":
        return None
    named = {size_name(one.name) for one in card.sizes}
    return against(entry) if advised(point.piece, said.span.start) or size_name(said.name) not in named else None


def alike(entries: list[Entry], text: str, said: Said) -> list[Entry]:
    """The entries whose fact shares a content word with ``text``, the value's own words apart."""
    words = content_words(text) - content_words(said.raw)
    return [e for e in entries if words & (content_words(e.text) - content_words(shown(e.value)))]
