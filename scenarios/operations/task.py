"""The nouns of a task, and the loader: rows and recipes, what the end state must be, when, and what goes wrong."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field as Has
from pydantic import ValidationError

from content.errors import NotFound
from content.loader import load_documents, misfit
from reading.nouns import Frozen
from scenarios.nouns import Text
from scenarios.operations.nouns import Act, Row

TASKS = Path(__file__).with_name("tasks")


class Make(Frozen):
    """Rows made from the console's recipe ``recipe``; ``set`` overrides columns."""

    table: str
    recipe: str
    count: int = Has(gt=0)
    set: dict[str, Any] = Has(default_factory=dict)


class Event(Frozen):
    """Something that happens by itself: at a moment, or ``days`` after the act ``after`` on the row (or on ``of``).

    It happens once, and only while the row is as ``when`` says. The value ``now`` in ``set`` is the moment itself.
    """

    at: dt.datetime | None = None
    after: str = ""
    of: str = ""
    days: float = 0
    table: str
    row: str
    when: dict[str, Any] = Has(default_factory=dict)
    set: dict[str, Any]
    zh: str
    en: str


class Goal(Frozen):
    """Part of the end state: these rows (ids, or those ``where`` finds) are as ``be`` says.

    ``only``: no other row of the table may be so. ``count``: exactly so many rows of ``where`` there must be,
    ``least``: at least so many.
    """

    id: str
    name: Text
    table: str
    rows: tuple[str, ...] = ()
    where: dict[str, Any] = Has(default_factory=dict)
    be: dict[str, Any] = Has(default_factory=dict)
    only: bool = False
    count: int | None = None
    least: int | None = None
    weight: float = Has(default=1, gt=0)
    source: str


class Moment(Frozen):
    """When an act must be done: days inclusive, in the platform's calendar, and after which other act."""

    id: str
    act: str
    args: dict[str, Any] = Has(default_factory=dict)
    earliest: dt.date | None = None
    latest: dt.date | None = None
    latest_at: dt.datetime | None = None  # to the hour, where the rule counts hours
    after: str = ""
    goals: tuple[str, ...] = ()  # the moment counts only as far as these goals hold: in time, but wrong, is not in time
    early: Text = Has(default_factory=dict)  # said when too early; a plain sentence otherwise
    late: Text = Has(default_factory=dict)
    weight: float = Has(default=1, gt=0)
    source: str


class Trap(Frozen):
    """A wrong act that the platform lets you do: the act, the arguments that make it wrong, and why."""

    id: str
    act: str
    args: dict[str, Any] = Has(default_factory=dict)
    before: str = ""  # wrong only while this act has not been done
    until: dt.date | None = None  # wrong only up to this day: waiting was right
    zh: str
    en: str
    source: str


class Mistake(Frozen):
    """Acts a student may do wrong, and the id of the verdict that must say so."""

    name: str
    acts: tuple[Act, ...]
    because: str


class Task(Frozen):
    """One piece of work in the operations room."""

    id: str
    platform: str
    operation: str
    title: Text
    story: Text
    difficulty: int = Has(ge=1, le=5)
    seed: int = 0
    now: dt.datetime
    last: dt.date | None = None  # the last day one can wait for
    rows: dict[str, tuple[Row, ...]] = Has(default_factory=dict)
    make: tuple[Make, ...] = ()
    events: tuple[Event, ...] = ()
    goal: tuple[Goal, ...] = Has(min_length=1)
    moments: tuple[Moment, ...] = ()
    traps: tuple[Trap, ...] = ()
    handouts: dict[str, tuple[tuple[str, ...], ...]] = Has(default_factory=dict)  # tab-separated files to start from
    free: tuple[str, ...] = ()  # refusals (codes) that cost nothing here: they teach the rule by trying
    walkthrough: tuple[Act, ...]
    mistakes: tuple[Mistake, ...] = Has(min_length=1)
    sources: tuple[str, ...]


@cache
def load_tasks(platform: str) -> tuple[Task, ...]:
    """The tasks of a platform, easiest first. Raises ContentError when a file is wrong, with file, line and field."""
    path = TASKS / f"{platform}.yaml"
    if not path.exists():
        return ()
    tasks = []
    for document in load_documents(path):
        try:
            tasks.append(Task.model_validate(document.value))
        except ValidationError as error:
            raise misfit(error, document, zh="任务有误:") from error
    return tuple(sorted(tasks, key=lambda task: (task.difficulty, task.id)))


def find_task(tasks: tuple[Task, ...], task_id: str) -> Task:
    """The task of this id. Raises NotFound."""
    for task in tasks:
        if task.id == task_id:
            return task
    raise NotFound(f"没有任务 {task_id}。", f"There is no task {task_id}.")
