"""What a rule says of one step on one day: it may be done, or not, by which rule and between which days."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from pydantic import Field

from reading.nouns import Frozen
from scenarios.nouns import Text
from scenarios.platforms.sheet import Sheet


class Verdict(Frozen):
    """``reason`` names a row of the table ``reasons`` when the step may not be taken; days are inclusive."""

    may: bool
    reason: str = ""
    why: Text = Field(default_factory=dict)
    source: str = ""
    opens: dt.date | None = None
    closes: dt.date | None = None


def yes(opens: dt.date | None = None, closes: dt.date | None = None, source: str = "") -> Verdict:
    """The step may be taken, between ``opens`` and ``closes`` where there is such a window."""
    return Verdict(may=True, opens=opens, closes=closes, source=source)


def no(sheet: Sheet, reason: str, opens: dt.date | None = None, closes: dt.date | None = None) -> Verdict:
    """The step may not be taken; ``reason`` is a row of the sheet's table ``reasons``."""
    row = sheet.row("reasons", reason)
    return Verdict(may=False, reason=reason, why=row.name, source=row.source, opens=opens, closes=closes)


def between(sheet: Sheet, today: dt.date, opens: dt.date, closes: dt.date, step: str) -> Verdict:
    """Yes from ``opens`` to ``closes``, both inclusive; else the reason ``<step>_early`` or ``<step>_late``."""
    if today < opens:
        return no(sheet, f"{step}_early", opens, closes)
    if today > closes:
        return no(sheet, f"{step}_late", opens, closes)
    return yes(opens, closes)


def later(day: dt.date, sheet: Sheet, number: str) -> dt.date:
    """``day`` and as many days more as the sheet's number says."""
    return day + dt.timedelta(days=int(sheet.number(number)))


def day_in(moment: dt.datetime, zone: str) -> dt.date:
    """The calendar day of a moment in ``zone``; a moment without a zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return aware.astimezone(ZoneInfo(zone)).date()
