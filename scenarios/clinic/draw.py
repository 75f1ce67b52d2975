"""The draws behind an account: one day's orders from the day's own seed, and the orders that a cause touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from scenarios.clinic.happenings import DAY, NAMES, Bools, Rows
from scenarios.clinic.nouns import Base, ClinicCase, Where

EPOCH = dt.date(1970, 1, 1).toordinal()
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
        "chances": rng.random((n, len(NAMES))),
        "sizes": rng.random((n, len(NAMES))),
    }


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
