"""Amazon's file of shipping confirmations: what is wrong with it, with row and column (AMZ-43 to AMZ-45, C10)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet

ZIPPED = b"PK"  # how an .xlsx begins
DATED = re.compile(r"^\d{4}-\d{2}-\d{2}(?:$|[T ])")
SCIENTIFIC = re.compile(r"^\d+(?:\.\d+)?[eE]\+?\d+$")


class Awaiting(Frozen):
    """An order as the shop knows it, for checking a file against it; ``ship_by`` is its expected ship date."""

    ship_by: dt.date
    cancelled: bool = False


class Fault(Frozen):
    """One thing wrong: row (1 is the first line of the file, 0 the whole file) and column (empty: the whole row).

    ``kind`` is a row of the sheet's table ``file_faults``; one that does not ``stop`` the file harms a metric only.
    """

    row: int
    column: str
    kind: str
    stops: bool = True


def faults(data: bytes, sheet: Sheet, awaiting: Mapping[str, Awaiting], today: dt.date) -> tuple[Fault, ...]:
    """Everything wrong with the file, top to bottom; Amazon takes it when none of them stops it."""
    text = _text(data)
    if text is None:
        return (Fault(row=0, column="", kind="not_text"),)
    lines = [line.split("\t") for line in text.splitlines()]
    top = 1 if lines and lines[0][0].startswith(str(_cell(sheet, "first"))) else 0
    header = str(_cell(sheet, "header")).split()
    if len(lines) <= top or lines[top] != header:
        return (Fault(row=top + 1, column="", kind=_header_fault(lines[top:], header)),)
    found: list[Fault] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in enumerate(lines[top + 1 :], start=top + 2):
        row = dict(zip(header, [*cells, *[""] * len(header)], strict=False))
        if any(cells):
            found += [Fault(row=number, column=column, kind=kind) for column, kind in _row(row, sheet, awaiting, today)]
            found += [Fault(row=number, column="", kind="repeated")] if _key(row) in seen else []
            found += [] if row["tracking-number"] else [untracked(number)]
            seen.add(_key(row))
    return tuple(found)


def untracked(row: int) -> Fault:
    """A row without a tracking number: optional in the file (AMZ-44), yet it counts against valid tracking (AMZ-29)."""
    return Fault(row=row, column="tracking-number", kind="untracked", stops=False)


def late(ship_date: dt.date, ship_by: dt.date) -> bool:
    """True when a confirmation counts as late: its ship date lies after the expected one (AMZ-28)."""
    return ship_date > ship_by


def _text(data: bytes) -> str | None:
    if data.startswith(ZIPPED) or b"\0" in data:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _header_fault(lines: list[list[str]], header: list[str]) -> str:
    first = ",".join(lines[0]) if lines else ""
    return "commas" if [cell.strip() for cell in first.split(",")][: len(header)] == header else "wrong_header"


def _row(
    row: Mapping[str, str], sheet: Sheet, awaiting: Mapping[str, Awaiting], today: dt.date
) -> list[tuple[str, str]]:
    found = [(name, "missing") for name in str(_cell(sheet, "needed")).split() if not row[name]]
    if row["order-id"]:
        found += [("order-id", kind) for kind in _order(row["order-id"], awaiting)]
    if row["quantity"] and not re.fullmatch(r"[1-9]\d*", row["quantity"]):
        found.append(("quantity", "not_a_number"))
    if row["ship-date"]:
        found += [("ship-date", kind) for kind in _date(row["ship-date"], today)]
    if not row["carrier-code"] and not row["carrier-name"]:
        found.append(("carrier-code", "missing"))
    if row["carrier-code"].lower() == "other" and not row["carrier-name"]:
        found.append(("carrier-name", "missing"))
    return found


def _order(order_id: str, awaiting: Mapping[str, Awaiting]) -> list[str]:
    if SCIENTIFIC.match(order_id):
        return ["scientific"]
    if order_id in awaiting:
        return ["cancelled"] if awaiting[order_id].cancelled else []
    shortened = any(known.lstrip("0") == order_id for known in awaiting if known.startswith("0"))
    return ["zeros_lost" if shortened else "unknown"]


def _date(text: str, today: dt.date) -> list[str]:
    try:
        day = dt.date.fromisoformat(text[:10]) if DATED.match(text) else None
    except ValueError:
        day = None
    if day is None:
        return ["wrong_form"]
    return ["in_future"] if day > today else []


def _key(row: Mapping[str, str]) -> tuple[str, str]:
    return row["order-id"], row["order-item-id"]


def _cell(sheet: Sheet, name: str) -> object:
    return sheet.row("operations", "columns").cells[name]
