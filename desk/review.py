"""The teacher's word: a reasoned change of levels or violations; the machine's grade stays, the student is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from desk.house import Desk
from desk.people import Person
from desk.seen import TurnView
from reading.nouns import Frozen
from scenarios.nouns import Text


class Notice(Frozen):
    """News for a student: what changed on her turn."""

    id: int
    turn_id: int
    attempt_id: int
    title: Text
    text: Text
    at: dt.datetime


REASONS: dict[str, Text] = {}


def review(
    desk: Desk,
    teacher: Person,
    turn_id: int,
    levels: dict[str, int],
    dropped: Sequence[str],
    added: Sequence[str],
    reason: str,
    note: str,
    now: dt.datetime,
) -> TurnView:
    """The turn after the teacher's change. Raises NotAllowed without a known reason or without any change."""
    raise NotImplementedError


def news(desk: Desk, who: Person) -> tuple[Notice, ...]:
    """What this student has not seen yet, newest first."""
    raise NotImplementedError


def seen(desk: Desk, who: Person, notice_ids: Sequence[int]) -> None:
    """These notices were read."""
    raise NotImplementedError
