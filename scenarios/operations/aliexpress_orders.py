"""AliExpress: the price of an unpaid order, the receipt time of a sent one, messages (MSG-06, MSG-22)."""

from __future__ import annotations

from scenarios.operations.aliexpress_evaluation import words
from scenarios.operations.nouns import Outcome, Room
from scenarios.operations.rows import Args, Does, add, after, put, refuse, row, rows, today
from scenarios.platforms.sheet import Sheet

BREACHES = ("confirm", "withdraw", "outside", "praise")


def change_price(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Lowers the total of an unpaid order to what was agreed; the freight within it stays (MSG-06)."""
    one = row(room, "orders", args["order"])
    if one["status"] != "unpaid":
        return refuse(room, "price_paid", order=one["id"], status=words("orders", one))
    if one["pay_by"] and today(room, sheet) > one["pay_by"]:
        return refuse(room, "price_late", when="late", until=one["pay_by"], order=one["id"])
    if args["total"] >= one["total"]:
        return refuse(room, "price_not_lower", order=one["id"], total=one["total"])
    goods = round(args["total"] - (one["shipping"] or 0), 2)
    return put(room, "orders", one["id"], total=args["total"], goods=max(goods, 0.0))


def extend_receipt(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Gives the buyer more days while she waits for the parcel (MSG-22)."""
    one = row(room, "orders", args["order"])
    until = one["receipt"]
    if until and today(room, sheet) > until:
        return refuse(room, "receipt_late", when="late", until=until, order=one["id"])
    if one["status"] != "shipped" or not until:
        return refuse(room, "receipt_status", order=one["id"], status=words("orders", one))
    days, most = int(args["days"]), sheet.setting("receipt_extension")
    if most is not None and days > most:
        return refuse(room, "receipt_most", most=int(most))
    return put(room, "orders", one["id"], receipt=after(until, days), extended=(one["extended"] or 0) + days)


def contact_buyer(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A message about an order; early receipt, a withdrawn dispute, praise and outside deals are refused."""
    if args["topic"] in BREACHES:
        return refuse(room, f"message_{args['topic']}")
    return add(room, "messages", about=args["order"], sender="shop", topic=args["topic"], at=room.now)


def passes(room: Room, sheet: Sheet) -> Room:
    """Receipt that nobody confirmed in time ends the transaction; an order not paid in time is cancelled."""
    now = today(room, sheet)
    for one in rows(room, "orders", {"status": "shipped", "receipt": {"known": True}}):
        if now > one["receipt"]:
            room = put(room, "orders", one["id"], status="finished", ended=room.now)
    for one in rows(room, "orders", {"status": "unpaid", "pay_by": {"known": True}}):
        if now > one["pay_by"]:
            room = put(room, "orders", one["id"], status="cancelled")
    return room


ACTS: dict[str, Does] = {
    "change_price": change_price,
    "extend_receipt": extend_receipt,
    "contact_buyer": contact_buyer,
}
