"""The nouns of the memory: person, classroom, attempt, turn (one reply with all its consequences), exercise."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import Field

from grading.nouns import Exam, Grade, Mode, Override
from grading.parts import Part
from reading.nouns import Frozen, Lang, Reading
from scenarios.nouns import Answer, Case, End, MetricChange, Text

Role = Literal["student", "teacher"]
Kind = Literal["clinic", "operation"]


class Person(Frozen):
    """Who uses the desk. ``classroom_id`` is the class a student sits in, or the first class of a teacher."""

    id: int
    name: str
    login: str
    role: Role
    classroom_id: int | None = None
    classroom: str = ""
    lang: Lang = "zh"
    sample: bool = False


class ClassRules(Frozen):
    """How a class is graded: its weights, what holds in its assessments, and which rules of the platforms it learns.

    ``packs``: platform to rule pack, where it is not the course's; ``numbers``: ``platform.setting`` to the class's
    own value for what the course leaves open.
    """

    profile: str = "balanced"
    exam: Exam = Exam()
    packs: dict[str, str] = Field(default_factory=dict)
    numbers: dict[str, float | None] = Field(default_factory=dict)


class Counts(Frozen):
    """What of a turn counts in lists and figures now: after the teacher's last word, if there is one."""

    status: str = "graded"
    levels: dict[str, int] = Field(default_factory=dict)
    total: int = 0
    band: str = ""
    sendable: bool = False
    moves: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()  # obligatory moves that were not made
    violations: tuple[str, ...] = ()
    tempted: tuple[str, ...] = ()  # codes the case tempts to
    flags: tuple[str, ...] = ()  # why a person should look
    reviewed: bool = False
    looked: bool = False  # a teacher has let it stand
    apart_by: int | None = None  # the teacher whose review is far from the machine's grade


class Attempt(Frozen):
    """One person's go at one dealt case. ``case`` is kept as it was dealt, so that an old attempt stays readable."""

    id: int
    person_id: int
    person_name: str
    case_id: str
    seed: int
    mode: Mode
    case: Case
    started: dt.datetime
    ended: dt.datetime | None = None
    end: End = End.OPEN
    draft: str = ""
    parent_id: int | None = None


class OverrideRow(Frozen):
    """A teacher's change with the grade that counted from then on."""

    id: int
    turn_id: int
    by_name: str
    override: Override
    effective: Grade


class Former(Frozen):
    """A grade that a later one stands beside, with what made it; ``by_name`` is empty for the first one."""

    at: dt.datetime
    by_name: str = ""
    grade: Grade
    versions: dict[str, str] = Field(default_factory=dict)


class Look(Frozen):
    """Who let a grade stand that was waiting for a person, when, and what it was waiting for."""

    by_name: str
    at: dt.datetime
    why: tuple[str, ...] = ()


class Turn(Frozen):
    """One reply with its reading and the three consequences.

    ``reading`` and ``grade`` are the machine's newest; the older ones are in ``former`` and never change.
    """

    id: int = 0
    attempt_id: int
    number: int
    nonce: str
    text: str
    silent: bool = False  # nothing was written: a day passed
    at: dt.datetime
    reading: Reading
    grade: Grade
    answer: Answer
    metrics: tuple[MetricChange, ...] = ()
    counts: Counts
    shop: dict[str, Any] | None = None  # the shop after this turn, as the next one finds it
    versions: dict[str, str] = Field(default_factory=dict)  # case, rubric, reader, model, rule pack, profile
    overrides: tuple[OverrideRow, ...] = ()
    former: tuple[Former, ...] = ()  # oldest first; empty when it was graded once
    graded_by: str = ""  # who asked for the newest grade; empty for the first one
    graded_at: dt.datetime | None = None
    look: Look | None = None


class Line(Frozen):
    """An attempt in a list, with what its last reply is worth now; ``counts`` is None before the first one."""

    id: int
    person_id: int
    person_name: str
    case_id: str
    seed: int
    title: Text
    platform: str
    stage: str
    mode: Mode
    started: dt.datetime
    ended: dt.datetime | None = None
    end: End = End.OPEN
    has_draft: bool = False
    parent_id: int | None = None
    turns: int = 0  # replies and silent days
    last_at: dt.datetime | None = None
    turn_id: int | None = None  # the reply that ``counts`` are of
    counts: Counts | None = None


class NoticeRow(Frozen):
    """Something the student is to be told: her turn was reviewed."""

    id: int
    turn_id: int
    attempt_id: int
    title: Text
    reason: str
    note: str
    before: int
    after: int
    at: dt.datetime


class ExerciseWord(Frozen):
    """A teacher's points for one part of a piece of work, with her reason."""

    id: int
    part: str
    points: float
    reason: str
    by_name: str
    at: dt.datetime


class Exercise(Frozen):
    """A piece of work that is no reply. ``parts`` are the machine's, ``effective`` has the last word on each on top.

    ``stamp`` numbers the states of ``work``; ``total`` (0 to 100) is what counts now, ``machine`` without the words.
    """

    id: int
    person_id: int
    person_name: str
    kind: Kind
    case_id: str
    platform: str
    title: Text
    seed: int
    mode: Mode
    started: dt.datetime
    saved: dt.datetime
    ended: dt.datetime | None = None
    stamp: int = 0
    work: dict[str, Any] = Field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    effective: tuple[Part, ...] = ()
    words: tuple[ExerciseWord, ...] = ()
    total: int | None = None
    machine: int | None = None
    flags: tuple[str, ...] = ()  # why a person should look
    versions: dict[str, str] = Field(default_factory=dict)


class ExerciseLine(Frozen):
    """A piece of work in a list; ``counts`` are the parts that count now, without their remarks."""

    id: int
    person_id: int
    person_name: str
    kind: Kind
    case_id: str
    platform: str
    title: Text
    mode: Mode
    started: dt.datetime
    saved: dt.datetime
    ended: dt.datetime | None = None
    counts: tuple[Part, ...] = ()
    total: int | None = None
    flags: tuple[str, ...] = ()
    reviewed: bool = False  # a teacher has had her word


class ExerciseNews(Frozen):
    """A word on a piece of work that the student has not seen."""

    exercise_id: int
    kind: Kind
    title: Text
    word: ExerciseWord
