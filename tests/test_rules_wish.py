"""Wish's rules: five bounds in lagged weeks, shipping clocks, fraud checks, tickets and who bears a refund."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.platforms import account, sheet
from scenarios.platforms.bulk import history, window
from scenarios.platforms.packs import with_settings
from scenarios.platforms.wish import Trust, standing, trust, weight
from scenarios.platforms.wish_orders import (
    SHIPPING,
    Parcel,
    bears,
    due,
    in_time,
    may_act,
    may_cancel,
    scores,
    still_ordered,
)
from scenarios.platforms.wish_tickets import Ticket, hours_left, list_of, may, totals
from tests.accounts import at, tables
from tests.facts import cited, ids

RULES = sheet("wish")
DAY = dt.date(2019, 11, 27)  # a Wednesday
NO_RULE = {"WSH-01": "history", "WSH-02": "the idea of the platform"}
CLOCKS = {
    "CLK-16": ("upload", 48),
    "CLK-17": ("visible", 72),
    "CLK-18": ("delivered", 336),
    "CLK-19": ("ticket", 48),
}


def counts(metric: str, day: dt.date = DAY, **rows: Any) -> tuple[float, float]:
    """Above and under the line of one metric at the end of ``day``."""
    found = history(tables(**rows), RULES, day, 1, account.end_of(day, RULES.zone))
    (one,) = found[found["metric"] == metric].to_dict("records")
    return float(one["above"]), float(one["under"])


def order(day: str, **cells: Any) -> dict[str, Any]:
    """A good order: sent after a day, online after two, delivered after ten."""
    ordered = at(day)
    return {
        "ordered": ordered,
        "ship_by": ordered + dt.timedelta(days=2),
        "shipped": ordered + dt.timedelta(days=1),
        "tracking": "T1",
        "online": ordered + dt.timedelta(days=2),
        "delivered": ordered + dt.timedelta(days=10),
        **cells,
    }


def test_every_fact_is_cited_or_named_as_one_without_a_rule() -> None:
    facts = ids("WSH", range(1, 21), range(25, 34)) | {"GAP-18", "GAP-19"}
    assert facts - cited("wish") == set(NO_RULE)


@pytest.mark.parametrize(("clock", "hours"), CLOCKS.values(), ids=CLOCKS)
def test_the_clocks_of_the_appendix_run(clock: str, hours: float) -> None:
    assert RULES.clock(clock).hours == hours


def test_every_metric_is_counted_from_rows() -> None:
    assert all(metric.counted for metric in RULES.metrics)


GOOD = {
    "valid_tracking": 0.95,
    "late_fulfilment": 0.10,
    "average_rating": 4.00,
    "refund_rate": 0.10,
    "counterfeit_rate": 0.005,
}
WORSE = [
    ("valid_tracking", 0.9499),
    ("late_fulfilment", 0.1001),
    ("average_rating", 3.99),
    ("refund_rate", 0.1001),
    ("counterfeit_rate", 0.0051),
]


def test_a_store_exactly_on_all_five_bounds_is_trusted() -> None:
    assert trust(GOOD, RULES) == Trust(trusted=True) and standing(dict(GOOD), RULES).state == "trusted"
    assert set(GOOD) == {row.id for row in RULES.tables["trusted"]}


@pytest.mark.parametrize(("name", "rate"), WORSE)
def test_one_missed_bound_is_enough(name: str, rate: float) -> None:
    assert trust({**GOOD, name: rate}, RULES) == Trust(trusted=False, missed=(name,))
    assert standing({**GOOD, name: rate}, RULES).state == "not_trusted"


def test_a_bound_not_assessed_leaves_trust_open_unless_another_is_missed() -> None:
    assert trust({**GOOD, "refund_rate": None}, RULES) == Trust(trusted=None, unknown=("refund_rate",))
    assert standing({}, RULES).state == "unknown"
    assert trust({**GOOD, "refund_rate": None, "average_rating": 3.0}, RULES).trusted is False


def test_no_other_figure_decides_about_trust() -> None:
    found = standing({**GOOD, "ticket_48h": 0.1, "policy_violations": 3, "cancellations": 0.9}, RULES)
    assert found.state == "trusted" and found.metrics["ticket_48h"] == "missed"


WINDOWS = [
    ("valid_tracking", "2019-11-04", "2019-11-10"),  # 21 to 15 days before Monday the 25th
    ("late_fulfilment", "2019-11-04", "2019-11-10"),
    ("average_rating", "2019-10-26", "2019-11-24"),  # 30 days to the last Sunday
    ("refund_rate", "2019-08-24", "2019-09-22"),  # 93 to 64 days before Monday
]


@pytest.mark.parametrize(("metric", "first", "last"), WINDOWS)
def test_the_windows_lag_and_move_on_mondays(metric: str, first: str, last: str) -> None:
    expected = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert {window(RULES.metric(metric), dt.date(2019, 11, 25) + dt.timedelta(days=n)) for n in range(7)} == {expected}
    later = window(RULES.metric(metric), dt.date(2019, 12, 2))
    assert later[0] - expected[0] == later[1] - expected[1] == dt.timedelta(days=7)


@settings(deadline=None, max_examples=40)
@given(st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31)))
def test_an_order_counts_from_the_first_moment_of_its_week_to_the_last(day: dt.date) -> None:
    for name in ("valid_tracking", "refund_rate"):
        first, last = window(RULES.metric(name), day)
        start = dt.datetime.combine(first, dt.time())
        stop = dt.datetime.combine(last, dt.time(23, 59, 59))
        second = dt.timedelta(seconds=1)
        orders = [order(str(moment)) for moment in (start - second, start, stop, stop + second)]
        assert counts(name, day, orders=orders)[1] == 2


def test_tracking_counts_when_found_online_and_late_when_confirmed_after_the_set_time() -> None:
    day = "2019-11-05 10:00"
    orders = [
        order(day),
        order(day, online=None),
        order(day, tracking=None, online=None),
        order(day, shipped=at("2019-11-07 10:00")),  # the very end of the set time
        order(day, shipped=at("2019-11-07 10:01")),
        order(day, shipped=None),
        order(day, fraud="confirmed", online=None),
    ]
    assert counts("valid_tracking", orders=orders) == (3, 5)
    assert counts("late_fulfilment", orders=orders) == (1, 5)


def test_a_refund_of_today_counts_with_its_order_months_later() -> None:
    orders = [order("2019-09-10", refunded=at("2019-11-26")), order("2019-09-10"), order("2019-11-20")]
    assert counts("refund_rate", orders=orders) == (1, 2)


def test_the_rating_is_the_mean_of_thirty_days_and_nothing_without_ratings() -> None:
    orders = [order("2019-10-01", stars=stars, feedback=at("2019-11-20")) for stars in (5, 4, 2)]
    assert account.figures(tables(orders), RULES, DAY)["average_rating"] == pytest.approx(11 / 3)
    assert account.figures(tables([order("2019-10-01")]), RULES, DAY)["average_rating"] is None


def test_counterfeits_are_counted_among_the_reviewed() -> None:
    orders = [order("2019-11-01", counterfeit=found) for found in (True, False, False, None)]
    assert counts("counterfeit_rate", orders=orders) == (1, 3)


def test_speed_is_judged_once_an_order_is_done_or_overdue_and_not_when_it_was_under_a_fraud_check() -> None:
    good = order("2019-11-01")
    slow = order("2019-11-01", shipped=at("2019-11-03 00:01"), online=at("2019-11-04 00:01"), delivered=None)
    young = order("2019-11-27 12:00", shipped=None, online=None, delivered=None)
    held = order("2019-11-01", shipped=None, online=None, delivered=None, fraud="held")
    gone = order("2019-11-01", shipped=None, online=None, delivered=None, cancelled=at("2019-11-02"))
    orders = [good, slow, young, held, gone]
    for name in ("uploaded_2d", "visible_3d", "delivered_14d"):
        assert counts(name, orders=orders) == (1, 2), name


def test_refunds_for_no_stock_and_cancellations_by_others_count_and_fraud_does_not() -> None:
    orders = [
        order("2019-11-10"),
        order("2019-11-10", refund_reason="out_of_stock", refunded=at("2019-11-12")),
        order("2019-11-10", cancelled_by="seller", cancel_reason="out_of_stock"),
        order("2019-11-10", cancelled_by="buyer", cancel_reason="asked"),
        order("2019-11-10", cancelled_by="system", cancel_reason="other"),
        order("2019-11-10", cancelled_by="system", cancel_reason="fraud", fraud="confirmed"),
    ]
    assert counts("no_stock_refunds", orders=orders) == (2, 5)
    assert counts("cancellations", orders=orders) == (2, 5)


def test_tickets_count_when_handled_in_48_hours_and_complaints_by_their_topic() -> None:
    shown = at("2019-11-20 10:00")
    hours = [48, 48.01, None]
    topics = ["delivery", "defective", "return"]
    messages = [
        {"sender": "buyer", "received": shown, "topic": topic, "answered": h and shown + dt.timedelta(hours=h)}
        for h, topic in zip(hours, topics, strict=True)
    ]
    messages.append({"sender": "buyer", "received": at("2019-11-27 20:00"), "topic": "address"})
    messages.append({"sender": "shop", "received": shown, "topic": "return"})
    assert counts("ticket_48h", messages=messages) == (1, 3)
    assert counts("complaint_rate", messages=messages) == (2, 4)


def test_the_weights_of_the_course_are_kept_and_the_two_unknown_ones_stay_unknown() -> None:
    found = {row.id: weight(RULES, row.id) for row in RULES.tables["aspects"]}
    assert found == {"speed": 3, "fill": None, "tickets": None, "feedback": 1, "cancellations": 2}
    assert weight(with_settings(RULES, {"fill_weight": 2}), "fill") == 2
    named = {name for row in RULES.tables["aspects"] for name in str(row.cells["metrics"]).split()}
    assert named <= {metric.id for metric in RULES.metrics}


NOW = at("2019-11-10 12:00")
START = at("2019-11-08 12:00")


def test_with_a_flagged_order_nothing_is_right_but_to_wait() -> None:
    held = may_act(Parcel(ordered=START, fraud="held"), RULES)
    assert not held.may and held.reason == "fraud_held" and held.source == "WSH-19" and held.why["zh"]
    confirmed = Parcel(ordered=START, fraud="confirmed")
    assert not may_act(confirmed, RULES).may and not scores(confirmed)
    assert {due(confirmed, RULES, clock) for clock in SHIPPING} == {None}


def test_a_cleared_order_may_be_shipped_and_has_its_whole_time_from_then() -> None:
    cleared = Parcel(ordered=START, fraud="cleared", cleared=NOW)
    assert may_act(cleared, RULES).may and scores(cleared)
    assert due(cleared, RULES, "upload") == NOW + dt.timedelta(hours=48)


def test_the_buyer_may_cancel_until_the_number_is_online_and_an_upload_alone_does_not_end_it() -> None:
    assert may_cancel(Parcel(ordered=START), RULES, NOW).may
    assert may_cancel(Parcel(ordered=START, uploaded=START), RULES, NOW).may
    assert may_cancel(Parcel(ordered=START, online=NOW + dt.timedelta(seconds=1)), RULES, NOW).may
    refused = may_cancel(Parcel(ordered=START, online=NOW), RULES, NOW)
    assert not refused.may and refused.source == "WSH-20"


def test_the_three_shipping_clocks_are_two_three_and_fourteen_days() -> None:
    days = [(due(Parcel(ordered=START), RULES, clock) or START) - START for clock in SHIPPING]
    assert [day.days for day in days] == [2, 3, 14]


def test_a_class_may_let_the_last_two_clocks_run_from_the_upload() -> None:
    rules = with_settings(RULES, {"from_upload": 1})
    assert due(Parcel(ordered=START), rules, "visible") is None
    assert due(Parcel(ordered=START, uploaded=NOW), rules, "visible") == NOW + dt.timedelta(days=3)
    assert due(Parcel(ordered=START, uploaded=NOW), rules, "upload") == START + dt.timedelta(days=2)


@given(st.sampled_from(SHIPPING), st.integers(-3600, 3600))
def test_a_shipping_clock_is_kept_to_its_last_second(clock: str, seconds: int) -> None:
    end = START + dt.timedelta(hours=RULES.clock(clock).hours)
    done = end + dt.timedelta(seconds=seconds)
    parcel = Parcel(ordered=START, uploaded=done, online=done, delivered=done)
    assert in_time(parcel, RULES, clock, end + dt.timedelta(days=1)) is (seconds <= 0)
    assert in_time(Parcel(ordered=START), RULES, clock, done) is (False if seconds > 0 else None)


def test_stock_zero_does_not_stop_orders_but_taking_the_product_down_does() -> None:
    assert still_ordered(listed=True, stock=0) and not still_ordered(listed=False, stock=5)


@pytest.mark.parametrize("reason", ["no_tracking", "late", "size", "damaged", "not_as_described", "out_of_stock"])
def test_the_seller_bears_refunds_for_what_the_seller_did(reason: str) -> None:
    assert bears(reason, RULES) == "seller"


def test_nobody_says_who_bears_other_refunds() -> None:
    assert bears("asked", RULES) is None


def test_a_ticket_goes_from_unhandled_to_replied_to_closed_and_back_when_the_buyer_writes_again() -> None:
    ticket = Ticket(shown=START)
    answered = Ticket(shown=START, answered=NOW)
    again = Ticket(shown=START, answered=START, asked_again=NOW)
    closed = Ticket(shown=START, answered=START, closed=NOW)
    assert [list_of(one, NOW) for one in (ticket, answered, again, closed)] == [
        "unhandled",
        "replied",
        "unhandled",
        "closed",
    ]
    assert totals([ticket, answered, again, closed], NOW) == {"unhandled": 2, "replied": 1, "closed": 1, "total": 4}


def test_a_replied_ticket_waits_for_the_buyer_and_a_closed_one_is_only_looked_up() -> None:
    assert may(Ticket(shown=NOW), RULES, "refund", NOW).may
    replied = may(Ticket(shown=START, answered=NOW), RULES, "reply", NOW)
    closed = may(Ticket(shown=START, closed=NOW), RULES, "close", NOW)
    assert (replied.reason, replied.source, closed.reason, closed.source) == (
        "ticket_waits",
        "WSH-30",
        "ticket_closed",
        "WSH-31",
    )


@given(st.integers(-7200, 7200))
def test_wish_decides_once_48_hours_are_over(seconds: int) -> None:
    now = START + dt.timedelta(hours=48, seconds=seconds)
    left = hours_left(Ticket(shown=START), RULES, now)
    assert left == pytest.approx(-seconds / 3600)
    assert may(Ticket(shown=START), RULES, "reply", now).may is (seconds <= 0)
    assert hours_left(Ticket(shown=START, closed=START), RULES, now) is None


def test_replies_have_no_limit_until_a_class_sets_one() -> None:
    ticket = Ticket(shown=NOW, replies=9)
    assert may(ticket, RULES, "reply", NOW).may
    limited = with_settings(RULES, {"reply_limit": 9})
    assert may(ticket, limited, "reply", NOW).reason == "replies_used" and may(ticket, limited, "refund", NOW).may


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans())))
def test_the_total_is_the_sum_of_the_three_lists(tickets: list[tuple[bool, bool, bool]]) -> None:
    made = [
        Ticket(shown=START, answered=START if a else None, asked_again=NOW if b else None, closed=NOW if c else None)
        for a, b, c in tickets
    ]
    found = totals(made, NOW)
    assert found["total"] == len(made) == found["unhandled"] + found["replied"] + found["closed"]


def test_every_step_and_refusal_of_a_list_is_in_the_sheet() -> None:
    steps, reasons = ({row.id for row in RULES.tables[name]} for name in ("steps", "reasons"))
    for row in RULES.tables["ticket_lists"]:
        assert set(str(row.cells["steps"]).split()) <= steps
        assert str(row.cells.get("refused", "ticket_closed")) in reasons
