"""The frame around each page: menu of the role, language, sign-out, news, and what happens when a page fails."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from desk import Desk, people, practice, review
from desk.people import Person
from tests.screens import NOW, PASSWORD, answered, fine, lei, room, say, text_of, wang
from views import person as door
from views.pages import STUDENT, TEACHER
from views.trouble import on_script_error

MAIN = str(Path(__file__).parents[1] / "views" / "main.py")


@pytest.fixture
def enter(room: Desk, monkeypatch: pytest.MonkeyPatch) -> object:
    """``enter(somebody)`` gives the whole app as she finds it after signing in."""

    def entered(who: Person | None) -> AppTest:
        token = people.sign_in(room, who.login, PASSWORD, "127.0.0.1", NOW) if who else "made-up"
        monkeypatch.setattr(door, "_opened", lambda: room)
        monkeypatch.setattr(door, "cookie", {door.COOKIE: token, door.FORM_COOKIE: "<form>"}.get)
        return fine(AppTest.from_file(MAIN, default_timeout=20).run())

    return entered


def test_a_student_lands_in_the_inbox_and_can_sign_out(enter, lei: Person) -> None:
    page = enter(lei)
    text = text_of(page)
    assert "Where is my mug?" in text and "李雷" in text
    assert 'action="/signout"' in text and "&lt;form&gt;" in text


def test_a_teacher_lands_on_her_class(enter, wang: Person, lei: Person) -> None:
    assert "商英一班" in text_of(enter(wang))


def test_one_click_changes_the_language_for_good(enter, lei: Person, room: Desk) -> None:
    page = fine(enter(lei).button(key="switch_language").click().run())
    assert say("Do this next", "en") in text_of(page)
    assert say("Do this next", "en") in text_of(enter(lei))


def test_a_revoked_sign_in_ends_at_the_next_run(enter, lei: Person, room: Desk) -> None:
    page = enter(lei)
    people.sign_out_everywhere(room, lei)
    page = fine(page.run())
    assert say("You are signed out. What you wrote is kept.") in text_of(page)
    assert "Where is my mug?" not in text_of(page)


def test_nobody_sees_nothing(enter) -> None:
    assert "Where is my mug?" not in text_of(enter(None))


def test_news_of_a_review_are_shown_once(enter, lei: Person, wang: Person, room: Desk) -> None:
    turn = practice.look(room, wang, answered(room, lei)).turns[0]
    new = 1 if turn.grade.levels["TON"].value != 1 else 2  # type: ignore[index]
    review.review(room, wang, turn.id, {"TON": new}, (), (), next(iter(review.REASONS)), "", dt.datetime.now(dt.UTC))
    page = enter(lei)
    assert say("From your teacher") in text_of(page)
    page = fine(page.button(key="news_seen").click().run())
    assert say("From your teacher") not in text_of(page)


def test_what_is_not_there_is_said_plainly_with_a_way_back(enter, lei: Person) -> None:
    def missing() -> None:
        from content.errors import NotFound
        from views import pages

        def page() -> None:
            raise NotFound("没有这次练习。", "No such attempt.")

        pages.import_module = lambda name: type("Module", (), {"page": staticmethod(page)})
        from views.frame import draw_frame

        draw_frame()

    from views import pages

    real = pages.import_module
    enter(lei)
    try:
        page = fine(AppTest.from_function(missing, default_timeout=20).run())
    finally:
        pages.import_module = real
    assert page.warning[0].value == "没有这次练习。"
    assert page.button(key="home").label == say("Back to the start")


def test_addresses_are_the_same_for_both_roles_where_both_have_the_page() -> None:
    student = {name: s.module for section in STUDENT.values() for name, s in section.items()}
    teacher = {name: s.module for section in TEACHER.values() for name, s in section.items()}
    assert all(teacher[name] == student[name] for name in student.keys() & teacher.keys())


def test_a_failing_page_speaks_plainly_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # the runner leaves its own behind

    def failing() -> None:
        import streamlit as st

        from views.trouble import on_script_error

        if not on_script_error(ValueError("secret detail")):
            st.write("shown by streamlit")

    page = AppTest.from_function(failing).run()
    assert "刷新" in page.error[0].value and "Reload" in page.error[0].value
    assert "secret detail" not in page.error[0].value and not page.markdown


def test_the_error_page_takes_the_error_over() -> None:
    assert on_script_error(ValueError("x")) is True
