"""The inbox shows what to do next and opens it."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import pytest

from desk import Desk, practice
from desk.people import Person
from tests.screens import NOW, Draw, answered, draw, fine, lei, room, say, text_of, wang, went


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_case_is_listed_with_buyer_clock_and_state(draw: Draw, lei: Person, lang: str) -> None:
    page = draw("inbox", lei, lang)
    text = text_of(page)
    assert "Maria" in text and "Where is my mug?" in text
    assert say("New", lang) in text and say("Do this next", lang) in text
    assert {b.key for b in page.button} >= {"start", "open_mug", "open_size", "open_shoes"}


def test_a_draft_comes_first(draw: Draw, lei: Person, room: Desk) -> None:
    attempt = practice.open_case(room, lei, "size", "practice", NOW)
    practice.save_draft(room, lei, attempt, "Dear", NOW)
    page = draw("inbox", lei)
    assert say("You have an unfinished reply here.") in text_of(page)
    assert page.button(key="start").label == say("Go on writing")
    assert say("Draft") in text_of(page)


def test_a_click_opens_the_case(draw: Draw, lei: Person, room: Desk, went: list) -> None:
    fine(draw("inbox", lei).button(key="open_size").click().run())
    attempt = practice.attempts_of(room, lei, "size")[0]
    assert went == [("desk", {"attempt": str(attempt.id)})]
    assert attempt.mode == "practice"


def test_test_mode_is_one_choice_away(draw: Draw, lei: Person, room: Desk, went: list) -> None:
    page = draw("inbox", lei)
    page.session_state["mode"] = "test"
    fine(page.run().button(key="open_mug").click().run())
    assert practice.attempts_of(room, lei, "mug")[0].mode == "test"


def test_filters_narrow_the_list(draw: Draw, lei: Person) -> None:
    page = draw("inbox", lei)
    page = fine(page.selectbox(key="filter_platform").select("ebay").run())
    assert [b.key for b in page.button if b.key and b.key.startswith("open_")] == ["open_size"]
    page = fine(page.selectbox(key="filter_stage").select("dispute").run())
    assert say("No case fits these filters.") in text_of(page)


def test_the_best_score_is_shown(draw: Draw, lei: Person, room: Desk) -> None:
    answered(room, lei)
    best = practice.inbox(room, lei)[0].best
    assert f'<span class="best">{best}' in text_of(draw("inbox", lei))


def test_a_teacher_can_try_the_cases_herself(draw: Draw, wang: Person, room: Desk, went: list) -> None:
    fine(draw("inbox", wang).button(key="start").click().run())
    attempt = int(went[0][1]["attempt"])
    assert practice.look(room, wang, attempt).person_id == wang.id


def test_the_chosen_mode_also_holds_for_the_case_on_top(draw: Draw, lei: Person, room: Desk, went: list) -> None:
    page = draw("inbox", lei)
    page.session_state["mode"] = "test"
    fine(page.run().button(key="start").click().run())
    assert practice.look(room, lei, int(went[0][1]["attempt"])).mode == "test"
