"""Every platform answers the same questions, and its sheet is complete, sourced and says what it does not know."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from content.errors import ContentError, NotFound
from scenarios.case import parse_case
from scenarios.nouns import PLATFORMS, STAGES, Case
from scenarios.platforms import PLATFORM, clock, sheet
from scenarios.platforms.measure import bound, kept, ratio
from scenarios.platforms.sheet import notes
from scenarios.situations import situations

FACT = re.compile(r"^(?:AMZ|EBY|ALI|WSH|DHG|TAO|GEN|MSG|BUY|CLK|HBK|CRS|CRM)-\d{2}$")


def case(platform: str, stage: str = "after-sale", situation: str = "", now: str = "2026-06-17T09:00:00+00:00") -> Case:
    return parse_case(f"""
id: p-01
platform: {platform}
stage: {stage}
situation: "{situation}"
language: en
now: {now}
thread: [{{at: 2026-06-16T09:00:00+00:00, text: Hello?}}]
tasks: [answer]
""")


def test_there_are_six_platforms_and_no_seventh() -> None:
    assert tuple(PLATFORM) == PLATFORMS
    with pytest.raises(NotFound):
        sheet("bazaar")


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_sheet_names_its_sources_in_both_languages(platform: str) -> None:
    rules = sheet(platform)
    assert rules.platform == platform and rules.name["zh"] and rules.pack
    for rule in rules.forbidden:
        assert FACT.match(rule.source) and rule.zh and rule.en and rule.since and rule.id.startswith(f"{platform}.")
        assert set(rule.stages) <= set(STAGES)
    for one in (*rules.clocks, *rules.metrics):
        assert FACT.match(one.source) and one.name["zh"] and one.name["en"]
        assert not one.doubt or (one.doubt["zh"] and one.doubt["en"])
    for effect in rules.effects:
        assert FACT.match(effect.source) and effect.why["zh"] and effect.why["en"]
        assert set(effect.adds) <= set(rules.shop)
    for metric in rules.metrics:
        assert {metric.numerator, metric.denominator or metric.numerator} <= set(rules.shop)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_sheet_has_rules_to_read_for_every_stage(platform: str) -> None:
    rules = sheet(platform)
    assert len(rules.notes) >= 8 and len({note.id for note in rules.notes}) == len(rules.notes)
    for note in rules.notes:
        assert note.title["zh"] and note.title["en"] and note.text["zh"] and note.text["en"]
        assert note.sources and all(FACT.match(source) for source in note.sources)
        assert set(note.stages) <= set(STAGES) and set(note.situations) <= set(situations())
    for stage in STAGES:
        assert notes(case(platform, stage), rules), stage


@pytest.mark.parametrize("platform", PLATFORMS)
def test_rates_and_standing_answer_for_every_tally(platform: str) -> None:
    rules, module = sheet(platform), PLATFORM[platform]
    nothing = module.rates({}, rules)
    assert set(nothing) == {metric.id for metric in rules.metrics} and set(nothing.values()) == {None}
    full = dict.fromkeys(rules.shop, 100.0)
    for rates in (nothing, module.rates(full, rules)):
        standing = module.standing(rates, rules)
        assert standing.state in rules.states and standing.name == rules.states[standing.state]
        assert set(standing.metrics.values()) <= set(rules.states)


def test_bounds_are_strict_or_inclusive_as_the_sheet_says() -> None:
    amazon, wish = sheet("amazon"), sheet("wish")
    assert kept(amazon.metric("order_defect_rate"), 0.01) is False
    assert kept(wish.metric("late_fulfilment"), 0.10) is True
    assert kept(wish.metric("average_rating"), 4.0) is True
    assert kept(wish.metric("complaint_rate"), 0.5) is None and bound(wish.metric("complaint_rate")) is None
    assert kept(amazon.metric("order_defect_rate"), None) is None


def test_a_small_volume_is_not_assessed() -> None:
    low = sheet("ebay").metric("low_price_rate")
    assert ratio({"bad_low": 1, "orders_low": 20}, low) is None
    assert ratio({"bad_low": 1, "orders_low": 21}, low) == pytest.approx(1 / 21)


EBAY = [  # rule specification C4: low n, low bad, high n, high bad, state
    ((30, 1, 20, 1), "not_assessed"),
    ((31, 1, 20, 0), "normal"),
    ((40, 3, 60, 0), "warning"),
    ((40, 3, 60, 3), "restricted"),
    ((100, 5, 0, 0), "normal"),
    ((20, 2, 40, 0), "normal"),
    ((21, 2, 40, 0), "warning"),
]


@pytest.mark.parametrize(("counts", "state"), EBAY)
def test_ebay_stands_as_its_specification_says(counts: tuple[int, int, int, int], state: str) -> None:
    low, low_bad, high, high_bad = counts
    tally = {"orders_low": low, "bad_low": low_bad, "orders_high": high, "bad_high": high_bad}
    tally |= {"orders": low + high, "bad": low_bad + high_bad}
    rules = sheet("ebay")
    assert PLATFORM["ebay"].standing(PLATFORM["ebay"].rates(tally, rules), rules).state == state


ALI = [  # rule specification C3: orders, ODR, liability, positive rate, level
    ((90, 0.034, 0.007, 0.97), "excellent"),
    ((89, 0.01, 0.0, 0.99), "good"),
    ((90, 0.035, 0.0, 0.99), "good"),
    ((120, 0.02, 0.008, 0.99), "fail"),
    ((29, 0.01, 0.0, 1.0), "pass"),
    ((30, 0.0599, 0.0079, 0.95), "good"),
    ((30, 0.06, 0.0079, 0.95), "pass"),
    ((200, 0.12, 0.0, 0.99), "fail"),
    ((200, 0.05, 0.001, 0.89), "fail"),
]


@pytest.mark.parametrize(("figures", "level"), ALI)
def test_aliexpress_levels_nest_as_specified(figures: tuple[int, float, float, float], level: str) -> None:
    names = ("assessed_orders", "bad_experience_rate", "liability_rate", "positive_rate")
    rates = dict(zip(names, figures, strict=True))
    assert PLATFORM["aliexpress"].standing(rates, sheet("aliexpress")).state == level


def test_wish_needs_all_five_bounds_and_each_is_inclusive() -> None:
    rates = {"valid_tracking": 0.95, "late_fulfilment": 0.10, "average_rating": 4.0, "refund_rate": 0.10}
    rates["counterfeit_rate"] = 0.005
    wish, rules = PLATFORM["wish"], sheet("wish")
    assert wish.standing(rates, rules).state == "trusted"
    for name, worse in (("valid_tracking", 0.949), ("late_fulfilment", 0.101), ("average_rating", 3.99)):
        assert wish.standing({**rates, name: worse}, rules).state == "not_trusted"


def test_amazon_wants_an_answer_in_a_day_weekends_included() -> None:
    (due,) = PLATFORM["amazon"].clocks(case("amazon"), sheet("amazon"))
    assert (due.id, due.hours_total, due.hours_left) == ("message", 24, 0)
    late = PLATFORM["amazon"].clocks(case("amazon", now="2026-06-17T12:00:00+00:00"), sheet("amazon"))
    assert late[0].hours_left == -3


def test_ebay_counts_business_days() -> None:
    friday = case("ebay", stage="dispute").model_copy(update={"thread": ()})
    friday = friday.model_copy(update={"now": dt.datetime(2026, 6, 19, 12, tzinfo=dt.UTC)})
    due = next(one for one in PLATFORM["ebay"].clocks(friday, sheet("ebay")) if one.id == "step_in")
    assert due.due == dt.datetime(2026, 6, 24, 12, tzinfo=dt.UTC)


def test_dhgate_has_five_natural_days_to_answer_and_ten_to_agree() -> None:
    found = {one.id: one.hours_total for one in PLATFORM["dhgate"].clocks(case("dhgate", "dispute"), sheet("dhgate"))}
    assert found["answer"] == 120 and found["agree"] == 240


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_case_has_an_answering_clock_or_none_that_is_wrong(platform: str) -> None:
    for stage in STAGES:
        for due in PLATFORM[platform].clocks(case(platform, stage), sheet(platform)):
            assert due.due > due.started and due.hours_total > 0 and due.on_expiry["zh"]


def test_a_broken_sheet_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (Path(clock.__file__).parent / "wish.yaml").read_text(encoding="utf-8")
    (tmp_path / "wish.yaml").write_text(text.replace("severity: critical", "severity: awful", 1), encoding="utf-8")
    from scenarios.platforms.sheet import load_sheet

    monkeypatch.setitem(load_sheet.__wrapped__.__globals__, "HERE", tmp_path)
    with pytest.raises(ContentError, match="severity"):
        load_sheet.__wrapped__("wish")
