"""eBay: combined shipping and invoices, refunds, cancelled orders, and when the final value fee comes back."""

from __future__ import annotations

from scenarios.nouns import Text
from scenarios.operations.console import console
from scenarios.operations.nouns import Outcome, Room, Row
from scenarios.operations.rows import Args, Does, add, day, put, put_all, refuse, row, rows, ruled, today
from scenarios.platforms.fee_credit import Sale, answer_until, credit, may_cancel
from scenarios.platforms.selling import may_invoice
from scenarios.platforms.sheet import Sheet

CENT = 0.005


def state(order: Row) -> Text:
    """An order's state in words."""
    return console("ebay").tables["orders"].columns["status"].values[order["status"]]


def paid(order: Row) -> float:
    """What the buyer paid, in US dollars: price and shipping."""
    return round(float(order["price"]) + (order["shipping"] or 0), 2)


def sale(order: Row) -> Sale:
    """What became of an order, as the rule of the final value fee asks (reading C7)."""
    back = order["refunded"] or 0
    full = back >= paid(order) - CENT
    return Sale(
        cancelled_by_both=bool(order["mutual"]),
        unpaid_process=order["status"] == "unpaid",
        refunded_after_solving=bool(back) and full,
        partly_refunded=0 if full or not back else back / paid(order),
        refunded_outside=bool(back) and order["refund_via"] == "outside",
        second_chance=bool(order["chance"]),
        decided_for_buyer=bool(order["stepped_in"]),
    )


def ask_credit(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The fee comes back when one of three grounds holds and nothing hinders it (EBY-53 to 55)."""
    order = row(room, "orders", args["order"])
    if order["credit"]:
        return refuse(room, "credit_twice", order=order["id"])
    back = credit(sale(order), sheet)
    return ruled(room, back.verdict) or put(room, "orders", order["id"], credit="granted", share=back.share)


def allow_combined(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The shop lets buyers combine what they buy within so many days (EBY-51)."""
    known = rows(room, "account")
    if not known:
        return add(room, "account", combined=True, period=int(args["days"]))
    return put(room, "account", known[0]["id"], combined=True, period=int(args["days"]))


def send_invoice(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """One invoice for unpaid orders of one buyer, with the shipping in all; in 30 days of each sale (EBY-60)."""
    orders = [row(room, "orders", one) for one in args["orders"]]
    buyers = sorted({one["buyer"] for one in orders})
    if len(buyers) > 1:
        return refuse(room, "invoice_buyers", buyers=", ".join(buyers))
    for one in orders:
        if one["status"] != "awaiting":
            return refuse(room, "invoice_paid", order=one["id"])
        no = ruled(room, may_invoice(day(one["ended"], sheet), today(room, sheet), False, "not_paid", sheet))
        if no:
            return no
    number = f"INV-{len(rows(room, 'invoices')) + 1}"
    total = round(sum(one["price"] for one in orders) + args["shipping"], 2)
    ids = list(args["orders"])
    room = add(
        room,
        "invoices",
        id=number,
        orders=ids,
        buyer=buyers[0],
        shipping=args["shipping"],
        total=total,
        at=room.now,
    )
    room = put_all(room, "orders", ids, invoice=number, shipping=0.0)
    return put(room, "orders", ids[0], shipping=args["shipping"])


def refund(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Pays back part or all, on eBay or outside it; what that means for the fee shows later (EBY-54)."""
    order = row(room, "orders", args["order"])
    if order["status"] not in ("paid", "shipped", "refunded"):
        return refuse(room, "refund_unpaid", order=order["id"])
    back = round((order["refunded"] or 0) + args["amount"], 2)
    if back > paid(order) + CENT:
        return refuse(room, "refund_too_much", paid=paid(order), refunded=order["refunded"] or 0)
    full = back >= paid(order) - CENT
    via = "outside" if "outside" in (args["via"], order["refund_via"]) else "ebay"
    status = "refunded" if full else order["status"]
    return put(room, "orders", order["id"], refunded=back, refund_via=via, status=status)


def cancel_order(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Asks to cancel, within 45 days of the sale; where the buyer asked first, both agree at once (EBY-55)."""
    order = row(room, "orders", args["order"])
    if order["status"] not in ("awaiting", "paid"):
        return refuse(room, "cancel_not_open", order=order["id"], status=state(order))
    if rows(room, "cases", {"order": order["id"], "status": "open"}):
        return refuse(room, "cancel_case", order=order["id"])
    if args["reason"] == "asked" and not order["asked_cancel"]:
        return refuse(room, "cancel_not_asked", order=order["id"])
    no = ruled(room, may_cancel(day(order["ended"], sheet), today(room, sheet), sheet))
    if no:
        return no
    if order["asked_cancel"]:
        return put(room, "orders", order["id"], status="cancelled", mutual=True, cancel_at=room.now)
    return put(room, "orders", order["id"], status="cancel_asked", was=order["status"], cancel_at=room.now)


def passes(room: Room, sheet: Sheet) -> Room:
    """A cancellation that the buyer does not answer lapses (7 days: EBY-55); the order is what it was."""
    for one in rows(room, "orders", {"status": "cancel_asked"}):
        if today(room, sheet) > answer_until(day(one["cancel_at"], sheet), sheet):
            room = put(room, "orders", one["id"], status=one["was"], cancel_at=None)
    return room


ACTS: dict[str, Does] = {
    "allow_combined": allow_combined,
    "send_invoice": send_invoice,
    "refund": refund,
    "cancel_order": cancel_order,
    "ask_credit": ask_credit,
}
