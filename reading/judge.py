"""How a stated value that the card does not have is judged: conflict with the card, beyond it, or no claim at all."""

from __future__ import annotations

import re
from collections.abc import Callable

from reading.card import Card, Entry, shown
from reading.compare import card_days, number
from reading.goods import alike, carrier, code, measure, place, quantity, size
from reading.meant import Found, Point, against, comparable, governed, meant, own_step, rivals
from reading.said import Said, unit_of
from reading.subjects import pattern
from reading.terms import book

REMEDY = frozenset({"refund", "compensation", "replace", "return"})
_MONEY = REMEDY | {"price", "fee"}
_PROMISED = frozenset({"delivery", "refund", "return", "warranty", "replace", "stock", "dispatch"})
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def beyond(point: Point, card: Card) -> Found | None:
    """The verdict on a value that nothing on the card or in the thread confirms; None when it is no claim."""
    said, piece = point.said, point.piece
    if said.kind in {"money", "percent"} and _bait(point, card):
        return None  # a gift for a review or a coupon is for the rules to judge, not for the facts
    if said.kind == "duration" and pattern("apart").match(piece.clause.text, said.span.end):
        return None  # "a month before the wedding" is how far two days lie apart
    if said.raw.casefold() in {"tomorrow", "明天", "明日"} and _next_day(card):
        return None
    polite = said.kind in {"percent", "duration", "quantity"} and pattern("courtesy").search(piece.clause.text)
    if polite and said.kind != "duration":
        return None
    judge = None if polite else _JUDGES.get(said.kind)
    found = judge(point, card) if judge else None
    if found is not None and (found.verdict != "unsupported" or found.fact):
        return found
    entry = meant(point, card) if said.kind != "quantity" else None  # a number of things is of many things
    if entry is None:
        return found
    return against(entry, "unsupported" if _generous(point, entry, card) else "material")


def _next_day(card: Card) -> bool:
    """True when the card counts something by the next day, though it names no date for it."""
    texts = [fact.text for fact in card.brief.facts] + [task.text for task in card.brief.tasks]
    return any(pattern("next_day").search(text) for text in texts)


def _bait(point: Point, card: Card) -> bool:
    """True for an amount in talk of stars, or of a coupon where the card knows of none."""
    if point.roles & {"freight", "total", "unit"}:
        return False
    given = any("off" in e.roles and not e.asked and e.firm for e in card.entries)
    return pattern("stars" if given or "refund" in point.roles else "bait").search(point.piece.sentence) is not None


def _generous(point: Point, entry: Entry, card: Card) -> bool:
    """True for a remedy given sooner than the card has it: more than the card gives is V14's business."""
    own = card_days(entry.value, card.brief.now.tzinfo) if point.said.days else ()
    remedies = entry.topics & point.piece.topics & {"refund", "replace", "compensation"}
    if entry.scope in {"up_to", "before"}:
        remedies -= {"compensation"}  # a coupon that ends sooner is worth less
    return bool(own) and bool(remedies) and point.said.days[0].last < own[0].first


def _shared(entries: list[Entry], topics: frozenset[str]) -> list[Entry]:
    return sorted((e for e in entries if e.topics & topics), key=lambda e: -len(e.topics & topics))


def _money(point: Point, card: Card) -> Found | None:
    said, piece = point.said, point.piece
    if governed(point):
        return None  # "I can't do $10" refuses an amount, it does not state one
    if "freight" in point.roles and (known := _carried(card)):
        return Found("material", known.fact, known.text)
    if said.kind == "percent" and "off" in point.roles and (cut := _cut(said, card)):
        return cut
    topics = piece.about & _MONEY
    others = _shared(rivals(said, card), topics)
    if not others:
        if known := _priced(point, card):
            return against(known)
        return Found("unsupported") if topics or said.kind == "money" else None
    if _open_ended(point, card):
        return Found("unsupported", others[0].fact)  # a part within what may be given, its size left open
    if not others[0].topics & topics - {"price"} and len(_NUMBER.findall(piece.clause.text)) > 1:
        known = _priced(point, card) if "total" in point.roles else None
        return against(known) if known else Found("unsupported")  # "20 pieces are $20": a total, not the price of one
    return against(others[0])


