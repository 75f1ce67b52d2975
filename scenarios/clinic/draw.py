"""The draws behind an account: one day's orders from the day's own seed, and the orders that a cause touches."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scenarios.clinic.happenings import DAY, Bools, Floats, Rows
from scenarios.clinic.nouns import Base, ClinicCase, Where

EPOCH = dt.date(1970, 1, 1).toordinal()
GOLDEN = np.uint64(0x9E3779B97F4A7C15)
SEEDS = 0xD1B54A32D192ED03  # far apart, whatever the seed
TWO_PIECES = 0.08  # share of orders with two of the product


def first_day(case: ClinicCase, base: Base) -> dt.date:
    """The day of the first orders of ``case``."""
    return case.day - dt.timedelta(days=(case.opened_days or base.history_days) - 1)


def drawn(base: Base, seed: int, first: dt.date, last: dt.date) -> Rows:
    """All orders from ``first`` to ``last``, both inclusive, oldest day first."""
    days = [_day(base, seed, first + dt.timedelta(days=n)) for n in range((last - first).days + 1)]
    return {name: np.concatenate([day[name] for day in days]) for name in days[0]}


def _day(base: Base, seed: int, day: dt.date) -> Rows:
    rng = np.random.default_rng([seed, day.toordinal()])
    n = int(rng.integers(base.orders_a_day[0], base.orders_a_day[1] + 1))
    weights = np.array(list(base.countries.values()), float)
    return {
        "ordered": (day.toordinal() - EPOCH) * DAY + np.floor(np.sort(rng.uniform(0, DAY, n))),
        "country_at": rng.choice(len(weights), n, p=weights / weights.sum()),
        "product_at": rng.integers(0, len(base.products), n),
        "carrier_at": rng.integers(0, len(base.carriers), n),
        "platform": rng.random(n) < base.platform_share,
        "pieces": 1 + (rng.random(n) < TWO_PIECES).astype(int),
        "pace": rng.random(n),
        "way": rng.random(n),
        "who": rng.integers(0, 10**6, n),
        "digits": rng.integers(0, 10, (n, 40)),
        "serial": _mixed(np.arange(n, dtype=np.uint64) + np.uint64((seed * SEEDS + day.toordinal() * 4096) % 2**64)),
    }


def unit(rows: Mapping[str, Any], name: str) -> Floats:
    """A draw of its own for each order, 0 to 1: the same for the same seed, order and name, whatever else is drawn."""
    mixed = _mixed(rows["serial"] ^ np.uint64(zlib.crc32(name.encode()) << 32))
    return np.asarray((mixed >> np.uint64(11)).astype(np.float64) / 2**53)


def _mixed(numbers: Any) -> Any:
    """SplitMix64 (Steele, Lea, Flood 2014): neighbouring numbers become unrelated ones."""
    with np.errstate(over="ignore"):
        mixed = numbers + GOLDEN
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return mixed ^ (mixed >> np.uint64(31))


def touched(rows: Mapping[str, Any], where: Where, countries: Sequence[str], day: dt.date) -> Bools:
    """Which orders ``where`` names, days being counted back from ``day``."""
    held: Bools = np.ones(len(rows["ordered"]), dtype=bool)
    if where.products:
        held &= np.isin(rows["product_at"], where.products)
    if where.carriers:
        held &= np.isin(rows["carrier_at"], where.carriers)
    if where.countries:
        held &= np.isin(rows["country_at"], [countries.index(one) for one in where.countries])
    number = rows["ordered"] // DAY
    if where.weekdays:
        held &= np.isin((number + 3) % 7, where.weekdays)  # 1970-01-01 was a Thursday
    if where.days:
        ago = day.toordinal() - EPOCH - number
        held &= ago <= where.days[0]
        if where.days[1]:  # to day 0 means: it still goes on
            held &= ago >= where.days[1]
    return held
