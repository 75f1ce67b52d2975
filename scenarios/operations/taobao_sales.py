"""Taobao: quick phrases, the price of an unpaid order, reminders, cash on delivery by phone (TAO-19, 32, 42, 43)."""

from __future__ import annotations

from scenarios.nouns import Text
from scenarios.operations.console import console
from scenarios.operations.nouns import Outcome, Room, Row
from scenarios.operations.rows import Args, Does, add, day, put, refuse, row, rows
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.taobao_orders import Deal

CENT = 0.005


def word(table: str, column: str, code: str) -> Text:
    """What the screen says for a code."""
    return console("taobao").tables[table].columns[column].values[code]


def deal(order: Row) -> Deal:
    """An order as the rules know it."""
    return Deal(
        cod=bool(order["cod"]),
        told=bool(order["told"]),
        agreed=bool(order["agreed"]),
        paid=order["paid"],
        shipped=order["shipped"],
        refund_asked=order["refund_asked"],
        refunded=order["refunded"],
        confirmed=order["completed"],
    )


def set_phrase(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A phrase that can be sent with a short code; each code once."""
    if args["topic"] in ("bribe", "outside"):
        return refuse(room, f"phrase_{args['topic']}")
    if rows(room, "phrases", {"short": args["short"]}):
        return refuse(room, "phrase_short", short=args["short"])
    return add(room, "phrases", **args)


def use_phrase(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Answers a chat with a phrase; whether it suits is the agent's to see."""
    if row(room, "chats", args["chat"])["answer"]:
        return refuse(room, "chat_answered", chat=args["chat"])
    return put(room, "chats", args["chat"], answer=row(room, "phrases", args["phrase"])["topic"])


def change_price(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Only before payment, and not below what the shop allows its agents (TAO-32)."""
    order = row(room, "orders", args["order"])
    if order["status"] != "unpaid":
        since = day(order["paid"], sheet) if order["paid"] else "—"
        status = word("orders", "status", order["status"])
        return refuse(room, "price_paid", order=order["id"], status=status, since=since)
    if order["floor"] is not None and args["price"] < order["floor"] - CENT:
        return refuse(room, "price_floor", floor=order["floor"])
    return put(room, "orders", order["id"], price=args["price"], freight=args["freight"])


def urge(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A reminder of payment without untruth, inside the platform (TAO-21, 41, 43)."""
    order = row(room, "orders", args["order"])
    if args["how"] in ("lie", "transfer"):
        return refuse(room, f"urge_{args['how']}")
    if order["status"] != "unpaid":
        return refuse(room, "urge_not", order=order["id"], status=word("orders", "status", order["status"]))
    if order["cod"]:
        return refuse(room, "urge_cod", order=order["id"])
    return put(room, "orders", order["id"], urged=room.now)


def call_cod(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Tells the buyer by phone that cash on delivery costs more, and asks whether to go on (TAO-19)."""
    order = row(room, "orders", args["order"])
    if not order["cod"] or order["status"] != "unpaid":
        return refuse(room, "call_not_cod", order=order["id"])
    if order["told"]:
        return refuse(room, "call_twice", order=order["id"])
    if args["say"] != "price":
        return room
    return put(room, "orders", order["id"], told=True, agreed=bool(order["wants"]))


def close_order(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Closes an order whose buyer declined the price on delivery."""
    order = row(room, "orders", args["order"])
    if order["status"] != "unpaid":
        return refuse(room, "close_not", order=order["id"], status=word("orders", "status", order["status"]))
    if args["reason"] != "declined" or not order["told"] or order["agreed"]:
        return refuse(room, "close_untrue", order=order["id"])
    return put(room, "orders", order["id"], status="closed")


ACTS: dict[str, Does] = {
    "set_phrase": set_phrase,
    "use_phrase": use_phrase,
    "change_price": change_price,
    "urge": urge,
    "call_cod": call_cod,
    "close_order": close_order,
}
