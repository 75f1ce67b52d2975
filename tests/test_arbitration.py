"""An AliExpress dispute: five days to answer, or it ends as the buyer asked; the other days are public pages'."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from scenarios.platforms import sheet
from scenarios.platforms.arbitration import escalates, may_answer, may_escalate, may_open, state

ALI = sheet("aliexpress")
DAYS = st.dates(dt.date(2016, 1, 1), dt.date(2030, 1, 1))


def after(day: dt.date, n: int) -> dt.date:
    return day + dt.timedelta(days=n)


@given(DAYS)
def test_the_fifth_day_is_the_last_to_answer(changed: dt.date) -> None:
    found = [may_answer(changed, after(changed, n), ALI).reason for n in (-1, 0, 5, 6)]
    assert found == ["answer_early", "", "", "answer_late"]
    assert [state(changed, None, after(changed, n), ALI) for n in (5, 6)] == ["waiting", "executed"]
    assert state(changed, after(changed, 5), after(changed, 9), ALI) == "answered"
    assert state(changed, after(changed, 6), after(changed, 9), ALI) == "executed"


@given(DAYS)
def test_a_dispute_opens_after_ten_days_or_at_once_with_a_fast_promise(shipped: dt.date) -> None:
    found = [may_open(shipped, after(shipped, n), 30, ALI).may for n in (9, 10)]
    assert found == [False, True]
    assert may_open(shipped, shipped, 4, ALI).may and not may_open(shipped, shipped, 5, ALI).may
    assert not may_open(shipped, after(shipped, 9), None, ALI).may


@given(DAYS)
def test_it_escalates_from_day_4_to_15_and_by_itself_on_day_16(opened: dt.date) -> None:
    found = [may_escalate(opened, after(opened, n), ALI).reason for n in (3, 4, 15, 16)]
    assert found == ["escalate_early", "", "", "escalate_late"]
    assert escalates(opened, ALI) == (after(opened, 16), after(opened, 23))
