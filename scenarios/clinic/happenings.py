"""What may happen to an order: each happening writes into the orders it fell on.

Moments are seconds since 1970 (NaN: not known); ``v`` is each order's own draw from 0 to 1 for this happening, so that
the same seed always tells the same story, whatever else is changed about the shop.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Rows = dict[str, NDArray[Any]]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
Happening = Callable[[Rows, Bools, Floats], None]

HOUR, DAY = 3600.0, 86400.0
LONG_AWAITED = 25 * DAY  # when buyers of a parcel that never came speak up


def arrival(rows: Rows) -> Floats:
    """When the buyer had the parcel in hand, or gave up waiting for it."""
    return np.where(np.isnan(rows["delivered"]), rows["ordered"] + LONG_AWAITED, rows["delivered"])


def _late(rows: Rows, at: Bools, v: Floats) -> None:
    by = rows["ship_by"][at] + (6 + 90 * v[at]) * HOUR - rows["shipped"][at]
    for name in ("shipped", "online", "delivered"):
        rows[name][at] += by


def _unshipped(rows: Rows, at: Bools, v: Floats) -> None:
    for name in ("shipped", "online", "delivered"):
        rows[name][at] = np.nan
    rows["tracking"][at] = None


def _cancelled(by: str, reason: str, hours: float) -> Happening:
    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        _unshipped(rows, at, v)
        rows["cancelled"][at] = rows["ordered"][at] + hours * (0.3 + v[at]) * HOUR
        rows["cancelled_by"][at] = by
        rows["cancel_reason"][at] = reason
        if by != "buyer":
            rows["refunded"][at] = rows["cancelled"][at]
            rows["refund_reason"][at] = reason

    return happening


def _untracked(rows: Rows, at: Bools, v: Floats) -> None:
    rows["tracking"][at] = None
    rows["online"][at] = np.nan


def _never_online(rows: Rows, at: Bools, v: Floats) -> None:
    """The number is there, but no carrier ever knew it."""
    for name in ("online", "delivered"):
        rows[name][at] = np.nan


def _shift(name: str, low: float, high: float) -> Happening:
    """``name`` comes ``low`` to ``high`` days later."""

    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        rows[name][at] += (low + (high - low) * v[at]) * DAY

    return happening


def _put(name: str, value: object) -> Happening:
    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        rows[name][at] = value

    return happening


def _stars(low: int, high: int) -> Happening:
    """An evaluation of ``low`` to ``high`` stars one to six days after arrival; the detailed ones follow it."""

    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        stars = high - np.floor((high - low + 1) * v[at] ** 2)
        rows["stars"][at] = np.clip(stars, low, high)
        for part in ("described", "communication", "shipping"):
            rows[f"stars_{part}"][at] = np.clip(np.maximum(stars, 4), 1, 5)
        rows["feedback"][at] = arrival(rows)[at] + (1 + 5 * v[at]) * DAY

    return happening


def _detail(part: str, low: int, high: int) -> Happening:
    """A low detailed rating; who has not evaluated does so now, with four stars over all."""

    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        silent = at & np.isnan(rows["stars"])
        _stars(4, 4)(rows, silent, v)
        rows[f"stars_{part}"][at] = low + np.floor((high - low + 1) * v[at] * 0.999)

    return happening


def _claim(kind: str, low: float, high: float, after: str) -> Happening:
    """A claim ``low`` to ``high`` days after ``after`` (a column, or the arrival), answered within two days."""

    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        start = arrival(rows) if after == "arrival" else rows[after]
        rows["claim"][at] = kind
        rows["claimed"][at] = start[at] + (low + (high - low) * v[at]) * DAY
        rows["claim_answered"][at] = rows["claimed"][at] + (4 + 40 * v[at]) * HOUR
        rows["claim_result"][at] = "buyer"

    return happening


def _of_claims(change: Happening) -> Happening:
    """``change`` on those that have a claim."""

    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        change(rows, at & (rows["claim"] != ""), v)

    return happening


def _claim_late(rows: Rows, at: Bools, v: Floats) -> None:
    rows["claim_answered"][at] = rows["claimed"][at] + (5.2 + 3 * v[at]) * DAY


def _return(rows: Rows, at: Bools, v: Floats) -> None:
    rows["return_at"][at] = arrival(rows)[at] + (1 + 5 * v[at]) * DAY
    rows["return_answered"][at] = rows["return_at"][at] + (3 + 40 * v[at]) * HOUR


def _return_late(rows: Rows, at: Bools, v: Floats) -> None:
    rows["return_answered"][at] = rows["return_at"][at] + (50 + 70 * v[at]) * HOUR


def _if_late(change: Happening) -> Happening:
    """``change`` on parcels that were sent and came after the promised day, or never."""

    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        change(rows, at & ~np.isnan(rows["shipped"]) & ~(rows["delivered"] <= rows["promised"]), v)

    return happening


def _returned(reason: str) -> Happening:
    """A return, refunded for ``reason`` some days later."""

    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        _return(rows, at, v)
        rows["refunded"][at] = rows["return_at"][at] + (4 + 6 * v[at]) * DAY
        rows["refund_reason"][at] = reason

    return happening


def _escalated(rows: Rows, at: Bools, v: Floats) -> None:
    """The buyer of a return that nobody answered opens a claim, and the platform decides it."""
    left = at & np.isnan(rows["return_answered"])
    rows["claim"][left] = "not_as_described"
    rows["claimed"][left] = rows["return_at"][left] + (4 + 5 * v[left]) * DAY
    rows["claim_result"][left] = "buyer"
    rows["arbitrated"][left] = True


def _refund(reason: str) -> Happening:
    def happening(rows: Rows, at: Bools, v: Floats) -> None:
        rows["refunded"][at] = arrival(rows)[at] + (2 + 10 * v[at]) * DAY
        rows["refund_reason"][at] = reason

    return happening


def _cleared(rows: Rows, at: Bools, v: Floats) -> None:
    """The check took its time, and the order's clock started when it ended."""
    rows["fraud"][at] = "cleared"
    for name in ("ship_by", "shipped", "online", "promised", "delivered"):
        rows[name][at] += (1 + 2 * v[at]) * DAY


