"""The list of cases of one kind: what a person has made of each, and what comes next."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from desk import Desk, exercises
from desk.exercises import Exercise, Kind, Part
from desk.people import Person
from desk.worklist import WorkRow, next_row, work_rows
from reading.nouns import Frozen
from tests.conftest import NOW

LATER = NOW + dt.timedelta(hours=1)


class Case(Frozen):
    """A case as the list needs it."""

    id: str
    platform: str = "amazon"
    title: dict[str, str] = Field(default={"zh": "一家店", "en": "A shop"})
    story: dict[str, str] = Field(default={"zh": "出事了", "en": "Trouble"})
    difficulty: int = 2


CASES = (Case(id="a"), Case(id="b", platform="ebay", difficulty=1), Case(id="c", difficulty=5))


def begin(desk: Desk, who: Person, case: str, kind: Kind = "clinic", at: dt.datetime = NOW) -> Exercise:
    return exercises.open_(desk, who, kind, case, CASES[0].title, "amazon", 7, at)


def hand_in(desk: Desk, who: Person, case: str, points: float, kind: Kind = "clinic", graded: bool = True) -> None:
    parts = (Part(id="cause", points=points, of=100, graded=graded),)
    exercises.hand_in(desk, who, begin(desk, who, case, kind).id, {}, parts, (), LATER)


def rows(desk: Desk, who: Person, kind: Kind = "clinic") -> dict[str, WorkRow]:
    return {row.case_id: row for row in work_rows(desk, who, kind, CASES)}


def test_cases_keep_their_order_and_begin_untried(desk: Desk, student: Person) -> None:
    found = work_rows(desk, student, "clinic", CASES)
    assert [row.case_id for row in found] == ["a", "b", "c"]
    assert all((row.best, row.tries, row.open, row.last) == (None, 0, None, None) for row in found)
    assert (found[1].platform, found[1].title["en"], found[1].difficulty) == ("ebay", "A shop", 1)


def test_the_best_total_counts_and_every_try(desk: Desk, student: Person) -> None:
    for points in (40, 90, 60):
        hand_in(desk, student, "a", points)
    row = rows(desk, student)["a"]
    assert (row.best, row.tries, row.open, row.last) == (90, 3, None, LATER)


def test_begun_work_is_open_and_no_try(desk: Desk, student: Person) -> None:
    number = begin(desk, student, "b").id
    row = rows(desk, student)["b"]
    assert (row.open, row.tries, row.best, row.last) == (number, 0, None, NOW)


def test_work_that_nobody_could_grade_is_a_try_without_a_total(desk: Desk, student: Person) -> None:
    hand_in(desk, student, "a", 0, graded=False)
    row = rows(desk, student)["a"]
    assert (row.best, row.tries) == (None, 1)


def test_a_teachers_points_count_for_the_best(desk: Desk, teacher: Person, student: Person) -> None:
    hand_in(desk, student, "a", 40)
    (line,) = exercises.mine(desk, student)
    exercises.change_part(desk, teacher, line.id, "cause", 70, "Well argued.", LATER)
    assert rows(desk, student)["a"].best == 70


def test_the_other_kind_and_other_people_do_not_count(desk: Desk, student: Person, classmate: Person) -> None:
    hand_in(desk, student, "a", 80, "operation")
    hand_in(desk, classmate, "a", 70)
    assert rows(desk, student)["a"].tries == 0
    assert rows(desk, student, "operation")["a"].best == 80


def test_a_case_that_is_gone_is_left_out(desk: Desk, student: Person) -> None:
    hand_in(desk, student, "gone", 80)
    assert set(rows(desk, student)) == {"a", "b", "c"}


def test_a_teacher_may_try_the_cases_too(desk: Desk, teacher: Person) -> None:
    hand_in(desk, teacher, "a", 55)
    assert rows(desk, teacher)["a"].best == 55


def row(case: str, **about: object) -> WorkRow:
    title = {"zh": case, "en": case}
    return WorkRow.model_validate(
        {"case_id": case, "platform": "wish", "title": title, "story": title, "difficulty": 3} | about
    )


def test_unfinished_work_comes_first_then_the_easiest_untried_then_the_worst_done() -> None:
    done, worse = row("done", tries=1, best=90), row("worse", tries=2, best=20, difficulty=5)
    hard, easy = row("hard", difficulty=4), row("easy", difficulty=1)
    begun = row("begun", open=7, tries=3, best=100, difficulty=5)
    assert next_row([done, worse, hard, easy, begun]) == begun
    assert next_row([done, worse, hard, easy]) == easy
    assert next_row([done, worse]) == worse
    assert next_row([]) is None


ROWS = st.lists(
    st.builds(
        row,
        st.text(st.characters(codec="ascii"), max_size=3),
        difficulty=st.integers(1, 5),
        tries=st.integers(0, 3),
        best=st.none() | st.integers(0, 100),
        open=st.none() | st.integers(1, 9),
    ),
    min_size=1,
)


@given(ROWS)
def test_what_comes_next_is_begun_whenever_anything_is(found: list[WorkRow]) -> None:
    chosen = next_row(found)
    assert chosen in found
    if any(one.open for one in found):
        assert chosen.open
    elif any(not one.tries for one in found):
        assert not chosen.tries
