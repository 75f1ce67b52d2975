"""Rows to train on, taken from rated replies: what speaks for each task, what signs a whole reply gives.

``taken`` reads every reply of the sets once and gives both kinds of rows. The raters' word comes from ``desk.rated``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from desk.form import Worded
from desk.rated import Rated, RatedSet, load_set
from grading.levels import levels
from grading.rubric import load_rubric
from grading.signs import signs
from grading.train import Row
from reading import wording
from reading.heads import lent
from reading.nouns import Brief
from reading.read import Reader, read
from reading.train import Fold
from reading.weighing import NAMES
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.platforms import sheet

HEAD = ("case", "is_touched", "is_done", "weight")
DIGITS = 5


@dataclass(frozen=True)
class TaskRow:
    """One task and reply: its case, what speaks for it, and each rater's state."""

    case: str
    numbers: tuple[float, ...]  # in the order of ``weighing.NAMES``
    states: tuple[str, ...]


def taken(
    sets: Sequence[Path], reader: Reader, folds: Sequence[Fold] = (), worded: Sequence[Worded] = ()
) -> Iterator[tuple[list[TaskRow], Row | None]]:
    """The rows of each reply that raters graded, read with heads and wordings that have not seen its case, where given.

    Raises ContentError when a set does not fit its cases.
    """
    for path in sets:
        found: RatedSet = load_set(path)
        cases = {case.id: case for case in load_cases(found.cases)}
        briefs = {name: brief(case, sheet(case.platform)) for name, case in cases.items()}
        for row in found.rows:
            with ExitStack() as unseen:
                for fold in folds:
                    unseen.enter_context(lent(fold.heads)) if row.case_id in fold.cases else None
                for part in worded:
                    unseen.enter_context(wording.lent(part.weights)) if row.case_id in part.cases else None
                yield _of_reply(row, briefs[row.case_id], reader)


def _of_reply(row: Rated, about: Brief, reader: Reader) -> tuple[list[TaskRow], Row | None]:
    said = [rating.said for rating in row.ratings if rating.said.status == "graded"]
    seen: dict[str, tuple[float, ...]] = {}
    reading = read(row.text, about, reader, lambda task, numbers: seen.update({task.id: tuple(map(float, numbers))}))
    tasks = []
    for task, numbers in seen.items():
        states = tuple(one.tasks[task] for one in said if task in one.tasks)
        if states:
            tasks.append(TaskRow(row.case_id, numbers, states))
    if not said or reading.not_ratable:
        return tasks, None
    tables = {c: level.value for c, level in levels(reading, load_rubric()).items()}
    given = tuple({str(c): level for c, level in one.levels.items()} for one in said)
    return tasks, Row(row.case_id, signs(reading, tables), given)


def write_tasks(rows: Sequence[TaskRow], out: Path) -> None:
    """The table that the task scale is fitted to; cases become numbers, which is all that leaving one out needs."""
    numbers: dict[str, int] = {}
    with out.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow([*HEAD, *NAMES])
        for row in rows:
            number = numbers.setdefault(row.case, len(numbers) + 1)
            for state in row.states:
                label = (int(state != "missing"), int(state == "done"), round(1 / len(row.states), 2))
                table.writerow([number, *label, *(f"{float(v):.{DIGITS}g}" for v in row.numbers)])
