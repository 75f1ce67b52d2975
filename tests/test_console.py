"""The console of an account: its health line by line, its orders with filters, and what stands behind a figure."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from desk import clinic, console
from desk.clinic import Patient
from scenarios.platforms.account import end_of

FIRST = {case.platform: case.id for case in reversed(clinic.cases())}  # the easiest case of each platform


@pytest.fixture(params=sorted(FIRST), scope="module")
def one(request: pytest.FixtureRequest) -> Patient:
    return clinic.patient(FIRST[request.param])


def test_every_counted_metric_has_its_line_in_the_sheets_order(one: Patient) -> None:
    lines = console.health(one)
    assert [line.metric for line in lines] == [metric.id for metric in one.sheet.metrics if metric.counted]
    assert set(one.case.asks) <= {line.metric for line in lines}


def test_a_line_says_the_truth_in_both_languages(one: Patient) -> None:
    for line in console.health(one):
        figure = one.truth.figures[line.metric]
        assert line.kept == figure.kept and line.shown and line.source
        assert line.name["zh"] and line.name["en"] and line.dated["zh"] and line.dated["en"]
        if figure.rate is not None and line.unit == "rate":
            assert line.shown == f"{100 * figure.rate:.2f}%"


def test_a_window_ends_no_later_than_today_and_holds_its_days(one: Patient) -> None:
    for line in console.health(one):
        days = one.sheet.metric(line.metric).window_days
        assert line.first <= line.last <= one.case.day
        if days:
            assert (line.last - line.first).days + 1 == days


@pytest.mark.parametrize("days", [1, 7])
def test_the_line_of_the_past_has_a_point_for_each_day(one: Patient, days: int) -> None:
    for line in console.health(one, days):
        assert len(line.rates) == days
        today, figure = line.rates[-1], one.truth.figures[line.metric]
        assert today is None or figure.rate is None or today == pytest.approx(figure.rate)


def test_orders_are_all_there_the_newest_first(one: Patient) -> None:
    rows = console.orders(one)
    assert sorted(rows["order_id"]) == sorted(one.tables["orders"]["order_id"])
    assert rows["ordered"].is_monotonic_decreasing and list(rows.index) == list(range(len(rows)))


def test_the_last_days_end_with_today_on_the_platforms_calendar(one: Patient) -> None:
    end = pd.Timestamp(end_of(one.case.day, one.sheet.zone))
    every = one.tables["orders"]["ordered"]
    for days in (7, 30, 90):
        rows = console.orders(one, days)
        assert len(rows) == int((every >= end - pd.Timedelta(days=days)).sum())
        assert (rows["ordered"] >= end - dt.timedelta(days=days)).all()
    assert len(console.orders(one, 7)) <= len(console.orders(one, 30)) <= len(console.orders(one))


def test_product_and_carrier_narrow_the_orders_together(one: Patient) -> None:
    every = one.tables["orders"]
    product, carrier = every["product"].iloc[0], every["carrier"].dropna().iloc[0]
    both = console.orders(one, product=product, carrier=carrier)
    assert len(both) == int(((every["product"] == product) & (every["carrier"] == carrier)).sum())
    assert console.orders(one, product="no such thing").empty


def test_every_flag_of_the_orders_can_be_filtered_by_and_two_are_both_asked(one: Patient) -> None:
    flags = console.flag_names(one, "orders")
    assert flags and all(name["zh"] and name["en"] for name in flags.values())
    found = {name: set(console.orders(one, flags=(name,))["order_id"]) for name in flags}
    names = list(flags)[:4]
    for first in names:
        for second in names:
            assert set(console.orders(one, flags=(first, second))["order_id"]) == found[first] & found[second]


def test_the_x_ray_counts_what_the_line_shows(one: Patient) -> None:
    for metric in one.case.asks:
        table, figure = console.looked_through(one, metric), one.truth.figures[metric]
        assert table["above"].sum() == pytest.approx(figure.above)
        assert int(table["under"].sum()) == figure.under
        assert not (table["under"] & ~table["inside"]).any()


def test_the_orders_that_prove_the_cause_are_in_the_console(one: Patient) -> None:
    assert one.truth.proof and set(one.truth.proof) <= set(console.orders(one)["order_id"])


@pytest.mark.parametrize("table", ["orders", "messages", "notices"])
def test_no_two_columns_of_a_table_have_one_name(table: str) -> None:
    titles = console.headings(table).values()
    for lang in ("zh", "en"):
        assert len({title[lang] for title in titles}) == len(titles)


def test_every_column_of_an_account_has_a_heading(one: Patient) -> None:
    for name in ("orders", "messages"):
        assert set(one.tables[name].columns) <= set(console.headings(name))
