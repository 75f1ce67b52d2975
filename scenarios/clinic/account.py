"""A generated account: every order of a shop day by day, from a seed, with a cause at work in some of them.

Each day draws from its own seed and each happening has a draw of its own, so that a remedy changes nothing before its
day, and the same shop can be looked at again thirty days later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from scenarios.clinic.draw import EPOCH, drawn, first_day, touched, unit
from scenarios.clinic.happenings import (
    DAY,
    HAPPENINGS,
    HOUR,
    NAMES,
    OF_RETURNS,
    OF_SENT,
    Bools,
    Floats,
    Rows,
    arrival,
)
from scenarios.clinic.messages import messages, notices
from scenarios.clinic.nouns import Base, Cause, Chosen, ClinicCase, Tables, Ward
from scenarios.clinic.ward import columns
from scenarios.deal import names_of

LATER: dict[str, tuple[str, ...]] = {  # what nobody knows before that moment has come
    "shipped": ("tracking", "online", "delivered", "error"),
    "completed": ("own_praise",),
    "cancelled": ("cancelled_by", "cancel_reason"),
    "feedback": ("stars", "stars_described", "stars_communication", "stars_shipping"),
    "claimed": ("claim", "claim_answered", "claim_result", "arbitrated"),
    "return_at": ("return_answered", "return_refused", "return_unhappy"),
    "refunded": ("refund_reason",),
}
OPEN_DAYS = 5  # a claim younger than this is still open
TEXTS = ("cancelled_by", "cancel_reason", "claim", "claim_result", "refund_reason", "fraud", "error")
MARKS = ("arbitrated", "return_refused", "return_unhappy", "counterfeit", "own_praise")
EMPTY = ("cancelled", "feedback", "claimed", "claim_answered", "return_at", "return_answered", "refunded")
STARS = ("stars", "stars_described", "stars_communication", "stars_shipping")


@dataclass(frozen=True)
class Story:
    """Everything that happens to a shop, also what nobody knows yet; ``fell``: which happening fell on which order."""

    case: ClinicCase
    ward: Ward
    rows: Rows
    fell: dict[str, Bools]


def account(case: ClinicCase, ward: Ward) -> Tables:
    """The tables of ``case`` as they stand when its day ends (UTC)."""
    return seen(story(case, ward, case.day), case.day)


def story(case: ClinicCase, ward: Ward, last: dt.date, chosen: Sequence[Chosen] = ()) -> Story:
    """What happens to the shop of ``case`` to the day ``last``; each remedy weakens causes from its own day on."""
    base = ward.base
    rows = drawn(base, case.seed, first_day(case, base), last)
    causes = [(ward.cause(name), strength) for name, strength in at_work(case)]
    rates = _rates(rows, ward, causes, case.day, chosen)
    fell = {name: unit(rows, f"{name} falls") < rates[name] for name in NAMES}
    _healthy(rows, base)
    _happen(rows, fell)
    if base.three_values:
        rows["stars"] = 3 + 2 * np.sign(rows["stars"] - 3)
    if base.success_first:
        _evaluated_after_success(rows)
    return Story(case, ward, _named(rows, base), fell)


def seen(story: Story, day: dt.date) -> Tables:
    """The tables as they stand when ``day`` ends: nobody knows the future."""
    now = (day.toordinal() + 1 - EPOCH) * DAY
    until = story.rows["ordered"] < now
    rows = {name: values[until] for name, values in story.rows.items()}
    fell = {name: held[until] for name, held in story.fell.items()}
    causes = [story.ward.cause(name) for name, _ in at_work(story.case)]
    told = messages(rows, fell, story.ward.base, causes, now)
    letters = notices(rows, causes, story.ward.base, story.case.day, now)
    orders = _orders(rows, now)  # last: it takes from the rows what nobody knows yet
    return {
        "orders": orders,
        "messages": _beside(told, orders, "messages", "M"),
        "notices": _beside(letters, orders, "notices", "N"),
    }


def at_work(case: ClinicCase) -> tuple[tuple[str, float], ...]:
    """The causes in a case with their strengths, the real one first."""
    return ((case.cause, case.strength), *((one.cause, one.strength) for one in case.also))


def _rates(
    rows: Rows, ward: Ward, causes: Sequence[tuple[Cause, float]], day: dt.date, chosen: Sequence[Chosen]
) -> dict[str, Floats]:
    """Each happening's chance on each order."""
    rates = {name: np.full(len(rows["ordered"]), ward.base.rates.get(name, 0.0)) for name in NAMES}
    ahead = rows["ordered"] // DAY - (day.toordinal() - EPOCH)
    remedies = {one.id: one for one in ward.remedies}
    for cause, strength in causes:
        left = np.full(len(ahead), strength)
        for one in chosen:
            left = np.where(ahead > one.day, left * (1 - remedies[one.remedy].cures.get(cause.id, 0.0)), left)
        where = touched(rows, cause.where, tuple(ward.base.countries), day)
        for name, chance in cause.happens.items():
            rates[name] += np.where(where, chance * left, 0.0)
    return rates


