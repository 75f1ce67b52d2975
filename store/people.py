"""People and classes: who there is, who teaches whom, and the sample class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from content.errors import NotAllowed
from store.nouns import Person, Role
from store.store import Store
from store.tables import ClassroomTable, MarkTable, PersonTable, TeachingTable

SAMPLE, FILLED = "sample class claimed", "sample class filled"


@dataclass(frozen=True)
class Newcomer:
    """Somebody to be added; ``password`` is a hash, or None for somebody who cannot sign in with one."""

    login: str
    name: str
    password: str | None


def add_class(
    store: Store, name: str, teacher: Newcomer, students: Sequence[Newcomer] = (), sample: bool = False
) -> Person:
    """A class with its teacher (who is returned) and students, in one transaction. Raises NotAllowed: login taken."""
    with store.writing() as session:
        _refuse_taken(session, [teacher, *students])
        classroom = ClassroomTable(name=name, sample=sample)
        session.add(classroom)
        session.flush()
        lead = _row(teacher, "teacher", classroom.id, sample)
        session.add_all([lead, *(_row(one, "student", classroom.id, sample) for one in students)])
        session.flush()
        session.add(TeachingTable(person_id=lead.id, classroom_id=classroom.id))
        return person_of(lead, name)


def add_students(store: Store, who: Person, students: Sequence[Newcomer]) -> tuple[Person, ...]:
    """All of them into this teacher's class, or none. Raises NotAllowed: no teacher, no class, login taken."""
    with store.writing() as session:
        classroom = session.scalar(
            select(ClassroomTable).where(ClassroomTable.id.in_(taught_by(who)), ClassroomTable.id == who.classroom_id)
        )
        if who.role != "teacher" or classroom is None:
            raise NotAllowed("只有老师可以给自己的班级添加学生。", "Only a teacher can add students to his class.")
        _refuse_taken(session, students)
        rows = [_row(one, "student", classroom.id, classroom.sample) for one in students]
        session.add_all(rows)
        session.flush()
        return tuple(person_of(row, classroom.name) for row in rows)


def taken(store: Store, logins: Sequence[str]) -> frozenset[str]:
    """Which of these logins exist already. Asked by teachers while they add students."""
    with store.reading() as session:
        return frozenset(session.scalars(select(PersonTable.login).where(PersonTable.login.in_(logins))))


def by_login(store: Store, login: str) -> tuple[Person, str | None] | None:
    """The person with this login and the hash of her password: for the sign-in only."""
    with store.reading() as session:
        found = session.execute(everybody().where(PersonTable.login == login)).first()
        return (person_of(found[0], found[1] or ""), found[0].password) if found else None


def students_of(store: Store, who: Person) -> tuple[Person, ...]:
    """The students of this teacher's classes by name; nobody for a student."""
    with store.reading() as session:
        asked = everybody().where(PersonTable.role == "student", PersonTable.classroom_id.in_(taught_by(who)))
        return tuple(person_of(row, name or "") for row, name in session.execute(asked.order_by(PersonTable.login)))


def set_lang(store: Store, who: Person, lang: str) -> None:
    with store.writing() as session:
        session.execute(update(PersonTable).where(PersonTable.id == who.id).values(lang=lang))


def password_of(store: Store, who: Person) -> str | None:
    """The hash of this person's own password."""
    with store.reading() as session:
        return session.scalar(select(PersonTable.password).where(PersonTable.id == who.id))


def set_password(store: Store, who: Person, password: str) -> None:
    """Keeps the hash ``password``."""
    with store.writing() as session:
        session.execute(update(PersonTable).where(PersonTable.id == who.id).values(password=password))


def sample_people(store: Store) -> tuple[Person, ...]:
    """Everybody of the sample class, the teacher first."""
    with store.reading() as session:
        asked = everybody().where(PersonTable.sample).order_by(PersonTable.role.desc(), PersonTable.id)
        return tuple(person_of(row, name or "") for row, name in session.execute(asked))


def claim_sample(store: Store, now: dt.datetime, unfinished: dt.timedelta) -> bool:
    """True once in the life of a database, and only while nobody is in it: then the sample class may be made.

    Also true when it was claimed longer than ``unfinished`` ago and never filled; what there is of it is removed.
    Of several processes that start at once only one gets True.
    """
    try:
        with store.writing() as session:
            claim = session.get(MarkTable, SAMPLE, with_for_update=True)
            if claim is None:
                session.add(MarkTable(name=SAMPLE, at=now))
                session.flush()
                return session.scalar(select(func.count()).select_from(PersonTable)) == 0
            there = session.scalar(select(func.count()).select_from(PersonTable).where(PersonTable.sample))
            if not there or session.get(MarkTable, FILLED) is not None or now - claim.at < unfinished:
                return False
            claim.at = now
            _delete_sample(session)
            return True
    except IntegrityError:  # another process wrote the mark first
        return False


def sample_filled(store: Store, now: dt.datetime) -> None:
    """Notes that the sample class is complete."""
    with store.writing() as session:
        session.merge(MarkTable(name=FILLED, at=now))


def remove_sample(store: Store, who: Person) -> None:
    """The sample class and everything that belongs to its people, in one transaction. Raises NotAllowed."""
    if who.role != "teacher":
        raise NotAllowed("只有老师可以移除示例班级。", "Only a teacher can remove the sample class.")
    with store.writing() as session:
        _delete_sample(session)


def _delete_sample(session: Session) -> None:
    session.execute(delete(PersonTable).where(PersonTable.sample))
    session.execute(delete(ClassroomTable).where(ClassroomTable.sample))


def taught_by(who: Person) -> Select[int]:
    """The ids of the classes this person teaches, as a subquery."""
    return select(TeachingTable.classroom_id).where(TeachingTable.person_id == who.id)


def may_see(who: Person) -> ColumnElement[bool]:
    """The condition every query about a person's work carries: one's own, or a student's of one's own class."""
    return or_(PersonTable.id == who.id, (PersonTable.role == "student") & PersonTable.classroom_id.in_(taught_by(who)))


def everybody() -> Select[PersonTable, str]:
    return select(PersonTable, ClassroomTable.name).join(
        ClassroomTable, ClassroomTable.id == PersonTable.classroom_id, isouter=True
    )


def _row(one: Newcomer, role: Role, classroom_id: int, sample: bool) -> PersonTable:
    return PersonTable(
        login=one.login,
        name=one.name,
        password=one.password,
        role=role,
        classroom_id=classroom_id,
        sample=sample,
        lang="zh",
    )


def person_of(row: PersonTable, classroom: str) -> Person:
    return Person.model_validate(
        {
            "id": row.id,
            "name": row.name,
            "login": row.login,
            "role": row.role,
            "classroom_id": row.classroom_id,
            "classroom": classroom,
            "lang": row.lang,
            "sample": row.sample,
        }
    )


def _refuse_taken(session: Session, people: Sequence[Newcomer]) -> None:
    logins = [one.login for one in people]
    twice = {login for n, login in enumerate(logins) if login in logins[:n]}
    known = set(session.scalars(select(PersonTable.login).where(PersonTable.login.in_(logins))))
    if found := sorted(known | twice):
        raise NotAllowed(
            f"账号 {'、'.join(found)} 已经有人使用，请换一个。",
            f"The account {', '.join(found)} is taken; choose another.",
        )
