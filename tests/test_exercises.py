"""The store keeps pieces of work whole, the newest state of each, hands in once, and adds teachers' words beside."""

from __future__ import annotations

import datetime as dt
import itertools
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any

import pytest

from content.errors import NotAllowed, NotFound, Outdated
from grading.nouns import Mode
from grading.parts import Part, Remark
from store import Store, exercise_words, exercises, open_store, people
from store.nouns import Exercise, Person
from tests.conftest import NOW
from tests.test_crash import START, received
from tests.test_store import a_class, newcomer

TITLE = {"zh": "一家店", "en": "A shop"}
LATER = NOW + dt.timedelta(minutes=5)
REMARK = Remark(zh="你用全部订单做了分母", en="You divided by all orders", source="AMZ-27")
PARTS = (
    Part(id="figures", points=1, of=2, remarks=(REMARK,)),
    Part(id="cause", points=3, of=4),
    Part(id="plan", points=0, of=4, graded=False),
)


def started(store: Store, who: Person, case: str = "c1", mode: Mode = "practice", seed: int = 7) -> int:
    return exercises.start(store, who, "clinic", case, "amazon", TITLE, seed, mode, NOW, {"case": "v1"})


def done(store: Store, who: Person, case: str = "c1", work: dict[str, Any] | None = None) -> Exercise:
    made = started(store, who, case)
    return exercises.hand_in(store, who, made, work or {"odr": "1.2 %"}, PARTS, ["plan"], LATER, {"grader": "g1"})


def test_a_new_piece_is_empty_and_belongs_to_its_person(store: Store) -> None:
    _, student, _ = a_class(store)
    kept = exercises.get(store, student, started(store, student, seed=2**40))
    assert (kept.person_id, kept.kind, kept.case_id, kept.platform) == (student.id, "clinic", "c1", "amazon")
    assert (kept.title, kept.seed, kept.mode, kept.started) == (TITLE, 2**40, "practice", NOW)
    assert (kept.work, kept.stamp, kept.ended, kept.total, kept.parts) == ({}, 0, None, None, ())
    assert kept.versions == {"case": "v1"}


def test_an_unfinished_one_goes_on_and_a_finished_one_does_not(store: Store) -> None:
    _, student, other = a_class(store)
    first = started(store, student)
    assert started(store, student, seed=9) == first
    assert exercises.get(store, student, first).seed == 7
    assert exercises.unfinished(store, student, "clinic", "c1", "practice") == first
    another = {started(store, student, "c2"), started(store, student, mode="test"), started(store, other)}
    another.add(exercises.start(store, student, "operation", "c1", "amazon", TITLE, 7, "practice", NOW))
    assert first not in another and len(another) == 4
    exercises.hand_in(store, student, first, {}, PARTS, [], LATER)
    assert exercises.unfinished(store, student, "clinic", "c1", "practice") is None
    assert started(store, student) != first


def test_two_clicks_at_once_begin_one_piece(store: Store) -> None:
    _, student, _ = a_class(store)
    gate = threading.Barrier(4)

    def click(_: int) -> int:
        gate.wait()
        return started(store, student)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1


def test_work_is_kept_with_a_stamp_that_grows(store: Store) -> None:
    _, student, _ = a_class(store)
    made = started(store, student)
    assert exercises.save_work(store, student, made, {"odr": "1"}, 0, LATER) == 1
    assert exercises.save_work(store, student, made, {"odr": "12", "plan": "a\0b 😀 \ue000"}, 1, LATER) == 2
    kept = exercises.get(store, student, made)
    assert (kept.work, kept.stamp, kept.saved) == ({"odr": "12", "plan": "a\0b 😀 \ue000"}, 2, LATER)


def test_an_older_tab_cannot_overwrite_a_newer_state(store: Store) -> None:
    _, student, _ = a_class(store)
    made = started(store, student)
    exercises.save_work(store, student, made, {"plan": "new"}, 0, LATER)
    with pytest.raises(Outdated) as refused:
        exercises.save_work(store, student, made, {"plan": "old"}, 0, LATER)
    assert "另一个窗口" in refused.value.zh and "another window" in refused.value.en
    with pytest.raises(Outdated):
        exercises.hand_in(store, student, made, {"plan": "old"}, PARTS, [], LATER, stamp=0)
    kept = exercises.get(store, student, made)
    assert (kept.work, kept.stamp, kept.ended) == ({"plan": "new"}, 1, None)


def test_the_same_work_once_more_is_no_quarrel(store: Store) -> None:
    _, student, _ = a_class(store)
    made = started(store, student)
    assert exercises.save_work(store, student, made, {"plan": "new"}, 0, LATER) == 1
    assert exercises.save_work(store, student, made, {"plan": "new"}, 0, LATER) == 1


