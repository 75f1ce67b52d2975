"""A plan that says the root cause, the steps and the prevention earns its points; excuses do not."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import yaml

from desk.clinic import Answers, marked, patient
from desk.house import Read
from desk.start import warm_read
from grading.parts import Part
from grading.rubric import load_rubric
from scenarios.clinic.plan import shown, told

HERE = Path(__file__).parent / "plans"
PLANS = {
    one["case"]: one for path in sorted(HERE.glob("*.yaml")) for one in yaml.safe_load(path.read_text(encoding="utf-8"))
}


@cache
def reader() -> Read:
    return warm_read()


@cache
def share(case: str, kind: str) -> float:
    """Share of the plan's points, 0 to 1."""
    one = patient(case)
    hurt = one.sheet.metric(one.ward.cause(one.case.cause).hurts[0])
    text = PLANS[case][kind].replace("{figure}", shown(hurt, one.truth.figures[hurt.id].rate))
    parts, _ = marked(one, Answers(plan=text), reader(), load_rubric())
    (plan,) = (part for part in parts if part.id == "plan")
    return _share(plan)


def _share(plan: Part) -> float:
    assert plan.graded
    return plan.points / plan.of


@pytest.mark.parametrize("case", PLANS)
def test_a_good_plan_earns_most_of_the_points(case: str) -> None:
    assert share(case, "good") >= 0.8


@pytest.mark.parametrize("case", PLANS)
def test_a_plan_of_excuses_earns_little(case: str) -> None:
    assert share(case, "bad") <= 0.4


@pytest.mark.parametrize("case", [name for name, one in PLANS.items() if "middling" in one])
def test_half_a_plan_stands_between(case: str) -> None:
    assert share(case, "bad") < share(case, "middling") < share(case, "good")


@pytest.mark.parametrize("case", ["tao-clinic-02", "tao-clinic-07", "amz-clinic-01", "ebay-clinic-01"])
def test_the_cause_told_alone_is_neither_action_nor_prevention(case: str) -> None:
    one = patient(case)
    cause = one.ward.cause(one.case.cause)
    root = told(cause.plan.root, cause, one.ward)[one.letter.language]
    hello = "您好，" if one.letter.language == "zh" else f"Dear {one.ward.office},\n"
    parts, _ = marked(one, Answers(plan=hello + root), reader(), load_rubric())
    (plan,) = (part for part in parts if part.id == "plan")
    assert 0.3 < _share(plan) <= 0.5
    assert [remark.en for remark in plan.remarks if remark.good] == ["The root cause: clearly said."]


def _breaches(sentence: str) -> set[str]:
    text = f"Dear Wish Merchant Support,\n\nThank you for your notice. {sentence}\n\nBest regards,\nThe store team"
    _, reading = marked(patient("wish-clinic-06"), Answers(plan=text), reader(), load_rubric())
    return {one.code for one in reading.violations} if reading else set()


def test_a_breach_that_the_plan_confesses_is_none_and_one_that_it_promises_is() -> None:
    assert not _breaches("We offered buyers a refund of $5 in return for a five-star review.")
    assert _breaches("In future we will give buyers a refund of $5 in return for a five-star review.") == {"V01"}


def test_an_insult_is_one_in_a_plan_as_well() -> None:
    assert _breaches("Because buyers are stupid, they gave low ratings.") == {"V10"}
