"""What is different about AliExpress: a service level by volume, bad experiences, rulings and praise."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Excellent, good, pass or fail, checked in this order (ALI-11 to ALI-16); not assessed for a young shop."""
    if rates.get("bad_experience_rate") is None or rates.get("positive_rate") is None:
        state = "not_assessed"
    else:
        # Rates nobody has measured cannot hold a shop down: kept() then says None, not False.
        fits = (
            level
            for level, bounds in sheet.levels.items()
            if all(kept(one, rates.get(one.metric)) is not False for one in bounds)
        )
        state = next(fits, "fail")
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    each = {name: "not_assessed" if ok is None else "pass" if ok else "fail" for name, ok in held.items()}
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Five days to answer a dispute, or it ends as the buyer asked (ALI-24)."""
    return running(case, sheet)
