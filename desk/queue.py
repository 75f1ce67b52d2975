"""The teacher's queue: replies that wait for a person, why, worst first; and who let which one go."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from content.errors import NotAllowed
from content.loader import load_yaml
from desk.house import Desk
from desk.people import Person
from desk.seen import AttemptRow, row_of
from reading.nouns import Frozen
from store import attempts, people, regrades, reviews
from store.nouns import Counts, Line

USUAL = "usual"  # the head of those that have only what most have


class Waiting(Frozen):
    """One reply that waits: its attempt as a row, the reply's own id, and why, the worst reason first.

    ``usual`` are those of the reasons that most of the queue has; ``group`` is the head it stands under.
    """

    row: AttemptRow
    turn_id: int
    at: dt.datetime
    why: tuple[str, ...]
    usual: tuple[str, ...] = ()
    group: str = "first"


class Settled(Frozen):
    """One that left the queue: ``by_name`` let it stand, or (``reviewed``) changed its grade."""

    row: AttemptRow
    turn_id: int
    by_name: str
    at: dt.datetime
    why: tuple[str, ...] = ()
    reviewed: bool = False


@cache
def settings() -> dict[str, Any]:
    """The settings of the queue, as queue.yaml has them."""
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("queue.yaml"))
    return found


def waiting(desk: Desk, who: Person) -> tuple[Waiting, ...]:
    """Every reply of the teacher's classes that waits for her, group by group, worst first.

    Raises NotAllowed for a student.
    """
    found = [
        Waiting(row=row_of(line), turn_id=line.turn_id, at=line.last_at or line.started, why=why)
        for line in _lines(desk, who)
        if line.counts and line.turn_id and (why := open_reasons(line.counts, who))
    ]
    usual = _usual([one.why for one in found])
    sorted_in = [_sorted_in(one, usual) for one in found]
    heads = [*settings()["groups"], USUAL]
    sorted_in.sort(key=lambda one: (heads.index(one.group), *_urgency(one), one.row.total or 0, one.at))
    return tuple(sorted_in[: settings()["shown"]])


def _usual(reasons: Sequence[tuple[str, ...]]) -> frozenset[str]:
    """The doubts that hold for most of what waits. A gate is never usual."""
    rule = settings()["usual"]
    if len(reasons) < rule["waiting"]["at_least"]:
        return frozenset()
    times = Counter(code for why in reasons for code in set(why) if rank(code) >= rule["from_rank"])
    return frozenset(code for code, n in times.items() if n >= rule["share"]["at_least"] * len(reasons))


def _sorted_in(one: Waiting, usual: frozenset[str]) -> Waiting:
    """The reply under its head: by its worst reason that is news; what has none stands under the last head."""
    news, known = ([code for code in one.why if (code in usual) is told] for told in (False, True))
    groups: dict[str, int] = settings()["groups"]
    group = next(name for name, last in groups.items() if rank(news[0]) <= last) if news else USUAL
    return one.model_copy(update={"why": (*news, *known), "usual": tuple(known), "group": group})


def _urgency(one: Waiting) -> tuple[int, int]:
    """The worst reason's rank; where the machine doubts, the more it doubts the earlier."""
    return rank(one.why[0]), len(one.usual) - len(one.why) if one.group == "doubt" else 0


def open_reasons(counts: Counts, who: Person) -> tuple[str, ...]:
    """Why this teacher should look at a reply, the worst reason first; empty once somebody has.

    A review far from the machine's grade asks for a second person, so it never comes back to the one who wrote it.
    """
    if counts.looked:
        return ()
    if counts.reviewed:
        return ("apart",) if counts.apart_by not in (None, who.id) else ()
    return tuple(sorted(counts.flags, key=rank))


def rank(code: str) -> int:
    """How urgent a reason is; 0 is the worst."""
    ranks = settings()["ranks"]
    return int(ranks.get(code, ranks.get(code.partition(":")[0], 9)))


def kind(code: str) -> str:
    """What a reason is filtered by: each gate for itself, doubtful criteria and suspected breaches as one kind each."""
    name = code.partition(":")[0]
    return name if name in ("unsure", "suspected") else code


def let_stand(desk: Desk, who: Person, turn_id: int, now: dt.datetime) -> None:
    """The grade stands as it is: the reply leaves the queue, with who and when. Raises NotAllowed, NotFound."""
    regrades.let_stand(desk.store, who, turn_id, now)


def settled(desk: Desk, who: Person) -> tuple[Settled, ...]:
    """What teachers let stand or reviewed lately, newest first."""
    lines = {line.turn_id: line for line in _lines(desk, who)}
    most = settings()["settled"]
    found = [
        Settled(row=row_of(lines[turn_id]), turn_id=turn_id, by_name=look.by_name, at=look.at, why=look.why)
        for turn_id, look in regrades.looks(desk.store, who, most)
        if turn_id in lines
    ]
    found += [
        Settled(
            row=row_of(lines[one.turn_id]),
            turn_id=one.turn_id,
            by_name=one.by_name,
            at=one.override.at,
            reviewed=True,
        )
        for one in reviews.recent(desk.store, who, most)
        if one.turn_id in lines
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:most])


def _lines(desk: Desk, who: Person) -> list[Line]:
    if who.role != "teacher":
        raise NotAllowed("待看列表只给老师看。", "The queue is for teachers.")
    pupils = {one.id for one in people.students_of(desk.store, who)}
    return [line for line in attempts.history(desk.store, who) if line.person_id in pupils]
