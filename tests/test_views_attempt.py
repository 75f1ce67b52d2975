"""The teacher reads one reply and has the last word on its grade."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import pytest

from desk import Desk, practice, review
from desk.people import Person
from tests.screens import Draw, answered, draw, fine, lei, room, say, text_of, wang, went


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reply_its_grade_and_the_buyer_are_readable(
    draw: Draw, wang: Person, lei: Person, room: Desk, lang: str
) -> None:
    attempt = answered(room, lei)
    text = text_of(draw("attempt", wang, lang, attempt=attempt))
    assert "李雷" in text and "Where is my mug?" in text
    assert say("Grade card", lang) in text


def test_a_changed_level_stands_beside_the_machines_grade(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    attempt = answered(room, lei, "Hello STATUS t1 t2")
    turn = practice.look(room, wang, attempt).turns[0]
    page = draw("attempt", wang, attempt=attempt)
    new = 2 if turn.grade.levels["TON"].value != 2 else 3  # type: ignore[index]
    page.get_by_key(f"level_{turn.id}_TON").set_value(new)
    page.selectbox(key=f"reason_{turn.id}").select(next(iter(review.REASONS)))
    page.text_area(key=f"note_{turn.id}").set_value("读得太死了")
    page = fine(page.form_submit_button[0].click().run())
    seen = practice.look(room, wang, attempt).turns[0]
    assert seen.effective.levels["TON"].value == new  # type: ignore[index]
    assert seen.grade == turn.grade
    assert page.success and "读得太死了" in text_of(page)
    assert say("The machine gave {total}.", total=turn.grade.total) in text_of(page)
    assert review.news(room, lei)


def test_without_a_reason_nothing_changes(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    attempt = answered(room, lei)
    page = draw("attempt", wang, attempt=attempt)
    page = fine(page.form_submit_button[0].click().run())
    assert page.warning
    assert practice.look(room, wang, attempt).turns[0].override is None


def test_an_attempt_without_a_reply_says_so(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    from tests.screens import NOW

    attempt = practice.open_case(room, lei, "mug", "practice", NOW)
    assert say("No reply was sent in this attempt.") in text_of(draw("attempt", wang, attempt=attempt))
