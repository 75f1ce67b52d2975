"""Every task plays: its walkthrough earns everything, each of its mistakes earns less and is told why."""

from __future__ import annotations

import random
import re

import pytest

from desk import operations
from grading.parts import total
from scenarios.operations import engine
from scenarios.operations.console import console
from scenarios.operations.marking import verdicts
from scenarios.operations.nouns import Act, Field, Room
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


def some(chance: random.Random, field: Field, room: Room) -> object:
    """Some value for a field of a form, mostly a sensible one."""
    ids = [one["id"] for one in room.tables.get(field.table, ())]
    if field.kind == "row":
        return chance.choice([*ids, "nobody"])
    if field.kind == "rows":
        return chance.sample(ids, min(len(ids), chance.randint(0, 4)))
    if field.kind == "choice":
        return chance.choice(list(field.options))
    if field.kind in ("number", "money"):
        return chance.choice([0, 1, 2, 3.8, 7, 40, -1, "x", None])
    if field.kind == "date":
        return chance.choice(["2019-05-20", "2019-06-03", "2019-02-30", ""])
    if field.kind == "file":
        return chance.choice([{"name": "a.txt", "text": "order-id\tx"}, {"name": "a.xlsx", "text": ""}, {}, "a"])
    texts = [str(one.get("bidder") or one["id"]) for table in room.tables.values() for one in table[:3]]
    return chance.choice([*texts, "10 eBay 30", ""])


@pytest.mark.parametrize("task", TASKS, ids=name_of)
def test_no_acts_break_a_room_and_marks_stay_within_bounds(task: Task) -> None:
    chance, rules = random.Random(task.id), sheet(task.platform)
    room, acts = engine.start(task), []
    for _ in range(60):
        name = chance.choice(list(console(task.platform).acts))
        fields = console(task.platform).acts[name].fields
        acts.append(Act(name=name, args={field.id: some(chance, field, room) for field in fields}))
        room = engine.do(room, acts[-1], task, rules)
        line = room.log[-1]
        said = line.refused or line
        assert name == "download_template" or (said.zh and said.en), name
        assert not re.search(r"\{\w+\}|None", said.zh + said.en), said
    assert room == operations.play(task, acts)
    assert all(0 <= part.points <= part.of for part in operations.marked(task, acts))
