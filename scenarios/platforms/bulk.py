"""Metrics counted from rows, a million of them as well as ten: days become numbers, and numbers are counted once.

Rows are pandas columns; every moment is UTC without a zone. The days of a window are cut by the sheet's own calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from scenarios.platforms.counted import Flag, Trial
from scenarios.platforms.measure import kept
from scenarios.platforms.sheet import Metric, Sheet

Tables = Mapping[str, pd.DataFrame]
Bools = NDArray[np.bool_]
Days = NDArray[np.int64]
Floats = NDArray[np.float64]
NEVER = np.iinfo(np.int64).min  # the day of a row that has no date
QUARTER = 900  # seconds
ALWAYS = 3650  # days; how far back a metric looks whose window the course does not give


def flagged(tables: Tables, sheet: Sheet, table: str, now: dt.datetime) -> dict[str, Bools]:
    """Every flag of the sheet on the rows of ``table``, as seen at ``now`` (UTC)."""
    rows = tables[table]
    return {name: _flag(rows, flag, sheet, now) for name, flag in sheet.flags.items() if flag.of == table}


def _flag(rows: pd.DataFrame, flag: Flag, sheet: Sheet, now: dt.datetime) -> Bools:
    held: Bools = np.ones(len(rows), dtype=bool)
    for trial in flag.all:
        held &= _trial(rows, _timed(trial, sheet), now)
    if flag.any:
        held &= np.logical_or.reduce([_trial(rows, _timed(trial, sheet), now) for trial in flag.any])
    return held


def _timed(trial: Trial, sheet: Sheet) -> Trial:
    """``trial`` with the hours of the clock it names, so that a pack that changes the clock changes the count."""
    if not trial.clock:
        return trial
    hours = sheet.clock(trial.clock).hours
    compared = trial.after is not None or trial.by is not None
    return trial.model_copy(update={"hours": hours} if compared else {"older_than_hours": hours})


def _trial(rows: pd.DataFrame, trial: Trial, now: dt.datetime) -> Bools:
    column = rows[trial.column]
    held = np.ones(len(rows), dtype=bool)
    if trial.equals:
        held &= column.isin(list(trial.equals)).to_numpy()
    if trial.known is not None:
        held &= column.notna().to_numpy() == trial.known
    if trial.at_most is not None:
        held &= (column <= trial.at_most).to_numpy()
    if trial.at_least is not None:
        held &= (column >= trial.at_least).to_numpy()
    if trial.after is not None:
        held &= (column > rows[trial.after] + pd.Timedelta(hours=trial.hours)).to_numpy()
    if trial.by is not None:
        held &= (column <= rows[trial.by] + pd.Timedelta(hours=trial.hours)).to_numpy()
    if trial.older_than_hours is not None:
        held &= (column < pd.Timestamp(now).tz_localize(None) - pd.Timedelta(hours=trial.older_than_hours)).to_numpy()
    return held


def days_of(moments: pd.Series, zone: str) -> Days:
    """The calendar day of each UTC moment in ``zone``, as days since 1970; NEVER where there is no moment."""
    if zone == "UTC":
        days = moments.to_numpy("datetime64[D]")
        return np.where(np.isnat(days), NEVER, days.astype(np.int64))
    quarters = moments.to_numpy("datetime64[s]").astype(np.int64) // QUARTER  # no zone changes within a quarter hour
    known = moments.notna().to_numpy()
    if not known.any():
        return np.full(len(moments), NEVER)
    first = int(quarters[known].min())
    every = pd.Series(pd.to_datetime(np.arange(first, int(quarters[known].max()) + 1) * QUARTER, unit="s", utc=True))
    local = every.dt.tz_convert(zone).dt.tz_localize(None).to_numpy("datetime64[D]").astype(np.int64)
    return np.where(known, local[np.where(known, quarters - first, 0)], NEVER)


def day_number(day: dt.date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - dt.date(1970, 1, 1).toordinal()


def window(metric: Metric, day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the metric's window when counted at the end of ``day``, both inclusive."""
    counted = metric.counted
    last = day
    if counted is not None:
        stood = {"day": 0, "week": day.weekday() + 1, "month": day.day}[counted.every]
        last -= dt.timedelta(days=stood + counted.lag_days)
    return last - dt.timedelta(days=(metric.window_days or ALWAYS) - 1), last


