"""The X-ray of a metric: where every row stands, above or under the line or outside, and why."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from scenarios.clinic.nouns import Tables
from scenarios.platforms.account import end_of
from scenarios.platforms.bulk import day_number, days_of, flagged, sides, window
from scenarios.platforms.sheet import Metric, Sheet

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
    numbers = days_of(rows[counted.dated], sheet.zone)
    first, last = window(metric, day)
    inside = (numbers >= day_number(first)) & (numbers <= day_number(last))
    lasts = (last - first).days + 1 + counted.lag_days
    known = np.where(numbers > 0, numbers, 0).astype("datetime64[D]")
    table = pd.DataFrame(
        {
            "id": rows[KEY[counted.of]],
            "order_id": rows["order_id"],
            "day": pd.Series(known).where(numbers > 0),
            "inside": inside,
            "under": under & inside,
            "above": np.where(inside & under, above, 0.0),
            "because": [[name for name in counted.counts if flags[name][n]] for n in range(len(rows))],
            "out": [_out(metric, flags, n) for n in range(len(rows))],
            "leaves": pd.Series(known + np.timedelta64(lasts, "D")).where(numbers > 0),
        }
    )
    return table.assign(letters=_letters(tables, table)).sort_values("day", ascending=False, ignore_index=True)


def _out(metric: Metric, flags: dict[str, np.ndarray], n: int) -> list[str]:
    """Flags that keep a row out; one that it lacks is written with a minus."""
    assert metric.counted is not None
    held = [name for name in metric.counted.excludes if flags[name][n]]
    return held + [f"-{name}" for name in metric.counted.among if not flags[name][n]]


def _letters(tables: Tables, table: pd.DataFrame) -> pd.Series:
    told = tables["messages"].groupby("order_id")["message_id"].agg(list).to_dict()
    return pd.Series([told.get(order, []) for order in table["order_id"]], dtype=object)
