"""Figures of a student and of a class follow from the replies, and the same replies give the same advice."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import NotAllowed, NotFound
from desk import Desk, figures, people, practice, progress, review
from desk.people import Person
from store.nouns import Counts, Line
from tests.conftest import NOW

DAY = dt.timedelta(days=1)


def reply(desk: Desk, who: Person, text: str, case: str = "mug", at: dt.datetime = NOW, mode: str = "practice") -> int:
    attempt = practice.open_case(desk, who, case, mode, at)  # type: ignore[arg-type]
    return practice.answer(desk, who, attempt, text, f"n{at}{text}", at).grade.total


def test_a_new_student_has_no_figures_but_something_to_practise(desk: Desk, student: Person) -> None:
    mine = progress.student(desk, student, now=NOW)
    assert (mine.points, mine.attempts, mine.streak_days, mine.by_platform) == ((), 0, 0, {})
    assert [s.case_id for s in mine.next] == ["mug", "size", "shoes"]
    assert all(set(s.reason) == {"zh", "en"} for s in mine.next)


def test_every_reply_is_a_point_and_means_are_by_platform_and_stage(desk: Desk, student: Person) -> None:
    first = reply(desk, student, "Hello")
    second = reply(desk, student, "t1 t2 STATUS", at=NOW + DAY)
    third = reply(desk, student, "t1", "size", NOW + DAY)
    mine = progress.student(desk, student, now=NOW + DAY)
    assert [point.total for point in mine.points] == [first, second, third]
    assert mine.by_platform == {"amazon": round((first + second) / 2, 1), "ebay": float(third)}
    assert set(mine.by_stage) == {"after-sale", "pre-sale"}
    assert (mine.attempts, mine.streak_days) == (2, 2)
    assert set(mine.points[0].levels) == {"RES", "ACC", "TON", "COM", "LAN"}


def test_moves_made_and_missed_and_temptations_are_counted(desk: Desk, student: Person) -> None:
    reply(desk, student, "STATUS V04")
    reply(desk, student, "STATUS RESTATE", at=NOW + DAY)
    mine = progress.student(desk, student)
    assert mine.moves_made == {"STATUS": 2, "RESTATE": 1}
    assert mine.moves_missed["DEADLINE"] == 2 and mine.moves_missed["RESTATE"] == 1
    assert (mine.tempted, mine.unprompted) == ({"V04": (1, 2)}, {})
    reply(desk, student, "STATUS V13", at=NOW + DAY)
    assert progress.student(desk, student).unprompted == {"V13": 1}


def test_a_reply_that_cannot_be_rated_has_resisted_nothing() -> None:
    line = Line.model_construct()
    empty = Counts(status="not_ratable", tempted=("V04",))
    good = Counts(tempted=("V04",))
    assert figures.temptations([(line, empty), (line, good)]) == {"V04": (1, 1)}


def test_advice_names_the_temptation_fallen_for_first_and_repeats_itself(desk: Desk, student: Person) -> None:
    reply(desk, student, "STATUS V04")
    mine = progress.student(desk, student)
    assert mine.next[0].case_id == "shoes" and "没有避开" in mine.next[0].reason["zh"]
    assert len({s.case_id for s in mine.next}) == len(mine.next)
    assert progress.student(desk, student).next == mine.next


def test_advice_names_a_platform_never_tried(desk: Desk, student: Person) -> None:
    for n in range(2):
        reply(desk, student, "t1 t2 STATUS RESTATE DEADLINE", at=NOW + n * DAY)
    found = progress.student(desk, student).next
    assert "not tried" in " ".join(s.reason["en"] for s in found)
    assert not re.search("过 [\u3400-\u9fff]", " ".join(s.reason["zh"] for s in found))


def test_a_silent_day_is_no_point(desk: Desk, student: Person) -> None:
    practice.wait_day(desk, student, practice.open_case(desk, student, "mug", "practice", NOW), NOW)
    mine = progress.student(desk, student, now=NOW)
    assert mine.points == () and mine.streak_days == 0


def test_only_her_own_and_her_teachers_eyes(desk: Desk, teacher: Person, student: Person, classmate: Person) -> None:
    reply(desk, student, "Hello")
    assert progress.student(desk, teacher, student.id).attempts == 1
    assert len(progress.attempts(desk, teacher, student.id)) == 1
    stranger = people.add_teacher(desk, "陈老师", "chen", "correct horse", "二班")
    for who in (classmate, stranger):
        with pytest.raises(NotFound):
            progress.student(desk, who, student.id)
        with pytest.raises(NotFound):
            progress.attempts(desk, who, student.id)
    with pytest.raises(NotAllowed):
        progress.classroom(desk, student)
    with pytest.raises(NotAllowed):
        progress.export_csv(desk, student)
    assert progress.classroom(desk, stranger, NOW).students == ()


def test_the_class_page_shows_who_is_stuck_and_why(
    desk: Desk, teacher: Person, student: Person, classmate: Person
) -> None:
    for n in range(3):
        reply(desk, student, "Hello", at=NOW + n * dt.timedelta(hours=1))
    page = progress.classroom(desk, teacher, NOW + DAY)
    by_name = {row.name: row for row in page.students}
    assert by_name["李雷"].stuck and "3" in by_name["李雷"].why["en"] and by_name["李雷"].weakest
    assert by_name["韩梅梅"].stuck and by_name["韩梅梅"].mean_total is None
    reply(desk, classmate, "Hello STATUS t1 t2 RESTATE DEADLINE", at=NOW + DAY)
    row = {r.name: r for r in progress.classroom(desk, teacher, NOW + DAY).students}["韩梅梅"]
    assert not row.stuck and row.why == {}
    late = {r.name: r for r in progress.classroom(desk, teacher, NOW + 12 * DAY).students}["韩梅梅"]
    assert late.stuck and "11" in late.why["zh"]


def test_the_queue_holds_what_a_person_should_look_at_until_it_was_reviewed(
    desk: Desk, teacher: Person, student: Person
) -> None:
    reply(desk, student, "words " * 12 + "STATUS V04", mode="test")
    (row,) = progress.classroom(desk, teacher).queue
    assert any(flag.startswith("gate:") for flag in row.flags)
    turn = practice.look(desk, teacher, row.id).turns[0]
    review.review(desk, teacher, turn.id, {}, ("V04",), (), "rule", "", NOW)
    assert progress.classroom(desk, teacher).queue == ()


def test_the_hardest_cases_need_three_replies(desk: Desk, teacher: Person, student: Person, classmate: Person) -> None:
    reply(desk, student, "Hello")
    reply(desk, classmate, "Hello")
    assert progress.classroom(desk, teacher).hardest == ()
    reply(desk, student, "Hello again", at=NOW + DAY)
    (row,) = progress.classroom(desk, teacher).hardest
    assert (row.case_id, row.replies) == ("mug", 3)


def test_the_export_opens_in_a_spreadsheet_and_runs_nothing(desk: Desk, teacher: Person) -> None:
    trap = people.add_student(desk, teacher, "=HYPERLINK(1)", "trap", "battery staple")
    reply(desk, trap, "Hello, 你好")
    data = progress.export_csv(desk, teacher)
    assert data.startswith(b"\xef\xbb\xbf")
    head, row = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head[0] == "姓名" and len(head) == len(row) == 15
    assert row[0] == "'=HYPERLINK(1)" and row[5] == "2026-06-17 16:00"


@given(st.lists(st.integers(0, 60), max_size=30), st.integers(0, 60))
def test_a_streak_is_the_run_of_days_that_ends_today_or_yesterday(days: list[int], today: int) -> None:
    moments = [NOW + day * DAY for day in days]
    streak = figures.streak(moments, NOW + today * DAY)
    last = today if today in days else today - 1
    assert all(last - n in days for n in range(streak))
    assert last - streak not in days


def test_a_streak_counts_the_days_of_the_school_not_of_utc() -> None:
    late = dt.datetime(2026, 6, 17, 15, 30, tzinfo=dt.UTC)  # 23:30 in Shanghai
    later = dt.datetime(2026, 6, 17, 16, 30, tzinfo=dt.UTC)  # 00:30 the next day there
    assert figures.streak([late, later], later) == 2