def _healthy(rows: Rows, base: Base) -> None:
    """The good way of every order: shipped in time, on its way, delivered."""
    n = len(rows["ordered"])
    ordered, pace = rows["ordered"], rows["pace"]
    days = np.array([carrier.days for carrier in base.carriers])[rows["carrier_at"]]
    rows["ship_by"] = ordered + base.handling_hours * HOUR
    rows["shipped"] = ordered + base.handling_hours * (0.15 + 0.7 * pace) * HOUR
    rows["online"] = rows["shipped"] + (6 + 24 * pace) * HOUR
    rows["promised"] = ordered + base.promise_days * DAY
    rows["delivered"] = rows["shipped"] + (days[:, 0] + (days[:, 1] - days[:, 0]) * rows["way"]) * DAY
    rows["tracking"] = np.array([_filled(base.tracking, digits[20:]) for digits in rows["digits"]], dtype=object)
    rows |= {name: np.full(n, np.nan) for name in (*EMPTY, *STARS)}
    rows |= {name: np.full(n, "", dtype=object) for name in TEXTS}
    rows |= {name: np.zeros(n, dtype=bool) for name in MARKS}
    rows["payment"] = np.full(n, "escrow", dtype=object)


def _happen(rows: Rows, fell: Mapping[str, Bools]) -> None:
    for name, happening in HAPPENINGS.items():
        on = fell[name]
        if name in OF_SENT:
            on = on & ~np.isnan(rows["shipped"])
        if name in OF_RETURNS:
            on = on & ~np.isnan(rows["return_at"])
        if on.any():
            happening(rows, on, unit(rows, name))
    agreed = ~np.isin(rows["claim"].astype(str), ("not_received", "chargeback"))
    rows["completed"] = np.where(agreed, rows["delivered"] + (0.5 + 2.5 * rows["pace"]) * DAY, np.nan)


def _evaluated_after_success(rows: Rows) -> None:
    """No evaluation before the order is completed, and none of an order that never is."""
    rows["feedback"] += rows["completed"] - arrival(rows)
    for name in STARS:
        rows[name][np.isnan(rows["feedback"])] = np.nan


def _filled(pattern: str, digits: Any) -> str:
    left = iter(digits)
    return "".join(str(next(left)) if sign == "#" else sign for sign in pattern)


def _named(rows: Rows, base: Base) -> Rows:
    """With the words that the tables show: ids, names, goods, carriers."""
    countries, people = list(base.countries), {code: names_of(code) for code in base.countries}
    prices = np.array([product.price for product in base.products])
    codes = [countries[n] for n in rows["country_at"]]
    names = [people[code][n % len(people[code])] for code, n in zip(codes, rows["who"], strict=True)]
    return rows | {
        "order_id": np.array([_filled(base.order_id, digits[:20]) for digits in rows["digits"]], dtype=object),
        "buyer": np.array(names, dtype=object),
        "country": np.array(codes, dtype=object),
        "product": np.array([product.name[base.language] for product in base.products], dtype=object)[
            rows["product_at"]
        ],
        "price": np.round(prices[rows["product_at"]] * rows["pieces"], 2),
        "channel": np.where(rows["platform"], "platform", "self").astype(object),
        "carrier": np.array([carrier.name for carrier in base.carriers], dtype=object)[rows["carrier_at"]],
    }


def _orders(rows: Rows, now: float) -> pd.DataFrame:
    """The table of orders as one may see it at ``now``; ``rows`` are this day's own copies."""
    for moment, more in LATER.items():
        hidden = ~(rows[moment] <= now)
        for name in (moment, *more):
            rows[name][hidden] = {"O": "", "b": False}.get(rows[name].dtype.kind, np.nan)
    for name in ("delivered", "online", "claim_answered", "return_answered"):
        rows[name][~(rows[name] <= now)] = np.nan
    young = (rows["claim"] != "") & (rows["claimed"] > now - OPEN_DAYS * DAY) & (rows["claim_result"] == "buyer")
    rows["claim_result"][young] = "open"
    return _typed(rows, "orders")


def _beside(rows: pd.DataFrame, orders: pd.DataFrame, table: str, letter: str) -> pd.DataFrame:
    """Messages or notices with the order they are about."""
    made: dict[str, Any] = {str(name): rows[name].to_numpy() for name in rows}
    at = rows["order"].to_numpy(int)
    for name in ("order_id", "buyer"):
        made[name] = orders[name].to_numpy(object)[at] if len(rows) else []
    key = {"messages": "message_id", "notices": "notice_id"}[table]
    made[key] = [f"{letter}{n + 1:05d}" for n in range(len(rows))]
    return _typed(made, table)


def _typed(made: Mapping[str, Any], table: str) -> pd.DataFrame:
    """The columns of ``columns.yaml`` in its order and types; empty texts and NaN moments are unknown."""
    frame = {}
    for name, column in columns(table).items():
        values = made[name]
        if column["type"] == "moment":
            seconds = np.asarray(values, float)
            whole = np.where(np.isnan(seconds), 0, seconds).astype("datetime64[s]")
            frame[name] = pd.Series(np.where(np.isnan(seconds), np.datetime64("NaT"), whole))
        elif column["type"] == "text":
            frame[name] = pd.Series([None if v in ("", None) else str(v) for v in values], dtype="str")
        else:
            frame[name] = pd.Series(np.asarray(values), dtype="bool" if column["type"] == "yes" else "float64")
    return pd.DataFrame(frame)