def test_of_writers_at_the_same_moment_one_is_kept_and_the_others_are_told(store: Store) -> None:
    _, student, _ = a_class(store)
    made = started(store, student)
    gate = threading.Barrier(5)

    def write(n: int) -> int | None:
        gate.wait()
        try:
            exercises.save_work(store, student, made, {"n": n}, 0, LATER)
        except Outdated:
            return None
        return n

    with ThreadPoolExecutor(5) as pool:
        (kept,) = [n for n in pool.map(write, range(5)) if n is not None]
    assert exercises.get(store, student, made).work == {"n": kept}


def test_handing_in_keeps_work_parts_and_total_together(store: Store) -> None:
    _, student, _ = a_class(store)
    kept = done(store, student)
    assert kept == exercises.get(store, student, kept.id)
    assert (kept.work, kept.parts, kept.effective, kept.flags) == ({"odr": "1.2 %"}, PARTS, PARTS, ("plan",))
    assert (kept.total, kept.machine, kept.ended) == (67, 67, LATER)  # 4 of 6: what is not graded is not zero
    assert kept.versions == {"case": "v1", "grader": "g1"}
    (line,) = exercises.mine(store, student)
    assert (line.total, line.ended, line.flags, line.reviewed) == (67, LATER, ("plan",), False)
    assert line.counts == tuple(part.model_copy(update={"remarks": ()}) for part in PARTS)


def test_nothing_gradable_is_no_total(store: Store) -> None:
    _, student, _ = a_class(store)
    made = started(store, student)
    assert exercises.hand_in(store, student, made, {}, PARTS[2:], [], LATER).total is None


def test_it_is_handed_in_once(store: Store) -> None:
    _, student, _ = a_class(store)
    first = done(store, student)
    again = exercises.hand_in(store, student, first.id, {"odr": "1.2 %"}, PARTS[:1], [], LATER)
    assert again == first
    with pytest.raises(NotAllowed, match="handed in"):
        exercises.hand_in(store, student, first.id, {"odr": "9 %"}, PARTS, [], LATER)
    with pytest.raises(NotAllowed, match="handed in"):
        exercises.save_work(store, student, first.id, {"odr": "9 %"}, first.stamp, LATER)
    assert exercises.get(store, student, first.id) == first


def test_a_word_stands_beside_and_the_last_one_on_each_part_counts(store: Store) -> None:
    teacher, student, _ = a_class(store)
    made = done(store, student)
    for part, points in (("figures", 2.0), ("plan", 1.0), ("plan", 3.5)):
        kept = exercise_words.add_word(store, teacher, made.id, part, points, f"because {points}", LATER)
    assert [(w.part, w.points, w.reason, w.by_name) for w in kept.words] == [
        ("figures", 2.0, "because 2.0", teacher.name),
        ("plan", 1.0, "because 1.0", teacher.name),
        ("plan", 3.5, "because 3.5", teacher.name),
    ]
    assert kept.parts == PARTS and kept.machine == 67
    assert [(p.points, p.graded) for p in kept.effective] == [(2.0, True), (3.0, True), (3.5, True)]
    assert kept.effective[0].remarks == (REMARK,)
    assert kept.total == 85
    (line,) = exercises.mine(store, student)
    assert (line.total, line.reviewed, [p.points for p in line.counts]) == (85, True, [2.0, 3.0, 3.5])


@pytest.mark.parametrize("points", [-0.5, 2.5, float("nan"), float("inf")])
def test_a_word_stays_within_the_points_of_the_part(store: Store, points: float) -> None:
    teacher, student, _ = a_class(store)
    made = done(store, student)
    with pytest.raises(NotAllowed):
        exercise_words.add_word(store, teacher, made.id, "figures", points, "x", LATER)
    assert exercises.get(store, student, made.id) == made


def test_there_is_no_word_on_unknown_parts_or_unfinished_work(store: Store) -> None:
    teacher, student, _ = a_class(store)
    with pytest.raises(NotFound):
        exercise_words.add_word(store, teacher, done(store, student).id, "nonsense", 1, "x", LATER)
    with pytest.raises(NotAllowed):
        exercise_words.add_word(store, teacher, started(store, student), "figures", 1, "x", LATER)


def test_a_student_sees_and_changes_only_her_own(store: Store) -> None:
    _, student, other = a_class(store)
    made = done(store, student)
    going = started(store, student)
    for attempt in (
        lambda: exercises.get(store, other, made.id),
        lambda: exercises.save_work(store, other, going, {"a": 1}, 0, LATER),
        lambda: exercises.hand_in(store, other, going, {"a": 1}, PARTS, [], LATER),
    ):
        with pytest.raises(NotFound):
            attempt()
    for somebody in (student, other):
        with pytest.raises(NotAllowed):
            exercise_words.add_word(store, somebody, made.id, "figures", 2, "please", LATER)
        assert exercises.of_class(store, somebody) == ()
    assert exercises.mine(store, other) == exercises.mine(store, other, student.id) == ()


