"""Wish: refunds from the order or its ticket, buyers' cancellations, numbers after a re-send (WSH-20, 28, 33)."""

from __future__ import annotations

from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, day, put, refuse, row, rows
from scenarios.operations.wish_parcels import parcel, state, untouchable, wrong_number
from scenarios.operations.wish_tickets import stopped
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.wish_orders import bears, may_cancel


def refund_order(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Money back for an order, all or part of it."""
    return _paid_back(room, row(room, "orders", args["order"]), args, sheet)


def refund_ticket(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The same from within an unhandled ticket (WSH-28)."""
    one = row(room, "tickets", args["ticket"])
    order = _order_of(room, one, "refund", sheet)
    return order if isinstance(order, Refused) else _paid_back(room, order, args, sheet)


def _order_of(room: Room, one: Row, step: str, sheet: Sheet) -> Row | Refused:
    no = stopped(room, one, step, sheet)
    if no:
        return no
    found = rows(room, "orders", {"id": one["order"]})
    return found[0] if found else refuse(room, "ticket_no_order", ticket=one["id"])


def _paid_back(room: Room, one: Row, args: Args, sheet: Sheet) -> Outcome:
    no = untouchable(room, one, sheet)
    if no:
        return no
    if one["status"] in ("refunded", "cancelled"):
        return refuse(room, "refund_twice", order=one["id"])
    if args["reason"] == "out_of_stock" and one["status"] == "shipped":
        return refuse(room, "refund_sent_stock", order=one["id"])
    before = one["refunded"] or 0
    total = round(before + args["amount"], 2)
    if total > one["paid"]:
        return refuse(room, "refund_too_much", order=one["id"], paid=one["paid"], refunded=before)
    over = {"status": "refunded", "runs": None} if total == one["paid"] else {}
    why = {"refund_reason": args["reason"], "bears": bears(args["reason"], sheet)}
    return put(room, "orders", one["id"], refunded=total, **why, **over)


def accept_cancel(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The buyer may cancel until the tracking number is online, not merely uploaded (WSH-20)."""
    one = row(room, "orders", args["order"])
    no = untouchable(room, one, sheet)
    if no:
        return no
    if one["status"] not in ("to_ship", "shipped"):
        return refuse(room, "cancel_not_open", order=one["id"], status=state(one))
    if not one["cancel_asked"]:
        return refuse(room, "cancel_not_asked", order=one["id"])
    if not may_cancel(parcel(one), sheet, room.now).may:
        return refuse(room, "cancel_online", when="late", until=day(one["online"], sheet), order=one["id"])
    over = {"status": "cancelled", "cancelled_by": "buyer", "refunded": one["paid"], "runs": None}
    return put(room, "orders", one["id"], **over)


def retrack(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A new number once the buyer has agreed to a re-send (WSH-28)."""
    one = row(room, "tickets", args["ticket"])
    order = _order_of(room, one, "retrack", sheet)
    if isinstance(order, Refused):
        return order
    no = untouchable(room, order, sheet)
    if no:
        return no
    if order["status"] != "shipped":
        return refuse(room, "ship_not_open", order=order["id"], status=state(order))
    if not one["agreed"]:
        return refuse(room, "retrack_not_agreed", when="early", order=order["id"])
    new = {"carrier": args["carrier"], "tracking": args["tracking"], "online": None}
    return wrong_number(room, args["tracking"]) or put(room, "orders", order["id"], **new)


ACTS: dict[str, Does] = {
    "refund_order": refund_order,
    "refund_ticket": refund_ticket,
    "accept_cancel": accept_cancel,
    "retrack": retrack,
}
