"""Attempts and turns. A turn is written with everything that follows from it in one transaction, or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session, undefer, undefer_group

from content.errors import NotAllowed, NotFound
from grading.nouns import Mode
from scenarios.nouns import Case, End
from store.nouns import Attempt, Line, Person, Turn
from store.people import may_see
from store.rows import attempt_of, line_of, turn_of, turn_row
from store.store import Store
from store.tables import (
    WHOLE,
    AttemptTable,
    LookTable,
    OverrideTable,
    PersonTable,
    RegradeTable,
    TurnTable,
)

Found = Select[AttemptTable, str]


def start(
    store: Store,
    who: Person,
    case: Case,
    seed: int,
    version: str,
    mode: Mode,
    now: dt.datetime,
    parent: int | None = None,
    draft: str = "",
) -> int:
    """A new attempt of a dealt case; ``parent`` is the attempt it rewrites, ``version`` a digest of the case.

    Without a parent an open attempt of the same case and mode goes on: two clicks at once make one attempt.
    """
    with store.writing() as session:
        session.execute(select(PersonTable.id).where(PersonTable.id == who.id).with_for_update())
        if parent is None and (found := session.scalar(_unfinished(who, case.id, mode))) is not None:
            return found
        row = AttemptTable(
            person_id=who.id,
            parent_id=parent,
            case_id=case.id,
            seed=seed,
            mode=mode,
            title=case.title,
            platform=case.platform,
            stage=case.stage,
            case_json=case.model_dump_json(),
            case_version=version,
            started=now,
            end=End.OPEN.value,
            draft=draft,
            turns=0,
        )
        session.add(row)
        session.flush()
        return row.id


def unfinished(store: Store, who: Person, case_id: str, mode: Mode) -> int | None:
    """This person's newest attempt of the case in that mode that has not ended."""
    with store.reading() as session:
        return session.scalar(_unfinished(who, case_id, mode))


def attempt(store: Store, who: Person, attempt_id: int) -> Attempt:
    """One's own attempt, or a student's of one's class. Raises NotFound."""
    with store.reading() as session:
        asked = _visible(who).where(AttemptTable.id == attempt_id).options(undefer_group(WHOLE))
        found = session.execute(asked).first()
        if found is None:
            raise _unknown()
        return attempt_of(*found)


def lines(store: Store, who: Person, person_id: int | None = None, case_id: str | None = None) -> tuple[Line, ...]:
    """Attempts with their last reply's counts, newest first: of one person, or of all that ``who`` may see."""
    asked = _visible(who, person_id)
    if case_id is not None:
        asked = asked.where(AttemptTable.case_id == case_id)
    with store.reading() as session:
        said = session.scalars(_of(asked).where(~TurnTable.silent).order_by(TurnTable.number))
        last = {turn.attempt_id: turn for turn in said}
        rows = session.execute(asked.order_by(AttemptTable.started.desc(), AttemptTable.id.desc()))
        return tuple(line_of(row, name, last.get(row.id)) for row, name in rows)


def history(store: Store, who: Person, person_id: int | None = None) -> tuple[Line, ...]:
    """Every reply of one person, or of all that ``who`` may see, oldest first, each as a line of its attempt."""
    asked = _visible(who, person_id)
    with store.reading() as session:
        rows = {row.id: (row, name) for row, name in session.execute(asked)}
        said = session.scalars(_of(asked).where(~TurnTable.silent).order_by(TurnTable.at, TurnTable.id))
        return tuple(line_of(*rows[turn.attempt_id], turn) for turn in said)


def turns(store: Store, who: Person, attempt_id: int) -> tuple[Turn, ...]:
    """The turns of an attempt in order, with what teachers said of them. Empty for what ``who`` may not see."""
    asked = _of(_visible(who).where(AttemptTable.id == attempt_id)).order_by(TurnTable.number)
    with store.reading() as session:
        rows = session.scalars(asked.options(undefer_group(WHOLE))).all()
        return whole(session, rows)


