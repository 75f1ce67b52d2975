"""What is different about AliExpress: a service level by volume, bad experiences, rulings and praise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from scenarios.nouns import Case, Text
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Bound, Sheet, Standing, Tally

PHONES = "phone_tablet"  # the category with its own limit of rulings (ALI-11)
Rates = Mapping[str, float | None]


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def for_category(sheet: Sheet, category: str) -> Sheet:
    """The sheet as it holds for a category: phones and tablets may have rulings up to 1 % (ALI-11 to ALI-14)."""
    if category != PHONES:
        return sheet
    limit = {"below": sheet.number("liability_phone")}
    metrics = tuple(one.model_copy(update=limit) if one.id == "liability_rate" else one for one in sheet.metrics)
    levels = {
        name: tuple(one.model_copy(update=limit) if one.metric == "liability_rate" else one for one in bounds)
        for name, bounds in sheet.levels.items()
    }
    return sheet.model_copy(update={"metrics": metrics, "levels": levels})


def growing(finished_orders: float | None, sheet: Sheet) -> bool:
    """True for a growth-period seller: fewer than 30 finished paid orders of all time (ALI-15)."""
    return finished_orders is not None and finished_orders < sheet.number("growth_orders")


def missed(rates: Rates, sheet: Sheet, level: str) -> tuple[Bound, ...]:
    """The bounds of ``level`` that the figures miss; what nobody has measured is not missed."""
    return tuple(one for one in sheet.levels[level] if kept(one, rates.get(one.metric)) is False)


def service_level(rates: Rates, sheet: Sheet) -> str:
    """Excellent, good or pass, checked in this order, else fail (ALI-11 to ALI-14, and ALI-16 for the hole).

    Not assessed in the growth period (ALI-15), or while bad experiences or praise are not known.
    """
    if growing(rates.get("finished_orders"), sheet):
        return "not_assessed"
    if rates.get("bad_experience_rate") is None or rates.get("positive_rate") is None:
        return "not_assessed"
    return next((level for level in sheet.levels if not missed(rates, sheet, level)), "fail")


def reasons(rates: Rates, sheet: Sheet) -> tuple[str, ...]:
    """The metrics that keep the shop from the next better level; none for the best, or when it is not assessed."""
    order = [*sheet.levels, "fail"]
    level = service_level(rates, sheet)
    if level not in order or level == order[0]:
        return ()
    return tuple(one.metric for one in missed(rates, sheet, order[order.index(level) - 1]))


def resources(level: str, sheet: Sheet) -> dict[str, float | str | Text]:
    """What a level brings: showcase slots, search, early payout, campaigns, mails (ALI-06 to ALI-10)."""
    return {row.id: row.cells[level] for row in sheet.tables["resources"]}


def level_window(shown: dt.date, sheet: Sheet) -> tuple[dt.date, dt.date]:
    """First and last day that the level shown in the month of ``shown`` looks at: 90 days to the month end before it.

    Level of October: 3 July to 30 September (ALI-05, ALI-21).
    """
    last = shown.replace(day=1) - dt.timedelta(days=1)
    return last - dt.timedelta(days=(sheet.metric("bad_experience_rate").window_days or 0) - 1), last


def shown_by(shown: dt.date, sheet: Sheet) -> dt.date:
    """The day by which the level of that month is shown (ALI-05)."""
    return shown.replace(day=int(sheet.number("level_shown_day")))


def standing(rates: dict[str, float | None], sheet: Sheet, category: str = "") -> Standing:
    """Excellent, good, pass or fail, checked in this order (ALI-11 to ALI-16); not assessed for a young shop."""
    rules = for_category(sheet, category)
    state = service_level(rates, rules)
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in rules.metrics}
    each = {name: "not_assessed" if ok is None else "pass" if ok else "fail" for name, ok in held.items()}
    return Standing(state=state, name=rules.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Five days to answer a dispute, or it ends as the buyer asked (ALI-24)."""
    return running(case, sheet)
