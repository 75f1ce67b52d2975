"""What is different about DHgate: merchant levels without known numbers, and natural-day dispute clocks."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Standard or below standard only: the numbers for top and premium are unknown (DHG-26).

    A shop is shown below standard when a figure misses its practice bound; those bounds are labelled in the sheet.
    """
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    each = {name: "unknown" if ok is None else "met" if ok else "missed" for name, ok in held.items()}
    state = "below_standard" if "missed" in each.values() else "standard"
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Five natural days to answer an agreement dispute, ten to agree (DHG-07, DHG-08)."""
    return running(case, sheet)
