"""Whether a value that the card has is said of the right thing: the date of this event, the price of this number."""

from __future__ import annotations

import datetime as dt
import re

from reading.card import Card, Entry
from reading.compare import card_days, compare, limits, size_name
from reading.judge import REMEDY
from reading.meant import Point, comparable, governed, own_step, rivals, score
from reading.piece import Piece
from reading.said import Days, Said
from reading.sizes import advisable, advised, system
from reading.subjects import content_words, pattern
from reading.terms import book, fold
from reading.tiers import former, other_number, tier

CLEARLY = 3.5  # points at which no other fact can be meant
_FIRM_ROLES = frozenset({"freight", "total", "refund", "pay", "warranty", "back", "return"})


def doubted(point: Point, right: list[Entry], card: Card) -> Entry | None:
    """The entry that contradicts a value which the entries ``right`` have, or None when it stands.

    A right date for another event, the sum before the discount given as the total, the price of another number
    of pieces, an old order's price for something new, the buyer's own wish given as a promise.
    """
    said = point.said
    if point.piece.clause.mood == "question" or governed(point):
        return None
    today = card.brief.now.date()
    if said.days and said.days[0].first <= today <= said.days[0].last:
        return None
    if said.kind in {"date", "deadline"}:
        if own_step(point):
            return None  # the day of the next message is nobody's delivery
        found = _wished(point, right, card) or _misplaced(said, point.piece, right, card)
        return found or _outdone(point, right, card)
    if said.kind == "money":
        return (
            _other_sum(point, right, card)
            or tier(point, right)
            or _other_role(point, right, card)
            or other_number(point, right, card)
            or _old_price(point, right, card)
        )
    return _other_role(point, right, card) if said.kind == "duration" else None


def _outdone(point: Point, right: list[Entry], card: Card) -> Entry | None:
    """The entry that the words single out by far, where the date said is that of quite another fact."""
    if point.piece.clause.mood != "asserted" or not any(e.firm for e in right):
        return None
    ours = max(score(point, e, card) for e in right)
    scored = [(score(point, e, card), -n, e) for n, e in enumerate(rivals(point.said, card))]
    best = max(scored, default=None, key=lambda one: one[:2])
    return best[2] if best and best[0] >= CLEARLY and ours <= 0 and comparable(point.said, best[2], card) else None


def unfit(said: Said, piece: Piece, card: Card) -> bool:
    """True for a size that is advised and does not fit this buyer, whoever has named it."""
    if said.kind != "size" or not advised(piece, said.span.start):
        return False
    fits, _ = advisable(card, system(said.name))
    return bool(fits) and size_name(said.name) not in fits


def flipped(said: Said, piece: Piece, entry: Entry) -> bool:
    """True when a right date is turned round: "no refund after 21 June" where the card refunds from then on."""
    if said.kind not in {"date", "deadline"} or entry.scope != "from":
        return False
    remedy = entry.topics & piece.topics & REMEDY
    return bool(remedy) and piece.clause.polarity == "negated" and said.scope == "from"


def promised(point: Point) -> bool:
    """True when the clause promises the amount: then the buyer's having asked for it does not make it right."""
    said, piece = point.said, point.piece
    promises = piece.clause.polarity == "affirmed" and piece.clause.actor in {"seller", None}
    return said.kind == "money" and promises and bool(piece.topics & set(book()["remedies"]))


def counted(point: Point, card: Card) -> Entry | None:
    """The card's date that a number of days does not come to: so many days to pay, so many days longer."""
    said, today = point.said, card.brief.now.date()
    if said.kind != "duration" or said.high is None or governed(point) or point.piece.clause.actor == "platform":
        return None
    dated = [(e, own[0].first) for e in card.entries if e.firm and (own := card_days(e.value, card.brief.now.tzinfo))]
    if "extend" in point.roles:
        ends = [(e, day) for e, day in dated if "extend" in e.roles and pattern("extending").search(e.text)]
        gaps = {abs((a - b).days) for _, a in ends for _, b in ends} - {0}
        return ends[-1][0] if len(gaps) == 1 and _days(said) not in gaps else None
    if _to_pay(point) and point.piece.clause.mood != "conditional" and said.unit in {"hour", "day", "week"}:
        due = today + dt.timedelta(days=_days(said))
        last = [(e, day) for e, day in dated if e.roles & {"keep", "pay"} and day > today and not e.asked]
        return last[0][0] if len({day for _, day in last}) == 1 and last[0][1] != due else None
    return None


def grants_wish(point: Point, right: list[Entry]) -> bool:
    """True when the clause gives an amount that the card knows only as the buyer's wish, or as refused."""
    firm = [entry for entry in right if entry.firm]
    if not firm or not all(entry.asked for entry in firm) or former(point):
        return False
    if point.piece.clause.polarity == "negated":
        return False
    gives = promised(point) or (point.said.kind == "money" and "compensation" in point.piece.topics)
    return gives and point.piece.clause.mood not in {"question", "conditional"}


