"""Pieces of work other than replies: begun, kept while they are done, handed in once with their parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Never

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, undefer_group

from content.errors import NotAllowed, NotFound, Outdated
from grading.nouns import Mode
from grading.parts import Part, total
from scenarios.nouns import Text
from store.exercise_rows import PARTS, counted, exercise_line_of, exercise_of
from store.nouns import Exercise, ExerciseLine, Kind, Person
from store.people import may_see
from store.store import Store
from store.tables import WHOLE, ExerciseTable, ExerciseWordTable, PersonTable

Found = Select[ExerciseTable, str]


def start(
    store: Store,
    who: Person,
    kind: Kind,
    case_id: str,
    platform: str,
    title: Text,
    seed: int,
    mode: Mode,
    now: dt.datetime,
    versions: Mapping[str, str] | None = None,
) -> int:
    """The id of a new piece of work; an unfinished one of the same kind, case and mode goes on instead.

    Two clicks at once make one. ``versions`` say what it was dealt from.
    """
    with store.writing() as session:
        session.execute(select(PersonTable.id).where(PersonTable.id == who.id).with_for_update())
        if (found := session.scalar(_unfinished(who, kind, case_id, mode))) is not None:
            return found
        row = ExerciseTable(
            person_id=who.id,
            kind=kind,
            case_id=case_id,
            platform=platform,
            title=dict(title),
            seed=seed,
            mode=mode,
            started=now,
            saved=now,
            stamp=0,
            work={},
            parts="[]",
            counts="[]",
            flags=[],
            versions=dict(versions or {}),
        )
        session.add(row)
        session.flush()
        return row.id


def unfinished(store: Store, who: Person, kind: Kind, case_id: str, mode: Mode) -> int | None:
    """This person's piece of work of that kind, case and mode that has not been handed in."""
    with store.reading() as session:
        return session.scalar(_unfinished(who, kind, case_id, mode))


def get(store: Store, who: Person, exercise_id: int) -> Exercise:
    """One's own piece of work, or a student's of one's class. Raises NotFound."""
    with store.reading() as session:
        return whole(session, who, exercise_id)


def save_work(
    store: Store, who: Person, exercise_id: int, work: Mapping[str, Any], stamp: int, now: dt.datetime
) -> int:
    """Keeps the owner's work and gives its new stamp; ``stamp`` is that of the state it goes on from.

    The same work once more changes nothing. Raises NotFound for anybody else's, NotAllowed once it was handed in and
    Outdated when a newer state is kept; what is kept stays in each case.
    """
    with store.writing() as session:
        row = _own(session, who, exercise_id)
        if row.work == work:
            return row.stamp
        _refuse_ended(row)
        _refuse_older(row, stamp)
        row.work, row.saved, row.stamp = dict(work), now, row.stamp + 1
        return row.stamp


def hand_in(
    store: Store,
    who: Person,
    exercise_id: int,
    work: Mapping[str, Any],
    parts: Sequence[Part],
    flags: Sequence[str],
    now: dt.datetime,
    versions: Mapping[str, str] | None = None,
    stamp: int | None = None,
) -> Exercise:
    """Writes the last state of the work, its parts and their total in one transaction, once.

    The same work again gives what stands; ``versions`` are added to those of the start. Raises NotFound for anybody
    else's, NotAllowed when other work was handed in before, and Outdated for an older ``stamp`` (None: not asked).
    """
    with store.writing() as session:
        row = _own(session, who, exercise_id)
        if row.ended is None:
            if stamp is not None and row.work != work:
                _refuse_older(row, stamp)
            row.work, row.saved, row.ended, row.stamp = dict(work), now, now, row.stamp + 1
            row.parts, row.counts = PARTS.dump_json(tuple(parts)).decode(), counted(parts)
            row.total, row.flags = total(parts), list(flags)
            row.versions = {**row.versions, **(versions or {})}
            session.flush()
        elif row.work != work:
            _refuse_ended(row)
        return whole(session, who, exercise_id)


