"""Amazon's rules: nine metrics from rows, marks, seller states and money, packs, and the confirmation file."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenarios.platforms import account, sheet
from scenarios.platforms.amazon import mark, standing
from scenarios.platforms.amazon_states import may_ask_review, payout, sells, threats, worst_to_come
from scenarios.platforms.bulk import history, window
from scenarios.platforms.packs import differences, with_pack, with_settings
from scenarios.platforms.sheet import Sheet
from tests.accounts import at, tables
from tests.facts import cited, ids

RULES = sheet("amazon")
DAY = dt.date(2019, 11, 30)
NO_RULE = {
    "AMZ-01": "history",
    "AMZ-02": "history",
    "AMZ-03": "entry of sellers: nothing to count",
    "AMZ-05": "what FBA is; the flag self_shipped stands on AMZ-06",
    "AMZ-07": "Seller Fulfilled Prime: not in any account here",
    "AMZ-08": "names the three things that the sheet holds: states, marks, metrics",
    "AMZ-16": "how the table was restored",
}
CLOCKS = {"CLK-01": ("message", 24), "CLK-02": ("return", 48)}


def counts(metric: str, rules: Sheet = RULES, day: dt.date = DAY, **rows: Any) -> tuple[float, float]:
    """Above and under the line of one metric at the end of ``day``."""
    found = history(tables(**rows), rules, day, 1, account.end_of(day, rules.zone))
    (one,) = found[found["metric"] == metric].to_dict("records")
    return float(one["above"]), float(one["under"])


def order(**cells: Any) -> dict[str, Any]:
    """A good order of 24 November: shipped in time, tracked, delivered as promised."""
    return {
        "channel": "self",
        "tracking": "T1",
        "ordered": at("2019-11-24 10:00"),
        "ship_by": at("2019-11-26 10:00"),
        "shipped": at("2019-11-25 10:00"),
        "promised": at("2019-11-29 10:00"),
        "delivered": at("2019-11-28 10:00"),
        **cells,
    }


def test_every_fact_is_cited_or_named_as_one_without_a_rule() -> None:
    facts = ids("AMZ", range(1, 35), range(40, 48)) | {"CNF-08", "CNF-09", "GAP-03", "GAP-04"}
    assert facts - cited("amazon") == set(NO_RULE)


@pytest.mark.parametrize(("clock", "hours"), CLOCKS.values(), ids=CLOCKS)
def test_the_clocks_of_the_appendix_run(clock: str, hours: float) -> None:
    assert RULES.clock(clock).hours == hours


def test_every_metric_is_counted_from_rows_with_the_fact_that_says_how() -> None:
    counted = {metric.id: metric.counted.source for metric in RULES.metrics if metric.counted}
    assert set(counted) == {metric.id for metric in RULES.metrics}
    assert set(counted.values()) == ids("AMZ", range(25, 34))


DEFECTS = [
    ({"stars": 2}, 1),
    ({"stars": 3}, 0),
    ({"claim": "not_received", "claim_result": "open"}, 1),
    ({"claim": "not_received"}, 1),
    ({"claim": "not_as_described", "claim_result": "buyer"}, 1),
    ({"claim": "not_as_described", "claim_result": "seller"}, 0),
    ({"claim": "chargeback", "claim_result": "seller"}, 1),
    ({"stars": 1, "claim": "chargeback"}, 1),
]


@pytest.mark.parametrize(("cells", "defects"), DEFECTS)
def test_a_defect_is_bad_feedback_a_claim_not_denied_or_a_chargeback_and_counts_once(
    cells: dict[str, Any], defects: int
) -> None:
    assert counts("order_defect_rate", orders=[order(**cells), order()]) == (defects, 2)


def test_what_the_buyer_cancels_and_what_amazon_ships_stay_out_of_the_cancel_rate() -> None:
    unshipped = {"shipped": None, "tracking": None, "delivered": None, "cancelled": at("2019-11-25")}
    orders = [
        order(),
        order(cancelled_by="seller", **unshipped),
        order(cancelled_by="buyer", **unshipped),
        order(channel="platform", cancelled_by="seller", **unshipped),
        order(cancelled_by="seller", cancelled=at("2019-11-27")),  # after the shipment was confirmed
    ]
    assert counts("cancel_rate", orders=orders) == (1, 3)


def test_late_means_confirmed_after_the_expected_date_and_the_edge_is_in_time() -> None:
    due = at("2019-11-26 10:00")
    moments = [due - dt.timedelta(seconds=1), due, due + dt.timedelta(seconds=1), None]
    assert counts("late_shipment", orders=[order(shipped=moment) for moment in moments]) == (1, 3)


def test_only_shipments_with_a_number_are_tracked() -> None:
    orders = [order(), order(tracking=None), order(shipped=None), order(channel="platform", tracking=None)]
    assert counts("valid_tracking", orders=orders) == (1, 2)


def test_a_parcel_is_on_time_when_delivered_as_promised_and_confirmed_before() -> None:
    orders = [
        order(),
        order(delivered=at("2019-11-29 10:00")),
        order(delivered=at("2019-11-29 10:01")),
        order(delivered=None),
        order(shipped=at("2019-11-29 08:00")),  # confirmed after delivery
        order(tracking=None),
    ]
    assert counts("on_time_delivery", orders=orders) == (2, 5)


def test_a_return_is_unhappy_late_unanswered_or_wrongly_refused() -> None:
    asked = at("2019-11-20 10:00")
    good = {"return_at": asked, "return_answered": asked + dt.timedelta(hours=48)}
    orders = [
        order(**good),
        order(**good, return_unhappy=True),
        order(**good, return_refused=True),
        order(return_at=asked, return_answered=asked + dt.timedelta(hours=48, seconds=1)),
        order(return_at=asked),
        order(return_at=at("2019-11-29 12:00")),  # younger than 48 hours
        order(),
    ]
    assert counts("return_dissatisfaction", orders=orders) == (4, 6)


def test_the_newer_rule_gives_a_return_24_hours_and_the_count_follows() -> None:
    asked = at("2019-11-20 10:00")
    orders = [order(return_at=asked, return_answered=asked + dt.timedelta(hours=30))]
    assert counts("return_dissatisfaction", orders=orders) == (0, 1)
    assert counts("return_dissatisfaction", with_pack(RULES, "amazon-public-newer"), orders=orders) == (1, 1)


def test_the_latest_vote_of_an_order_counts_and_silence_does_not() -> None:
    votes = [("1", "no", 20), ("1", "yes", 21), ("2", "no", 20), ("3", None, 20)]
    messages = [{"order_id": o, "survey": vote, "received": at(f"2019-11-{day}")} for o, vote, day in votes]
    assert counts("service_dissatisfaction", messages=messages) == (1, 2)


def message(hours: float | None, **cells: Any) -> dict[str, Any]:
    received = at("2019-11-23 20:00")  # a Saturday: weekends count
    answered = None if hours is None else received + dt.timedelta(hours=hours)
    return {"sender": "buyer", "received": received, "answered": answered, "automatic": False, **cells}


def test_contact_response_counts_weekends_and_not_automatic_answers() -> None:
    messages = [
        message(24),
        message(24.01),
        message(None),
        message(None, received=at("2019-11-30 12:00")),  # still has time
        message(1, automatic=True),
        message(None, no_answer_needed=True),
        message(1, sender="shop"),
    ]
    assert counts("contact_response", messages=messages) == (1, 4)


def test_the_console_shows_contact_response_over_three_windows() -> None:
    metric = RULES.metric("contact_response")
    assert metric.shown_days == (7, 30, 90) and metric.window_days in metric.shown_days
    messages = [message(1), message(30, received=at("2019-11-05")), message(None, received=at("2019-09-15"))]
    found = account.in_windows(tables(messages=messages), RULES, "contact_response", DAY)
    assert found == {7: None, 30: pytest.approx(0.5), 90: pytest.approx(1 / 3)}
    assert set(account.in_windows(tables(), RULES, "cancel_rate", DAY)) == {7}


def test_a_notice_of_a_violation_counts_and_other_letters_do_not() -> None:
    notices = [{"kind": kind, "at": at("2019-01-05")} for kind in ("policy", "listing", "policy")]
    assert counts("policy_violations", notices=notices)[0] == 2


@settings(deadline=None, max_examples=40)
@given(st.dates(dt.date(2015, 1, 1), dt.date(2024, 12, 31)), st.sampled_from([one.id for one in RULES.metrics]))
def test_an_order_is_in_the_window_from_its_first_day_to_its_last_and_not_beyond(day: dt.date, name: str) -> None:
    metric = RULES.metric(name)
    if metric.counted is None or metric.window_days is None or metric.counted.of != "orders":
        return
    first, last = window(metric, day)
    days = [first - dt.timedelta(days=1), first, last, last + dt.timedelta(days=1)]
    moments = [dt.datetime.combine(one, time) for one in days for time in (dt.time(0), dt.time(23, 59, 59))]
    rows = [order(return_at=moment) | {metric.counted.dated: moment} for moment in moments]
    if metric.counted.dated == "shipped":
        assert counts(name, day=day, orders=rows)[1] == 4
    else:
        assert counts(name, day=day, orders=[row | {"shipped": at("2014-01-01")} for row in rows])[1] == 4


MARKS = [
    ("order_defect_rate", 0.0099, "good"),
    ("order_defect_rate", 0.01, "fair"),
    ("order_defect_rate", 0.02, "fair"),
    ("order_defect_rate", 0.0201, "poor"),
    ("contact_response", 0.901, "good"),
    ("contact_response", 0.9, "fair"),
    ("contact_response", 0.8, "fair"),
    ("contact_response", 0.79, "poor"),
    ("policy_violations", 0, "good"),
    ("policy_violations", 1, "poor"),
    ("order_defect_rate", None, "not_assessed"),
]


@pytest.mark.parametrize(("metric", "rate", "expected"), MARKS)
def test_a_figure_is_fair_up_to_twice_the_allowed_share_and_poor_beyond(
    metric: str, rate: float | None, expected: str
) -> None:
    assert mark(RULES.metric(metric), rate, RULES.setting("poor_beyond")) == expected


def test_without_the_setting_nothing_is_poor() -> None:
    unsettled = with_settings(RULES, {"poor_beyond": None})
    assert standing({"order_defect_rate": 0.9}, unsettled).state == "fair"


@given(st.floats(0, 1), st.floats(1, 10))
def test_a_worse_figure_never_has_a_better_mark(rate: float, beyond: float) -> None:
    order_of = ("good", "fair", "poor")
    metric = RULES.metric("order_defect_rate")
    assert order_of.index(mark(metric, rate, beyond)) <= order_of.index(mark(metric, min(1, rate + 0.01), beyond))


def test_the_health_state_is_the_worst_mark_and_nothing_known_is_not_assessed() -> None:
    assert standing({"order_defect_rate": 0.001, "late_shipment": 0.05}, RULES).state == "fair"
    assert standing({"order_defect_rate": 0.5, "late_shipment": 0.05}, RULES).state == "poor"
    assert standing({}, RULES).state == "not_assessed"


STATES = [("active", "all", 1), ("under_review", "all", 0), ("restricted", "part", None), ("suspended", "none", 0)]


@pytest.mark.parametrize(("state", "selling", "share"), STATES)
def test_a_seller_state_says_what_may_be_sold_and_what_happens_to_money(
    state: str, selling: str, share: float | None
) -> None:
    assert (sells(RULES, state), payout(RULES, state)) == (selling, share)


def test_a_class_may_decide_what_restricted_does_to_the_money() -> None:
    assert payout(with_settings(RULES, {"restricted_payout": 0.5}), "restricted") == 0.5
    assert payout(with_settings(RULES, {"restricted_payout": 0.5}), "active") == 1


THREATS = [
    ({"order_defect_rate": 0.01}, "suspended"),
    ({"cancel_rate": 0.03}, "suspended"),
    ({"late_shipment": 0.04}, "suspended"),
    ({"valid_tracking": 0.95}, "restricted"),
    ({"on_time_delivery": 0.5, "contact_response": 0.1, "return_dissatisfaction": 1.0}, "active"),
    ({"order_defect_rate": 0.009, "late_shipment": None}, "active"),
    ({"valid_tracking": 0.9, "cancel_rate": 0.5}, "suspended"),
    ({"policy_violations": 1}, "active"),
]


@pytest.mark.parametrize(("rates", "state"), THREATS)
def test_a_missed_goal_threatens_what_the_course_says(rates: dict[str, float | None], state: str) -> None:
    assert worst_to_come(rates, RULES) == state


def test_every_metric_has_a_consequence_and_the_blamed_ones_are_named() -> None:
    named = {name for row in RULES.tables["consequences"] for name in str(row.cells["metrics"]).split()}
    assert named == {metric.id for metric in RULES.metrics} == {row.id for row in RULES.tables["attributes"]}
    ((row, blamed),) = threats({"order_defect_rate": 0.5, "cancel_rate": 0.5}, RULES)
    assert row.id == "deactivation" and blamed == ("order_defect_rate", "cancel_rate")


@given(st.integers(-3, 40), st.integers(0, 2))
def test_a_review_is_requested_once_and_within_thirty_days_of_delivery(days: int, asked: int) -> None:
    verdict = may_ask_review(RULES, DAY, DAY + dt.timedelta(days=days), asked)
    assert verdict.may is (asked == 0 and 0 <= days <= 30)
    assert may_ask_review(RULES, None, DAY, 0).reason == "review_early"


def test_every_pack_says_where_it_differs() -> None:
    for pack in RULES.packs:
        assert differences(RULES, pack) and with_pack(RULES, pack.id).pack == pack.id


def test_before_november_2020_a_letter_might_say_shipped_or_only_thanks() -> None:
    before = with_pack(RULES, "amazon-before-2020-11")
    assert "V15" in {rule.code for rule in RULES.forbidden} and "V15" not in {rule.code for rule in before.forbidden}
    assert "amazon.no-shipped-notice" not in {note.id for note in before.notes}


def test_the_page_of_2018_no_longer_judges_two_figures_and_late_may_look_back_ten_days() -> None:
    page = with_pack(RULES, "amazon-page-2018-10")
    assert standing({"contact_response": 0.1, "service_dissatisfaction": 0.9}, page).state == "not_assessed"
    assert with_pack(RULES, "amazon-late-10-days").metric("late_shipment").window_days == 10
