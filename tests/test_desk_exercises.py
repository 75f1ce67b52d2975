"""Pieces of work on behalf of a person: opened, kept, handed in, read by their teacher, and where the class fails."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import NotAllowed, NotFound, Outdated
from desk import Desk, class_work, exercises, people
from desk.class_work import Filter
from desk.exercises import Exercise, Kind, Part, Remark
from desk.people import Person
from tests.conftest import NOW

LATER = NOW + dt.timedelta(minutes=5)
TITLE = {"zh": "一家店", "en": "A shop"}
PARTS = (Part(id="figures", points=1, of=2), Part(id="cause", points=3, of=4))


def opened(desk: Desk, who: Person, case: str = "c1", kind: Kind = "clinic", platform: str = "amazon") -> Exercise:
    return exercises.open_(desk, who, kind, case, TITLE, platform, 7, NOW)


def done(
    desk: Desk,
    who: Person,
    case: str = "c1",
    parts: tuple[Part, ...] = PARTS,
    flags: tuple[str, ...] = (),
    **about: Any,
) -> Exercise:
    return exercises.hand_in(desk, who, opened(desk, who, case, **about).id, {"cause": "carrier"}, parts, flags, LATER)


@pytest.fixture
def stranger(desk: Desk) -> Person:
    return people.add_teacher(desk, "赵老师", "zhao", "correct horse", "商英二班")


def test_a_piece_is_opened_kept_handed_in_and_listed(desk: Desk, student: Person) -> None:
    piece = opened(desk, student)
    assert opened(desk, student).id == piece.id
    stamp = exercises.save(desk, student, piece.id, {"cause": "ca"}, piece.stamp, NOW)
    assert exercises.get(desk, student, piece.id).work == {"cause": "ca"}
    kept = exercises.hand_in(desk, student, piece.id, {"cause": "carrier"}, PARTS, (), LATER, {"sheet": "s1"}, stamp)
    assert (kept.total, kept.work, kept.versions) == (67, {"cause": "carrier"}, {"sheet": "s1"})
    assert [line.id for line in exercises.mine(desk, student)] == [piece.id]
    assert opened(desk, student).id != piece.id


def test_only_known_kinds_and_modes_are_opened(desk: Desk, student: Person) -> None:
    with pytest.raises(NotAllowed):
        exercises.open_(desk, student, "clinic", "c1", TITLE, "amazon", 7, NOW, "exam")  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        exercises.open_(desk, student, "essay", "c1", TITLE, "amazon", 7, NOW)  # type: ignore[arg-type]


def test_what_is_saved_comes_back_as_json_has_it(desk: Desk, student: Person) -> None:
    piece = opened(desk, student)
    exercises.save(desk, student, piece.id, {"rows": (1, 2), "half": "a\ud800b", "odd": "\0\ue000"}, 0, NOW)
    kept = exercises.get(desk, student, piece.id).work
    assert kept == {"rows": [1, 2], "half": "a\ufffdb", "odd": "\0\ue000"}
    assert exercises.save(desk, student, piece.id, {"rows": (1, 2), "half": "a\ud800b", "odd": "\0\ue000"}, 0, NOW) == 1


def test_a_refused_save_leaves_what_is_kept(desk: Desk, student: Person) -> None:
    piece = opened(desk, student)
    exercises.save(desk, student, piece.id, {"plan": "new"}, 0, NOW)
    with pytest.raises(Outdated):
        exercises.save(desk, student, piece.id, {"plan": "old"}, 0, NOW)
    with pytest.raises(NotAllowed, match="too long"):
        exercises.save(desk, student, piece.id, {"plan": "x" * exercises.LONGEST_WORK}, 1, NOW)
    assert exercises.get(desk, student, piece.id).work == {"plan": "new"}


def test_parts_must_be_sound(desk: Desk, student: Person) -> None:
    piece = opened(desk, student)
    for wrong in ((PARTS[0], PARTS[0]), (Part(id="a", points=3, of=2),)):
        with pytest.raises(ValueError, match="part"):
            exercises.hand_in(desk, student, piece.id, {}, wrong, (), LATER)
    said = Part(id="a", points=1, of=2, remarks=(Remark(zh="半个\ud800", en="half\ud800"),))
    kept = exercises.hand_in(desk, student, piece.id, {}, (said,), (), LATER)
    assert kept.parts[0].remarks[0].en == "half\ufffd"


def test_unfinished_work_is_read_by_its_owner_only(desk: Desk, teacher: Person, student: Person) -> None:
    piece = opened(desk, student)
    exercises.save(desk, student, piece.id, {"plan": "half a thought"}, 0, NOW)
    assert exercises.get(desk, teacher, piece.id).work == {}
    exercises.hand_in(desk, student, piece.id, {"plan": "a thought"}, PARTS, (), LATER)
    assert exercises.get(desk, teacher, piece.id).work == {"plan": "a thought"}


def test_nobody_sees_what_is_not_theirs(
    desk: Desk, teacher: Person, student: Person, classmate: Person, stranger: Person
) -> None:
    made, going = done(desk, student), opened(desk, student)
    for somebody in (classmate, stranger):
        for look in (
            lambda who: exercises.get(desk, who, made.id),
            lambda who: exercises.save(desk, who, going.id, {}, 0, NOW),
            lambda who: exercises.hand_in(desk, who, going.id, {}, PARTS, (), NOW),
            lambda who: exercises.change_part(desk, who, made.id, "figures", 2, "x", NOW),
        ):
            with pytest.raises(NotFound):
                look(somebody)
        assert exercises.mine(desk, somebody, student.id) == exercises.news(desk, somebody) == ()
    assert class_work.class_lines(desk, stranger) == class_work.class_parts(desk, stranger) == ()
    assert class_work.class_lines(desk, stranger, Filter(person_id=student.id)) == ()
    assert class_work.export_csv(desk, stranger).count(b"\n") == 1
    every: tuple[Callable[[Desk, Person], object], ...]
    every = (class_work.class_lines, class_work.class_parts, class_work.export_csv)
    for verb in every:
        with pytest.raises(NotAllowed):
            verb(desk, student)


def test_the_class_is_filtered(desk: Desk, teacher: Person, student: Person, classmate: Person) -> None:
    clinic = done(desk, student)
    task = done(desk, classmate, "o1", kind="operation", platform="wish", flags=("plan",))
    going = opened(desk, student, "c2")

    def found(**only: Any) -> set[int]:
        return {line.id for line in class_work.class_lines(desk, teacher, Filter(**only))}

    assert found() == {clinic.id, task.id}
    assert found(handed_in=False) == {clinic.id, task.id, going.id}
    assert found(kind="operation") == found(platform="wish") == found(person_id=classmate.id) == {task.id}
    assert found(waits=True) == {task.id}


def test_a_teachers_word_counts_stands_beside_and_is_told(desk: Desk, teacher: Person, student: Person) -> None:
    made = done(desk, student)
    kept = exercises.change_part(desk, teacher, made.id, "figures", 2, " the window was right ", LATER)
    assert (kept.total, kept.machine, kept.parts) == (83, 67, PARTS)
    assert kept.words[0].reason == "the window was right"
    (news,) = exercises.news(desk, student)
    assert news.word == kept.words[0]
    exercises.seen(desk, student, [news.word.id])
    assert exercises.news(desk, student) == ()


def test_a_word_needs_a_teacher_a_reason_and_a_change(desk: Desk, teacher: Person, student: Person) -> None:
    made = done(desk, student)
    for who, points, reason in ((student, 2.0, "please"), (teacher, 2.0, "  "), (teacher, 1.0, "as it is")):
        with pytest.raises(NotAllowed):
            exercises.change_part(desk, who, made.id, "figures", points, reason, LATER)
    assert exercises.get(desk, teacher, made.id) == made


def test_where_a_person_should_look_the_points_may_be_confirmed(desk: Desk, teacher: Person, student: Person) -> None:
    made = done(desk, student, flags=("plan",))
    assert exercises.waits(made)
    kept = exercises.change_part(desk, teacher, made.id, "figures", 1, "I agree", LATER)
    assert not exercises.waits(kept) and kept.total == made.total


def test_a_part_nobody_has_graded_waits_until_somebody_has(desk: Desk, teacher: Person, student: Person) -> None:
    made = done(desk, student, parts=(PARTS[0], Part(id="plan", points=0, of=4, graded=False)))
    assert exercises.waits(made) and made.total == 50
    kept = exercises.change_part(desk, teacher, made.id, "figures", 2, "right", LATER)
    assert exercises.waits(kept)
    kept = exercises.change_part(desk, teacher, made.id, "plan", 0, "there is no plan", LATER)
    assert not exercises.waits(kept) and kept.total == 33


def test_where_the_class_fails(desk: Desk, teacher: Person, student: Person, classmate: Person) -> None:
    done(desk, student)
    done(desk, student, parts=(Part(id="figures", points=2, of=2), Part(id="cause", points=1, of=4)))  # counts: newest
    done(desk, classmate, parts=(Part(id="figures", points=1, of=2), Part(id="cause", points=0, of=4, graded=False)))
    done(desk, student, "easy", parts=(Part(id="end", points=1, of=1),), kind="operation")
    done(desk, student, "read", parts=(Part(id="plan", points=0, of=1, graded=False),))
    opened(desk, classmate, "begun")
    found = class_work.class_parts(desk, teacher)
    assert [(one.case_id, one.students, one.mean) for one in found] == [
        ("c1", 2, 50),
        ("easy", 1, 100),
        ("read", 1, None),
    ]
    assert [(p.id, p.share, p.graded) for p in found[0].parts] == [("figures", 0.75, 2), ("cause", 0.25, 1)]
    assert [(p.share, p.graded) for p in found[2].parts] == [(None, 0)]
    assert [one.case_id for one in class_work.class_parts(desk, teacher, Filter(kind="operation"))] == ["easy"]


def test_a_teachers_word_counts_in_the_figures_of_the_class(desk: Desk, teacher: Person, student: Person) -> None:
    made = done(desk, student)
    exercises.change_part(desk, teacher, made.id, "figures", 0, "copied", LATER)
    (case,) = class_work.class_parts(desk, teacher)
    assert [p.share for p in case.parts] == [0.0, 0.75]


def test_the_table_for_a_spreadsheet_is_harmless(desk: Desk, teacher: Person) -> None:
    pupil = people.add_student(desk, teacher, "王芳", "wangfang", "battery staple")
    piece = exercises.open_(desk, pupil, "clinic", "=1+1", {"zh": "@店", "en": "@shop"}, "amazon", 7, NOW)
    ungraded = Part(id="plan", points=0, of=4, graded=False)
    exercises.hand_in(desk, pupil, piece.id, {}, (PARTS[0], ungraded), (), LATER)
    head, first, second = csv.reader(io.StringIO(class_work.export_csv(desk, teacher).decode("utf-8-sig")))
    assert head[:2] == ["姓名", "账号"] and len(head) == len(first) == len(second)
    assert first[:2] == ["王芳", "wangfang"] and first[3:5] == ["'=1+1", "'@店"]
    assert (first[8], first[10:], second[10:]) == ("50", ["1", "2", "0"], ["", "4", "0"])


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=8))
def test_the_mean_of_a_part_lies_among_its_shares_and_skips_what_is_not_graded(rows: list[tuple[float, bool]]) -> None:
    lines = [
        exercises.ExerciseLine(
            id=n,
            person_id=n,
            person_name="",
            kind="clinic",
            case_id="c",
            platform="wish",
            title=TITLE,
            mode="practice",
            started=NOW,
            saved=NOW,
            ended=NOW,
            total=None,
            counts=(Part(id="a", points=4 * share, of=4, graded=graded),),
        )
        for n, (share, graded) in enumerate(rows)
    ]
    (part,) = class_work._case_parts(lines).parts
    shares = [share for share, graded in rows if graded]
    assert part.graded == len(shares) and (part.share is None) == (not shares)
    if part.share is not None:
        assert min(shares) - 1e-9 <= part.share <= max(shares) + 1e-9
