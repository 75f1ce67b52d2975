"""The shop behind the conversation: its tally of the last months, and what one conversation does to it."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable
from types import ModuleType

from reading.nouns import Frozen, Move, Reading, Severity
from scenarios.brief import total_of
from scenarios.nouns import Case, End, MetricChange, Text
from scenarios.platforms import PLATFORM
from scenarios.platforms.clock import running
from scenarios.platforms.measure import bound
from scenarios.platforms.sheet import Count, Effect, Metric, Sheet
from scenarios.situations import canonical

NOT_RECEIVED = ("where-is-my-order", "shipping-notice", "customs")
RETURNS = ("return-request", "not-as-described")
_UNSOLVED = (End.CLAIM, End.BAD_FEEDBACK)


class Shop(Frozen):
    """A practice shop of one platform: counts by name, in the windows of the metrics that use them."""

    platform: str
    seed: int
    tally: dict[str, float]


def shop_of(sheet: Sheet, seed: int) -> Shop:
    """A plausible tally of 60 to 90 days, the same for the same seed; counts are whole, sums of stars are not."""
    chance = random.Random(f"{sheet.platform}:{seed}")
    tally: dict[str, float] = {}
    for name, count in sheet.shop.items():
        tally[name] = _draw(count, tally, chance.random())
    return Shop(platform=sheet.platform, seed=seed, tally=tally)


def _draw(count: Count, tally: dict[str, float], chance: float) -> float:
    """Shares of faults round down, shares of good work up: no shop starts beyond its bounds by rounding."""
    if count.sum:
        return sum(tally[name] for name in count.sum)
    drawn = count.low + (count.high - count.low) * chance
    if count.of is None:
        return float(round(drawn))
    drawn *= tally[count.of]
    if count.high > 1:
        return round(drawn, 1)
    return float(math.floor(drawn) if count.high < 0.5 else math.ceil(drawn))


def after(
    shop: Shop, case: Case, reading: Reading | None, end: End, sheet: Sheet, hours_taken: float | None = None
) -> tuple[MetricChange, ...]:
    """The figures of the platform that this conversation moves, with the reason in both languages.

    ``reading`` is None when the shop stayed silent. ``hours_taken`` is the answer's delay in the case's own time;
    None takes the time between the last message and the case's ``now``. Looks at what was said, never at a mark.
    """
    happened = events(case, reading, end, sheet, hours_taken)
    effects = [effect for event in happened for effect in sheet.effects if effect.event == event]
    return changes(shop, effects, sheet)


def settle(shop: Shop, effects: Iterable[Effect]) -> Shop:
    """The shop after ``effects``."""
    tally = dict(shop.tally)
    for effect in effects:
        for name, amount in effect.adds.items():
            tally[name] = tally.get(name, 0.0) + amount
    return shop.model_copy(update={"tally": tally})


def changes(shop: Shop, effects: list[Effect], sheet: Sheet) -> tuple[MetricChange, ...]:
    """One MetricChange for every figure whose numerator or denominator the effects touch."""
    rules: ModuleType = PLATFORM[sheet.platform]
    later = settle(shop, effects)
    before, now = rules.rates(shop.tally, sheet), rules.rates(later.tally, sheet)
    states, new_states = rules.standing(before, sheet).metrics, rules.standing(now, sheet).metrics
    found = []
    for metric in sheet.metrics:
        causes = [effect for effect in effects if {metric.numerator, metric.denominator} & set(effect.adds)]
        if not causes:
            continue
        limit = bound(metric)
        found.append(
            MetricChange(
                metric=metric.id,
                name=metric.name,
                before=before[metric.id],
                after=now[metric.id],
                threshold=limit[1] if limit else None,
                direction=limit[0] if limit else None,
                state_before=states.get(metric.id, ""),
                state_after=new_states.get(metric.id, ""),
                source=metric.source,
                why=_why(causes, metric),
                unit=metric.unit,
            )
        )
    return tuple(found)


def _why(causes: list[Effect], metric: Metric) -> Text:
    words = {lang: " ".join(effect.why[lang] for effect in causes) for lang in ("zh", "en")}
    return {lang: f"{words[lang]} {metric.doubt[lang]}" if metric.doubt else words[lang] for lang in words}


def events(case: Case, reading: Reading | None, end: End, sheet: Sheet, hours_taken: float | None) -> tuple[str, ...]:
    """The events of a conversation that a rule sheet may give an effect, in the order in which they happen."""
    names = [_timeliness(case, reading, sheet, hours_taken)]
    if case.stage == "dispute":
        limit = next((clock.hours for clock in sheet.clocks if "dispute" in clock.stages), 120.0)
        late = reading is None or (hours_taken is not None and hours_taken > limit)
        names.append("dispute_unanswered" if late else "dispute_answered")
    if reading is not None:
        names += _said(reading, end)
    return tuple(dict.fromkeys(names + _ended(case, end, sheet)))


def _timeliness(case: Case, reading: Reading | None, sheet: Sheet, hours_taken: float | None) -> str:
    if reading is None:
        return "unanswered"
    answering = {clock.id for clock in sheet.clocks if clock.answers}
    clock = next((one for one in running(case, sheet) if one.id in answering), None)
    if clock is None:
        return "answered_in_time"
    taken = clock.hours_total - clock.hours_left if hours_taken is None else hours_taken
    return "answered_in_time" if taken <= clock.hours_total else "answered_late"


def _said(reading: Reading, end: End) -> list[str]:
    names = []
    if any(v.severity in (Severity.CRITICAL, Severity.GRAVE) for v in reading.violations):
        names.append("violation_critical")
    if reading.breaks("V04", "V05"):
        names.append("violation_contact")
    if end in (End.HAPPY, End.COLD) and reading.made(Move.REFUND_FULL, Move.REFUND_PART):
        names.append("refund_given")
    return names


def _ended(case: Case, end: End, sheet: Sheet) -> list[str]:
    if end is End.OPEN:
        return []
    names = [end.value]
    situation = canonical(case.situation)
    solved = end in (End.HAPPY, End.COLD)
    if solved or end in _UNSOLVED:
        names.append("solved" if solved else "unsolved")
        if situation in RETURNS:
            names.append("return_happy" if solved else "return_unhappy")
    if end in _UNSOLVED and sheet.price_band is not None and case.order is not None:
        total = total_of(case.order)
        if total is not None:
            names.append(f"{end.value}_{'low' if total <= sheet.price_band else 'high'}")
    if end is End.CLAIM:
        names.append("claim_not_received" if situation in NOT_RECEIVED else "claim_not_as_described")
    return names
