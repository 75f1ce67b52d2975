"""The store keeps what it is given, whole, and shows it only to whom it belongs."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import given
from hypothesis import strategies as st

from content.errors import NotAllowed, NotFound
from grading.nouns import Grade, Override
from reading.nouns import Line, Reading, Task
from scenarios.nouns import Answer, Case, End, Mood
from store import Store, attempts, open_store, people, reviews, signins
from store.columns import pack, unpack
from store.nouns import Counts, Person, Turn
from store.people import Newcomer
from store.tables import Table
from tests.conftest import NOW

CASE = Case(
    id="c1",
    title={"zh": "一", "en": "one"},
    platform="amazon",
    stage="after-sale",
    now=NOW,
    thread=(Line(sender="buyer", text="Where is it?", at=NOW),),
    tasks=(Task(id="t1", text="say where"),),
)


def newcomer(login: str) -> Newcomer:
    return Newcomer(login=login, name=login.title(), password="hash")


def a_class(store: Store, name: str = "one") -> tuple[Person, Person, Person]:
    teacher = people.add_class(store, name, newcomer(f"t-{name}"))
    first, second = people.add_students(store, teacher, [newcomer(f"a-{name}"), newcomer(f"b-{name}")])
    return teacher, first, second


def started(store: Store, who: Person, case: Case = CASE) -> int:
    return attempts.start(store, who, case, 7, "v1", "practice", NOW)


def a_turn(attempt_id: int, number: int = 1, nonce: str = "n1", text: str = "Hello", end: End = End.OPEN) -> Turn:
    return Turn(
        attempt_id=attempt_id,
        number=number,
        nonce=nonce,
        text=text,
        at=NOW + dt.timedelta(minutes=number),
        reading=Reading(text=text),
        grade=Grade(total=80),
        answer=Answer(mood=Mood(), text="Thanks", end=end),
        counts=Counts(total=80, levels={"RES": 3}),
        shop={"orders": 4.0},
        versions={"case": "v1"},
    )


def test_migrations_make_exactly_the_tables_the_code_knows(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_opening_twice_changes_nothing(url: str) -> None:
    first = open_store(url)
    teacher, *_ = a_class(first)
    second = open_store(url)
    assert people.by_login(second, teacher.login) == (teacher, "hash")
    first.close()
    second.close()


def test_a_new_sqlite_file_appears_with_its_folder_and_keeps_every_commit(tmp_path: Path) -> None:
    opened = open_store(f"sqlite:///{tmp_path / 'deep' / 'er' / 'haike.db'}")
    with opened.engine.connect() as connection:
        modes = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert modes == ["wal", 2]
    opened.close()


def test_a_turn_comes_back_as_it_was_written(store: Store) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    attempts.save_draft(store, student, attempt_id, "Hel")
    written = attempts.add_turn(store, student, a_turn(attempt_id, end=End.HAPPY))
    assert attempts.turns(store, student, attempt_id) == (written,)
    assert written is not None and written.model_copy(update={"id": 0}) == a_turn(attempt_id, end=End.HAPPY)
    attempt = attempts.attempt(store, student, attempt_id)
    assert (attempt.case, attempt.seed, attempt.draft, attempt.end) == (CASE, 7, "", End.HAPPY)
    assert attempt.ended == written.at and written.at.tzinfo is not None


@pytest.mark.parametrize("text", ["a\0b\0", "\ue000", "\ue0000000", "😀‮مرحبا​", "", "'; drop table turn; --"])
def test_any_characters_survive_with_their_offsets(store: Store, text: str) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    attempts.save_draft(store, student, attempt_id, text)
    assert attempts.attempt(store, student, attempt_id).draft == text
    attempts.add_turn(store, student, a_turn(attempt_id, text=text))
    (turn,) = attempts.turns(store, student, attempt_id)
    assert (turn.text, turn.reading.text) == (text, text)


@given(st.text())
def test_packing_loses_nothing_but_half_surrogates(text: str) -> None:
    packed = pack(text)
    assert "\0" not in packed
    packed.encode("utf-8")
    assert unpack(packed) == text


def test_half_surrogates_become_the_sign_for_unreadable() -> None:
    assert unpack(pack("a\ud800b")) == "a\ufffdb"


def test_the_same_nonce_gives_the_same_turn(store: Store) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    first = attempts.add_turn(store, student, a_turn(attempt_id, end=End.SILENT))
    again = attempts.add_turn(store, student, a_turn(attempt_id, number=2, text="Other"))
    assert first == again
    assert len(attempts.turns(store, student, attempt_id)) == 1


def test_a_turn_that_is_not_the_next_one_is_not_written(store: Store) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    assert attempts.add_turn(store, student, a_turn(attempt_id, number=2)) is None
    assert attempts.turns(store, student, attempt_id) == ()


def test_an_ended_conversation_takes_no_more_turns(store: Store) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    attempts.add_turn(store, student, a_turn(attempt_id, end=End.COLD))
    with pytest.raises(NotAllowed):
        attempts.add_turn(store, student, a_turn(attempt_id, number=2, nonce="n2"))


def test_writers_at_the_same_moment_make_one_row_of_turns(store: Store) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    gate = threading.Barrier(6)

    def write(n: int) -> Turn | None:
        gate.wait()
        return attempts.add_turn(store, student, a_turn(attempt_id, number=1, nonce=f"n{n % 3}"))

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(write, range(6)))
    (turn,) = attempts.turns(store, student, attempt_id)
    assert {m.id for m in made if m} == {turn.id}


def test_two_clicks_at_once_open_one_attempt(store: Store) -> None:
    _, student, _ = a_class(store)
    gate = threading.Barrier(4)

    def click(_: int) -> int:
        gate.wait()
        return started(store, student)

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1


def test_a_student_sees_only_her_own_work(store: Store) -> None:
    _, mine, other = a_class(store)
    attempt_id = started(store, mine)
    attempts.add_turn(store, mine, a_turn(attempt_id))
    (turn,) = attempts.turns(store, mine, attempt_id)
    with pytest.raises(NotFound):
        attempts.attempt(store, other, attempt_id)
    with pytest.raises(NotFound):
        reviews.turn(store, other, turn.id)
    with pytest.raises(NotFound):
        attempts.save_draft(store, other, attempt_id, "mine now")
    with pytest.raises(NotFound):
        attempts.add_turn(store, other, a_turn(attempt_id, number=2, nonce="x"))
    assert attempts.turns(store, other, attempt_id) == ()
    assert attempts.lines(store, other) == attempts.lines(store, other, mine.id) == ()
    assert attempts.history(store, other, mine.id) == ()


def test_a_teacher_sees_his_class_and_no_other(store: Store) -> None:
    teacher, student, _ = a_class(store)
    stranger, *_ = a_class(store, "two")
    attempt_id = started(store, student)
    attempts.add_turn(store, student, a_turn(attempt_id))
    assert attempts.attempt(store, teacher, attempt_id).person_name == student.name
    assert [line.id for line in attempts.lines(store, teacher)] == [attempt_id]
    assert [line.turns for line in attempts.history(store, teacher)] == [1]
    with pytest.raises(NotFound):
        attempts.attempt(store, stranger, attempt_id)
    assert attempts.lines(store, stranger) == attempts.history(store, stranger) == ()
    with pytest.raises(NotFound):
        attempts.save_draft(store, teacher, attempt_id, "not mine to write")


def test_lists_carry_the_last_turn(store: Store) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    (line,) = attempts.lines(store, student, student.id, "c1")
    assert (line.counts, line.turns, line.has_draft) == (None, 0, False)
    attempts.add_turn(store, student, a_turn(attempt_id))
    last = a_turn(attempt_id, 2, "n2").model_copy(update={"counts": Counts(total=91)})
    attempts.add_turn(store, student, last)
    (line,) = attempts.lines(store, student, student.id, "c1")
    assert line.counts is not None and (line.counts.total, line.turns) == (91, 2)
    assert attempts.lines(store, student, student.id, "other") == ()


def test_a_silent_day_is_a_turn_but_no_reply(store: Store) -> None:
    _, student, _ = a_class(store)
    attempt_id = started(store, student)
    attempts.add_turn(store, student, a_turn(attempt_id))
    attempts.save_draft(store, student, attempt_id, "half a thought")
    day = a_turn(attempt_id, 2, "day-2", "").model_copy(update={"silent": True, "counts": Counts(status="not_graded")})
    attempts.add_turn(store, student, day, keep_draft=True)
    (line,) = attempts.lines(store, student, student.id)
    assert line.counts is not None and (line.counts.total, line.turns, line.has_draft) == (80, 2, True)
    assert len(attempts.history(store, student)) == 1
    assert [turn.silent for turn in attempts.turns(store, student, attempt_id)] == [False, True]


def test_a_review_is_appended_and_tells_the_student(store: Store) -> None:
    teacher, student, other = a_class(store)
    attempt_id = started(store, student)
    turn = attempts.add_turn(store, student, a_turn(attempt_id))
    assert turn is not None
    word = Override(by=teacher.id, at=NOW, reason="other", note="gut")
    for total in (85, 70):
        reviews.add(store, teacher, turn, word, Grade(total=total), Counts(total=total, reviewed=True))
    kept = reviews.turn(store, student, turn.id)
    assert [row.effective.total for row in kept.overrides] == [85, 70]
    assert (kept.grade, kept.counts.total) == (turn.grade, 70)
    news = reviews.news(store, student)
    assert [(n.before, n.after, n.attempt_id) for n in news] == [(85, 70, attempt_id), (80, 85, attempt_id)]
    reviews.seen(store, other, [n.id for n in news])
    assert len(reviews.news(store, student)) == 2
    reviews.seen(store, student, [news[0].id])
    assert len(reviews.news(store, student)) == 1
    for somebody in (student, other):
        with pytest.raises(NotAllowed):
            reviews.add(store, somebody, turn, word, Grade(), Counts())


def test_a_login_exists_once_and_a_class_list_is_added_whole_or_not(store: Store) -> None:
    teacher, *_ = a_class(store)
    with pytest.raises(NotAllowed, match="a-one"):
        people.add_students(store, teacher, [newcomer("fresh"), newcomer("a-one")])
    with pytest.raises(NotAllowed, match="twin"):
        people.add_students(store, teacher, [newcomer("twin"), newcomer("twin")])
    assert [p.login for p in people.students_of(store, teacher)] == ["a-one", "b-one"]


def test_removing_the_sample_class_leaves_nothing_of_it_and_all_of_the_rest(store: Store) -> None:
    assert people.claim_sample(store, NOW, dt.timedelta(minutes=3)) is True
    sample = people.add_class(store, "demo", newcomer("demo-t"), [newcomer("demo-s")], sample=True)
    pupil = people.sample_people(store)[1]
    real_teacher, real, _ = a_class(store)
    for who in (pupil, real):
        turn = attempts.add_turn(store, who, a_turn(started(store, who)))
        teacher = sample if who is pupil else real_teacher
        assert turn is not None
        reviews.add(store, teacher, turn, Override(by=teacher.id, at=NOW, reason="x"), Grade(), Counts())
        signins.add(store, who, f"hash{who.id}", NOW, NOW + dt.timedelta(days=1))
    with pytest.raises(NotAllowed):
        people.remove_sample(store, real)
    people.remove_sample(store, sample)
    assert people.sample_people(store) == ()
    assert people.claim_sample(store, NOW, dt.timedelta(minutes=3)) is False
    with store.engine.connect() as connection:
        left = {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar()
            for name in ("person", "classroom", "teaching", "sign_in", "attempt", "turn", "override", "notice")
        }
    one_each = ("classroom", "teaching", "sign_in", "attempt", "turn", "override", "notice")
    assert left == {"person": 3, **dict.fromkeys(one_each, 1)}


def test_of_many_processes_one_makes_the_sample_class(store: Store) -> None:
    gate = threading.Barrier(5)

    def claim(_: int) -> bool:
        gate.wait()
        return people.claim_sample(store, NOW, dt.timedelta(minutes=3))

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(claim, range(5))) == [False, False, False, False, True]


def test_moments_need_a_zone(store: Store) -> None:
    _, student, _ = a_class(store)
    with pytest.raises(Exception, match="zone"):
        attempts.start(store, student, CASE, 1, "v", "practice", NOW.replace(tzinfo=None))
