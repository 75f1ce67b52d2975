"""Taobao: checking before shipping, orders out of stock, and the waybill (TAO-13, TAO-17)."""

from __future__ import annotations

from collections import Counter

from scenarios.nouns import Text
from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, day, put, refuse, row, rows, ruled, today
from scenarios.operations.taobao_sales import deal, word
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.taobao_orders import errors, may_ship


def found(order: Row) -> str:
    """What is wrong with a parcel: wrong before missing before extra, or fine (TAO-17)."""
    return next(iter(errors(Counter(order["ordered"] or ()), Counter(order["packed"] or ()))), "fine")


def sold_out(room: Room, order: Row) -> bool:
    """True while an article of the order is short in stock, unless the buyer takes another or has the money back."""
    wanted = Counter(order["ordered"] or ())
    short = any(one["left"] < wanted[one["id"]] for one in rows(room, "stock") if one["id"] in wanted)
    return short and order["plan"] not in ("swap", "refund")


def to_ship(order: Row) -> bool:
    """True for an order that is paid, or cash on delivery that the buyer agreed to, and not shipped."""
    return order["status"] == "paid" or bool(order["status"] == "unpaid" and order["agreed"])


def listed(names: list[str] | None) -> Text:
    """The pieces of a parcel in a sentence."""
    return {"zh": "、".join(names or ()) or "空箱", "en": ", ".join(names or ()) or "nothing"}


def check_order(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Compares the parcel with the order; what is found is put right (TAO-17)."""
    order = row(room, "orders", args["order"])
    if not to_ship(order):
        return refuse(room, "check_not", order=order["id"], status=word("orders", "status", order["status"]))
    if args["finding"] != found(order):
        return refuse(
            room, "check_wrong", order=order["id"], ordered=listed(order["ordered"]), packed=listed(order["packed"])
        )
    return put(room, "orders", order["id"], checked=args["finding"], packed=order["ordered"])


def out_of_stock(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """First the buyer is asked, then what the buyer chose is done (TAO-17)."""
    order, plan = row(room, "orders", args["order"]), args["plan"]
    if not to_ship(order) or not sold_out(room, order) or order["plan"]:
        return refuse(room, "stock_not", order=order["id"])
    if plan == "quietly":
        return refuse(room, "stock_quietly")
    if plan == "ask":
        if order["answer"]:
            return refuse(room, "stock_asked", order=order["id"], answer=word("orders", "answer", order["answer"]))
        return put(room, "orders", order["id"], answer=order["wants_plan"] or "refund")
    if not order["answer"]:
        last = order["ship_by"]
        limit = {"zh": f"；期限是承诺发货日 {last}", "en": f"; it should be shipped by {last}"} if last else {}
        return refuse(room, "stock_ask", order=order["id"], until=last, limit=limit)
    if plan != order["answer"]:
        return refuse(room, "stock_answer", order=order["id"], answer=word("orders", "answer", order["answer"]))
    if plan == "refund":
        return put(room, "orders", order["id"], plan=plan, status="closed", refunded=room.now)
    agreed = {"ship_by": None} if plan == "wait" else {}  # a buyer who waits lets the promised day go
    return put(room, "orders", order["id"], plan=plan, packed=order["ordered"], **agreed)


def dated(no: Refused, order: Row, sheet: Sheet) -> Refused:
    """A refusal to ship, with the day on which it was sent or until which it is promised."""
    if no.code == "ship_done":
        sent = day(order["shipped"], sheet)
        return no.model_copy(update={"zh": f"{no.zh}发货日是 {sent}。", "en": f"{no.en} It was sent on {sent}."})
    last = order["ship_by"]
    if not last:
        return no
    words = {"zh": f"{no.zh}承诺发货日是 {last}。", "en": f"{no.en} Shipment is promised by {last}."}
    return no.model_copy(update={**words, "until": last})


def ship(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Confirms shipment; what was packed wrongly or goes out late is written down (TAO-13, 17)."""
    order, waybill = row(room, "orders", args["order"]), args["waybill"] or ""
    if order["status"] == "refunding":
        return refuse(room, "ship_refunding", order=order["id"], since=day(order["refund_asked"], sheet))
    if order["status"] == "closed":
        return refuse(room, "close_not", order=order["id"], status=word("orders", "status", "closed"))
    no = ruled(room, may_ship(deal(order), sheet, args["carrier"], waybill))
    if no:
        return dated(no, order, sheet)
    if sold_out(room, order):
        return refuse(room, "ship_stock", order=order["id"])
    used = rows(room, "orders", {"waybill": waybill})
    if used:
        return refuse(room, "waybill_used", waybill=waybill, order=used[0]["id"])
    error = found(order)
    late = bool(order["ship_by"] and today(room, sheet) > order["ship_by"])
    marks = {"error": None if error == "fine" else error, "late": late or None}
    sent = {"status": "shipped", "shipped": room.now, "carrier": args["carrier"], "waybill": waybill}
    return put(room, "orders", order["id"], **sent, **marks)


ACTS: dict[str, Does] = {"check_order": check_order, "out_of_stock": out_of_stock, "ship": ship}
