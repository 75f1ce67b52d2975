"""A revision of feedback: solved first, within thirty days, five in a thousand, and ten days for the buyer."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet
from scenarios.platforms.packs import with_settings
from scenarios.platforms.revision import may_ask, may_rate, quota, rating_after, state

EBAY = sheet("ebay")
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1))


def after(day: dt.date, n: int) -> dt.date:
    return day + dt.timedelta(days=n)


def test_five_requests_for_each_full_thousand() -> None:
    assert [quota(n, EBAY) for n in (0, 999, 1000, 1999, 2000, 10_500)] == [5, 5, 5, 5, 10, 50]
    assert quota(999, with_settings(EBAY, {"revision_quota_small": 0})) == 0


@given(DAYS)
def test_the_thirtieth_day_is_the_last(left: dt.date) -> None:
    def may(today: dt.date) -> str:
        return may_ask(left, today, True, 1000, 0, EBAY).reason

    assert [may(after(left, n)) for n in (-1, 0, 30, 31)] == ["revision_early", "", "", "revision_late"]


def test_solving_comes_first_and_the_quota_counts() -> None:
    day = dt.date(2019, 6, 1)
    unsolved = may_ask(day, day, False, 1000, 0, EBAY)
    assert (unsolved.may, unsolved.reason, unsolved.source) == (False, "revision_unsolved", "EBY-04")
    assert unsolved.closes == dt.date(2019, 7, 1) and unsolved.why["zh"]
    assert may_ask(day, day, True, 1000, 4, EBAY).may
    assert may_ask(day, day, True, 1000, 5, EBAY).reason == "revision_quota"


@given(DAYS)
def test_the_buyer_has_ten_days(asked: dt.date) -> None:
    assert [state(asked, after(asked, n), EBAY) for n in (0, 10, 11)] == ["waiting", "waiting", "lapsed"]
    assert state(asked, after(asked, 20), EBAY, after(asked, 10), True) == "revised"
    assert state(asked, after(asked, 20), EBAY, after(asked, 10), False) == "declined"
    assert state(asked, after(asked, 20), EBAY, after(asked, 11), True) == "lapsed"
    assert state(asked, after(asked, 3), EBAY, after(asked, 4), True) == "waiting"


def test_only_a_revision_changes_the_rating() -> None:
    assert rating_after(-1, "revised", 1) == 1
    assert {rating_after(-1, other, 1) for other in ("waiting", "declined", "lapsed")} == {-1}


def test_an_unpaid_item_case_takes_the_right_to_rate() -> None:
    assert may_rate(False, EBAY).may and may_rate(True, EBAY).source == "EBY-12"
