"""Wish's file of tracking numbers, CSV or tab-separated: three columns, and a check with line and column (WSH-14)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from scenarios.operations.console import console
from scenarios.operations.nouns import Fault, Handed, Row
from scenarios.operations.table_file import LONGEST, is_workbook

COLUMNS = ("order-id", "carrier", "tracking-number")
NUMBER = re.compile(r"[A-Za-z0-9]{8,30}")  # ours: no page gives the form of a number
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)


class Line(NamedTuple):
    """One line that can be carried out."""

    order: str
    carrier: str
    tracking: str


class Checked(NamedTuple):
    """The lines to carry out and everything found. ``whole``: nothing of the file was taken."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    whole: bool = False


def carriers() -> tuple[str, ...]:
    """The carriers that the console knows."""
    fields = console("wish").acts["ship_order"].fields
    return tuple(next(one.options for one in fields if one.id == "carrier"))


def fault(code: str, line: int = 0, column: int = 0, value: str = "", want: str | dict[str, str] = "") -> Fault:
    """One finding in the console's words."""
    says = console("wish").refusals[f"file_{code}"]
    wants = want if isinstance(want, dict) else {"zh": want, "en": want}
    zh, en = says.zh.format(value=value, want=wants["zh"]), says.en.format(value=value, want=wants["en"])
    field = COLUMNS[column - 1] if 0 < column <= len(COLUMNS) else ""
    return Fault(line=line, column=column, field=field, code=f"file_{code}", zh=zh, en=en, source=says.source)


def check(file: Handed, orders: Iterable[Row]) -> Checked:
    """Reads a file against the shop's orders."""
    text = _text(file)
    if isinstance(text, Fault):
        return Checked((), (text,), whole=True)
    table = [(number, [cell.strip() for cell in one]) for number, one in _cells(text) if any(map(str.strip, one))]
    if not table:
        return Checked((), (fault("empty"),), whole=True)
    number, head = table[0]
    for column, want in enumerate(COLUMNS, 1):
        got = head[column - 1] if column <= len(head) else ""
        if got != want:
            return Checked((), (fault("header", number, column, got, want),), whole=True)
    if len(table) == 1:
        return Checked((), (fault("empty"),), whole=True)
    return _lines(table[1:], {one["id"]: one for one in orders})


def _text(file: Handed) -> str | Fault:
    try:
        content = file.content
    except ValueError:
        return fault("unreadable")
    if is_workbook(file, content):
        return fault("workbook")
    if len(content) > LONGEST:
        return fault("long", want=str(LONGEST // 1000))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return fault("unreadable")


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Lines and cells; the sign between the cells is the one that stands in the first line."""
    first = text.lstrip().split("\n", 1)[0]
    sign = max("\t,;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
    return [(reader.line_num, cells) for cells in reader]


def _lines(table: list[tuple[int, list[str]]], orders: dict[str, Row]) -> Checked:
    used = {str(one["tracking"]): one["id"] for one in orders.values() if one["tracking"]}
    lines, found, seen = [], [], set[str]()
    for number, cells in table:
        order, carrier, tracking = [*cells, "", "", ""][:3]
        faults = [*_ordered(number, order, orders, seen), *_carried(number, carrier, tracking, used)]
        seen.add(order)
        found += faults
        if not faults:
            lines.append(Line(order, carrier, tracking))
            used[tracking] = order
    return Checked(tuple(lines), tuple(found))


def _ordered(number: int, order: str, orders: dict[str, Row], seen: set[str]) -> Iterator[Fault]:
    if not order:
        yield fault("missing", number, 1, want=COLUMNS[0])
    elif order not in orders:
        yield fault("order", number, 1, order)
    elif order in seen:
        yield fault("twice", number, 1, order)
    elif orders[order]["fraud"] in ("held", "confirmed"):
        yield fault("fraud", number, 1, order)
    elif orders[order]["status"] != "to_ship":
        words = console("wish").tables["orders"].columns["status"].values[orders[order]["status"]]
        yield fault("status", number, 1, order, dict(words))


def _carried(number: int, carrier: str, tracking: str, used: dict[str, str]) -> Iterator[Fault]:
    if not carrier:
        yield fault("missing", number, 2, want=COLUMNS[1])
    elif carrier not in carriers():
        yield fault("carrier", number, 2, carrier, ", ".join(carriers()))
    if not tracking:
        yield fault("missing", number, 3, want=COLUMNS[2])
    elif SCIENTIFIC.fullmatch(tracking):
        yield fault("scientific", number, 3, tracking)
    elif not NUMBER.fullmatch(tracking):
        yield fault("tracking", number, 3, tracking)
    elif tracking in used:
        yield fault("used", number, 3, tracking, used[tracking])
