"""Values are found where they stand, in both languages, however people write them."""

from __future__ import annotations

import datetime as dt
import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reading.numbers import chinese, english
from reading.said import Said, after
from reading.values import values_in

NOW = dt.datetime(2026, 6, 17, 9, tzinfo=dt.timezone(dt.timedelta(hours=-7)))  # a Wednesday
D = Decimal


def found(text: str, kind: str, currency: str | None = None) -> list[Said]:
    return [said for said in values_in(text, NOW, "en", currency) if said.kind == kind]


MONEY: list[tuple[str, Any, str | None]] = [
    ("a refund of $24.99 today", D("24.99"), "USD"),
    ("USD 24.99 in full", D("24.99"), "USD"),
    ("USD24.99", D("24.99"), "USD"),
    ("it is 24.99 dollars", D("24.99"), "USD"),
    ("24.99 USD", D("24.99"), "USD"),
    ("US$24.99", D("24.99"), "USD"),
    ("AU$12.50 off", D("12.5"), "AUD"),
    ("$12.50 AUD", D("12.5"), "AUD"),
    ("costs 24,99 €", D("24.99"), "EUR"),
    ("€24.99", D("24.99"), "EUR"),
    ("56 euros", D(56), "EUR"),
    ("£8", D(8), "GBP"),
    ("¥100", D(100), "CNY"),
    ("￥１００", D(100), "CNY"),
    ("退您100元", D(100), "CNY"),
    ("5块钱", D(5), "CNY"),
    ("RMB 20", D(20), "CNY"),
    ("人民币20元", D(20), "CNY"),
    ("退款24.99美元", D("24.99"), "USD"),
    ("ten dollars back", D(10), "USD"),
    ("a five-dollar voucher", D(5), "USD"),
    ("twenty-five euros", D(25), "EUR"),
    ("24 dollars and 99 cents", D("24.99"), "USD"),
    ("50 cents", D("0.5"), "USD"),
    ("$1,200.50 in all", D("1200.50"), "USD"),
    ("1.200,50 €", D("1200.50"), "EUR"),
    ("十五美元", D(15), "USD"),
    ("$5-10", (D(5), D(10)), "USD"),
    ("$5 to $10", (D(5), D(10)), "USD"),
    ("refund all 24.99 or send new", D("24.99"), None),
]


@pytest.mark.parametrize(("text", "value", "currency"), MONEY)
def test_money_is_found_with_its_currency(text: str, value: Any, currency: str | None) -> None:
    (said,) = found(text, "money")
    assert (said.value, said.currency) == (value, currency)
    assert said.span.of(text) == said.raw


def test_a_bare_dollar_is_the_dollar_of_the_case() -> None:
    assert found("$12", "money", "AUD")[0].currency == "AUD"
    assert found("¥12", "money", "JPY")[0].currency == "JPY"
    assert found("$12", "money", "EUR")[0].currency == "USD"


DATES: list[tuple[str, str]] = [
    ("12 June", "2026-06-12"),
    ("June 12th", "2026-06-12"),
    ("the 12th of June", "2026-06-12"),
    ("Jun. 12, 2026", "2026-06-12"),
    ("12-Jun-2026", "2026-06-12"),
    ("2026-06-12", "2026-06-12"),
    ("2026/6/12", "2026-06-12"),
    ("2026年6月12日", "2026-06-12"),
    ("6月12日", "2026-06-12"),
    ("６月１２日", "2026-06-12"),
    ("12号", "2026-06-12"),
    ("on the 21st", "2026-06-21"),
    ("on Sunday", "2026-06-21"),
    ("next Monday", "2026-06-22"),
    ("last Monday", "2026-06-15"),
    ("下周一", "2026-06-22"),
    ("本周五", "2026-06-19"),
    ("上周三", "2026-06-10"),
    ("tomorrow", "2026-06-18"),
    ("today", "2026-06-17"),
    ("yesterday", "2026-06-16"),
    ("the day after tomorrow", "2026-06-19"),
    ("明天", "2026-06-18"),
    ("后天", "2026-06-19"),
    ("昨天", "2026-06-16"),
    ("3 days ago", "2026-06-14"),
    ("三天前", "2026-06-14"),
    ("28 December", "2025-12-28"),
]


@pytest.mark.parametrize(("text", "day"), DATES)
def test_dates_are_resolved_by_the_clock_of_the_case(text: str, day: str) -> None:
    (said,) = [s for s in values_in(text, NOW) if s.days]
    assert said.days[0].first == dt.date.fromisoformat(day)
    assert said.due == said.days[0].last


@pytest.mark.parametrize("text", ["12/6", "6/12"])
def test_a_date_in_figures_has_both_readings(text: str) -> None:
    (said,) = found(text, "date")
    assert {d.first for d in said.days} == {dt.date(2026, 6, 12), dt.date(2026, 12, 6)}


