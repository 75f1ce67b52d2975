"""Practice: one case opened, answered and looked at; nothing typed is ever lost."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from content.errors import NotAllowed, NotFound
from desk import Desk, practice
from desk.people import Person
from scenarios.nouns import End
from tests.conftest import NOW


def opened(desk: Desk, who: Person, case_id: str = "mug", mode: str = "practice") -> int:
    return practice.open_case(desk, who, case_id, mode, NOW)  # type: ignore[arg-type]


def test_the_inbox_shows_every_case_with_its_clock(desk: Desk, student: Person) -> None:
    rows = {row.case_id: row for row in practice.inbox(desk, student)}
    assert list(rows) == ["mug", "size", "shoes"]
    mug = rows["mug"]
    assert (mug.attempts, mug.best, mug.open_attempt, mug.has_draft, mug.country) == (0, None, None, False, "US")
    assert mug.hours_left == 18.0
    assert mug.clock_name["zh"] and mug.first_line.startswith("Where is my mug?")


def test_the_inbox_knows_drafts_attempts_and_the_best_total(desk: Desk, student: Person, classmate: Person) -> None:
    attempt = opened(desk, student)
    practice.save_draft(desk, student, attempt, "Dear", NOW)
    row = practice.inbox(desk, student)[0]
    assert (row.attempts, row.open_attempt, row.has_draft) == (1, attempt, True)
    total = practice.answer(desk, student, attempt, "t1 t2 STATUS", "n1", NOW).grade.total
    practice.answer(desk, student, practice.rewrite(desk, student, attempt, NOW), "nothing much", "n1", NOW)
    row = practice.inbox(desk, student)[0]
    assert (row.attempts, row.best, row.has_draft) == (2, total, False)
    assert practice.inbox(desk, classmate)[0].attempts == 0


def test_a_reply_is_read_once_and_has_three_consequences(desk: Desk, student: Person) -> None:
    turn = practice.answer(desk, student, opened(desk, student), "Hello STATUS t1 t2", "n1", NOW)
    assert turn.number == 1 and turn.text == turn.reading.text == "Hello STATUS t1 t2"
    assert turn.grade.levels and turn.effective == turn.grade and turn.override is None
    assert turn.answer.text and turn.answer.end in (End.HAPPY, End.COLD)
    assert turn.metrics and all(change.source for change in turn.metrics)


def test_the_same_nonce_gives_the_same_turn_and_no_second_one(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    first = practice.answer(desk, student, attempt, "Hello t1", "n1", NOW)
    assert practice.answer(desk, student, attempt, "Hello t1", "n1", NOW + dt.timedelta(seconds=9)) == first
    assert len(practice.look(desk, student, attempt).turns) == 1


def test_two_windows_answering_at_once_make_two_whole_turns(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    gate = threading.Barrier(2)

    def send(nonce: str) -> int:
        gate.wait()
        return practice.answer(desk, student, attempt, "Hello there", nonce, NOW).number

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, ("a", "b"))) == [1, 2]
    turns = practice.look(desk, student, attempt).turns
    assert [t.answer.mood.turns for t in turns] == [1, 2]


def test_mood_and_shop_go_on_from_turn_to_turn(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    before = practice.look(desk, student, attempt)
    first = practice.answer(desk, student, attempt, "Hello", "n1", NOW)
    second = practice.answer(desk, student, attempt, "Hello again", "n2", NOW)
    assert before.mood.patience > first.answer.mood.patience >= second.answer.mood.patience
    after = {change.metric: change.after for change in first.metrics}
    assert all(after[change.metric] == change.before for change in second.metrics if change.metric in after)
    assert practice.look(desk, student, attempt).mood == second.answer.mood


def test_after_the_end_nothing_more_is_sent_but_it_can_be_rewritten(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    said = practice.answer(desk, student, attempt, "t1 t2 STATUS ACTION", "n1", NOW)
    view = practice.look(desk, student, attempt)
    assert view.end is said.answer.end and not view.can_answer
    with pytest.raises(NotAllowed):
        practice.answer(desk, student, attempt, "One more thing", "n2", NOW)
    with pytest.raises(NotAllowed):
        practice.wait_day(desk, student, attempt, NOW)
    again = practice.look(desk, student, practice.rewrite(desk, student, attempt, NOW))
    assert (again.parent, again.draft, again.turns, again.can_answer) == (attempt, "t1 t2 STATUS ACTION", (), True)
    assert again.case == view.case
    assert [row.id for row in again.previous] == [attempt]


def test_an_unfinished_attempt_goes_on_and_modes_stay_apart(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    assert opened(desk, student) == attempt
    assert opened(desk, student, mode="test") != attempt
    practice.answer(desk, student, attempt, "t1 t2 STATUS", "n1", NOW)
    assert opened(desk, student) != attempt


def test_neighbours_and_second_goes_get_different_facts(desk: Desk, student: Person, classmate: Person) -> None:
    mine, hers = (practice.look(desk, who, opened(desk, who)).case for who in (student, classmate))
    assert mine.order and hers.order
    assert mine.order.tracking != hers.order.tracking and mine.buyer.name != hers.buyer.name
    practice.answer(desk, student, opened(desk, student), "t1 t2 STATUS", "n1", NOW)
    second = practice.look(desk, student, opened(desk, student)).case
    assert second.order and second.order.tracking != mine.order.tracking


def test_an_attempt_stays_readable_when_its_case_is_gone(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    practice.answer(desk, student, attempt, "Hello", "n1", NOW)
    desk.cases.clear()  # type: ignore[attr-defined]
    assert practice.look(desk, student, attempt).case.id == "mug"
    assert practice.answer(desk, student, attempt, "Hello", "n2", NOW).number == 2
    with pytest.raises(NotFound):
        practice.open_case(desk, student, "size", "practice", NOW)


@pytest.mark.parametrize("text", ["", "   \n", "\u200b\u200f\ufeff", "\0\0"])
def test_an_empty_reply_is_refused_with_a_clear_word_and_leaves_no_turn(desk: Desk, student: Person, text: str) -> None:
    attempt = opened(desk, student)
    with pytest.raises(NotAllowed) as refused:
        practice.answer(desk, student, attempt, text, "n1", NOW)
    assert "没有写" in refused.value.zh and "nothing written" in refused.value.en
    assert practice.look(desk, student, attempt).turns == ()


def test_a_huge_reply_is_refused_and_kept_as_draft(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    huge = "请" * 100_000
    with pytest.raises(NotAllowed, match="20000"):
        practice.answer(desk, student, attempt, huge, "n1", NOW)
    view = practice.look(desk, student, attempt)
    assert view.draft == huge and view.turns == ()
    practice.save_draft(desk, student, attempt, huge * 3, NOW)
    assert len(practice.look(desk, student, attempt).draft) == practice.LONGEST_DRAFT


@pytest.mark.parametrize("text", ["a\0b t1", "😀😀", "مرحبا بك", "<script>alert(1)</script>", "a\ue000b", "x" * 20_000])
def test_odd_replies_are_kept_as_they_were_written(desk: Desk, student: Person, text: str) -> None:
    attempt = opened(desk, student)
    practice.answer(desk, student, attempt, text, "n1", NOW)
    (turn,) = practice.look(desk, student, attempt).turns
    assert turn.text == turn.reading.text == text


def test_half_a_character_is_replaced_not_refused(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    assert practice.answer(desk, student, attempt, "Hi \ud83d there", "n1", NOW).text == "Hi \ufffd there"


def test_a_draft_is_there_after_a_restart_and_gone_after_sending(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    practice.save_draft(desk, student, attempt, "Dear Maria,\n\0", NOW)
    assert practice.look(desk, student, attempt).draft == "Dear Maria,\n\0"
    practice.answer(desk, student, attempt, "Dear Maria", "n1", NOW)
    assert practice.look(desk, student, attempt).draft == ""


def test_a_silent_day_does_not_open_the_tasks_of_a_test(desk: Desk, student: Person) -> None:
    attempt = practice.open_case(desk, student, next(iter(desk.cases)), "test", NOW)
    practice.wait_day(desk, student, attempt, NOW)
    view = practice.look(desk, student, attempt)
    assert not view.case.tasks and not view.hints and not view.rules


def test_a_silent_day_moves_the_buyer_and_keeps_the_draft(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student)
    practice.save_draft(desk, student, attempt, "later", NOW)
    before = practice.look(desk, student, attempt).mood
    day = practice.wait_day(desk, student, attempt, NOW)
    view = practice.look(desk, student, attempt)
    assert day.silent_day and day.grade.status == "not_graded" and view.draft == "later"
    assert view.mood.patience < before.patience
    assert practice.attempts_of(desk, student, "mug")[0].total is None
    for _ in range(9):
        if not practice.look(desk, student, attempt).can_answer:
            break
        practice.wait_day(desk, student, attempt, NOW)
    assert practice.look(desk, student, attempt).end is not End.OPEN


def test_a_test_hides_what_points_to_the_answer_until_it_is_answered(desk: Desk, student: Person) -> None:
    attempt = opened(desk, student, mode="test")
    view = practice.look(desk, student, attempt)
    assert view.hints == view.rules == view.case.tasks == view.case.must_not == ()
    assert view.tools.promises and view.tools.letters
    turn = practice.answer(desk, student, attempt, "Hello V04", "n1", NOW)
    assert turn.grade.gates and all(gate.provisional for gate in turn.grade.gates)
    view = practice.look(desk, student, attempt)
    assert view.hints and view.rules and view.case.tasks


def test_practice_shows_rules_hints_clock_and_tools_but_never_the_samples(desk: Desk, student: Person) -> None:
    view = practice.look(desk, student, opened(desk, student))
    assert view.rules and all(rule.title["zh"] and rule.source for rule in view.rules)
    assert view.clock is not None and view.clock.hours_left == 18.0
    assert view.tools.buyer_zone == "America/New_York" and view.tools.buyer_local_time == "2026-06-17 12:00"
    assert view.tools.tracking_history and view.tools.size_chart is None
    assert [letter.id for letter in view.tools.letters] == ["l1"]
    assert "from 21 June" in view.tools.promises[0]["en"]
    assert any("WhatsApp" in h["en"] or "V04" in h["en"] or "contact" in h["en"].lower() for h in view.hints)
    assert view.case.samples == {}


def test_others_may_not_look_and_the_teacher_may_not_write(
    desk: Desk, student: Person, classmate: Person, teacher: Person
) -> None:
    attempt = opened(desk, student)
    practice.save_draft(desk, student, attempt, "private", NOW)
    for act in (
        lambda: practice.look(desk, classmate, attempt),
        lambda: practice.answer(desk, classmate, attempt, "Hello", "n", NOW),
        lambda: practice.rewrite(desk, classmate, attempt, NOW),
        lambda: practice.save_draft(desk, classmate, attempt, "x", NOW),
        lambda: practice.wait_day(desk, classmate, attempt, NOW),
    ):
        with pytest.raises(NotFound):
            act()
    view = practice.look(desk, teacher, attempt)
    assert (view.person_name, view.can_answer, view.draft) == ("李雷", False, "")
    with pytest.raises(NotAllowed):
        practice.answer(desk, teacher, attempt, "Hello", "n", NOW)


def test_a_reply_that_cannot_be_rated_gets_no_points_and_says_why(desk: Desk, student: Person) -> None:
    turn = practice.answer(desk, student, opened(desk, student), "copied from the buyer", "n1", NOW)
    assert (turn.grade.status, turn.grade.total, turn.grade.reason) == ("not_ratable", 0, "copied_buyer")


def test_a_nonce_is_never_empty(desk: Desk, student: Person) -> None:
    with pytest.raises(ValueError, match="nonce"):
        practice.answer(desk, student, opened(desk, student), "Hello", "", NOW)
