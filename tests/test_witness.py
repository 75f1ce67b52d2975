"""A breach stands on two witnesses; one that only a cue sees is suspected: no gate, no "sendable", a teacher looks."""

from __future__ import annotations

import pytest

from grading.grade import settle
from grading.nouns import Criterion, Level
from grading.rubric import load_rubric
from grading.scale import MARGIN, Trees
from reading.nouns import Reading, Severity, Span, Violation
from reading.witness import witnessed

TEXT = "The pay goes to our side. Have a nice day."
SENTENCES = (Span(start=0, end=25), Span(start=26, end=42))
RUBRIC = load_rubric()
FOURS = {c: Level(value=4) for c in Criterion}


def breach(code: str, start: int = 4, end: int = 24) -> Violation:
    return Violation(code=code, severity=Severity.CRITICAL, span=Span(start=start, end=end))


@pytest.mark.parametrize(
    ("code", "chance", "stands"),
    [("V05", 0.2, True), ("V05", 0.02, False), ("V12", 0.02, True), ("V14", 0.04, False), ("V06", 0.0, True)],
)
def test_a_cue_that_the_head_rules_out_is_only_suspected(code: str, chance: float, stands: bool) -> None:
    sure, suspected = witnessed([breach(code)], TEXT, SENTENCES, [{code: chance}, {code: 0.9}])
    assert ([v.code for v in sure], [v.code for v in suspected]) == (([code], []) if stands else ([], [code]))


def test_a_breach_named_outright_needs_less_and_without_a_model_every_breach_stands() -> None:
    text = "You are a stupid man."
    whole = (Span(start=0, end=len(text)),)
    assert witnessed([breach("V10", 8, 16)], text, whole, [{"V10": 0.02}])[0]
    assert witnessed([breach("V10", 8, 16)], text, whole, [{}])[0]


def test_a_code_that_stands_elsewhere_is_not_suspected_as_well() -> None:
    two = [breach("V05"), breach("V05", 30, 40)]
    sure, suspected = witnessed(two, TEXT, SENTENCES, [{"V05": 0.9}, {"V05": 0.0}])
    assert len(sure) == 1 and not suspected


def test_a_suspected_breach_gates_nothing_withholds_sendable_and_calls_a_teacher() -> None:
    reading = Reading(text=TEXT, words=9, suspected=(breach("V05"),))
    made = settle(reading, FOURS, RUBRIC)
    assert (made.gates, made.total, made.sendable) == ((), 100, False)
    assert "suspected:V05" in made.review


def test_a_level_near_the_edge_below_is_not_called_sendable() -> None:
    reading = Reading(text=TEXT, words=60)
    assert settle(reading, FOURS, RUBRIC).sendable
    assert not settle(reading, FOURS | {Criterion.TON: Level(value=3, surely=2)}, RUBRIC).sendable
    assert settle(reading, FOURS | {Criterion.TON: Level(value=3, surely=3)}, RUBRIC).sendable


def test_trees_say_what_a_level_surely_is() -> None:
    trees = Trees(signs=(), base=2.5 + MARGIN / 2, trees=(), cuts=(0.5, 1.5, 2.5, 3.5), sure=((0.0, 0.5),))
    found = trees.weigh({})
    assert (found.level, found.surely) == (3, 2)