@pytest.mark.parametrize(
    "text",
    ["12 June to 15 June", "12-15 June", "June 12-15", "between 12 and 15 June", "6月12日到15日", "6月12-15日"],
)
def test_two_dates_with_a_joint_are_one_stretch(text: str) -> None:
    (said,) = found(text, "date")
    assert said.value == (dt.date(2026, 6, 12), dt.date(2026, 6, 15))


BOUNDS: list[tuple[str, str, str]] = [
    ("by 18 June", "deadline", "up_to"),
    ("until 18 June", "deadline", "up_to"),
    ("before 21 June", "deadline", "before"),
    ("在6月18日前", "deadline", "before"),
    ("from 21 June", "date", "from"),
    ("6月21日起", "date", "from"),
    ("after 21 June", "date", "from"),
    ("within 48 hours", "duration", "up_to"),
    ("24小时内", "duration", "up_to"),
    ("about 3 days", "duration", "about"),
    ("约3天", "duration", "about"),
    ("3天左右", "duration", "about"),
    ("up to $10", "money", "up_to"),
    ("最多退10美元", "money", "up_to"),
    ("at least 50 pieces", "quantity", "at_least"),
    ("50个以上", "quantity", "at_least"),
    ("by 5 pm tomorrow", "deadline", "up_to"),
    ("on 18 June", "date", "exact"),
]


@pytest.mark.parametrize(("text", "kind", "scope"), BOUNDS)
def test_a_value_keeps_its_bound(text: str, kind: str, scope: str) -> None:
    (said,) = values_in(text, NOW)
    assert (said.kind, said.scope) == (kind, scope)


COUNTED: list[tuple[str, str, Any, str | None]] = [
    ("3-5 business days", "duration", (D(3), D(5)), "business day"),
    ("three to five working days", "duration", (D(3), D(5)), "business day"),
    ("3到5个工作日", "duration", (D(3), D(5)), "business day"),
    ("two weeks", "duration", D(2), "week"),
    ("两周", "duration", D(2), "week"),
    ("a week", "duration", D(1), "week"),
    ("half an hour", "duration", D("0.5"), "hour"),
    ("两三天", "duration", (D(2), D(3)), "day"),
    ("半个月", "duration", D("0.5"), "month"),
    ("30-day return", "duration", D(30), "day"),
    ("48h", "duration", D(48), "hour"),
    ("10 %", "percent", D(10), None),
    ("10 percent", "percent", D(10), None),
    ("百分之十五", "percent", D(15), None),
    ("8折", "percent", D(20), None),
    ("１５％", "percent", D(15), None),
    ("50 pieces", "quantity", D(50), "piece"),
    ("two sets", "quantity", D(2), "set"),
    ("50个", "quantity", D(50), "piece"),
    ("22 mm wide", "measure", D(22), "mm"),
    ("22mm", "measure", D(22), "mm"),
    ("22毫米", "measure", D(22), "mm"),
    ("2 inches", "measure", D(2), "inch"),
    ("110-240 V", "measure", (D(110), D(240)), "V"),
    ("500ml", "measure", D(500), "ml"),
    ("1.5公斤", "measure", D("1.5"), "kg"),
    ("10000 mAh", "measure", D(10000), "mAh"),
]


@pytest.mark.parametrize(("text", "kind", "value", "unit"), COUNTED)
def test_numbers_are_typed_by_their_unit(text: str, kind: str, value: Any, unit: str | None) -> None:
    (said,) = values_in(text, NOW)
    assert (said.kind, said.value, said.unit) == (kind, value, unit)


NAMED: list[tuple[str, str, str]] = [
    ("size M", "size", "M"),
    ("M码", "size", "M"),
    ("2XL", "size", "2XL"),
    ("EU 40", "size", "EU 40"),
    ("US 8", "size", "US 8"),
    ("40码", "size", "40"),
    ("均码", "size", "ONE SIZE"),
    ("tracking YT2415400000001", "code", "yt2415400000001"),
    ("运单号YT2415400000001", "code", "yt2415400000001"),
    ("order 112-1234567-1234567", "code", "11212345671234567"),
    ("LP00123456789CN", "code", "lp00123456789cn"),
    ("in Los Angeles", "place", "Los Angeles"),
    ("到达洛杉矶", "place", "Los Angeles"),
    ("by YunExpress", "carrier", "yunexpress"),
    ("用顺丰", "carrier", "顺丰"),
]


@pytest.mark.parametrize(("text", "kind", "name"), NAMED)
def test_names_and_codes_get_their_normal_form(text: str, kind: str, name: str) -> None:
    (said,) = values_in(text, NOW)
    assert (said.kind, said.name) == (kind, name)


