"""The way back: how many clean orders bring a metric back, when each defect leaves the window, and 30 days on."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import pandas as pd

from reading.nouns import Frozen
from scenarios.clinic.account import seen, story
from scenarios.clinic.nouns import Chosen, ClinicCase, Ward
from scenarios.clinic.truth import Figure
from scenarios.platforms import bulk
from scenarios.platforms.account import end_of
from scenarios.platforms.measure import bound, kept
from scenarios.platforms.sheet import Metric, Sheet

RUN_DAYS = 30
RATE_GOOD = ("at_least", "above")  # directions in which more is better


class Leaving(Frozen):
    """Defects that stop counting on ``day``."""

    day: dt.date
    orders: tuple[str, ...]


def clean_orders(metric: Metric, figure: Figure) -> int | None:
    """How many further orders without fault bring ``metric`` within its bound if nothing leaves the window.

    0 when it is kept already; None without a bound, for figures that are no rate, and where no number is enough.
    """
    limit = bound(metric)
    if limit is None or metric.unit != "rate" or figure.rate is None:
        return None
    if kept(metric, figure.rate):
        return 0
    direction, value = limit
    if direction in RATE_GOOD:
        if value >= 1:
            return None
        first = (value * figure.under - figure.above) / (1 - value)
    else:
        if value <= 0:
            return None
        first = figure.above / value - figure.under
    more = max(0, math.ceil(first - 1e-9))
    good = more if direction in RATE_GOOD else 0
    # a strict bound is not yet kept at equality
    return more if kept(metric, (figure.above + good) / (figure.under + more)) else more + 1


def leaving(xray: pd.DataFrame, metric: Metric) -> tuple[Leaving, ...]:
    """Which faults leave the window on which day: rows above the line, or under it where more is better."""
    limit = bound(metric)
    bad = xray[xray["under"] & ((xray["above"] == 0) if limit and limit[0] in RATE_GOOD else (xray["above"] > 0))]
    groups = bad.dropna(subset=["leaves"]).groupby("leaves")["order_id"].agg(list)
    return tuple(
        Leaving(day=pd.Timestamp(str(day)).date(), orders=tuple(map(str, orders))) for day, orders in groups.items()
    )


def run(case: ClinicCase, ward: Ward, sheet: Sheet, chosen: Sequence[Chosen], days: int = RUN_DAYS) -> pd.DataFrame:
    """The metrics as the console shows them on the case's day and the ``days`` after it, with the remedies ``chosen``.

    Columns as in bulk.history. Faults of old orders go on coming to light for a while, whatever is done.
    """
    told = story(case, ward, case.day + dt.timedelta(days=days), chosen)
    shown = [case.day + dt.timedelta(days=n) for n in range(days + 1)]
    parts = [bulk.history(seen(told, day), sheet, day, 1, end_of(day, sheet.zone)) for day in shown]
    return pd.concat(parts, ignore_index=True)


def back_on(shown: pd.DataFrame, metric: str) -> dt.date | None:
    """The first day from which the metric keeps its bound to the end of the run; None when it does not."""
    days = shown[shown["metric"] == metric].sort_values("day")
    broken = days[[held is not None and not held for held in days["kept"]]]
    after = days[days["day"] > broken["day"].iloc[-1]] if len(broken) else days
    return after["day"].iloc[0] if len(after) else None


def expected_back(table: pd.DataFrame, metric: Metric, figure: Figure, day: dt.date, a_day: float) -> dt.date | None:
    """The day on which ``metric`` keeps its bound if no fault is added and ``a_day`` clean rows come each day.

    ``table`` is the metric's X-ray on ``day``. None when it would not within the metric's own window.
    """
    if kept(metric, figure.rate) is not False:
        return day
    if metric.unit == "count" and metric.window_days is None:
        return None  # what was once counted stays
    counts = table[table["under"]]
    for ahead in range(1, (metric.window_days or bulk.ALWAYS) + 1):
        then = day + dt.timedelta(days=ahead)
        stays = counts[~(counts["leaves"] <= pd.Timestamp(then))]  # what has no day to leave on stays
        under = len(stays) + ahead * a_day
        above = float(stays["above"].sum()) + (ahead * a_day if (bound(metric) or ("",))[0] in RATE_GOOD else 0.0)
        value = above if metric.unit == "count" else above / under if under > metric.minimum else None
        if kept(metric, value):
            return then
    return None
