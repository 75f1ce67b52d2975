"""Whether a value that was said is the value on the card: same, near, other, or not to be compared at all."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from reading.codes import carrier_name, place_name, plain
from reading.nouns import Value
from reading.said import Days, Said, Scope, in_hours, unit_of
from reading.terms import book, carrier_words, fold, places

Match = Literal["same", "near", "other", "apart"]

ROUNDED = 0.005  # "25" for 24.99 is rounding, not another amount


def compare(said: Said, value: Value, scope: Scope = "exact", zone: dt.tzinfo | None = None) -> Match:
    """How ``said`` stands to the card's ``value``, whose bound is ``scope`` (guide B2, ACC).

    "same": right. "near": right but for rounding. "other": the same kind of thing with another value.
    "apart": not comparable (another kind, another dimension). ``zone`` is the zone of the case, for card
    times that carry their own. Never raises: a value that cannot be read is apart from everything.
    """
    if said.kind in {"date", "deadline"} and value.kind == "date":
        return _dates(said, value, zone)
    if said.kind == "duration" and value.kind == "duration":
        return _durations(said, value, scope)
    if said.kind == "money" and value.kind == "money":
        return _money(said, value, scope)
    if said.kind == "percent" and value.kind == "percent":
        return _figures(said, value, scope, 1.0, 1.0)
    if said.kind in {"measure", "quantity"} and value.kind in {"measure", "quantity"}:
        return _measures(said, value, scope)
    return _words(said, value)


_BARE_DAY = re.compile(r"(?:the )?\d{1,2}(?:st|nd|rd|th)|\d{1,2}[号日]", re.IGNORECASE)


def _words(said: Said, value: Value) -> Match:
    shown = str(value.value or "")
    if said.kind == "code" and value.kind == "code":
        return "same" if said.name == plain(shown) else "other"
    if said.kind == "size" and value.kind == "size":
        return "same" if size_name(said.name) == size_name(shown) else "other"
    if said.kind == "place" and value.kind == "place":
        return "same" if same_place(said.name, shown) else "other"
    if said.kind == "carrier" and value.kind not in {"code", "money", "date"}:
        names = {carrier_name(shown[a:b]) for a, b in carrier_words().within(shown)}
        return "apart" if not names else "same" if said.name in names else "other"
    return "apart"


def size_name(name: str) -> str:
    """A size without its country and the word "size": "EU 42" and "42码" are the same."""
    plain_name = plain(fold(name)).upper().removeprefix("SIZE").removesuffix("码")
    for country in ("EU", "US", "UK", "CN"):
        plain_name = plain_name.removeprefix(country)
    return "ONESIZE" if plain_name in {"均", "FREESIZE", "ONESIZE"} else plain_name


def same_place(name: str, card: str) -> bool:
    """True when ``name`` is the card's place, a part of its words, or the country it lies in."""
    shown = card.casefold()
    if name.casefold() in shown or (shown and shown in name.casefold()):
        return True
    own = places().get(name.casefold())
    for part in [shown, *[p.strip() for p in shown.replace("，", ",").split(",")]]:
        entry = places().get(part)
        if entry and (entry[0] == place_name(name) or (own and own[2] == "country" and own[1] == entry[1])):
            return True
    return False


def number(value: Any) -> float | None:
    """A card's number, from a number or from text such as "1,200.50"; None when it is none."""
    try:
        found = Decimal(str(value).replace(",", "").strip())
    except InvalidOperation:
        return None
    return float(found) if found.is_finite() else None


def limits(value: Value) -> tuple[float, float] | None:
    """A card's number as (low, high); equal for a single one, None for none."""
    one = number(value.value)
    low = number(value.min) if value.min is not None else one
    high = number(value.max) if value.max is not None else one
    if low is None and high is None:
        return None
    return (low if low is not None else 0.0), (high if high is not None else float("inf"))


