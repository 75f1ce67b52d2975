"""An account on one day: the figure of each metric counted from its rows, and the standing that they give."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from scenarios.platforms import PLATFORM
from scenarios.platforms.bulk import Tables, history
from scenarios.platforms.sheet import Sheet, Standing


def end_of(day: dt.date, zone: str) -> dt.datetime:
    """The moment (UTC, without a zone) at which ``day`` ends in ``zone``, across changes of the clock."""
    midnight = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=ZoneInfo(zone))
    return midnight.astimezone(dt.UTC).replace(tzinfo=None)


def figures(tables: Tables, sheet: Sheet, day: dt.date) -> dict[str, float | None]:
    """Every metric's figure at the end of ``day`` (rates 0 to 1, stars, hours or counts).

    None where nothing can be said: not counted from rows, or too small a volume. Not assessed is not zero.
    """
    found: dict[str, float | None] = {metric.id: None for metric in sheet.metrics}
    counted = history(tables, sheet, day, 1, end_of(day, sheet.zone))
    if not counted.empty:
        known = counted[counted["rate"].notna()]
        found |= {name: float(rate) for name, rate in zip(known["metric"], known["rate"], strict=True)}
    return found


def in_windows(tables: Tables, sheet: Sheet, metric_id: str, day: dt.date) -> dict[int, float | None]:
    """One metric's figure in each window (days) in which its console shows it; KeyError for a strange metric."""
    metric = sheet.metric(metric_id)
    found = {}
    for days in metric.shown_days or ((metric.window_days,) if metric.window_days else ()):
        one = metric.model_copy(update={"window_days": days})
        found[days] = figures(tables, sheet.model_copy(update={"metrics": (one,)}), day)[metric_id]
    return found


def standing(tables: Tables, sheet: Sheet, day: dt.date) -> Standing:
    """Where the account stands at the end of ``day``, by the rules of its own platform."""
    found: Standing = PLATFORM[sheet.platform].standing(figures(tables, sheet, day), sheet)
    return found
