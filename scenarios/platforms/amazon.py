"""What is different about Amazon: nine figures, each good or poor, and one health state over all."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Good when every known metric keeps its goal, poor when a must-meet one or the policy misses, else fair.

    AMZ-13 to AMZ-15; the course gives no border between fair and poor (GAP-03), so importance draws it here.
    """
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    heavy = {metric.id for metric in sheet.metrics if metric.importance.get("en") in ("must meet", "important")}
    each = {name: "good" if ok or ok is None else "poor" if name in heavy else "fair" for name, ok in held.items()}
    state = next((mark for mark in ("poor", "fair") if mark in each.values()), "good")
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """A message must be answered in 24 hours, weekends and holidays included (AMZ-33); a return in 48 (AMZ-31)."""
    return running(case, sheet)
