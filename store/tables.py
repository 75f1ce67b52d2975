"""The tables: people and classes, sign-ins, attempts and turns, other pieces of work, the teacher's words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, MetaData, Text, UniqueConstraint, false
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column

from store.columns import Moment, Plain, Written

WHOLE = "whole"
NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(DeclarativeBase):
    """What all tables share: names for constraints, so that a migration can find them, and the column types."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {dt.datetime: Moment, str: Written, dict[str, Any]: Plain, list[str]: Plain}  # noqa: RUF012


def _goes_with(column: str) -> Any:
    """A reference whose row disappears together with the row it points to."""
    return ForeignKey(column, ondelete="CASCADE")


def _whole(kind: Any) -> MappedColumn[Any]:
    """A large column: lists and figures leave it in the database."""
    return mapped_column(kind, deferred=True, deferred_group=WHOLE)


class MarkTable(Table):
    """What was done once to this database, such as making the sample class."""

    __tablename__ = "mark"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]


class ClassroomTable(Table):
    __tablename__ = "classroom"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sample: Mapped[bool] = mapped_column(default=False)
    rules: Mapped[dict[str, Any] | None]  # how the class is graded; None: as everybody
    shows_opinions: Mapped[bool] = mapped_column(default=False, server_default=false())  # second ones, to students


