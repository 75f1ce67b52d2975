"""The operations room as it is drawn: the list, rows to tick, an act by its form, what came of it, and the marks."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import datetime as dt
from html import escape
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from content.errors import NotFound
from content.words import words
from desk import Desk, exercises, operations, operations_work, people
from desk.operations import Act
from desk.operations_work import Work
from desk.people import Person
from scenarios.operations import engine
from scenarios.platforms import sheet
from tests.screens import NOW, PASSWORD, Draw, draw, fine, lei, room, say, text_of, wang, went

TASK = "ali-evaluate"
ORDER, RUNNING = "8003710044125521", "8003710044395522"  # one that may be evaluated, one whose transaction still runs
ASKING = "eby-questions"  # a task whose act takes words of one's own
LAST = {task.platform: task for task in operations.tasks()}  # the hardest of each platform
EVIL = "<script>alert(1)</script>"
THANKS = Act(name="evaluate_buyer", args={"order": ORDER, "stars": 5, "what": "thanks"})
TOO_EARLY = Act(name="evaluate_buyer", args={"order": RUNNING, "stars": 5, "what": "thanks"})


def opened(room: Desk, who: Person, task: str = TASK) -> int:
    return operations_work.open_task(room, who, task, NOW)


def work(room: Desk, who: Person, number: int) -> Work:
    return operations_work.work_of(exercises.get(room, who, number))


def tick(page: AppTest, row: str, number: int, table: str = "orders") -> AppTest:
    """Ticks a row as a click on its box does."""
    task = operations.task(TASK)
    place = [one["id"] for one in operations.shown(engine.start(task), table)].index(row)
    key = next(d.key for d in page.dataframe if d.key.startswith(f"operation_{number}_0_{table}_rows_"))
    page.session_state[key] = {"selection": {"rows": [place], "columns": [], "cells": []}}
    return fine(page.run())


def does(page: AppTest, number: int, act: Act, picked: str = "", platform: str = "aliexpress") -> AppTest:
    """Chooses the act, fills in its form and sends it."""
    form = f"operation_{number}_0_form_{act.name}_{picked}"
    choice = next(s for s in page.selectbox if s.key.startswith(f"operation_{number}_0_act_"))
    if choice.value != act.name:
        page = fine(choice.set_value(act.name).run())
    fields = {f.id: f.kind for f in operations.console(platform).acts[act.name].fields}
    for name, value in act.args.items():
        kinds = {"row": page.selectbox, "choice": page.selectbox, "number": page.number_input, "money": page.number_input,
                 "long_text": page.text_area, "text": page.text_input}  # fmt: skip
        kinds[fields[name]](key=f"{form}_{name}").set_value(value)
    (send,) = [b for b in page.button if b.form_id]
    return fine(send.click().run())


def shelf_of(room: Desk, who: Person, task: str) -> Any:
    return next(row for row in operations_work.shelf(room, who) if row.case_id == task)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tasks_are_listed_and_one_opens(draw: Draw, lei: Person, room: Desk, went: list, lang: str) -> None:
    page = draw("operations", lei, lang)
    assert say("Do this next", lang) in text_of(page)
    assert len([b for b in page.button if b.key and b.key.startswith("open_")]) == len(operations.tasks())
    fine(page.button(key=f"open_{TASK}").click().run())
    (line,) = exercises.mine(room, lei)
    assert went == [("console", {"work": str(line.id)})] and line.kind == "operation"


@pytest.mark.parametrize("platform", LAST)
def test_the_list_shows_one_platform(draw: Draw, lei: Person, platform: str) -> None:
    page = draw("operations", lei)
    page.session_state["operation_platform"] = platform
    page = fine(page.run())
    shown = {b.key.removeprefix("open_") for b in page.button if b.key and b.key.startswith("open_")}
    assert shown == {task.id for task in operations.tasks(platform)}


def test_without_a_task_in_the_address_one_is_sent_to_the_list(
    draw: Draw, lei: Person, wang: Person, went: list
) -> None:
    draw("operation_case", lei)
    draw("operation_case", lei, work="1; drop")
    assert [place for place, _ in went] == ["operations", "operations"]
    draw("operation_case", wang)
    assert went[-1][0] == ""  # where teachers land


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("task", [*LAST.values()], ids=lambda task: task.id)
def test_a_task_of_every_platform_is_drawn(draw: Draw, lei: Person, room: Desk, task: Any, lang: str) -> None:
    number = opened(room, lei, task.id)
    text = text_of(draw("operation_case", lei, lang, work=number))
    assert escape(task.title[lang]) in text and escape(task.story[lang]) in text
    assert say("Platform time", lang) in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_ticked_row_offers_its_acts_and_the_form_does_one(draw: Draw, lei: Person, room: Desk, lang: str) -> None:
    number = opened(room, lei)
    page = draw("operation_case", lei, lang, work=number)
    assert say("Tick rows in a table to see what can be done with them.", lang) in text_of(page)
    page = tick(page, ORDER, number)
    assert f"<b>{say('Ticked', lang)}</b> {ORDER}" in text_of(page)
    assert page.selectbox(key=f"operation_{number}_0_form_evaluate_buyer_{ORDER}_order").value == ORDER
    page = does(page, number, THANKS, ORDER)
    assert [(act.name, act.args["order"]) for act in work(room, lei, number).acts] == [("evaluate_buyer", ORDER)]
    assert say("What came of it", lang) in text_of(page) and '<div class="check done">' in text_of(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_refusal_says_why_by_which_rule_and_from_when(draw: Draw, lei: Person, room: Desk, lang: str) -> None:
    number = opened(room, lei)
    page = does(tick(draw("operation_case", lei, lang, work=number), ORDER, number), number, TOO_EARLY, ORDER)
    (entry,) = work(room, lei, number).room.log
    assert entry.refused and entry.refused.starts
    text = text_of(page)
    assert '<div class="check missing">' in text and f"<small>{entry.refused.source}</small>" in text
    assert getattr(entry.refused, lang) in text
    day = say("from {day}", lang, day=words(lang).day(entry.refused.starts))
    assert day in text


def test_a_row_that_does_not_offer_an_act_still_lets_one_wait(draw: Draw, lei: Person, room: Desk) -> None:
    number = opened(room, lei)
    before = work(room, lei, number).room.now
    does(draw("operation_case", lei, work=number), number, Act(name="wait", args={"days": 2}))
    assert work(room, lei, number).room.now - before == dt.timedelta(days=2)


def test_an_empty_form_is_refused_by_the_name_of_its_field(draw: Draw, lei: Person, room: Desk) -> None:
    number = opened(room, lei)
    page = does(draw("operation_case", lei, "en", work=number), number, Act(name="wait"))
    (entry,) = work(room, lei, number).room.log
    assert entry.refused and entry.refused.code == "field_missing" and "Days" in text_of(page)


def test_one_may_begin_anew_in_practice_only(draw: Draw, lei: Person, room: Desk) -> None:
    number = opened(room, lei)
    again = f"operation_{number}_again"
    page = draw("operation_case", lei, work=number)
    assert again not in {b.key for b in page.button}  # nothing done, nothing to take back
    operations_work.act(room, lei, number, THANKS, 0, NOW)
    page = draw("operation_case", lei, work=number)
    fine(page.button(key=again).click().run())
    assert work(room, lei, number).acts == ()
    test = operations_work.open_task(room, lei, TASK, NOW, "test")
    operations_work.act(room, lei, test, THANKS, 0, NOW)
    page = draw("operation_case", lei, work=test)
    assert f"operation_{test}_again" not in {b.key for b in page.button}
    assert f"operation_{test}_hand_in" in {b.key for b in page.button}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_handed_in_it_shows_marks_and_what_was_done(draw: Draw, lei: Person, room: Desk, went: list, lang: str) -> None:
    number = opened(room, lei)
    operations_work.act(room, lei, number, THANKS, 0, NOW)
    page = draw("operation_case", lei, lang, work=number)
    page = fine(page.button(key=f"operation_{number}_hand_in").click().run())
    text = text_of(page)
    assert '<div class="total good">100</div>' in text and say("What came of it", lang) in text
    assert not [b for b in page.button if b.form_id] and not [s for s in page.selectbox if "_act_" in s.key]
    assert shelf_of(room, lei, TASK).best == 100
    fine(page.button(key=f"again_{number}").click().run())
    assert went[-1][0] == "console" and went[-1][1] != {"work": str(number)}


def test_an_older_window_does_not_act_over_a_newer_one(draw: Draw, lei: Person, room: Desk) -> None:
    number = opened(room, lei)
    older, newer = draw("operation_case", lei, work=number), draw("operation_case", lei, work=number)
    does(tick(newer, ORDER, number), number, THANKS, ORDER)
    older = fine(older.selectbox(key=f"operation_{number}_0_act__").set_value("wait").run())
    assert [act.name for act in work(room, lei, number).acts] == ["evaluate_buyer"]
    assert '<div class="check done">' in text_of(older)  # a mere look brings the older one up to date


def test_an_act_sent_by_an_older_window_is_not_done(draw: Draw, lei: Person, room: Desk) -> None:
    number = opened(room, lei)
    older = draw("operation_case", lei, work=number)
    older = fine(older.selectbox(key=f"operation_{number}_0_act__").set_value("wait").run())
    older.number_input(key=f"operation_{number}_0_form_wait__days").set_value(30)
    operations_work.act(room, lei, number, THANKS, 0, NOW)
    (send,) = [b for b in older.button if b.form_id]
    older = fine(send.click().run())
    assert 'role="alert"' in text_of(older)
    assert [act.name for act in work(room, lei, number).acts] == ["evaluate_buyer"]


def test_an_older_window_does_not_hand_in_what_it_has_not_seen(draw: Draw, lei: Person, room: Desk) -> None:
    number = opened(room, lei)
    older = draw("operation_case", lei, work=number)
    operations_work.act(room, lei, number, THANKS, 0, NOW)
    older = fine(older.button(key=f"operation_{number}_hand_in").click().run())
    assert 'role="alert"' in text_of(older) and exercises.get(room, lei, number).ended is None


def test_text_of_a_student_is_shown_as_text(draw: Draw, lei: Person, wang: Person, room: Desk) -> None:
    number = opened(room, lei, ASKING)
    asked = Act(name="add_question", args={"topic": "payment", "question": EVIL, "answer": EVIL})
    page = does(draw("operation_case", lei, work=number), number, asked, platform="ebay")
    assert [act.args["question"] for act in work(room, lei, number).acts] == [EVIL]
    assert EVIL not in text_of(page)
    operations_work.finish(room, lei, number, 1, NOW)
    for who in (lei, wang):
        assert EVIL not in text_of(draw("operation_case", who, work=number))


def test_a_teacher_reads_what_was_handed_in_and_a_stranger_nothing(
    draw: Draw, lei: Person, wang: Person, room: Desk
) -> None:
    number = opened(room, lei)
    stamp = operations_work.act(room, lei, number, THANKS, 0, NOW).exercise.stamp
    page = draw("operation_case", wang, work=number)
    text = text_of(page)
    assert "李雷" in text and say("Not handed in yet.") in text and say("What came of it") not in text
    operations_work.finish(room, lei, number, stamp, NOW)
    page = draw("operation_case", wang, work=number)
    assert "李雷" in text_of(page) and say("What came of it") in text_of(page)
    assert not {f"operation_{number}_hand_in", f"again_{number}"} & {b.key for b in page.button}
    for other in (
        people.add_student(room, wang, "韩梅梅", "hanmeimei", PASSWORD),
        people.add_teacher(room, "赵老师", "zhao", PASSWORD, "商英二班"),
    ):
        with pytest.raises(NotFound):
            exercises.get(room, other, number)


@pytest.mark.parametrize("platform", LAST)
def test_no_two_columns_of_a_table_have_one_name(platform: str) -> None:
    for table in operations.console(platform).tables.values():
        for lang in ("zh", "en"):
            names = [column.name[lang] for column in table.columns.values()]
            assert len(set(names)) == len(names), (table.name, names)


def test_a_walkthrough_of_rows_is_one_hundred_points_by_the_desk(room: Desk, lei: Person) -> None:
    number, stamp = opened(room, lei), 0
    task = operations.task(TASK)
    for act in engine.walk(task, task.walkthrough, sheet(task.platform)):
        stamp = operations_work.act(room, lei, number, act, stamp, NOW).exercise.stamp
    assert operations_work.finish(room, lei, number, stamp, NOW).total == 100
