"""A teacher changes levels or violations with a reason; the machine's grade stays and the student is told."""

from __future__ import annotations

import pytest

from content.errors import NotAllowed, NotFound
from desk import Desk, people, practice, progress, review
from desk.own_reviews import own_reviews
from desk.people import Person
from desk.practice import TurnView
from tests.conftest import NOW


def answered(desk: Desk, who: Person, text: str = "Hello STATUS t1 t2 V04") -> TurnView:
    return practice.answer(desk, who, practice.open_case(desk, who, "mug", "practice", NOW), text, "n1", NOW)


def word(
    desk: Desk, teacher: Person, turn: TurnView, levels: dict[str, int] | None = None, dropped: tuple[str, ...] = (),
    added: tuple[str, ...] = (), reason: str = "misread", note: str = "",
) -> TurnView:  # fmt: skip
    return review.review(desk, teacher, turn.id, levels or {}, dropped, added, reason, note, NOW)


def test_dropping_a_violation_lifts_the_gate_and_keeps_the_machines_grade(
    desk: Desk, teacher: Person, student: Person
) -> None:
    turn = answered(desk, student)
    assert turn.grade.total <= 40
    after = word(desk, teacher, turn, dropped=("V04",))
    assert after.grade == turn.grade and after.reading == turn.reading
    assert after.effective.total > 40 and not after.effective.gates
    assert after.override is not None
    assert (after.override.by_name, after.override.reason_text["zh"]) == ("王老师", review.REASONS["misread"]["zh"])
    row = practice.attempts_of(desk, student, "mug")[0]
    assert (row.total, row.reviewed, row.flags) == (after.effective.total, True, ())


def test_a_changed_level_changes_the_total_by_its_weight(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student, "Hello STATUS t1 t2")
    before = {c.value: level.value for c, level in turn.grade.levels.items()}
    change = -1 if before["TON"] else 1
    after = word(desk, teacher, turn, {"TON": before["TON"] + change})
    assert after.effective.raw - turn.grade.raw == pytest.approx(change * 20 / 4)


def test_a_second_word_goes_on_from_the_first(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student)
    word(desk, teacher, turn, {"TON": 4}, dropped=("V04",))
    after = word(desk, teacher, turn, {"LAN": 2}, reason="language")
    levels = {c.value: level.value for c, level in after.effective.levels.items()}
    assert (levels["TON"], levels["LAN"], levels["COM"]) == (4, 2, 4)
    back = word(desk, teacher, turn, added=("V04",), reason="rule")
    assert back.effective.total <= 40
    assert back.override is not None and back.override.override.dropped == back.override.override.added == ()


def test_an_added_violation_counts_like_a_found_one(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student, "Hello STATUS t1 t2")
    assert word(desk, teacher, turn, added=("V09",), reason="missed").effective.total <= 20
    assert progress.student(desk, student).tempted["V04"] == (1, 1)
    word(desk, teacher, turn, added=("V04",), reason="missed")
    assert progress.student(desk, student).tempted["V04"] == (0, 1)


def test_the_student_is_told_once(desk: Desk, teacher: Person, student: Person, classmate: Person) -> None:
    turn = answered(desk, student)
    word(desk, teacher, turn, dropped=("V04",), note="写得好")
    (notice,) = review.news(desk, student)
    assert str(turn.grade.total) in notice.text["zh"] and "写得好" in notice.text["en"]
    assert (notice.turn_id, notice.title["zh"]) == (turn.id, "杯子到哪了")
    review.seen(desk, classmate, [notice.id])
    assert review.news(desk, student) == (notice,) and review.news(desk, classmate) == ()
    review.seen(desk, student, [notice.id])
    assert review.news(desk, student) == ()


@pytest.mark.parametrize(
    ("levels", "dropped", "added", "reason"),
    [
        ({"TON": 4}, (), (), ""),
        ({"TON": 4}, (), (), "because"),
        ({}, (), (), "misread"),
        ({"TON": 5}, (), (), "misread"),
        ({"total": 3}, (), (), "misread"),
        ({}, ("V99",), (), "misread"),
        ({}, ("V04",), ("V04",), "misread"),
        ({"COM": 4}, ("V04",), (), "misread"),
    ],
)
def test_a_word_without_sense_is_refused_and_changes_nothing(
    desk: Desk, teacher: Person, student: Person, levels: dict[str, int], dropped: tuple[str, ...],
    added: tuple[str, ...], reason: str,
) -> None:  # fmt: skip
    turn = answered(desk, student)
    with pytest.raises(NotAllowed):
        word(desk, teacher, turn, levels, dropped, added, reason)
    assert review.news(desk, student) == ()


def test_only_the_teacher_of_the_class_has_a_word(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student)
    stranger = people.add_teacher(desk, "陈老师", "chen", "correct horse", "二班")
    with pytest.raises(NotFound):
        word(desk, stranger, turn, {"TON": 4})
    with pytest.raises(NotAllowed):
        word(desk, student, turn, {"TON": 4})
    day = practice.wait_day(desk, student, practice.rewrite(desk, student, 1, NOW), NOW)
    with pytest.raises(NotAllowed):
        word(desk, teacher, day, {"TON": 4})


def test_every_reason_is_worded_in_both_languages() -> None:
    assert len(review.REASONS) >= 5
    assert all(set(text) == {"zh", "en"} and all(text.values()) for text in review.REASONS.values())


def test_a_teachers_own_reviews_are_held_against_the_machines_grades(
    desk: Desk, teacher: Person, student: Person
) -> None:
    assert own_reviews(desk, teacher) == ()
    turn = answered(desk, student)
    word(desk, teacher, turn, {"TON": 4}, dropped=("V04",))
    word(desk, teacher, turn, {"LAN": 2}, reason="language")
    (made,) = own_reviews(desk, teacher)
    assert made.machine.violations == {"V04"} and made.machine.total == turn.grade.total
    (said,) = made.references
    assert (said.by, said.levels["TON"], said.levels["LAN"], said.violations) == ("王老师", 4, 2, frozenset())
    assert (made.platform, made.stage, made.language) == ("amazon", "after-sale", "en")
    other = people.add_teacher(desk, "赵老师", "zhao", "correct horse", "商英二班")
    assert own_reviews(desk, other) == () and own_reviews(desk, student) == ()