def _other_role(point: Point, right: list[Entry], card: Card) -> Entry | None:
    """The one entry of the role that the words give the value, where no entry with this value can have that role."""
    roles = point.close & _FIRM_ROLES
    facts = {e.fact for e in card.entries if e.roles & roles}
    if len(roles) != 1 or any(e.fact in facts or not e.roles for e in right if e.firm):
        return None
    if not any(e.firm for e in right):
        return None
    others = [e for e in rivals(point.said, card) if e.roles & roles and comparable(point.said, e, card)]
    others = [e for e in others if not e.asked]
    return others[0] if len({str(e.value) for e in others}) == 1 else None


def _other_sum(point: Point, right: list[Entry], card: Card) -> Entry | None:
    """The card's refund, where the price of the order is given as the sum that comes back."""
    clause, own = point.piece.clause, {fact.id for fact in card.brief.facts}
    if "refund" not in point.close or clause.polarity == "negated" or clause.mood != "asserted":
        return None
    if any(e.fact in own or not e.fact.startswith("item") for e in right):
        return None
    sums = [e for e in card.entries if e.firm and e.fact in own and e.value.kind == "money" and not e.asked]
    sums = [e for e in sums if "refund" in e.roles]
    return max(sums, key=lambda e: (limits(e.value) or (0, 0))[1], default=None)


def too_soon(point: Point, card: Card) -> Entry | None:
    """The card's "none before June", where a sooner day is named for the same thing."""
    clause, day = point.piece.clause, point.said.days[0]
    if clause.polarity == "negated" or clause.mood != "asserted" or clause.tense == "past":
        return None
    words = content_words(clause.text)
    for entry in card.entries:
        if entry.scope != "before" or not (own := card_days(entry.value, card.brief.now.tzinfo)):
            continue
        part = next((p for p in re.split("[;；,，]", entry.text) if pattern("none_before").search(p)), None)
        if part is not None and day.last < own[0].first and content_words(part) & words & card.rare(entry.fact):
            return entry
    return None


def _old_price(point: Point, right: list[Entry], card: Card) -> Entry | None:
    """The card's price of what is sold now, where the price said is only that of a former order."""
    if not point.roles & {"price", "unit"} or point.piece.clause.tense == "past" or REMEDY & point.piece.topics:
        return None
    own = {fact.id for fact in card.brief.facts}
    if any(e.fact in own for e in right):
        return None
    prices = [e for e in rivals(point.said, card) if e.fact in own and not e.roles & {"freight", "off", "tax"}]
    words = content_words(point.piece.around)
    if len(prices) > 1:
        prices = [e for e in prices if card.rare(e.fact) & words]
    return prices[0] if len({str(e.value) for e in prices}) == 1 else None


def _wished(point: Point, right: list[Entry], card: Card) -> Entry | None:
    """The entry with the real date, where the date by which the buyer needs it is given as a promise."""
    piece = point.piece
    if any(e.firm and not e.asked for e in right) or pattern("wishing").search(piece.clause.text):
        return None
    if piece.clause.mood != "asserted" or piece.clause.actor == "buyer":
        return None
    words = content_words(piece.clause.text)
    events = piece.topics & {"delivery", "stock", "dispatch"}
    coming = piece.clause.tense == "future" or bool(events)
    others = [e for e in rivals(point.said, card) if not e.asked and card.rare(e.fact) & words]
    later = [e for e in others if (own := card_days(e.value, None)) and own[0].first > point.said.days[0].last]
    return later[0] if coming and len(later) == 1 else None


def _to_pay(point: Point) -> bool:
    text, span = fold(point.piece.clause.text), point.said.span
    return pattern("to_pay").search(f"{text[: span.start]}#{text[span.end :]}") is not None


def _days(said: Said) -> int:
    hours = said.hours()
    return min(round(hours[1] / 24), 10_000) if hours else 0


def _past(days: Days, today: dt.date) -> bool:
    return days.last <= today


def _misplaced(said: Said, piece: Piece, right: list[Entry], card: Card) -> Entry | None:
    """The entry that a date was wrongly given for: the order's date given as the delivery's.

    Only when the clause names exactly one event, the card dates that event otherwise, and no fact with this
    date is about it.
    """
    if piece.clause.mood in {"conditional", "question"}:
        return None
    events = piece.topics & set(book()["events"])
    if len(events) != 1 or not any(e.firm for e in right) or any(e.topics & events for e in right):
        return None
    others = [e for e in rivals(said, card) if e.topics & set(book()["events"]) == events]
    today, day = card.brief.now.date(), said.days[0]
    fits = [e for e in others if (own := card_days(e.value, None)) and _past(own[0], today) == _past(day, today)]
    return fits[0] if fits and len({str(e.value) for e in fits}) == 1 else None


def heard(said: Said, card: Card) -> bool:
    """True when the buyer, the platform or an earlier reply said the same."""
    if said.kind == "date" and not any(sign.isdigit() for sign in said.raw):  # his "yesterday" said again
        return any(said.raw in line.text for line in card.brief.thread)
    return any(compare(said, value, "exact", card.brief.now.tzinfo) == "same" for value in card.thread)
