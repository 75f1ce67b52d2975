"""The operations room as it is drawn: tasks, tables, forms of acts, what came of them, and the marks."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from content.errors import NotFound
from content.words import words
from desk import Desk, exercises, operations, operations_work, people
from desk.operations import Act
from desk.people import Person
from scenarios.operations.engine import walk
from scenarios.platforms import sheet
from tests.screens import NOW, PASSWORD, Draw, draw, fine, lei, room, say, text_of, wang, went
from views.worklist import PAGE

TASK = "amz-search-buyer"
EVIL = "<script>alert(1)</script>"


def opened(room: Desk, who: Person, task: str = TASK, mode: str = "practice") -> int:
    return operations_work.open_task(room, who, task, NOW, mode)  # type: ignore[arg-type]


def done(room: Desk, who: Person, work: int) -> tuple[Act, ...]:
    return operations_work.work_of(exercises.get(room, who, work)).acts


def choose(page: AppTest, work: int, name: str, acts: int = 0) -> AppTest:
    """The form of an act, chosen among those of the whole console."""
    return fine(page.selectbox(key=f"operation_{work}_{acts}_act__").set_value(name).run())


def send(page: AppTest) -> AppTest:
    (button,) = [one for one in page.button if one.form_id]
    return fine(button.click().run())


def played(room: Desk, who: Person, work: int) -> None:
    """The walkthrough of the task, act after act."""
    one = operations_work.work_of(exercises.get(room, who, work))
    for act in walk(one.task, one.task.walkthrough, sheet(one.task.platform)):
        operations_work.act(room, who, work, act, exercises.get(room, who, work).stamp, NOW)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_tasks_are_listed_and_one_opens(draw: Draw, lei: Person, room: Desk, went: list, lang: str) -> None:
    page = draw("operations", lei, lang)
    assert say("Do this next", lang) in text_of(page)
    every = operations.tasks()
    assert len([b for b in page.button if b.key and b.key.startswith("open_")]) == min(PAGE, len(every))
    if len(every) > PAGE:
        page = fine(page.button(key="more").click().run())
        assert len([b for b in page.button if b.key and b.key.startswith("open_")]) == len(every)
    fine(page.button(key=f"open_{TASK}").click().run())
    (line,) = exercises.mine(room, lei)
    assert went == [("console", {"work": str(line.id)})] and line.kind == "operation"


@pytest.mark.parametrize("task", [one.id for one in operations.tasks()])
def test_every_task_is_drawn_with_its_story_and_its_tables(draw: Draw, lei: Person, room: Desk, task: str) -> None:
    work = opened(room, lei, task)
    page, one = draw("operation_case", lei, work=work), operations_work.work_of(exercises.get(room, lei, work))
    assert one.task.story["zh"][:6] in text_of(page)
    assert len(page.dataframe) == sum(bool(rows) for rows in one.room.tables.values())


@pytest.mark.parametrize("platform", sorted({one.platform for one in operations.tasks()}))
def test_every_form_of_a_console_is_drawn(draw: Draw, lei: Person, room: Desk, platform: str) -> None:
    task = operations.tasks(platform)[0]
    work = opened(room, lei, task.id)
    page = draw("operation_case", lei, "en", work=work)
    box = page.selectbox(key=f"operation_{work}_0_act__")
    assert say("Choose an act", "en") == box.placeholder
    for name, one in operations.console(platform).acts.items():
        if not one.table:
            page = choose(page, work, name)
            assert [b.label for b in page.button if b.form_id] == [one.name["en"]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_act_is_done_by_its_form_and_the_log_tells_what_came_of_it(
    draw: Draw, lei: Person, room: Desk, lang: str
) -> None:
    work = opened(room, lei)
    page = choose(draw("operation_case", lei, lang, work=work), work, "wait")
    page.number_input[0].set_value(1)
    page = send(page)
    (act,) = done(room, lei, work)
    assert act == Act(name="wait", args={"days": 1})
    assert say("What came of it", lang) in text_of(page) and "✓" in text_of(page)


def test_an_empty_form_is_refused_with_its_rule_and_kept(draw: Draw, lei: Person, room: Desk) -> None:
    work = opened(room, lei, "amz-ship-four")
    page = send(choose(draw("operation_case", lei, work=work), work, "upload_shipping"))
    assert [one.name for one in done(room, lei, work)] == ["upload_shipping"]
    assert "✕" in text_of(page) and 'class="check missing"' in text_of(page)


def test_a_refusal_says_which_rule_and_from_or_until_when(draw: Draw, lei: Person, room: Desk) -> None:
    shown = 0
    for task in operations.tasks():
        rules = sheet(task.platform)
        for mistake in task.mistakes:
            acts = walk(task, mistake.acts, rules)
            refused = [e.refused for e in operations.play(task, acts).log if e.refused]
            dated = [no for no in refused if no.starts or no.until]
            if not dated or shown == 2:
                continue
            work = opened(room, lei, task.id)
            stamp = exercises.get(room, lei, work).stamp
            exercises.save(room, lei, work, {"acts": operations.dumped(acts)}, stamp, NOW)
            text = text_of(draw("operation_case", lei, work=work))
            no, day = dated[0], dated[0].starts or dated[0].until
            assert no.source in text and no.zh[:8] in text
            msgid = "from {day}" if no.starts else "until {day}"
            assert say(msgid, day=words("zh").day(day)) in text
            shown += 1
    assert shown


def test_begin_anew_only_in_practice(draw: Draw, lei: Person, room: Desk) -> None:
    work = opened(room, lei)
    assert f"operation_{work}_again" not in [b.key for b in draw("operation_case", lei, work=work).button]
    operations_work.act(room, lei, work, Act(name="wait", args={"days": 1}), 0, NOW)
    page = fine(draw("operation_case", lei, work=work).button(key=f"operation_{work}_again").click().run())
    assert done(room, lei, work) == () and say("What came of it") not in text_of(page)
    test = opened(room, lei, mode="test")
    operations_work.act(room, lei, test, Act(name="wait", args={"days": 1}), 0, NOW)
    assert f"operation_{test}_again" not in [b.key for b in draw("operation_case", lei, work=test).button]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_handed_in_it_shows_the_marks_and_can_be_tried_again(
    draw: Draw, lei: Person, room: Desk, went: list, lang: str
) -> None:
    work = opened(room, lei)
    played(room, lei, work)
    page = fine(draw("operation_case", lei, lang, work=work).button(key=f"operation_{work}_hand_in").click().run())
    assert '<div class="total good">100</div>' in text_of(page)
    assert not [b for b in page.button if b.form_id]
    fine(page.button(key=f"again_{work}").click().run())
    assert went[-1][0] == "console" and went[-1][1] != {"work": str(work)}


def test_an_older_window_does_not_overwrite_a_newer_one(draw: Draw, lei: Person, room: Desk) -> None:
    work = opened(room, lei)
    older, newer = (choose(draw("operation_case", lei, work=work), work, "wait") for _ in range(2))
    for page, days in ((newer, 1), (older, 2)):
        page.number_input[0].set_value(days)
        page = send(page)
    assert 'role="alert"' in text_of(page)
    assert done(room, lei, work) == (Act(name="wait", args={"days": 1}),)


def test_what_a_student_types_is_shown_as_text(draw: Draw, lei: Person, wang: Person, room: Desk) -> None:
    work = opened(room, lei)
    page = choose(draw("operation_case", lei, work=work), work, "search_orders")
    page.text_input(key=f"operation_{work}_0_form_search_orders__text").set_value(EVIL)
    page = send(page)
    assert EVIL not in text_of(page)
    operations_work.finish(room, lei, work, exercises.get(room, lei, work).stamp, NOW)
    assert EVIL not in text_of(draw("operation_case", wang, work=work))


def test_a_teacher_reads_what_was_handed_in_and_finds_the_marks_and_a_stranger_nothing(
    draw: Draw, lei: Person, wang: Person, room: Desk, went: list
) -> None:
    work = opened(room, lei)
    played(room, lei, work)
    before = text_of(draw("operation_case", wang, work=work))
    assert say("Not handed in yet.") in before and say("What came of it") not in before
    operations_work.finish(room, lei, work, exercises.get(room, lei, work).stamp, NOW)
    page = draw("operation_case", wang, work=work)
    assert "李雷" in text_of(page) and say("What came of it") in text_of(page)
    fine(page.button(key=f"marks_{work}").click().run())
    assert went[-1] == ("exercise", {"piece": str(work)})
    page = draw("exercise", wang, piece=work)
    fine(page.button(key="see_work").click().run())
    assert went[-1] == ("console", {"work": str(work)})
    other = people.add_student(room, wang, "韩梅梅", "hanmeimei", PASSWORD)
    with pytest.raises(NotFound):
        exercises.get(room, other, work)


def test_unfinished_work_on_the_page_of_progress_goes_on_where_it_was_left(
    draw: Draw, lei: Person, room: Desk, went: list
) -> None:
    work = opened(room, lei)
    fine(draw("progress", lei).button(key=f"open_results_{work}").click().run())
    assert went[-1] == ("console", {"work": str(work)})


def test_an_address_that_names_nothing_leads_to_the_list(draw: Draw, lei: Person, went: list) -> None:
    draw("operation_case", lei, work="x")
    assert went[-1] == ("operations", {})
