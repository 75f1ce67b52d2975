"""A student's work in the operations room: opened, one act after the other kept, handed in once with its marks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from pydantic import ValidationError

from content.errors import NotAllowed, Outdated
from desk import exercises, operations
from desk.exercises import Exercise
from desk.house import Desk
from desk.operations import Act, Room, Task
from desk.people import Person
from desk.rulebook import begun_with, kept_with, sheet_with
from desk.worklist import WorkRow, work_rows
from grading.nouns import Mode
from reading.nouns import Frozen
from scenarios.platforms.sheet import Sheet

MOST_ACTS = 200


class Work(Frozen, arbitrary_types_allowed=True):
    """A piece of work as it stands: the task as dealt, its rules, the acts so far and the room they made."""

    exercise: Exercise
    task: Task
    sheet: Sheet
    acts: tuple[Act, ...]
    room: Room


def shelf(desk: Desk, who: Person) -> tuple[WorkRow, ...]:
    """All operation tasks with what this person has made of them."""
    return work_rows(desk, who, "operation", operations.tasks())


def open_task(desk: Desk, who: Person, task_id: str, now: dt.datetime, mode: Mode = "practice") -> int:
    """The id of the unfinished piece of work on this task, else of a new one; it keeps the class's rules of now."""
    task = operations.task(task_id)
    rules = kept_with(desk, who, task.platform)
    opened = exercises.open_(desk, who, "operation", task.id, task.title, task.platform, task.seed, now, mode, rules)
    return opened.id


def work_of(exercise: Exercise) -> Work:
    """The piece of work played from its acts; where one no longer fits it begins anew. Raises NotFound."""
    task = operations.dealt(operations.task(exercise.case_id), exercise.seed)
    rules = sheet_with(task.platform, *begun_with(exercise.versions))
    acts = _acts(exercise)
    return Work(exercise=exercise, task=task, sheet=rules, acts=acts, room=operations.play(task, acts, rules))


def _acts(exercise: Exercise) -> tuple[Act, ...]:
    kept = exercise.work.get("acts", [])
    try:
        return operations.loaded(kept)
    except ValidationError:
        return ()


def act(desk: Desk, who: Person, exercise_id: int, made: Act, stamp: int, now: dt.datetime) -> Work:
    """The piece of work after one more act, kept. Refused acts are kept too: they cost, and they teach.

    Raises NotAllowed for an act the console does not have or after too many, Outdated when another window acted.
    """
    before = work_of(exercises.get(desk, who, exercise_id))
    if len(before.acts) >= MOST_ACTS:
        raise NotAllowed(f"最多 {MOST_ACTS} 步操作。", f"There are at most {MOST_ACTS} acts.")
    acts = operations.after(before.task, before.acts, made)
    exercises.save(desk, who, exercise_id, {"acts": operations.dumped(acts)}, stamp, now)
    return work_of(exercises.get(desk, who, exercise_id))


def again(desk: Desk, who: Person, exercise_id: int, stamp: int, now: dt.datetime) -> None:
    """Begins the same piece of work anew, as long as it is not handed in; only in practice. Raises NotAllowed."""
    exercise = exercises.get(desk, who, exercise_id)
    if exercise.mode == "test":
        raise NotAllowed("测试里做过的操作不能重来。", "In a test what was done stays done.")
    exercises.save(desk, who, exercise_id, {"acts": []}, stamp, now)


def finish(desk: Desk, who: Person, exercise_id: int, stamp: int, now: dt.datetime) -> Exercise:
    """Hands the work in with its marks, once. Raises Outdated when another window has acted since ``stamp``."""
    work = work_of(exercises.get(desk, who, exercise_id))
    if work.exercise.ended is None and work.exercise.stamp != stamp:
        raise Outdated(
            "另一个窗口里又有了新的操作，所以还没有交。请看过这些操作，再交一次。",
            "More was done in another window, so nothing was handed in yet: look at it, then hand in again.",
        )
    parts = operations.marked(work.task, work.acts, work.sheet)
    kept = {"acts": operations.dumped(work.acts)}
    return exercises.hand_in(desk, who, exercise_id, kept, parts, (), now, work.exercise.versions, stamp)


def names(work: Work, row_ids: Sequence[str], table: str) -> tuple[str, ...]:
    """The acts whose buttons at least one of these rows shows, in the console's order."""
    found = {name for row in row_ids for name in operations.row_acts(work.room, table, row)}
    return tuple(name for name in operations.offers(work.task, work.room) if name in found)