def _figures(said: Said, value: Value, scope: Scope, said_factor: float, card_factor: float) -> Match:
    card = limits(value)
    if card is None or said.low is None or said.high is None:
        return "apart"
    low, high = float(said.low) * said_factor, float(said.high) * said_factor
    floor, ceiling = card[0] * card_factor, card[1] * card_factor
    slack = max(abs(floor), 1e-9) * (1e-9 if said_factor == card_factor else 0.02)  # 1 inch is "2.5 cm"
    if floor - slack <= low and high <= ceiling + slack:
        return "same"
    if (scope in {"up_to", "before"} and high <= ceiling + slack) or (scope == "at_least" and low >= floor - slack):
        return "same"
    loose = 0.05 if said.scope == "about" or scope == "about" else ROUNDED
    return "near" if abs(high - ceiling) <= loose * abs(ceiling) and low == high else "other"


def _money(said: Said, value: Value, scope: Scope) -> Match:
    match = _figures(said, value, scope, 1.0, 1.0)
    if match != "apart" and said.currency and value.currency and said.currency != value.currency.upper():
        return "other"
    return match


def _measures(said: Said, value: Value, scope: Scope) -> Match:
    ours, theirs = said.unit, unit_of(value.unit)
    if ours == theirs or (theirs is None and said.kind == "quantity"):
        return _figures(said, value, scope, 1.0, 1.0)
    table = book()["measures"]
    a, b = table.get(ours), table.get(theirs)
    if a is None or b is None or a["of"] != b["of"]:
        return "apart"
    return _figures(said, value, scope, float(a["base"]), float(b["base"]))


def _durations(said: Said, value: Value, scope: Scope) -> Match:
    card, unit = limits(value), unit_of(value.unit) or "day"
    hours = said.hours()
    if card is None or hours is None or said.low is None or said.high is None:
        return "apart"
    if unit == said.unit:
        low, high, floor, ceiling, slack = float(said.low), float(said.high), *card, 1e-9
    else:
        floor, ceiling = in_hours(card[0], unit), in_hours(card[1], unit)
        low, high, slack = *hours, 0.07 * ceiling  # months and business days are never exact
    if said.scope == "about" or scope == "about":
        slack = max(slack, 0.25 * ceiling)
    if said.scope in {"up_to", "before"} and value.min is not None:
        low = high  # "within 5 days" promises the fifth
    return "same" if low <= ceiling + slack and high >= floor - slack else "other"


def card_days(value: Value, zone: dt.tzinfo | None) -> tuple[Days, ...]:
    """The day or days of a card's date, in its own zone and in that of the case; () when it cannot be read."""
    ends = [_day(v, zone) for v in (value.from_ or value.value, value.to or value.value or value.from_)]
    return tuple(Days(first=a, last=b) for a, b in zip(*ends, strict=False) if a <= b)


def _day(value: Any, zone: dt.tzinfo | None) -> tuple[dt.date, ...]:
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return (value,)
    try:
        at = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value).strip())
    except ValueError:
        return ()
    if at.tzinfo is None or zone is None:
        return (at.date(),)
    return tuple(dict.fromkeys((at.date(), at.astimezone(zone).date())))


def _dates(said: Said, value: Value, zone: dt.tzinfo | None) -> Match:
    card = card_days(value, zone)
    if not card or not said.days:
        return "apart"
    if _BARE_DAY.fullmatch(said.raw.strip()):  # "the 12th": of whatever month the card speaks of
        numbers = {day.day for own in card for day in (own.first, own.last)}
        if said.days[0].first.day in numbers:
            return "same"
    for days in said.days:
        for own in card:
            if days.first <= own.last and days.last >= own.first and (_wide(days) or _wide(own) or days == own):
                return "same"
    return "other"


def _wide(days: Days) -> bool:
    return days.first != days.last


def as_value(said: Said) -> Value:
    """What was said, as a card would write it; so that two texts can be compared too."""
    if said.days and said.kind in {"date", "deadline"}:
        return Value(kind="date", from_=said.days[0].first.isoformat(), to=said.days[0].last.isoformat())
    if said.low is not None and said.high is not None:
        ranged = said.low != said.high
        return Value(
            kind=said.kind, value=None if ranged else float(said.low), currency=said.currency, unit=said.unit,
            min=float(said.low) if ranged else None, max=float(said.high) if ranged else None,
        )  # fmt: skip
    return Value(kind="text" if said.kind == "carrier" else said.kind, value=said.raw)
