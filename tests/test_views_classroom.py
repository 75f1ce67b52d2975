"""The teacher's class on one page, and the list of replies."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import pytest

from desk import Desk
from desk.people import Person
from tests.screens import Draw, answered, draw, fine, lei, room, say, text_of, wang, went
from views.attempts import flag_words


def test_an_empty_class_says_what_to_do(draw: Draw, wang: Person) -> None:
    assert say("No students yet. Add them on the roster page.") in text_of(draw("classroom", wang))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_students_weak_criteria_and_the_queue_are_on_one_page(
    draw: Draw, wang: Person, lei: Person, room: Desk, lang: str
) -> None:
    answered(room, lei, "V09 t1")
    page = draw("classroom", wang, lang)
    assert "李雷" in text_of(page)
    assert say("Class mean by criterion", lang) in [s.value for s in page.subheader]
    assert len(page.get("vega_lite_chart")) == 1
    assert page.get("download_button")


def test_a_click_on_a_student_leads_to_her_replies(
    draw: Draw, wang: Person, lei: Person, room: Desk, went: list
) -> None:
    answered(room, lei)
    fine(draw("classroom", wang).button(key=f"open_student_{lei.id}").click().run())
    assert went == [("attempts", {"student": str(lei.id)})]


def test_a_student_has_no_way_in(draw: Draw, lei: Person) -> None:
    with pytest.raises(AssertionError):  # NotAllowed reaches the frame, which draws its words
        draw("classroom", lei)


def test_the_list_of_replies_opens_one(draw: Draw, wang: Person, lei: Person, room: Desk, went: list) -> None:
    attempt = answered(room, lei)
    page = draw("attempts", wang, student=lei.id)
    assert "李雷" in text_of(page)
    fine(page.button(key=f"open_attempts_{attempt}").click().run())
    assert went[-1] == ("attempt", {"attempt": str(attempt)})


def test_only_those_that_need_a_look(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    answered(room, lei, "Hello STATUS t1 t2 and eight more words so that it is long enough")
    page = draw("attempts", wang)
    assert not page.toggle(key="attempts_flagged").value
    fine(page.toggle(key="attempts_flagged").set_value(True).run())


def test_why_a_person_should_look_is_said_in_words() -> None:
    from content.words import words

    zh = words("zh")
    assert flag_words("gate:CRITICAL", zh) == "严重违规"
    assert flag_words("unsure:TON", zh) == "拿不准：语气与同理"
    assert flag_words("short", zh) == "很短"
    assert flag_words("something_new", zh) == "值得看看"
