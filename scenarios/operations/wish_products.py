"""Wish: goods that are sold out must be taken down; stock 0 alone lets buyers order on (WSH-15)."""

from __future__ import annotations

from scenarios.operations.nouns import Outcome, Room, Row
from scenarios.operations.rows import Args, Does, add, happened, put, refuse, row, rows
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.wish_orders import still_ordered


def take_down(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """No buyer can order it any more."""
    one = row(room, "products", args["product"])
    if not one["listed"]:
        return refuse(room, "product_off", product=one["id"])
    return put(room, "products", one["id"], listed=False)


def set_stock(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Changes the number only."""
    return put(room, "products", args["product"], stock=int(args["stock"]))


def list_again(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Back on sale, once there is stock."""
    one = row(room, "products", args["product"])
    if one["listed"]:
        return refuse(room, "product_on", product=one["id"])
    if not one["stock"]:
        return refuse(room, "stock_none", product=one["id"])
    return put(room, "products", one["id"], listed=True)


def passes(room: Room, sheet: Sheet) -> Room:
    """Listed goods are ordered on, stock or none; the orders a day are the task's."""
    for one in rows(room, "products", {"demand": {"at_least": 1}}):
        if still_ordered(bool(one["listed"]), one["stock"] or 0):
            for _ in range(int(one["demand"])):
                room = _ordered(room, one)
    return room


def _ordered(room: Room, product: Row) -> Room:
    count = len(rows(room, "orders", {"product": product["id"]})) + 1
    blank = dict.fromkeys(rows(room, "orders")[0]) if rows(room, "orders") else {}
    new = {"title": product["title"], "buyer": f"{product['id']} buyer {count}", "country": "US"}
    new |= {"ordered": room.now, "runs": room.now, "status": "to_ship", "paid": product["price"]}
    room = add(room, "orders", **{**blank, **new, "id": f"{product['id']}-N{count}", "product": product["id"]})
    zh = f"又有买家下单 {product['id']}。"
    return happened(room, zh, f"One more buyer ordered {product['id']}.", "WSH-15")


ACTS: dict[str, Does] = {"take_down": take_down, "set_stock": set_stock, "list_again": list_again}
