"""Accounts and sign-in: who may come in, for how long, and who sits in which class."""

from __future__ import annotations

import datetime as dt
import secrets

from content.errors import NotAllowed
from desk.account import fits, hashed, login_of, settings, sound_login, sound_name, token_hash
from desk.house import Desk
from desk.roster import RowError as RowError
from desk.roster import parse
from reading.nouns import Frozen, Lang
from store import people, signins
from store.nouns import Person as Person
from store.people import Newcomer


class RosterResult(Frozen):
    """Either everybody was added or nobody was and ``errors`` say why."""

    added: tuple[Person, ...] = ()
    errors: tuple[RowError, ...] = ()


def sign_in(desk: Desk, login: str, password: str, address: str, now: dt.datetime) -> str:
    """A random token for the cookie. Raises NotAllowed for a wrong pair and while locked out (people.yaml)."""
    lock = settings()["lock_out"]
    typed = login_of(login)[: settings()["login"]["at_most"] + 1]
    limits = (lock["failures_per_login"], lock["failures_per_address"])
    if not signins.try_once(desk.store, typed, address, now, limits, dt.timedelta(minutes=lock["minutes"])):
        raise NotAllowed(
            f"失败次数太多，请等 {lock['minutes']} 分钟再试，或请老师帮忙。",
            f"Too many failed tries. Wait {lock['minutes']} minutes, or ask your teacher.",
        )
    found = people.by_login(desk.store, typed)
    if not fits(password, found[1] if found else None) or found is None:
        raise NotAllowed("账号或密码不对。", "The account or the password is wrong.")
    signins.passed(desk.store, typed)
    return _open(desk, found[0], now)


def demo_people(desk: Desk) -> tuple[Person, ...]:
    """The people of the sample class, teacher first; empty once it is removed."""
    return people.sample_people(desk.store)


def demo_sign_in(desk: Desk, login: str, now: dt.datetime) -> str:
    """A token for a sample person. Raises NotAllowed for anybody else."""
    found = next((one for one in demo_people(desk) if one.login == login_of(login)), None)
    if found is None:
        raise NotAllowed("示例班级已经不在了，请用账号登录。", "The sample class is gone; sign in with an account.")
    return _open(desk, found, now)


def who(desk: Desk, token: str, now: dt.datetime) -> Person | None:
    """Whose token this is; None when it is unknown, revoked or expired."""
    return signins.owner(desk.store, token_hash(token), now) if token else None


def sign_out(desk: Desk, token: str) -> None:
    """Ends one sign-in; nothing happens when there is none."""
    signins.revoke(desk.store, token_hash(token))


def sign_out_everywhere(desk: Desk, person: Person) -> int:
    """Ends all sign-ins of this person; how many there were."""
    return signins.revoke_all(desk.store, person)


def set_lang(desk: Desk, person: Person, lang: Lang) -> None:
    """Keeps the language this person reads. Raises NotAllowed for any but "zh" and "en"."""
    if lang not in ("zh", "en"):
        raise NotAllowed("界面语言只有中文和英文。", "The interface speaks Chinese and English only.")
    people.set_lang(desk.store, person, lang)


def change_password(desk: Desk, person: Person, old: str, new: str, now: dt.datetime) -> None:
    """Raises NotAllowed when ``old`` is wrong or ``new`` too short. Ends all sign-ins of this person.

    Wrong old passwords count like failed sign-ins: a browser left open is no place to guess.
    """
    lock = settings()["lock_out"]
    limits = (lock["failures_per_login"], lock["failures_per_address"])
    window = dt.timedelta(minutes=lock["minutes"])
    if not signins.try_once(desk.store, person.login, "", now, limits, window):
        raise NotAllowed("失败次数太多，请稍后再试。", "Too many failed tries; try again later.")
    if not fits(old, people.password_of(desk.store, person)):
        raise NotAllowed("原密码不对。", "The old password is wrong.")
    kept = hashed(new)
    signins.passed(desk.store, person.login)
    people.set_password(desk.store, person, kept)
    signins.revoke_all(desk.store, person)


def add_teacher(desk: Desk, name: str, login: str, password: str, classroom: str) -> Person:
    """A teacher with a class of that name; for whoever runs the machine. Raises NotAllowed."""
    teacher = Newcomer(login=sound_login(login), name=sound_name(name), password=hashed(password))
    return people.add_class(desk.store, sound_name(classroom), teacher)


def add_student(desk: Desk, teacher: Person, name: str, login: str, password: str) -> Person:
    """A student in this teacher's class. Raises NotAllowed when the login is taken or a field is wrong."""
    _needs_own_class(teacher)
    newcomer = Newcomer(login=sound_login(login), name=sound_name(name), password=hashed(password))
    return people.add_students(desk.store, teacher, (newcomer,))[0]


def import_roster(desk: Desk, teacher: Person, data: bytes) -> RosterResult:
    """Students from a CSV in UTF-8 (with or without BOM) or GB18030 with name, login, password. All or nobody."""
    _needs_own_class(teacher)
    entries, errors = parse(data)
    known = people.taken(desk.store, [entry.login for entry in entries])
    also = [
        RowError(line=entry.line, text={"zh": "账号已经有人使用。", "en": "The account is taken."})
        for entry in entries
        if entry.login in known
    ]
    if errors or also:
        return RosterResult(errors=tuple(sorted((*errors, *also), key=lambda error: error.line)))
    newcomers = [Newcomer(login=e.login, name=e.name, password=hashed(e.password)) for e in entries]
    return RosterResult(added=people.add_students(desk.store, teacher, newcomers))


def remove_sample_class(desk: Desk, teacher: Person) -> None:
    """Removes the sample class with all its rows; the demo choice goes with it. Raises NotAllowed for a student."""
    people.remove_sample(desk.store, teacher)


def _needs_own_class(teacher: Person) -> None:
    if teacher.role != "teacher":
        raise NotAllowed("只有老师可以添加学生。", "Only a teacher can add students.")
    if teacher.sample:
        raise NotAllowed(
            "示例班级里不能添加真实学生，请用自己的老师账号。",
            "Real students cannot join the sample class; use a teacher's account of your own.",
        )


def _open(desk: Desk, person: Person, now: dt.datetime) -> str:
    token = secrets.token_urlsafe(32)
    expires = now + dt.timedelta(days=settings()["sign_in"]["days"])
    signins.add(desk.store, person, token_hash(token), now, expires)
    return token
