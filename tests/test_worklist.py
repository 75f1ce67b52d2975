"""The list of cases: best result and unfinished work of each, and what to do next."""

from __future__ import annotations

from desk import Desk, exercises
from desk.people import Person
from desk.worklist import WorkRow, next_row, work_rows
from grading.parts import Part
from scenarios.operations.task import Task
from scenarios.operations.task import load_tasks as tasks_of
from tests.conftest import NOW

TASKS: tuple[Task, ...] = tasks_of("amazon")[:3]


def row(case_id: str, **about: object) -> WorkRow:
    words = {"zh": case_id, "en": case_id}
    given = {"case_id": case_id, "platform": "amazon", "title": words, "story": words, "difficulty": 1}
    return WorkRow(**(given | about))  # type: ignore[arg-type]


def try_it(desk: Desk, who: Person, task: Task, points: float | None) -> None:
    piece = exercises.open_(desk, who, "operation", task.id, task.title, task.platform, 0, NOW)
    if points is not None:
        exercises.hand_in(desk, who, piece.id, {"n": points}, (Part(id="state", points=points, of=10),), (), NOW)


def test_a_case_has_its_best_total_its_tries_and_its_unfinished_work(desk: Desk, student: Person) -> None:
    for points in (4, 9, 7, None):
        try_it(desk, student, TASKS[0], points)
    first, second, third = work_rows(desk, student, "operation", TASKS)
    assert (first.best, first.tries) == (90, 3) and first.open is not None and first.last == NOW
    assert (second.best, second.tries, second.open, second.last) == (None, 0, None, None)
    assert third.title == TASKS[2].title


def test_another_kind_of_work_on_a_case_of_that_name_does_not_count(desk: Desk, student: Person) -> None:
    try_it(desk, student, TASKS[0], 9)
    assert work_rows(desk, student, "clinic", TASKS)[0].best is None


def test_unfinished_work_comes_next() -> None:
    assert next_row([row("new"), row("begun", difficulty=5, open=3)]) == row("begun", difficulty=5, open=3)


def test_then_the_easiest_that_was_not_tried() -> None:
    rows = [row("tried", tries=1, best=10), row("hard", difficulty=4), row("easy", difficulty=2)]
    assert next_row(rows) == rows[2]


def test_then_what_was_done_worst() -> None:
    rows = [row("well", tries=1, best=95), row("badly", tries=2, best=40, difficulty=5)]
    assert next_row(rows) == rows[1]


def test_no_cases_no_next() -> None:
    assert next_row([]) is None
