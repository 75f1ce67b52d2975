"""A student sees how she does and what to do next."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import json

import pytest

from desk import Desk
from desk.people import Person
from tests.screens import Draw, answered, draw, fine, lei, room, say, text_of, wang, went
from views import charts


def test_before_the_first_reply_the_page_says_what_to_do(draw: Draw, lei: Person, went: list) -> None:
    page = draw("progress", lei)
    assert say("No graded reply yet. The first one fills this page.") in text_of(page)
    fine(page.button(key="to_inbox").click().run())
    assert went[0][0] in ("", "inbox")  # the landing page has no address of its own


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_charts_carry_figures_and_words_for_those_who_do_not_see_them(
    draw: Draw, lei: Person, room: Desk, lang: str
) -> None:
    for case in ("mug", "size", "shoes"):
        answered(room, lei, "Hello STATUS GREET t1 t2", case)
    page = draw("progress", lei, lang)
    charts = page.get("vega_lite_chart")
    assert len(charts) >= 4
    for chart in charts:
        assert chart.proto.alt
        assert json.loads(chart.proto.spec)["$schema"]
    assert [s.value for s in page.subheader][:2] == [say("Points over time", lang), say("Levels by criterion", lang)]


def test_the_next_case_comes_with_its_reason(draw: Draw, lei: Person, room: Desk, went: list) -> None:
    answered(room, lei)
    page = draw("progress", lei)
    assert say("Practise this next") in text_of(page)
    fine(page.button(key="start_next").click().run())
    assert went[0][0] == "desk"


def test_a_teacher_sees_a_students_page_and_no_stranger_does(draw: Draw, lei: Person, wang: Person, room: Desk) -> None:
    answered(room, lei)
    page = draw("progress", wang, student=lei.id)
    assert "李雷" in text_of(page)
    assert not [b for b in page.button if b.key == "start_next"]


def test_figures_on_charts_have_the_ink_of_the_page() -> None:
    spec = charts.bars_spec((("a", 50.0, "50"),), 100.0)
    for theme in ("light", "dark"):
        drawn = json.dumps(charts.inked(spec, theme))
        assert charts.INKS[theme] in drawn and charts.INK not in drawn
    assert charts.inked(spec, None) == spec