def whole(session: Session, rows: Sequence[TurnTable]) -> tuple[Turn, ...]:
    """The turns of ``rows`` with everything that was said of them later."""
    ids = [row.id for row in rows]
    said = session.scalars(select(OverrideTable).where(OverrideTable.turn_id.in_(ids)).order_by(OverrideTable.id)).all()
    again = session.scalars(select(RegradeTable).where(RegradeTable.turn_id.in_(ids)).order_by(RegradeTable.id)).all()
    looks = session.scalars(select(LookTable).where(LookTable.turn_id.in_(ids)).order_by(LookTable.id)).all()
    return tuple(
        turn_of(
            row,
            [one for one in said if one.turn_id == row.id],
            [one for one in again if one.turn_id == row.id],
            [one for one in looks if one.turn_id == row.id],
        )
        for row in rows
    )


def tries(store: Store, who: Person, case_id: str) -> int:
    """How many replies this person has sent in this case."""
    with store.reading() as session:
        asked = select(func.count(TurnTable.id)).join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        mine = (AttemptTable.person_id == who.id) & (AttemptTable.case_id == case_id) & ~TurnTable.silent
        return session.scalar(asked.where(mine)) or 0


def texts(store: Store, who: Person) -> tuple[tuple[Line, str], ...]:
    """Every reply that ``who`` may see with its words, oldest first."""
    asked = _visible(who)
    with store.reading() as session:
        rows = {row.id: (row, name) for row, name in session.execute(asked)}
        said = _of(asked).where(~TurnTable.silent).order_by(TurnTable.id).options(undefer(TurnTable.text))
        return tuple((line_of(*rows[turn.attempt_id], turn), turn.text) for turn in session.scalars(said))


def save_draft(store: Store, who: Person, attempt_id: int, draft: str) -> None:
    """Keeps what the owner is typing. Raises NotFound for anybody else's attempt."""
    with store.writing() as session:
        mine = (AttemptTable.id == attempt_id) & (AttemptTable.person_id == who.id)
        if session.scalar(select(AttemptTable.id).where(mine)) is None:
            raise _unknown()
        session.execute(update(AttemptTable).where(mine).values(draft=draft))


def add_turn(store: Store, who: Person, turn: Turn, keep_draft: bool = False) -> Turn | None:
    """Writes the turn, the attempt's end and the removal of its draft in one transaction.

    A turn with the same nonce that is there already is given back instead. None when ``turn.number`` is not the next
    one: somebody was faster, so the attempt has to be read again. Raises NotFound for anybody else's attempt and
    NotAllowed once it has ended.
    """
    with store.writing() as session:
        mine = (AttemptTable.id == turn.attempt_id) & (AttemptTable.person_id == who.id)
        row = session.scalar(select(AttemptTable).where(mine).with_for_update())
        if row is None:
            raise _unknown()
        same = (TurnTable.attempt_id == row.id) & (TurnTable.nonce == turn.nonce)
        if (known := session.scalar(select(TurnTable).where(same).options(undefer_group(WHOLE)))) is not None:
            return turn_of(known)
        if row.ended is not None:
            raise NotAllowed(
                "这次对话已经结束。想再试一次，请点「重写」。",
                "This conversation has ended. To try again, choose “rewrite”.",
            )
        if turn.number != row.turns + 1:
            return None
        made = turn_row(turn)
        session.add(made)
        row.turns = turn.number
        row.end = turn.answer.end.value
        row.ended = None if turn.answer.end is End.OPEN else turn.at
        if not keep_draft:
            row.draft = ""
        session.flush()
        return turn_of(made)


def _unfinished(who: Person, case_id: str, mode: Mode) -> Select[int]:
    return (
        select(AttemptTable.id)
        .where(AttemptTable.person_id == who.id, AttemptTable.case_id == case_id, AttemptTable.mode == mode)
        .where(AttemptTable.ended.is_(None))
        .order_by(AttemptTable.started.desc(), AttemptTable.id.desc())
        .limit(1)
    )


def _visible(who: Person, person_id: int | None = None) -> Found:
    found = select(AttemptTable, PersonTable.name).join(PersonTable, AttemptTable.person_id == PersonTable.id)
    found = found.where(may_see(who))
    return found if person_id is None else found.where(AttemptTable.person_id == person_id)


def _of(asked: Found) -> Select[TurnTable]:
    ids = asked.with_only_columns(AttemptTable.id)
    return (
        select(TurnTable)
        .join(AttemptTable, AttemptTable.id == TurnTable.attempt_id)
        .where(TurnTable.attempt_id.in_(ids))
    )


def _unknown() -> NotFound:
    return NotFound("没有找到这次练习，或者你无权查看。", "There is no such attempt, or none that you may see.")
