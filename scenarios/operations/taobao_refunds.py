"""Taobao: refunds out of escrow and returns, with or without a reason (TAO-14, TAO-22)."""

from __future__ import annotations

from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, day, put, refuse, row, ruled, today
from scenarios.operations.taobao_sales import deal, word
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.taobao_orders import may_ask_refund, may_return

REFUSALS = ("late", "exempt", "unproved")


def answer_refund(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Refund, return first, or refuse with the reason that holds."""
    one, answer = row(room, "refunds", args["refund"]), args["answer"]
    if one["status"] != "asked":
        return refuse(room, "refund_answered", refund=one["id"], status=word("refunds", "status", one["status"]))
    no = freely(room, one, answer, sheet) if one["reason"] == "no_reason" else at_fault(room, one, answer)
    if no is None and answer == "refund":
        no = in_escrow(room, row(room, "orders", one["order"]), sheet)
    if no:
        return no
    if answer == "refund":
        return paid_back(room, one)
    return put(room, "refunds", one["id"], status="returning" if answer == "return" else "refused")


def in_escrow(room: Room, order: Row, sheet: Sheet) -> Refused | None:
    """Why no money goes back out of escrow, with the day on which the seller was paid (TAO-14)."""
    no = ruled(room, may_ask_refund(deal(order), sheet))
    if no is None or not order["completed"]:
        return no
    last = day(order["completed"], sheet)
    words = {"zh": f"{no.zh}交易成功于 {last}。", "en": f"{no.en} It succeeded on {last}."}
    return no.model_copy(update={**words, "until": last})


def freely(room: Room, one: Row, answer: str, sheet: Sheet) -> Refused | None:
    """A return without a reason: within its days it cannot be refused, later or for exempt goods it can (TAO-22)."""
    verdict = may_return(one["received"], sheet, today(room, sheet), bool(one["exempt"]))
    if answer not in REFUSALS:
        return ruled(room, verdict)
    if verdict.may:
        last = verdict.closes
        limit = {"zh": f"，期限到 {last} 为止", "en": f", until {last}"} if last else {"zh": "", "en": ""}
        return refuse(room, "refund_must", refund=one["id"], until=verdict.closes, limit=limit)
    return None if verdict.reason == f"return_{answer}" else refuse(room, "refund_other", refund=one["id"])


def at_fault(room: Room, one: Row, answer: str) -> Refused | None:
    """Damage or a wrong item: with proof it is the shop's to solve, without it nothing is shown yet."""
    if one["proved"]:
        return refuse(room, "refund_fault", refund=one["id"]) if answer in REFUSALS else None
    return None if answer == "unproved" else refuse(room, "refund_unproved", refund=one["id"])


def receive_return(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The goods are back, the money goes back."""
    one = row(room, "refunds", args["refund"])
    if one["status"] != "returning":
        return refuse(room, "refund_answered", refund=one["id"], status=word("refunds", "status", one["status"]))
    if not one["arrived"]:
        return refuse(room, "return_not_back", refund=one["id"])
    return paid_back(room, one)


def paid_back(room: Room, one: Row) -> Room:
    """The amount asked is paid back and the order closed."""
    room = put(room, "refunds", one["id"], status="refunded", back=one["amount"])
    return put(room, "orders", one["order"], status="closed", refunded=room.now)


ACTS: dict[str, Does] = {"answer_refund": answer_refund, "receive_return": receive_return}
