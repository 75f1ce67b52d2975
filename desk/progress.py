"""Figures: how a student does over time and what to practise next, and a class on one page."""

from __future__ import annotations

import datetime as dt

from desk.house import Desk
from desk.people import Person
from desk.seen import AttemptRow
from reading.nouns import Frozen
from scenarios.nouns import Text


class Point(Frozen):
    """One graded reply: levels 0 to 4 by criterion, total 0 to 100."""

    at: dt.datetime
    case_id: str
    platform: str
    stage: str
    levels: dict[str, int]
    total: int


class Suggestion(Frozen):
    """A case to practise next and why."""

    case_id: str
    title: Text
    reason: Text


class Progress(Frozen):
    """A student's figures. ``by_platform`` and ``by_stage`` are mean totals (0 to 100) of what was tried."""

    points: tuple[Point, ...]
    by_platform: dict[str, float]
    by_stage: dict[str, float]
    moves_made: dict[str, int]
    moves_missed: dict[str, int]
    tempted: dict[str, tuple[int, int]]  # violation code -> (avoided, tempted)
    streak_days: int
    next: tuple[Suggestion, ...]
    attempts: int


class StudentRow(Frozen):
    """One student on the class page; ``weakest`` is a criterion, ``why`` says what makes her stuck."""

    id: int
    name: str
    attempts: int
    mean_total: float | None
    last_at: dt.datetime | None
    weakest: str | None
    stuck: bool
    why: Text


class HardRow(Frozen):
    """A case the class finds hard: mean total over its replies."""

    case_id: str
    title: Text
    platform: str
    mean_total: float
    replies: int


class ClassPage(Frozen):
    """A class on one page. ``criteria`` are mean levels (0 to 4); ``queue`` are attempts a person should look at."""

    students: tuple[StudentRow, ...]
    criteria: dict[str, float]
    queue: tuple[AttemptRow, ...]
    hardest: tuple[HardRow, ...]


def student(desk: Desk, who: Person, person_id: int | None = None, now: dt.datetime | None = None) -> Progress:
    """Her own figures, or those of a student of the teacher's class. ``now`` is only needed for the streak."""
    raise NotImplementedError


def attempts(desk: Desk, who: Person, person_id: int | None = None) -> tuple[AttemptRow, ...]:
    """All attempts of one person that ``who`` may see, newest first."""
    raise NotImplementedError


def classroom(desk: Desk, who: Person, now: dt.datetime | None = None) -> ClassPage:
    """The teacher's class. Raises NotAllowed for a student."""
    raise NotImplementedError


def export_csv(desk: Desk, who: Person) -> bytes:
    """The class's results as CSV (UTF-8 with BOM); no cell starts like a formula."""
    raise NotImplementedError
