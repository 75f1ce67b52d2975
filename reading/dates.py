"""Dates and times of day in English and Chinese, resolved by the clock of the case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from reading.nouns import Span
from reading.said import Days, Said
from reading.sought import Sought
from reading.terms import book, holidays, month_names, weekday_names

Found = tuple[int, int, tuple[Days, ...]]

_ISO = re.compile(r"(?<!\d)(\d{4})([-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})(?:日|号)?(?!\d)(?:T\d\d:\d\d\S{0,14})?")
_ZH = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})(?:[日号]?[-~到至](?:(\d{1,2})月)?(\d{1,2}))?(?:[日号]|(?!\d))")
_ZH_DAY = re.compile(r"(?<![\d月码尺仓楼.])(\d{1,2})[日号](?![内之个楼仓码])(?:[-~到至](\d{1,2})[日号])?")
_SLASH = re.compile(
    r"(?<![\d/.])(\d{1,2})/(\d{1,2})(?:/(\d{4}|\d\d))?(?![\d/%])(?![ ]?(?:stars?|of|hours?|inch|days?)\b)"
)
_WEEK_ZH = re.compile(r"(上上|下下|上|下|本|这)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])")
_SPAN_ZH = re.compile(r"(上|下|本|这)(?:个)?(周|星期|月)(?![一二三四五六日天末])")
_CLOCK = re.compile(
    r"(?<![\d:.])(\d{1,2})(?::(\d\d))?[ ]?([ap])\.?m\b\.?|(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])"
    r"|(上午|早上|下午|晚上|中午)(\d{1,2})(?:点|时)(半)?",
    re.IGNORECASE,
)
_SHIFT = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}


@cache
def _months() -> str:
    return "|".join(sorted(month_names(), key=len, reverse=True))


@cache
def _patterns() -> dict[str, Sought]:
    months, days = _months(), "|".join(sorted(weekday_names(), key=len, reverse=True))
    relative = sorted(map(str, book()["relative"]), key=len, reverse=True)
    latin = "|".join(re.escape(w) for w in relative if w.isascii())
    signs = "|".join(w for w in relative if not w.isascii())
    named = sorted({w for _, words in holidays(2026).items() for w in words}, key=len, reverse=True)
    barred = "|".join(book()["not_days"])
    th = r"(?:st|nd|rd|th)?"
    sources = {
        "day_month": rf"(?<![\d.$])(?:(\d{{1,2}}){th}[ ]?(?:-|to|and|until)[ ]?)?(\d{{1,2}}){th}[ -]?(?:of )?"
        rf"({months})\b\.?(?:,?[ -]?(\d{{4}}))?",
        "month_day": rf"\b({months})\b\.?[ -]?(?:the )?(\d{{1,2}}){th}"
        rf"(?:[ ]?(?:-|to|and|until)[ ]?(\d{{1,2}}){th}(?![\d:]))?"
        r"(?![\d:])(?:,?[ ](\d{4})(?!\d))?",
        "month": rf"\b(in|by|until|before|end of|early|late|mid|during|of)[ -]({months})\b(?:[ ](\d{{4}}))?",
        "ordinal": rf"\bthe (\d{{1,2}})(?:st|nd|rd|th)\b(?![ -](?:{barred})\b)",
        "weekday": rf"\b(?:(next|last|this|coming|past|previous)[ ])?({days})\b(?![ ]?\d)",
        "week": r"\b(this|next|last)[ ](week|month|weekend)\b",
        "relative": rf"\b(?:{latin})\b|{signs}",
        "named": "|".join(rf"\b{re.escape(w)}\b" if w.isascii() else w for w in named),
    }
    return {name: Sought(source) for name, source in sources.items()}


def dates(text: str, now: dt.datetime, taken: bytearray) -> list[Said]:
    """The dates and times of a folded text as Said of kind date or time; marks their characters in ``taken``."""
    found: list[Said] = []
    for scan in (_full, _written, _figures, _days_of_week, _words):
        for start, end, days in scan(text, now.date()):
            if days and not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                found.append(Said(kind="date", span=Span(start=start, end=end), raw=text[start:end], days=days))
    return _timed(text, sorted(found, key=lambda s: s.span.start), taken)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=512)
def near(month: int, day: int, today: dt.date) -> dt.date | None:
    """``day`` of ``month`` in the year that brings it nearest to ``today``; None when there is no such day."""
    options = [d for y in (today.year - 1, today.year, today.year + 1) if (d := _day(y, month, day))]
    return min(options, key=lambda d: abs((d - today).days), default=None)


def _one(*options: dt.date | None) -> tuple[Days, ...]:
    return tuple(Days(first=d, last=d) for d in dict.fromkeys(o for o in options if o))


def _stretch(first: dt.date | None, last: dt.date | None) -> tuple[Days, ...]:
    return (Days(first=first, last=last),) if first and last and first <= last else ()


def _full(text: str, today: dt.date) -> Iterator[Found]:
    for m in _ISO.finditer(text):
        yield *m.span(), _one(_day(int(m[1]), int(m[3]), int(m[4])))


def _written(text: str, today: dt.date) -> Iterator[Found]:
    names = month_names()
    for m in _patterns()["day_month"].finditer(text):
        yield *m.span(), _in_month(names[m[3].lower()], m[1] or m[2], m[2], m[4], today)
    for m in _patterns()["month_day"].finditer(text):
        if m[1] != "may" or "a" <= text[max(0, m.start() - 3)] <= "z" or m[3] or m.end() - m.start() < 9:
            yield *m.span(), _in_month(names[m[1].lower()], m[2], m[3] or m[2], m[4], today)
    for m in _ZH.finditer(text):
        first, last = near(int(m[1]), int(m[2]), today), near(int(m[3] or m[1]), int(m[4] or m[2]), today)
        yield *m.span(), _stretch(first, last)
    for m in _patterns()["month"].finditer(text):
        if m[2] != "may":  # "in may" is rather the verb gone astray
            month = names[m[2].lower()]
            first = _day(int(m[3]), month, 1) if m[3] else near(month, 1, today)
            yield m.start(2), m.end(), _stretch(first, first and _month_end(first))


def _in_month(month: int, first: str, last: str, year: str | None, today: dt.date) -> tuple[Days, ...]:
    days = [_day(int(year), month, int(n)) if year else near(month, int(n), today) for n in (first, last)]
    return _stretch(days[0], days[1])


def _month_end(first: dt.date) -> dt.date:
    return (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)


def _figures(text: str, today: dt.date) -> Iterator[Found]:
    for m in _SLASH.finditer(text):
        a, b = int(m[1]), int(m[2])
        year = (int(m[3]) + 2000 if len(m[3]) == 2 else int(m[3])) if m[3] else None
        if year is not None:
            yield *m.span(), _one(_day(year, a, b), _day(year, b, a))
        elif (a, b) != (24, 7):
            yield *m.span(), _one(near(a, b, today), near(b, a, today))
    for m in _ZH_DAY.finditer(text):
        first = _of_month(int(m[1]), today)
        yield (*m.span(), _stretch(first[0].first, _of_month(int(m[2]), today)[0].last) if m[2] and first else first)
    for m in _patterns()["ordinal"].finditer(text):
        yield m.start(1), m.end(), _of_month(int(m[1]), today)


def _of_month(day: int, today: dt.date) -> tuple[Days, ...]:
    """A bare day of the month: nearest first, then the other months around."""
    around = [today.replace(day=1) + dt.timedelta(days=n) for n in (-1, 0, 32)]
    options = [d for month in around if (d := _day(month.year, month.month, day))]
    return _one(*sorted(options, key=lambda d: abs((d - today).days)))


def _days_of_week(text: str, today: dt.date) -> Iterator[Found]:
    for m in _patterns()["weekday"].finditer(text):
        if m[2].islower() and len(m[2]) == 3:  # "sun", "sat" and "mon" are days only with a capital
            continue
        yield *m.span(), _weekday(weekday_names()[m[2].lower()], (m[1] or "").lower(), today)
    monday = today - dt.timedelta(days=today.weekday())
    for m in _WEEK_ZH.finditer(text):
        day = int(book()["weekdays_zh"][m[2]])
        if m[1]:
            yield *m.span(), _one(monday + dt.timedelta(days=day + 7 * _SHIFT[m[1]]))
        else:
            yield *m.span(), _weekday(day, "", today)


def _weekday(day: int, which: str, today: dt.date) -> tuple[Days, ...]:
    ahead = today + dt.timedelta(days=(day - today.weekday()) % 7)
    back = ahead - dt.timedelta(days=7)
    week = dt.timedelta(days=7)
    if which == "next":  # the coming one, or the one of next week: people mean both
        return _one(ahead + week if ahead == today else ahead, ahead + week)
    if which in {"last", "past", "previous"}:
        return _one(back, back - week)
    return _one(ahead, back) if not which else _one(ahead)


def _words(text: str, today: dt.date) -> Iterator[Found]:
    for m in _patterns()["relative"].finditer(text):
        yield *m.span(), _one(today + dt.timedelta(days=int(book()["relative"][m[0].lower()])))
    for m in _patterns()["named"].finditer(text):
        options = [d for y in (-1, 0, 1) for d, words in holidays(today.year + y).items() if m[0].lower() in words]
        yield *m.span(), _one(min(options, key=lambda d: abs((d - today).days)))
    for m in _patterns()["week"].finditer(text):
        yield *m.span(), _around(m[2].lower(), {"this": 0, "next": 1, "last": -1}[m[1].lower()], today)
    for m in _SPAN_ZH.finditer(text):
        yield *m.span(), _around("month" if m[2] == "月" else "week", _SHIFT[m[1]], today)


def _around(unit: str, step: int, today: dt.date) -> tuple[Days, ...]:
    if unit == "month":
        index = today.year * 12 + today.month - 1 + step
        first = dt.date(index // 12, index % 12 + 1, 1)
        return _stretch(first, _month_end(first))
    monday = today + dt.timedelta(days=7 * step - today.weekday())
    return _stretch(monday + dt.timedelta(days=5 if unit == "weekend" else 0), monday + dt.timedelta(days=6))


def _timed(text: str, found: list[Said], taken: bytearray) -> list[Said]:
    """Gives each date the time of day that stands beside it; a time alone becomes a Said of kind time."""
    ends = {s.span.end + n: i for i, s in enumerate(found) for n in range(9)}
    starts = {s.span.start - n: i for i, s in enumerate(found) for n in range(5)}
    for m in _CLOCK.finditer(text):
        clock = _clock(m)
        if clock is None or any(taken[m.start() : m.end()]):
            continue
        taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
        at = ends.get(m.start(), starts.get(m.end()))
        if at is not None and found[at].clock is None:
            whole = Span(start=min(m.start(), found[at].span.start), end=max(m.end(), found[at].span.end))
            found[at] = found[at].model_copy(
                update={"clock": clock, "span": whole, "raw": text[whole.start : whole.end]}
            )
        else:
            found.append(Said(kind="time", span=Span(start=m.start(), end=m.end()), raw=m[0], clock=clock))
    return found


def _clock(m: re.Match[str]) -> dt.time | None:
    if m[3]:
        hour, minute = int(m[1]) % 12 + (12 if m[3].lower() == "p" else 0), int(m[2] or 0)
    elif m[4]:
        hour, minute = int(m[4]), int(m[5])
    else:
        hour = int(m[7]) + (12 if m[6] in {"下午", "晚上"} and int(m[7]) < 12 else 0)
        minute = 30 if m[8] else 0
    return dt.time(hour, minute) if hour < 24 and minute < 60 and (not m[3] or int(m[1]) <= 12) else None
