"""What the four states of an Amazon seller allow, what missed goals may lead to, and when to ask for a review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from scenarios.platforms.counted import Row
from scenarios.platforms.measure import kept
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, later, no

MILDEST_FIRST = ("active", "under_review", "restricted", "suspended")  # AMZ-09 to AMZ-12


def sells(sheet: Sheet, state: str) -> str:
    """How much a seller in ``state`` may sell: all, part or none. KeyError for a state that is none of the four."""
    return str(sheet.row("seller_states", state).cells["sells"])


def payout(sheet: Sheet, state: str) -> float | None:
    """The share of the money that may be transferred out (0 to 1); None where the course is silent (GAP-04)."""
    share = sheet.row("seller_states", state).cells.get("payout", sheet.setting("restricted_payout"))
    return None if share is None else float(str(share))


def threats(rates: Mapping[str, float | None], sheet: Sheet) -> tuple[tuple[Row, tuple[str, ...]], ...]:
    """What the missed goals may lead to, each with the metrics that are to blame (AMZ-34). Unknown misses nothing."""
    missed = {metric.id for metric in sheet.metrics if kept(metric, rates.get(metric.id)) is False}
    found = []
    for row in sheet.tables["consequences"]:
        blamed = tuple(name for name in str(row.cells["metrics"]).split() if name in missed)
        if blamed:
            found.append((row, blamed))
    return tuple(found)


def worst_to_come(rates: Mapping[str, float | None], sheet: Sheet) -> str:
    """The worst seller state that the missed goals may lead to: a possibility (AMZ-34), never a verdict."""
    states = [str(row.cells["state"]) for row, _ in threats(rates, sheet) if "state" in row.cells]
    return max(states, key=MILDEST_FIRST.index, default="active")


def may_ask_review(sheet: Sheet, delivered: dt.date | None, today: dt.date, asked: int) -> Verdict:
    """Whether a neutral review request may be sent: once an order, within 30 days of delivery (AMZ-47)."""
    if asked >= sheet.number("review_requests"):
        return no(sheet, "review_again")
    if delivered is None:
        return no(sheet, "review_early")
    return between(sheet, today, delivered, later(delivered, sheet, "review_days"), "review")
