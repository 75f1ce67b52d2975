"""What is different about Taobao: evaluations with default praise, and shop scores that the course only names."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Normal, or attention when a figure misses its practice bound; the course gives no official state."""
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    each = {name: "unknown" if ok is None else "met" if ok else "missed" for name, ok in held.items()}
    state = "attention" if "missed" in each.values() else "normal"
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Fifteen days for the evaluation after a successful transaction (TAO-15)."""
    return running(case, sheet)
