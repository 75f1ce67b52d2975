"""How a class is graded: its weights and what holds in its assessments. New replies follow it; old ones wait for a
regrade."""

from __future__ import annotations

from content.errors import NotAllowed
from desk.house import Desk
from desk.people import Person
from grading.nouns import Exam
from store import classrooms
from store.nouns import ClassRules as ClassRules


def of_class(desk: Desk, who: Person) -> ClassRules:
    """What this person's class has chosen."""
    return classrooms.rules_of(desk.store, who)


def weights(desk: Desk) -> dict[str, dict[str, int]]:
    """The profiles there are, with their weights in percent."""
    return desk.rubric.profiles


def choose(desk: Desk, who: Person, profile: str, template_cap: bool, exam_caps: bool) -> ClassRules:
    """Keeps the choice for the teacher's class. Raises NotAllowed for a student or an unknown profile."""
    if profile not in desk.rubric.profiles:
        raise NotAllowed("没有这套权重。", "There is no such set of weights.")
    exam = Exam(template_cap=template_cap, exam_caps=exam_caps)
    chosen = of_class(desk, who).model_copy(update={"profile": profile, "exam": exam})
    classrooms.set_rules(desk.store, who, chosen)
    return chosen
