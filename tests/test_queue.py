"""The teacher's queue, grading again, class rules, similar replies and masked data, on both databases."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from content.errors import NotAllowed, NotFound
from desk import Desk, people, practice, progress, queue, regrade, review, settings, similar
from desk.people import Person
from desk.private import mask
from grading.nouns import Mode
from reading.nouns import Brief, Flag, Flagged, Reading, Signal, Span
from scenarios.case import parse_case
from store import attempts
from store import people as kept
from store.people import Newcomer
from tests.conftest import CASE_FILE, NOW, stand_in

LATER = NOW + dt.timedelta(hours=3)
LONG = "Hello STATUS t1 t2 and some more words so that nobody calls this short at all"


def sent(desk: Desk, who: Person, text: str = LONG, mode: Mode = "practice", case: str = "mug") -> practice.TurnView:
    attempt = practice.open_case(desk, who, case, mode, NOW)
    return practice.answer(desk, who, attempt, text, f"{who.id} {text[:60]}", NOW)


def test_the_worst_waits_first_and_everything_has_its_reason(
    desk: Desk, teacher: Person, student: Person, classmate: Person
) -> None:
    short = sent(desk, student, "Hello STATUS t1 t2")
    gate = sent(desk, classmate, LONG + " V04", "test")
    found = queue.waiting(desk, teacher)
    assert [(one.turn_id, one.why) for one in found] == [(gate.id, ("gate:CRITICAL",)), (short.id, ("short",))]
    assert found[0].row.person_name == "韩梅梅"
    with pytest.raises(NotAllowed):
        queue.waiting(desk, student)


def test_a_doubt_that_most_have_is_no_news(desk: Desk, teacher: Person, student: Person, classmate: Person) -> None:
    def doubting(**confidence: float) -> Desk:
        def read(text: str, brief: Brief) -> Reading:
            return stand_in(text, brief).model_copy(update={"confidence": confidence})

        return dataclasses.replace(desk, read=read)

    common = [sent(doubting(ACC=0.1), student, f"{LONG} {n}").id for n in range(4)]
    both = sent(doubting(ACC=0.1, TON=0.1), student, LONG + " both").id
    tone = sent(doubting(TON=0.1), classmate, LONG + " tone").id
    short = sent(desk, classmate, "Hello STATUS t1 t2").id
    gate = sent(doubting(ACC=0.1), classmate, LONG + " V04", "test").id
    found = {one.turn_id: one for one in queue.waiting(desk, teacher)}
    order = list(found)
    assert (order[0], set(order[1:3]), order[3:]) == (gate, {both, tone}, [short, *common])
    assert [one.group for one in found.values()] == ["first", "doubt", "doubt", "length", *["usual"] * 4]
    assert (found[both].why, found[both].usual) == (("unsure:TON", "unsure:ACC"), ("unsure:ACC",))
    assert found[gate].why[0] == "gate:CRITICAL"  # a gate is never usual


def test_a_gate_goes_to_a_person_in_a_test_and_not_in_practice(desk: Desk, teacher: Person, student: Person) -> None:
    sent(desk, student, LONG + " V04", "practice")
    assert queue.waiting(desk, teacher) == ()
    sent(desk, student, LONG + " V04", "test")
    assert [one.why for one in queue.waiting(desk, teacher)] == [("gate:CRITICAL",)]


def test_an_earlier_reply_of_an_attempt_waits_too(desk: Desk, teacher: Person, student: Person) -> None:
    attempt = practice.open_case(desk, student, "mug", "practice", NOW)
    first = practice.answer(desk, student, attempt, "t2", "one", NOW)
    practice.answer(desk, student, attempt, LONG, "two", NOW)
    assert [one.turn_id for one in queue.waiting(desk, teacher)] == [first.id]


def test_what_a_teacher_lets_stand_leaves_with_name_and_time(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student, LONG + " V04", "test")
    assert turn.effective.gates[0].provisional
    queue.let_stand(desk, teacher, turn.id, LATER)
    queue.let_stand(desk, teacher, turn.id, LATER + dt.timedelta(days=1))
    assert queue.waiting(desk, teacher) == () == progress.classroom(desk, teacher).queue
    (gone,) = queue.settled(desk, teacher)
    assert (gone.turn_id, gone.by_name, gone.at, gone.why) == (turn.id, "王老师", LATER, ("gate:CRITICAL",))
    seen = practice.look(desk, student, gone.row.id).turns[0]
    assert seen.effective.total == turn.effective.total and not seen.effective.gates[0].provisional
    assert seen.look and seen.look.by_name == "王老师"


def test_a_reviewed_reply_leaves_too(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student, LONG + " V04", "test")
    review.review(desk, teacher, turn.id, {}, ("V04",), (), "misread", "", LATER)
    assert queue.waiting(desk, teacher) == ()
    (gone,) = queue.settled(desk, teacher)
    assert (gone.turn_id, gone.by_name, gone.at, gone.reviewed) == (turn.id, "王老师", LATER, True)


def test_a_review_far_from_the_machine_asks_for_another_teacher(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student)
    review.review(desk, teacher, turn.id, {"TON": 0}, (), (), "tone", "", LATER)
    assert queue.waiting(desk, teacher) == ()
    second = teacher.model_copy(update={"id": teacher.id + 999})
    (line,) = attempts.history(desk.store, teacher)
    assert line.counts and queue.open_reasons(line.counts, second) == ("apart",)


def test_only_teachers_of_the_class_let_stand(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student, "Hello STATUS t1 t2")
    stranger = people.add_teacher(desk, "陈老师", "chen", "correct horse", "二班")
    with pytest.raises(NotFound):
        queue.let_stand(desk, stranger, turn.id, LATER)
    with pytest.raises(NotAllowed):
        queue.let_stand(desk, student, turn.id, LATER)
    assert queue.waiting(desk, stranger) == () == queue.settled(desk, stranger)


def sterner(text: str, brief: Brief) -> Reading:
    """A later reader: it hears a cold word in every "Hello", and has a name of its own."""
    found = stand_in(text, brief)
    cold = (Signal(code="dismissive", span=Span(start=0, end=5)),) if text.startswith("Hello") else ()
    return found.model_copy(update={"signals": cold, "reader": "stand-in 2 (stern)"})


def test_a_preview_says_who_would_move_and_changes_nothing(
    desk: Desk, teacher: Person, student: Person, classmate: Person
) -> None:
    turn = sent(desk, student)
    sent(desk, classmate, "Dear Maria STATUS t1 t2 and some more words so that it is long enough")
    assert regrade.preview(desk, teacher).moved == ()
    later = dataclasses.replace(desk, read=sterner)
    steps: list[tuple[int, int]] = []
    shown = regrade.preview(later, teacher, step=lambda done, of: steps.append((done, of)))
    (moved,) = shown.moved
    assert (moved.person_name, moved.before, moved.levels) == ("李雷", turn.grade.total, {"TON": (3, 2)})
    assert (shown.read, steps) == (2, [(1, 2), (2, 2)])
    assert moved.after < moved.before and moved.gates_new == ()
    (line,) = attempts.history(desk.store, teacher, student.id)
    assert line.counts and line.counts.total == turn.grade.total


def test_a_new_grade_stands_beside_the_old_one(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student)
    later = dataclasses.replace(desk, read=sterner)
    assert regrade.apply(later, teacher, regrade.preview(later, teacher), LATER) == 1
    (seen,) = practice.look(desk, student, 1).turns
    assert seen.grade.total < turn.grade.total == seen.history[0].grade.total
    assert seen.history[0].versions["reader"] == "stand-in" and seen.versions["reader"] == "stand-in 2"
    assert seen.versions["model"] == "stern" and (seen.graded_by, seen.graded_at) == ("王老师", LATER)
    assert attempts.history(desk.store, student)[0].counts.total == seen.grade.total  # type: ignore[union-attr]
    assert regrade.preview(later, teacher).moved == ()
    assert regrade.apply(desk, teacher, regrade.preview(desk, teacher), LATER) == 1
    assert [g.grade.total for g in practice.look(desk, student, 1).turns[0].history] == [
        turn.grade.total,
        seen.grade.total,
    ]


def test_an_override_stays_on_top_of_a_new_grade(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student)
    review.review(desk, teacher, turn.id, {"LAN": 3}, (), (), "language", "", LATER)
    later = dataclasses.replace(desk, read=sterner)
    shown = regrade.preview(later, teacher)
    assert shown.moved[0].reviewed and shown.moved[0].levels == {"TON": (3, 2)}
    assert regrade.apply(later, teacher, shown, LATER) == 1
    (seen,) = practice.look(desk, student, 1).turns
    assert {c.value: v.value for c, v in seen.effective.levels.items()} == {
        "RES": 4,
        "ACC": 4,
        "TON": 2,
        "COM": 4,
        "LAN": 3,
    }
    assert seen.override and seen.effective.total == shown.moved[0].after
    assert attempts.history(desk.store, student)[0].counts.total == seen.effective.total  # type: ignore[union-attr]
    again = review.review(desk, teacher, turn.id, {"TON": 4}, (), (), "tone", "", LATER)
    assert {c.value: v.value for c, v in again.effective.levels.items()}["TON"] == 4


def test_a_reply_reviewed_meanwhile_is_left_alone(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student)
    later = dataclasses.replace(desk, read=sterner)
    shown = regrade.preview(later, teacher)
    review.review(desk, teacher, turn.id, {"LAN": 3}, (), (), "language", "", LATER)
    assert regrade.apply(later, teacher, shown, LATER) == 0


def test_a_scope_is_one_case_one_mode_or_one_student(
    desk: Desk, teacher: Person, student: Person, classmate: Person
) -> None:
    sent(desk, student)
    sent(desk, classmate, LONG, "test")
    sent(desk, classmate, LONG, case="size")
    counts = [
        regrade.preview(desk, teacher, scope).read
        for scope in (
            regrade.Scope(), regrade.Scope(case_id="mug"), regrade.Scope(mode="test"), regrade.Scope(person_id=student.id)
        )
    ]  # fmt: skip
    assert counts == [3, 2, 1, 1]
    assert [(name, n) for name, _, n in regrade.scopes(desk, teacher)] == [("mug", 2), ("size", 1)]
    for act in (regrade.preview, regrade.scopes):
        with pytest.raises(NotAllowed):
            act(desk, student)


def test_a_new_grade_with_a_new_reason_comes_back_to_the_queue(desk: Desk, teacher: Person, student: Person) -> None:
    turn = sent(desk, student, "Hello STATUS t1 t2")
    queue.let_stand(desk, teacher, turn.id, LATER)
    later = dataclasses.replace(desk, read=sterner)
    regrade.apply(later, teacher, regrade.preview(later, teacher), LATER)
    assert queue.waiting(desk, teacher) == ()  # still only short, and that was seen

    def doubtful(text: str, brief: Brief) -> Reading:
        return stand_in(text, brief).model_copy(update={"confidence": {"TON": 0.1}})

    last = dataclasses.replace(desk, read=doubtful)
    regrade.apply(last, teacher, regrade.preview(last, teacher), LATER)
    assert [one.why for one in queue.waiting(desk, teacher)] == [("unsure:TON", "short")]


def test_class_rules_hold_for_new_replies_and_for_a_regrade(desk: Desk, teacher: Person, student: Person) -> None:
    first = sent(desk, student, LONG + " V04", "test")
    assert settings.of_class(desk, student).profile == "balanced"
    settings.choose(desk, teacher, "business_english", True, True)
    assert settings.of_class(desk, student).exam.exam_caps
    second = sent(desk, student, LONG + " and V04", "test")
    assert (first.grade.total, second.grade.total, second.grade.profile) == (40, 0, "business_english")
    assert sent(desk, student, LONG + " V04", "practice").grade.total == 40
    moved = {one.turn_id: one for one in regrade.preview(desk, teacher).moved}
    assert moved[first.id].after == 0 and moved[first.id].gates_new == ()
    with pytest.raises(NotAllowed):
        settings.choose(desk, teacher, "no such", False, False)
    with pytest.raises(NotAllowed):
        settings.choose(desk, student, "balanced", False, False)


def test_a_pasted_letter_has_a_ceiling_only_where_the_class_says_so(
    desk: Desk, teacher: Person, student: Person
) -> None:
    def pasting(text: str, brief: Brief) -> Reading:
        whole = Flagged(flag=Flag.TEMPLATE, span=Span(start=0, end=len(text)))
        return stand_in(text, brief).model_copy(update={"flags": (whole,)})

    reader = dataclasses.replace(desk, read=pasting)
    assert sent(reader, student, LONG, "test").grade.total > 70
    settings.choose(desk, teacher, "balanced", True, False)
    assert sent(reader, student, LONG + " again", "test").grade.total == 70
    assert sent(reader, student, LONG, "practice").grade.total > 70


WORDS = (
    "Hi Maria, I looked into this at once and the parcel is waiting at the depot; I have asked them to bring it round. "
)


def test_replies_that_look_alike_are_shown_as_a_pair_and_cost_nothing(
    desk: Desk, teacher: Person, student: Person, classmate: Person
) -> None:
    one = sent(desk, student, WORDS + "Kind regards, Lei")
    sent(desk, student, WORDS + "Kind regards, Lei, once more", "test")
    other = sent(desk, classmate, WORDS + "Best wishes, Mei")
    (pair,) = similar.pairs(desk, teacher)
    assert {pair.first.person_name, pair.second.person_name} == {"李雷", "韩梅梅"}
    assert pair.contained >= pair.jaccard >= 0.5 and WORDS in pair.first.text
    assert one.grade.review == other.grade.review == ()
    assert practice.look(desk, student, 1).turns[0].grade == one.grade
    assert similar.pairs(desk, student) == ()


def test_what_everybody_was_given_to_read_makes_no_pair(
    desk: Desk, teacher: Person, student: Person, classmate: Person
) -> None:
    thread = parse_case(CASE_FILE.split("---\n")[0]).thread[0].text
    sent(desk, student, thread + " I will look for it and let you know how it stands with your mug.")
    sent(desk, classmate, thread + " We are asking the depot; you hear from us before the weekend, promised.")
    assert similar.pairs(desk, teacher) == ()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("Call 13812345678 now", "Call 13800000000 now"),
        ("Call +86 138 1234 5678 now", "Call +86 138 0000 0000 now"),
        ("ID 11010519491231002X.", "ID 11000000000000000X."),
        ("mail li.lei88@qq.com please", "mail xxxxxxxx@xx.xxx please"),
        ("order 111-2223334-5556667, tracking YT2415400000001", "order 111-2223334-5556667, tracking YT2415400000001"),
        ("tel 0571-88886666", "tel 0570-00000000"),
        ("Parcel 2026061712345 of 24.99", "Parcel 2026061712345 of 24.99"),
    ],
)
def test_personal_data_are_masked_in_shape(typed: str, stored: str) -> None:
    case = parse_case(CASE_FILE.split("---\n")[0])
    assert mask(typed, case) == stored and len(typed) == len(stored)
    assert mask(stored, case) == stored


def test_what_stands_on_the_card_is_no_secret() -> None:
    case = parse_case(CASE_FILE.split("---\n")[0].replace("Where is my mug?", "Where is my mug? Call 13812345678."))
    assert mask("I will call 13812345678.", case) == "I will call 13812345678."


def test_nothing_private_is_stored(desk: Desk, student: Person) -> None:
    turn = sent(desk, student, LONG + " call 13812345678")
    assert "13812345678" not in turn.model_dump_json() and "13800000000" in turn.text
    assert turn.reading.text == turn.text


def test_the_sample_class_keeps_its_queue_apart(desk: Desk, teacher: Person, student: Person) -> None:
    sent(desk, student, "Hello STATUS t1 t2")
    other = kept.add_class(desk.store, "三班", Newcomer("zhang", "张老师", None))
    assert queue.waiting(desk, other) == () and len(queue.waiting(desk, teacher)) == 1
