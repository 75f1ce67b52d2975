"""eBay's console: invoices, second chances, cancelled bids, shared freight; each with its window and its grounds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, later, no, yes

INVOICE = ("several_items", "change_detail", "not_paid")  # EBY-60
SECOND_CHANCE = ("not_paid", "reserve_not_met", "identical_left")  # EBY-56
CANCEL_BID = ("bidder_asked", "product_gone", "listing_wrong")  # EBY-61


class Bought(Frozen):
    """One purchase that may share freight; amounts in the listing's currency."""

    buyer: str
    paid: bool
    freight: float


class Combined(Frozen):
    """How freight is shared: a new ``invoice`` over the new freight, or a ``partial_refund`` of the difference."""

    way: str
    amount: float


def may_invoice(bought: dt.date, today: dt.date, paid: bool, reason: str, sheet: Sheet) -> Verdict:
    """May an invoice be sent? For a reason of EBY-60, before payment, not later than 30 days."""
    closes = later(bought, sheet, "invoice_days")
    if paid:
        return no(sheet, "invoice_paid", bought, closes)
    if reason not in INVOICE:
        return no(sheet, "invoice_reason", bought, closes)
    return between(sheet, today, bought, closes, "invoice")


def may_offer_second_chance(
    ended: dt.date, today: dt.date, reason: str, sheet: Sheet, cancelled: bool = False, offers: int = 1, items: int = 1
) -> Verdict:
    """May a bidder who did not win be offered the item? Until 60 days after the auction (EBY-56).

    ``cancelled``: the order of the winner who did not pay is cancelled. ``offers`` must not outnumber ``items``.
    """
    closes = later(ended, sheet, "second_chance_days")
    if reason not in SECOND_CHANCE:
        return no(sheet, "second_chance_reason", ended, closes)
    if reason == "not_paid" and not cancelled:
        return no(sheet, "second_chance_cancel_first", ended, closes)
    if offers > items:
        return no(sheet, "second_chance_too_many", ended, closes)
    return between(sheet, today, ended, closes, "second_chance")


def may_cancel_bid(item: str, bidder: str, reason: str, sheet: Sheet, agreed: bool = True) -> Verdict:
    """May a bid be cancelled? On the three grounds of EBY-61; a bidder's wish also needs the seller's consent."""
    if reason not in CANCEL_BID or (reason == "bidder_asked" and not agreed):
        return no(sheet, "cancel_bid_at_will")
    if not item.strip() or not bidder.strip():
        return no(sheet, "cancel_bid_fields")
    return yes(source="EBY-61")


def may_combine(bought: Sequence[Bought], sheet: Sheet) -> Verdict:
    """May these purchases share freight? Several of one buyer, all paid or none (EBY-51)."""
    if len(bought) < 2 or len({one.buyer for one in bought}) > 1:
        return no(sheet, "combine_buyer")
    if len({one.paid for one in bought}) > 1:
        return no(sheet, "combine_mixed")
    return yes(source="EBY-51")


def combined(bought: Sequence[Bought], freight: float) -> Combined:
    """How purchases that may share ``freight`` do so; a refund is never negative."""
    if not bought[0].paid:
        return Combined(way="invoice", amount=freight)
    before = sum(one.freight for one in bought)
    return Combined(way="partial_refund", amount=round(max(before - freight, 0), 2))
