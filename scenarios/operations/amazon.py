"""What a seller does in Amazon's console: search, reports, the file of shipping confirmations, returns.

Every act takes (room, arguments, sheet) and gives a new room or a refusal; AMZ-40 to AMZ-47.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from scenarios.nouns import Text
from scenarios.operations.console import console
from scenarios.operations.nouns import Download, Outcome, Room, Row
from scenarios.operations.rows import Args, Does, Gives, add, after, day, put, put_all, refuse, row, rows, today
from scenarios.operations.shipping_file import COLUMNS, check, template
from scenarios.operations.table_file import csv_file, text_file
from scenarios.platforms.sheet import Sheet

REPORT = {
    "order-id": "id",
    "order-item-id": "item",
    "purchase-date": "ordered",
    "buyer-name": "buyer",
    "sku": "sku",
    "product-name": "product",
    "quantity-purchased": "quantity",
    "item-price": "price",
    "ship-country": "country",
    "order-status": "status",
}  # column of the report -> column of the orders; the course names the rows (AMZ-42), the columns are ours


def found(orders: Iterable[Row], args: Args, sheet: Sheet) -> tuple[str, ...]:
    """The ids of the orders a search shows: days inclusive, empty filters let everything through (AMZ-41)."""
    words = (args.get("text") or "").lower()

    def fits(one: Row) -> bool:
        ordered = day(one["ordered"], sheet)
        text = f"{one['id']} {one['product']} {one['buyer']}".lower()
        return (
            args["from"] <= ordered <= args["to"]
            and args.get("status") in (None, one["status"])
            and args.get("channel") in (None, one["channel"])
            and words in text
        )

    return tuple(one["id"] for one in orders if fits(one))


def first_view(room: Room, sheet: Sheet) -> tuple[str, ...]:
    """What Manage Orders shows by itself: the last seven days without pending orders (AMZ-41)."""
    week = {"from": after(today(room, sheet), -6), "to": today(room, sheet)}
    shown = [one for one in rows(room, "orders") if one["status"] != "pending"]
    return found(shown, week, sheet)


def search_orders(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A search of the orders; its result stays in the list of searches."""
    if args["from"] > args["to"]:
        return refuse(room, "range_backwards", "form", starts=args["from"], until=args["to"])
    ids = found(rows(room, "orders"), args, sheet)
    return add(room, "views", **args, found=ids, count=len(ids))