def mine(store: Store, who: Person, person_id: int | None = None) -> tuple[ExerciseLine, ...]:
    """One's own pieces of work, or those of a student whom ``who`` may see, newest first."""
    return _lines(store, visible(who).where(ExerciseTable.person_id == (who.id if person_id is None else person_id)))


def of_class(
    store: Store, who: Person, kind: Kind | None = None, platform: str | None = None, person_id: int | None = None
) -> tuple[ExerciseLine, ...]:
    """The pieces of work of the students of a teacher's classes, newest first; nobody's for a student."""
    asked = visible(who).where(PersonTable.id != who.id)
    if kind is not None:
        asked = asked.where(ExerciseTable.kind == kind)
    if platform is not None:
        asked = asked.where(ExerciseTable.platform == platform)
    if person_id is not None:
        asked = asked.where(ExerciseTable.person_id == person_id)
    return _lines(store, asked)


def _unfinished(who: Person, kind: Kind, case_id: str, mode: Mode) -> Select[int]:
    return (
        select(ExerciseTable.id)
        .where(ExerciseTable.person_id == who.id, ExerciseTable.kind == kind, ExerciseTable.case_id == case_id)
        .where(ExerciseTable.mode == mode, ExerciseTable.ended.is_(None))
        .order_by(ExerciseTable.id.desc())
        .limit(1)
    )


def visible(who: Person) -> Found:
    """The pieces of work that ``who`` may see, with their owners' names: one's own, or of students of one's class."""
    return (
        select(ExerciseTable, PersonTable.name)
        .join(PersonTable, ExerciseTable.person_id == PersonTable.id)
        .where(may_see(who))
    )


def _lines(store: Store, asked: Found) -> tuple[ExerciseLine, ...]:
    ids = asked.with_only_columns(ExerciseTable.id)
    with store.reading() as session:
        said = select(ExerciseWordTable.exercise_id).where(ExerciseWordTable.exercise_id.in_(ids))
        reviewed = set(session.scalars(said))
        rows = session.execute(asked.order_by(ExerciseTable.started.desc(), ExerciseTable.id.desc()))
        return tuple(exercise_line_of(row, name, row.id in reviewed) for row, name in rows)


def whole(session: Session, who: Person, exercise_id: int) -> Exercise:
    """The piece of work as it is now, with all words on it. Raises NotFound."""
    asked = visible(who).where(ExerciseTable.id == exercise_id).options(undefer_group(WHOLE))
    row, name = session.execute(asked).first() or unknown()
    return exercise_of(row, name, words_of(session, row.id))


def words_of(session: Session, exercise_id: int) -> Sequence[ExerciseWordTable]:
    """What teachers said of a piece of work, oldest first."""
    asked = select(ExerciseWordTable).where(ExerciseWordTable.exercise_id == exercise_id)
    return session.scalars(asked.order_by(ExerciseWordTable.id)).all()


def _own(session: Session, who: Person, exercise_id: int) -> ExerciseTable:
    mine = (ExerciseTable.id == exercise_id) & (ExerciseTable.person_id == who.id)
    row = session.scalar(select(ExerciseTable).where(mine).options(undefer_group(WHOLE)).with_for_update())
    return row or unknown()


def unknown() -> Never:
    """Raises NotFound: it is not there, or not to be seen, and nobody learns which."""
    raise NotFound("没有找到这份作业，或者你无权查看。", "There is no such piece of work, or none that you may see.")


def _refuse_ended(row: ExerciseTable) -> None:
    if row.ended is not None:
        raise NotAllowed(
            "这份作业已经交了，不能再改。想再做一次，请重新打开。",
            "This piece of work has been handed in and cannot be changed. To try again, open it anew.",
        )


def _refuse_older(row: ExerciseTable, stamp: int) -> None:
    if stamp != row.stamp:
        raise Outdated(
            "这份作业在另一个窗口里改过，较新的内容已经保留，这里的没有保存。请先复制你写的内容，再刷新页面。",
            "This piece of work was changed in another window. The newer state is kept and this one was not saved: "
            "copy what you have written, then reload the page.",
        )
