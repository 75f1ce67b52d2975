"""AliExpress counts an order once however bad it was, and four figures make a level with its resources."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.platforms import account, aliexpress, sheet
from scenarios.platforms.bulk import history, inside
from scenarios.platforms.packs import differences, with_pack
from tests.accounts import at, tables
from tests.facts import cited, ids

ALI = sheet("aliexpress")
DAY = dt.date(2019, 9, 30)
NAMES = ("assessed_orders", "bad_experience_rate", "liability_rate", "positive_rate", "finished_orders")
SHIPPED = {"ordered": at("2019-09-01"), "ship_by": at("2019-09-08"), "shipped": at("2019-09-03")}
BAD = {
    "ALI-22 not shipped": {"shipped": None},
    "ALI-22 shipped late": {"shipped": at("2019-09-09")},
    "ALI-22 cancelled": {"shipped": None, "cancelled": at("2019-09-04"), "cancelled_by": "seller"},
    "ALI-22 no stock": {
        "shipped": None,
        "cancelled": at("2019-09-04"),
        "cancelled_by": "buyer",
        "cancel_reason": "out_of_stock",
    },
    "ALI-23": {"claimed": at("2019-09-20"), "claim_answered": at("2019-09-21"), "arbitrated": True},
    "ALI-24": {"claimed": at("2019-09-20"), "claim_result": "buyer"},
    "ALI-24 late": {"claimed": at("2019-09-20"), "claim_answered": at("2019-09-25 00:01")},
    "ALI-25": {"stars": 3.0},
    "ALI-26": {"stars_described": 3.0},
    "ALI-27": {"stars_communication": 3.0},
    "ALI-28": {"stars_shipping": 1.0},
}
FINE = {
    "two stars for shipping": {"stars_shipping": 2.0},
    "four stars": {"stars": 4.0, "stars_described": 4.0, "stars_communication": 4.0},
    "answered on the fifth day": {"claimed": at("2019-09-20"), "claim_answered": at("2019-09-25")},
    "dispute of four days": {"claimed": at("2019-09-27"), "claim_result": "open"},
}


def test_every_fact_of_aliexpress_stands_in_its_sheet() -> None:
    facts = ids("ALI", range(1, 48), range(50, 56))
    assert facts - cited("aliexpress") == set()
    assert {"GAP-15", "GAP-17", "CNF-05", "CNF-06"} <= cited("aliexpress")


def test_every_clock_of_aliexpress_has_its_number() -> None:
    assert ALI.number("evaluation_days") == 30 and not ALI.number("default_evaluation")  # CLK-12
    assert ALI.number("dispute_answer_days") == 5  # CLK-13
    assert ALI.zone == "America/Los_Angeles"  # CLK-14
    assert (ALI.metric("bad_experience_rate").window_days, ALI.number("level_shown_day")) == (90, 3)  # CLK-15


C3 = [
    ((90, 3.4, 0.7, 97, 500), "excellent"),
    ((89, 1, 0, 99, 500), "good"),
    ((90, 3.5, 0, 99, 500), "good"),
    ((120, 2, 0.8, 99, 500), "fail"),
    ((29, 1, 0, 100, 200), "pass"),
    ((30, 5.99, 0.79, 95, 100), "good"),
    ((30, 6, 0.79, 95, 100), "pass"),
    ((200, 12, 0, 99, 500), "fail"),
    ((200, 5, 0.1, 89, 500), "fail"),
    ((10, 0, 0, 100, 29), "not_assessed"),
    ((10, 0, 0, 100, 30), "pass"),
]


def figures(orders: float, odr: float, liability: float, positive: float, lifetime: float) -> dict[str, float | None]:
    return dict(zip(NAMES, (orders, odr / 100, liability / 100, positive / 100, lifetime), strict=True))


@pytest.mark.parametrize(("numbers", "level"), C3)
def test_levels_are_those_of_specification_c3(numbers: tuple[float, ...], level: str) -> None:
    assert aliexpress.standing(figures(*numbers), ALI).state == level


def test_phones_and_tablets_may_have_one_percent() -> None:
    rates = figures(120, 2, 0.8, 99, 500)
    assert aliexpress.standing(rates, ALI, aliexpress.PHONES).state == "excellent"
    assert aliexpress.standing(figures(120, 2, 1, 99, 500), ALI, aliexpress.PHONES).state == "fail"
    assert aliexpress.standing(rates, ALI, "toys") == aliexpress.standing(rates, ALI)


def test_one_ruling_in_125_fails() -> None:
    assert aliexpress.standing(figures(125, 1, 100 * 1 / 125, 99, 500), ALI).state == "fail"


def test_the_reasons_name_what_keeps_a_shop_down() -> None:
    assert aliexpress.reasons(figures(200, 5, 0.1, 89, 500), ALI) == ("positive_rate",)  # ALI-16
    assert aliexpress.reasons(figures(29, 1, 0, 100, 200), ALI) == ("assessed_orders",)  # ALI-18
    assert aliexpress.reasons(figures(90, 3.4, 0.7, 97, 500), ALI) == ()
    assert aliexpress.reasons(figures(10, 0, 0, 100, 29), ALI) == ()


@given(st.integers(30, 300), st.floats(0, 0.2), st.floats(0, 0.02), st.floats(0.8, 1))
def test_a_better_figure_never_lowers_the_level(orders: int, odr: float, liability: float, positive: float) -> None:
    order = ["excellent", "good", "pass", "fail"]
    rates = dict(zip(NAMES, (orders, odr, liability, positive, 500), strict=True))
    level = order.index(aliexpress.service_level(rates, ALI))
    for name, better in (("assessed_orders", orders + 60), ("bad_experience_rate", odr / 2), ("positive_rate", 1.0)):
        assert order.index(aliexpress.service_level({**rates, name: better}, ALI)) <= level


def test_each_level_brings_its_resources() -> None:
    assert [aliexpress.resources(level, ALI)["showcase"] for level in ALI.states] == [3, 1, 0, 0, 0]
    assert [aliexpress.resources(level, ALI)["mails"] for level in ALI.states] == [2000, 1000, 500, 0, 500]
    assert aliexpress.resources("fail", ALI)["campaigns"] == {"zh": "不允许参加", "en": "not allowed"}
    for row in ALI.tables["resources"]:
        assert set(row.cells) == set(ALI.states)
    assert {row.id for row in ALI.tables["meaning"]} == set(ALI.states)


def test_the_level_of_october_looks_at_ninety_days_to_the_end_of_september() -> None:
    window = aliexpress.level_window(dt.date(2019, 10, 17), ALI)
    assert window == (dt.date(2019, 7, 3), dt.date(2019, 9, 30))
    assert not window[0] <= dt.date(2019, 7, 1) and window[0] <= dt.date(2019, 8, 5)
    assert aliexpress.shown_by(dt.date(2019, 10, 17), ALI) == dt.date(2019, 10, 3)
    assert aliexpress.level_window(dt.date(2020, 3, 1), ALI)[1] == dt.date(2020, 2, 29)


@given(st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1)))
def test_a_level_always_looks_at_ninety_days_of_earlier_months(day: dt.date) -> None:
    first, last = aliexpress.level_window(day, ALI)
    assert (last - first).days == 89 and (last + dt.timedelta(days=1)).day == 1
    assert last < day and (day - last).days <= 31


def orders(n: int = 40, **first: object) -> dict[str, object]:
    rows = [{**SHIPPED, "price": 20.0, "delivered": at("2019-09-15")} for _ in range(n)]
    rows[0] |= first
    return tables(rows)


@pytest.mark.parametrize("what", BAD)
def test_each_bad_experience_makes_a_bad_order(what: str) -> None:
    found = account.figures(orders(**BAD[what]), ALI, DAY)
    assert (found["assessed_orders"], found["bad_experience_rate"]) == (40, pytest.approx(1 / 40))


@pytest.mark.parametrize("what", FINE)
def test_what_is_just_good_enough_is_no_bad_experience(what: str) -> None:
    assert account.figures(orders(**FINE[what]), ALI, DAY)["bad_experience_rate"] == 0


def test_an_order_counts_once_however_bad_it_was() -> None:
    everything = {"stars": 1.0, "stars_described": 1.0, "stars_shipping": 1.0, "arbitrated": True}
    assert account.figures(orders(**everything), ALI, DAY)["bad_experience_rate"] == pytest.approx(1 / 40)


def test_a_cancellation_that_is_not_the_sellers_is_not_assessed() -> None:
    cancelled = {"shipped": None, "delivered": None, "cancelled": at("2019-09-04"), "cancelled_by": "buyer"}
    found = account.figures(orders(**cancelled, cancel_reason="asked"), ALI, DAY)
    assert (found["assessed_orders"], found["bad_experience_rate"]) == (39, 0)


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(-20, 160), st.integers(-20, 160) | st.none()), min_size=1, max_size=6),
    st.dates(dt.date(2019, 1, 1), dt.date(2024, 12, 31)),
)
def test_an_order_is_in_every_window_that_holds_one_of_its_moments(
    moments: list[tuple[int, int | None]], day: dt.date
) -> None:
    def noon(ago: int | None) -> dt.datetime | None:
        return None if ago is None else dt.datetime.combine(day - dt.timedelta(days=ago), dt.time(20))

    rows = tables([{"ordered": noon(160), "shipped": noon(a), "feedback": noon(b)} for a, b in moments])
    metric = ALI.metric("assessed_orders")
    found = history(rows, ALI, day, 30)
    for n in range(30):
        seen = found[(found["metric"] == metric.id) & (found["day"] == day - dt.timedelta(days=n))]["rate"].item()
        expected = sum(any(a is not None and n <= a < n + 90 for a in pair) for pair in moments)
        assert seen == expected == inside(rows["orders"], metric, day - dt.timedelta(days=n), ALI.zone).sum()


@pytest.mark.parametrize(
    ("moment", "inside_it"),
    [("2019-07-03 06:59", False), ("2019-07-03 07:00", True), ("2019-10-01 06:59", True), ("2019-10-01 07:00", False)],
)
def test_the_window_is_cut_by_the_pacific_calendar(moment: str, inside_it: bool) -> None:
    rows = tables([{"ordered": at("2019-06-01"), "shipped": at(moment)}])
    assert account.figures(rows, ALI, DAY)["assessed_orders"] == inside_it


def test_rulings_are_counted_among_ended_orders() -> None:
    rows = [{**SHIPPED, "delivered": at("2019-09-15")} for _ in range(124)]
    ruled = {"claimed": at("2019-09-12"), "claim": "not_received", "arbitrated": True, "claim_result": "buyer"}
    found = account.figures(tables([*rows, {**SHIPPED, **ruled}, SHIPPED]), ALI, DAY)
    assert found["liability_rate"] == pytest.approx(1 / 125)
    assert account.figures(tables([SHIPPED]), ALI, DAY)["liability_rate"] is None
    assert aliexpress.standing(found, ALI).metrics["liability_rate"] == "fail"


def test_neutral_special_and_small_evaluations_are_not_in_the_positive_rate() -> None:
    stars = {"feedback": at("2019-09-20"), "price": 20.0}
    rows = [{**stars, "stars": n} for n in (5.0, 4.0, 3.0, 1.0)]
    rows.append({**stars, "stars": 1.0, "price": 4.99})
    rows.append({**stars, "stars": 1.0, "claim": "not_received", "arbitrated": True})
    rows.append({**stars, "stars": 1.0, "return_at": at("2019-09-10"), "arbitrated": True})
    assert account.figures(tables(rows), ALI, DAY)["positive_rate"] == pytest.approx(2 / 3)
    spanish = with_pack(ALI, "aliexpress-es-total")
    assert account.figures(tables(rows), spanish, DAY)["positive_rate"] == pytest.approx(2 / 4)
    changed = {(name, field) for name, field, _, _ in differences(ALI, ALI.packs[1])}
    assert ("metrics.positive_rate", "excludes") in changed and ("numbers.neutral_counts", "value") in changed


def test_a_young_shop_is_not_assessed_whatever_its_figures() -> None:
    row = {**SHIPPED, "delivered": at("2019-09-15"), "feedback": at("2019-09-20"), "stars": 5.0, "price": 20.0}
    assert account.standing(tables([row] * 29), ALI, DAY).state == "not_assessed"
    assert account.standing(tables([row] * 30), ALI, DAY).state == "good"


def test_the_help_pages_window_is_a_pack() -> None:
    rules = with_pack(ALI, "aliexpress-help-7-days")
    assert (rules.number("evaluation_days"), rules.number("evaluation_longest")) == (7, 45)
    assert next(one.hours for one in rules.clocks if one.id == "evaluation") == 7 * 24
    assert with_pack(ALI, "aliexpress-liability-30").metric("liability_rate").window_days == 30
