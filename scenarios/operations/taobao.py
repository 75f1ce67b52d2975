"""What an agent does in Taobao's console, Qianniu; the acts stand in four modules by subject (TAO-08)."""

from __future__ import annotations

from scenarios.operations import taobao_refunds, taobao_sales, taobao_shipping, taobao_words
from scenarios.operations.nouns import Download, Room
from scenarios.operations.rows import Does, Gives, rows
from scenarios.operations.table_file import csv_file
from scenarios.platforms.sheet import Sheet

ACTS: dict[str, Does] = {**taobao_sales.ACTS, **taobao_shipping.ACTS, **taobao_words.ACTS, **taobao_refunds.ACTS}
passes = taobao_words.passes


def shipped_file(room: Room, sheet: Sheet) -> Download:
    """What has been shipped, as a CSV file."""
    columns = ("id", "buyer", "product", "carrier", "waybill", "shipped")
    sent = rows(room, "orders", {"waybill": {"known": True}})
    return csv_file("shipped.csv", [columns, *([one[name] for name in columns] for one in sent)])


DOWNLOADS: dict[str, Gives] = {"shipped.csv": shipped_file}
