"""The sample class fills every page at the first start, and leaves nothing behind when it is removed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from content.errors import NotAllowed
from desk import Desk, class_work, exercises, open_desk, people, practice, progress, review, sample
from desk.account import fits
from desk.people import Person
from grading.rubric import load_rubric
from scenarios.case import load_cases
from store import Store
from store import people as kept
from tests.conftest import NOW, stand_in

CASES = Path(__file__).parents[1] / "scenarios" / "cases"


@pytest.fixture(scope="module")
def cases() -> dict[str, object]:
    return {case.id: case for case in load_cases(CASES)}


@pytest.fixture
def full(store: Store, cases: dict[str, object]) -> Desk:
    """A desk with all our cases and the stand-in reader: what is read does not matter here."""
    return Desk(store=store, cases=cases, letters=(), rules=(), read=stand_in, rubric=load_rubric())  # type: ignore[arg-type]


def everybody(desk: Desk) -> tuple[Person, tuple[Person, ...]]:
    teacher, *pupils = people.demo_people(desk)
    return teacher, tuple(pupils)


def test_a_teacher_six_students_and_four_weeks_of_attempts(full: Desk) -> None:
    assert sample.make(full, NOW) is True
    teacher, pupils = everybody(full)
    assert teacher.role == "teacher" and [p.role for p in pupils] == ["student"] * 6
    page = progress.classroom(full, teacher, NOW)
    assert [row.attempts > 0 for row in page.students] == [True] * 6
    assert 25 <= sum(row.attempts for row in page.students) <= 40
    points = [point for p in pupils for point in progress.student(full, p, now=NOW).points]
    assert max(point.at for point in points) < NOW
    assert NOW - min(point.at for point in points) > dt.timedelta(days=24)
    assert len({point.platform for point in points}) == 6
    assert any(row.stuck for row in page.students)


def test_the_same_moment_makes_the_same_class(full: Desk, tmp_path: Path) -> None:
    def made(desk: Desk) -> list[tuple[str, str, dt.datetime, int | None]]:
        sample.make(desk, NOW)
        rows = [row for p in everybody(desk)[1] for row in progress.attempts(desk, p)]
        return [(row.person_name, row.case_id, row.started, row.total) for row in rows]

    from store import open_store

    other = Desk(**{**full.__dict__, "store": open_store(f"sqlite:///{tmp_path / 'other.db'}")})
    assert made(full) == made(other)
    other.store.close()


def test_the_clinic_and_the_operations_room_have_finished_faulty_and_unfinished_work(full: Desk) -> None:
    sample.make(full, NOW)
    teacher, pupils = everybody(full)
    lines = [line for p in pupils for line in exercises.mine(full, p)]
    for kind in exercises.KINDS:
        mine = [line for line in lines if line.kind == kind]
        totals = [line.total for line in mine if line.total is not None]
        assert max(totals) > 60 > min(totals) and any(line.ended is None for line in mine)
    assert max(line.saved for line in lines) < NOW
    assert len(class_work.class_lines(full, teacher)) == sum(line.ended is not None for line in lines)


def test_nobody_of_it_can_sign_in_with_a_password(full: Desk) -> None:
    sample.make(full, NOW)
    teacher, pupils = everybody(full)
    for person in (teacher, *pupils):
        assert kept.password_of(full.store, person) is None
        assert not fits("", None)
        with pytest.raises(NotAllowed):
            people.sign_in(full, person.login, "", "10.0.0.1", NOW)
        assert people.who(full, people.demo_sign_in(full, person.login, NOW), NOW) == person


def test_it_is_made_once_and_never_beside_real_people(full: Desk, desk: Desk, student: Person) -> None:
    assert sample.make(full, NOW) is False  # the class of ``student`` is there already
    assert people.demo_people(full) == ()


def test_once_removed_it_never_comes_back(full: Desk) -> None:
    sample.make(full, NOW)
    teacher, _ = everybody(full)
    people.remove_sample_class(full, teacher)
    assert people.demo_people(full) == ()
    assert sample.make(full, NOW + dt.timedelta(days=1)) is False
    assert people.demo_people(full) == ()


def test_a_class_that_was_cut_off_while_it_was_filled_is_made_anew(full: Desk) -> None:
    assert sample.open_class(full, NOW) is True
    assert sample.open_class(full, NOW + dt.timedelta(minutes=1)) is False  # another process may be filling it
    assert sample.make(full, NOW + dt.timedelta(minutes=9)) is True
    assert len(people.demo_people(full)) == 7
    assert sample.open_class(full, NOW + dt.timedelta(days=1)) is False


def test_through_the_real_reader_it_shows_good_and_bad_replies_a_review_and_a_queue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HAIKE_SAMPLE", "wait")
    desk = open_desk(home=tmp_path, now=NOW)
    teacher, pupils = everybody(desk)
    totals = [row.total for p in pupils for row in progress.attempts(desk, p) if row.total is not None]
    assert max(totals) >= 90 and min(totals) < 60
    assert progress.classroom(desk, teacher, NOW).queue
    (notice,) = [n for p in pupils for n in review.news(desk, p)]
    assert any(t.override for t in practice.look(desk, pupils[0], notice.attempt_id).turns)
    assert len(practice.inbox(desk, pupils[0])) == len(desk.cases) >= 30
    desk.store.close()


def test_without_it_nobody_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAIKE_SAMPLE", "0")
    desk = open_desk(home=tmp_path, read=stand_in)
    assert people.demo_people(desk) == ()
    desk.store.close()