def inside(rows: pd.DataFrame, metric: Metric, day: dt.date, zone: str, under: Bools | None = None) -> Bools:
    """Which rows lie in the metric's window of ``day``: by the day that dates them, or by one of the others.

    With ``under`` (see ``sides``) those are out that a later one of the same ``latest_per`` has replaced by then.
    """
    counted = metric.counted
    if counted is None:
        raise ValueError(f"{metric.id} is not counted from rows")
    dated = dated_of(rows, metric, zone)
    held = within(dated, metric, day)
    if counted.latest_per and under is not None:
        seen = np.flatnonzero(under & held)
        gone = _replaced(rows[counted.latest_per].iloc[seen], rows[counted.dated].iloc[seen], dated[0][seen])
        held[seen[gone <= day_number(window(metric, day)[1])]] = False
    return held


def dated_of(rows: pd.DataFrame, metric: Metric, zone: str) -> list[Days]:
    """The days that may bring each row into the metric's window, as numbers: one array a column."""
    counted = metric.counted
    if counted is None:
        raise ValueError(f"{metric.id} is not counted from rows")
    return [days_of(rows[column], zone) for column in (counted.dated, *counted.also)]


def within(dated: list[Days], metric: Metric, day: dt.date) -> Bools:
    """Which rows of ``dated_of`` have a day in the metric's window of ``day``."""
    first, last = (day_number(one) for one in window(metric, day))
    held: Bools = np.logical_or.reduce([(numbers >= first) & (numbers <= last) for numbers in dated])
    return held


def sides(rows: pd.DataFrame, metric: Metric, flags: Mapping[str, Bools]) -> tuple[Bools, Floats]:
    """Who may stand under the line whatever the day, and what each then adds above it (0, 1, or a value)."""
    counted = metric.counted
    if counted is None:
        raise ValueError(f"{metric.id} is not counted from rows")
    under: Bools = np.ones(len(rows), dtype=bool)
    for name in counted.among:
        under &= flags[name]
    for name in counted.excludes:
        under &= ~flags[name]
    if counted.mean:
        value = rows[counted.mean].to_numpy(float)
        under &= ~np.isnan(value)
        return under, np.where(under, value, 0.0)
    above = np.zeros(len(rows), dtype=bool)
    for name in counted.counts:
        above |= flags[name]
    return under, (under & above).astype(np.float64) * counted.worth


