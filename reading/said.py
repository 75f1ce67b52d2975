"""The noun of a value that a text states, and how much time a number of units is."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from reading.nouns import Frozen, Span
from reading.terms import book, holidays

Scope = Literal["exact", "up_to", "at_least", "about", "from", "before"]
Kind = Literal[
    "money",
    "percent",
    "date",
    "deadline",
    "time",
    "duration",
    "quantity",
    "measure",
    "size",
    "code",
    "carrier",
    "place",
]


class Days(Frozen):
    """One reading of a date: first to last day, the same day twice for a single date."""

    first: dt.date
    last: dt.date


class Said(Frozen):
    """One value as a text states it.

    ``low`` and ``high`` are the number as said (equal when it is no range), in ``unit`` or ``currency``.
    ``days`` are the possible readings of a date, likeliest first; a duration that fixes a date
    ("within 3 days", "2 days ago") has them too. ``name`` is the normal form of a code, size, carrier or
    place. ``role`` says what a code is of: tracking, order, sku or "". A ``deadline`` is a date with a bound.
    """

    kind: Kind
    span: Span
    raw: str
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
    days: tuple[Days, ...] = ()
    clock: dt.time | None = None
    name: str = ""
    role: str = ""
    scope: Scope = "exact"

    @property
    def value(self) -> Decimal | tuple[Decimal, Decimal] | dt.date | tuple[dt.date, dt.date] | dt.time | str:
        """The comparable value: a number or (low, high), a date or (first, last), a time, or a normal form."""
        if self.low is not None and self.high is not None:
            return self.low if self.low == self.high else (self.low, self.high)
        if self.days:
            day = self.days[0]
            return day.first if day.first == day.last else (day.first, day.last)
        return self.clock if self.clock is not None else self.name

    @property
    def due(self) -> dt.date | None:
        """The last day that the words allow, where they fix one: "by 18 June", "within 3 working days"."""
        return self.days[0].last if self.days else None

    def hours(self) -> tuple[float, float] | None:
        """A duration in hours, low and high; business days count 1.4 calendar days. None for other kinds."""
        if self.kind != "duration" or self.low is None or self.high is None:
            return None
        return in_hours(float(self.low), self.unit), in_hours(float(self.high), self.unit)


def in_hours(number: float, unit: str | None) -> float:
    """Hours in ``number`` of ``unit`` (values.yaml, durations); an unknown unit counts as days."""
    entry = book()["durations"].get(unit_of(unit) or "day", book()["durations"]["day"])
    return number * float(entry["hours"])


@lru_cache(maxsize=1024)
def unit_of(word: str | None) -> str | None:
    """The lexicon's name for a unit as a card writes it: "days" -> "day", "working days" -> "business day"."""
    if word is None:
        return None
    plain = " ".join(word.replace("_", " ").replace("-", " ").casefold().split())
    if plain.rstrip("s") in {"business day", "working day", "work day", "workday", "weekday"}:
        return "business day"
    if plain.rstrip("s") in {"calendar day", "natural day"}:
        return "day"
    for table in ("durations", "measures", "quantities"):
        for name, entry in book()[table].items():
            words = [name.casefold(), *entry.get("en", ()), *entry.get("zh", ())]
            if word in entry.get("exact", ()) or plain in words:
                return str(name)
    return plain


def after(start: dt.date, number: int, unit: str) -> dt.date:
    """The day ``number`` (may be negative) of ``unit`` after ``start``; business days skip weekends and holidays."""
    if abs(number) > 100_000:  # nobody promises three centuries, and dates end at 9999
        number = 100_000 if number > 0 else -100_000
    if unit != "business day":
        days = (
            round(in_hours(number, unit) / 24)
            if unit not in {"month", "year"}
            else number * (30 if unit == "month" else 365)
        )
        return _shift(start, days)
    step, left, day = (1 if number > 0 else -1), min(abs(number), 1000), start
    while left:
        day = _shift(day, step)
        left -= day.weekday() < 5 and day not in holidays(day.year)
    return day


def _shift(day: dt.date, days: int) -> dt.date:
    """``day`` moved by ``days``, held inside what a date can be."""
    low, high = dt.date(1, 1, 2).toordinal(), dt.date(9999, 12, 30).toordinal()
    return dt.date.fromordinal(max(low, min(high, day.toordinal() + days)))
