"""What teachers said of turns, and the notices that tell the students."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Load, undefer_group

from content.errors import NotAllowed, NotFound
from grading.nouns import Grade, Override
from store.attempts import whole
from store.nouns import Attempt, Counts, NoticeRow, OverrideRow, Person, Turn
from store.people import may_see
from store.rows import attempt_of, override_of, turn_of
from store.store import Store
from store.tables import WHOLE, AttemptTable, NoticeTable, OverrideTable, PersonTable, TurnTable


def turn(store: Store, who: Person, turn_id: int) -> Turn:
    """One turn that ``who`` may see, with its overrides. Raises NotFound."""
    asked = (
        select(TurnTable)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .join(PersonTable, PersonTable.id == AttemptTable.person_id)
        .where(may_see(who), TurnTable.id == turn_id)
    )
    with store.reading() as session:
        row = session.scalar(asked.options(undefer_group(WHOLE)))
        if row is None:
            raise NotFound("没有找到这条回复，或者你无权查看。", "There is no such reply, or none that you may see.")
        return whole(session, [row])[0]


def reviewed(store: Store, who: Person) -> tuple[tuple[Attempt, Turn], ...]:
    """Every turn that ``who`` has given her word on and may still see, with its attempt, oldest first."""
    asked = (
        select(TurnTable, AttemptTable, PersonTable.name)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .join(PersonTable, PersonTable.id == AttemptTable.person_id)
        .where(may_see(who), TurnTable.id.in_(select(OverrideTable.turn_id).where(OverrideTable.by_id == who.id)))
        .order_by(TurnTable.id)
    )
    with store.reading() as session:
        all_of = (Load(TurnTable).undefer_group(WHOLE), Load(AttemptTable).undefer_group(WHOLE))
        rows = session.execute(asked.options(*all_of)).all()
        mine = OverrideTable.turn_id.in_([turn.id for turn, _, _ in rows]) & (OverrideTable.by_id == who.id)
        said = session.scalars(select(OverrideTable).where(mine).order_by(OverrideTable.id)).all()
        return tuple(
            (attempt_of(attempt, name), turn_of(row, [one for one in said if one.turn_id == row.id]))
            for row, attempt, name in rows
        )


def add(store: Store, who: Person, of: Turn, override: Override, effective: Grade, counts: Counts) -> None:
    """Appends the override, changes what counts and leaves a notice for the student, in one transaction.

    ``of`` was read by ``turn`` on behalf of ``who``. Raises NotAllowed for anyone but a teacher of the student.
    """
    with store.writing() as session:
        asked = (
            select(TurnTable, AttemptTable.person_id)
            .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
            .join(PersonTable, PersonTable.id == AttemptTable.person_id)
            .where(may_see(who), TurnTable.id == of.id, PersonTable.id != who.id)
        )
        found = session.execute(asked).first()
        if found is None or who.role != "teacher":
            raise NotAllowed("只有学生的老师可以复核。", "Only the student's teacher can review.")
        row, student_id = found
        before = Counts.model_validate_json(row.counts)
        session.add(
            OverrideTable(
                turn_id=row.id,
                by_id=who.id,
                by_name=who.name,
                override=override.model_dump_json(),
                effective=effective.model_dump_json(),
            )
        )
        row.counts = counts.model_dump_json()
        session.add(
            NoticeTable(
                person_id=student_id,
                turn_id=row.id,
                reason=override.reason,
                note=override.note,
                before=before.total,
                after=counts.total,
                at=override.at,
            )
        )


def recent(store: Store, who: Person, most: int) -> tuple[OverrideRow, ...]:
    """The last words of teachers on replies that ``who`` may see, newest first, one for each reply."""
    asked = (
        select(OverrideTable)
        .join(TurnTable, TurnTable.id == OverrideTable.turn_id)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .join(PersonTable, PersonTable.id == AttemptTable.person_id)
        .where(may_see(who), PersonTable.id != who.id)
        .order_by(OverrideTable.id.desc())
        .limit(most)
    )
    with store.reading() as session:
        last: dict[int, OverrideRow] = {}
        for row in session.scalars(asked):
            last.setdefault(row.turn_id, override_of(row))
        return tuple(last.values())


def news(store: Store, who: Person) -> tuple[NoticeRow, ...]:
    """The notices this person has not seen, newest first."""
    asked = (
        select(NoticeTable, AttemptTable.id, AttemptTable.title)
        .join(TurnTable, TurnTable.id == NoticeTable.turn_id)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .where(NoticeTable.person_id == who.id, ~NoticeTable.seen)
        .order_by(NoticeTable.id.desc())
    )
    with store.reading() as session:
        return tuple(
            NoticeRow(
                id=row.id,
                turn_id=row.turn_id,
                attempt_id=attempt_id,
                title=title,
                reason=row.reason,
                note=row.note,
                before=row.before,
                after=row.after,
                at=row.at,
            )
            for row, attempt_id, title in session.execute(asked)
        )


def seen(store: Store, who: Person, ids: Sequence[int]) -> None:
    """This person has read these notices of hers; other people's are left alone."""
    with store.writing() as session:
        session.execute(
            update(NoticeTable).where(NoticeTable.person_id == who.id, NoticeTable.id.in_(ids)).values(seen=True)
        )
