"""Accounts and sign-in: who may come in, for how long, and who sits in which class."""

from __future__ import annotations

import datetime as dt

from desk.house import Desk
from reading.nouns import Frozen, Lang
from scenarios.nouns import Text
from store.nouns import Person as Person


class RowError(Frozen):
    """What is wrong with one line (1-based, the header is line 1; 0: the whole file) of a roster."""

    line: int
    text: Text


class RosterResult(Frozen):
    """Either everybody was added or nobody was and ``errors`` say why."""

    added: tuple[Person, ...] = ()
    errors: tuple[RowError, ...] = ()


def sign_in(desk: Desk, login: str, password: str, address: str, now: dt.datetime) -> str:
    """A random token for the cookie. Raises NotAllowed for a wrong pair and while locked out."""
    raise NotImplementedError


def demo_people(desk: Desk) -> tuple[Person, ...]:
    """The people of the sample class, teacher first; empty once it is removed."""
    raise NotImplementedError


def demo_sign_in(desk: Desk, login: str, now: dt.datetime) -> str:
    """A token for a sample person. Raises NotAllowed for anybody else."""
    raise NotImplementedError


def who(desk: Desk, token: str, now: dt.datetime) -> Person | None:
    """Whose token this is; None when it is unknown, revoked or expired."""
    raise NotImplementedError


def sign_out(desk: Desk, token: str) -> None:
    """Ends one sign-in."""
    raise NotImplementedError


def sign_out_everywhere(desk: Desk, person: Person) -> int:
    """Ends all sign-ins of this person; how many there were."""
    raise NotImplementedError


def set_lang(desk: Desk, person: Person, lang: Lang) -> None:
    """Keeps the language this person reads."""
    raise NotImplementedError


def change_password(desk: Desk, person: Person, old: str, new: str, now: dt.datetime) -> None:
    """Raises NotAllowed when ``old`` is wrong or ``new`` too short. Ends all sign-ins of this person."""
    raise NotImplementedError


def add_teacher(desk: Desk, name: str, login: str, password: str, classroom: str) -> Person:
    """A teacher with a class of that name; for whoever runs the machine."""
    raise NotImplementedError


def add_student(desk: Desk, teacher: Person, name: str, login: str, password: str) -> Person:
    """A student in this teacher's class. Raises NotAllowed when the login is taken or a field is wrong."""
    raise NotImplementedError


def import_roster(desk: Desk, teacher: Person, data: bytes) -> RosterResult:
    """Students from a CSV in UTF-8 (with or without BOM) or GB18030 with name, login, password. All or nobody."""
    raise NotImplementedError


def remove_sample_class(desk: Desk, teacher: Person) -> None:
    """Removes the sample class with all its rows; the demo choice goes with it."""
    raise NotImplementedError
