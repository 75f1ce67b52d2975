"""How a stated value that the card does not have is judged: conflict with the card, beyond it, or no claim at all."""

from __future__ import annotations

import re
from typing import NamedTuple

from reading.card import Card, Entry, shown
from reading.codes import plain
from reading.compare import card_days, compare, limits, number
from reading.nouns import Verdict
from reading.piece import Piece
from reading.said import Said, in_hours, unit_of
from reading.subjects import content_words, pattern
from reading.terms import book, places


class Found(NamedTuple):
    """A verdict with the card's entry it was held against."""

    verdict: Verdict
    fact: str | None = None
    expected: str | None = None


REMEDY = frozenset({"refund", "compensation", "replace", "return"})
_MONEY = REMEDY | {"price", "fee"}
_PROMISED = frozenset({"delivery", "refund", "return", "warranty", "replace", "stock", "dispatch"})


_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def beyond(said: Said, piece: Piece, card: Card) -> Found | None:
    """The verdict on a value that nothing on the card or in the thread confirms; None when it is no claim."""
    if pattern("bait").search(piece.around) and said.kind in {"money", "percent"}:
        return None  # a gift for a review or a coupon is for the rules to judge, not for the facts
    if pattern("courtesy").search(piece.clause.text) and said.kind in {"percent", "duration", "quantity"}:
        return None
    judge = {
        "money": _money, "percent": _money, "date": _date, "deadline": _date, "duration": _duration, "code": _code,
        "place": _place, "carrier": _carrier, "measure": _measure, "quantity": _quantity, "size": _size,
    }.get(said.kind)  # fmt: skip
    found = judge(said, piece, card) if judge else None
    if found is not None and (found.verdict != "unsupported" or found.fact):
        return found
    entry = _meant(said, piece, card)
    return _against(entry) if entry else found


SCALE = 5.0  # months are not a mistaken number of days
MEANT = 2.0  # points at which a clause clearly speaks of one fact


def _meant(said: Said, piece: Piece, card: Card) -> Entry | None:
    """The fact that the words of the clause single out, when its value is not the one that was said.

    A word that few facts have counts 1, half if it stands in a neighbouring clause; a shared topic counts 1.
    """
    clause = piece.clause
    if said.kind in {"size", "place", "carrier", "code"} or clause.polarity == "negated" or clause.mood == "question":
        return None
    step = clause.actor == "seller" and piece.topics & set(book()["own_step"])
    if step and said.kind in {"date", "deadline", "duration"}:
        return None
    others = [e for e in rivals(said, card) if _comparable(said, e, card)]
    scored = [(_score(said, piece, e, card), n, e) for n, e in enumerate(others)]
    best = max(scored, default=None, key=lambda s: (s[0], -s[1]))
    return best[2] if best and best[0] >= MEANT else None


def _score(said: Said, piece: Piece, entry: Entry, card: Card) -> float:
    rare = card.rare(entry.fact) - content_words(said.raw) - content_words(shown(entry.value))
    own, around = content_words(piece.clause.text), content_words(piece.around)
    return len(rare & own) + 0.5 * len(rare & (around - own)) + len(entry.topics & piece.topics)


def _comparable(said: Said, entry: Entry, card: Card) -> bool:
    """Dates on the same side of today, and no earlier than a last day; quantities and measures of the same unit."""
    if said.kind in {"measure", "quantity"}:
        return unit_of(entry.value.unit) == said.unit
    if said.kind == "duration" and (hours := said.hours()) and (ends := limits(entry.value)):
        ratio = hours[1] / max(in_hours(ends[1], unit_of(entry.value.unit)), 0.01)
        return 1 / SCALE <= ratio <= SCALE
    if said.kind not in {"date", "deadline"}:
        return True
    own, today = card_days(entry.value, card.brief.now.tzinfo), card.brief.now.date()
    if not own or said.days[0].first <= today <= said.days[0].last or (said.raw.isalpha() and len(said.days) > 1):
        return False
    early = entry.scope in {"up_to", "before"} and said.days[0].last < own[0].first
    return not early and (own[0].last <= today) == (said.days[0].last <= today)