def _priced(point: Point, card: Card) -> Entry | None:
    """The card's amount that another price or total, said flatly, stands against; none where the card has no price."""
    clause = point.piece.clause
    if point.said.kind != "money" or not point.roles & {"price", "total", "unit"} or clause.mood == "conditional":
        return None
    if clause.polarity == "negated" or pattern("pretending").search(point.piece.sentence):
        return None
    own = {fact.id for fact in card.brief.facts}
    known = [e for e in rivals(point.said, card) if not e.asked and e.fact in own]
    if "total" in point.roles:  # other sums than the card's own may be right
        known = [e for e in known if "total" in e.roles or "=" in e.text]
    return max(known, key=lambda e: len(e.roles & point.roles), default=None)


def _carried(card: Card) -> Entry | None:
    """A fact that includes the freight in the price, where the card has no freight to pay."""
    if any(e.firm and "freight" in e.roles and e.value.kind == "money" and e.value.value for e in card.entries):
        return None
    own = {fact.id for fact in card.brief.facts}
    return next((e for e in card.entries if e.fact in own and pattern("carried").search(e.text)), None)


def _cut(said: Said, card: Card) -> Found | None:
    """A reduction held against those that the card's own prices come to; None where it has no two prices."""
    own = {fact.id for fact in card.brief.facts}
    firm = [e for e in card.entries if e.firm and e.fact in own]
    prices = sorted({f for e in firm if e.value.kind == "money" and not e.asked and (f := number(e.value.value))})
    if any(e.value.kind == "percent" for e in firm) or len(prices) < 2 or said.high is None:
        return None
    cuts = {100 * (1 - low / high) for n, low in enumerate(prices[:12]) for high in prices[n + 1 : 12]}
    if any(abs(float(said.high) - cut) <= 1 for cut in cuts):
        return Found("right")
    reduced = [e for e in firm if e.value.kind == "money" and pattern("reduced").search(e.text) and not e.asked]
    return against(reduced[0]) if reduced else None


def _open_ended(point: Point, card: Card) -> bool:
    """True when a part may be given, and neither the authority nor a fact says how much."""
    said = point.said
    moves = {p.move.value for p in card.brief.authority or ()}
    if said.kind != "money" or not moves & {"REFUND_PART", "GOODWILL", "COUNTER"} or not said.high:
        return False
    if not (point.roles & {"refund", "off"} or point.piece.topics & REMEDY):
        return False
    amounts = [(number(e.value.value) or 0.0, e) for e in card.entries if e.value.kind == "money" and e.firm]
    top = max((amount for amount, _ in amounts), default=0.0)
    parts = [e for amount, e in amounts if 0 < amount < top and ("refund" in e.roles or e.topics & REMEDY)]
    return float(said.high) < top and not parts


def _date(point: Point, card: Card) -> Found | None:
    said, piece, today = point.said, point.piece, card.brief.now.date()
    clause, day = piece.clause, said.days[0]
    if late := _answered_late(point, card):
        return against(late)
    if clause.actor == "seller" and (piece.topics & set(book()["own_step"]) or not piece.topics):
        promised = clause.tense == "future" and day.last < today and said.kind in {"date", "deadline"}
        return Found("slip") if promised and said.unit is None and len(said.days) == 1 else None
    if day.first <= today <= day.last and clause.tense != "past":
        return None  # "today it is still there" dates the sentence, not the parcel
    for entry in _shared(rivals(said, card), _reach(piece.about)):
        if found := _date_against(point, entry, card):
            return found
    if (len(said.days) > 1 and said.raw.isalpha()) or clause.mood == "request" or clause.actor == "seller":
        return None
    return Found("unsupported") if piece.topics & _PROMISED else None


def _answered_late(point: Point, card: Card) -> Entry | None:
    """The card's one day of an answer, where a later one is named for it."""
    said, clause = point.said, point.piece.clause
    if "reply" not in point.close or clause.mood not in {"asserted", "request"} or clause.tense == "past":
        return None
    if said.unit is not None or len(said.days) != 1:
        return None
    known = [e for e in card.entries if e.firm and e.value.kind == "date" and "reply" in e.roles]
    days = {own[0].last for e in known if (own := card_days(e.value, card.brief.now.tzinfo))}
    return known[0] if len(days) == 1 and said.days[0].first > max(days) else None