def _held(rows: Rows, at: Bools, v: Floats) -> None:
    _unshipped(rows, at, v)
    rows["fraud"][at] = "held"


def _confirmed_fraud(rows: Rows, at: Bools, v: Floats) -> None:
    _cancelled("system", "fraud", 60)(rows, at, v)
    rows["fraud"][at] = "confirmed"


def _cod_refused(rows: Rows, at: Bools, v: Floats) -> None:
    """The price at the door was higher than told: the buyer refuses the parcel and complains of being cheated."""
    _claim("not_as_described", 0.1, 2, "arrival")(rows, at, v)
    rows["payment"][at] = "cod"
    rows["delivered"][at] = np.nan


# The order is the order of writing: first the way of the parcel, then what the buyer makes of it. New ones go to the
# end of their block; the draws of an order are by name, so nothing else moves.
HAPPENINGS: dict[str, Happening] = {
    "late": _late,
    "slow": _shift("delivered", 6, 20),
    "lost": _put("delivered", np.nan),
    "untracked": _untracked,
    "late_online": _shift("online", 3, 8),
    "false_tracking": _never_online,
    "never_shipped": _unshipped,
    "out_of_stock": _cancelled("seller", "out_of_stock", 60),
    "asked_to_cancel": _cancelled("buyer", "asked", 20),
    "system_cancelled": _cancelled("system", "not_shipped", 200),
    "fraud_cleared": _cleared,
    "fraud_held": _held,
    "fraud_confirmed": _confirmed_fraud,
    "rated": _stars(4, 5),
    "five_stars": _stars(5, 5),
    "neutral": _stars(3, 3),
    "negative": _stars(1, 2),
    "low_described": _detail("described", 1, 3),
    "low_communication": _detail("communication", 1, 3),
    "low_shipping": _detail("shipping", 1, 1),
    "low_shipping_if_late": _if_late(_detail("shipping", 1, 1)),
    "claim_not_received": _claim("not_received", 1, 6, "promised"),
    "claim_not_as_described": _claim("not_as_described", 1, 6, "arrival"),
    "claim_if_late": _if_late(_claim("not_received", 1, 6, "promised")),
    "chargeback": _claim("chargeback", 8, 16, "arrival"),
    "claim_agreed": _of_claims(_put("claim_result", "agreed")),
    "claim_denied": _of_claims(_put("claim_result", "seller")),
    "claim_answered_late": _of_claims(_claim_late),
    "claim_unanswered": _of_claims(_put("claim_answered", np.nan)),
    "arbitrated": _of_claims(_put("arbitrated", True)),
    "return": _return,
    "return_described": _returned("not_as_described"),
    "return_size": _returned("size"),
    "return_late": _return_late,
    "return_unanswered": _put("return_answered", np.nan),
    "return_refused": _put("return_refused", True),
    "return_unhappy": _put("return_unhappy", True),
    "return_escalated": _escalated,
    "refund_damaged": _refund("damaged"),
    "refund_size": _refund("size"),
    "refund_not_received": _refund("not_received"),
    "refund_described": _refund("not_as_described"),
    "counterfeit": _put("counterfeit", True),
    "own_praise": _put("own_praise", True),
    "wrong_item": _put("error", "wrong"),
    "missing_item": _put("error", "missing"),
    "extra_item": _put("error", "extra"),
    "cash_on_delivery": _put("payment", "cod"),
    "cod_refused": _cod_refused,
}
# These fall only on parcels that were sent, and these only on returns.
OF_SENT = frozenset(
    {
        "cod_refused",
        "false_tracking",
        "five_stars",
        "late",
        "late_online",
        "lost",
        "low_communication",
        "low_described",
        "low_shipping",
        "negative",
        "neutral",
        "rated",
        "return",
        "return_described",
        "return_size",
        "slow",
        "untracked",
    }
)
OF_RETURNS = frozenset({"return_escalated", "return_late", "return_refused", "return_unanswered", "return_unhappy"})
# These make messages and are written by messages.py.
OF_MESSAGES = ("message", "slow_answer", "no_answer", "auto_answer", "no_answer_needed", "survey_yes", "survey_no")
NAMES = (*HAPPENINGS, *OF_MESSAGES, "shop_writes")
