"""Dates as people write them, moved by whole weeks: 12 June, June 12th, 12-14 June, the 24th, 6月12日, 2026-06-12."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

_FULL = (  # in order, 1 to 12
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = [name[:3] for name in _FULL]
# "may" and short names are words or parts of names when written small, so these must be capitalised.
_SMALL = [name.lower() for name in _FULL if name not in ("May", "March")]
_MONTH = rf"(?P<month>{'|'.join([*_FULL, 'Sept', *_SHORT, *_SMALL])})\b\.?"
_TH = r"(?:st|nd|rd|th)?"
_JOIN = r"(?:\s*[-–—/]\s*|\s+(?:to|and|or|until|till)\s+(?:the\s+)?)"
_YEAR = r"(?P<year>,?\s+20\d\d\b)?"
_ISO = re.compile(r"(?<!\d)(20\d\d-\d\d-\d\d)(?!\d)")
_DAY_FIRST = re.compile(
    rf"(?<![\d.,$€£¥])(?:(?P<first>\d{{1,2}}){_TH}(?P<join>{_JOIN}))?(?P<day>\d{{1,2}})(?P<th>{_TH})(?P<of>\s+(?:of\s+)?){_MONTH}{_YEAR}"
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}(?P<gap>\s+(?:the\s+)?)(?P<day>\d{{1,2}})(?P<th>{_TH})(?![\d.:%]\d)(?:(?P<join>{_JOIN})(?P<last>\d{{1,2}}){_TH}\b(?!\s*(?:days?|hours?|business|working|weeks?|pieces?|%)))?\b{_YEAR}"
)
_ONLY_DAY = re.compile(
    r"\b(?P<the>[Tt]he\s+)(?P<day>\d{1,2})(?P<th>st|nd|rd|th)\b(?!\s+(?:of\s+)?[A-Z]?[a-z]*\s*(?:time|order|piece|floor))"
)
_CHINESE = re.compile(
    r"(?P<month>\d{1,2})月(?P<day>\d{1,2})(?P<unit>[日号]?)(?:(?P<join>[至到\-–~])(?P<last>\d{1,2})(?P<unit2>[日号]))?"
)


def shift_text(text: str, days: int, now: dt.date, known: Sequence[dt.date] = ()) -> str:
    """``text`` with every written date moved by ``days``; a missing year or month is the one nearest to ``now``.

    ``known`` are the case's own dates: they settle which month "the 24th" means.
    """
    step = dt.timedelta(days=days)
    text = _ISO.sub(lambda m: (dt.date.fromisoformat(m[1]) + step).isoformat() if _is_iso(m[1]) else m[0], text)
    text = _ONLY_DAY.sub(lambda m: _only_day(m, step, now, known), text)
    text = _DAY_FIRST.sub(lambda m: _day_first(m, step, now), text)
    text = _MONTH_FIRST.sub(lambda m: _month_first(m, step, now), text)
    return _CHINESE.sub(lambda m: _chinese(m, step, now), text)


def lone_months(text: str) -> set[int]:
    """The months that ``text`` names without a day ("in March"): a date in them must not leave them."""
    rest = _CHINESE.sub("", _MONTH_FIRST.sub("", _DAY_FIRST.sub("", text)))
    named = {_month_number(m["month"]) for m in re.finditer(rf"\b{_MONTH}", rest) if m["month"].title() in _FULL}
    return named | {int(number) for number in re.findall(r"(?<!\d)(1[0-2]|[1-9])月(?!\d)", rest)}


def _is_iso(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _month_number(name: str) -> int:
    return _SHORT.index(name[:3].title()) + 1


def _month_like(name: str, month: int) -> str:
    """The new month's name, as long and as small as the old one."""
    new = _FULL[month - 1] if name.title() in _FULL else _SHORT[month - 1]
    return new.lower() if name.islower() else new


def _ordinal(day: int) -> str:
    return "th" if 10 <= day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


