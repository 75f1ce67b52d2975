"""DHgate's level rests on figures whose thresholds nobody knows; what is known is twenty orders and the fifth."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.platforms import account, dhgate, sheet
from scenarios.platforms.packs import differences, with_pack, with_settings
from tests.accounts import at, tables
from tests.facts import cited, ids

DHG = sheet("dhgate")
DAY = dt.date(2019, 9, 30)
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1))
OWN = with_settings(
    DHG,
    {
        "top_sales": 10_000,
        "top_bad_purchase": 0.01,
        "top_liability": 0.005,
        "premium_sales": 3_000,
        "premium_bad_purchase": 0.03,
        "premium_liability": 0.01,
    },
)
ROW = {"ordered": at("2019-09-01"), "shipped": at("2019-09-03"), "price": 100.0}


def test_every_fact_of_dhgate_stands_in_its_sheet() -> None:
    assert ids("DHG", range(1, 29)) - cited("dhgate") == set()
    assert {"GAP-20", "GAP-21", "GAP-22"} <= cited("dhgate")


def test_every_clock_of_dhgate_has_its_number() -> None:
    assert (DHG.number("open_from"), DHG.number("open_to")) == (5, 90)  # CLK-21
    assert DHG.number("answer_days") == 5  # CLK-22
    assert DHG.number("agree_days") == 10  # CLK-23
    assert DHG.number("return_days") == 7  # CLK-24
    assert DHG.number("resend_days") == 90  # CLK-25
    assert DHG.number("refresh_day") == 5  # CLK-26
    clocks = {one.id: one.hours for one in DHG.clocks}
    assert clocks["answer"] == 5 * 24 and clocks["agree"] == 10 * 24 and clocks["return"] == 7 * 24


def rates(orders: float, sales: float, bad: float, ruled: float) -> dict[str, float | None]:
    return {"orders": orders, "sales": sales, "bad_purchase_rate": bad, "liability_dispute_rate": ruled}


def test_without_numbers_nobody_is_top_or_premium() -> None:
    assert dhgate.merchant_level(rates(500, 1e6, 0, 0), DHG) == "standard"
    assert dhgate.reaches("top", rates(500, 1e6, 0, 0), DHG) is None
    assert dhgate.reaches("top", rates(19, 1e6, 0, 0), DHG) is False
    assert all(one.value is None for one in DHG.settings if one.id.startswith(("top_", "premium_")))


def test_twenty_orders_are_needed_for_the_high_levels() -> None:
    assert dhgate.merchant_level(rates(20, 10_000, 0.009, 0.004), OWN) == "top"
    assert dhgate.merchant_level(rates(19, 10_000, 0.009, 0.004), OWN) == "standard"
    assert dhgate.merchant_level(rates(20, 9_999, 0.009, 0.004), OWN) == "premium"
    assert dhgate.merchant_level(rates(20, 10_000, 0.06, 0.004), OWN) == "below_standard"
    assert dhgate.merchant_level(rates(20, 10_000, 0.06, 0.004), OWN, new_seller=True) == "standard"


def test_few_orders_miss_their_bound_but_are_not_below_standard() -> None:
    standing = dhgate.standing(rates(3, 10, 0, 0), DHG)
    assert (standing.state, standing.metrics["orders"]) == ("standard", "missed")
    assert {row.id for row in DHG.tables["meaning"]} <= set(DHG.states)


def test_a_new_sellers_first_three_orders_do_not_count_for_liability() -> None:
    orders = [(dt.date(2019, 9, n), n <= 3) for n in (5, 1, 2, 3, 4)]
    assert dhgate.liability_rate(orders, DHG) == 3 / 5
    assert dhgate.liability_rate(orders, DHG, new_seller=True) == 0
    assert dhgate.liability_rate(orders[:3], DHG, new_seller=True) is None


def test_levels_are_set_on_the_fifth() -> None:
    assert dhgate.next_refresh(dt.date(2019, 5, 5), DHG) == dt.date(2019, 5, 5)
    assert dhgate.next_refresh(dt.date(2019, 5, 6), DHG) == dt.date(2019, 6, 5)
    assert dhgate.next_refresh(dt.date(2019, 12, 31), DHG) == dt.date(2020, 1, 5)


def test_the_example_of_may_is_exact_in_a_leap_year() -> None:
    assert dhgate.level_window(dt.date(2020, 5, 5), DHG) == (dt.date(2020, 2, 1), dt.date(2020, 4, 30))
    assert dhgate.level_window(dt.date(2019, 5, 5), DHG) == (dt.date(2019, 1, 31), dt.date(2019, 4, 30))


@given(DAYS)
def test_the_next_refresh_is_a_fifth_within_a_month_and_looks_at_ninety_days(day: dt.date) -> None:
    found = dhgate.next_refresh(day, DHG)
    assert found.day == 5 and 0 <= (found - day).days <= 30
    first, last = dhgate.level_window(found, DHG)
    assert (last - first).days == 89 and (last + dt.timedelta(days=5)) == found


BAD = {
    "unanswered": {"claimed": at("2019-09-20"), "claim_result": "buyer"},
    "answered late": {"claimed": at("2019-09-20"), "claim_answered": at("2019-09-25 00:01")},
}
CAMPAIGN = {
    "false tracking": {"tracking": "X1", "shipped": at("2019-09-03")},
    "not shipped": {"shipped": None, "ship_by": at("2019-09-05")},
    "cancelled": {"shipped": None, "cancelled": at("2019-09-05"), "cancelled_by": "seller"},
}


def shop(**first: object) -> dict[str, object]:
    return tables([{**ROW, **first}, *[ROW] * 24])


@pytest.mark.parametrize("what", BAD)
def test_only_the_confirmed_bad_experience_counts(what: str) -> None:
    assert account.figures(shop(**BAD[what]), DHG, DAY)["bad_purchase_rate"] == pytest.approx(1 / 25)


@pytest.mark.parametrize("what", CAMPAIGN)
def test_the_campaign_of_2019_counts_more_as_a_pack(what: str) -> None:
    rules = with_pack(DHG, "dhgate-campaign-2019")
    assert account.figures(shop(**CAMPAIGN[what]), DHG, DAY)["bad_purchase_rate"] == 0
    assert account.figures(shop(**CAMPAIGN[what]), rules, DAY)["bad_purchase_rate"] == pytest.approx(1 / 25)
    assert {field for _, field, _, _ in differences(DHG, DHG.packs[0])} == {"counts", "source"}


def test_an_answer_on_the_fifth_day_is_no_bad_experience() -> None:
    found = account.figures(shop(claimed=at("2019-09-20"), claim_answered=at("2019-09-25")), DHG, DAY)
    assert found["bad_purchase_rate"] == 0


def test_a_ruling_counts_and_an_agreement_does_not() -> None:
    ruled = {
        "claimed": at("2019-09-10"),
        "claim_answered": at("2019-09-11"),
        "arbitrated": True,
        "claim_result": "buyer",
    }
    assert account.figures(shop(**ruled), DHG, DAY)["liability_dispute_rate"] == pytest.approx(1 / 25)
    agreed = {**ruled, "arbitrated": False, "claim_result": "agreed"}
    assert account.figures(shop(**agreed), DHG, DAY)["liability_dispute_rate"] == 0


def test_orders_and_sales_leave_out_what_the_buyer_withdrew() -> None:
    gone = {"shipped": None, "cancelled": at("2019-09-02"), "cancelled_by": "buyer"}
    found = account.figures(shop(**gone), DHG, DAY)
    assert (found["orders"], found["sales"]) == (24, 2400)
    assert account.figures(tables(), DHG, DAY)["bad_purchase_rate"] is None


def test_a_policy_notice_costs_three_yellow_cards() -> None:
    notice = {"kind": "policy", "at": at("2019-09-10")}
    found = account.figures(tables([ROW] * 25, notices=[notice]), DHG, DAY)
    assert found["yellow_cards"] == 3
    assert dhgate.standing(found, DHG).state == "below_standard"


@settings(deadline=None, max_examples=30)
@given(DAYS)
def test_the_ninetieth_day_is_in_the_window_and_the_next_is_not(day: dt.date) -> None:
    def orders(ago: int) -> float | None:
        moment = dt.datetime.combine(day - dt.timedelta(days=ago), dt.time(12))
        return account.figures(tables([{"ordered": moment}]), DHG, day)["orders"]

    assert [orders(n) for n in (-1, 0, 89, 90)] == [0, 1, 1, 0]


def test_feedback_without_marks_has_no_rate() -> None:
    marks = [{**ROW, "feedback": at("2019-09-20"), "stars": stars} for stars in (5.0, 4.0, 3.0, 1.0)]
    assert account.figures(tables(marks), DHG, DAY)["positive_rate"] == 0.5
    assert account.figures(tables([ROW]), DHG, DAY)["positive_rate"] is None