def rivals(said: Said, card: Card) -> list[Entry]:
    """The card's typed values that ``said`` is the same kind of thing as, but not the same."""
    zone = card.brief.now.tzinfo
    return [e for e in card.entries if e.firm and compare(said, e.value, e.scope, zone) == "other"]


def _shared(entries: list[Entry], topics: frozenset[str]) -> list[Entry]:
    return sorted((e for e in entries if e.topics & topics), key=lambda e: -len(e.topics & topics))


def _against(entry: Entry, verdict: Verdict = "material") -> Found:
    return Found(verdict, entry.fact, shown(entry.value))


def _money(said: Said, piece: Piece, card: Card) -> Found | None:
    if piece.clause.polarity == "negated":
        return None  # "I can't do $10" refuses an amount, it does not state one
    topics = piece.about & _MONEY
    others = _shared(rivals(said, card), topics)
    if not others:
        return Found("unsupported") if topics or said.kind == "money" else None
    moves = {p.move.value for p in card.brief.authority or ()}
    top = max((number(e.value.value) or 0.0 for e in others), default=0.0)
    open_ended = said.kind == "money" and moves & {"REFUND_PART", "GOODWILL", "COUNTER"}
    if open_ended and said.high and float(said.high) < top:
        return Found("unsupported", others[0].fact)  # a part within what may be given, its size left open
    if not others[0].topics & topics - {"price"} and len(_NUMBER.findall(piece.clause.text)) > 1:
        return Found("unsupported")  # "20 pieces are $20": a total, not the price of one
    return _against(others[0])


def _date(said: Said, piece: Piece, card: Card) -> Found | None:
    today = card.brief.now.date()
    clause, day = piece.clause, said.days[0]
    step = clause.actor == "seller" and (piece.topics & set(book()["own_step"]) or not piece.topics)
    if step:
        promised = clause.tense == "future" and day.last < today and said.kind in {"date", "deadline"}
        return Found("slip") if promised and said.unit is None and len(said.days) == 1 else None
    if day.first <= today <= day.last and clause.tense != "past":
        return None  # "today it is still there" dates the sentence, not the parcel
    for entry in _shared(rivals(said, card), _reach(piece.about)):
        if found := _date_against(said, piece, entry, card):
            return found
    if (len(said.days) > 1 and said.raw.isalpha()) or clause.mood == "request" or clause.actor == "seller":
        return None
    return Found("unsupported") if piece.topics & _PROMISED else None


def _reach(topics: frozenset[str]) -> frozenset[str]:
    """Scan and delivery both say where the parcel is: a date of one is held against the other."""
    where = frozenset({"scan", "delivery"})
    if "dispatch" in topics:  # "it left us on 5 May and reached …": which date is whose is not sure
        return topics - where
    return topics | where if topics & where else topics


def _date_against(said: Said, piece: Piece, entry: Entry, card: Card) -> Found | None:
    own = card_days(entry.value, card.brief.now.tzinfo)
    if not own:
        return None
    today, first, last = card.brief.now.date(), own[0].first, own[0].last
    day = said.days[0]
    shared = entry.topics & _reach(piece.about)
    if not shared & (REMEDY | {"scan", "delivery", "dispatch", "warranty", "stock", "placed", "case", "reserve"}):
        return None
    if (last <= today) != (day.last <= today):
        early = shared & REMEDY and day.last < first  # more than the card gives: V14's business
        return _against(entry, "unsupported") if early else None
    if day.last < first and entry.scope == "from" and shared & REMEDY:
        granted = piece.clause.polarity == "affirmed" and said.scope in {"exact", "from"}
        return _against(entry, "unsupported" if granted else "material")
    if day.last < first and (entry.scope in {"up_to", "before"} or piece.clause.actor == "buyer"):
        return None  # asking for something earlier than the last day is no false statement
    if last <= today and piece.clause.polarity == "negated":
        return None
    return _against(entry)


def _duration(said: Said, piece: Piece, card: Card) -> Found | None:
    clause = piece.clause
    if clause.actor == "seller" and (piece.topics & set(book()["own_step"]) or not piece.topics):
        return None
    topics = piece.about & (_PROMISED | {"scan", "case", "reserve"})
    others = [e for e in _shared(rivals(said, card), topics) if _main(e.topics) == _main(topics)]
    if not topics:
        others = _alike(rivals(said, card), piece.clause.text, said)
        others = [e for e in others if unit_of(e.value.unit) == said.unit]
    if others:
        return _against(others[0])
    return Found("unsupported") if piece.topics & _PROMISED and clause.mood != "request" else None


