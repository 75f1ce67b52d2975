"""The X-ray of a metric: where every row stands, above or under the line or outside, and why."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from scenarios.clinic.nouns import Tables
from scenarios.platforms.account import end_of
from scenarios.platforms.bulk import NEVER, Bools, Days, dated_of, day_number, flagged, inside, sides, within
from scenarios.platforms.sheet import Metric, Sheet

LATER = "later"  # a later row of the same key counts instead
LONGEST_STAND = 64  # days a window may stand still, and some
KEY = {"orders": "order_id", "messages": "message_id", "notices": "notice_id"}


def xray(tables: Tables, sheet: Sheet, metric: Metric, day: dt.date) -> pd.DataFrame:
    """Every row of the metric's table on ``day``, newest first.

    Columns: id, order_id, day (calendar day in the sheet's zone), inside (the window), under and above the line
    (True or False; with a mean, ``above`` is the value), because (flags that count), out (flags that keep it out, or
    that it lacks), letters (ids of messages about the same order), leaves (the first day it no longer counts).
    """
    if metric.counted is None:
        raise ValueError(f"{metric.id} is not counted from rows")
    counted, rows = metric.counted, tables[metric.counted.of]
    flags = flagged(tables, sheet, counted.of, end_of(day, sheet.zone))
    under, above = sides(rows, metric, flags)
    dated = dated_of(rows, metric, sheet.zone)
    seen = within(dated, metric, day)
    stands = under & inside(rows, metric, day, sheet.zone, under)
    later = under & seen & ~stands
    table = pd.DataFrame(
        {
            "id": rows[KEY[counted.of]],
            "order_id": rows["order_id"],
            "day": _days(dated[0]),
            "inside": seen,
            "under": stands,
            "above": np.where(stands, above, 0.0),
            "because": [[name for name in counted.counts if flags[name][n]] for n in range(len(rows))],
            "out": [[*_out(metric, flags, n), *([LATER] if later[n] else [])] for n in range(len(rows))],
            "leaves": _days(_leaves(dated, metric, day, seen)),
        }
    )
    return table.assign(letters=_letters(tables, table)).sort_values("day", ascending=False, ignore_index=True)


def _leaves(dated: list[Days], metric: Metric, day: dt.date, seen: Bools) -> Days:
    """The first day on which each row of the window is no longer in it; NEVER for the others."""
    found = np.full(len(seen), NEVER)
    still = seen.copy()
    for ahead in range(1, (metric.window_days or 0) + LONGEST_STAND):
        if not still.any() or metric.window_days is None:
            break
        then = day + dt.timedelta(days=ahead)
        gone = still & ~within(dated, metric, then)
        found[gone] = day_number(then)
        still &= ~gone
    return found


def _days(numbers: Days) -> pd.Series:
    """Day numbers as days; NaT for NEVER."""
    known = numbers != NEVER
    return pd.Series(np.where(known, numbers, 0).astype("datetime64[D]").astype("datetime64[s]")).where(known)


def _out(metric: Metric, flags: dict[str, np.ndarray], n: int) -> list[str]:
    """Flags that keep a row out; one that it lacks is written with a minus."""
    assert metric.counted is not None
    held = [name for name in metric.counted.excludes if flags[name][n]]
    return held + [f"-{name}" for name in metric.counted.among if not flags[name][n]]


def _letters(tables: Tables, table: pd.DataFrame) -> pd.Series:
    told = tables["messages"].groupby("order_id")["message_id"].agg(list).to_dict()
    return pd.Series([told.get(order, []) for order in table["order_id"]], dtype=object)
