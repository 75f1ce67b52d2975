"""The console of an account shows what the truth says: health lines, filtered orders and the X-ray of a figure."""

from __future__ import annotations

import pandas as pd
import pytest

from desk import clinic, console
from scenarios.clinic.ward import ward

CASES = [next(case.id for case in clinic.cases() if case.platform == name)
         for name in dict.fromkeys(case.platform for case in clinic.cases())]  # fmt: skip
AMAZON = "amz-clinic-01"


@pytest.mark.parametrize("case", CASES)
def test_every_counted_metric_has_a_line_with_its_figure_window_and_goal(case: str) -> None:
    one = clinic.patient(case)
    lines = console.health(one)
    assert [line.metric for line in lines] == [metric.id for metric in one.sheet.metrics if metric.counted]
    for line in lines:
        assert line.kept == one.truth.figures[line.metric].kept
        assert line.first <= line.last <= one.case.day
        assert line.source and line.name["zh"] and len(line.rates) == 60


@pytest.mark.parametrize("case", CASES)
def test_the_last_day_of_a_line_is_its_figure(case: str) -> None:
    one = clinic.patient(case)
    for line in console.health(one, days=3):
        figure = one.truth.figures[line.metric].rate
        assert (line.rates[-1] is None) == (figure is None)
        assert figure is None or line.rates[-1] == pytest.approx(figure)


@pytest.mark.parametrize("case", CASES)
def test_the_x_ray_counts_what_the_figure_counts(case: str) -> None:
    one = clinic.patient(case)
    for name in one.case.asks:
        table, figure = console.looked_through(one, name), one.truth.figures[name]
        assert table["above"].sum() == pytest.approx(figure.above) and table["under"].sum() == figure.under
        assert not (table["under"] & ~table["inside"]).any()


def test_orders_come_newest_first_and_each_filter_narrows_them() -> None:
    one = clinic.patient(AMAZON)
    every = console.orders(one)
    assert len(every) == len(one.tables["orders"]) and every["ordered"].is_monotonic_decreasing
    week, month = console.orders(one, days=7), console.orders(one, days=30)
    assert 0 < len(week) < len(month) < len(every)
    assert month["ordered"].min() >= pd.Timestamp(one.case.day) - pd.Timedelta(days=30)
    product, carrier = every["product"].iloc[0], every["carrier"].dropna().iloc[0]
    both = console.orders(one, product=product, carrier=carrier)
    assert set(both["product"]) == {product} and set(both["carrier"]) == {carrier}


def test_several_flags_must_all_hold() -> None:
    one = clinic.patient(AMAZON)
    names = list(console.flag_names(one, "orders"))
    counts = {name: len(console.orders(one, flags=(name,))) for name in names}
    pair = sorted(counts, key=lambda name: -counts[name])[:2]
    assert len(console.orders(one, flags=pair)) <= min(counts[name] for name in pair)


@pytest.mark.parametrize("table", ["orders", "messages", "notices"])
def test_columns_and_flags_have_names_in_both_languages(table: str) -> None:
    for title in console.headings(table).values():
        assert title["zh"] and title["en"]
    one = clinic.patient(AMAZON)
    for title in console.flag_names(one, table).values():
        assert title["zh"] and title["en"]
    assert ward("amazon").causes
