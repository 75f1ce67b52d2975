"""Dealing gives neighbours other facts of the same case: the same seed the same, and no old value left anywhere."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.amounts import amounts_in, reprice_text, scale
from scenarios.case import load_cases, parse_case
from scenarios.deal import deal
from scenarios.nouns import Case
from scenarios.written_dates import lone_months, shift_text

CASES = Path(__file__).parents[1] / "scenarios" / "cases"
DEALT = [case for case in load_cases(CASES) if case.dealt]
NOW = dt.date(2026, 6, 17)

TEXT = """
id: d-01
platform: ebay
stage: after-sale
language: en
now: 2026-06-17T09:00:00+01:00
title: {zh: 壶没到, en: Megan's pot}
buyer: {name: Megan Hill, country: GB, gender: f}
thread: ["Ordered on the 3rd, paid £24.99 plus £3.00 shipping (27.99 GBP). My number is LX374910265CN. Megan"]
order: {id: 08-34917-20656, tracking: LX374910265CN, currency: GBP, shipping: 3.00, placed: 2026-06-03,
  items: [{title: Pot, sku: P-24, qty: 1, unit_price: 24.99}]}
facts:
  - {id: scan, text: "last scan 12 June in Leeds", values: [{kind: date, value: 2026-06-12}]}
  - id: money
    text: "from June 21st all 27.99 GBP back"
    values: [{kind: date, value: 2026-06-21}, {kind: money, value: 27.99, currency: GBP}]
  - {id: weight, text: "27.99 kg of 12 pieces", values: [{kind: measure, value: 27.99, unit: kg}]}
authority: ["REFUND_FULL@from 21 June"]
tasks: [{id: t1, text: "tell Megan what happens on 21 June", by: [REFUND_FULL], facts: [money]}]
must_not: ["promise £27.99 before 21 June"]
tracking_history: [{at: 2026-06-12, place: Leeds}]
size_chart: [{size: "27.99"}]
samples:
  good: "Dear Ms Hill, you get 27.99 GBP from 21 June (order 08-34917-20656). It was in Leeds on Friday, 12 June."
deal: {name: true, ids: true, days: [-14, 14], amount: [0.8, 1.3]}
"""


def spoken(case: Case) -> str:
    """Everything people read in the case, in one text."""
    parts = [case.buyer.name, *(line.text for line in case.thread), *(fact.text for fact in case.facts)]
    parts += [*(task.text for task in case.tasks), *case.must_not, *(s.text for s in case.samples.values())]
    parts += [promise.condition or "" for promise in case.authority or ()]
    parts += [case.order.id, case.order.tracking] if case.order else []
    return "\n".join([*parts, *case.title.values()])


def test_a_case_without_a_deal_block_stays_as_it_is() -> None:
    case = parse_case(TEXT.replace("deal:", "notes:"))
    assert deal(case, 5) is case


@given(st.integers(min_value=0, max_value=10**9))
@settings(max_examples=25, deadline=None)
def test_the_same_seed_is_always_the_same_and_everything_agrees(seed: int) -> None:
    old = parse_case(TEXT)
    new = deal(old, seed)
    assert new == deal(old, seed)
    days = (new.now - old.now).days
    assert days % 7 == 0 and days != 0
    text = spoken(new)
    for word in ("Megan", "Hill", "08-34917-20656", "LX374910265CN", "24.99", "£3.00"):
        assert word not in text
    assert new.order and old.order and new.order.placed and old.order.placed
    assert new.order.placed - old.order.placed == dt.timedelta(days=days)
    assert new.order.id in text and new.order.tracking in new.thread[0].text
    money = new.facts[1].values[1].value
    price, shipping = new.order.items[0].unit_price or 0, new.order.shipping or 0
    assert round(price + shipping, 2) == money
    assert f"{money:.2f} GBP" in new.facts[1].text and f"£{money:.2f}" in new.must_not[0]
    assert new.facts[2] == old.facts[2] and new.extra["size_chart"] == old.extra["size_chart"]
    last = dt.date.fromisoformat(new.facts[0].values[0].value)
    assert last == dt.date(2026, 6, 12) + dt.timedelta(days=days)
    assert f"{last.day} {last:%B}" in new.facts[0].text and f"Friday, {last.day} {last:%B}" in new.samples["good"].text
    assert new.extra["tracking_history"][0]["at"] == last


@given(st.integers(min_value=0, max_value=10**6))
@settings(max_examples=25, deadline=None)
def test_neighbours_get_different_names(seed: int) -> None:
    case = parse_case(TEXT)
    assert deal(case, seed).buyer.name != deal(case, seed + 1).buyer.name


def test_at_least_ten_of_our_cases_are_dealt() -> None:
    assert len(DEALT) >= 10


@pytest.mark.parametrize("case", DEALT, ids=lambda case: case.id)
def test_our_dealt_cases_keep_no_old_name_id_or_amount(case: Case) -> None:
    for seed in (0, 1, 7):
        new = deal(case, seed)
        text = spoken(new)
        for word in case.buyer.name.split() if case.dealt.get("name") else ():
            assert not re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text), word
        if case.order and case.dealt.get("ids"):
            for code in filter(None, (case.order.id, case.order.tracking)):
                assert code not in text
        for before, after in zip(case.facts, new.facts, strict=True):
            for old, now in zip(before.values, after.values, strict=True):
                if old.kind == "date" and old.value:
                    days = (new.now - case.now).days
                    shifted = dt.datetime.fromisoformat(old.value) + dt.timedelta(days=days)
                    assert dt.datetime.fromisoformat(now.value) == shifted
                    for form in ("{0.day} {0:%B}", "{0:%B} {0.day}", "{0.month}月{0.day}日"):
                        was = form.format(dt.datetime.fromisoformat(old.value))
                        assert was not in before.text or form.format(shifted) in after.text
                if old.kind == "money" and old.value != now.value and now.value is not None:
                    assert round(now.value * 100) in amounts_in(after.text) | {round(now.value * 100)}
                    assert round(old.value * 100) not in amounts_in(after.text)


@pytest.mark.parametrize(
    ("text", "later"),
    [
        ("last scan 12 June, Leeds", "last scan 19 June, Leeds"),
        ("June 12.", "June 19."),
        ("the 12th of June", "the 19th of June"),
        ("from 26 to 29 June", "from 3 to 6 July"),
        ("22-26 June", "29 June-3 July"),
        ("June 12-14", "June 19-21"),
        ("in 3 to 5 business days", "in 3 to 5 business days"),
        ("12 Jun. it came", "19 Jun. it came"),
        ("on the 24th", "on the 1st"),
        ("the 2nd floor", "the 2nd floor"),
        ("by 2026-06-28", "by 2026-07-05"),
        ("21 june you no receive", "28 june you no receive"),
        ("You may 12 times", "You may 12 times"),
        ("30 December 2026", "6 January 2027"),
        ("on Sunday", "on Sunday"),
        ("6月12日到15日", "6月19日到22日"),
        ("6月28号前", "7月5号前"),
        ("31 June", "31 June"),
    ],
)
def test_dates_move_in_the_form_they_were_written_in(text: str, later: str) -> None:
    assert shift_text(text, 7, NOW) == later


def test_a_month_named_alone_is_noticed() -> None:
    assert lone_months("in March he ordered on 5 May, 六月 and 7月发货, 8月3日") == {3, 7}


@given(st.integers(min_value=-30, max_value=30), st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)))
def test_a_date_moved_there_and_back_is_itself(weeks: int, day: dt.date) -> None:
    text = f"by {day.day} {day:%B}, or {day:%B} {day.day}, or {day.month}月{day.day}日, or {day.isoformat()}"
    there = shift_text(text, weeks, day)
    assert shift_text(there, -weeks, day + dt.timedelta(days=weeks)) == text


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("$24.99 back", "$30.00 back"),
        ("24.99 USD", "30.00 USD"),
        ("refund all 24.99 or", "refund all 30.00 or"),
        ("1,250.00 EUR", "1,500.00 EUR"),
        ("12 dollars for 12 pieces", "15 dollars for 12 pieces"),
        ("退12元", "退15元"),
        ("20% of it", "20% of it"),
        ("YT2499", "YT2499"),
    ],
)
def test_amounts_change_only_where_they_are_money(text: str, new: str) -> None:
    assert reprice_text(text, {2499: 3000, 125000: 150000, 1200: 1500, 2000: 9999}) == new


@given(st.sets(st.integers(min_value=50, max_value=50_000), min_size=1, max_size=4), st.integers(0, 10**6))
@settings(max_examples=50)
def test_sums_stay_sums_when_amounts_are_scaled(amounts: set[int], seed: int) -> None:
    known = amounts | {sum(sorted(amounts)[:2])} if len(amounts) > 1 else amounts
    new = scale(known, (0.8, 1.3), (), seed)
    if new and len(amounts) > 1:
        low, high = sorted(amounts)[:2]
        assert new[low] + new[high] == new[low + high]
    assert not set(new.values()) & known or not new
