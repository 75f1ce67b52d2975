"""The worked anchors of guide B7: every level within one, the gates that must fire, the order that every build keeps."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from grading.grade import grade
from grading.nouns import Criterion, Grade
from grading.rubric import load_rubric
from reading.nouns import Reading
from reading.read import load_reader, read
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.platforms import sheet

ROOT = Path(__file__).parents[1]
ANCHORS = yaml.safe_load((ROOT / "tests" / "anchors.yaml").read_text(encoding="utf-8"))


def text_of(name: str) -> str:
    anchor = ANCHORS[name]
    return (text_of(anchor["plus"]) if "plus" in anchor else "") + anchor["text"]


@cache
def marked(name: str) -> tuple[Reading, Grade]:
    case = load_cases(ROOT / "scenarios" / "cases" / "amazon" / "wismo-amz-01.yaml")[0]
    reading = read(text_of(name), brief(case, sheet(case.platform)), load_reader())
    return reading, grade(reading, load_rubric())


@pytest.mark.parametrize("name", [n for n, a in ANCHORS.items() if "levels" in a])
def test_every_level_is_within_one_of_the_raters(name: str) -> None:
    made = {c.value: level.value for c, level in marked(name)[1].levels.items()}
    wanted = dict(zip((c.value for c in Criterion), ANCHORS[name]["levels"], strict=True))
    assert all(abs(made[c] - wanted[c]) <= 1 for c in wanted), f"{made} instead of {wanted}"


@pytest.mark.parametrize("name", ANCHORS)
def test_the_gates_that_must_fire_do_and_no_other_caps_a_clean_reply(name: str) -> None:
    fired = {g.code for g in marked(name)[1].gates}
    wanted = set(ANCHORS[name].get("gates", ()))
    assert wanted <= fired
    if not wanted:
        assert not fired - {"CUSTOMER_1"}


@pytest.mark.parametrize("name", [n for n, a in ANCHORS.items() if "levels" in a])
def test_the_violations_are_those_the_raters_marked(name: str) -> None:
    reading, _ = marked(name)
    assert {v.code for v in reading.violations} - {"V14"} == set(ANCHORS[name].get("violations", ())) - {"V14"}


@pytest.mark.parametrize("name", ANCHORS)
def test_the_total_is_near_the_raters(name: str) -> None:
    assert abs(marked(name)[1].total - ANCHORS[name]["total"]) <= 12


def test_the_order_of_the_anchors_is_kept() -> None:
    total = {name: marked(name)[1].total for name in ANCHORS}
    order = ["A1", "A18", "A9", "A2", "A21", "A20"]
    assert [total[n] for n in order] == sorted((total[n] for n in order), reverse=True)
    assert len({total[n] for n in order}) == len(order)
    failing = [n for n in ANCHORS if n not in (*order, "A22")]
    assert total["A20"] > max(total[n] for n in failing)
    assert total["A4"] == total["A6"] == total["A17"]
    assert total["A14"] < total["A2"]
    assert max(total["A12"], total["A13"]) < total["A3"]


@pytest.mark.parametrize("name", ANCHORS)
def test_every_span_stands_in_the_text(name: str) -> None:
    reading, made = marked(name)
    spans = [x.span for x in (*reading.moves, *reading.claims, *reading.violations, *reading.signals, *reading.slips)]
    spans += [s for t in reading.tasks for s in t.spans] + [p.span for p in made.advice if p.span]
    assert all(0 <= s.start <= s.end <= len(reading.text) for s in spans)
