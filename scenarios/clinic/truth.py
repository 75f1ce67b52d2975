"""The truth about a case, which the student never sees: figures, state, proof, and the wrong roads to a figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from reading.nouns import Frozen
from scenarios.clinic.draw import drawn, first_day, touched
from scenarios.clinic.nouns import Cause, ClinicCase, Tables, Ward
from scenarios.nouns import Text
from scenarios.platforms import bulk
from scenarios.platforms.account import end_of, standing
from scenarios.platforms.counted import Counted
from scenarios.platforms.sheet import Metric, Sheet


class Figure(Frozen):
    """A metric on one day; ``rate`` None where it is not assessed."""

    metric: str
    above: float
    under: float
    rate: float | None
    kept: bool | None = None


class Trap(Frozen):
    """A figure that a particular mistake gives, and which mistake it is."""

    figure: Figure
    why: Text
    source: str


class Truth(Frozen):
    """What the generator knows. ``proof`` are the orders that prove the cause."""

    cause: str
    state: str
    figures: dict[str, Figure]
    proof: tuple[str, ...]


def truth(case: ClinicCase, ward: Ward, sheet: Sheet, tables: Tables) -> Truth:
    """The truth about a case on its own day."""
    return Truth(
        cause=case.cause,
        state=standing(tables, sheet, case.day).state,
        figures=figures(tables, sheet, case.day),
        proof=proof(case, ward, sheet, tables),
    )


def figures(tables: Tables, sheet: Sheet, day: dt.date) -> dict[str, Figure]:
    """Numerator, denominator and rate of every counted metric at the end of ``day``."""
    return {name: _figure(row) for name, row in _table(tables, sheet, day).iterrows() for name in [str(name)]}


def _table(tables: Tables, sheet: Sheet, day: dt.date) -> pd.DataFrame:
    return bulk.history(tables, sheet, day, 1, end_of(day, sheet.zone)).set_index("metric", drop=False)


def _figure(row: pd.Series) -> Figure:
    rate = None if pd.isna(row["rate"]) else float(row["rate"])
    kept = None if row["kept"] is None or pd.isna(row["kept"]) else bool(row["kept"])
    return Figure(metric=row["metric"], above=row["above"], under=row["under"], rate=rate, kept=kept)


def proof(case: ClinicCase, ward: Ward, sheet: Sheet, tables: Tables) -> tuple[str, ...]:
    """The orders that the cause touched and that show one of its flags, oldest first."""
    cause = ward.cause(case.cause)
    all_flags = sheet.model_copy(update={"flags": {**sheet.flags, **ward.flags}})
    now = end_of(case.day, sheet.zone)
    shown: set[str] = set()
    for table in ("orders", "messages", "notices"):
        rows = tables[table]
        for name, held in bulk.flagged(tables, all_flags, table, now).items():
            if name in cause.proof:
                shown |= set(rows["order_id"][held].dropna())
    orders = tables["orders"]["order_id"]
    at = _touched(case, ward, cause)
    return tuple(orders[at & orders.isin(shown).to_numpy()])


def _touched(case: ClinicCase, ward: Ward, cause: Cause) -> np.ndarray:
    rows = drawn(ward.base, case.seed, first_day(case, ward.base), case.day)
    return touched(rows, cause.where, tuple(ward.base.countries), case.day)


def traps(tables: Tables, sheet: Sheet, metric: Metric, day: dt.date) -> tuple[Trap, ...]:
    """The figures that typical mistakes give; those that happen to give the right one are left out."""
    if metric.counted is None:
        return ()
    right = figures(tables, sheet, day)[metric.id]
    found = []
    for changed, why in _mistakes(metric, metric.counted, sheet):
        wrong = figures(tables, sheet.model_copy(update={"metrics": (changed,)}), day)[metric.id]
        if (wrong.above, wrong.under) != (right.above, right.under):
            found.append(Trap(figure=wrong, why=why, source=metric.counted.source or metric.source))
    return tuple(found)


def _mistakes(metric: Metric, counted: Counted, sheet: Sheet) -> Sequence[tuple[Metric, Text]]:
    def named(flags: Sequence[str]) -> Text:
        names = [sheet.flags[flag].name for flag in flags]
        return {"zh": "、".join(name["zh"] for name in names), "en": ", ".join(name["en"] for name in names)}

    def changed(**fields: object) -> Metric:
        return metric.model_copy(update={"counted": counted.model_copy(update=fields)})

    made: list[tuple[Metric, Text]] = []
    out, among = named(counted.excludes), named(counted.among)
    days = metric.window_days
    if counted.excludes:
        zh, en = f"应先排除：{out['zh']}。", f"These must be left out first: {out['en']}."
        made.append((changed(excludes=()), {"zh": zh, "en": en}))
    if counted.among:
        zh, en = f"分母只算：{among['zh']}。", f"The denominator holds only: {among['en']}."
        made.append((changed(among=()), {"zh": zh, "en": en}))
    if days:
        zh, en = f"只算 {days} 天以内的，你算了全部。", f"Only the window of {days} days counts; you took everything."
        made.append((metric.model_copy(update={"window_days": None}), {"zh": zh, "en": en}))
    if counted.lag_days:
        zh, en = f"统计窗口在 {counted.lag_days} 天前结束。", f"The window ends {counted.lag_days} days earlier."
        made.append((changed(lag_days=0), {"zh": zh, "en": en}))
    for flag in counted.counts if len(counted.counts) > 1 else ():
        one = named([flag])
        zh = f"你只数了「{one['zh']}」，还有别的也算。"
        en = f"You counted only “{one['en']}”; other kinds count as well."
        made.append((changed(counts=(flag,)), {"zh": zh, "en": en}))
    return made
