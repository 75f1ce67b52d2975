"""What a seller does in DHgate's console: tracking numbers, messages, requests for a dispute, and disputes."""

from __future__ import annotations

from scenarios.operations import dhgate_disputes
from scenarios.operations.console import console
from scenarios.operations.dhgate_disputes import said, used
from scenarios.operations.nouns import Download, Outcome, Room, Row
from scenarios.operations.rows import Args, Does, Gives, add, day, put, refuse, row, rows, today
from scenarios.operations.table_file import csv_file
from scenarios.platforms.dispute import due, may_open, open_days, opened
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict


def upload_tracking(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """Once an order, and no number twice: from this day the buyer's window is counted (DHG-03, 05)."""
    order = row(room, "orders", args["order"])
    if order["tracking"]:
        since = day(order["tracked"], sheet) if order["tracked"] else "—"
        return refuse(room, "tracking_entered", order=order["id"], since=since)
    if order["status"] != "to_ship":
        words = console("dhgate").tables["orders"].columns["status"].values[order["status"]]
        return refuse(room, "order_over", order=order["id"], status=words)
    no = used(room, args["tracking"])
    entered = {"carrier": args["carrier"], "tracking": args["tracking"], "tracked": room.now}
    return no or put(room, "orders", order["id"], status="shipped", **entered)


def message(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """A message on the platform; talk outside it and pressure are refused (GEN-32, GEN-44)."""
    if args["topic"] in ("outside", "drop"):
        return refuse(room, f"message_{args['topic']}")
    return add(room, "messages", about=args["order"], topic=args["topic"], at=room.now)


def judge_request(room: Room, args: Args, sheet: Sheet) -> Outcome:
    """May this dispute be opened: day 5 to 90, and not inside the promised time when nothing came (DHG-03, 06)."""
    one = row(room, "requests", args["request"])
    if one["status"] != "waiting":
        return refuse(room, "judged", request=one["id"])
    order = row(room, "orders", one["order"])
    if not order["tracked"]:
        return refuse(room, "judge_untracked", order=order["id"])
    start = day(order["tracked"], sheet)
    verdict = may_open(start, today(room, sheet), one["ground"], sheet, order["promised"])
    truth = "open" if verdict.may else verdict.reason.removeprefix("open_")
    if args["answer"] == truth:
        return judged(room, one, verdict, sheet)
    if args["answer"] == "open":
        return said(room, verdict) or room
    if verdict.may:
        first, last = open_days(start, sheet)
        return refuse(room, "judge_may", starts=first, until=last, request=one["id"])
    date = verdict.closes if truth == "late" else verdict.opens
    limit = {"zh": f"({date})", "en": f" ({date})"}
    return refuse(room, "judge_other", starts=verdict.opens, until=verdict.closes, request=one["id"],
                  why=verdict.why, limit=limit)  # fmt: skip


def judged(room: Room, one: Row, verdict: Verdict, sheet: Sheet) -> Room:
    """A request judged rightly: it becomes a dispute, or waits for the day that the rule names."""
    if not verdict.may:
        reason = verdict.reason.removeprefix("open_")
        until = verdict.closes if reason == "late" else verdict.opens
        return put(room, "requests", one["id"], status="turned_down", because=reason, until=until)
    now = opened(one["request"], one["ground"], today(room, sheet))
    same = {column: one[column] for column in ("order", "buyer", "ground", "request", "amount")}
    columns = dict.fromkeys(console("dhgate").tables["disputes"].columns)
    dates = {"opened": now.opened, "since": now.since, "stage": now.stage, "due": due(now, sheet)}
    room = add(room, "disputes", **columns | same | dates | {"id": f"D-{one['id']}", "detail": one["text"]})
    return put(room, "requests", one["id"], status="opened")


def disputes_file(room: Room, sheet: Sheet) -> Download:
    """The disputes as a CSV file."""
    columns = ("id", "order", "buyer", "ground", "request", "amount", "opened", "stage", "due", "result")
    return csv_file("disputes.csv", [columns, *([one[name] for name in columns] for one in rows(room, "disputes"))])


ACTS: dict[str, Does] = {
    "upload_tracking": upload_tracking,
    "message": message,
    "judge_request": judge_request,
    **dhgate_disputes.ACTS,
}
DOWNLOADS: dict[str, Gives] = {"disputes.csv": disputes_file}
passes = dhgate_disputes.passes
