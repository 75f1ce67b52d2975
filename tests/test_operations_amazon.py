"""Amazon's console: searches, reports, confirmed shipments, returns and their 48 hours."""

from __future__ import annotations

import csv
import datetime as dt
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from desk import operations
from scenarios.operations import amazon, engine
from scenarios.operations.nouns import Act, Room
from scenarios.operations.shipping_file import text_of
from scenarios.platforms import sheet
from scenarios.platforms.packs import with_pack
from tests.rooms import code

RULES = sheet("amazon")
SEARCH, REPORT, FOUR, RETURNS = (
    operations.task(name) for name in ("amz-search-week", "amz-report-14", "amz-ship-four", "amz-return-withdrawn")
)


def played(task, *acts: tuple[str, dict[str, object]]) -> Room:
    return operations.play(task, [Act(name=name, args=args) for name, args in acts])


def test_the_first_page_shows_seven_days_without_pending_orders() -> None:
    room = engine.start(SEARCH)
    shown = [one for one in room.tables["orders"] if one["id"] in amazon.first_view(room, RULES)]
    assert shown
    assert all(one["status"] != "pending" and one["ordered"].date() >= dt.date(2019, 5, 28) for one in shown)


def test_both_ends_of_a_range_belong_to_it() -> None:
    room = engine.start(SEARCH)
    first = min(room.tables["orders"], key=lambda one: one["ordered"])
    date = first["ordered"].date()
    assert first["id"] in amazon.found(room.tables["orders"], {"from": date, "to": date}, RULES)


def test_a_range_backwards_is_refused() -> None:
    assert code(played(SEARCH, ("search_orders", {"from": "2019-06-02", "to": "2019-06-01"}))) == "range_backwards"


@given(st.integers(1, 40))
@settings(max_examples=15, deadline=None)
def test_a_report_holds_every_own_order_of_its_days_and_no_other(days: int) -> None:
    room = played(REPORT, ("order_report", {"days": days}))
    first = dt.date(2019, 6, 3) - dt.timedelta(days=days - 1)
    wanted = {one["id"] for one in room.tables["orders"] if one["channel"] == "self" and one["ordered"].date() >= first}
    lines = list(
        csv.reader(io.StringIO(operations.download(room, "order-report.txt").content.decode()), delimiter="\t")
    )
    assert {line[0] for line in lines[1:]} == wanted
    assert room.tables["reports"][0]["count"] == len(wanted)


def ship(*lines: list[str]) -> tuple[str, dict[str, object]]:
    return "upload_shipping", {"file": {"name": "s.txt", "text": text_of(list(lines))}}


def test_a_late_day_is_taken_and_counts_as_late() -> None:
    order = FOUR.rows["orders"][0]["id"]
    room = played(FOUR, ("wait", {"days": 3}), ship([order, "", "1", "2019-06-06", "USPS", "", "94001", ""]))
    (row,) = [one for one in room.tables["orders"] if one["id"] == order]
    assert (row["status"], row["late"]) == ("shipped", True)


def test_a_confirmed_order_is_not_changed_by_a_second_file() -> None:
    order = FOUR.rows["orders"][0]["id"]
    first, second = ([order, "", "1", "2019-06-03", "USPS", "", number, ""] for number in ("94001", "94002"))
    room = played(FOUR, ship(first), ship(second))
    assert next(one for one in room.tables["orders"] if one["id"] == order)["tracking"] == "94001"


def test_a_refused_file_names_its_fault_in_the_log() -> None:
    room = played(FOUR, ("upload_shipping", {"file": {"name": "s.xlsx", "text": "x"}}))
    assert code(room) == "file_refused"
    assert [one.code for one in room.log[-1].faults] == ["workbook"]


def test_a_return_left_alone_is_overdue_after_48_hours_and_by_the_newer_rule_after_24() -> None:
    asked = {one["id"]: one["asked"] for one in RETURNS.rows["returns"]}
    room = played(RETURNS, ("wait", {"days": 1}))
    assert {one["id"] for one in room.tables["returns"] if one["overdue"]} == set()
    room = played(RETURNS, ("wait", {"days": 2}))
    assert {one["id"] for one in room.tables["returns"] if one["overdue"]} == set(asked)
    newer = with_pack(RULES, "amazon-public-newer")
    room = operations.play(RETURNS, [Act(name="wait", args={"days": 1})], newer)
    assert {one["id"] for one in room.tables["returns"] if one["overdue"]} == set(asked)


def test_closing_a_request_within_policy_counts_as_refused_and_a_withdrawn_one_does_not() -> None:
    room = played(RETURNS, ("close_return", {"return": "R8-5101"}), ("close_return", {"return": "R8-5102"}))
    rows = {one["id"]: one for one in room.tables["returns"]}
    assert rows["R8-5101"]["refused"] is True
    assert rows["R8-5102"]["refused"] is None


def test_money_is_paid_once_and_never_more_than_was_paid() -> None:
    paid = ("refund_return", {"return": "R8-5101", "amount": 11.8})
    assert code(played(RETURNS, ("refund_return", {"return": "R8-5101", "amount": 11.81}))) == "refund_too_much"
    assert code(played(RETURNS, paid, paid)) == "refund_twice"
    assert code(played(RETURNS, ("close_return", {"return": "R8-5101"}), paid)) == "return_closed"


def test_forbidden_messages_are_refused_and_do_not_answer_the_request() -> None:
    for topic in ("review", "email", "coupon"):
        room = played(RETURNS, ("contact_buyer", {"return": "R8-5101", "topic": topic}))
        assert room.log[-1].refused is not None and room.log[-1].refused.when == "forbidden"
        assert next(one for one in room.tables["returns"] if one["id"] == "R8-5101")["answered"] is None


def test_a_request_shows_its_hours_until_it_is_answered() -> None:
    rows = {one["id"]: one for one in operations.shown(engine.start(RETURNS), "returns")}
    assert rows["R8-5101"]["left"] == 26.0
    room = played(RETURNS, ("authorise_return", {"return": "R8-5101"}), ("wait", {"days": 2}))
    rows = {one["id"]: one for one in operations.shown(room, "returns")}
    assert rows["R8-5101"]["left"] is None
    assert rows["R8-5102"]["left"] < 0


def test_the_first_page_of_the_console_is_the_last_week() -> None:
    room = engine.start(SEARCH)
    assert set(operations.first_page(room)) == set(amazon.first_view(room, RULES))
