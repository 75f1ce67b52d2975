"""What is different about Wish: five bounds that must all hold at once to be a trusted store."""

from __future__ import annotations

from collections.abc import Mapping

from reading.nouns import Frozen
from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally


class Trust(Frozen):
    """Whether the store is trusted (None: not known), and which of the five bounds are missed or not known."""

    trusted: bool | None
    missed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def trust(rates: Mapping[str, float | None], sheet: Sheet) -> Trust:
    """All five must hold, every bound inclusive (WSH-08 to WSH-12, C9): one missed decides, one unknown leaves it open.

    No other figure has a say, and a bound that is not assessed is not one that is met.
    """
    held = {row.id: kept(sheet.metric(row.id), rates.get(row.id)) for row in sheet.tables["trusted"]}
    missed = tuple(name for name, ok in held.items() if ok is False)
    unknown = tuple(name for name, ok in held.items() if ok is None)
    return Trust(trusted=False if missed else None if unknown else True, missed=missed, unknown=unknown)


def standing(rates: dict[str, float | None], sheet: Sheet) -> Standing:
    """Trusted or not by the five bounds, or unknown; each figure met, missed or unknown by its own."""
    held = {metric.id: kept(metric, rates.get(metric.id)) for metric in sheet.metrics}
    each = {name: "unknown" if ok is None else "met" if ok else "missed" for name, ok in held.items()}
    state = {True: "trusted", False: "not_trusted", None: "unknown"}[trust(rates, sheet).trusted]
    return Standing(state=state, name=sheet.states[state], metrics=each)


def weight(sheet: Sheet, aspect: str) -> float | None:
    """The weight of an aspect of the service evaluation: 1 general, 2 high, 3 very high; None: not stated (GAP-19)."""
    cells = sheet.row("aspects", aspect).cells
    found = sheet.setting(str(cells["setting"])) if "setting" in cells else cells["weight"]
    return None if found is None else float(str(found))


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """A ticket must be handled within 48 hours, or Wish decides for the buyer (WSH-16, WSH-29)."""
    return running(case, sheet)