def test_a_teacher_sees_her_class_and_no_other_and_writes_nothing_for_them(store: Store) -> None:
    teacher, student, _ = a_class(store)
    stranger, *_ = a_class(store, "two")
    made = done(store, student)
    going = started(store, student)
    assert exercises.get(store, teacher, made.id).person_name == student.name
    assert {line.id for line in exercises.of_class(store, teacher)} == {made.id, going}
    assert {line.id for line in exercises.mine(store, teacher, student.id)} == {made.id, going}
    with pytest.raises(NotFound):
        exercises.save_work(store, teacher, going, {"a": 1}, 0, LATER)
    for attempt in (
        lambda: exercises.get(store, stranger, made.id),
        lambda: exercise_words.add_word(store, stranger, made.id, "figures", 2, "mine", LATER),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert exercises.of_class(store, stranger) == exercises.mine(store, stranger, student.id) == ()


def test_a_teachers_own_tries_are_not_the_class(store: Store) -> None:
    teacher, student, _ = a_class(store)
    own = done(store, teacher)
    done(store, student)
    assert [line.person_id for line in exercises.of_class(store, teacher)] == [student.id]
    assert [line.id for line in exercises.mine(store, teacher)] == [own.id]
    with pytest.raises(NotAllowed):
        exercise_words.add_word(store, teacher, own.id, "figures", 2, "well done, me", LATER)


def test_the_class_is_filtered_by_kind_platform_and_student(store: Store) -> None:
    teacher, first, second = a_class(store)
    clinic = started(store, first)
    wish = exercises.start(store, second, "operation", "o1", "wish", TITLE, 1, "practice", LATER)

    def found(**only: Any) -> list[int]:
        return [line.id for line in exercises.of_class(store, teacher, **only)]

    assert found() == [wish, clinic]
    assert found(kind="clinic") == found(platform="amazon") == found(person_id=first.id) == [clinic]
    assert found(kind="clinic", platform="wish") == []


def test_the_student_is_told_of_a_word_until_she_has_seen_it(store: Store) -> None:
    teacher, student, other = a_class(store)
    made = done(store, student)
    exercise_words.add_word(store, teacher, made.id, "figures", 2, "right after all", LATER)
    (news,) = exercise_words.news(store, student)
    assert (news.exercise_id, news.title, news.word.reason) == (made.id, TITLE, "right after all")
    assert exercise_words.news(store, other) == exercise_words.news(store, teacher) == ()
    for somebody in (other, teacher):
        exercise_words.seen(store, somebody, [news.word.id])
    assert exercise_words.news(store, student) == (news,)
    exercise_words.seen(store, student, [news.word.id])
    assert exercise_words.news(store, student) == ()


def test_removing_the_sample_class_takes_its_pieces_of_work_along(store: Store) -> None:
    people.claim_sample(store, NOW, dt.timedelta(minutes=3))
    sample = people.add_class(store, "demo", newcomer("demo-t"), [newcomer("demo-s")], sample=True)
    _, real, _ = a_class(store)
    made = done(store, people.sample_people(store)[1])
    exercise_words.add_word(store, sample, made.id, "figures", 2, "x", LATER)
    done(store, real)
    people.remove_sample(store, sample)
    with store.engine.connect() as connection:
        left = [connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar() for t in ("exercise", "exercise_word")]
    assert left == [1, 0]


def keep_working(url: str, student: Person, line: Connection) -> None:
    """The child: saves and hands in for ever, and acknowledges each state after it was kept."""
    store = open_store(url)
    for n in itertools.count():
        made = started(store, student, f"c{n % 3}")
        stamp = exercises.get(store, student, made).stamp
        stamp = exercises.save_work(store, student, made, {"n": n, "text": "words " * (n % 40)}, stamp, LATER)
        line.send((made, stamp, False))
        exercises.hand_in(store, student, made, {"n": n, "done": True}, PARTS, [], LATER)
        line.send((made, stamp + 1, True))


def test_sigkill_loses_no_acknowledged_state_and_leaves_no_half_piece(url: str, store: Store) -> None:
    _, student, _ = a_class(store)
    chance = random.Random(4)
    said: list[tuple[int, int, bool]] = []
    for _ in range(6):
        ours, theirs = START.Pipe(duplex=False)
        child = START.Process(target=keep_working, args=(url, student, theirs), daemon=True)
        child.start()
        theirs.close()
        assert ours.poll(30), "the child never kept anything"
        time.sleep(chance.random() * 0.2)
        child.kill()
        child.join()
        said += list(received(ours))
    assert len(said) >= 6
    for made, stamp, handed_in in said:
        kept = exercises.get(store, student, made)
        assert kept.stamp >= stamp and (kept.ended is not None or not handed_in)
    for line in exercises.mine(store, student):
        kept = exercises.get(store, student, line.id)
        whole = (kept.parts, kept.total, kept.work.get("done", False), len(line.counts))
        assert whole == ((PARTS, 67, True, 3) if kept.ended else ((), None, False, 0))
