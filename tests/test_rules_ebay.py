"""eBay's sheet counts problem transactions in two price bands, and its states follow reading C4 of the course."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.platforms import account, ebay, sheet
from scenarios.platforms.packs import differences, with_pack, with_settings
from tests.accounts import at, tables
from tests.facts import cited, ids

EBAY = sheet("ebay")
SET = with_settings(EBAY, {"dispute_standard": 0.02, "dispute_near": 0.8})
DAY = dt.date(2019, 11, 30)
BAD = {
    "low_described": {"stars_described": 3.0},
    "low_shipping_time": {"stars_shipping": 1.0},
    "out_of_stock": {"cancelled_by": "seller", "cancel_reason": "out_of_stock"},
    "neutral": {"stars": 3.0},
    "not_received": {"claim": "not_received"},
    "not_as_described": {"claim": "not_as_described"},
}


def test_every_fact_of_ebay_stands_in_its_sheet() -> None:
    facts = ids("EBY", range(1, 15), range(20, 48), range(50, 63))
    without_rule = {
        "EBY-13",  # the quota under 1000 feedbacks: the setting of GAP-09
        "EBY-30",  # the other year's standards: the pack of CNF-04
    }
    assert facts - cited("ebay") == without_rule
    assert {"GAP-06", "GAP-07", "GAP-09", "CNF-04", "CNF-07"} <= cited("ebay")


def test_every_clock_of_ebay_has_its_number() -> None:
    assert EBAY.number("revision_days") == 30  # CLK-03
    assert EBAY.number("revision_answer_days") == 10  # CLK-04
    assert EBAY.number("unpaid_answer_days") == 4  # CLK-05
    assert (EBAY.number("unpaid_open_from"), EBAY.number("unpaid_open_to")) == (2, 32)  # CLK-06
    assert EBAY.number("unpaid_close_to") == 36  # CLK-07
    assert EBAY.number("invoice_days") == 30  # CLK-08
    assert EBAY.number("second_chance_days") == 60  # CLK-09
    assert [EBAY.metric(name).window_days for name in ("combined_rate", "non_shipping")] == [365, 56]  # CLK-10
    assert EBAY.metric("problem_listings").window_days == 7  # CLK-11


def shop(low: int, low_bad: int, high: int, high_bad: int, **more: float) -> dict[str, float | None]:
    tally = {"orders_low": low, "bad_low": low_bad, "orders_high": high, "bad_high": high_bad}
    return ebay.rates({**tally, "orders": low + high, "bad": low_bad + high_bad, **more}, EBAY)


C4 = [
    ((30, 1, 20, 1), "pass", False, "not_assessed"),
    ((31, 1, 20, 0), "pass", False, "normal"),
    ((40, 3, 60, 0), "pass", False, "warning"),
    ((40, 3, 60, 3), "pass", False, "restricted"),
    ((40, 3, 60, 3), "pass", True, "exceeded"),
    ((100, 5, 0, 0), "pass", False, "normal"),
    ((100, 5, 0, 0), "warning", False, "warning"),
    ((100, 0, 100, 0), "fail", False, "restricted"),
    ((20, 2, 40, 0), "pass", False, "normal"),
    ((21, 2, 40, 0), "pass", False, "warning"),
]


@pytest.mark.parametrize(("counts", "dispute", "elsewhere", "state"), C4)
def test_the_overall_state_follows_reading_c4(
    counts: tuple[int, int, int, int], dispute: str, elsewhere: bool, state: str
) -> None:
    assert ebay.overall(shop(*counts), dispute, EBAY, elsewhere) == state


def test_the_dispute_state_is_unknown_until_a_class_sets_a_standard() -> None:
    assert ebay.dispute_state(0.5, EBAY) is None
    assert ebay.dispute_state(None, EBAY) == ebay.dispute_state(None, SET) == "not_assessed"
    found = [ebay.dispute_state(rate, SET) for rate in (0.0, 0.0159, 0.016, 0.02, 0.0201)]
    assert found == ["pass", "pass", "warning", "warning", "fail"]
    assert ebay.dispute_state(0.02, with_settings(EBAY, {"dispute_standard": 0.02})) == "pass"


def test_disputes_over_a_set_standard_restrict_the_account() -> None:
    rates = shop(60, 0, 60, 0, disputes=3)
    standing = ebay.standing(rates, SET)
    assert (standing.state, standing.metrics["dispute_rate"]) == ("restricted", "restricted")
    assert ebay.standing(rates, SET, elsewhere=True).state == "exceeded"
    assert ebay.standing(rates, EBAY).state == "normal"


def test_the_states_of_the_eight_weeks_need_a_standard() -> None:
    assert ebay.part_state("non_shipping", 0.9, EBAY) is None
    rules = with_settings(EBAY, {"non_shipping_standard": 0.05, "shipping_standard": 0.03, "shipping_window": 30})
    assert ebay.part_state("non_shipping", None, rules) is None
    assert ebay.part_state("non_shipping", 0.05, rules) == "normal"
    assert ebay.part_state("non_shipping", 0.051, rules) == "warning"
    assert ebay.part_state("shipping", 0.031, rules, before=True) == "restricted"
    assert ebay.part_state("shipping", 0.031, rules, elsewhere=True) == "exceeded"
    assert rules.metric("shipping").window_days == 30


def test_the_forecast_level_shows_today_what_the_current_one_will_show() -> None:
    found = ebay.levels(shop(40, 0, 60, 0), shop(40, 3, 60, 0, problem_listings=2), EBAY)
    assert (found.current.overall, found.forecast.overall) == ("normal", "warning")
    assert (found.current.problem_listings, found.forecast.problem_listings) == (0, 2)
    assert all(EBAY.row("meaning", f"overall.{state}").name["zh"] for state in EBAY.states)


def test_a_second_evaluation_over_the_standard_restricts() -> None:
    rules = with_settings(EBAY, {"non_shipping_standard": 0.05})
    over, within = {"non_shipping": 0.06}, {"non_shipping": 0.04}
    found = [
        ebay.levels(first, then, rules).forecast.non_shipping for first in (within, over) for then in (within, over)
    ]
    assert found == ["normal", "warning", "normal", "restricted"]


def test_a_problem_listing_is_taken_down_by_its_deadline() -> None:
    day = dt.date(2019, 6, 7)
    assert ebay.listing_state(day, None, day) == "to_do"
    assert ebay.listing_state(day, day, day) == "handled"
    assert ebay.listing_state(day, None, dt.date(2019, 6, 8)) == "removed"
    assert ebay.listing_state(day, dt.date(2019, 6, 8), dt.date(2019, 6, 9)) == "removed"
    assert ebay.listing_state(day, None, day, against_policy=True) == "against_policy"


@pytest.mark.parametrize("what", BAD)
def test_each_problem_makes_one_bad_transaction(what: str) -> None:
    orders = [{"ordered": at("2019-11-01"), "price": 8.0} for _ in range(60)]
    orders[3] |= BAD[what]
    found = account.figures(tables(orders), EBAY, DAY)
    assert found["low_price_rate"] == found["combined_rate"] == pytest.approx(1 / 60)
    assert found["high_price_rate"] is None


def test_a_transaction_with_two_problems_counts_once() -> None:
    orders = [{"ordered": at("2019-11-01"), "price": 20.0} for _ in range(60)]
    orders[3] |= {"stars": 1.0, "claim": "not_received"}
    found = account.figures(tables(orders), EBAY, DAY)
    assert found["combined_rate"] == found["high_price_rate"] == pytest.approx(1 / 60)
    assert found["shipping"] == found["non_shipping"] == pytest.approx(1 / 60)


def test_ten_dollars_is_still_the_low_band() -> None:
    orders = [{"ordered": at("2019-11-01"), "price": price} for price in [10.0] * 21 + [10.01] * 22]
    orders[0]["stars"] = orders[21]["stars"] = 1.0
    found = account.figures(tables(orders), EBAY, DAY)
    assert found["low_price_rate"] == pytest.approx(1 / 21) and found["high_price_rate"] == pytest.approx(1 / 22)
    assert found["combined_rate"] is None  # 43 in all


@pytest.mark.parametrize(
    ("metric", "minimum"), [("low_price_rate", 20), ("high_price_rate", 20), ("combined_rate", 50)]
)
def test_a_volume_at_the_minimum_is_not_assessed_and_one_more_is(metric: str, minimum: int) -> None:
    price = 5.0 if metric == "low_price_rate" else 50.0
    orders = [{"ordered": at("2019-11-01"), "price": price} for _ in range(minimum)]
    assert account.figures(tables(orders), EBAY, DAY)[metric] is None
    assert account.figures(tables([*orders, orders[0]]), EBAY, DAY)[metric] == 0


@settings(deadline=None, max_examples=20)
@given(st.dates(dt.date(2019, 1, 1), dt.date(2025, 1, 1)))
def test_eight_weeks_and_a_year_end_at_their_edges(day: dt.date) -> None:
    def counted(ago: int) -> tuple[float | None, float | None]:
        moment = dt.datetime.combine(day - dt.timedelta(days=ago), dt.time(23, 59))
        rows = tables([{"ordered": moment, "price": 50.0, "stars": 1.0} for _ in range(51)])
        found = account.figures(rows, EBAY, day)
        return found["non_shipping"], found["combined_rate"]

    assert counted(0) == counted(55) == (1, 1)
    assert counted(56) == counted(364) == (None, 1)
    assert counted(365) == counted(-1) == (None, None)


def test_what_counts_for_the_eight_weeks_is_not_what_counts_for_the_year() -> None:
    orders = [{"ordered": at("2019-11-01"), "price": 20.0} for _ in range(60)]
    orders[0] |= {"cancelled_by": "seller", "cancel_reason": "asked"}
    orders[1] |= {"return_at": at("2019-11-10"), "refund_reason": "not_as_described"}
    orders[2] |= {"stars_shipping": 1.0}
    found = account.figures(tables(orders), EBAY, DAY)
    assert found["non_shipping"] == pytest.approx(2 / 60)
    assert found["shipping"] == found["combined_rate"] == pytest.approx(1 / 60)


def test_the_other_years_standards_are_a_pack() -> None:
    rules = with_pack(EBAY, "ebay-public-463")
    assert [rules.metric(name).at_most for name in ("low_price_rate", "high_price_rate", "combined_rate")] == [
        0.04,
        0.06,
        0.03,
    ]
    assert ebay.overall(shop(100, 4, 0, 0), None, EBAY) == "normal"
    assert ebay.overall(shop(100, 4, 0, 0), None, rules) == "restricted"
    assert differences(EBAY, EBAY.packs[0])[0] == ("metrics.low_price_rate", "at_most", 0.05, 0.04)


def test_a_setting_writes_its_value_where_it_belongs() -> None:
    for one in EBAY.settings:
        for target in one.sets:
            _, name, field = target.split(".")
            assert getattr(EBAY.metric(name), field) == one.value
    assert SET.metric("dispute_rate").at_most == 0.02
    assert with_settings(SET, {"dispute_standard": None}).metric("dispute_rate").at_most is None
    leap = with_settings(EBAY, {"long_term_window": 900})
    assert {leap.metric(name).window_days for name in ("combined_rate", "dispute_rate")} == {366}
