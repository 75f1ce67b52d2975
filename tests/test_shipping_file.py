"""The file of shipping confirmations: a real template, a round trip, and every mistake named with line and column."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.operations.nouns import Handed
from scenarios.operations.shipping_faults import codes
from scenarios.operations.shipping_file import COLUMNS, JAPAN, SHEET, check, template, text_of
from scenarios.operations.table_file import cells, csv_file, tabbed, untabbed, workbook

TODAY = dt.date(2019, 6, 3)
ONE, ZERO, GONE, FBA, PENDING, SENT = (
    f"{start}-1234567-7654321" for start in ("111", "026", "113", "114", "115", "116")
)


def order(order_id: str, **more: object) -> dict[str, object]:
    row = {"id": order_id, "item": "04512990167723", "quantity": 2, "channel": "self", "status": "unshipped"}
    when = {"ordered": dt.datetime(2019, 6, 1, 18), "ship_by": dt.datetime(2019, 6, 2, 18)}
    return {**row, **when, **more}


ORDERS = {
    ONE: order(ONE, ship_by=dt.datetime(2019, 6, 5, 18)),
    ZERO: order(ZERO),
    GONE: order(GONE, status="cancelled"),
    FBA: order(FBA, channel="fba"),
    PENDING: order(PENDING, status="pending"),
    SENT: order(SENT, status="shipped"),
}
GOOD = [ONE, "04512990167723", "1", "2019-06-03", "USPS", "", "9400111202555512340017", "Priority"]


def line(**changed: str) -> list[str]:
    """The good line with columns changed (dashes written as underscores)."""
    return [changed.get(name.replace("-", "_"), value) for name, value in zip(COLUMNS, GOOD, strict=True)]


def checked(*lines: list[str], name: str = "shipping.txt"):
    return check(Handed(name=name, text=text_of(list(lines))), ORDERS, TODAY)


def found(*lines: list[str]) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in checked(*lines).faults]


def test_a_good_line_goes_through() -> None:
    result = checked(line())
    assert not result.faults
    assert [(one.order, one.ship_date, one.carrier, one.tracking) for one in result.lines] == [
        (ONE, TODAY, "USPS", "9400111202555512340017")
    ]


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"order_id": ""}, 1, "missing"),
        ({"order_id": "1.11E+16"}, 1, "scientific"),
        ({"order_id": "26-1234567-7654321"}, 1, "zeros"),
        ({"order_id": "12345"}, 1, "order_form"),
        ({"order_id": "999-1234567-7654321"}, 1, "unknown_order"),
        ({"order_id": GONE}, 1, "order_cancelled"),
        ({"order_id": PENDING}, 1, "order_pending"),
        ({"order_id": SENT}, 1, "order_shipped"),
        ({"order_id": FBA}, 1, "not_self"),
        ({"order_item_id": "4512990167723"}, 2, "zeros"),
        ({"order_item_id": "4.51E+12"}, 2, "scientific"),
        ({"order_item_id": "999"}, 2, "unknown_item"),
        ({"quantity": "3"}, 3, "quantity"),
        ({"quantity": "0"}, 3, "quantity"),
        ({"quantity": "one"}, 3, "quantity"),
        ({"quantity": ""}, 3, "missing"),
        ({"ship_date": "2019/6/3"}, 4, "date_form"),
        ({"ship_date": "03-06-2019"}, 4, "date_form"),
        ({"ship_date": "2019-02-30"}, 4, "date_form"),
        ({"ship_date": "2019-06-04"}, 4, "date_future"),
        ({"ship_date": "2019-05-20"}, 4, "date_early"),
        ({"ship_date": ""}, 4, "missing"),
        ({"carrier_code": ""}, 5, "carrier_missing"),
        ({"carrier_code": "Other"}, 6, "carrier_name"),
        ({"tracking_number": ""}, 7, "tracking_missing"),
        ({"tracking_number": "9.4E+21"}, 7, "scientific"),
    ],
)
def test_each_mistake_is_named_with_line_and_column(changed: dict[str, str], column: int, code: str) -> None:
    assert found(line(), line(order_id=ZERO), line(**changed))[-1:] == [(4, column, code)] or (
        4,
        column,
        code,
    ) in found(line(order_id=ZERO), line(order_id=SENT), line(**changed))


def test_a_late_day_is_only_told() -> None:
    result = checked(line(order_id=ZERO))
    assert [(one.code, one.kind) for one in result.faults] == [("late", "note")]
    assert len(result.lines) == 1


def test_a_missing_tracking_number_warns_and_goes_through() -> None:
    result = checked(line(tracking_number=""))
    assert [(one.code, one.kind) for one in result.faults] == [("tracking_missing", "warning")]
    assert len(result.lines) == 1


def test_a_line_twice_is_found_at_the_second() -> None:
    assert found(line(), line()) == [(3, 1, "duplicate")]


def test_a_wrong_line_does_not_stop_the_others() -> None:
    result = checked(line(order_id=GONE), line())
    assert [one.order for one in result.lines] == [ONE]


def test_a_workbook_is_refused_whole() -> None:
    data = base64.b64encode(template().content).decode()
    for name in ("shipping-confirmation.xlsx", "renamed.txt"):
        result = check(Handed(name=name, base64=data), ORDERS, TODAY)
        assert result.whole
        assert [one.code for one in result.faults] == ["workbook"]


@pytest.mark.parametrize(("comma", "code"), [(",", "commas"), (";", "commas"), (" ", "header")])
def test_other_separators_are_refused_whole(comma: str, code: str) -> None:
    text = comma.join(COLUMNS) + "\n" + comma.join(GOOD)
    result = check(Handed(name="shipping.csv", text=text), ORDERS, TODAY)
    assert result.whole
    assert result.faults[0].code == code


def test_a_line_of_commas_under_a_right_header_is_found() -> None:
    text = tabbed([COLUMNS, GOOD]) + ",".join(line(order_id=ZERO))
    assert [(one.line, one.code) for one in check(Handed(name="a.txt", text=text), ORDERS, TODAY).faults] == [
        (3, "commas")
    ]


def test_a_wrong_header_names_the_column() -> None:
    head = ["order-id", "quantity", *COLUMNS[2:]]
    result = check(Handed(name="a.txt", text=tabbed([head, GOOD])), ORDERS, TODAY)
    assert result.whole
    assert (result.faults[0].line, result.faults[0].column, result.faults[0].code) == (1, 2, "header")


def test_unicode_text_is_refused_and_utf8_with_a_mark_is_not() -> None:
    text = text_of([GOOD])
    for encoding, code in (("utf-16", "unicode"), ("utf-8-sig", ""), ("gb18030", ""), ("cp1252", "")):
        data = base64.b64encode(text.encode(encoding)).decode()
        result = check(Handed(name="a.txt", base64=data), ORDERS, TODAY)
        assert [one.code for one in result.faults] == ([code] if code else [])


def test_a_template_line_blank_lines_and_the_japanese_column_are_fine() -> None:
    lines = [["TemplateType=OrderFulfillment", "Version=2011.1102"], [*COLUMNS, JAPAN], [], [*GOOD, ""], ["", ""]]
    assert not check(Handed(name="a.txt", text=tabbed(lines)), ORDERS, TODAY).faults


def test_an_empty_file_says_so() -> None:
    for text in ("", "\n\n", tabbed([COLUMNS])):
        assert [one.code for one in check(Handed(name="a.txt", text=text), ORDERS, TODAY).faults] == ["empty"]


def test_broken_base64_and_endless_files_are_refused() -> None:
    assert check(Handed(name="a.txt", base64="***"), ORDERS, TODAY).faults[0].code == "unreadable"
    assert check(Handed(name="a.txt", text="x" * 200_000), ORDERS, TODAY).faults[0].code == "too_long"


def test_too_many_cells_are_found() -> None:
    assert (2, 10, "too_many") in found([*GOOD, "", "extra"])


def test_every_finding_speaks_both_languages_and_has_its_fact() -> None:
    from scenarios.operations.shipping_faults import _words

    for code in codes():
        words = _words()[code]
        assert words["zh"] and words["en"] and words["source"].startswith("AMZ-"), code


def test_the_template_opens_with_its_header() -> None:
    assert tuple(cells(template().content, SHEET)[0]) == COLUMNS


ids = st.from_regex(r"[0-9]{3}-[0-9]{7}-[0-9]{7}", fullmatch=True)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=12).map(str.strip)


@given(st.lists(st.tuples(ids, words, words), min_size=1, max_size=6, unique_by=lambda one: one[0]))
@settings(deadline=None)
def test_what_is_written_is_read_back(rows: list[tuple[str, str, str]]) -> None:
    orders = {one: order(one, ship_by=dt.datetime(2019, 6, 9)) for one, _, _ in rows}
    lines = [[one, "", "1", "2019-06-02", "Other", name or "DHL", code or "1", ""] for one, name, code in rows]
    result = check(Handed(name="a.txt", text=text_of(lines)), orders, TODAY)
    assert not [one for one in result.faults if one.kind == "error" and one.code != "scientific"]
    if not result.faults:
        assert [(one.order, one.carrier, one.tracking) for one in result.lines] == [
            (one, name or "DHL", code or "1") for one, name, code in rows
        ]


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "b.csv"]))
@settings(deadline=None)
def test_no_file_breaks_the_check(data: bytes, name: str) -> None:
    check(Handed(name=name, base64=base64.b64encode(data).decode()), ORDERS, TODAY)


@given(st.lists(st.lists(st.text(max_size=8), min_size=8, max_size=8), min_size=1, max_size=4))
@settings(deadline=None)
def test_no_line_breaks_the_check(lines: list[list[str]]) -> None:
    check(Handed(name="a.txt", text=text_of(lines)), ORDERS, TODAY)


@given(st.lists(st.lists(words, min_size=2, max_size=4), min_size=1, max_size=5))
@settings(deadline=None)
def test_tab_separated_text_keeps_its_cells(lines: list[list[str]]) -> None:
    assert [one for _, one in untabbed(tabbed(lines))] == lines


def test_a_workbook_never_holds_a_formula_and_csv_opens_in_chinese_excel() -> None:
    book = workbook("a.xlsx", {"s": [["name"], ["=1+1"]]})
    assert cells(book.content, "s") == [["name"], ["=1+1"]]
    assert csv_file("a.csv", [["名字"]]).content.startswith(b"\xef\xbb\xbf")
