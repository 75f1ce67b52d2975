"""What is different about eBay: problem transactions in two price bands, and one state over all."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Normal, warning, restricted or not assessed, as reading C4 of the rules puts it (EBY-36 to EBY-41).

    The combined rate over its standard restricts; one band over its standard only warns.
    """
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    words = {None: "not_assessed", True: "normal", False: "warning"}
    each = {name: words[ok] for name, ok in held.items()}
    if rates.get("combined_rate") is None:
        state = "not_assessed"
    elif held["combined_rate"] is False:
        state = each["combined_rate"] = "restricted"
    else:
        state = "warning" if "warning" in each.values() else "normal"
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Three business days before the buyer may ask eBay to step in; 30 and 10 days for a feedback revision."""
    return running(case, sheet)