def history(
    tables: Tables, sheet: Sheet, last: dt.date, days: int = 60, now: dt.datetime | None = None
) -> pd.DataFrame:
    """Every counted metric on each of the ``days`` days up to ``last``: one row a metric and day.

    Columns: metric, day, above (numerator), under (denominator), rate (NaN where the volume is not above the metric's
    ``minimum``: not assessed is not zero) and kept (True, False, or None where nothing can be said). Each row is
    looked at once, whatever ``days`` is.
    """
    now = now or dt.datetime.combine(last + dt.timedelta(days=1), dt.time())
    found: dict[str, dict[str, Bools]] = {}
    numbers: dict[tuple[str, str], Days] = {}
    parts = []
    for metric in sheet.metrics:
        if (counted := metric.counted) is None:
            continue
        rows = tables[counted.of]
        flags = found.setdefault(counted.of, {}) or found[counted.of]
        if not flags:
            flags.update(flagged(tables, sheet, counted.of, now))
        for column in (counted.dated, *counted.also):
            if (counted.of, column) not in numbers:
                numbers[counted.of, column] = days_of(rows[column], sheet.zone)
        dated = [numbers[counted.of, column] for column in (counted.dated, *counted.also)]
        parts.append(_history(rows, metric, flags, dated, last, days))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _history(
    rows: pd.DataFrame, metric: Metric, flags: Mapping[str, Bools], dated: list[Days], last: dt.date, days: int
) -> pd.DataFrame:
    under, above = sides(rows, metric, flags)
    on = [last - dt.timedelta(days=days - 1 - n) for n in range(days)]
    firsts, lasts = np.array([[day_number(end) for end in window(metric, day)] for day in on]).T
    seen = under & np.logical_or.reduce([(day >= firsts[0]) & (day <= lasts[-1]) for day in dated])
    held, worth = [day[seen] for day in dated], above[seen]
    key = metric.counted.latest_per if metric.counted else None
    if key or len(held) > 1:
        gone = _replaced(rows[key][seen], rows[metric.counted.dated][seen], held[0]) if key and metric.counted else None
        began, ended = _spans(held, firsts, lasts, gone)
        lower, upper = _summed(began, ended, None, days), _summed(began, ended, worth, days)
    else:
        lower, upper = _rolling(held[0], None, firsts, lasts), _rolling(held[0], worth, firsts, lasts)
    return pd.DataFrame(
        {"metric": metric.id, "day": on, "above": upper, "under": lower, **_judged(metric, upper, lower)}
    )


def _rolling(day: Days, worth: Floats | None, firsts: Days, lasts: Days) -> Floats:
    """What the rows of each window, from first to last day, are worth together (None: one each)."""
    counts = np.bincount(day - firsts[0], weights=worth, minlength=int(lasts[-1] - firsts[0]) + 1)
    total = np.concatenate([[0.0], np.cumsum(counts)])
    found: Floats = total[lasts - firsts[0] + 1] - total[firsts - firsts[0]]
    return found


def _spans(dated: list[Days], firsts: Days, lasts: Days, gone: Days | None) -> tuple[Days, Days]:
    """From which window up to which other (not inclusive) each row is seen: once in each that holds one of its days.

    ``gone``: the day on which another row takes its place.
    """
    days = np.arange(firsts[0] - 1, lasts[-1] + 2)
    starts, stops = np.searchsorted(lasts, days), np.searchsorted(firsts, days, side="right")
    near = np.sort(np.stack([np.clip(day, days[0], days[-1]) - days[0] for day in dated]), axis=0)
    began, ended = starts[near], stops[near]
    ended[:-1] = np.minimum(ended[:-1], began[1:])
    if gone is not None:
        ended = np.minimum(ended, starts[np.clip(gone, days[0], days[-1]) - days[0]])
    return np.minimum(began, ended), ended


def _summed(began: Days, ended: Days, worth: Floats | None, days: int) -> Floats:
    """What the rows of each of ``days`` windows are worth together (None: one each)."""
    total = np.zeros(days + 1)
    for start, stop in zip(began, ended, strict=True):
        total += np.bincount(start, weights=worth, minlength=days + 1)
        total -= np.bincount(stop, weights=worth, minlength=days + 1)
    return np.cumsum(total)[:days]


def _replaced(keys: pd.Series, moments: pd.Series, at: Days) -> Days:
    """The day on which a later row of the same key takes each row's place; the largest number where none does."""
    numbers = pd.factorize(keys)[0]
    order = np.lexsort((moments.to_numpy(), numbers))
    same = numbers[order][:-1] == numbers[order][1:]
    found = np.full(len(at), np.iinfo(np.int64).max)
    found[order[:-1][same]] = at[order[1:][same]]
    return found


def _judged(metric: Metric, upper: Floats, lower: Floats) -> dict[str, list[float | None]]:
    if metric.unit == "count":
        rate: list[float | None] = [float(value) for value in upper]
    else:
        rate = [float(a / b) if b > metric.minimum and b > 0 else None for a, b in zip(upper, lower, strict=True)]
    return {"rate": rate, "kept": [kept(metric, value) for value in rate]}
