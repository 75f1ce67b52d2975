"""The arithmetic of a grade holds over every combination of levels, violations and profiles (guide B3, B4, C1)."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.gates import gates
from grading.grade import band_of, grade, is_sendable, raw_points, settle, total_points, weigh
from grading.nouns import Criterion, Gate, Level, Override
from grading.override import apply
from grading.rubric import load_rubric
from reading.nouns import Claim, Delivered, Flag, Flagged, Made, Move, Reading, Severity, Signal, Span, Violation

RUBRIC = load_rubric()
HERE = Span(start=0, end=4)
VIOLATIONS = {
    "none": (),
    "minor": (("V15", Severity.MINOR),),
    "major": (("V07", Severity.MAJOR),),
    "business": (("V14", Severity.BUSINESS),),
    "critical": (("V01", Severity.CRITICAL),),
    "two critical": (("V01", Severity.CRITICAL), ("V04", Severity.CRITICAL)),
    "grave": (("V09", Severity.GRAVE),),
}
COM = {"none": 4, "minor": 3, "major": 2, "business": 4, "critical": 0, "two critical": 0, "grave": 0}


def reading_with(kind: str) -> Reading:
    found = tuple(Violation(code=c, severity=s, span=HERE) for c, s in VIOLATIONS[kind])
    return Reading(text="text", violations=found, words=80)


def settled(values: dict[Criterion, int], kind: str, profile: str):
    return settle(reading_with(kind), {c: Level(value=v) for c, v in values.items()}, RUBRIC, profile)


def every_combination():
    for kind, profile in itertools.product(VIOLATIONS, RUBRIC.profiles):
        for res, acc, ton, lan in itertools.product(range(5), repeat=4):
            yield {"RES": res, "ACC": acc, "TON": ton, "COM": COM[kind], "LAN": lan}, kind, profile


@pytest.fixture(scope="module")
def totals() -> dict:
    return {
        (tuple(values.values()), kind, profile): settled({Criterion(c): v for c, v in values.items()}, kind, profile)
        for values, kind, profile in every_combination()
    }


def test_the_weights_of_each_profile_add_up_to_a_hundred() -> None:
    assert {sum(w.values()) for w in RUBRIC.profiles.values()} == {100}


def test_the_total_never_falls_when_a_level_rises(totals: dict) -> None:
    for (values, kind, profile), made in totals.items():
        for place in (0, 1, 2, 4):
            if values[place] < 4:
                higher = (*values[:place], values[place] + 1, *values[place + 1 :])
                assert totals[higher, kind, profile].total >= made.total, (values, kind, profile, place)


def test_a_violation_never_raises_the_total(totals: dict) -> None:
    for (values, kind, profile), made in totals.items():
        clean = (*values[:3], 4, values[4])
        assert made.total <= totals[clean, "none", profile].total, (values, kind)


def test_no_critical_reply_reaches_sixty(totals: dict) -> None:
    worst = max(
        m.total for (_, kind, _), m in totals.items() if kind in ("critical", "two critical", "grave", "business")
    )
    assert worst < 60


def test_sendable_implies_seventy_five_or_more(totals: dict) -> None:
    assert min(m.total for m in totals.values() if m.sendable) >= 75


def test_the_top_band_needs_a_sendable_reply() -> None:
    assert band_of(95, True, RUBRIC) == "优秀"
    assert band_of(95, False, RUBRIC) == "良好"
    assert [band_of(t, True, RUBRIC) for t in (89, 79, 69, 59)] == ["良好", "中等", "及格", "不及格"]


def test_all_threes_with_clean_compliance_are_78_and_all_twos_55() -> None:
    weights = RUBRIC.profiles["balanced"]
    threes = {c: 4 if c is Criterion.COM else 3 for c in Criterion}
    twos = {c: 4 if c is Criterion.COM else 2 for c in Criterion}
    assert total_points(raw_points(threes, weights), ()) == 78
    assert total_points(raw_points(twos, weights), ()) == 55


def test_halves_are_rounded_up() -> None:
    assert [total_points(raw, ()) for raw in (82.5, 77.5, 47.5, 27.5)] == [83, 78, 48, 28]


@given(raw=st.floats(0, 100), caps=st.lists(st.sampled_from(sorted(RUBRIC.caps)), max_size=4))
def test_the_lowest_cap_applies(raw: float, caps: list[str]) -> None:
    fired = tuple(Gate(code=c, cap=RUBRIC.caps[c]) for c in caps)
    assert total_points(raw, fired) <= min([raw, *(RUBRIC.caps[c] for c in caps)]) + 0.5


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("none", set()),
        ("minor", set()),
        ("major", {"MAJOR"}),
        ("business", {"OVERCOMMIT"}),
        ("critical", {"CRITICAL"}),
        ("two critical", {"CRITICAL", "TWO_CRITICAL"}),
        ("grave", {"GRAVE"}),
    ],
)
def test_each_kind_of_violation_fires_its_gate(kind: str, codes: set[str]) -> None:
    fine = {c: Level(value=4) for c in Criterion}
    assert {g.code for g in gates(reading_with(kind), fine, RUBRIC)} == codes


def test_gates_are_provisional_in_test_mode_and_then_go_to_a_person() -> None:
    made = weigh(reading_with("critical"), RUBRIC, mode="test")
    assert all(g.provisional for g in made.gates)
    assert "gate:CRITICAL" in made.review
    assert not any(g.provisional for g in weigh(reading_with("critical"), RUBRIC).gates)


def test_a_reply_that_cannot_be_rated_gets_a_reason_and_no_level() -> None:
    reading = Reading(text="??", flags=(Flagged(flag=Flag.EMPTY, span=HERE),))
    made = grade(reading, RUBRIC)
    assert (made.status, made.reason, made.total) == ("not_ratable", "empty", 0)
    assert made.advice[0].zh


def task(task_id: str, state: str, core: bool = True) -> Delivered:
    return Delivered(id=task_id, state=state, core=core)


@pytest.mark.parametrize(
    ("core", "support", "level"),
    [
        (["done", "done"], ["done"], 4),
        (["done", "done"], ["missing"], 3),
        (["done", "partial"], ["done"], 3),
        (["done"], ["missing", "missing"], 3),
        (["done", "missing"], ["done"], 2),
        (["partial", "partial"], [], 2),
        (["partial"], ["done"], 2),
        (["missing", "missing"], ["done"], 1),
        (["missing", "partial"], [], 1),
    ],
)
def test_resolution_follows_the_tasks(core: list[str], support: list[str], level: int) -> None:
    tasks = [task(f"c{i}", s) for i, s in enumerate(core)] + [
        task(f"s{i}", s, core=False) for i, s in enumerate(support)
    ]
    assert weigh(Reading(text="x", tasks=tuple(tasks)), RUBRIC).levels[Criterion.RES].value == level


def claim(verdict: str) -> Claim:
    return Claim(span=HERE, kind="date", said="", verdict=verdict)


@pytest.mark.parametrize(
    ("verdicts", "level"),
    [
        (["right", "right"], 4),
        (["right", "slip"], 3),
        (["right", "unsupported"], 3),
        (["right", "slip", "unsupported"], 2),
        (["right", "material"], 1),
        (["material", "material"], 0),
    ],
)
def test_accuracy_follows_the_claims(verdicts: list[str], level: int) -> None:
    reading = Reading(text="x", claims=tuple(map(claim, verdicts)))
    assert weigh(reading, RUBRIC).levels[Criterion.ACC].value == level


def test_a_reply_without_any_case_fact_has_accuracy_two() -> None:
    level = weigh(Reading(text="x", facts_said=0.0), RUBRIC).levels[Criterion.ACC]
    assert (level.value, [reason.code for reason in level.reasons]) == (2, ["no_case_fact"])


@pytest.mark.parametrize("reading", [{"facts_said": 0.1}, {"facts_said": 0.0, "claims": (claim("right"),)}])
def test_a_reply_with_one_right_fact_is_not_told_that_it_has_none(reading: dict[str, object]) -> None:
    level = weigh(Reading(text="x", **reading), RUBRIC).levels[Criterion.ACC]
    assert (level.value, [reason.code for reason in level.reasons]) == (2, ["few_case_facts"])


@pytest.mark.parametrize(
    ("codes", "level"),
    [
        (["names_situation"], 4),
        ([], 3),
        (["names_situation", "generic_address"], 3),
        (["names_situation", "dismissive"], 2),
        (["names_situation", "servile"], 2),
        (["names_situation", "blame"], 1),
        (["names_situation", "mockery"], 0),
    ],
)
def test_tone_follows_the_worst_sign(codes: list[str], level: int) -> None:
    reading = Reading(text="x", signals=tuple(Signal(code=c, span=HERE) for c in codes))
    assert weigh(reading, RUBRIC).levels[Criterion.TON].value == level


def test_advice_praises_only_with_words_and_has_at_most_three_points() -> None:
    reading = Reading(
        text="We sent a new one on 3 May.",
        moves=(Made(move=Move.REPLACE, span=Span(start=0, end=26)),),
        tasks=(task("t1", "missing"),),
        signals=(Signal(code="flat", span=HERE),),
        words=8,
    )
    points = grade(reading, RUBRIC).advice
    assert [p.kind for p in points] == ["works", "change", "next"]
    assert "We sent a new one" in points[0].zh
    assert points[1].gain and points[1].gain > 0


def test_a_fired_gate_is_always_the_second_point() -> None:
    reading = reading_with("critical").model_copy(update={"tasks": (task("t1", "missing"),)})
    change = next(p for p in grade(reading, RUBRIC).advice if p.kind == "change")
    assert change.span == HERE and "利诱评价" in change.zh


def test_an_override_changes_levels_and_violations_but_never_the_machines_grade() -> None:
    import datetime as dt

    reading = reading_with("critical").model_copy(update={"signals": (Signal(code="names_situation", span=HERE),)})
    machine = grade(reading, RUBRIC)
    word = Override(
        by=1, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), reason="not_there", dropped=("V01",), levels={"TON": 2}
    )
    after = apply(reading, machine, word, RUBRIC)
    assert machine.total <= 40 < after.total
    assert (after.levels[Criterion.COM].value, after.levels[Criterion.TON].value) == (4, 2)
    assert not after.gates


def test_the_advice_after_an_override_knows_what_the_teacher_said() -> None:
    import datetime as dt

    reading = reading_with("critical").model_copy(update={"signals": (Signal(code="names_situation", span=HERE),)})
    machine = grade(reading, RUBRIC)
    word = Override(by=1, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), reason="not_there", dropped=("V01",))
    assert not [p for p in apply(reading, machine, word, RUBRIC).advice if p.code == "violation"]
    after = apply(reading, machine, word.model_copy(update={"dropped": (), "levels": {"TON": 1}}), RUBRIC)
    (told,) = [p for p in after.advice if p.kind == "change"]
    (cost,) = [one for one in after.without if (one.code, one.item) == (told.code, told.item)]
    assert told.gain == cost.gain > 0 and f"+{cost.gain}" in told.zh and f"+{cost.gain}" in told.en
    assert told.gain < next(p.gain for p in machine.advice if p.kind == "change")


def test_sendable_needs_every_criterion_at_three() -> None:
    good = dict.fromkeys(Criterion, 3) | {Criterion.COM: 4}
    assert is_sendable(good, (), RUBRIC)
    for criterion in Criterion:
        assert not is_sendable(good | {criterion: good[criterion] - 1}, (), RUBRIC)
