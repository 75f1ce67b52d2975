"""What the console of an account shows: its health line by line, its tables with filters, and the X-ray of a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from desk.clinic import Patient
from desk.rulebook import goal
from reading.nouns import Frozen
from scenarios.clinic.plan import shown
from scenarios.clinic.ward import columns
from scenarios.clinic.xray import xray
from scenarios.nouns import Text
from scenarios.platforms.account import end_of, standing
from scenarios.platforms.bulk import flagged, history, window
from scenarios.platforms.sheet import Metric


class HealthLine(Frozen):
    """One metric in the console. ``rates`` are its last days, oldest first; ``mark`` is its own state."""

    metric: str
    name: Text
    shown: str
    kept: bool | None
    goal: str  # ``< 1%``; empty where the course gives none
    mark: Text
    first: dt.date  # of the window, both inclusive
    last: dt.date
    under: tuple[Text, ...]  # flags a row needs to count at all
    above: tuple[Text, ...]  # flags any of which puts it above the line
    out: tuple[Text, ...]  # flags that leave it out
    table: str
    dated: Text  # the column whose day decides
    rates: tuple[float | None, ...]
    source: str
    doubt: Text
    unit: str


def health(one: Patient, days: int = 60) -> tuple[HealthLine, ...]:
    """Every metric that is counted from the account's rows, in the sheet's order."""
    past = history(one.tables, one.sheet, one.case.day, days, end_of(one.case.day, one.sheet.zone))
    states = standing(one.tables, one.sheet, one.case.day).metrics
    return tuple(_line(one, metric, past, states) for metric in one.sheet.metrics if metric.counted)


def _line(one: Patient, metric: Metric, past: pd.DataFrame, states: dict[str, str]) -> HealthLine:
    counted, figure = metric.counted, one.truth.figures[metric.id]
    assert counted is not None
    first, last = window(metric, one.case.day)
    rates = past.loc[past["metric"] == metric.id, "rate"]
    return HealthLine(
        metric=metric.id,
        name=metric.name,
        shown=shown(metric, figure.rate),
        kept=figure.kept,
        goal=goal(metric),
        mark=one.sheet.states.get(states.get(metric.id, ""), {}),
        first=first,
        last=last,
        under=_names(one, counted.among),
        above=_names(one, counted.counts),
        out=_names(one, counted.excludes),
        table=counted.of,
        dated=columns(counted.of).get(counted.dated, {"name": {"zh": counted.dated, "en": counted.dated}})["name"],
        rates=tuple(None if pd.isna(rate) else float(rate) for rate in rates),
        source=metric.source,
        doubt=metric.doubt,
        unit=metric.unit,
    )


def _names(one: Patient, flags: Sequence[str]) -> tuple[Text, ...]:
    return tuple(one.sheet.flags[name].name for name in flags)


def flag_names(one: Patient, table: str) -> dict[str, Text]:
    """The flags a table can be filtered by."""
    return {name: flag.name for name, flag in one.sheet.flags.items() if flag.of == table}


def headings(table: str) -> dict[str, Text]:
    """The columns of a table with their names."""
    return {name: column["name"] for name, column in columns(table).items()}


def orders(
    one: Patient,
    days: int | None = None,
    product: str | None = None,
    carrier: str | None = None,
    flags: Sequence[str] = (),
) -> pd.DataFrame:
    """The orders, newest first: of the last ``days``, of a product, a carrier, and with every one of ``flags``."""
    rows = one.tables["orders"]
    held = np.ones(len(rows), dtype=bool)
    if days:
        end = pd.Timestamp(end_of(one.case.day, one.sheet.zone))
        held &= (rows["ordered"] >= end - pd.Timedelta(days=days)).to_numpy()
    for name, value in (("product", product), ("carrier", carrier)):
        if value is not None:
            held &= (rows[name] == value).to_numpy()
    if flags:
        found = flagged(one.tables, one.sheet, "orders", end_of(one.case.day, one.sheet.zone))
        for name in flags:
            held &= found[name]
    return rows[held].sort_values("ordered", ascending=False, ignore_index=True)


def looked_through(one: Patient, metric: str) -> pd.DataFrame:
    """The X-ray of a metric: every row, where it stands and why (columns of scenarios.clinic.xray)."""
    return xray(one.tables, one.sheet, one.sheet.metric(metric), one.case.day)
