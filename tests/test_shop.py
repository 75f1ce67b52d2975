"""A practice shop is drawn from a seed, and one conversation moves exactly the figures that its platform counts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reading.nouns import Made, Move, Reading, Severity, Span, Violation
from scenarios.case import parse_case
from scenarios.nouns import PLATFORMS, Case, End, MetricChange
from scenarios.platforms import PLATFORM, sheet
from scenarios.shop import after, shop_of

AT = Span(start=0, end=1)
READ = Reading(text="x")
CRITICAL = Reading(text="x", violations=(Violation(code="V04", severity=Severity.CRITICAL, span=AT),))
REFUND = Reading(text="x", moves=(Made(move=Move.REFUND_FULL, span=AT),))


def case(platform: str, stage: str = "after-sale", price: float = 24.99, situation: str = "where-is-my-order") -> Case:
    return parse_case(f"""
id: s-01
platform: {platform}
stage: {stage}
situation: {situation}
language: en
now: 2026-06-17T09:00:00+00:00
thread: [{{at: 2026-06-16T20:00:00+00:00, text: Where is it?}}]
tasks: [say where]
order: {{items: [{{title: Pot, unit_price: {price}}}]}}
""")


def moved(of: Case, end: End, reading: Reading | None = READ, hours: float | None = None) -> dict[str, MetricChange]:
    rules = sheet(of.platform)
    return {change.metric: change for change in after(shop_of(rules, 1), of, reading, end, rules, hours)}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_same_seed_gives_the_same_shop_in_good_standing(platform: str) -> None:
    rules, module = sheet(platform), PLATFORM[platform]
    good = {"good", "normal", "excellent", "trusted", "standard"}
    for seed in range(40):
        shop = shop_of(rules, seed)
        assert shop == shop_of(rules, seed)
        assert module.standing(module.rates(shop.tally, rules), rules).state in good
    assert shop_of(rules, 1) != shop_of(rules, 2)


def test_a_claim_raises_the_order_defect_rate_on_amazon() -> None:
    found = moved(case("amazon"), End.CLAIM)
    odr = found["order_defect_rate"]
    assert odr.before is not None and odr.after is not None and odr.after > odr.before
    assert (odr.threshold, odr.direction, odr.source) == (0.01, "below", "AMZ-17")
    assert "A-to-z" in odr.why["en"] and odr.why["zh"]


def test_answering_in_time_counts_and_answering_late_counts_against() -> None:
    in_time, late = moved(case("amazon"), End.OPEN, hours=23), moved(case("amazon"), End.OPEN, hours=25)
    for found, rises in ((in_time, True), (late, False)):
        change = found["contact_response"]
        assert change.before is not None and change.after is not None
        assert (change.after > change.before) is rises
    assert moved(case("amazon"), End.OPEN)["contact_response"] == in_time["contact_response"]


def test_a_critical_violation_counts_as_a_policy_violation_and_on_dhgate_as_yellow_cards() -> None:
    change = moved(case("amazon"), End.OPEN, CRITICAL)["policy_violations"]
    assert (change.before, change.after, change.state_after, change.unit) == (0, 1, "poor", "count")
    cards = moved(case("dhgate"), End.OPEN, CRITICAL)["yellow_cards"]
    assert (cards.after, cards.state_after) == (3, "missed")


def test_ebay_counts_cheap_and_dear_orders_apart() -> None:
    assert "low_price_rate" in moved(case("ebay", price=8), End.CLAIM)
    assert "high_price_rate" not in moved(case("ebay", price=8), End.CLAIM)
    assert "high_price_rate" in moved(case("ebay"), End.BAD_FEEDBACK)


def test_a_not_received_case_and_a_not_as_described_case_hit_different_parts_of_ebay() -> None:
    assert "shipping" in moved(case("ebay"), End.CLAIM)
    assert "non_shipping" in moved(case("ebay", situation="not-as-described"), End.CLAIM)


def test_a_wish_ticket_must_be_handled_in_two_days() -> None:
    assert moved(case("wish"), End.OPEN, hours=47)["ticket_48h"].state_after == "met"
    assert moved(case("wish"), End.OPEN, hours=49)["ticket_48h"].state_after == "missed"


def test_a_refund_counts_on_wish_even_when_the_buyer_is_happy() -> None:
    assert "refund_rate" in moved(case("wish"), End.HAPPY, REFUND)
    assert "refund_rate" not in moved(case("wish"), End.HAPPY)


@pytest.mark.parametrize("platform", ["dhgate", "aliexpress"])
def test_an_unanswered_dispute_is_a_bad_experience(platform: str) -> None:
    metric = {"dhgate": "bad_purchase_rate", "aliexpress": "bad_experience_rate"}[platform]
    assert metric in moved(case(platform, stage="dispute"), End.OPEN, None)
    assert metric in moved(case(platform, stage="dispute"), End.OPEN, hours=121)
    assert metric not in moved(case(platform, stage="dispute"), End.OPEN, hours=119)


def test_stars_move_the_average() -> None:
    five, one = (
        moved(case("wish"), End.HAPPY)["average_rating"],
        moved(case("wish"), End.BAD_FEEDBACK)["average_rating"],
    )
    assert five.after and five.before and one.after and one.after < five.before < five.after and one.unit == "stars"


@given(
    st.sampled_from(PLATFORMS), st.sampled_from(list(End)), st.integers(0, 500), st.sampled_from([READ, CRITICAL, None])
)
@settings(max_examples=60, deadline=None)
def test_every_change_is_bounded_named_and_sourced(platform: str, end: End, seed: int, reading: Reading | None) -> None:
    rules = sheet(platform)
    for change in after(shop_of(rules, seed), case(platform, stage="dispute"), reading, end, rules):
        assert change.name["zh"] and change.name["en"] and change.source and change.why["zh"] and change.why["en"]
        for value in (change.before, change.after):
            assert value is None or value >= 0
            assert value is None or change.unit != "rate" or value <= 1
            assert value is None or change.unit != "stars" or value <= 5
