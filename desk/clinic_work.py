"""A student's work on a clinic case: opened, kept as she goes, handed in once with its marks."""

from __future__ import annotations

import datetime as dt

from pydantic import ValidationError

from desk import clinic, exercises
from desk.clinic import Answers, Patient
from desk.exercises import Exercise
from desk.house import Desk
from desk.people import Person
from desk.rulebook import begun_with, kept_with
from desk.worklist import WorkRow, work_rows
from grading.nouns import Mode


def shelf(desk: Desk, who: Person) -> tuple[WorkRow, ...]:
    """All clinic cases with what this person has made of them."""
    return work_rows(desk, who, "clinic", clinic.cases())


def open_case(desk: Desk, who: Person, case_id: str, now: dt.datetime, mode: Mode = "practice") -> int:
    """The id of the unfinished piece of work on this case, else of a new one. Raises NotFound for no such case.

    It keeps the rules that the class has now, so that a later choice does not change what was begun.
    """
    case = clinic.case(case_id)
    rules = kept_with(desk, who, case.platform)
    return exercises.open_(desk, who, "clinic", case.id, case.title, case.platform, case.seed, now, mode, rules).id


def answers_of(exercise: Exercise) -> Answers:
    """What she has filled in; fields that no longer fit are left empty rather than losing the rest."""
    kept = {}
    for name, value in exercise.work.items():
        try:
            Answers.model_validate({name: value})
        except ValidationError:
            continue
        kept[name] = value
    return Answers.model_validate(kept)


def keep(desk: Desk, who: Person, exercise_id: int, answers: Answers, stamp: int, now: dt.datetime) -> int:
    """Keeps the answers and gives the new stamp; raises as exercises.save."""
    return exercises.save(desk, who, exercise_id, answers.model_dump(mode="json"), stamp, now)


def finish(desk: Desk, who: Person, exercise_id: int, answers: Answers, stamp: int, now: dt.datetime) -> Exercise:
    """Marks the answers and hands them in, once; a plan that could not be graded goes to a person."""
    one = patient_of(exercises.get(desk, who, exercise_id))
    parts, reading = clinic.marked(one, answers, desk.read, desk.rubric)
    flags = ["plan_not_graded"] if any(not part.graded for part in parts) else []
    versions = {"rubric": desk.rubric.version, "reader": reading.reader if reading else ""}
    work = answers.model_dump(mode="json")
    return exercises.hand_in(desk, who, exercise_id, work, parts, flags, now, versions, stamp)


def patient_of(exercise: Exercise) -> Patient:
    """The account of a piece of work, by the rules it was begun with. Raises NotFound when the case is gone."""
    return clinic.patient(exercise.case_id, *begun_with(exercise.versions))
