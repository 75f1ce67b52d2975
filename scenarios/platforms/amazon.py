"""What is different about Amazon: nine figures, each good, fair or poor, and one health state over all."""

from __future__ import annotations

from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import bound, kept, ratio
from scenarios.platforms.sheet import Metric, Sheet, Standing, Tally

WORST_FIRST = ("poor", "fair", "good", "not_assessed")
_GRAIN = 1e-9  # what binary fractions lose is not a missed goal


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def mark(metric: Metric, rate: float | None, beyond: float | None) -> str:
    """The health mark of one figure: good, fair or poor (AMZ-13 to AMZ-15), not_assessed when nothing is known.

    Poor lies beyond ``beyond`` times the share that the goal allows: errors of 1 % or unanswered letters of 10 %. The
    course draws no such line (GAP-03); None draws none either, and then a missed goal is fair.
    """
    limit, held = bound(metric), kept(metric, rate)
    if limit is None or rate is None or held is None:
        return "not_assessed"
    if held or beyond is None:
        return "good" if held else "fair"
    direction, goal = limit
    wrong, allowed = (rate, goal) if direction in ("at_most", "below") else (1 - rate, 1 - goal)
    return "poor" if wrong > allowed * beyond + _GRAIN else "fair"


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """The mark of every figure, and over all the worst of them (AMZ-13 to AMZ-15)."""
    beyond = sheet.setting("poor_beyond")
    each = {metric.id: mark(metric, rates.get(metric.id), beyond) for metric in sheet.metrics}
    state = next((one for one in WORST_FIRST if one in each.values()), "not_assessed")
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """A message must be answered in 24 hours, weekends and holidays included (AMZ-33); a return in 48 (AMZ-31)."""
    return running(case, sheet)
