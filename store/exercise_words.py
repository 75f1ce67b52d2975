"""What teachers said of the parts of a piece of work, and the news of it for the student. A word adds beside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import undefer_group

from content.errors import NotAllowed, NotFound
from grading.parts import Part, total
from store.exercise_rows import PARTS, counted, effective, news_of
from store.exercises import unknown, visible, whole, words_of
from store.nouns import Exercise, ExerciseNews, Person
from store.store import Store
from store.tables import WHOLE, ExerciseTable, ExerciseWordTable


def add_word(
    store: Store, who: Person, exercise_id: int, part: str, points: float, reason: str, now: dt.datetime
) -> Exercise:
    """Adds a teacher's points for a part; what counts and the total follow, the machine's parts stay.

    Raises NotAllowed for anyone but a teacher of the student, before it was handed in and for points the part does not
    have; NotFound for another class's and for an unknown part.
    """
    if who.role != "teacher":
        raise NotAllowed("只有学生的老师可以改分。", "Only the student's teacher can change points.")
    with store.writing() as session:
        asked = visible(who).where(ExerciseTable.id == exercise_id).options(undefer_group(WHOLE))
        row, _ = session.execute(asked.with_for_update(of=ExerciseTable)).first() or unknown()
        if row.person_id == who.id:
            raise NotAllowed("不能给自己的作业改分。", "You cannot change the points of your own work.")
        parts = PARTS.validate_json(row.parts)
        if row.ended is None:
            raise NotAllowed("这份作业还没有交。", "This piece of work has not been handed in.")
        _refuse_points(parts, part, points)
        session.add(
            ExerciseWordTable(
                exercise_id=row.id,
                part=part,
                points=points,
                reason=reason,
                by_id=who.id,
                by_name=who.name,
                at=now,
                seen=False,
            )
        )
        session.flush()
        counting = effective(parts, words_of(session, row.id))
        row.counts, row.total = counted(counting), total(counting)
        session.flush()
        return whole(session, who, exercise_id)


def news(store: Store, who: Person) -> tuple[ExerciseNews, ...]:
    """The words on this person's own work that she has not seen, newest first."""
    asked = (
        select(ExerciseWordTable, ExerciseTable)
        .join(ExerciseTable, ExerciseTable.id == ExerciseWordTable.exercise_id)
        .where(ExerciseTable.person_id == who.id, ~ExerciseWordTable.seen)
        .order_by(ExerciseWordTable.id.desc())
    )
    with store.reading() as session:
        return tuple(news_of(row, about) for row, about in session.execute(asked))


def seen(store: Store, who: Person, word_ids: Sequence[int]) -> None:
    """This person has read these words on her own work; other people's are left alone."""
    own = select(ExerciseTable.id).where(ExerciseTable.person_id == who.id)
    with store.writing() as session:
        these = ExerciseWordTable.id.in_(word_ids) & ExerciseWordTable.exercise_id.in_(own)
        session.execute(update(ExerciseWordTable).where(these).values(seen=True))


def _refuse_points(parts: Sequence[Part], part: str, points: float) -> None:
    asked = next((one for one in parts if one.id == part), None)
    if asked is None:
        raise NotFound(f"这份作业没有「{part}」这一部分。", f"This piece of work has no part {part}.")
    if not 0 <= points <= asked.of:
        raise NotAllowed(f"分数只能是 0 到 {asked.of:g}。", f"Points go from 0 to {asked.of:g}.")
