"""A student's work in the operations room: opened, act after act kept, begun anew, handed in once with its marks."""

from __future__ import annotations

import datetime as dt

import pytest

from content.errors import NotAllowed, NotFound, Outdated
from desk import Desk, exercises, operations, operations_work, rulebook
from desk.operations import Act
from desk.operations_work import Work
from desk.people import Person
from scenarios.operations import engine
from scenarios.platforms import sheet
from tests.conftest import NOW

LATER = NOW + dt.timedelta(minutes=5)
TASK = "ali-evaluate"
ORDER, RUNNING = "8003710044125521", "8003710044395522"
THANKS = Act(name="evaluate_buyer", args={"order": ORDER, "stars": 5, "what": "thanks"})
TOO_EARLY = Act(name="evaluate_buyer", args={"order": RUNNING, "stars": 5, "what": "thanks"})


def opened(desk: Desk, who: Person, task: str = TASK) -> int:
    return operations_work.open_task(desk, who, task, NOW)


def work(desk: Desk, who: Person, number: int) -> Work:
    return operations_work.work_of(exercises.get(desk, who, number))


def test_an_unfinished_task_is_opened_again_and_a_finished_one_anew(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    assert opened(desk, student) == number
    operations_work.finish(desk, student, number, 0, NOW)
    assert opened(desk, student) != number


def test_practice_and_test_are_two_pieces_of_work(desk: Desk, student: Person) -> None:
    assert opened(desk, student) != operations_work.open_task(desk, student, TASK, NOW, "test")


def test_there_is_no_task_of_another_name(desk: Desk, student: Person) -> None:
    with pytest.raises(NotFound):
        opened(desk, student, "no-such-task")


def test_acts_are_kept_and_give_the_same_room_when_played_again(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    done = operations_work.act(desk, student, number, THANKS, 0, NOW)
    assert done.acts == (THANKS,) and done.exercise.stamp == 1
    again = work(desk, student, number)
    assert again.room == done.room == operations.play(again.task, [THANKS], again.sheet)


def test_a_refused_act_is_kept_too(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    done = operations_work.act(desk, student, number, TOO_EARLY, 0, NOW)
    (entry,) = done.room.log
    assert entry.refused and entry.refused.source == "ALI-32" and entry.refused.starts == dt.date(2019, 7, 6)
    assert work(desk, student, number).acts == (TOO_EARLY,)


def test_an_act_the_console_does_not_have_is_not_kept(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    with pytest.raises(NotAllowed):
        operations_work.act(desk, student, number, Act(name="give_me_a_star"), 0, NOW)
    assert work(desk, student, number).acts == ()


def test_there_are_only_so_many_acts(desk: Desk, student: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operations_work, "MOST_ACTS", 2)
    number = opened(desk, student)
    for stamp, days in enumerate((1, 2)):
        operations_work.act(desk, student, number, Act(name="wait", args={"days": days}), stamp, NOW)
    with pytest.raises(NotAllowed, match="2"):
        operations_work.act(desk, student, number, THANKS, 2, NOW)


def test_two_windows_act_one_after_the_other_only(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    operations_work.act(desk, student, number, THANKS, 0, NOW)
    with pytest.raises(Outdated):
        operations_work.act(desk, student, number, Act(name="wait", args={"days": 1}), 0, LATER)
    with pytest.raises(Outdated):
        operations_work.again(desk, student, number, 0, LATER)
    with pytest.raises(Outdated):
        operations_work.finish(desk, student, number, 0, LATER)
    assert work(desk, student, number).acts == (THANKS,) and work(desk, student, number).exercise.ended is None


def test_one_begins_anew_in_practice_but_not_in_a_test(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    operations_work.act(desk, student, number, THANKS, 0, NOW)
    operations_work.again(desk, student, number, 1, LATER)
    assert work(desk, student, number).acts == ()
    test = operations_work.open_task(desk, student, TASK, NOW, "test")
    operations_work.act(desk, student, test, THANKS, 0, NOW)
    with pytest.raises(NotAllowed):
        operations_work.again(desk, student, test, 1, LATER)
    assert work(desk, student, test).acts == (THANKS,)


def test_the_same_work_handed_in_twice_counts_once(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    operations_work.act(desk, student, number, THANKS, 0, NOW)
    first = operations_work.finish(desk, student, number, 1, NOW)
    again = operations_work.finish(desk, student, number, 1, LATER)
    assert first == again and first.total == 100 and [part.id for part in first.parts] == ["state", "moment", "care"]


def test_what_is_handed_in_does_not_change(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    stamp = operations_work.finish(desk, student, number, 0, NOW).stamp
    with pytest.raises(NotAllowed):
        operations_work.act(desk, student, number, THANKS, stamp, LATER)
    assert exercises.get(desk, student, number).total == 0


@pytest.mark.parametrize("kept", [[{"name": 3}], ["wait"], [{"name": "wait", "args": 1}]])
def test_acts_that_no_longer_fit_leave_a_fresh_room(desk: Desk, student: Person, kept: list) -> None:
    number = opened(desk, student)
    exercises.save(desk, student, number, {"acts": kept}, 0, NOW)
    assert work(desk, student, number).acts == ()


def test_an_act_that_is_gone_from_the_console_is_refused_when_played(desk: Desk, student: Person) -> None:
    number = opened(desk, student)
    exercises.save(desk, student, number, {"acts": [{"name": "of_old", "args": {}}]}, 0, NOW)
    (entry,) = work(desk, student, number).room.log
    assert entry.refused and entry.refused.code == "no_such_act"


def test_the_acts_of_a_row_are_in_the_consoles_order(desk: Desk, student: Person) -> None:
    one = work(desk, student, opened(desk, student))
    named = operations_work.names(one, [ORDER, RUNNING], "orders")
    assert "evaluate_buyer" in named and list(named) == [
        act for act in operations.offers(one.task, one.room) if act in named
    ]
    assert operations_work.names(one, ["no such order"], "orders") == ()
    assert operations_work.names(one, [ORDER], "disputes") == ()


def test_nobody_else_acts_in_it_and_the_teacher_sees_nothing_before_the_end(
    desk: Desk, student: Person, classmate: Person, teacher: Person
) -> None:
    number = opened(desk, student)
    operations_work.act(desk, student, number, THANKS, 0, NOW)
    for who in (classmate, teacher):
        with pytest.raises(NotFound):
            operations_work.act(desk, who, number, TOO_EARLY, 1, LATER)
    with pytest.raises(NotFound):
        exercises.get(desk, classmate, number)
    assert work(desk, teacher, number).acts == ()
    operations_work.finish(desk, student, number, 1, LATER)
    assert work(desk, teacher, number).acts == (THANKS,)


def test_it_keeps_the_rules_it_was_begun_with(desk: Desk, student: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    number = opened(desk, student)
    before = work(desk, student, number)
    monkeypatch.setattr(rulebook, "choice_of", lambda platform, settings: ("no-longer-known", ()))
    assert opened(desk, student) == number
    assert work(desk, student, number).sheet == before.sheet == sheet("aliexpress")


@pytest.mark.parametrize("platform", dict.fromkeys(task.platform for task in operations.tasks()))
def test_every_platforms_walkthrough_kept_act_by_act_earns_everything(
    desk: Desk, student: Person, platform: str
) -> None:
    task = operations.tasks(platform)[-1]
    number, stamp = opened(desk, student, task.id), 0
    for act in engine.walk(task, task.walkthrough, sheet(platform)):
        stamp = operations_work.act(desk, student, number, act, stamp, NOW).exercise.stamp
    assert operations_work.finish(desk, student, number, stamp, LATER).total == 100
    row = next(row for row in operations_work.shelf(desk, student) if row.case_id == task.id)
    assert (row.best, row.tries, row.open) == (100, 1, None)