def print_slips(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Packing slips of self-fulfilled orders that wait to be shipped."""
    for order_id in args["orders"]:
        order = row(room, "orders", order_id)
        if order["status"] != "unshipped" or order["channel"] != "self":
            return refuse(room, "slip_not_unshipped", order=order_id)
    return put_all(room, "orders", args["orders"], slip=True)


def order_report(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """All self-fulfilled orders of the last ``days`` days (today included), cancelled and shipped too (AMZ-42)."""
    count = int(args["days"])
    first, last = after(today(room, sheet), 1 - count), today(room, sheet)
    return add(room, "reports", days=count, **{"from": first, "to": last}, count=len(reported(room, count, sheet)))


def reported(room: Room, count: int, sheet: Sheet) -> tuple[Row, ...]:
    """The orders that a report of ``count`` days lists."""
    span = {"from": after(today(room, sheet), 1 - count), "to": today(room, sheet), "channel": "self"}
    ids = set(found(rows(room, "orders"), span, sheet))
    return tuple(one for one in rows(room, "orders") if one["id"] in ids)


def hand_in_figures(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The figures a student read from the report's file."""
    if not rows(room, "reports"):
        return refuse(room, "no_report")
    return add(room, "figures", **{name: int(value) for name, value in args.items()})


def download_template(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Nothing changes; the files are there to be downloaded."""
    return room


def upload_shipping(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Carries out the right lines of the file; a wrong file is refused whole, a wrong line alone (AMZ-43 to AMZ-45)."""
    orders = {one["id"]: one for one in rows(room, "orders")}
    checked = check(args["file"], orders, today(room, sheet))
    if checked.whole:
        return refuse(room, "file_refused", "form", faults=checked.faults)
    taken = [line for line in checked.lines if orders[line.order]["status"] == "unshipped"]
    for line in taken:
        ship_by = orders[line.order]["ship_by"]
        room = put(
            room,
            "orders",
            line.order,
            status="shipped",
            ship_date=line.ship_date,
            carrier=line.carrier,
            tracking=line.tracking or None,
            late=bool(ship_by and line.ship_date > day(ship_by, sheet)),
        )
    wrong = len({one.line for one in checked.faults if one.kind == "error"})
    room = add(room, "uploads", name=args["file"].name, at=room.now, taken=len(taken), wrong=wrong)
    return room.model_copy(update={"faults": checked.faults})


def authorise_return(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The buyer may send it back; this answers the request."""
    one = row(room, "returns", args["return"])
    if one["status"] != "requested":
        return refuse(room, "return_not_open", id=one["id"], status=_status(one["status"]))
    if one["withdrawn"]:
        return refuse(room, "return_withdrawn", id=one["id"])
    return put(_answered(room, one), "returns", one["id"], status="authorised")


def close_return(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Ends the request; one within policy that got neither money nor a way back was wrongly refused (AMZ-31)."""
    one = row(room, "returns", args["return"])
    if one["status"] == "closed":
        return refuse(room, "return_closed", id=one["id"])
    refused = bool(one["policy"] and not one["refunded"] and not one["withdrawn"])
    return put(_answered(room, one), "returns", one["id"], status="closed", refused=refused or None)


def refund_return(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Pays back up to what the buyer paid, once."""
    one = row(room, "returns", args["return"])
    if one["refunded"]:
        return refuse(room, "refund_twice", id=one["id"], amount=one["refunded"])
    if one["status"] == "closed":
        return refuse(room, "return_closed", id=one["id"])
    if one["withdrawn"]:
        return refuse(room, "return_withdrawn", id=one["id"])
    if args["amount"] > one["paid"] + 0.004:
        return refuse(room, "refund_too_much", paid=one["paid"])
    return put(_answered(room, one), "returns", one["id"], status="refunded", refunded=args["amount"])


def contact_buyer(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A message about a return; it answers the request. What AMZ-47 forbids is refused."""
    one = row(room, "returns", args["return"])
    if args["topic"] in ("review", "email", "coupon"):
        return refuse(room, f"message_{args['topic']}")
    room = add(_answered(room, one), "messages", about=one["id"], sender="shop", topic=args["topic"], at=room.now)
    return room


def _answered(room: Room, one: Row) -> Room:
    return room if one["answered"] else put(room, "returns", one["id"], answered=room.now)


def _status(code: str) -> Text:
    return console("amazon").tables["returns"].columns["status"].values[code]


def passes(room: Room, sheet: Sheet) -> Room:
    """A return request that nobody answered in time counts as return dissatisfaction (AMZ-31)."""
    hours = sheet.clock("return").hours
    late = [
        one["id"]
        for one in rows(room, "returns", {"status": "requested", "answered": None, "overdue": None})
        if room.now - one["asked"] > dt.timedelta(hours=hours)
    ]
    return put_all(room, "returns", late, overdue=True)


def report_lines(room: Room, sheet: Sheet) -> list[list[object]]:
    """The lines of the last report that was made, header first."""
    made = rows(room, "reports")
    listed = reported(room, made[-1]["days"], sheet) if made else ()
    return [list(REPORT), *([_cell(one[column]) for column in REPORT.values()] for one in listed)]


def _cell(value: Any) -> object:
    return f"{value:%Y-%m-%dT%H:%M:%S}+00:00" if isinstance(value, dt.datetime) else value


def hand_over(room: Room, sheet: Sheet) -> Download:
    """The warehouse's list as CSV: opened in Excel it loses zeros and digits, as such lists do."""
    columns = ("order", "handed", "carrier", "tracking", "method")
    return csv_file("hand-over.csv", [columns, *([one[name] for name in columns] for one in rows(room, "parcels"))])


DOWNLOADS: dict[str, Gives] = {
    "hand-over.csv": hand_over,
    "shipping-confirmation.xlsx": lambda room, sheet: template(),
    "shipping-confirmation.txt": lambda room, sheet: text_file("shipping-confirmation.txt", [COLUMNS]),
    "order-report.txt": lambda room, sheet: text_file("order-report.txt", report_lines(room, sheet)),
    "order-report.csv": lambda room, sheet: csv_file("order-report.csv", report_lines(room, sheet)),
}
ACTS: dict[str, Does] = {
    "search_orders": search_orders,
    "print_slips": print_slips,
    "order_report": order_report,
    "hand_in_figures": hand_in_figures,
    "download_template": download_template,
    "upload_shipping": upload_shipping,
    "authorise_return": authorise_return,
    "close_return": close_return,
    "refund_return": refund_return,
    "contact_buyer": contact_buyer,
}
