"""Taobao's rules: evaluation with praise by default, escrow states, cash on delivery, packing errors and returns."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.platforms import account, sheet
from scenarios.platforms.bulk import history, window
from scenarios.platforms.packs import with_settings
from scenarios.platforms.taobao import standing
from scenarios.platforms.taobao_orders import (
    Deal,
    carrier_answers,
    errors,
    is_proof,
    may_ask_refund,
    may_receive,
    may_return,
    may_ship,
    money_with,
    state_of,
)
from scenarios.platforms.taobao_rating import Evaluation, Outcome, Value, closes, may_evaluate, outcome
from tests.accounts import at, tables
from tests.facts import cited, ids

RULES = sheet("taobao")
DAY = dt.date(2020, 3, 15)  # fifteen days after 29 February
NO_RULE = {
    "TAO-01": "kinds of agents",
    "TAO-03": "organisation",
    "TAO-04": "duties",
    "TAO-05": "personal basics",
    "TAO-09": "kinds of payment tools",
    "TAO-18": "customer data: files, no rule",
    "TAO-23": "figures of the trade",
    **dict.fromkeys(ids("TAO", 30, range(32, 39), 40), "what to say when a buyer bargains"),
    "TAO-41": "caution for writers of model answers",
    "TAO-42": "chain of a conversation",
    **dict.fromkeys(ids("TAO", range(43, 47)), "what pre-sale and after-sale agents do"),
}
DONE = at("2020-02-29 16:30")  # half past midnight of 1 March in Shanghai


def counts(metric: str, day: dt.date = DAY, **rows: Any) -> tuple[float, float]:
    """Above and under the line of one metric at the end of ``day`` in Shanghai."""
    found = history(tables(**rows), RULES, day, 1, account.end_of(day, RULES.zone))
    (one,) = found[found["metric"] == metric].to_dict("records")
    return float(one["above"]), float(one["under"])


def test_every_fact_is_cited_or_named_as_one_without_a_rule() -> None:
    facts = ids("TAO", range(1, 26), range(30, 47)) | {"CNF-02", "GAP-28"}
    assert facts - cited("taobao") == set(NO_RULE)


def test_the_clock_of_the_appendix_runs() -> None:
    assert RULES.clock("evaluation").hours == 15 * 24  # CLK-27


def test_every_metric_is_counted_from_rows() -> None:
    assert all(metric.counted for metric in RULES.metrics)


def test_praise_counts_given_or_by_default_and_two_silent_sides_count_for_nothing() -> None:
    done = at("2020-02-20 08:00")
    orders = [
        {"completed": done, "stars": 5},
        {"completed": done, "stars": 3},
        {"completed": done, "stars": 1, "own_praise": True},
        {"completed": done, "own_praise": True},
        {"completed": done, "own_praise": False},
        {"completed": done},
        {"stars": 5},
    ]
    assert counts("positive_rate", orders=orders) == (2, 4)
    assert account.figures(tables([{"completed": done}]), RULES, DAY)["positive_rate"] is None


@pytest.mark.parametrize(
    ("moment", "counted"),
    [
        ("2020-02-28 16:00", 1),  # the first minute of 29 February in Shanghai
        ("2020-02-29 15:59", 1),  # the last one
        ("2020-02-29 16:00", 0),  # 1 March: its fifteen days are not over
    ],
)
def test_an_order_is_judged_when_its_fifteen_days_are_over_by_the_days_of_shanghai(moment: str, counted: int) -> None:
    assert window(RULES.metric("positive_rate"), DAY)[1] == dt.date(2020, 2, 29)
    assert counts("positive_rate", orders=[{"completed": at(moment), "stars": 5}])[1] == counted


@settings(deadline=None, max_examples=40)
@given(st.datetimes(dt.datetime(2015, 1, 1), dt.datetime(2024, 12, 31)))
def test_no_order_is_judged_while_anyone_may_still_evaluate(moment: dt.datetime) -> None:
    moment = moment.replace(microsecond=0)
    orders = [{"completed": moment, "stars": 5}]
    day = (moment + dt.timedelta(days=15, hours=8)).date()
    assert counts("positive_rate", day - dt.timedelta(days=1), orders=orders)[1] == 0
    assert counts("positive_rate", day, orders=orders)[1] == 1
    assert account.end_of(day, RULES.zone) > closes(moment, RULES)


def test_disputes_refunds_and_the_service_score_are_counted() -> None:
    ordered = at("2020-03-01")
    orders = [
        {"ordered": ordered, "claim": "not_received", "stars_communication": 4, "feedback": at("2020-03-10")},
        {"ordered": ordered, "refunded": at("2020-03-05"), "stars_communication": 5, "feedback": at("2020-03-11")},
        {"ordered": ordered},
    ]
    assert counts("dispute_rate", orders=orders) == (1, 3)
    assert counts("refund_rate", orders=orders) == (1, 3)
    assert counts("dsr_service", orders=orders) == (9, 2)


def test_answers_count_within_the_time_of_the_practice_clock() -> None:
    asked = at("2020-03-10 08:00")
    messages = [
        {"sender": "buyer", "received": asked, "answered": h and asked + dt.timedelta(hours=h)}
        for h in (24, 24.1, None)
    ]
    messages += [
        {"sender": "buyer", "received": at("2020-03-15 12:00")},
        {"sender": "buyer", "received": asked, "no_answer_needed": True},
        {"sender": "shop", "received": asked, "answered": asked},
    ]
    assert counts("response_rate", messages=messages) == (1, 3)


def test_an_order_with_two_errors_is_one_bad_order() -> None:
    due = at("2020-03-10 08:00")
    late = due + dt.timedelta(seconds=1)
    orders = [{"shipped": due, "ship_by": due, "error": error} for error in (None, "wrong", "missing", "extra")]
    orders += [{"shipped": late, "ship_by": due}, {"shipped": late, "ship_by": due, "error": "wrong"}, {"ship_by": due}]
    assert counts("order_errors", orders=orders) == (5, 6)
    assert counts("sent_late", orders=orders) == (2, 6)


def test_practice_goals_may_be_changed_by_a_class() -> None:
    assert standing({"positive_rate": 0.96}, RULES).state == "attention"
    assert standing({"positive_rate": 0.96}, with_settings(RULES, {"praise_goal": 0.9})).state == "normal"
    assert all(metric.doubt for metric in RULES.metrics)


def said(value: Value, days: float) -> Evaluation:
    return Evaluation(value=value, at=DONE + dt.timedelta(days=days))


LATER = DONE + dt.timedelta(days=16)
OUTCOMES = [  # buyer's word, shop's word, what stands of each
    (None, None, None, None),
    ("praise", None, "praise", "praise"),
    (None, "praise", "praise", "praise"),
    ("praise", "neutral", "praise", "neutral"),
    ("negative", "praise", "negative", "praise"),
    ("negative", None, "negative", None),
    (None, "neutral", None, "neutral"),
]


@pytest.mark.parametrize(("buyer", "shop", "of_buyer", "of_shop"), OUTCOMES)
def test_a_silent_side_praises_by_default_only_when_the_other_side_praised(
    buyer: Value | None, shop: Value | None, of_buyer: Value | None, of_shop: Value | None
) -> None:
    found = outcome(DONE, buyer and said(buyer, 3), shop and said(shop, 3), RULES, LATER)
    assert (found.of_buyer and found.of_buyer.value, found.of_shop and found.of_shop.value) == (of_buyer, of_shop)
    for given_word, stands in ((buyer, found.of_buyer), (shop, found.of_shop)):
        assert stands is None or stands.by_default is (given_word is None)


def test_before_time_is_over_nothing_is_entered_by_default() -> None:
    end = closes(DONE, RULES)
    praise = said("praise", 3)
    assert end - DONE == dt.timedelta(days=15)
    assert outcome(DONE, praise, None, RULES, end) == Outcome(of_buyer=praise)
    assert outcome(DONE, praise, None, RULES, end + dt.timedelta(seconds=1)).of_shop is not None


@given(st.integers(-5, 5))
def test_the_last_moment_of_the_fifteenth_day_still_counts(seconds: int) -> None:
    moment = closes(DONE, RULES) + dt.timedelta(seconds=seconds)
    verdict = may_evaluate(DONE, RULES, moment)
    assert verdict.may is (seconds <= 0)
    assert (verdict.opens, verdict.closes) == (dt.date(2020, 3, 1), dt.date(2020, 3, 16))
    word = Evaluation(value="negative", at=moment)
    assert (outcome(DONE, word, None, RULES, LATER).of_buyer is not None) is (seconds <= 0)


def test_nobody_evaluates_before_success() -> None:
    assert may_evaluate(None, RULES, LATER).reason == "evaluate_early"
    assert may_evaluate(DONE, RULES, DONE - dt.timedelta(seconds=1)).reason == "evaluate_early"


NOW = at("2020-03-01 10:00")
PAID = Deal(paid=NOW)
SHIPPED = Deal(paid=NOW, shipped=NOW)
DEALS = [
    (Deal(), "unpaid", "buyer"),
    (PAID, "paid", "escrow"),
    (SHIPPED, "shipped", "escrow"),
    (Deal(paid=NOW, shipped=NOW, refund_asked=NOW), "refunding", "escrow"),
    (Deal(paid=NOW, shipped=NOW, confirmed=NOW), "successful", "seller"),
    (Deal(paid=NOW, refund_asked=NOW, refunded=NOW), "closed", "buyer"),
    (Deal(cod=True, told=True, agreed=True, shipped=NOW), "shipped", "buyer"),
]


@pytest.mark.parametrize(("deal", "state", "holder"), DEALS)
def test_money_waits_in_escrow_until_receipt_is_confirmed(deal: Deal, state: str, holder: str) -> None:
    assert (state_of(deal), money_with(deal, RULES)) == (state, holder)


SHIPPING = [
    (Deal(), "YTO", "1", "ship_unpaid"),
    (PAID, "YTO", "1", ""),
    (PAID, "", "1", "ship_no_waybill"),
    (PAID, "YTO", " ", "ship_no_waybill"),
    (SHIPPED, "YTO", "1", "ship_done"),
    (Deal(paid=NOW, refunded=NOW), "YTO", "1", "order_closed"),
    (Deal(cod=True), "YTO", "1", "cod_untold"),
    (Deal(cod=True, told=True), "YTO", "1", "cod_not_agreed"),
    (Deal(cod=True, told=True, agreed=True), "YTO", "1", ""),
]


@pytest.mark.parametrize(("deal", "carrier", "waybill", "reason"), SHIPPING)
def test_shipping_wants_payment_or_an_agreed_cash_on_delivery_and_a_waybill(
    deal: Deal, carrier: str, waybill: str, reason: str
) -> None:
    verdict = may_ship(deal, RULES, carrier, waybill)
    assert (verdict.may, verdict.reason) == (not reason, reason) and verdict.source


def test_receipt_is_confirmed_after_shipping_and_once() -> None:
    confirmed = Deal(paid=NOW, shipped=NOW, confirmed=NOW)
    found = [may_receive(deal, RULES).reason for deal in (PAID, SHIPPED, confirmed, Deal(refunded=NOW))]
    assert found == ["receive_early", "", "receive_done", "order_closed"]


def test_the_escrow_refunds_from_payment_until_receipt_is_confirmed() -> None:
    confirmed = Deal(paid=NOW, shipped=NOW, confirmed=NOW)
    found = [may_ask_refund(deal, RULES).reason for deal in (Deal(), PAID, SHIPPED, confirmed, Deal(refunded=NOW))]
    assert found == ["refund_nothing", "", "", "refund_paid_out", "order_closed"]


@given(st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31)), st.integers(-1, 10))
def test_goods_go_back_without_a_reason_up_to_the_seventh_day_after_receipt(received: dt.date, days: int) -> None:
    verdict = may_return(received, RULES, received + dt.timedelta(days=days))
    assert verdict.may is (0 <= days <= 7)
    assert not may_return(received, RULES, received, exempt=True).may


def test_an_unset_number_of_days_ends_no_return_and_what_is_not_received_is_refused_instead() -> None:
    unset = with_settings(RULES, {"no_reason_days": None})
    assert may_return(dt.date(2020, 1, 1), unset, dt.date(2024, 1, 1)).may
    assert may_return(None, RULES, dt.date(2020, 1, 1)).reason == "return_early"


ERRORS = [
    ({"a": 2}, {"a": 2}, {}),
    ({"a": 1}, {"b": 1}, {"wrong": 1}),
    ({"a": 2}, {"a": 1}, {"missing": 1}),
    ({"a": 1}, {"a": 2}, {"extra": 1}),
    ({"a": 2, "b": 1}, {"a": 1, "c": 3}, {"wrong": 2, "extra": 1}),
    ({"a": 1}, {}, {"missing": 1}),
]


@pytest.mark.parametrize(("ordered", "packed", "found"), ERRORS)
def test_a_parcel_is_wrong_short_or_in_excess(
    ordered: dict[str, int], packed: dict[str, int], found: dict[str, int]
) -> None:
    assert errors(ordered, packed) == found
    assert errors(ordered, packed, late=True) == {**found, "late": 1}


PIECES = st.dictionaries(st.sampled_from("abcd"), st.integers(1, 4))


@given(PIECES, PIECES)
def test_errors_balance_what_was_ordered_against_what_was_packed(
    ordered: dict[str, int], packed: dict[str, int]
) -> None:
    found = Counter(errors(ordered, packed))
    assert found["extra"] - found["missing"] == sum(packed.values()) - sum(ordered.values())
    assert bool(found) is (ordered != packed)
    assert not (found["extra"] and found["missing"])


def test_the_carrier_answers_for_damage_only_after_a_checked_signing() -> None:
    assert carrier_answers(True) and not carrier_answers(False)


def test_only_the_platform_s_own_messenger_and_payment_leave_proof() -> None:
    found = {row.id: is_proof(row.id, RULES) for row in RULES.tables["evidence"]}
    assert found == {
        "messenger": True,
        "platform_payment": True,
        "other_messenger": False,
        "bank_transfer": False,
    }
