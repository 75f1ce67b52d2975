"""The roster: one student, a whole class, and clear words for broken lines."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import pytest

from desk import Desk, people
from desk.people import Person
from tests.screens import NOW, Draw, draw, fine, lei, room, say, text_of, wang


def test_one_student_can_be_added(draw: Draw, wang: Person, room: Desk) -> None:
    page = draw("roster", wang)
    for field, value in zip(page.text_input, ("韩梅梅", "hanmei", "battery staple"), strict=True):
        field.set_value(value)
    page = fine(page.form_submit_button[0].click().run())
    assert page.success[0].value == say("{name} can sign in now.", name="韩梅梅")
    assert people.sign_in(room, "hanmei", "battery staple", "127.0.0.1", NOW)


def test_a_pasted_list_needs_no_head(draw: Draw, wang: Person, room: Desk) -> None:
    page = draw("roster", wang)
    page.text_area[0].set_value("林一,lin01,Haike-2026\n周二,zhou02,Haike-2026")
    page = fine(page.form_submit_button[1].click().run())
    assert page.success
    assert people.sign_in(room, "zhou02", "Haike-2026", "127.0.0.1", NOW)


@pytest.mark.parametrize(
    "text", ["林一\tlin01\tHaike-2026\n周二\tzhou02\tHaike-2026", "姓名，账号，密码\n周二，zhou02，Haike-2026"]
)
def test_a_list_from_a_spreadsheet_or_with_chinese_commas_is_read(
    draw: Draw, wang: Person, room: Desk, text: str
) -> None:
    page = draw("roster", wang)
    page.text_area[0].set_value(text)
    page = fine(page.form_submit_button[1].click().run())
    assert page.success and "周二" in text_of(page)  # the list of names is a new one
    assert people.sign_in(room, "zhou02", "Haike-2026", "127.0.0.1", NOW)


def test_a_file_in_gb18030_is_read(draw: Draw, wang: Person, room: Desk) -> None:
    page = draw("roster", wang)
    page.file_uploader[0].upload("名单.csv", "name,login,password\n林一,lin01,Haike-2026\n".encode("gb18030"))
    page = fine(page.form_submit_button[1].click().run())
    assert page.success


def test_broken_lines_are_named_and_nobody_is_added(draw: Draw, wang: Person, room: Desk) -> None:
    page = draw("roster", wang)
    page.text_area[0].set_value("name,login,password\n林一,lin01,Haike-2026\n,,\n周二,lin01,x")
    page = fine(page.form_submit_button[1].click().run())
    assert page.warning[0].value == say("Nobody was added yet. Please correct these lines:")
    assert say("Line {n}", n=4) in text_of(page)
    assert "林一" not in text_of(page).split("<table>")[0]


def test_nothing_pasted_says_so(draw: Draw, wang: Person) -> None:
    page = fine(draw("roster", wang).form_submit_button[1].click().run())
    assert page.warning[0].value == say("Paste a list or choose a file first.")


def test_only_the_sample_class_can_be_removed(draw: Draw, wang: Person) -> None:
    assert not [b for b in draw("roster", wang).button if b.key == "remove"]
