"""AliExpress evaluation arithmetic: ten-day periods in US Pacific time, one of a class per buyer, ratings half up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import pandas as pd
from pydantic import Field, field_validator

from reading.nouns import Frozen
from scenarios.platforms.counted import Row
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, day_in, later, no

Period = tuple[int, int, int]  # year, month, 1 to 3
ITEMS = ("described", "communication", "shipping")  # ALI-31
CLASSES = ("positive", "neutral", "negative")


class Evaluation(Frozen):
    """One buyer's evaluation of one product of an order; ``at`` in UTC when it has no zone."""

    buyer: str
    at: dt.datetime
    stars: int = Field(ge=1, le=5)
    seller: str = ""
    order: str = ""
    described: int | None = None
    communication: int | None = None
    shipping: int | None = None
    amount: float | None = None  # of the order, US$
    dispute: Literal["", "not_received", "return"] = ""  # not withdrawn before arbitration
    special_category: bool = False  # freight top-up, gift, deposit, checkout link, presale
    improper: bool = False  # personal attack or improper words: the platform may delete it

    @field_validator("at")
    @classmethod
    def _utc(cls, at: dt.datetime) -> dt.datetime:
        return at if at.tzinfo else at.replace(tzinfo=dt.UTC)


class Counts(Frozen):
    """Evaluations by class after joining; ``rate`` 0 to 1, None without a denominator; ``star`` None without any."""

    positive: int
    neutral: int
    negative: int
    points: int
    rate: float | None
    star: float | None


class Profile(Frozen):
    """The evaluation profile (ALI-43): the summary's months, and the history by months (0: all time)."""

    summary: Counts
    symbol: str | None
    history: dict[int, Counts]
    detailed: dict[str, float | None]


def of_orders(orders: pd.DataFrame) -> list[Evaluation]:
    """The evaluations that stand in the table of an account's orders; an order without stars has none."""
    found = []
    for row in orders[orders["stars"].notna() & orders["feedback"].notna()].to_dict("records"):
        ruled = row["arbitrated"] is True
        not_received, returned = row["claim"] == "not_received", pd.notna(row["return_at"])
        found.append(
            Evaluation(
                buyer=row["buyer"],
                at=row["feedback"].to_pydatetime(),
                stars=int(row["stars"]),
                order=row["order_id"],
                amount=float(row["price"]) if pd.notna(row["price"]) else None,
                dispute="not_received" if ruled and not_received else "return" if ruled and returned else "",
                **{item: int(row[f"stars_{item}"]) for item in ITEMS if pd.notna(row[f"stars_{item}"])},
            )
        )
    return found


