"""An order on Taobao: its escrow state, which step may be taken, cash on delivery, packing errors and returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, between, no, yes


class Deal(Frozen):
    """What has happened to one order; a moment that has not come is None. ``cod``: paid on delivery, not in escrow."""

    cod: bool = False
    told: bool = False  # the buyer was told that cash on delivery costs more
    agreed: bool = False  # and wants to go on
    paid: dt.datetime | None = None
    shipped: dt.datetime | None = None
    refund_asked: dt.datetime | None = None
    refunded: dt.datetime | None = None
    confirmed: dt.datetime | None = None  # the buyer confirmed receipt


def state_of(deal: Deal) -> str:
    """The state of the order, a row of the table ``escrow`` (TAO-12 to TAO-15)."""
    if deal.refunded:
        return "closed"
    if deal.confirmed:
        return "successful"
    if deal.refund_asked:
        return "refunding"
    if deal.shipped:
        return "shipped"
    return "paid" if deal.paid else "unpaid"


def money_with(deal: Deal, sheet: Sheet) -> str:
    """Who holds the money: buyer, escrow or seller. Cash on delivery stays with the buyer until receipt."""
    holder = str(sheet.row("escrow", state_of(deal)).cells["money"])
    return "buyer" if deal.cod and holder == "escrow" else holder


def may_ship(deal: Deal, sheet: Sheet, carrier: str, waybill: str) -> Verdict:
    """Whether shipment may be confirmed: paid, or cash on delivery told and agreed (TAO-19); with waybill (TAO-13)."""
    if deal.refunded:
        return no(sheet, "order_closed")
    if deal.shipped:
        return no(sheet, "ship_done")
    if deal.cod and not (deal.told and deal.agreed):
        return no(sheet, "cod_not_agreed" if deal.told else "cod_untold")
    if not deal.cod and not deal.paid:
        return no(sheet, "ship_unpaid")
    if not carrier.strip() or not waybill.strip():
        return no(sheet, "ship_no_waybill")
    return yes(source="TAO-13")


def may_receive(deal: Deal, sheet: Sheet) -> Verdict:
    """Whether the buyer may confirm receipt, which pays the seller (TAO-14)."""
    if deal.refunded or deal.confirmed:
        return no(sheet, "order_closed" if deal.refunded else "receive_done")
    return yes(source="TAO-14") if deal.shipped else no(sheet, "receive_early")


def may_ask_refund(deal: Deal, sheet: Sheet) -> Verdict:
    """Whether the buyer may ask the escrow for the money back: from payment until receipt is confirmed (TAO-14)."""
    reason = {"closed": "order_closed", "successful": "refund_paid_out"}.get(state_of(deal))
    if reason is None and not deal.paid:
        reason = "refund_nothing"
    return no(sheet, reason) if reason else yes(source="TAO-14")


def may_return(received: dt.date | None, sheet: Sheet, today: dt.date, exempt: bool = False) -> Verdict:
    """Whether goods may go back without a reason (TAO-22): so many days after the day of receipt, the last one too.

    While the setting ``no_reason_days`` is empty nothing ends it.
    """
    if exempt:
        return no(sheet, "return_exempt")
    if received is None:
        return no(sheet, "return_early")
    days = sheet.setting("no_reason_days")
    if days is None:
        return yes(opens=received, source="TAO-22")
    return between(sheet, today, received, received + dt.timedelta(days=int(days)), "return")


def carrier_answers(checked_before_signing: bool) -> bool:
    """Whether the carrier still answers for damage: after unchecked signing it is free (TAO-11)."""
    return checked_before_signing


def errors(ordered: Mapping[str, int], packed: Mapping[str, int], late: bool = False) -> dict[str, int]:
    """How many pieces are sent wrong, short or in excess, and whether the order is late (TAO-17); no error, no entry.

    A piece too many that stands in place of one too few is a wrong one.
    """
    names = set(ordered) | set(packed)
    short = sum(max(0, ordered.get(name, 0) - packed.get(name, 0)) for name in names)
    surplus = sum(max(0, packed.get(name, 0) - ordered.get(name, 0)) for name in names)
    wrong = min(short, surplus)
    found = {"wrong": wrong, "missing": short - wrong, "extra": surplus - wrong, "late": int(late)}
    return {name: count for name, count in found.items() if count}


def is_proof(kind: str, sheet: Sheet) -> bool:
    """Whether something keeps original proof for a complaint (TAO-20, TAO-21); ``kind``: a row of ``evidence``."""
    return bool(sheet.row("evidence", kind).cells["proof"])
