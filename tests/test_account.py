"""An account on one day: figures from rows, unknown where there is nothing to count, and a standing of its platform."""

from __future__ import annotations

import datetime as dt

import pytest

from scenarios.nouns import PLATFORMS
from scenarios.platforms import account, sheet
from tests.accounts import at, tables

DAY = dt.date(2019, 11, 30)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_an_empty_account_is_not_assessed_and_not_zero(platform: str) -> None:
    rules = sheet(platform)
    found = account.figures(tables(), rules, DAY)
    assert set(found) == {metric.id for metric in rules.metrics}
    assert {found[one.id] for one in rules.metrics if one.unit != "count"} == {None}
    assert account.standing(tables(), rules, DAY).state in rules.states


def test_one_claim_among_fifty_orders_of_sixty_days_is_two_percent() -> None:
    orders = [{"order_id": str(n), "ordered": at("2019-11-01")} for n in range(50)]
    orders[7] |= {"claim": "not_received", "claim_result": "open"}
    found = account.figures(tables(orders), sheet("amazon"), DAY)
    assert found["order_defect_rate"] == pytest.approx(0.02)
    assert account.standing(tables(orders), sheet("amazon"), DAY).metrics["order_defect_rate"] != "good"


def test_a_day_ends_when_it_ends_in_the_zone_of_the_sheet() -> None:
    assert account.end_of(dt.date(2019, 11, 30), "UTC") == at("2019-12-01 00:00")
    assert account.end_of(dt.date(2019, 11, 30), "Asia/Shanghai") == at("2019-11-30 16:00")
    assert account.end_of(dt.date(2019, 3, 9), "America/Los_Angeles") == at("2019-03-10 08:00")
    assert account.end_of(dt.date(2019, 3, 10), "America/Los_Angeles") == at("2019-03-11 07:00")
