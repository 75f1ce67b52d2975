"""Every task plays: its walkthrough earns everything, each of its mistakes earns less and is told why."""

from __future__ import annotations

import re

import pytest

from desk import operations
from grading.parts import total
from scenarios.operations import engine
from scenarios.operations.console import console
from scenarios.operations.marking import verdicts
from scenarios.operations.task import Mistake, Task
from scenarios.platforms import sheet
from tests.facts import FACT

TASKS = operations.tasks()
MISTAKES = [(task, mistake) for task in TASKS for mistake in task.mistakes]
CHINESE = re.compile(r"[\u3400-\u9fff]")


def name_of(value: object) -> str:
    return value.id if isinstance(value, Task) else value.name.replace(" ", "-") if isinstance(value, Mistake) else ""


@pytest.mark.parametrize("task", TASKS, ids=name_of)
def test_the_walkthrough_earns_everything(task: Task) -> None:
    acts = engine.walk(task, task.walkthrough, sheet(task.platform))
    parts = operations.marked(task, acts)
    assert total(parts) == 100, [remark.en for part in parts for remark in part.remarks if not remark.good]


@pytest.mark.parametrize("seed", [3, 50, 977])
def test_other_rows_leave_the_work_the_same(seed: int) -> None:
    for task in TASKS:
        dealt = operations.dealt(task, seed)
        acts = engine.walk(dealt, dealt.walkthrough, sheet(task.platform))
        assert total(operations.marked(dealt, acts)) == 100, task.id
        for table in engine.start(dealt).tables.values():
            assert len({one["id"] for one in table}) == len(table), task.id


@pytest.mark.parametrize("task", TASKS, ids=name_of)
def test_doing_nothing_earns_nothing_where_something_must_be_done(task: Task) -> None:
    assert (total(operations.marked(task, ())) or 0) <= 20


@pytest.mark.parametrize(("task", "mistake"), MISTAKES, ids=name_of)
def test_a_mistake_earns_less_and_is_named(task: Task, mistake: Mistake) -> None:
    rules = sheet(task.platform)
    acts = engine.walk(task, mistake.acts, rules)
    room = operations.play(task, acts)
    assert (total(operations.marked(task, acts)) or 0) < 100
    wrong = {one.id for one in verdicts(task, room, rules) if one.share < 1}
    assert mistake.because in wrong, wrong


@pytest.mark.parametrize("task", TASKS, ids=name_of)
def test_a_task_is_written_in_both_languages_and_cites_facts(task: Task) -> None:
    assert CHINESE.search(task.title["zh"]) and CHINESE.search(task.story["zh"])
    assert not CHINESE.search(task.title["en"]) and not CHINESE.search(task.story["en"])
    cited = {*task.sources, *(one.source for one in (*task.goal, *task.moments, *task.traps))}
    assert all(FACT.fullmatch(one) for one in cited), cited


@pytest.mark.parametrize("task", TASKS, ids=name_of)
def test_ids_of_rows_and_verdicts_are_unique(task: Task) -> None:
    for table in engine.start(task).tables.values():
        assert len({one["id"] for one in table}) == len(table)
    names = [one.id for one in (*task.goal, *task.moments, *task.traps)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("platform", engine.ACTS)
def test_tables_acts_and_codes_of_tasks_exist(platform: str) -> None:
    known = console(platform)
    for task in operations.tasks(platform):
        assert set(task.rows) <= set(known.tables)
        for table, rows in task.rows.items():
            strange = {column for row in rows for column in row} - set(known.tables[table].columns)
            assert not strange, (task.id, table, strange)
        used = [*task.walkthrough, *(act for one in task.mistakes for act in one.acts)]
        assert {act.name for act in used} <= set(known.acts)


@pytest.mark.parametrize("platform", engine.ACTS)
def test_there_are_enough_tasks_of_every_difficulty(platform: str) -> None:
    found = operations.tasks(platform)
    assert len(found) >= 11
    assert {task.difficulty for task in found} == {1, 2, 3, 4, 5}
