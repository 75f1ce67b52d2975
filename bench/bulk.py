"""A shop of a million orders: Amazon's metrics on sixty days by the rule sheet, and the same written for DuckDB.

``python -m bench.bulk [orders]`` after ``pip install -r requirements-bench.txt``. Both read the same columns in the
same process, both take the best of five; the figures must agree to the last order before any time is printed.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable

import duckdb
import numpy as np
import pandas as pd

from scenarios.platforms import bulk, sheet

AT_MOST = 2.5  # times DuckDB's time
LAST = dt.date(2026, 6, 28)
DAYS = 60
ROUNDS = 5

# numerator and denominator of each metric as conditions, the column that dates it, and its window in days
METRICS = {
    "order_defect_rate": (
        "stars <= 2 or (claim in ('not_received', 'not_as_described') and coalesce(claim_result, 'open') <> 'seller')"
        " or claim = 'chargeback'",
        "true", "ordered", 60,
    ),
    "late_shipment": ("shipped > ship_by", "channel = 'self' and shipped is not null", "ship_by", 30),
    "valid_tracking": ("tracking is not null", "channel = 'self' and shipped is not null", "shipped", 30),
    "on_time_delivery": (
        "delivered <= promised and shipped <= delivered",
        "channel = 'self' and tracking is not null and shipped is not null", "promised", 30,
    ),
    "cancel_rate": (
        "cancelled_by = 'seller' and shipped is null",
        "channel = 'self' and coalesce(cancelled_by, '') <> 'buyer'", "ordered", 7,
    ),
}  # fmt: skip


def orders(count: int, seed: int = 1) -> pd.DataFrame:
    """``count`` orders of 120 days with the columns that the five metrics need; moments are UTC."""
    rng = np.random.default_rng(seed)
    start = np.datetime64(LAST - dt.timedelta(days=119), "s")

    def after(base: np.ndarray, low: float, high: float, known: float) -> np.ndarray:
        moments = base + (rng.uniform(low, high, count) * 3600).astype("timedelta64[s]")
        return np.where(rng.random(count) < known, moments, np.datetime64("NaT"))

    def words(values: list[str | None], chances: list[float]) -> pd.Series:
        return pd.Series(np.array(values, dtype=object)[rng.choice(len(values), count, p=chances)], dtype="str")

    ordered = start + (rng.random(count) * 120 * 86_400).astype("timedelta64[s]")
    return pd.DataFrame(
        {
            "ordered": ordered,
            "ship_by": ordered + np.timedelta64(3, "D"),
            "shipped": after(ordered, 5, 75, 0.98),
            "promised": ordered + np.timedelta64(12, "D"),
            "delivered": after(ordered, 80, 300, 0.95),
            "channel": words(["self", "platform"], [0.9, 0.1]),
            "tracking": words(["T", None], [0.97, 0.03]),
            "stars": np.where(rng.random(count) < 0.2, rng.integers(1, 6, count), np.nan),
            "claim": words([None, "not_received", "not_as_described", "chargeback"], [0.98, 0.01, 0.006, 0.004]),
            "claim_result": words([None, "open", "buyer", "seller"], [0.7, 0.1, 0.1, 0.1]),
            "cancelled_by": words([None, "buyer", "seller"], [0.97, 0.02, 0.01]),
        }
    )


def by_sheet(rows: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """(numerator, denominator) of each day, by the rule sheet."""
    rules = sheet("amazon")
    chosen = rules.model_copy(
        update={
            "metrics": tuple(metric for metric in rules.metrics if metric.id in METRICS),
            "flags": {name: flag for name, flag in rules.flags.items() if _counts(name)},
        }
    )
    table = bulk.history({"orders": rows}, chosen, LAST, DAYS)
    return {
        str(name): list(zip(part["above"].astype(int), part["under"].astype(int), strict=True))
        for name, part in table.groupby("metric")
    }


def _counts(flag: str) -> bool:
    """True for the flags that the five metrics need: both sides do the same work."""
    rules = sheet("amazon")
    counted = [metric.counted for metric in rules.metrics if metric.id in METRICS and metric.counted]
    return any(flag in (*one.among, *one.excludes, *one.counts) for one in counted)


def by_duckdb(rows: pd.DataFrame) -> dict[str, list[tuple[int, int]]]:
    """The same as one aggregation a metric: counted by day, then summed over the window of each day."""
    base = duckdb.connect()
    base.register("orders", rows)
    first = LAST - dt.timedelta(days=DAYS - 1)
    found = {}
    for name, (above, under, dated, window) in METRICS.items():
        asked = f"""
            with counted as (
                select cast({dated} as date) as day, count(*) filter ({above}) as above, count(*) as under
                from orders where {under}
                  and {dated} >= date '{first}' - interval {window - 1} day and {dated} < date '{LAST}' + interval 1 day
                group by 1
            ),
            days as (select cast(unnest(generate_series(
                date '{first}' - interval {window - 1} day, date '{LAST}', interval 1 day)) as date) as day),
            summed as (
                select days.day, sum(coalesce(above, 0)) over span as above, sum(coalesce(under, 0)) over span as under
                from days left join counted using (day)
                window span as (order by days.day rows between {window - 1} preceding and current row)
            )
            select cast(above as bigint), cast(under as bigint) from summed where day >= date '{first}' order by day
        """
        found[name] = [(int(a), int(u)) for a, u in base.execute(asked).fetchall()]
    return found


def best(work: Callable[[pd.DataFrame], object], rows: pd.DataFrame) -> float:
    """The shortest of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work(rows)
        times.append(time.perf_counter() - started)
    return min(times)


def main() -> int:
    """Compares, prints, and fails when the budget is missed or the figures differ."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    rows = orders(count)
    if by_sheet(rows) != by_duckdb(rows):
        print("the two do not count the same")
        return 1
    ours, theirs = best(by_sheet, rows), best(by_duckdb, rows)
    ratio = ours / theirs
    print(
        f"{count} orders x {DAYS} days, {len(METRICS)} metrics: ours {ours * 1000:.0f} ms, DuckDB {theirs * 1000:.0f} ms"
    )
    print(f"ratio {ratio:.2f} (at most {AT_MOST})")
    return int(ratio > AT_MOST)


if __name__ == "__main__":
    raise SystemExit(main())