class PersonTable(Table):
    __tablename__ = "person"
    __table_args__ = (CheckConstraint("role in ('student', 'teacher')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password: Mapped[str | None]  # argon2id; None: nobody can sign in with a password
    role: Mapped[str]
    classroom_id: Mapped[int | None] = mapped_column(_goes_with("classroom.id"), index=True)
    lang: Mapped[str] = mapped_column(default="zh")
    sample: Mapped[bool] = mapped_column(default=False)


class TeachingTable(Table):
    """Who teaches which class: what a teacher may see."""

    __tablename__ = "teaching"

    person_id: Mapped[int] = mapped_column(_goes_with("person.id"), primary_key=True)
    classroom_id: Mapped[int] = mapped_column(_goes_with("classroom.id"), primary_key=True, index=True)


class SignInTable(Table):
    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)  # SHA-256; the token itself is only in the cookie
    person_id: Mapped[int] = mapped_column(_goes_with("person.id"), index=True)
    created: Mapped[dt.datetime]
    expires: Mapped[dt.datetime]
    revoked: Mapped[bool] = mapped_column(default=False)


class FailedSignInTable(Table):
    __tablename__ = "failed_sign_in"
    __table_args__ = (Index("ix_failed_login_at", "login", "at"), Index("ix_failed_address_at", "address", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str]
    address: Mapped[str]
    at: Mapped[dt.datetime]


class AssignmentTable(Table):
    __tablename__ = "assignment"

    id: Mapped[int] = mapped_column(primary_key=True)
    classroom_id: Mapped[int] = mapped_column(_goes_with("classroom.id"), index=True)
    title: Mapped[str]
    case_ids: Mapped[list[str]]
    mode: Mapped[str]
    due: Mapped[dt.datetime | None]


class AttemptTable(Table):
    __tablename__ = "attempt"
    __table_args__ = (Index("ix_attempt_person_case", "person_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(_goes_with("person.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id", ondelete="SET NULL"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("attempt.id", ondelete="SET NULL"))
    case_id: Mapped[str]
    seed: Mapped[int]
    mode: Mapped[str]
    title: Mapped[dict[str, Any]]
    platform: Mapped[str]
    stage: Mapped[str]
    case_json: Mapped[str] = _whole(Text)  # the case as it was dealt
    case_version: Mapped[str]  # digest of the case it was dealt from
    started: Mapped[dt.datetime]
    ended: Mapped[dt.datetime | None]
    end: Mapped[str] = mapped_column(default="open")
    draft: Mapped[str] = mapped_column(default="")
    turns: Mapped[int] = mapped_column(default=0)


class TurnTable(Table):
    __tablename__ = "turn"
    __table_args__ = (UniqueConstraint("attempt_id", "number"), UniqueConstraint("attempt_id", "nonce"))

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(_goes_with("attempt.id"))
    number: Mapped[int]
    nonce: Mapped[str]
    silent: Mapped[bool] = mapped_column(default=False)  # nothing was written: a day passed
    text: Mapped[str] = _whole(Written)
    at: Mapped[dt.datetime]
    reading: Mapped[str] = _whole(Text)  # JSON of the models, as the machine made them
    grade: Mapped[str] = _whole(Text)
    answer: Mapped[str] = _whole(Text)
    metrics: Mapped[str] = _whole(Text)
    counts: Mapped[str] = mapped_column(Text)  # what counts now: the only part of a turn that a review changes
    shop: Mapped[dict[str, Any] | None] = _whole(Plain)
    versions: Mapped[dict[str, Any]] = _whole(Plain)


class OverrideTable(Table):
    """Append-only: a later word stands beside the earlier one."""

    __tablename__ = "override"

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(_goes_with("turn.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_name: Mapped[str]
    override: Mapped[str] = mapped_column(Text)
    effective: Mapped[str] = mapped_column(Text)


class OpinionTable(Table):
    """Append-only: what a language model proposed for a turn, each time it was asked."""

    __tablename__ = "opinion"

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(_goes_with("turn.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    at: Mapped[dt.datetime]
    model: Mapped[str]
    opinion: Mapped[str] = mapped_column(Text)


class SpendingTable(Table):
    """What second opinions cost all classes together on one day (UTC)."""

    __tablename__ = "spending"

    day: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[int] = mapped_column(BigInteger, default=0)


class RegradeTable(Table):
    """Append-only: a later grade of the same reply by another reader, rubric or profile; the turn keeps its first."""

    __tablename__ = "regrade"

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(_goes_with("turn.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_name: Mapped[str]
    at: Mapped[dt.datetime]
    reading: Mapped[str] = mapped_column(Text)
    grade: Mapped[str] = mapped_column(Text)
    effective: Mapped[str | None] = mapped_column(Text)  # with the last override before it on top
    after_override: Mapped[int]  # id of that override, 0 for none
    versions: Mapped[dict[str, Any]]


class LookTable(Table):
    """A teacher has looked at a reply that was waiting and let its grade stand."""

    __tablename__ = "look"

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(_goes_with("turn.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_name: Mapped[str]
    at: Mapped[dt.datetime]
    why: Mapped[list[str]]


class NoticeTable(Table):
    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(_goes_with("person.id"), index=True)
    turn_id: Mapped[int] = mapped_column(_goes_with("turn.id"))
    reason: Mapped[str]
    note: Mapped[str]
    before: Mapped[int]
    after: Mapped[int]
    at: Mapped[dt.datetime]
    seen: Mapped[bool] = mapped_column(default=False)


class ExerciseTable(Table):
    """A piece of work that is no reply: an account to diagnose, a task in the console."""

    __tablename__ = "exercise"
    __table_args__ = (Index("ix_exercise_person_case", "person_id", "kind", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(_goes_with("person.id"))
    kind: Mapped[str]
    case_id: Mapped[str]
    platform: Mapped[str]
    title: Mapped[dict[str, Any]]
    seed: Mapped[int] = mapped_column(BigInteger)
    mode: Mapped[str]
    started: Mapped[dt.datetime]
    saved: Mapped[dt.datetime]
    ended: Mapped[dt.datetime | None]
    stamp: Mapped[int] = mapped_column(default=0)  # grows with each state of the work that was kept
    work: Mapped[dict[str, Any]] = _whole(Plain)  # what the person has done so far
    parts: Mapped[str] = _whole(Text)  # JSON, as the machine graded them
    counts: Mapped[str] = mapped_column(Text)  # the parts that count now, without remarks; a teacher's word changes it
    total: Mapped[int | None]  # of what counts now
    flags: Mapped[list[str]]
    versions: Mapped[dict[str, Any]] = _whole(Plain)


class ExerciseWordTable(Table):
    """Append-only: a teacher's points for one part; a later word stands beside the earlier one."""

    __tablename__ = "exercise_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise_id: Mapped[int] = mapped_column(_goes_with("exercise.id"), index=True)
    part: Mapped[str]
    points: Mapped[float]
    reason: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="SET NULL"))
    by_name: Mapped[str]
    at: Mapped[dt.datetime]
    seen: Mapped[bool] = mapped_column(default=False)  # by the student
