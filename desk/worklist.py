"""The list of cases of one kind with what a person has made of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from desk import exercises
from desk.exercises import Kind
from desk.house import Desk
from desk.people import Person
from reading.nouns import Frozen
from scenarios.nouns import Text


class Listed(Protocol):
    """What a list needs of a clinic case or of an operation task."""

    @property
    def id(self) -> str: ...
    @property
    def platform(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def story(self) -> Text: ...
    @property
    def difficulty(self) -> int: ...


class WorkRow(Frozen):
    """A case in the list. ``best`` is the best total (0 to 100); ``open`` the id of unfinished work."""

    case_id: str
    platform: str
    title: Text
    story: Text
    difficulty: int
    best: int | None = None
    tries: int = 0
    open: int | None = None
    last: dt.datetime | None = None


def work_rows(desk: Desk, who: Person, kind: Kind, cases: Iterable[Listed]) -> tuple[WorkRow, ...]:
    """One row a case, in the order given."""
    mine = [line for line in exercises.mine(desk, who) if line.kind == kind]
    rows = []
    for case in cases:
        lines = [line for line in mine if line.case_id == case.id]
        totals = [line.total for line in lines if line.ended and line.total is not None]
        rows.append(
            WorkRow(
                case_id=case.id,
                platform=case.platform,
                title=case.title,
                story=case.story,
                difficulty=case.difficulty,
                best=max(totals, default=None),
                tries=sum(line.ended is not None for line in lines),
                open=next((line.id for line in lines if line.ended is None), None),
                last=max((line.saved for line in lines), default=None),
            )
        )
    return tuple(rows)


def next_row(rows: Iterable[WorkRow]) -> WorkRow | None:
    """What to do next: unfinished work first, else the easiest that was not tried, else the one done worst."""
    return min(
        rows,
        key=lambda r: (r.open is None, r.tries > 0, r.best or 0, r.difficulty),
        default=None,
    )
