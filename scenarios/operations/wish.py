"""What a seller does in Wish's console; the acts stand in modules by subject (WSH-25)."""

from __future__ import annotations

from scenarios.operations import wish_parcels, wish_products, wish_refunds, wish_tickets
from scenarios.operations.nouns import Download, Room
from scenarios.operations.rows import Does, Gives, rows
from scenarios.operations.table_file import csv_file, text_file
from scenarios.operations.wish_file import COLUMNS
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.wish_tickets import hours_left

ACTS: dict[str, Does] = {**wish_tickets.ACTS, **wish_parcels.ACTS, **wish_refunds.ACTS, **wish_products.ACTS}


def passes(room: Room, sheet: Sheet) -> Room:
    """Tickets run out, parcels come online, uploads fall late, fraud is cancelled, listed goods are ordered on."""
    for step in (wish_tickets.passes, wish_parcels.passes, wish_products.passes):
        room = step(room, sheet)
    return room


def _listed(name: str, table: str, columns: tuple[str, ...]) -> Gives:
    def give(room: Room, sheet: Sheet) -> Download:
        return csv_file(name, [columns, *([one[column] for column in columns] for one in rows(room, table))])

    return give


def tickets_file(room: Room, sheet: Sheet) -> Download:
    """The columns of the lists (WSH-27), with the hours left of those that are unhandled."""
    columns = ("id", "created", "updated", "user", "label", "status", "order")
    left = [hours_left(wish_tickets.known(one), sheet, room.now) for one in rows(room, "tickets")]
    lines = [
        [*(one[column] for column in columns), None if hours is None else round(hours, 1)]
        for one, hours in zip(rows(room, "tickets"), left, strict=True)
    ]
    return csv_file("tickets.csv", [(*columns, "hours_left"), *lines])


DOWNLOADS: dict[str, Gives] = {
    "tickets.csv": tickets_file,
    "hand-over.csv": _listed("hand-over.csv", "parcels", ("order", "carrier", "tracking", "handed")),
    "tracking.csv": lambda room, sheet: csv_file("tracking.csv", [COLUMNS]),
    "tracking.txt": lambda room, sheet: text_file("tracking.txt", [COLUMNS]),
}
