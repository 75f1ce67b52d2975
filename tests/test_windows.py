"""The window of a metric: which days it sees on a day, to the edges of months, leap years, weeks and zones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.platforms import bulk
from scenarios.platforms.bulk import NEVER, day_number, days_of, history, window
from scenarios.platforms.counted import Counted, Flag, Trial
from scenarios.platforms.sheet import Clock, Metric, Sheet
from tests.accounts import at, tables

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31))
DAYS_OF_SPRING = st.dates(dt.date(2020, 2, 1), dt.date(2020, 4, 5))
NAME = {"zh": "率", "en": "Rate"}


def metric(window_days: int | None = 7, **counted: object) -> Metric:
    how = Counted.model_validate({"dated": "ordered", "counts": ["bad"], **counted})
    return Metric(
        id="m", name=NAME, numerator="a", denominator="b", at_most=0.1, window_days=window_days, counted=how, source=""
    )


def sheet(one: Metric, flag: Flag | None = None, hours: float = 24, zone: str = "UTC") -> Sheet:
    bad = flag or Flag(name=NAME, source="", of=one.counted.of if one.counted else "orders", all=(BAD,))
    clock = Clock(id="c", name=NAME, hours=hours, source="", on_expiry=NAME)
    return Sheet(
        platform="amazon",
        name=NAME,
        pack="p",
        forbidden=(),
        clocks=(clock,),
        metrics=(one,),
        states={},
        shop={},
        effects=(),
        notes=(),
        zone=zone,
        flags={"bad": bad},
    )


BAD = Trial(column="cancelled_by", equals=("seller",))


@given(DAYS, st.integers(1, 400), st.integers(0, 100))
def test_a_window_is_as_long_as_it_says_and_ends_the_lag_before(day: dt.date, length: int, lag: int) -> None:
    first, last = window(metric(length, lag_days=lag), day)
    assert (last - first).days + 1 == length and (day - last).days == lag


@given(DAYS)
def test_a_weekly_window_ends_on_a_sunday_and_stands_still_until_monday(day: dt.date) -> None:
    first, last = window(metric(every="week"), day)
    assert first.weekday() == 0 and last.weekday() == 6 and 1 <= (day - last).days <= 7
    monday = last + dt.timedelta(days=1)
    assert {window(metric(every="week"), monday + dt.timedelta(days=n)) for n in range(7)} == {(first, last)}


@given(DAYS)
def test_a_monthly_window_ends_with_the_month_before(day: dt.date) -> None:
    _, last = window(metric(30, every="month"), day)
    assert (last + dt.timedelta(days=1)).day == 1 and last + dt.timedelta(days=1) == day.replace(day=1)


def test_a_leap_day_is_a_day() -> None:
    assert window(metric(2), dt.date(2020, 3, 1)) == (dt.date(2020, 2, 29), dt.date(2020, 3, 1))
    assert window(metric(2), dt.date(2019, 3, 1)) == (dt.date(2019, 2, 28), dt.date(2019, 3, 1))


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(DAYS, st.booleans()), max_size=30), DAYS, st.integers(1, 90), st.integers(0, 70))
def test_history_counts_what_a_plain_loop_counts(
    orders: list[tuple[dt.date, bool]], day: dt.date, length: int, lag: int
) -> None:
    one = metric(length, lag_days=lag, every="week")
    rows = [
        {"ordered": dt.datetime.combine(on, dt.time(12)), "cancelled_by": "seller" if bad else None}
        for on, bad in orders
    ]
    found = history(tables(rows), sheet(one), day, days=9)
    for seen, above, under, rate in zip(found["day"], found["above"], found["under"], found["rate"], strict=True):
        first, last = window(one, seen)
        inside = [bad for on, bad in orders if first <= on <= last]
        assert (above, under) == (sum(inside), len(inside))
        assert (rate is None or rate != rate) == (not inside)


def test_the_later_vote_of_an_order_takes_the_place_of_the_earlier_from_its_own_day() -> None:
    flag = Flag(name=NAME, source="", of="messages", all=(Trial(column="survey", equals=("no",)),))
    one = metric(30, of="messages", dated="received", latest_per="order_id")
    votes = [
        {"order_id": "1", "received": at("2019-11-10 08:00"), "survey": "no"},
        {"order_id": "1", "received": at("2019-11-12 08:00"), "survey": "yes"},
        {"order_id": "2", "received": at("2019-11-11 08:00"), "survey": "no"},
    ]
    found = history(tables(messages=votes), sheet(one, flag), dt.date(2019, 11, 12), days=3)
    assert list(zip(found["above"], found["under"], strict=True)) == [(1, 1), (2, 2), (1, 2)]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 40), st.booleans()), max_size=25), st.integers(1, 50))
def test_only_the_latest_vote_so_far_of_each_order_counts(votes: list[tuple[int, int, bool]], length: int) -> None:
    flag = Flag(name=NAME, source="", of="messages", all=(Trial(column="survey", equals=("no",)),))
    one = metric(length, of="messages", dated="received", latest_per="order_id")
    start = dt.datetime(2020, 2, 1)
    rows = [
        {
            "order_id": str(key),
            "received": start + dt.timedelta(days=day, minutes=n),
            "survey": "no" if bad else "yes",
        }
        for n, (key, day, bad) in enumerate(votes)
    ]
    found = history(tables(messages=rows), sheet(one, flag), dt.date(2020, 3, 12), days=41)
    for seen, above, under in zip(found["day"], found["above"], found["under"], strict=True):
        first, last = window(one, seen)
        latest = {row["order_id"]: row for row in sorted(rows, key=_received) if _received(row).date() <= last}
        inside = [row for row in latest.values() if _received(row).date() >= first]
        assert (above, under) == (sum(row["survey"] == "no" for row in inside), len(inside))
        table, everyone = tables(messages=rows)["messages"], np.ones(len(rows), dtype=bool)
        assert bulk.inside(table, one, seen, "UTC", everyone).sum() == under


def _received(row: Mapping[str, object]) -> dt.datetime:
    moment = row["received"]
    assert isinstance(moment, dt.datetime)
    return moment


@pytest.mark.parametrize(("hours", "late"), [(48, 1), (24, 2)])
def test_a_clock_of_the_sheet_gives_the_hours_of_a_flag(hours: float, late: int) -> None:
    trial = Trial(column="return_answered", after="return_at", clock="c")
    asked = at("2019-11-01 08:00")
    rows = [{"return_at": asked, "return_answered": asked + dt.timedelta(hours=n)} for n in (24, 48, 49)]
    rules = sheet(metric(dated="return_at"), Flag(name=NAME, source="", all=(trial,)), hours=hours)
    (above,) = history(tables(rows), rules, dt.date(2019, 11, 5), days=1)["above"]
    assert above == late


def test_days_are_cut_by_the_zone_across_daylight_saving() -> None:
    moments = tables([{"ordered": at(text)} for text in ("2019-03-10 07:59", "2019-03-10 08:00", "2019-03-11 06:59")])
    pacific = days_of(moments["orders"]["ordered"], "America/Los_Angeles")
    tenth = day_number(dt.date(2019, 3, 10))
    assert list(pacific) == [tenth - 1, tenth, tenth]  # the day that has only 23 hours
    assert list(days_of(tables([{}])["orders"]["ordered"], "America/Los_Angeles")) == [NEVER]


@settings(deadline=None, max_examples=40)
@given(
    st.lists(st.tuples(st.none() | DAYS_OF_SPRING, st.none() | DAYS_OF_SPRING, st.booleans()), max_size=25),
    st.integers(1, 30),
    st.sampled_from(["day", "week", "month"]),
)
def test_a_row_of_two_days_is_once_in_every_window_that_holds_one_of_them(
    orders: list[tuple[dt.date | None, dt.date | None, bool]], length: int, every: str
) -> None:
    one = metric(length, also=["claimed"], every=every, worth=3)
    rows = [
        {"ordered": _noon(on), "claimed": _noon(then), "cancelled_by": "seller" if bad else None}
        for on, then, bad in orders
    ]
    found = history(tables(rows), sheet(one), dt.date(2020, 4, 2), days=40)
    for seen, above, under in zip(found["day"], found["above"], found["under"], strict=True):
        first, last = window(one, seen)
        held = [bad for on, then, bad in orders if any(day and first <= day <= last for day in (on, then))]
        assert (above, under) == (3 * sum(held), len(held))


def _noon(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(12)) if day else None
