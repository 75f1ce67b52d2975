"""Second opinions on turns: kept beside the turn, shown to whom they may be shown, and what they cost a day."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, and_, or_, select, update
from sqlalchemy.exc import IntegrityError

from content.errors import NotAllowed, NotFound
from reading.opinion.nouns import Opinion
from store.nouns import Counts, Person
from store.people import may_see, taught_by
from store.store import Store
from store.tables import AttemptTable, ClassroomTable, OpinionTable, PersonTable, SpendingTable, TurnTable


def of_attempt(store: Store, who: Person, attempt_id: int) -> dict[int, Opinion]:
    """The newest opinion on each turn of an attempt, by the turn's id, as far as ``who`` may see them."""
    asked = (
        select(OpinionTable.turn_id, OpinionTable.opinion)
        .join(TurnTable, TurnTable.id == OpinionTable.turn_id)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .join(PersonTable, PersonTable.id == AttemptTable.person_id)
        .join(ClassroomTable, ClassroomTable.id == PersonTable.classroom_id, isouter=True)
        .where(_may_see_opinions(who), AttemptTable.id == attempt_id)
        .order_by(OpinionTable.id)
    )
    with store.reading() as session:
        return {turn_id: Opinion.model_validate_json(text) for turn_id, text in session.execute(asked)}


def add(store: Store, who: Person, turn_id: int, opinion: Opinion, flags: tuple[str, ...]) -> None:
    """Keeps ``opinion``; ``flags`` say from now on why a person should look, unless a teacher has had a look.

    Asked by a teacher of the student, or on behalf of the student herself after she sent it. Raises NotFound.
    """
    with store.writing() as session:
        row = session.scalar(
            select(TurnTable)
            .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
            .join(PersonTable, PersonTable.id == AttemptTable.person_id)
            .where(may_see(who), TurnTable.id == turn_id)
            .with_for_update(of=TurnTable)
        )
        if row is None:
            raise NotFound("没有找到这条回复，或者你无权查看。", "There is no such reply, or none that you may see.")
        session.add(
            OpinionTable(
                turn_id=row.id, by_id=who.id, at=opinion.at, model=opinion.model, opinion=opinion.model_dump_json()
            )
        )
        counts = Counts.model_validate_json(row.counts)
        if not counts.reviewed:
            row.counts = counts.model_copy(update={"flags": flags}).model_dump_json()


def shown_to_class(store: Store, who: Person) -> bool:
    """Whether the students of this person's class see second opinions on their own replies."""
    with store.reading() as session:
        asked = select(ClassroomTable.shows_opinions).where(ClassroomTable.id == who.classroom_id)
        return bool(session.scalar(asked))


def show_to_class(store: Store, who: Person, shown: bool) -> None:
    """Lets the students of this teacher's class see second opinions, or no longer. Raises NotAllowed."""
    if who.role != "teacher":
        raise NotAllowed("只有老师可以改变班级设置。", "Only a teacher can change the settings of a class.")
    with store.writing() as session:
        mine = (ClassroomTable.id == who.classroom_id) & ClassroomTable.id.in_(taught_by(who))
        session.execute(update(ClassroomTable).where(mine).values(shows_opinions=shown))


def reserve(store: Store, day: dt.date, tokens: int, limit: int) -> bool:
    """Takes ``tokens`` out of the day's ``limit``; False when so many are not left. Safe among processes."""
    left = (SpendingTable.day == day.isoformat()) & (SpendingTable.tokens + tokens <= limit)
    for _ in range(2):
        try:
            with store.writing() as session:
                if session.get(SpendingTable, day.isoformat(), with_for_update=True) is None:
                    session.add(SpendingTable(day=day.isoformat(), tokens=0))
                    session.flush()
                taken = update(SpendingTable).where(left).values(tokens=SpendingTable.tokens + tokens)
                return session.scalar(taken.returning(SpendingTable.day)) is not None
        except IntegrityError:  # another process began the day a moment earlier
            continue
    return False


def settle(store: Store, day: dt.date, difference: int) -> None:
    """Corrects a reservation: ``difference`` is what was spent less what was reserved."""
    with store.writing() as session:
        that = update(SpendingTable).where(SpendingTable.day == day.isoformat())
        session.execute(that.values(tokens=SpendingTable.tokens + difference))


def _may_see_opinions(who: Person) -> ColumnElement[bool]:
    """A teacher sees them on her students' replies; a student on her own where the class shows them."""
    own = PersonTable.id == who.id
    return and_(may_see(who), or_(~own, ClassroomTable.shows_opinions, PersonTable.role == "teacher"))