def nearest(day: int, month: int, now: dt.date) -> dt.date | None:
    """The date of that day and month that is nearest to ``now``; None when there is no such day."""
    found = []
    for year in (now.year - 1, now.year, now.year + 1):
        try:
            found.append(dt.date(year, month, day))
        except ValueError:
            continue
    return min(found, key=lambda one: abs((one - now).days)) if found else None


def _dated(day: str, month: int, year: str | None, now: dt.date) -> dt.date | None:
    if year:
        try:
            return dt.date(int(year.strip(", \t\n")), month, int(day))
        except ValueError:
            return None
    return nearest(int(day), month, now)


def _day_first(m: re.Match[str], step: dt.timedelta, now: dt.date) -> str:
    month = _month_number(m["month"])
    last = _dated(m["day"], month, m["year"], now)
    if last is None:
        return m[0]
    new = last + step
    th = _ordinal(new.day) if m["th"] else ""
    year = m["year"].replace(str(last.year), str(new.year)) if m["year"] else ""
    tail = f"{new.day}{th}{m['of']}{_month_like(m['month'], new.month)}{_dot(m[0], m['year'])}{year}"
    if not m["first"]:
        return tail
    start = _dated(m["first"], month, m["year"], last)
    if start is None or start > last:
        return f"{m['first']}{m['join']}{tail}"
    begin = start + step
    named = "" if begin.month == new.month else f"{m['of']}{_month_like(m['month'], begin.month)}"
    return f"{begin.day}{_ordinal(begin.day) if m['th'] else ''}{named}{m['join']}{tail}"


def _dot(whole: str, year: str | None) -> str:
    """The full stop of a short month or of the sentence, which the pattern swallows."""
    return "." if (whole[: -len(year)] if year else whole).endswith(".") else ""


def _month_first(m: re.Match[str], step: dt.timedelta, now: dt.date) -> str:
    month = _month_number(m["month"])
    first = _dated(m["day"], month, m["year"], now)
    if first is None:
        return m[0]
    new = first + step
    th = _ordinal(new.day) if m["th"] else ""
    year = m["year"].replace(str(first.year), str(new.year)) if m["year"] else ""
    dot = "." if m[0][len(m["month"])] == "." else ""
    head = f"{_month_like(m['month'], new.month)}{dot}{m['gap']}{new.day}{th}"
    if not m["last"]:
        return head + year
    last = _dated(m["last"], month, m["year"], first)
    if last is None or last < first:
        return f"{head}{m['join']}{m['last']}{year}"
    end = last + step
    named = "" if end.month == new.month else f"{_month_like(m['month'], end.month)} "
    return f"{head}{m['join']}{named}{end.day}{_ordinal(end.day) if m['th'] else ''}{year}"


def _only_day(m: re.Match[str], step: dt.timedelta, now: dt.date, known: Sequence[dt.date]) -> str:
    day = int(m["day"])
    behind = m.string[m.end() :]
    if re.match(rf"\s+(?:of\s+)?{_MONTH}", behind) or not 1 <= day <= 31:
        return m[0]
    near = [one for one in known if one.day == day]
    if not near:
        near = [one for month in range(1, 13) if (one := nearest(day, month, now))]
    new = min(near, key=lambda one: abs((one - now).days)) + step
    return f"{m['the']}{new.day}{_ordinal(new.day)}"


def _chinese(m: re.Match[str], step: dt.timedelta, now: dt.date) -> str:
    month = int(m["month"])
    first = nearest(int(m["day"]), month, now) if 1 <= month <= 12 else None
    if first is None:
        return m[0]
    new = first + step
    head = f"{new.month}月{new.day}{m['unit']}"
    last = nearest(int(m["last"]), month, first) if m["last"] else None
    if last is None:
        return head + (f"{m['join']}{m['last']}{m['unit2']}" if m["last"] else "")
    end = last + step
    named = "" if end.month == new.month else f"{end.month}月"
    return f"{head}{m['join']}{named}{end.day}{m['unit2']}"
