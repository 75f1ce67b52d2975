"""What is different about eBay: problem transactions in two price bands, three kinds of performance, one state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from reading.nouns import Frozen
from scenarios.nouns import Case
from scenarios.platforms.clock import Due, running
from scenarios.platforms.measure import bound, kept, ratio
from scenarios.platforms.sheet import Sheet, Standing, Tally

Rates = Mapping[str, float | None]
PARTS = ("non_shipping", "shipping")  # judged by eight weeks and by "recently"


class Level(Frozen):
    """The four parts of a seller's level (EBY-21); None where the standard is not known."""

    overall: str
    dispute: str | None
    non_shipping: str | None
    shipping: str | None
    problem_listings: int = 0


class Levels(Frozen):
    """The two modules, updated in step (EBY-20): as last evaluated, and as it would be evaluated today."""

    current: Level
    forecast: Level


def rates(tally: Tally, sheet: Sheet) -> dict[str, float | None]:
    """Every metric's figure (rates 0 to 1, stars, hours or counts); None where nothing can be said."""
    return {metric.id: ratio(tally, metric) for metric in sheet.metrics}


def dispute_state(rate: float | None, sheet: Sheet) -> str | None:
    """``pass``, ``warning`` (near the standard), ``fail`` or ``not_assessed``; EBY-33 to EBY-36.

    ``rate`` is None when the volume is too small; the answer is None while nobody has set the standard (GAP-06).
    """
    limit = bound(sheet.metric("dispute_rate"))
    if rate is None:
        return "not_assessed"
    if limit is None:
        return None
    if not kept(sheet.metric("dispute_rate"), rate):
        return "fail"
    near = sheet.setting("dispute_near")
    return "warning" if near is not None and rate >= near * limit[1] else "pass"


def overall(rates: Rates, dispute: str | None, sheet: Sheet, elsewhere: bool = False) -> str:
    """The state of overall performance, reading C4 of EBY-22 and EBY-37 to EBY-41.

    ``elsewhere``: another eBay policy already touches the account, so nothing is done for now (EBY-38).
    """
    over = {name: kept(sheet.metric(name), rates.get(name)) is False for name in ("low_price_rate", "high_price_rate")}
    combined = rates.get("combined_rate")
    if combined is None:
        return "not_assessed"
    if kept(sheet.metric("combined_rate"), combined) is False or dispute == "fail":
        return "exceeded" if elsewhere else "restricted"
    return "warning" if any(over.values()) or dispute == "warning" else "normal"


def part_state(
    part: str, rate: float | None, sheet: Sheet, elsewhere: bool = False, before: bool = False
) -> str | None:
    """The state of ``non_shipping`` or ``shipping`` performance (EBY-43, EBY-45); None without standard or sales.

    The course tells warning from restricted only by "else": here a second evaluation over the standard (``before``).
    """
    held = kept(sheet.metric(part), rate)
    if held is None or held:
        return "normal" if held else None
    if elsewhere:
        return "exceeded"
    return "restricted" if before else "warning"


def level(rates: Rates, sheet: Sheet, elsewhere: bool = False, before: Rates | None = None) -> Level:
    """The four parts of one module of the seller's level; ``before`` are the figures of the evaluation before it."""
    dispute = dispute_state(rates.get("dispute_rate"), sheet)
    over = {part: kept(sheet.metric(part), (before or {}).get(part)) is False for part in PARTS}
    parts = {part: part_state(part, rates.get(part), sheet, elsewhere, over[part]) for part in PARTS}
    return Level(
        overall=overall(rates, dispute, sheet, elsewhere),
        dispute=dispute,
        non_shipping=parts["non_shipping"],
        shipping=parts["shipping"],
        problem_listings=int(rates.get("problem_listings") or 0),
    )


def levels(evaluated: Rates, today: Rates, sheet: Sheet, elsewhere: bool = False) -> Levels:
    """Current level from the figures of the last evaluation, forecast level from those of today."""
    forecast = level(today, sheet, elsewhere, before=evaluated)
    return Levels(current=level(evaluated, sheet, elsewhere), forecast=forecast)


def listing_state(until: dt.date, taken_down: dt.date | None, today: dt.date, against_policy: bool = False) -> str:
    """``to_do``, ``handled``, ``removed`` or ``against_policy`` (removed at once); the deadline counts (EBY-47)."""
    if against_policy:
        return "against_policy"
    if taken_down is not None and taken_down <= min(until, today):
        return "handled"
    return "to_do" if today <= until else "removed"


def standing(rates: Rates, sheet: Sheet, elsewhere: bool = False) -> Standing:
    """The overall state, and one per metric; a policy violation alone warns (EBY-05, EBY-06)."""
    found = level(rates, sheet, elsewhere)
    words = {None: "not_assessed", True: "normal", False: "warning"}
    each = {metric.id: words[kept(metric, rates.get(metric.id))] for metric in sheet.metrics}
    each |= {part: state or "not_assessed" for part, state in found if part in PARTS}
    heavy = "exceeded" if elsewhere else "restricted"
    if each["combined_rate"] == "warning":
        each["combined_rate"] = heavy
    each["dispute_rate"] = {"fail": heavy, "warning": "warning", "pass": "normal"}.get(
        found.dispute or "", "not_assessed"
    )
    state = found.overall
    if state == "normal" and each["policy_violations"] == "warning":
        state = "warning"
    return Standing(state=state, name=sheet.states[state], metrics=each)


def clocks(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """Three business days before the buyer may ask eBay to step in; 30 and 10 days for a feedback revision."""
    return running(case, sheet)
