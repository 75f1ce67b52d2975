"""Wish: tracking numbers by form or by file, orders under a fraud check, and what happens by itself (WSH-14, 19)."""

from __future__ import annotations

from scenarios.operations.console import console
from scenarios.operations.nouns import Outcome, Refused, Room, Row
from scenarios.operations.rows import Args, Does, add, happened, put, put_all, refuse, row, rows, ruled
from scenarios.operations.wish_file import NUMBER, check
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.wish_orders import Parcel, in_time, may_act


def parcel(one: Row) -> Parcel:
    """The moments of an order as the rules ask for them; a cleared order's clock starts again."""
    return Parcel(
        ordered=one["ordered"],
        uploaded=one["uploaded"],
        online=one["online"],
        fraud=one["fraud"] or "",
        cleared=one["runs"],
    )


def state(one: Row) -> dict[str, str]:
    """The words for an order's status."""
    words: dict[str, str] = console("wish").tables["orders"].columns["status"].values[one["status"]]
    return words


def untouchable(room: Room, one: Row, sheet: Sheet) -> Refused | None:
    """The refusal of everything while an order is under a fraud check (WSH-19)."""
    verdict = may_act(parcel(one), sheet)
    held = verdict.reason == "fraud_held"
    return refuse(room, "fraud_wait", when="early", order=one["id"]) if held else ruled(room, verdict)


def ship_order(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Uploads one tracking number; after its two days the order counts as late (WSH-14)."""
    one = row(room, "orders", args["order"])
    no = untouchable(room, one, sheet)
    if no:
        return no
    if one["status"] != "to_ship":
        return refuse(room, "ship_not_open", order=one["id"], status=state(one))
    return wrong_number(room, args["tracking"]) or sent(room, one, args["carrier"], args["tracking"], sheet)


def wrong_number(room: Room, number: str) -> Refused | None:
    """Why this cannot be a parcel's own number: its form, or another order has it (WSH-08)."""
    if not NUMBER.fullmatch(number):
        return refuse(room, "tracking_form", when="form", value=number)
    used = rows(room, "orders", {"tracking": number})
    return refuse(room, "tracking_used", value=number, order=used[0]["id"]) if used else None


def sent(room: Room, one: Row, carrier: str, number: str, sheet: Sheet) -> Room:
    """The order with its number, uploaded now."""
    done = parcel(one | {"uploaded": room.now})
    late = in_time(done, sheet, "upload", room.now) is False
    given = {"carrier": carrier, "tracking": number, "uploaded": room.now}
    return put(room, "orders", one["id"], status="shipped", late=late, **given)


def download_template(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Nothing changes; the files are there to be downloaded."""
    return room


def upload_tracking(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Carries out the right lines of the file; a wrong file is refused whole, a wrong line alone."""
    checked = check(args["file"], rows(room, "orders"))
    if checked.whole:
        return refuse(room, "file_refused", "form", faults=checked.faults)
    for line in checked.lines:
        room = sent(room, row(room, "orders", line.order), line.carrier, line.tracking, sheet)
    wrong = len({one.line for one in checked.faults})
    room = add(room, "uploads", name=args["file"].name, at=room.now, taken=len(checked.lines), wrong=wrong)
    return room.model_copy(update={"faults": checked.faults})


def passes(room: Room, sheet: Sheet) -> Room:
    """A parcel that was handed over comes online; two days without a number are late; fraud is cancelled (WSH-19)."""
    handed = {(one["order"], one["tracking"]) for one in rows(room, "parcels", {"handed": {"known": True}})}
    for one in rows(room, "orders", {"status": "shipped", "online": None}):
        if (one["id"], one["tracking"]) in handed and one["uploaded"] < room.now:
            room = put(room, "orders", one["id"], online=room.now)
    waiting = rows(room, "orders", {"status": "to_ship"})
    late = [one["id"] for one in waiting if in_time(parcel(one), sheet, "upload", room.now) is False]
    room = put_all(room, "orders", late, late=True)
    for one in rows(room, "orders", {"fraud": "confirmed", "status": "to_ship"}):
        room = put(room, "orders", one["id"], status="cancelled", cancelled_by="system")
        zh = f"{one['id']} 确认欺诈，系统已取消；卖家不用做任何事，评分不受影响。"
        room = happened(room, zh, f"{one['id']} was fraud: the system cancelled it, no score suffers.", "WSH-19")
    return room


ACTS: dict[str, Does] = {
    "ship_order": ship_order,
    "download_template": download_template,
    "upload_tracking": upload_tracking,
}
