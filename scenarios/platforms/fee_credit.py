"""eBay's final value fee: charged once the item is bought (EBY-52), given back on some grounds and never on others."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, later, no, yes


class Sale(Frozen):
    """What became of one sale. ``partly_refunded`` is the share of the price given back, 0 to below 1."""

    bought: bool = True
    cancelled_by_both: bool = False
    unpaid_process: bool = False  # gone through as required (EBY-57, EBY-58)
    refunded_after_solving: bool = False  # in full, on eBay
    partly_refunded: float = Field(default=0, ge=0, lt=1)
    refunded_outside: bool = False
    second_chance: bool = False
    decided_for_buyer: bool = False  # eBay stepped in


class Credit(Frozen):
    """``share`` of the final value fee that comes back, 0 to 1."""

    share: float
    verdict: Verdict


def credit(sale: Sale, sheet: Sheet) -> Credit:
    """What comes back of the fee: specification C7, with EBY-55.

    A partial refund gives nothing by the course; with the pack of CNF-07 it gives its own share.
    """
    against = (
        ("credit_not_bought", not sale.bought),
        ("credit_outside", sale.refunded_outside),
        ("credit_second_chance", sale.second_chance),
        ("credit_decided", sale.decided_for_buyer),
    )
    for reason, holds in against:
        if holds:
            return Credit(share=0, verdict=no(sheet, reason))
    if sale.partly_refunded:
        if not sheet.number("partial_credit"):
            return Credit(share=0, verdict=no(sheet, "credit_partial"))
        return Credit(share=sale.partly_refunded, verdict=yes(source="CNF-07"))
    if sale.cancelled_by_both or sale.unpaid_process or sale.refunded_after_solving:
        return Credit(share=1, verdict=yes(source="EBY-53"))
    return Credit(share=0, verdict=no(sheet, "credit_no_ground"))


def may_cancel(sold: dt.date, today: dt.date, sheet: Sheet) -> Verdict:
    """May the seller still ask to cancel by agreement? Up to 45 days after the sale (EBY-55)."""
    return between(sheet, today, sold, later(sold, sheet, "cancel_days"), "cancel")


def answer_until(asked: dt.date, sheet: Sheet) -> dt.date:
    """The buyer's last day to answer a cancellation (EBY-55)."""
    return later(asked, sheet, "cancel_answer_days")


def arrives_until(closed: dt.date, sheet: Sheet) -> dt.date:
    """The day by which the credit should have arrived (EBY-55)."""
    return later(closed, sheet, "credit_days")