def _alike(entries: list[Entry], text: str, said: Said) -> list[Entry]:
    """The entries whose fact shares a content word with ``text``, the value's own words apart."""
    words = content_words(text) - content_words(said.raw)
    return [e for e in entries if words & (content_words(e.text) - content_words(shown(e.value)))]


def _main(topics: frozenset[str]) -> str | None:
    """What a length of time is of, where a sentence names several things: the refund after a return is a refund."""
    order = ("refund", "replace", "warranty", "case", "reserve", "stock", "dispatch", "return", "delivery", "scan")
    return next((topic for topic in order if topic in topics), None)


def _code(said: Said, piece: Piece, card: Card) -> Found | None:
    firm = [e for e in card.entries if e.firm and e.value.kind == "code"]
    names = [(e, _plain(e)) for e in firm]
    if any(name.startswith(said.name) or name.endswith(said.name) for _, name in names if len(said.name) >= 6):
        return Found("right", next(e.fact for e, name in names if said.name in name))
    typo = next((e for e, name in names if _close(said.name, name)), None)
    if typo:
        return _against(typo)
    if said.role == "tracking":
        return _of_role(firm, ("track", "单号", "运单"), "material")
    if said.role == "order":
        return _of_role(firm, ("order", "订单"), "unsupported")
    return None


def _of_role(firm: list[Entry], words: tuple[str, ...], otherwise: Verdict) -> Found:
    """Against the card's code of the same role; ``otherwise`` when the card has none."""
    for entry in firm:
        if any(word in f"{entry.fact} {entry.text}".lower() for word in words):
            return _against(entry)
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


def _place(said: Said, piece: Piece, card: Card) -> Found | None:
    entry = places().get(said.name.casefold())
    where = piece.about & set(book()["whereabouts"])
    if not where or entry is None or entry[2] == "country" or piece.clause.polarity == "negated":
        return None
    if piece.clause.tense == "future" or piece.clause.mood == "conditional":
        return None
    others = [e for e in rivals(said, card) if e.topics & set(book()["whereabouts"])]
    if others and piece.about & {"scan", "delivery"}:
        return _against(others[0])
    return Found("unsupported")


def _carrier(said: Said, piece: Piece, card: Card) -> Found | None:
    others = rivals(said, card)
    return _against(others[0], "slip") if others and piece.clause.polarity == "affirmed" else None


def _measure(said: Said, piece: Piece, card: Card) -> Found | None:
    if piece.clause.polarity == "negated" or piece.clause.mood in {"conditional", "request"}:
        return None
    others = rivals(said, card)
    close = _alike(others, piece.clause.text, said)
    table = book()["measures"].get(said.unit, {})
    if not close and len(others) == 1 and table.get("of") in book()["specifying"]:
        close = others
    same_unit = sum(e.firm and e.value.kind == "measure" for e in card.entries)
    if close and (len(close) == 1 or same_unit == len(close)):
        return _against(close[0])
    return Found("unsupported") if not others else None


def _quantity(said: Said, piece: Piece, card: Card) -> Found | None:
    if said.unit in {"star", "photo", "time", "share"} or said.high is None or said.high <= 2:
        return None
    others = [e for e in rivals(said, card) if e.topics & piece.topics & {"order_size"}]
    return _against(others[0]) if others and piece.clause.polarity == "affirmed" else None


def _size(said: Said, piece: Piece, card: Card) -> Found | None:
    others = rivals(said, card)
    if not others or not _alike(others, piece.around, said) or piece.clause.polarity == "negated":
        return None
    return _against(others[0]) if advised(piece) and len({shown(e.value) for e in others}) == 1 else None


def advised(piece: Piece) -> bool:
    """True when the clause advises a choice ("please choose size 02"), and does not warn of it."""
    text = piece.clause.text
    return pattern("advice").search(text) is not None and not pattern("warning").search(text)
