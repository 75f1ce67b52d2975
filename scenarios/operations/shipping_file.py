"""Amazon's file of shipping confirmations: the template, and the check that finds every mistake with line and column.

The columns are those of AMZ-44, the mistakes those of AMZ-45, the acceptance that of reading C10. A file is refused
as a whole when it is no tab-separated text with the right header; after that each line stands for itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from scenarios.operations.nouns import Download, Fault, Handed, Row
from scenarios.operations.shipping_faults import fault
from scenarios.operations.table_file import LONGEST, is_workbook, tabbed, untabbed, workbook

SHEET = "Shipping Confirmation"
COLUMNS = (
    "order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name", "tracking-number",
    "ship-method",
)  # fmt: skip
JAPAN = "cod-collection-method"  # one more column, only there
REQUIRED = ("order-id", "quantity", "ship-date")
ABOUT = (
    ("column", "必填", "required", "说明", "meaning"),
    ("order-id", "是", "yes", "订单号，三段数字", "the order number, three groups of digits"),
    ("order-item-id", "否", "no", "订单商品编号，设为文本格式", "the item of the order; format the cells as text"),
    ("quantity", "是", "yes", "本次发货数量", "how many are shipped"),
    ("ship-date", "是", "yes", "发货日期，写成 2019-06-03", "the day of dispatch, written 2019-06-03"),
    ("carrier-code", "是", "yes", "承运商代码；不在列表里写 Other", "the carrier's code; Other when it has none"),
    ("carrier-name", "代码为 Other 时", "with code Other", "承运商名称", "the carrier's name"),
    ("tracking-number", "否", "no", "运单号；没有就不算有效追踪", "the waybill; without it tracking is not valid"),
    ("ship-method", "否", "no", "配送方式", "the way of shipping"),
)
SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)
ORDER_ID = re.compile(r"^\d{3}-\d{7}-\d{7}$")


class Line(NamedTuple):
    """One line of the file that can be carried out."""

    number: int
    order: str
    ship_date: dt.date
    carrier: str
    tracking: str


class Checked(NamedTuple):
    """What stands in a file: the lines to carry out and everything found. ``whole``: nothing of it was taken."""

    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    whole: bool = False


def template() -> Download:
    """The workbook to be filled in: the sheet to save as text, and one that explains its columns."""
    return workbook("shipping-confirmation.xlsx", {SHEET: [COLUMNS], "Definitions": ABOUT})


def text_of(lines: list[list[str]]) -> str:
    """The file as text, header first, from lines of eight cells."""
    return tabbed([COLUMNS, *lines])


def check(file: Handed, orders: Mapping[str, Row], today: dt.date) -> Checked:
    """Reads a file against the shop's orders (by id). ``today`` is the last day that is not the future."""
    text, wrong = _text(file)
    if wrong:
        return Checked((), (wrong,), whole=True)
    table = untabbed(text)
    if table and table[0][1] and table[0][1][0].startswith("TemplateType"):
        table = table[1:]
    table = [(number, [cell.strip() for cell in one]) for number, one in table]
    head = next(((number, one) for number, one in table if any(one)), None)
    if head is None:
        return Checked((), (fault("empty"),), whole=True)
    wrong = _header(*head)
    if wrong:
        return Checked((), (wrong,), whole=True)
    found, lines, seen = [], [], set[tuple[str, str]]()
    for number, one in table:
        if number <= head[0] or not any(one):
            continue
        faults = list(_row(number, one, orders, today, seen))
        found += faults
        if not any(each.kind == "error" for each in faults):
            values = _named(one)
            carrier = values["carrier-name"] or values["carrier-code"]
            day = dt.date.fromisoformat(values["ship-date"][:10])
            lines.append(Line(number, values["order-id"], day, carrier, values["tracking-number"]))
    if not lines and not found:
        return Checked((), (fault("empty"),), whole=True)
    return Checked(tuple(lines), tuple(found))