def _reach(topics: frozenset[str]) -> frozenset[str]:
    """Scan and delivery both say where the parcel is: a date of one is held against the other."""
    where = frozenset({"scan", "delivery"})
    if "dispatch" in topics:  # "it left us on 5 May and reached …": which date is whose is not sure
        return topics - where
    return topics | where if topics & where else topics


def _date_against(point: Point, entry: Entry, card: Card) -> Found | None:
    own = card_days(entry.value, card.brief.now.tzinfo)
    if not own:
        return None
    said, piece = point.said, point.piece
    today, first, last = card.brief.now.date(), own[0].first, own[0].last
    day = said.days[0]
    shared = entry.topics & _reach(piece.about)
    if not shared & (REMEDY | {"scan", "delivery", "dispatch", "warranty", "stock", "placed", "case", "reserve"}):
        return None
    if (last <= today) != (day.last <= today):
        given = shared & REMEDY - ({"compensation"} if entry.scope in {"up_to", "before"} else frozenset())
        early = given and day.last < first  # more than the card gives: V14's business
        return against(entry, "unsupported") if early else None
    if day.last < first and entry.scope == "from" and shared & REMEDY:
        granted = piece.clause.polarity == "affirmed" and said.scope in {"exact", "from"}
        return against(entry, "unsupported" if granted else "material")
    if day.last < first and (entry.scope in {"up_to", "before"} or piece.clause.actor == "buyer"):
        return None  # asking for something earlier than the last day is no false statement
    if last <= today and piece.clause.polarity == "negated":
        return None
    return against(entry)


def _duration(point: Point, card: Card) -> Found | None:
    said, piece = point.said, point.piece
    clause = piece.clause
    if own_step(point) or (clause.actor == "seller" and not piece.topics and not point.roles):
        return None
    topics = piece.about & (_PROMISED | {"scan", "case", "reserve"})
    others = [e for e in _shared(rivals(said, card), topics) if _main(e.topics) == _main(topics)]
    if not topics:
        others = [e for e in alike(rivals(said, card), clause.text, said) if unit_of(e.value.unit) == said.unit]
    others = [e for e in others if not (point.roles and e.roles) or point.roles & e.roles]
    if others:
        return against(others[0])
    if late := _timed(point, card):
        return against(late)
    alone = [e for e in rivals(said, card) if point.roles & e.roles and comparable(said, e, card)]
    if len({shown(e.value) for e in alone}) == 1 and clause.mood != "conditional":
        return against(alone[0])
    return Found("unsupported") if piece.topics & _PROMISED and clause.mood != "request" else None


_TIMED = frozenset({"leave", "arrive", "back", "warranty", "return", "keep"})


def _timed(point: Point, card: Card) -> Entry | None:
    """The card's one time of the same event in the same unit, where another is said: "we finish in 10 days"."""
    clause, roles = point.piece.clause, point.close & _TIMED
    if not roles or clause.mood != "asserted" or clause.polarity == "negated" or clause.tense == "past":
        return None
    of_event = [e for e in card.entries if e.firm and e.value.kind == "duration" and e.roles & roles]
    same = [e for e in of_event if unit_of(e.value.unit) == point.said.unit and comparable(point.said, e, card)]
    return same[0] if len({shown(e.value) for e in same}) == 1 else None


def _main(topics: frozenset[str]) -> str | None:
    """What a length of time is of, where a sentence names several things: the refund after a return is a refund."""
    order = ("refund", "replace", "warranty", "case", "reserve", "stock", "dispatch", "return", "delivery", "scan")
    return next((topic for topic in order if topic in topics), None)


_JUDGES: dict[str, Callable[[Point, Card], Found | None]] = {
    "money": _money, "percent": _money, "date": _date, "deadline": _date, "duration": _duration, "code": code,
    "place": place, "carrier": carrier, "measure": measure, "quantity": quantity, "size": size,
}  # fmt: skip
