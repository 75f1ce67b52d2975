"""One's own account: language, password, the end of every sign-in."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

from streamlit.testing.v1 import AppTest

from desk import Desk, people
from desk.people import Person
from tests.screens import NOW, PASSWORD, Draw, draw, fine, lei, room, say, wang


def change(page: AppTest, old: str, new: str, again: str) -> AppTest:
    for field, value in zip(page.text_input, (old, new, again), strict=True):
        field.set_value(value)
    return fine(page.form_submit_button[0].click().run())


def test_the_language_is_kept_with_the_person(draw: Draw, lei: Person, room: Desk) -> None:
    page = draw("account", lei)
    token = people.sign_in(room, lei.login, PASSWORD, "127.0.0.1", NOW)
    page = fine(page.get_by_key("account_lang").set_value("en").run())
    assert people.who(room, token, NOW).lang == "en"  # type: ignore[union-attr]


def test_a_wrong_or_unequal_password_changes_nothing(draw: Draw, lei: Person, room: Desk) -> None:
    page = change(draw("account", lei), PASSWORD, "new battery", "other battery")
    assert page.warning[0].value == say("The two new passwords are not the same.")
    page = change(draw("account", lei), "wrong", "new battery", "new battery")
    assert page.warning
    assert people.sign_in(room, lei.login, PASSWORD, "127.0.0.1", NOW)


def test_a_new_password_signs_in(draw: Draw, lei: Person, room: Desk) -> None:
    page = change(draw("account", lei), PASSWORD, "a new battery", "a new battery")
    assert page.success
    assert people.sign_in(room, lei.login, "a new battery", "127.0.0.1", NOW)


def test_signing_out_everywhere_ends_other_sign_ins(draw: Draw, lei: Person, room: Desk) -> None:
    other = people.sign_in(room, lei.login, PASSWORD, "10.0.0.1", NOW)
    fine(draw("account", lei).button(key="everywhere").click().run())
    assert people.who(room, other, NOW) is None
