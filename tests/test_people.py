"""Accounts: signing in, being locked out, class lists, and the sample class's one click."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import NotAllowed
from desk import Desk, people
from desk.account import fits, hashed, login_of
from desk.people import Person
from desk.roster import harmless, parse
from store import people as kept
from store.people import Newcomer
from tests.conftest import NOW

MINUTE = dt.timedelta(minutes=1)


def enter(desk: Desk, password: str = "battery staple", now: dt.datetime = NOW, login: str = "lilei") -> str:
    return people.sign_in(desk, login, password, "10.0.0.1", now)


def test_the_right_password_opens_a_sign_in_that_lasts_thirty_days(desk: Desk, student: Person) -> None:
    token = enter(desk)
    assert len(token) >= 43
    assert people.who(desk, token, NOW) == student
    assert people.who(desk, token, NOW + dt.timedelta(days=29)) == student
    assert people.who(desk, token, NOW + dt.timedelta(days=30)) is None
    assert people.who(desk, token + "x", NOW) is None and people.who(desk, "", NOW) is None


def test_neither_token_nor_password_is_in_the_database(desk: Desk, student: Person) -> None:
    token = enter(desk)
    with desk.store.engine.connect() as connection:
        rows = [str(connection.exec_driver_sql(f"SELECT * FROM {t}").fetchall()) for t in ("person", "sign_in")]
    assert "$argon2id$" in rows[0] and "battery staple" not in rows[0] and token not in rows[1]


def test_a_login_is_found_however_it_is_typed(desk: Desk, student: Person) -> None:
    assert people.who(desk, enter(desk, login="  \uff2ciLei "), NOW) == student  # full-width letters are the same login


def test_wrong_password_and_unknown_login_sound_the_same(desk: Desk, student: Person) -> None:
    said = set()
    for login in ("lilei", "nobody", "", "a\0b", "x" * 500):
        with pytest.raises(NotAllowed) as refused:
            enter(desk, "wrong", login=login)
        said.add(refused.value.zh)
    assert len(said) == 1


def test_five_failures_lock_the_login_for_fifteen_minutes(desk: Desk, student: Person, classmate: Person) -> None:
    for n in range(5):
        with pytest.raises(NotAllowed, match="wrong"):
            enter(desk, "wrong", NOW + n * MINUTE)
    with pytest.raises(NotAllowed, match="Too many"):
        enter(desk, now=NOW + 18 * MINUTE)
    assert enter(desk, login="hanmeimei", now=NOW + 5 * MINUTE)
    assert enter(desk, now=NOW + 20 * MINUTE)


def test_failures_spread_over_time_do_not_lock(desk: Desk, student: Person) -> None:
    for n in range(8):
        with pytest.raises(NotAllowed, match="wrong"):
            enter(desk, "wrong", NOW + 4 * n * MINUTE)
    assert enter(desk, now=NOW + 33 * MINUTE)


def test_success_forgets_the_failures_before_it(desk: Desk, student: Person) -> None:
    for _ in range(3):
        for _ in range(4):
            with pytest.raises(NotAllowed, match="wrong"):
                enter(desk, "wrong")
        assert enter(desk)


def test_twenty_failures_lock_the_address_for_all_logins(desk: Desk, student: Person) -> None:
    for n in range(20):
        with pytest.raises(NotAllowed, match="wrong"):
            enter(desk, "wrong", login=f"guess{n}")
    with pytest.raises(NotAllowed, match="Too many"):
        enter(desk)
    assert people.sign_in(desk, "lilei", "battery staple", "10.0.0.2", NOW)


def test_many_guesses_at_once_cannot_slip_past_the_lock(desk: Desk, student: Person) -> None:
    def guess(n: int) -> str:
        try:
            return enter(desk, f"guess {n}")
        except NotAllowed as refused:
            return refused.en

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(guess, range(12)))
    assert sum("wrong" in text for text in said) == 5
    assert sum("Too many" in text for text in said) == 7


def test_signing_out_ends_one_and_everywhere_ends_all(desk: Desk, student: Person, classmate: Person) -> None:
    first, second, third, other = enter(desk), enter(desk), enter(desk), enter(desk, login="hanmeimei")
    people.sign_out(desk, first)
    assert people.who(desk, first, NOW) is None and people.who(desk, second, NOW) == student
    assert people.sign_out_everywhere(desk, student) == 2
    assert people.who(desk, third, NOW) is None and people.who(desk, other, NOW) == classmate
    people.sign_out(desk, "never was")


def test_a_new_password_needs_the_old_one_and_ends_all_sign_ins(desk: Desk, student: Person) -> None:
    token = enter(desk)
    with pytest.raises(NotAllowed, match="old"):
        people.change_password(desk, student, "wrong", "a new password", NOW)
    with pytest.raises(NotAllowed, match="characters"):
        people.change_password(desk, student, "battery staple", "short", NOW)
    people.change_password(desk, student, "battery staple", "新的密码 一二三四", NOW)
    assert people.who(desk, token, NOW) is None
    assert enter(desk, "新的密码 一二三四")
    with pytest.raises(NotAllowed, match="wrong"):
        enter(desk)


def test_guessing_the_old_password_locks_too(desk: Desk, student: Person) -> None:
    for _ in range(5):
        with pytest.raises(NotAllowed, match="old"):
            people.change_password(desk, student, "wrong", "a new password", NOW)
    with pytest.raises(NotAllowed, match="Too many"):
        people.change_password(desk, student, "battery staple", "a new password", NOW)


def test_the_language_is_kept(desk: Desk, student: Person) -> None:
    token = enter(desk)
    people.set_lang(desk, student, "en")
    found = people.who(desk, token, NOW)
    assert found is not None and found.lang == "en"
    with pytest.raises(NotAllowed):
        people.set_lang(desk, student, "fr")  # type: ignore[arg-type]


def test_only_teachers_add_students_and_logins_are_unique(desk: Desk, teacher: Person, student: Person) -> None:
    assert (student.classroom, student.role) == ("商英一班", "student")
    with pytest.raises(NotAllowed):
        people.add_student(desk, student, "谁", "who", "battery staple")
    for name, login, password in (
        ("李雷", "LILEI", "battery staple"),
        ("", "x", "battery staple"),
        ("x", "a b", "y" * 9),
    ):
        with pytest.raises(NotAllowed):
            people.add_student(desk, teacher, name, login, password)


ROSTER = "姓名,账号,密码\n张三,zhangsan,password1\n李四,lisi,password2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_class_list_is_read_in_every_usual_encoding(desk: Desk, teacher: Person, encoding: str) -> None:
    result = people.import_roster(desk, teacher, ROSTER.encode(encoding))
    assert result.errors == () and [p.name for p in result.added] == ["张三", "李四"]
    assert enter(desk, "password2", login="lisi")


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("", 0, "空"),
        ("姓名,账号,密码\n", 0, "没有学生"),
        ("姓名,密码\n张三,password1\n", 1, "账号"),
        ("name,login,password\nA,a,password1\nB,A,password2\n", 3, "第 2 行"),
        ("name,login,password\nA,a,password1\nB,taken,password2\n", 3, "已经有人"),
        ("name,login,password\nA,a,password1\n=cmd|' /C calc'!A0,b,password2\n", 3, "公式"),
        ("name,login,password\nA,a,password1\nB,+b,password2\n", 3, "公式"),
        ("name,login,password\nA,a,short\n", 2, "密码"),
        ("name,login,password\nA,a b,password1\n", 2, "账号"),
        ('name,login,password\n"A,a,password1\n', 0, "CSV"),
        ("name,login,password\nA\n", 2, "密码"),
    ],
)
def test_a_bad_class_list_names_the_line_and_adds_nobody(
    desk: Desk, teacher: Person, text: str, line: int, word: str
) -> None:
    people.add_student(desk, teacher, "T", "taken", "battery staple")
    result = people.import_roster(desk, teacher, text.encode())
    assert result.added == ()
    assert any(error.line == line and word in error.text["zh"] for error in result.errors), result.errors
    assert len(kept.students_of(desk.store, teacher)) == 1


def test_every_bad_line_is_named_at_once(desk: Desk, teacher: Person) -> None:
    rows = "name;login;password\nA;a;x\nB;b;password1\n;c;password1\n"
    assert [error.line for error in people.import_roster(desk, teacher, rows.encode()).errors] == [2, 4]


@given(st.binary(max_size=300))
def test_any_bytes_give_entries_or_errors(data: bytes) -> None:
    entries, errors = parse(data)
    assert entries or errors


@given(st.text())
def test_no_exported_cell_starts_like_a_formula(text: str) -> None:
    cell = harmless(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@")) and cell.endswith(text)


@given(st.text(max_size=40))
def test_a_login_has_one_form(text: str) -> None:
    assert login_of(login_of(text)) == login_of(text)


def test_a_password_fits_only_its_own_hash() -> None:
    kept_hash = hashed("correct horse")
    assert fits("correct horse", kept_hash)
    assert not any(fits(wrong, kept_hash) for wrong in ("", "Correct horse", "correct horse\0", "x" * 10_000))
    assert not fits("nobody has this password", None)


def test_one_click_enters_the_sample_class_only_while_there_is_one(desk: Desk, student: Person) -> None:
    nobody = Newcomer(login="demo-teacher", name="演示", password=None)
    pupil = Newcomer(login="demo-1", name="小张", password=None)
    sample = kept.add_class(desk.store, "示例", nobody, [pupil], sample=True)
    assert [p.login for p in people.demo_people(desk)] == ["demo-teacher", "demo-1"]
    token = people.demo_sign_in(desk, "demo-1", NOW)
    found = people.who(desk, token, NOW)
    assert found is not None and found.sample
    for login in ("lilei", "wang", "nobody"):
        with pytest.raises(NotAllowed):
            people.demo_sign_in(desk, login, NOW)
    with pytest.raises(NotAllowed):
        enter(desk, "", login="demo-1")
    with pytest.raises(NotAllowed):
        people.add_student(desk, sample, "真人", "real", "battery staple")
    with pytest.raises(NotAllowed):
        people.remove_sample_class(desk, student)
    people.remove_sample_class(desk, sample)
    assert people.demo_people(desk) == () and people.who(desk, token, NOW) is None
    with pytest.raises(NotAllowed):
        people.demo_sign_in(desk, "demo-1", NOW)
    assert enter(desk)
