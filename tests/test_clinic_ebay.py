"""An eBay account reads as eBay's own: three kinds of feedback, two price bands, disputes that grow out of neglect."""

from __future__ import annotations

from functools import cache

import pandas as pd

from scenarios.clinic.account import account
from scenarios.clinic.planner import expected_back
from scenarios.clinic.truth import figures
from scenarios.clinic.ward import clinic_cases, ward
from scenarios.clinic.xray import xray
from scenarios.platforms import sheet

CASES = {case.id: case for case in clinic_cases().values() if case.platform == "ebay"}


@cache
def orders(case: str) -> pd.DataFrame:
    return account(CASES[case], ward("ebay"))["orders"]


def test_feedback_is_good_neutral_or_bad() -> None:
    assert set(orders("ebay-clinic-01")["stars"].dropna()) == {1.0, 3.0, 5.0}


def test_two_cheap_pieces_stand_in_the_upper_band() -> None:
    found = orders("ebay-clinic-01")
    cases = found[found["product"] == "Silicone phone case"]
    assert set(cases["price"]) == {6.9, 13.8}
    case = CASES["ebay-clinic-01"]
    rates = figures(account(case, ward("ebay")), sheet("ebay"), case.day)
    assert rates["low_price_rate"].under + rates["high_price_rate"].under == rates["combined_rate"].under


def test_only_late_parcels_bring_low_scores_for_shipping_time() -> None:
    found = orders("ebay-clinic-04")
    low = found[found["stars_shipping"] == 1]
    assert len(low) >= 5
    assert not (low["delivered"] <= low["promised"]).any()


def test_a_return_left_alone_becomes_a_dispute_that_ebay_decides() -> None:
    found = orders("ebay-clinic-11")
    left = found[found["return_at"].notna() & found["return_answered"].isna() & found["arbitrated"]]
    assert len(left) >= 20
    assert (left["claimed"] > left["return_at"] + pd.Timedelta(days=3)).all()
    assert set(left["claim"]) == {"not_as_described"}


def test_a_return_is_refunded_after_it_was_asked_for() -> None:
    found = orders("ebay-clinic-09")
    size = found[(found["refund_reason"] == "size") & found["return_at"].notna()]
    assert len(size) >= 20 and (size["refunded"] > size["return_at"]).all()


def test_every_state_of_the_sheet_has_a_meaning() -> None:
    assert {one.state for one in ward("ebay").meanings} == set(sheet("ebay").states)


def test_a_policy_violation_has_no_day_to_come_back_on() -> None:
    case, rules = CASES["ebay-clinic-06"], sheet("ebay")
    tables, metric = account(case, ward("ebay")), rules.metric("policy_violations")
    figure = figures(tables, rules, case.day)[metric.id]
    assert expected_back(xray(tables, rules, metric, case.day), metric, figure, case.day, 1) is None
