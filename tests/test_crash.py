"""Killing the process at any moment loses no acknowledged reply and leaves no half turn."""

from __future__ import annotations

import itertools
import multiprocessing
import random
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection

import pytest

from content.errors import NotAllowed
from desk import Desk, people, practice
from desk.people import Person
from scenarios.nouns import End
from store import attempts, open_store
from tests.conftest import NOW, desk_on

KILLS = 28
Acknowledged = dict[tuple[int, str], str]  # (attempt, nonce) -> text

WARM = "forkserver" in multiprocessing.get_all_start_methods()
START = multiprocessing.get_context("forkserver" if WARM else "spawn")
if WARM:
    START.set_forkserver_preload(["tests.test_crash"])


def keep_answering(url: str, student: Person, round_: int, line: Connection) -> None:
    """The child: types and answers for ever, and acknowledges each reply after it was answered."""
    desk = desk_on(open_store(url))
    for n in itertools.count():
        attempt = practice.open_case(desk, student, "mug", "practice", NOW)
        nonce = f"{round_}.{n}"
        text = f"reply {nonce} " + "words " * (n % 50) + ("t1" if n % 3 == 2 else "")
        practice.save_draft(desk, student, attempt, f"draft {nonce}", NOW)
        try:
            practice.answer(desk, student, attempt, text, nonce, NOW)
        except NotAllowed:
            continue  # a turn that the killed process wrote has ended it
        line.send((attempt, nonce, text))


def killed_at_some_moment(url: str, student: Person, round_: int, chance: random.Random) -> Acknowledged:
    """Runs a child, kills it, and gives what it had acknowledged until then."""
    ours, theirs = START.Pipe(duplex=False)
    child = START.Process(target=keep_answering, args=(url, student, round_, theirs), daemon=True)
    child.start()
    theirs.close()
    assert ours.poll(30), "the child never answered"
    time.sleep(chance.random() * 0.25)
    child.kill()
    child.join()
    said: Acknowledged = {}
    for attempt, nonce, text in received(ours):
        said[(attempt, nonce)] = text
    return said


def received(line: Connection) -> Iterator[tuple[int, str, str]]:
    while True:
        try:
            if not line.poll(0):
                return
            yield line.recv()
        except (EOFError, OSError):
            return  # a message that was cut off was never an acknowledgement


@pytest.fixture
def said(url: str, desk: Desk, student: Person) -> Acknowledged:
    """Everything acknowledged before one of many kills."""
    chance = random.Random(2)
    everything: Acknowledged = {}
    started = time.monotonic()
    for round_ in range(KILLS):
        everything |= killed_at_some_moment(url, student, round_, chance)
    assert time.monotonic() - started < 40
    return everything


def test_sigkill_loses_no_acknowledged_reply_and_leaves_no_half_turn(
    said: Acknowledged, desk: Desk, student: Person
) -> None:
    lines = attempts.lines(desk.store, student, student.id)
    kept: Acknowledged = {}
    for line in lines:
        attempt = attempts.attempt(desk.store, student, line.id)
        turns = attempts.turns(desk.store, student, line.id)
        assert [turn.number for turn in turns] == list(range(1, line.turns + 1))
        for turn in turns:
            kept[(line.id, turn.nonce)] = turn.text
            assert turn.reading.text == turn.text and turn.grade.levels and turn.counts.total == turn.grade.total
            assert attempt.draft != f"draft {turn.nonce}", "the draft of a sent reply is still there"
        last = turns[-1].answer.end if turns else End.OPEN
        assert (attempt.end, attempt.ended is not None) == (last, last is not End.OPEN)
        moods = [turn.answer.mood.turns for turn in turns]
        assert moods == list(range(1, len(turns) + 1)), "a reply was answered from a state that was not written"
    assert len(said) > KILLS
    assert said.items() <= kept.items()
    assert len(kept) - len(said) <= KILLS, "more than the one unacknowledged reply per kill"


def test_after_the_kills_work_goes_on(url: str, desk: Desk, student: Person) -> None:
    killed_at_some_moment(url, student, 0, random.Random(1))
    attempt = practice.open_case(desk, student, "size", "practice", NOW)
    assert practice.answer(desk, student, attempt, "t1", "after", NOW).number == 1
    assert people.who(desk, "nobody", NOW) is None
