"""What is different about DHgate: merchant levels without known numbers, and natural-day dispute clocks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally

Rates = Mapping[str, float | None]
HIGH = ("top", "premium")
BELOW = ("bad_purchase_rate", "liability_dispute_rate", "yellow_cards")  # what takes a shop below standard


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def liability_rate(orders: Sequence[tuple[dt.date, bool]], sheet: Sheet, new_seller: bool = False) -> float | None:
    """Share of confirmed orders that were ruled the merchant's fault; a new seller's first three are left out (DHG-24).

    ``orders``: (day of the order, ruled the merchant's fault). None without orders.
    """
    known = sorted(orders)[int(sheet.number("first_orders")) if new_seller else 0 :]
    return sum(ruled for _, ruled in known) / len(known) if known else None


def reaches(level: str, rates: Rates, sheet: Sheet) -> bool | None:
    """Does a shop reach ``top`` or ``premium``? Never under 20 orders (DHG-23); None while a threshold is not set."""
    orders = rates.get("orders")
    if orders is not None and orders < sheet.number("min_orders"):
        return False
    limits = {name: sheet.setting(f"{level}_{name}") for name in ("sales", "bad_purchase", "liability")}
    figures = [rates.get(name) for name in ("sales", "bad_purchase_rate", "liability_dispute_rate")]
    if orders is None or None in limits.values() or None in figures:
        return None
    sales, bad, ruled = (float(one or 0) for one in figures)
    least, most_bad, most_ruled = (float(one or 0) for one in limits.values())
    return sales >= least and bad < most_bad and ruled < most_ruled


def merchant_level(rates: Rates, sheet: Sheet, new_seller: bool = False) -> str:
    """Top, premium, standard or below standard (DHG-20 to DHG-26); new sellers start as standard.

    Below standard is drawn by practice bounds, labelled in the sheet; top and premium need a class's own numbers.
    """
    if new_seller:
        return "standard"
    if any(kept(sheet.metric(name), rates.get(name)) is False for name in BELOW):
        return "below_standard"
    return next((level for level in HIGH if reaches(level, rates, sheet)), "standard")


def next_refresh(day: dt.date, sheet: Sheet) -> dt.date:
    """The day, from ``day`` on, on which levels are next set: the 5th (DHG-20)."""
    this = day.replace(day=int(sheet.number("refresh_day")))
    return this if day <= this else (this.replace(day=1) + dt.timedelta(days=32)).replace(day=this.day)


def level_window(refresh: dt.date, sheet: Sheet) -> tuple[dt.date, dt.date]:
    """The 90 days that the level set on ``refresh`` looks at, to the end of the month before (DHG-22)."""
    last = refresh.replace(day=1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(sheet.metric("orders").window_days or 0) - 1), last


def standing(rates: dict[str, float | None], sheet: Sheet, new_seller: bool = False) -> Standing:
    """The merchant's level, and whether each metric's bound is met; few orders alone are not below standard."""
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    each = {name: "unknown" if ok is None else "met" if ok else "missed" for name, ok in held.items()}
    state = merchant_level(rates, sheet, new_seller)
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Five natural days to answer an agreement dispute, ten to agree (DHG-07, DHG-08)."""
    return running(case, sheet)
