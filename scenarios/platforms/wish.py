"""What is different about Wish: five bounds that must all hold at once to be a trusted store."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Trusted when all five bounds hold, every bound inclusive (WSH-08 to WSH-12, C9)."""
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    each = {name: "unknown" if ok is None else "met" if ok else "missed" for name, ok in held.items()}
    state = "not_trusted" if "missed" in each.values() else "trusted"
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """A ticket must be handled within 48 hours, or Wish decides for the buyer (WSH-16, WSH-29)."""
    return running(case, sheet)
