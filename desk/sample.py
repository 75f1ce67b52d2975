"""The sample class: a teacher, six students, four weeks of attempts and some other work: no page is empty at first."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from content.loader import load_yaml
from desk import practice, progress, review
from desk.figures import settings as figures
from desk.house import Desk
from desk.people import Person
from desk.sample_work import fill_work
from scenarios.nouns import Case
from store import attempts, people
from store.people import Newcomer

GOOD, WEAK, BREAKING = "good", "weak", "rule_breaking"


@cache
def _plan() -> dict[str, Any]:
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("sample.yaml"))
    return found


def make(desk: Desk, now: dt.datetime) -> bool:
    """Makes the whole class when this database has never seen anybody; True when it did."""
    if not open_class(desk, now):
        return False
    fill(desk, now)
    return True


def open_class(desk: Desk, now: dt.datetime) -> bool:
    """The people of the class, without their attempts; takes a moment. True when there is something to ``fill``.

    Nobody of the class has a password: the demo choice is the only way in, and it is gone with the class. A class
    whose filling was cut off by the end of the process is made anew.
    """
    if not people.claim_sample(desk.store, now, dt.timedelta(minutes=_plan()["unfinished_minutes"])):
        return False
    plan = _plan()
    pupils = [_newcomer(one) for one in plan["students"]]
    people.add_class(desk.store, plan["classroom"], _newcomer(plan["teacher"]), pupils, sample=True)
    return True


def fill(desk: Desk, now: dt.datetime) -> None:
    """Four weeks of attempts up to ``now``: the cases' own samples, dealt, read and graded like anybody's.

    A few seconds of reading; the app lets a thread of its own do it, so that the first page need not wait.
    """
    plan = _plan()
    teacher, *pupils = people.sample_people(desk.store)
    by_login = {one.login: one for one in pupils}
    chance = random.Random(plan["seed"])
    for entry in plan["students"]:
        _practise(desk, by_login[entry["login"]], entry, chance, now)
    fill_work(desk, by_login, plan["work"], now)
    _review_one(desk, teacher, by_login[plan["students"][0]["login"]], now)
    people.sample_filled(desk.store, now)


def _newcomer(entry: dict[str, Any]) -> Newcomer:
    return Newcomer(login=entry["login"], name=entry["name"], password=None)


def _practise(desk: Desk, who: Person, entry: dict[str, Any], chance: random.Random, now: dt.datetime) -> None:
    """This student's attempts, evenly over the weeks, each at some evening hour of the school."""
    count: int = entry["attempts"]
    chosen = _cases(desk, entry["platforms"], count, chance)
    for n, case in enumerate(chosen):
        share = n / max(1, count - 1)
        skill = entry["from"] + (entry["to"] - entry["from"]) * share
        days = entry["last"] + round((1 - share) * (_plan()["days"] - 1 - entry["last"]))
        at = _evening(now, days, chance)
        mode = "test" if n % 3 == 2 else "practice"
        attempt = practice.open_case(desk, who, case.id, mode, at)  # type: ignore[arg-type]
        kinds = [_kind(skill, chance)]
        if kinds[0] == WEAK and chance.random() < skill:
            kinds.append(GOOD)  # having been asked again, she does better
        _reply(desk, who, attempt, kinds, at)


def _cases(desk: Desk, platforms: Sequence[str], count: int, chance: random.Random) -> list[Case]:
    fitting = [case for case in desk.cases.values() if case.platform in platforms and GOOD in case.samples]
    fitting.sort(key=lambda case: (case.difficulty, case.id))
    picked = chance.sample(range(len(fitting)), min(count, len(fitting)))
    return [fitting[n] for n in sorted(picked)]


def _kind(skill: float, chance: random.Random) -> str:
    drawn = chance.random()
    if drawn < skill:
        return GOOD
    return BREAKING if drawn > 1 - (1 - skill) * 0.35 else WEAK


def _reply(desk: Desk, who: Person, attempt_id: int, kinds: Sequence[str], at: dt.datetime) -> None:
    samples = attempts.attempt(desk.store, who, attempt_id).case.samples
    for n, kind in enumerate(kinds):
        text = samples[kind if kind in samples else GOOD].text
        turn = practice.answer(desk, who, attempt_id, text, f"sample {n}", at + dt.timedelta(minutes=4 * n))
        if turn.answer.end != "open":
            return


def _evening(now: dt.datetime, days: int, chance: random.Random) -> dt.datetime:
    """Between seven and ten in the evening of that day at the school, but never in the future."""
    there = now.astimezone(ZoneInfo(figures()["zone"])) - dt.timedelta(days=days)
    at = there.replace(hour=19, minute=0, second=0, microsecond=0) + dt.timedelta(minutes=chance.randrange(170))
    return min(at, now - dt.timedelta(minutes=20)).astimezone(dt.UTC)


def _review_one(desk: Desk, teacher: Person, pupil: Person, now: dt.datetime) -> None:
    """One word of the teacher, so that a review and its news can be seen."""
    for row in progress.attempts(desk, pupil):
        for turn in practice.look(desk, pupil, row.id).turns:
            tone = next((level.value for c, level in turn.grade.levels.items() if c == "TON"), 4)
            if turn.grade.status == "graded" and not turn.grade.gates and tone < 4:
                note = "开头点到了买家的处境，语气可以再高一级。"
                at = min(now, turn.at + dt.timedelta(hours=14))
                review.review(desk, teacher, turn.id, {"TON": tone + 1}, (), (), "tone", note, at)
                return
