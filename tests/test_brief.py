"""A brief carries what the case says, what the order states and what the platform forbids in this state."""

from __future__ import annotations

import pytest

from reading.nouns import Delivered, Move, Reading, Severity
from scenarios.brief import brief, order_facts, total_of
from scenarios.case import parse_case
from scenarios.nouns import PLATFORMS, Case
from scenarios.platforms import sheet
from scenarios.situations import canonical, situations

TEXT = """
id: b-01
platform: amazon
stage: after-sale
situation: where-is-my-order
language: en
thread: [{from: buyer, text: Where is it?}, {from: seller, text: We look.}, Still nothing]
tasks: [{id: t1, text: where, by: [STATUS]}, {id: t2, text: when, by: [DEADLINE]}]
order: {id: 112-1-2, items: [{title: Pot, qty: 2, unit_price: 12.5}], shipping: 3, placed: 2026-06-01}
"""


def made(**changes: str) -> Case:
    text = TEXT
    for name, value in changes.items():
        old = next(line for line in TEXT.split("\n") if line.startswith(f"{name}:"))
        text = text.replace(old, f"{name}: {value}")
    return parse_case(text)


def severity(case: Case, code: str) -> Severity:
    found = brief(case, sheet(case.platform)).forbidden
    return next(entry.severity for entry in found if entry.code == code)


def test_the_order_states_typed_facts() -> None:
    facts = {fact.id: fact for fact in order_facts(made().order)}
    assert facts["total"].values[0].value == 28.0 and facts["total"].values[0].currency == "USD"
    assert facts["order_id"].values[0].value == "112-1-2"
    assert facts["placed"].values[0].value == "2026-06-01"
    assert "shipped" not in facts and "carrier" not in facts
    assert order_facts(None) == ()


def test_a_missing_price_gives_no_total() -> None:
    order = made(order="{items: [{title: A, unit_price: 2}, {title: B}]}").order
    assert order is not None and total_of(order) is None


def test_tasks_of_earlier_readings_are_closed() -> None:
    earlier = Reading(
        text="It is in LA.", tasks=(Delivered(id="t1", state="done"), Delivered(id="t2", state="partial"))
    )
    found = brief(made(), sheet("amazon"), earlier=(earlier,))
    assert found.closed == frozenset({"t1"})
    assert found.earlier == ("We look.", "It is in LA.")


def test_the_same_sentence_is_right_on_ebay_once_solved_and_critical_on_amazon() -> None:
    open_ebay = made(platform="ebay")
    solved_ebay = parse_case(TEXT.replace("amazon", "ebay") + "solved: true\n")
    assert severity(made(), "V02") is Severity.CRITICAL
    assert severity(open_ebay, "V02") is Severity.MAJOR
    assert severity(solved_ebay, "V02") is Severity.NONE and severity(solved_ebay, "V03") is Severity.NONE
    assert brief(solved_ebay, sheet("ebay")).solved


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_platform_says_something_of_all_fifteen_violations_in_every_stage(platform: str) -> None:
    for stage in ("pre-sale", "in-sale", "after-sale", "dispute", "feedback", "marketing"):
        codes = [entry.code for entry in brief(made(platform=platform, stage=stage), sheet(platform)).forbidden]
        assert codes == [f"V{n:02d}" for n in range(1, 16)]


def test_promotion_is_allowed_before_the_sale_but_never_on_amazon() -> None:
    assert severity(made(platform="dhgate", stage="pre-sale"), "V07") is Severity.NONE
    assert severity(made(platform="dhgate", stage="after-sale"), "V07") is Severity.MINOR
    assert severity(made(stage="pre-sale"), "V07") is Severity.MAJOR


def test_taobao_defaults_are_labelled_unverified() -> None:
    found = {entry.code: entry.verified for entry in brief(made(platform="taobao"), sheet("taobao")).forbidden}
    assert not any(found[f"V{n:02d}"] for n in range(1, 8)) and found["V09"]


def test_expected_moves_come_from_the_situation_and_a_case_may_change_them() -> None:
    found = brief(made(), sheet("amazon"))
    assert found.obligatory == ((Move.RESTATE,), (Move.STATUS,), (Move.DEADLINE,))
    assert Move.TRACKING in found.conventional
    own = parse_case(TEXT + "expected: {obligatory: [[APOLOGIZE, OWN]]}\n")
    assert brief(own, sheet("amazon")).obligatory == ((Move.APOLOGIZE, Move.OWN),)


def test_a_situation_of_the_teachers_own_expects_nothing() -> None:
    found = brief(made(situation="lost in the jungle"), sheet("amazon"))
    assert found.obligatory == () and found.conventional == ()


def test_the_table_of_situations_is_complete_in_both_languages() -> None:
    assert len(situations()) == 17
    for slug, row in situations().items():
        assert row["name"]["zh"] and row["name"]["en"]
        assert all(Move(move) for entry in row["obligatory"] for move in entry)
        assert canonical(slug.upper().replace("-", "_")) == slug
        assert all(canonical(other) == slug for other in row["also"])
