"""What is different about AliExpress: one service level of four, held by volume, bad-experience rate, rulings and praise."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.sheet import Due, Sheet, Standing, Tally, kept, ratio, running


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Excellent, good, pass or fail, checked in this order (ALI-11 to ALI-16); not assessed for a young shop."""
    orders, odr = rates.get("assessed_orders") or 0.0, rates.get("bad_experience_rate")
    rulings, praise = rates.get("liability_rate") or 0.0, rates.get("positive_rate")
    if odr is None or praise is None:
        state = "not_assessed"
    elif rulings >= 0.008 or odr >= 0.12 or praise < 0.90:
        state = "fail"
    elif orders >= 90 and odr < 0.035 and praise >= 0.97:
        state = "excellent"
    else:
        state = "good" if orders >= 30 and odr < 0.06 and praise >= 0.95 else "pass"
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    each = {name: "not_assessed" if ok is None else "pass" if ok else "fail" for name, ok in held.items()}
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Five days to answer a dispute, or it ends as the buyer asked (ALI-24)."""
    return running(case, sheet)