def period(at: dt.datetime, sheet: Sheet) -> Period:
    """The natural ten-day period of a moment: days 1-10, 11-20, 21 to month end in US Pacific time (ALI-36)."""
    day = day_in(at, sheet.zone)
    return day.year, day.month, min((day.day - 1) // 10 + 1, 3)


def star_class(stars: int, sheet: Sheet) -> str:
    """``positive``, ``neutral`` or ``negative`` (ALI-35)."""
    fitting = (row for row in sheet.tables["classes"] if stars >= row.number("stars_from"))
    return max(fitting, key=lambda row: row.number("stars_from")).id


def counted(one: Evaluation, sheet: Sheet) -> bool:
    """False when it is shown but not counted (ALI-41), or deleted with its detailed ratings (ALI-46)."""
    small = one.amount is not None and one.amount < sheet.number("special_amount")
    return not (small or one.dispute or one.special_category or one.improper)


def counts(evaluations: Iterable[Evaluation], sheet: Sheet) -> Counts:
    """Specification C1: one of a class per buyer, seller and period; points, positive rate, average star."""
    known = [one for one in evaluations if counted(one, sheet)]
    joined = {(*_key(one, sheet), star_class(one.stars, sheet)): one.stars for one in sorted(known, key=lambda e: e.at)}
    number = {name: sum(key[-1] == name for key in joined) for name in CLASSES}
    base = number["positive"] + number["negative"] + (number["neutral"] if sheet.number("neutral_counts") else 0)
    stars = list(joined.values()) if sheet.setting("average_star_once") else [one.stars for one in known]
    return Counts(
        **number,
        points=sum(int(sheet.row("classes", name).number("points")) * n for name, n in number.items()),
        rate=number["positive"] / base if base else None,
        star=sum(stars) / len(stars) if stars else None,
    )


def half_up(values: Iterable[int], digits: int = 0) -> Decimal:
    """The average, rounded half up (ALI-39, ALI-40): 4.5 becomes 5. Raises ZeroDivisionError for no values."""
    given = list(values)
    return (Decimal(sum(given)) / len(given)).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def ratings(evaluations: Iterable[Evaluation], item: str, sheet: Sheet) -> tuple[Decimal, ...]:
    """One rating of ``item`` for each buyer, seller and period: the rounded average of what she gave (ALI-39)."""
    given: dict[tuple[str, str, Period], list[int]] = {}
    for one in evaluations:
        if (stars := getattr(one, item)) is not None and counted(one, sheet):
            given.setdefault(_key(one, sheet), []).append(stars)
    digits = int(sheet.setting("rating_digits") or 0)
    return tuple(half_up(values, digits) for values in given.values())


def detailed(evaluations: Iterable[Evaluation], sheet: Sheet) -> dict[str, float | None]:
    """The average of each detailed rating (ALI-44); None for an item that nobody rated: there is no default."""
    shown = list(evaluations)
    found = {item: ratings(shown, item, sheet) for item in ITEMS}
    return {item: float(sum(values) / len(values)) if values else None for item, values in found.items()}


def symbol(points: int, sheet: Sheet) -> Row | None:
    """The reputation symbol of accumulated points (ALI-50 to ALI-53); None under the first band (ALI-54)."""
    reached = [row for row in sheet.tables["reputation"] if points >= row.number("points_from")]
    return max(reached, key=lambda row: row.number("points_from"), default=None)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` months earlier, or that month's last day: 31 March goes to 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = (dt.date(year + (month == 11), (month + 1) % 12 + 1, 1) - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


def of_months(evaluations: Iterable[Evaluation], now: dt.datetime, months: int, sheet: Sheet) -> list[Evaluation]:
    """Those of the last ``months`` months in Pacific days, today included; 0: all up to now."""
    today = day_in(now, sheet.zone)
    shown = [one for one in evaluations if day_in(one.at, sheet.zone) <= today]
    if not months:
        return shown
    since = months_before(today, months)
    return [one for one in shown if day_in(one.at, sheet.zone) > since]


def profile(evaluations: Iterable[Evaluation], now: dt.datetime, sheet: Sheet) -> Profile:
    """The evaluation profile of a shop at ``now`` (ALI-43): six months, and 1, 3, 6, 12 months and all time."""
    shown = list(evaluations)
    history = {months: counts(of_months(shown, now, months, sheet), sheet) for months in (1, 3, 6, 12, 0)}
    summary = counts(of_months(shown, now, int(sheet.number("summary_months")), sheet), sheet)
    reached = symbol(history[0].points, sheet)
    everything = of_months(shown, now, 0, sheet)
    return Profile(
        summary=summary,
        symbol=reached.id if reached else None,
        history=history,
        detailed=detailed(everything, sheet),
    )


def may_evaluate(
    ended: dt.date, today: dt.date, sheet: Sheet, shipped: bool = True, done: bool = False, extended: bool = False
) -> Verdict:
    """May a side evaluate a transaction that ended on ``ended``? Fully shipped, once, within 30 days (ALI-32)."""
    closes = later(ended, sheet, "evaluation_longest" if extended else "evaluation_days")
    if not shipped:
        return no(sheet, "evaluate_unshipped", ended, closes)
    if done:
        return no(sheet, "evaluate_twice", ended, closes)
    return between(sheet, today, ended, closes, "evaluate")


def _key(one: Evaluation, sheet: Sheet) -> tuple[str, str, Period]:
    return one.buyer, one.seller, period(one.at, sheet)
