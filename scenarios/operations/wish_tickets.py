"""Wish: the three lists of customer issues: view, reply, close, ask Wish, or only wait (WSH-26 to WSH-31)."""

from __future__ import annotations

import datetime as dt

from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, add, day, happened, put, refuse, row, rows, ruled
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.wish_tickets import Ticket, hours_left, may

BREACHES = ("praise", "outside", "account", "untrue")


def known(one: Row) -> Ticket:
    """The ticket as the rule asks for it; without a clock of its own it was shown when it was created."""
    return Ticket(
        shown=one["created"] if one["answered"] else one["runs"] or one["created"],
        answered=one["answered"],
        asked_again=one["asked_again"],
        closed=one["closed"],
        replies=one["replies"] or 0,
    )


def stopped(room: Room, one: Row, step: str, sheet: Sheet) -> Refused | None:
    """Why ``step`` may not be taken now: its list, its 48 hours, or that nobody has looked at it yet."""
    verdict = may(known(one), sheet, step, room.now)
    if verdict.reason == "ticket_decided":
        return refuse(room, "ticket_late", when="late", until=ends(one, sheet), ticket=one["id"])
    no = ruled(room, verdict)
    if no:
        return no
    return None if one["viewed"] else refuse(room, "ticket_unseen", when="form", ticket=one["id"])


def ends(one: Row, sheet: Sheet) -> dt.date:
    """The day on which the ticket's clock runs out."""
    return day((one["runs"] or one["created"]) + dt.timedelta(hours=sheet.clock("ticket").hours), sheet)


def view_ticket(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Opens a ticket of any list; looking up is always possible (WSH-31)."""
    return put(room, "tickets", args["ticket"], viewed=room.now)


def reply_ticket(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A reply in one of the menu's languages; then the ticket waits for the buyer (WSH-30)."""
    one = row(room, "tickets", args["ticket"])
    no = stopped(room, one, "reply", sheet)
    if no:
        return no
    if args["what"] in BREACHES:
        return refuse(room, f"message_{args['what']}")
    said = {"answer": args["what"], "language": args["language"], "replies": (one["replies"] or 0) + 1}
    return _moved(room, one, "replied", by="seller", answered=room.now, **said)


def close_ticket(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Closed for good (WSH-31)."""
    one = row(room, "tickets", args["ticket"])
    return stopped(room, one, "close", sheet) or _moved(room, one, "closed", closed=room.now)


def ask_support(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Wish's staff take it over and answer (WSH-28)."""
    one = row(room, "tickets", args["ticket"])
    no = stopped(room, one, "support", sheet)
    return no or _moved(room, one, "replied", by="wish", answered=room.now)


def _moved(room: Room, one: Row, status: str, **changes: object) -> Room:
    return put(room, "tickets", one["id"], status=status, updated=room.now, runs=None, **changes)


def hand_in_counts(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """The figures of the three lists and their total."""
    return add(room, "counts", **{name: int(value) for name, value in args.items()})


def passes(room: Room, sheet: Sheet) -> Room:
    """After 48 hours Wish decides for the buyer: the ticket is closed and the order paid back (WSH-29)."""
    for one in rows(room, "tickets", {"status": "unhandled"}):
        left = hours_left(known(one), sheet, room.now)
        if left is None or left >= 0:
            continue
        room = _moved(room, one, "closed", closed=room.now, by="wish", decided=True)
        for order in rows(room, "orders", {"id": one["order"], "status": ["to_ship", "shipped"]}):
            given = {"refunded": order["paid"], "refund_reason": "wish", "runs": None}
            room = put(room, "orders", order["id"], status="refunded", **given)
        zh = f"{one['id']} 超过 48 小时没有处理，Wish 介入，按买家的意思裁决。"
        room = happened(room, zh, f"{one['id']} was not handled in 48 hours; Wish decided for the buyer.", "WSH-29")
    return room


ACTS: dict[str, Does] = {
    "view_ticket": view_ticket,
    "reply_ticket": reply_ticket,
    "close_ticket": close_ticket,
    "ask_support": ask_support,
    "hand_in_counts": hand_in_counts,
}