def _text(file: Handed) -> tuple[str, Fault | None]:
    try:
        content = file.content
    except ValueError:
        return "", fault("unreadable")
    if is_workbook(file, content):
        return "", fault("workbook")
    if len(content) > LONGEST:
        return "", fault("too_long", want=LONGEST // 1000)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", fault("unicode")
    for encoding in ("utf-8-sig", "gb18030", "cp1252"):
        try:
            return content.decode(encoding), None
        except UnicodeDecodeError:
            continue
    return "", fault("unreadable")


def _header(number: int, head: list[str]) -> Fault | None:
    while head and not head[-1]:
        head = head[:-1]
    if tuple(head) in (COLUMNS, (*COLUMNS, JAPAN)):
        return None
    joined = head[0] if len(head) == 1 else ""
    if joined.count(",") >= len(COLUMNS) - 2 or joined.count(";") >= len(COLUMNS) - 2:
        return fault("commas", number)
    wanted = list(COLUMNS)
    column = next((n for n, name in enumerate(wanted) if n >= len(head) or head[n] != name), len(wanted))
    got = head[column] if column < len(head) else ""
    want = wanted[column] if column < len(wanted) else ""
    return fault("header", number, column + 1, value=got, want=want)


def _named(one: list[str]) -> dict[str, str]:
    return dict(zip(COLUMNS, [*one, *[""] * len(COLUMNS)][: len(COLUMNS)], strict=True))


def _row(
    number: int, one: list[str], orders: Mapping[str, Row], today: dt.date, seen: set[tuple[str, str]]
) -> Iterator[Fault]:
    def at(code: str, field: str, **values: Any) -> Fault:
        return fault(code, number, COLUMNS.index(field) + 1, field, **values)

    if len(one) == 1 and one[0].count(",") >= 3:
        yield fault("commas", number)
        return
    if any(one[len(COLUMNS) + 1 :]):
        yield fault("too_many", number, len(COLUMNS) + 2)
    values = _named(one)
    for field in ("order-id", "order-item-id", "tracking-number"):
        if SCIENTIFIC.match(values[field]):
            yield at("scientific", field, value=values[field])
    for field in REQUIRED:
        if not values[field]:
            yield at("missing", field, want=field)
    yield from _carriage(values, at)
    order = orders.get(values["order-id"])
    yield from _known(values, order, orders, at)
    yield from _dated(values, order, today, at)
    if order is not None:
        key = (values["order-id"], values["order-item-id"] or str(order["item"]))
        if key in seen:
            yield at("duplicate", "order-id", value=values["order-id"])
        seen.add(key)


def _carriage(values: dict[str, str], at: Any) -> Iterator[Fault]:
    if not values["carrier-code"] and not values["carrier-name"]:
        yield at("carrier_missing", "carrier-code")
    elif values["carrier-code"].lower() == "other" and not values["carrier-name"]:
        yield at("carrier_name", "carrier-name")
    if not values["tracking-number"]:
        yield at("tracking_missing", "tracking-number")


def _known(values: dict[str, str], order: Row | None, orders: Mapping[str, Row], at: Any) -> Iterator[Fault]:
    """What the shop's own orders say of the line: no such order, not to be shipped, another item, too many."""
    said = values["order-id"]
    if order is None:
        if said and not SCIENTIFIC.match(said):
            lost = next((one for one in orders if one.lstrip("0") == said.lstrip("0")), None)
            code = "zeros" if lost else "unknown_order" if ORDER_ID.match(said) else "order_form"
            yield at(code, "order-id", value=said, want=lost or "")
        return
    item, known = values["order-item-id"], str(order["item"])
    if item and item != known and not SCIENTIFIC.match(item):
        yield at("zeros" if known.lstrip("0") == item else "unknown_item", "order-item-id", value=item, want=known)
    if order["channel"] != "self":
        yield at("not_self", "order-id", value=said)
    elif order["status"] in ("cancelled", "pending", "shipped"):
        yield at(f"order_{order['status']}", "order-id", value=said)
    count = values["quantity"]
    if count and not (re.fullmatch(r"[0-9]{1,6}", count) and 0 < int(count) <= order["quantity"]):
        yield at("quantity", "quantity", value=count, want=order["quantity"])


def _dated(values: dict[str, str], order: Row | None, today: dt.date, at: Any) -> Iterator[Fault]:
    said = values["ship-date"]
    if not said:
        return
    try:
        if not re.match(r"^\d{4}-\d\d-\d\d(?:T[\d:.+Z-]*)?$", said):
            raise ValueError(said)
        day = dt.date.fromisoformat(said[:10])
    except ValueError:
        yield at("date_form", "ship-date", value=said, want=f"{today:%Y-%m-%d}")
        return
    if day > today:
        yield at("date_future", "ship-date", value=said, want=f"{today:%Y-%m-%d}")
    elif order is not None and day < order["ordered"].date() - dt.timedelta(days=1):
        yield at("date_early", "ship-date", value=said, want=f"{order['ordered']:%Y-%m-%d}")
    elif order is not None and order["ship_by"] and day > order["ship_by"].date():
        yield at("late", "ship-date", value=said, want=f"{order['ship_by']:%Y-%m-%d}")
