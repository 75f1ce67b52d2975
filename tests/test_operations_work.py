"""Work in the operations room is kept act by act, under the rules it was begun with, and handed in once."""

from __future__ import annotations

import pytest

from content.errors import NotAllowed, NotFound
from desk import Desk, exercises, operations, operations_work, rulebook
from desk.operations import Act
from desk.people import Person
from grading.parts import total
from scenarios.operations.engine import walk
from scenarios.platforms import sheet
from tests.conftest import NOW

TASK = "amz-search-buyer"
WAIT = Act(name="wait", args={"days": 1})


def opened(desk: Desk, who: Person, task: str = TASK, mode: str = "practice") -> int:
    return operations_work.open_task(desk, who, task, NOW, mode)  # type: ignore[arg-type]


def stamp(desk: Desk, who: Person, work: int) -> int:
    return exercises.get(desk, who, work).stamp


def test_the_shelf_has_every_task_and_what_was_made_of_it(desk: Desk, student: Person) -> None:
    work = opened(desk, student)
    rows = operations_work.shelf(desk, student)
    assert [row.case_id for row in rows] == [task.id for task in operations.tasks()]
    assert next(row for row in rows if row.case_id == TASK).open == work
    operations_work.finish(desk, student, work, 0, NOW)
    row = next(row for row in operations_work.shelf(desk, student) if row.case_id == TASK)
    assert (row.open, row.tries) == (None, 1) and row.best is not None


def test_opening_twice_gives_the_same_piece(desk: Desk, student: Person) -> None:
    assert opened(desk, student) == opened(desk, student)
    assert opened(desk, student, mode="test") != opened(desk, student)
    with pytest.raises(NotFound):
        opened(desk, student, "no-such-task")


def test_acts_add_up_and_a_refused_one_is_kept_too(desk: Desk, student: Person) -> None:
    work = opened(desk, student, "amz-ship-four")
    once = operations_work.act(desk, student, work, WAIT, 0, NOW)
    assert once.acts == (WAIT,) and once.room.now.day == once.task.now.day + 1
    empty = Act(name="upload_shipping")
    twice = operations_work.act(desk, student, work, empty, once.exercise.stamp, NOW)
    assert twice.acts == (WAIT, empty) and twice.room.log[-1].refused


def test_what_is_no_act_of_the_console_is_not_kept(desk: Desk, student: Person) -> None:
    work = opened(desk, student)
    with pytest.raises(NotAllowed):
        operations_work.act(desk, student, work, Act(name="fly"), 0, NOW)
    assert operations_work.work_of(exercises.get(desk, student, work)).acts == ()


def test_there_is_an_end_to_acts(desk: Desk, student: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations_work, "MOST_ACTS", 1)
    work = opened(desk, student)
    operations_work.act(desk, student, work, WAIT, 0, NOW)
    with pytest.raises(NotAllowed):
        operations_work.act(desk, student, work, WAIT, stamp(desk, student, work), NOW)


def test_an_older_window_is_told_so(desk: Desk, student: Person) -> None:
    work = opened(desk, student)
    operations_work.act(desk, student, work, WAIT, 0, NOW)
    with pytest.raises(NotAllowed):
        operations_work.act(desk, student, work, Act(name="wait", args={"days": 2}), 0, NOW)
    assert operations_work.work_of(exercises.get(desk, student, work)).acts == (WAIT,)


def test_beginning_anew_is_for_practice(desk: Desk, student: Person) -> None:
    work, test = opened(desk, student), opened(desk, student, mode="test")
    for one in (work, test):
        operations_work.act(desk, student, one, WAIT, 0, NOW)
    operations_work.again(desk, student, work, stamp(desk, student, work), NOW)
    assert operations_work.work_of(exercises.get(desk, student, work)).acts == ()
    with pytest.raises(NotAllowed):
        operations_work.again(desk, student, test, stamp(desk, student, test), NOW)


def test_a_walkthrough_earns_everything_and_ends_the_work(desk: Desk, student: Person) -> None:
    work = opened(desk, student)
    one = operations_work.work_of(exercises.get(desk, student, work))
    for act in walk(one.task, one.task.walkthrough, sheet(one.task.platform)):
        operations_work.act(desk, student, work, act, stamp(desk, student, work), NOW)
    handed = operations_work.finish(desk, student, work, stamp(desk, student, work), NOW)
    assert total(handed.parts) == 100 and handed.ended == NOW
    with pytest.raises(NotAllowed):
        operations_work.act(desk, student, work, WAIT, handed.stamp, NOW)


def test_what_no_longer_fits_the_console_is_left_out_rather_than_failing(desk: Desk, student: Person) -> None:
    work = opened(desk, student)
    exercises.save(desk, student, work, {"acts": [{"nonsense": 1}]}, 0, NOW)
    assert operations_work.work_of(exercises.get(desk, student, work)).acts == ()


def test_work_keeps_the_rules_it_was_begun_with(desk: Desk, student: Person, teacher: Person) -> None:
    work = opened(desk, student)
    before = operations_work.work_of(exercises.get(desk, student, work)).sheet
    other = next(name for name, _, _ in rulebook.packs("amazon") if name != before.pack)
    rulebook.choose(desk, teacher, "amazon", other, {})
    assert operations_work.work_of(exercises.get(desk, student, work)).sheet.pack == before.pack
    operations_work.finish(desk, student, work, 0, NOW)
    again = opened(desk, student)
    assert operations_work.work_of(exercises.get(desk, student, again)).sheet.pack == other


def test_the_acts_of_a_row_are_those_its_buttons_show(desk: Desk, student: Person) -> None:
    one = operations_work.work_of(exercises.get(desk, student, opened(desk, student)))
    order = one.room.tables["orders"][0]["id"]
    offered = operations_work.names(one, (order,), "orders")
    acts = operations.console("amazon").acts
    assert set(offered) <= set(acts) and all(acts[name].table == "orders" for name in offered)
    assert operations_work.names(one, (), "orders") == ()
