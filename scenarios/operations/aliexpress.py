"""What a seller does in AliExpress's console; the acts stand in three modules by subject."""

from __future__ import annotations

from scenarios.operations import aliexpress_dispute, aliexpress_evaluation, aliexpress_orders
from scenarios.operations.nouns import Download, Room
from scenarios.operations.rows import Does, Gives, rows
from scenarios.operations.table_file import csv_file
from scenarios.platforms.sheet import Sheet

ACTS: dict[str, Does] = {**aliexpress_evaluation.ACTS, **aliexpress_dispute.ACTS, **aliexpress_orders.ACTS}


def passes(room: Room, sheet: Sheet) -> Room:
    """Silent disputes are executed, open ones escalate, receipt and payment times run out."""
    return aliexpress_orders.passes(aliexpress_dispute.passes(room, sheet), sheet)


def orders_file(room: Room, sheet: Sheet) -> Download:
    """The orders as a CSV file."""
    columns = ("id", "ordered", "product", "buyer", "total", "status", "receipt", "ended")
    return csv_file("orders.csv", [columns, *([one[column] for column in columns] for one in rows(room, "orders"))])


DOWNLOADS: dict[str, Gives] = {"orders.csv": orders_file}
