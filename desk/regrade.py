"""Grading old replies again with the present reader, rubric and class rules: first a preview, then beside the old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from content.errors import NotAllowed
from desk.house import Desk
from desk.people import Person
from desk.turn import brief_after, counts_of, graded_anew, versions_of
from grading.nouns import Grade, Mode
from grading.override import apply as with_override
from reading.nouns import Frozen, Reading
from scenarios.nouns import Text
from store import attempts, classrooms, people, regrades
from store.nouns import Attempt, ClassRules, Turn
from store.regrades import Regraded


class Scope(Frozen):
    """Which replies: of one case, of one mode, of one student; None means all."""

    case_id: str | None = None
    mode: Mode | None = None
    person_id: int | None = None


EVERYTHING = Scope()


class Moved(Frozen):
    """One reply that would get another grade: totals, levels (from, to) that move, gates that come and go."""

    turn_id: int
    attempt_id: int
    person_name: str
    title: Text
    before: int
    after: int
    band_before: str
    band_after: str
    levels: dict[str, tuple[int, int]]
    gates_new: tuple[str, ...]
    gates_gone: tuple[str, ...]
    reviewed: bool  # a teacher's word stands on top and keeps doing so


@dataclass(frozen=True)
class Preview:
    """Who would move, largest change first; ``made`` is what applying it would add."""

    moved: tuple[Moved, ...]
    read: int
    versions: dict[str, str] = field(default_factory=dict)
    made: tuple[Regraded, ...] = ()


def scopes(desk: Desk, who: Person) -> tuple[tuple[str, Text, int], ...]:
    """The cases the class has answered: id, title, number of replies; the most answered first."""
    _refuse_students(who)
    found: dict[str, tuple[Text, int]] = {}
    pupils = {one.id for one in people.students_of(desk.store, who)}
    for line in attempts.history(desk.store, who):
        if line.person_id in pupils:
            found[line.case_id] = (line.title, found.get(line.case_id, ({}, 0))[1] + 1)
    return tuple((name, *of) for name, of in sorted(found.items(), key=lambda item: (-item[1][1], item[0])))


def preview(
    desk: Desk, who: Person, scope: Scope = EVERYTHING, step: Callable[[int, int], None] | None = None
) -> Preview:
    """What the present reader, rubric and class rules would say of old replies. Changes nothing.

    ``step`` is told (done, all) after each attempt. Raises NotAllowed for a student.
    """
    _refuse_students(who)
    chosen = classrooms.rules_of(desk.store, who)
    pupils = {one.id for one in people.students_of(desk.store, who)}
    lines = [line for line in attempts.lines(desk.store, who, scope.person_id, scope.case_id) if line.counts]
    lines = [line for line in lines if line.person_id in pupils and scope.mode in (None, line.mode)]
    moved: list[Moved] = []
    made: list[Regraded] = []
    read = 0
    for number, line in enumerate(lines, start=1):
        attempt = attempts.attempt(desk.store, who, line.id)
        for turn, reading, graded in _again(desk, attempt, attempts.turns(desk.store, who, line.id), chosen):
            read += 1
            one = _regraded(desk, attempt, turn, reading, graded, chosen)
            if differs(turn.grade, graded):
                moved.append(_moved(attempt, turn, one))
                made.append(one)
        if step:
            step(number, len(lines))
    moved.sort(key=lambda one: (-abs(one.after - one.before), -len(one.levels), one.person_name))
    versions = made[0].versions if made else {}
    return Preview(moved=tuple(moved), read=read, versions=versions, made=tuple(made))


def apply(desk: Desk, who: Person, shown: Preview, now: dt.datetime) -> int:
    """Adds the grades of a preview beside the old ones; how many. One reviewed meanwhile is left alone."""
    return regrades.add(desk.store, who, shown.made, now)


def differs(old: Grade, new: Grade) -> bool:
    """Whether anything that counts is different: status, levels, gates, points or band."""

    def counted(grade: Grade) -> tuple[object, ...]:
        levels = {c.value: level.value for c, level in grade.levels.items()}
        return (grade.status, levels, {(g.code, g.cap) for g in grade.gates}, grade.total, grade.band)

    return counted(old) != counted(new)


def _again(
    desk: Desk, attempt: Attempt, turns: tuple[Turn, ...], chosen: ClassRules
) -> Iterator[tuple[Turn, Reading, Grade]]:
    before: list[Reading] = []
    for turn in turns:
        if not turn.silent:
            about = brief_after(desk, attempt, before, chosen)
            reading, graded = graded_anew(desk, attempt, about, turn.text, chosen, len(before) + 1)
            yield turn, reading, graded
            before.append(reading)


def _regraded(
    desk: Desk, attempt: Attempt, turn: Turn, reading: Reading, graded: Grade, chosen: ClassRules
) -> Regraded:
    last = turn.overrides[-1] if turn.overrides else None
    effective = with_override(reading, graded, last.override, desk.rubric) if last else None
    counts = counts_of(reading, effective or graded, attempt.case, reviewed=last is not None)
    if last is not None:
        codes = {v.code for v in reading.violations} - set(last.override.dropped) | set(last.override.added)
        kept = {"violations": tuple(sorted(codes)), "flags": (), "apart_by": turn.counts.apart_by}
        counts = counts.model_copy(update=kept)
    known = set(turn.look.why) if turn.look else set()
    looked = turn.counts.looked and set(counts.flags) <= known
    return Regraded(
        turn_id=turn.id,
        reading=reading,
        grade=graded,
        effective=effective,
        after=last.id if last else 0,
        counts=counts.model_copy(update={"looked": looked}),
        versions=versions_of(desk, reading, graded, attempt.case, chosen),
    )


def _moved(attempt: Attempt, turn: Turn, new: Regraded) -> Moved:
    old = turn.overrides[-1].effective if turn.overrides else turn.grade
    now = new.effective or new.grade
    levels = {
        c.value: (old.levels[c].value, level.value)
        for c, level in now.levels.items()
        if c in old.levels and old.levels[c].value != level.value
    }
    had, has = {g.code for g in old.gates}, {g.code for g in now.gates}
    return Moved(
        turn_id=turn.id,
        attempt_id=attempt.id,
        person_name=attempt.person_name,
        title=attempt.case.title,
        before=old.total,
        after=now.total,
        band_before=old.band,
        band_after=now.band,
        levels=levels,
        gates_new=tuple(sorted(has - had)),
        gates_gone=tuple(sorted(had - has)),
        reviewed=bool(turn.overrides),
    )


def _refuse_students(who: Person) -> None:
    if who.role != "teacher":
        raise NotAllowed("只有老师可以重新评分。", "Only a teacher can grade again.")