def test_three_measures_share_the_unit_at_the_end() -> None:
    assert [(s.low, s.unit) for s in found("30 x 20 x 10 cm", "measure")] == [
        (D(30), "cm"),
        (D(20), "cm"),
        (D(10), "cm"),
    ]


def test_the_role_of_a_code_comes_from_the_words_before_it() -> None:
    assert [s.role for s in values_in("order AB12345678, tracking CD12345678", NOW)] == ["order", "tracking"]


@pytest.mark.parametrize(
    "text",
    [
        "we are here 24/7",
        "one moment please",
        "a few days",
        "24 hours a day",
        "the 1st time",
        "You may choose freely.",
        "第三天",
        "WhatsApp +86 138 0013 8000",
        "see www.our-shop.com/p/12345678",
        "lily88@example.com",
        "contact us, sto mon sun",
        "",
        "．．．",
    ],
)
def test_what_is_no_value_gives_none(text: str) -> None:
    assert values_in(text, NOW) == ()


def test_business_days_pass_over_weekends_and_holidays() -> None:
    assert after(NOW.date(), 3, "business day") == dt.date(2026, 6, 23)  # 19 June is a holiday, 20 and 21 a weekend
    assert found("within 3 working days", "duration")[0].due == dt.date(2026, 6, 23)


def test_a_sentence_gives_its_values_in_order_with_exact_spans() -> None:
    text = "Tracking YT2415400000001: Los Angeles, 12 June. Refund $24.99 in 3–5 business days."
    said = values_in(text, NOW)
    assert [s.kind for s in said] == ["code", "place", "date", "money", "duration"]
    assert all(s.span.of(text) == s.raw for s in said)


@given(
    cents=st.integers(1, 99_999_999),
    shape=st.sampled_from(["${:,.2f}", "USD {:.2f}", "{:,.2f} USD", "US${:.2f}", "{:.2f} dollars", "{:.2f}美元"]),
    around=st.sampled_from(["{}", "we refund {} now", "退款{}。", "({})", "{}, and"]),
)
def test_money_survives_being_written(cents: int, shape: str, around: str) -> None:
    (said,) = found(around.format(shape.format(D(cents) / 100)), "money")
    assert (said.value, said.currency) == (D(cents) / 100, "USD")


@given(
    day=st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1)),
    shape=st.sampled_from(
        ["{d.day} {d:%B} {d.year}", "{d:%B} {d.day}, {d.year}", "{d:%b} {d.day}, {d.year}", "{d:%Y-%m-%d}",
         "{d.year}年{d.month}月{d.day}日", "{d.year}/{d.month}/{d.day}"]
    ),
)  # fmt: skip
def test_dates_survive_being_written(day: dt.date, shape: str) -> None:
    (said,) = [s for s in values_in("on " + shape.format(d=day) + ".", NOW) if s.days]
    assert said.days[0].first == said.days[0].last == day


@given(
    low=st.integers(1, 60),
    more=st.integers(0, 30),
    unit=st.sampled_from([("days", "day"), ("business days", "business day"), ("个工作日", "business day")]),
    joint=st.sampled_from(["-", " to ", "–", "~", "到"]),
)
def test_durations_survive_being_written(low: int, more: int, unit: tuple[str, str], joint: str) -> None:
    figure = f"{low}{joint}{low + more}" if more else str(low)
    (said,) = found(f"in {figure} {unit[0]}", "duration")
    assert (said.low, said.high, said.unit) == (low, low + more, unit[1])


@given(st.text(max_size=200))
def test_any_text_can_be_looked_through(text: str) -> None:
    for said in values_in(text, NOW):
        assert 0 <= said.span.start < said.span.end <= len(text)
        assert said.span.of(text) == said.raw
        assert said.value is not None


@given(st.integers(0, 9_999_999))
def test_chinese_and_english_number_words_agree(number: int) -> None:
    assert english("twenty-five") == 25 and english("one hundred and ten") == 110
    digits = "零一二三四五六七八九"
    small = number % 100
    tens = (digits[small // 10] if small >= 20 else "") + "十" if small >= 10 else ""
    words = tens + (digits[small % 10] if small % 10 else "") or "零"
    assert chinese(words) in {(D(small), D(small))}


@pytest.mark.parametrize(
    "bad",
    ["1 ", "1", "1,111", "a", "$", "一", "two ", "12/6 ", "+1 ", "Los ", "before ", "1-", "M ", "a-", "1 x ", "a@",
     "12 June ", "refund $24.99 within 3-5 business days to Los Angeles. "],
)  # fmt: skip
def test_a_hundred_kilobytes_take_no_time(bad: str) -> None:
    values_in("12 June $5", NOW)  # the lexicon is read once
    text = (bad * (100_000 // len(bad) + 1))[:100_000]
    start = time.process_time()
    values_in(text, NOW)
    assert time.process_time() - start < 3.0  # about 0.1 to 1 s; three times that on a busy machine
