"""Mutual evaluation on Taobao: fifteen days after success, then praise by default where one side alone praised."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, day_in, no, yes

Value = Literal["praise", "neutral", "negative"]


class Evaluation(Frozen):
    """What one side said of the other; ``by_default`` when the system entered it."""

    value: Value
    at: dt.datetime
    by_default: bool = False


class Outcome(Frozen):
    """What stands: the buyer's word about the shop, and the shop's about the buyer (None: nothing)."""

    of_buyer: Evaluation | None = None
    of_shop: Evaluation | None = None


def closes(completed: dt.datetime, sheet: Sheet) -> dt.datetime:
    """The last moment in which either side may evaluate: 15 days after success (TAO-15)."""
    return completed + dt.timedelta(hours=sheet.clock("evaluation").hours)


def may_evaluate(completed: dt.datetime | None, sheet: Sheet, now: dt.datetime) -> Verdict:
    """Whether either side may evaluate now (TAO-15); ``completed`` None: no success yet."""
    if completed is None or now < completed:
        return no(sheet, "evaluate_early")
    end = closes(completed, sheet)
    first, last = day_in(completed, sheet.zone), day_in(end, sheet.zone)
    return no(sheet, "evaluate_late", first, last) if now > end else yes(first, last, "TAO-15")


def outcome(
    completed: dt.datetime, of_buyer: Evaluation | None, of_shop: Evaluation | None, sheet: Sheet, now: dt.datetime
) -> Outcome:
    """What stands at ``now``. Once time is over, a silent side's word becomes praise if the other praised (TAO-16).

    Two silent sides leave nothing; a one-sided neutral or negative word triggers no default. A word from outside the
    fifteen days does not count. AliExpress has no default at all (CNF-02).
    """
    end = closes(completed, sheet)
    buyer, shop = (one if one and completed <= one.at <= min(end, now) else None for one in (of_buyer, of_shop))
    if now > end:
        praise = Evaluation(value="praise", at=end, by_default=True)
        if buyer is None and shop is not None and shop.value == "praise":
            buyer = praise
        elif shop is None and buyer is not None and buyer.value == "praise":
            shop = praise
    return Outcome(of_buyer=buyer, of_shop=shop)
