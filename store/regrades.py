"""Grades that stand beside earlier ones, and the looks of teachers who let a grade stand. Nothing is overwritten."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from content.errors import NotAllowed, NotFound
from grading.nouns import Grade
from reading.nouns import Reading
from store.nouns import Counts, Look, Person
from store.people import may_see
from store.store import Store
from store.tables import AttemptTable, LookTable, OverrideTable, PersonTable, RegradeTable, TurnTable


@dataclass(frozen=True)
class Regraded:
    """One reply under a new grade; ``effective`` is that grade with the last override (``after``, its id) on top."""

    turn_id: int
    reading: Reading
    grade: Grade
    effective: Grade | None
    after: int
    counts: Counts
    versions: dict[str, str]


def add(store: Store, who: Person, made: Sequence[Regraded], now: dt.datetime) -> int:
    """Adds all of them in one transaction; how many. One that a teacher has reviewed meanwhile is left out.

    Raises NotAllowed for anyone but a teacher of these students.
    """
    _refuse_others(who)
    added = 0
    with store.writing() as session:
        for one in made:
            row = _turn(session, who, one.turn_id)
            last = session.scalar(
                select(OverrideTable.id)
                .where(OverrideTable.turn_id == row.id)
                .order_by(OverrideTable.id.desc())
                .limit(1)
            )
            if (last or 0) != one.after:
                continue
            session.add(
                RegradeTable(
                    turn_id=row.id,
                    by_id=who.id,
                    by_name=who.name,
                    at=now,
                    reading=one.reading.model_dump_json(),
                    grade=one.grade.model_dump_json(),
                    effective=one.effective.model_dump_json() if one.effective else None,
                    after_override=one.after,
                    versions=one.versions,
                )
            )
            row.counts = one.counts.model_dump_json()
            added += 1
    return added


def let_stand(store: Store, who: Person, turn_id: int, now: dt.datetime) -> None:
    """Notes that this teacher has looked and leaves the grade as it is. Raises NotAllowed for anyone else."""
    _refuse_others(who)
    with store.writing() as session:
        row = _turn(session, who, turn_id)
        counts = Counts.model_validate_json(row.counts)
        if not counts.looked:
            session.add(LookTable(turn_id=row.id, by_id=who.id, by_name=who.name, at=now, why=list(counts.flags)))
            row.counts = counts.model_copy(update={"looked": True}).model_dump_json()


def looks(store: Store, who: Person, most: int) -> tuple[tuple[int, Look], ...]:
    """What teachers of ``who``'s classes let stand, newest first: the reply's id and the look."""
    asked = (
        select(LookTable)
        .join(TurnTable, TurnTable.id == LookTable.turn_id)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .join(PersonTable, PersonTable.id == AttemptTable.person_id)
        .where(may_see(who), PersonTable.id != who.id)
        .order_by(LookTable.id.desc())
        .limit(most)
    )
    with store.reading() as session:
        return tuple(
            (row.turn_id, Look(by_name=row.by_name, at=row.at, why=tuple(row.why))) for row in session.scalars(asked)
        )


def _turn(session: Session, who: Person, turn_id: int) -> TurnTable:
    asked: Select[TurnTable] = (
        select(TurnTable)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .join(PersonTable, PersonTable.id == AttemptTable.person_id)
        .where(may_see(who), PersonTable.id != who.id, TurnTable.id == turn_id)
        .with_for_update(of=TurnTable)
    )
    row = session.scalar(asked)
    if row is None:
        raise NotFound("没有找到这条回复，或者你无权查看。", "There is no such reply, or none that you may see.")
    return row


def _refuse_others(who: Person) -> None:
    if who.role != "teacher":
        raise NotAllowed("只有学生的老师可以这样做。", "Only the student's teacher can do this.")
