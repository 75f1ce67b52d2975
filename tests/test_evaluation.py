"""Evaluations on AliExpress: periods of ten Pacific days, one of a class per buyer, ratings rounded half up."""

from __future__ import annotations

import calendar
import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet
from scenarios.platforms.evaluation import (
    Evaluation,
    counted,
    counts,
    detailed,
    half_up,
    may_evaluate,
    months_before,
    of_months,
    of_orders,
    period,
    profile,
    star_class,
    symbol,
)
from scenarios.platforms.packs import with_pack, with_settings
from tests.accounts import at, tables

ALI = sheet("aliexpress")
MOMENTS = st.datetimes(dt.datetime(2016, 1, 1), dt.datetime(2030, 1, 1))


def one(stars: int, moment: str, buyer: str = "ann", **more: object) -> Evaluation:
    return Evaluation.model_validate({"stars": stars, "at": at(moment), "buyer": buyer, **more})


def test_c1_a_each_class_counts_once_in_a_period() -> None:
    found = counts(
        [
            one(5, "2019-05-03 19:00"),
            one(4, "2019-05-08 19:00"),
            one(1, "2019-05-09 19:00"),
            one(3, "2019-05-10 19:00"),
        ],
        ALI,
    )
    assert (found.positive, found.neutral, found.negative, found.points, found.rate) == (1, 1, 1, 0, 0.5)


def test_c1_b_one_pacific_midnight_makes_two_periods() -> None:
    early, late = one(5, "2019-05-11 02:00"), one(5, "2019-05-11 08:00")
    assert (period(early.at, ALI), period(late.at, ALI)) == ((2019, 5, 1), (2019, 5, 2))
    assert counts([early, late], ALI).points == 2


def test_c1_c_buyers_and_periods_are_apart() -> None:
    found = counts([one(5, "2019-05-03 19:00"), one(5, "2019-05-03 19:00", "bo"), one(2, "2019-05-25 19:00")], ALI)
    assert (found.positive, found.negative, found.points, round(found.rate or 0, 4)) == (2, 1, 1, 0.6667)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2019-06-01 06:59", (2019, 5, 3)),  # C1-d
        ("2019-06-01 07:00", (2019, 6, 1)),
        ("2019-01-11 07:59", (2019, 1, 1)),  # C1-e, winter time
        ("2019-01-11 08:00", (2019, 1, 2)),
        ("2019-03-11 06:59", (2019, 3, 1)),  # the first day of daylight saving has ended
        ("2019-03-11 07:00", (2019, 3, 2)),
        ("2019-11-01 06:59", (2019, 10, 3)),
        ("2020-11-01 07:00", (2020, 11, 1)),  # the day on which daylight saving ends
        ("2020-03-01 07:59", (2020, 2, 3)),  # leap day
        ("2020-01-01 07:59", (2019, 12, 3)),
    ],
)
def test_c1_d_and_e_periods_end_at_pacific_midnight(moment: str, expected: tuple[int, int, int]) -> None:
    assert period(at(moment), ALI) == expected
    assert period(at(moment).replace(tzinfo=dt.UTC), ALI) == expected


def test_c1_f_three_products_of_one_order_give_one_point() -> None:
    assert counts([one(5, "2019-05-03 19:00", order="A")] * 3, ALI).points == 1


@pytest.mark.parametrize(
    ("given_", "rounded"), [((5, 4, 4), 4), ((5, 4), 5), ((3, 2), 3), ((1, 2, 2), 2), ((5, 5, 4), 5)]
)
def test_c2_ratings_are_rounded_half_up(given_: tuple[int, ...], rounded: int) -> None:
    assert half_up(given_) == rounded


@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_half_up_is_never_more_than_half_a_star_away_and_never_below_a_half(stars: list[int]) -> None:
    mean = Decimal(sum(stars)) / len(stars)
    assert Decimal("-0.5") < half_up(stars) - mean <= Decimal("0.5")


@given(MOMENTS)
def test_every_moment_lies_in_one_of_three_periods_of_its_pacific_month(moment: dt.datetime) -> None:
    year, month, third = period(moment, ALI)
    assert 1 <= third <= 3
    next_day = period(moment + dt.timedelta(days=11), ALI)
    assert next_day > (year, month, third)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5), MOMENTS), max_size=12))
def test_points_never_depend_on_the_order_and_rates_never_leave_their_range(
    given_: list[tuple[str, int, dt.datetime]],
) -> None:
    shown = [Evaluation(buyer=buyer, stars=stars, at=moment) for buyer, stars, moment in given_]
    found = counts(shown, ALI)
    assert found == counts(shown[::-1], ALI)
    assert found.points == found.positive - found.negative
    assert (found.rate is None) == (found.positive + found.negative == 0)
    assert found.rate is None or 0 <= found.rate <= 1
    assert (found.star is None) == (not shown)


def test_only_neutral_evaluations_give_no_rate_and_not_zero() -> None:
    assert counts([one(3, "2019-05-03 19:00")], ALI).rate is None
    assert counts([one(3, "2019-05-03 19:00")], with_pack(ALI, "aliexpress-es-total")).rate == 0
    assert counts([], ALI).model_dump() == {
        "positive": 0,
        "neutral": 0,
        "negative": 0,
        "points": 0,
        "rate": None,
        "star": None,
    }


def test_stars_make_classes() -> None:
    assert [star_class(n, ALI) for n in (1, 2, 3, 4, 5)] == ["negative", "negative", "neutral", "positive", "positive"]


