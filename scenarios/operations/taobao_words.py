"""Taobao: mutual evaluation with default praise, and neutral or negative words (TAO-15, 16, 20, 21)."""

from __future__ import annotations

import datetime as dt

from scenarios.operations.nouns import Outcome, Room, Row
from scenarios.operations.rows import Args, Does, day, happened, put, refuse, row, rows, ruled
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.taobao_orders import is_proof
from scenarios.platforms.taobao_rating import Evaluation, may_evaluate, outcome

DAY = dt.timedelta(days=1)


def rate(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Once an order, within 15 days of success (TAO-15)."""
    order = row(room, "orders", args["order"])
    if order["shop_word"]:
        return refuse(room, "rate_done", order=order["id"])
    no = ruled(room, may_evaluate(order["completed"], sheet, room.now))
    return no or put(room, "orders", order["id"], shop_word=args["value"], shop_at=room.now)


def contact(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Asks for the cause on the platform's messenger (TAO-20, 21)."""
    one = row(room, "evaluations", args["evaluation"])
    if args["topic"] != "cause":
        return refuse(room, f"contact_{args['topic']}")
    return put(room, "evaluations", one["id"], contacted=one["contacted"] or room.now, cause=one["cause"] or one["why"])


def solve(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """After the cause is known, with what really helps (TAO-20)."""
    one, remedy = row(room, "evaluations", args["evaluation"]), args["remedy"]
    if remedy == "pay_off":
        return refuse(room, "solve_pay_off")
    if one["solved"]:
        return refuse(room, "solve_done", evaluation=one["id"], since=day(one["solved"], sheet))
    if not one["contacted"]:
        return refuse(room, "solve_first")
    if remedy not in (one["remedies"] or ()):
        return refuse(room, "solve_no", cause=one["cause"] or "?")
    return put(room, "evaluations", one["id"], solved=room.now, remedy=remedy)


def collect(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Only what the platform itself keeps is proof (TAO-21)."""
    one = row(room, "evaluations", args["evaluation"])
    if not one["contacted"]:
        return refuse(room, "collect_first")
    for proof in (row(room, "proofs", name) for name in args["proofs"]):
        if not is_proof(proof["kind"], sheet):
            return refuse(room, "proof_none", proof=proof["id"])
        if proof["order"] != one["order"]:
            return refuse(room, "proof_other", proof=proof["id"], order=proof["order"])
    together = sorted({*(one["evidence"] or ()), *args["proofs"]})
    return put(room, "evaluations", one["id"], evidence=together)


def complain(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Once an evaluation, with evidence (TAO-20); the result comes the next day."""
    one = row(room, "evaluations", args["evaluation"])
    if one["complaint"]:
        return refuse(room, "complain_done", evaluation=one["id"], since=day(one["complained"], sheet))
    if not one["evidence"]:
        return refuse(room, "complain_empty")
    return put(room, "evaluations", one["id"], complaint="sent", complained=room.now)


def passes(room: Room, sheet: Sheet) -> Room:
    """Default praise, complaints that are decided, and buyers who change their word once helped."""
    for order in rows(room, "orders", {"completed": {"known": True}}):
        room = settled(room, order, sheet)
    for one in rows(room, "evaluations"):
        if one["complaint"] == "sent":
            proved = bool(one["malicious"]) and set(one["needs"] or ()) <= set(one["evidence"] or ())
            value = "removed" if proved else one["value"]
            room = put(room, "evaluations", one["id"], complaint="upheld" if proved else "rejected", value=value)
        elif one["value"] in ("neutral", "negative") and one["solved"] and room.now >= one["solved"] + DAY:
            room = changed(room, one)
    return room


def changed(room: Room, one: Row) -> Room:
    """Most buyers change a word once their problem is solved (TAO-20)."""
    room = put(room, "evaluations", one["id"], value="praise")
    return happened(room, f"{one['buyer']} 把评价改成了好评。", f"{one['buyer']} changed the word to praise.", "TAO-20")


def settled(room: Room, order: Row, sheet: Sheet) -> Room:
    """Enters the praise that a silent side gives by default (TAO-16)."""
    both = {side: word(order, side) for side in ("buyer", "shop")}
    stands = outcome(order["completed"], both["buyer"], both["shop"], sheet, room.now)
    for side, said in (("buyer", stands.of_buyer), ("shop", stands.of_shop)):
        if said and said.by_default:
            entered = {f"{side}_word": said.value, f"{side}_at": said.at, "default": True}
            room = put(room, "orders", order["id"], **entered)
            room = happened(room, f"{order['id']}：系统默认好评。", f"{order['id']}: praise by default.", "TAO-16")
    return room


def word(order: Row, side: str) -> Evaluation | None:
    """What a side said about an order; a word without a moment is taken as of the success."""
    value = order[f"{side}_word"]
    return Evaluation(value=value, at=order[f"{side}_at"] or order["completed"]) if value else None


ACTS: dict[str, Does] = {
    "rate": rate,
    "contact": contact,
    "solve": solve,
    "collect": collect,
    "complain": complain,
}
