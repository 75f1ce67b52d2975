"""eBay: a buyer who does not pay: write, remind, open the case, close it in time (EBY-57 to 59, reading C6)."""

from __future__ import annotations

from scenarios.operations.console import console
from scenarios.operations.ebay_money import state
from scenarios.operations.nouns import Outcome, Room, Row
from scenarios.operations.rows import Args, Does, add, day, put, refuse, row, rows, ruled, today
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.unpaid import Unpaid, may_close, may_open, stage


def contact_buyer(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A message about an order; praise for money, pressure and deals outside eBay are refused."""
    if args["topic"] in ("praise", "threat", "outside"):
        return refuse(room, f"message_{args['topic']}")
    return add(room, "messages", about=args["order"], sender="shop", topic=args["topic"], at=room.now)


def known(room: Room, order: Row, sheet: Sheet) -> Unpaid:
    """What has been done about an unpaid order, by day, as the rule asks."""
    written = [one["at"] for one in rows(room, "messages", {"about": order["id"], "sender": "shop"})]
    invoiced = [one["at"] for one in rows(room, "invoices") if order["id"] in one["orders"]]
    cases = rows(room, "cases", {"order": order["id"]})
    return Unpaid(
        ended=day(order["ended"], sheet),
        contacted=day(min(written), sheet) if written else None,
        invoiced=day(min(invoiced), sheet) if invoiced else None,
        opened=cases[0]["opened"] if cases else None,
        paid=today(room, sheet) if order["status"] == "paid" else None,
    )


def open_case(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """After a message and an invoice, 2 to 32 days after the listing ended, once an order (EBY-57, 58)."""
    order = row(room, "orders", args["order"])
    if order["status"] not in ("awaiting", "paid"):
        return refuse(room, "case_not_unpaid", order=order["id"], status=state(order))
    no = ruled(room, may_open(known(room, order, sheet), today(room, sheet), sheet))
    return no or add(room, "cases", id=f"U-{order['id']}", order=order["id"], opened=today(room, sheet), status="open")


def close_case(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """From the end of the buyer's 4 days; the fee comes back, the item is free, the buyer may not rate (EBY-59)."""
    case = row(room, "cases", args["case"])
    if case["status"] != "open":
        words = console("ebay").tables["cases"].columns["status"].values[case["status"]]
        return refuse(room, "case_not_open", case=case["id"], status=words)
    order = row(room, "orders", case["order"])
    no = ruled(room, may_close(known(room, order, sheet), today(room, sheet), sheet))
    if no:
        return no
    room = put(room, "cases", case["id"], status="closed")
    return put(room, "orders", case["order"], status="unpaid", credit="granted", no_feedback=True)


def relist(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Lists an item again that nobody owns any more."""
    listing = row(room, "listings", args["listing"])
    if listing["status"] != "ended" or held(room, listing):
        return refuse(room, "relist_not", listing=listing["id"])
    return put(room, "listings", listing["id"], status="relisted")


def held(room: Room, listing: Row) -> bool:
    """True while the listing's sold item belongs to its buyer: that order is neither cancelled nor closed unpaid."""
    orders = rows(room, "orders", {"id": listing["order"]}) if listing["order"] else ()
    return bool(orders) and orders[0]["status"] not in ("cancelled", "unpaid")


def passes(room: Room, sheet: Sheet) -> Room:
    """A paid case is over; one still open on day 37 after the listing ended expires without credit (EBY-58)."""
    for case in rows(room, "cases", {"status": "open"}):
        stands = stage(known(room, row(room, "orders", case["order"]), sheet), today(room, sheet), sheet)
        if stands in ("paid", "expired"):
            room = put(room, "cases", case["id"], status=stands)
    return room


ACTS: dict[str, Does] = {
    "contact_buyer": contact_buyer,
    "open_case": open_case,
    "close_case": close_case,
    "relist": relist,
}