def test_special_cases_are_shown_but_not_counted() -> None:
    assert counted(one(1, "2019-05-03", amount=5), ALI)
    for special in ({"amount": 4.99}, {"dispute": "return"}, {"dispute": "not_received"}, {"special_category": True}):
        assert not counted(one(1, "2019-05-03", **special), ALI)


def test_a_deleted_evaluation_takes_its_detailed_ratings_along() -> None:
    fair = one(5, "2019-05-03 19:00", described=5, communication=4)
    rude = one(1, "2019-05-04 19:00", "bo", described=1, communication=1, improper=True)
    assert counts([fair, rude], ALI).points == 1
    assert detailed([fair, rude], ALI) == {"described": 5, "communication": 4, "shipping": None}


def test_a_buyers_ratings_of_a_period_are_joined_before_the_average() -> None:
    given_ = [one(5, "2019-05-03 19:00", described=n) for n in (5, 4)] + [one(5, "2019-05-03 19:00", "bo", described=2)]
    assert detailed(given_, ALI)["described"] == 3.5
    assert detailed(given_, with_settings(ALI, {"rating_digits": 1}))["described"] == 3.25


def test_the_average_star_counts_every_evaluation_unless_a_class_says_once() -> None:
    given_ = [one(5, "2019-05-03 19:00"), one(4, "2019-05-04 19:00"), one(1, "2019-05-03 19:00", "bo")]
    assert counts(given_, ALI).star == pytest.approx(10 / 3)
    assert counts(given_, with_settings(ALI, {"average_star_once": 1})).star == pytest.approx(5 / 2)


@pytest.mark.parametrize(
    ("points", "name"),
    [
        (-3, None),
        (2, None),
        (3, "medal-1"),
        (9, "medal-1"),
        (10, "medal-2"),
        (499, "medal-5"),
        (500, "diamond-1"),
        (19_999, "diamond-5"),
        (20_000, "crown-1"),
        (49_999, "crown-1"),
        (400_000, "crown-5"),
    ],
)
def test_points_make_symbols(points: int, name: str | None) -> None:
    found = symbol(points, ALI)
    assert (found.id if found else None) == name


def test_the_highest_crowns_say_that_nobody_confirms_them() -> None:
    assert [row.id for row in ALI.tables["reputation"] if row.doubt] == ["crown-2", "crown-3", "crown-4", "crown-5"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ("2019-03-31", 1, "2019-02-28"),
        ("2020-03-31", 1, "2020-02-29"),
        ("2020-02-29", 12, "2019-02-28"),
        ("2019-01-15", 1, "2018-12-15"),
        ("2019-12-31", 6, "2019-06-30"),
    ],
)
def test_months_end_where_the_calendar_ends(day: str, months: int, expected: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(expected)


@given(st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 30))
def test_months_before_goes_back_exactly_that_many_months(day: dt.date, months: int) -> None:
    found = months_before(day, months)
    assert (day.year - found.year) * 12 + day.month - found.month == months
    assert found.day == min(day.day, calendar.monthrange(found.year, found.month)[1])


def test_the_profile_looks_at_six_months_and_at_five_histories() -> None:
    now = at("2019-09-01 12:00")
    shown = [
        one(5, "2019-08-20 12:00"),
        one(1, "2019-02-20 12:00", "bo"),
        one(5, "2017-01-01 12:00", "cy"),
        one(5, "2019-09-02 12:00", "di"),
    ]
    found = profile(shown, now, ALI)
    assert (found.summary.positive, found.summary.negative, found.summary.rate) == (1, 0, 1)
    assert {months: (c.positive, c.negative) for months, c in found.history.items()} == {
        1: (1, 0),
        3: (1, 0),
        6: (1, 0),
        12: (1, 1),
        0: (2, 1),
    }
    assert found.symbol is None
    assert len(of_months(shown, now, 0, ALI)) == 3


def test_six_months_begin_after_the_same_day_in_pacific_time() -> None:
    now = at("2019-09-01 12:00")
    assert of_months([one(5, "2019-03-02 07:59")], now, 6, ALI) == []
    assert len(of_months([one(5, "2019-03-02 08:00")], now, 6, ALI)) == 1


@given(st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)))
def test_both_sides_have_thirty_days(ended: dt.date) -> None:
    def reason(n: int, rules: object = ALI, **more: bool) -> str:
        return may_evaluate(ended, ended + dt.timedelta(days=n), rules, **more).reason

    assert [reason(n) for n in (-1, 0, 30, 31)] == ["evaluate_early", "", "", "evaluate_late"]
    assert [reason(5, shipped=False), reason(5, done=True)] == ["evaluate_unshipped", "evaluate_twice"]
    old = with_pack(ALI, "aliexpress-help-7-days")
    assert [reason(8, old), reason(45, old, extended=True), reason(46, old, extended=True)] == [
        "evaluate_late",
        "",
        "evaluate_late",
    ]


def test_an_accounts_orders_give_their_evaluations() -> None:
    rows = [
        {"order_id": "1", "buyer": "ann", "feedback": at("2019-05-11 02:00"), "stars": 5.0, "stars_described": 4.0},
        {"order_id": "2", "buyer": "ann", "feedback": at("2019-05-10 02:00"), "stars": 5.0, "price": 4.0},
        {
            "order_id": "3",
            "buyer": "bo",
            "feedback": at("2019-05-10 02:00"),
            "stars": 1.0,
            "claim": "not_received",
            "arbitrated": True,
        },
        {"order_id": "4", "buyer": "cy"},
    ]
    shown = of_orders(tables(rows)["orders"])
    assert [one.order for one in shown] == ["1", "2", "3"]
    assert [counted(one, ALI) for one in shown] == [True, False, False]
    assert counts(shown, ALI).points == 1 and shown[0].described == 4
