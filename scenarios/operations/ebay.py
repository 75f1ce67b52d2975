"""What a seller does in eBay's console; the acts stand in four modules by subject (EBY-50)."""

from __future__ import annotations

from scenarios.operations import ebay_auction, ebay_feedback, ebay_money, ebay_unpaid
from scenarios.operations.nouns import Download, Room
from scenarios.operations.rows import Does, Gives, put_all, rows, today
from scenarios.operations.table_file import csv_file
from scenarios.platforms.sheet import Sheet

ACTS: dict[str, Does] = {**ebay_money.ACTS, **ebay_unpaid.ACTS, **ebay_auction.ACTS, **ebay_feedback.ACTS}


def passes(room: Room, sheet: Sheet) -> Room:
    """Cases, cancellations and revisions run out; a problem listing left alone is removed and costs quota (EBY-47)."""
    for step in (ebay_unpaid.passes, ebay_money.passes, ebay_feedback.passes):
        room = step(room, sheet)
    over = [
        one["id"]
        for one in rows(room, "listings", {"status": "live", "deadline": {"known": True}})
        if today(room, sheet) > one["deadline"]
    ]
    if over:
        room = put_all(room, "listings", over, status="removed")
        room = put_all(room, "account", [one["id"] for one in rows(room, "account")], quota_cut=True)
    ended = [one["id"] for one in rows(room, "listings", {"status": "live"}) if one["ends"] and one["ends"] <= room.now]
    return put_all(room, "listings", ended, status="ended")


def orders_file(room: Room, sheet: Sheet) -> Download:
    """The orders as a CSV file."""
    columns = ("id", "listing", "product", "buyer", "price", "shipping", "ended", "status")
    lines = [[one[column] for column in columns] for one in rows(room, "orders")]
    return csv_file("orders.csv", [columns, *lines])


DOWNLOADS: dict[str, Gives] = {"orders.csv": orders_file}
