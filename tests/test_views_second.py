"""The teacher asks a model by a button; what it proposes stands apart, and what goes wrong is one line."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pydantic import SecretStr
from streamlit.testing.v1 import AppTest

from desk import Desk, practice, second
from desk.people import Person
from reading.opinion.endpoint import Endpoint
from tests.screens import Draw, answered, draw, fine, lei, room, say, text_of, wang, went
from tests.servers import KEY, Handler, serving
from tests.test_second import no_proxy, sensible
from views import person as door

TEXT = "Hello STATUS t1 t2, we will write by 18 June."


def with_model(page: Draw, room: Desk, url: str, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """The same pages on a desk that has a model."""
    asking = replace(room, endpoint=Endpoint(url=url, model="kleines-modell", key=SecretStr(KEY), seconds=5))

    def drawn(module: str, who: Person, lang: str = "zh", **query: object) -> AppTest:
        page(module, who, lang, **query)
        monkeypatch.setattr(door, "_opened", lambda: asking)
        again = AppTest.from_function(_script, args=(module,), default_timeout=20)
        again.session_state["lang"] = lang
        for name, value in query.items():
            again.query_params[name] = str(value)
        return fine(again.run())

    return drawn


def _script(module: str) -> None:
    import importlib

    importlib.import_module(f"views.{module}").page()


def button(page: AppTest) -> Any:
    return next(b for b in page.button if str(b.key).startswith("second_"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_opinion_is_asked_for_and_stands_apart(
    draw: Draw, wang: Person, lei: Person, room: Desk, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    attempt = answered(room, lei, TEXT)
    before = practice.look(room, wang, attempt).turns[0]
    with serving(sensible) as (url, _):
        page = with_model(draw, room, url, monkeypatch)("attempt", wang, lang, attempt=attempt)
        assert say("Second opinion", lang) not in text_of(page)
        page = fine(button(page).click().run())
    text = text_of(page)
    for seen in ("Second opinion", "In both runs", "differs from the grade"):
        assert say(seen, lang) in text
    assert "kleines-modell" in text and "by 18 June" in text and KEY not in text and url not in text
    after = practice.look(room, wang, attempt).turns[0]
    assert (after.grade, after.effective.total) == (before.grade, before.effective.total)


def test_a_model_that_fails_is_one_line_and_the_page_stands(
    draw: Draw, wang: Person, lei: Person, room: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(to: Handler, _: dict[str, Any]) -> None:
        to.say(500, b"{}")

    attempt = answered(room, lei, TEXT)
    with serving(broken) as (url, _):
        page = with_model(draw, room, url, monkeypatch)("attempt", wang, attempt=attempt)
        page = fine(button(page).click().run())
    assert len(page.warning) == 1 and "状态 500" in page.warning[0].value
    assert say("Grade card") in text_of(page) and say("Second opinion") not in text_of(page)
    assert not fine(page.run()).warning


def test_without_a_model_there_is_no_button_and_no_switch(draw: Draw, wang: Person, lei: Person, room: Desk) -> None:
    page = draw("attempt", wang, attempt=answered(room, lei, TEXT))
    assert not [b for b in page.button if str(b.key).startswith("second_")]
    assert not [t for t in draw("roster", wang).toggle if t.key == "second_shown"]


def test_students_see_it_once_the_teacher_says_so(
    draw: Draw, wang: Person, lei: Person, room: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = answered(room, lei, TEXT)
    with serving(sensible) as (url, _):
        pages = with_model(draw, room, url, monkeypatch)
        fine(button(pages("attempt", wang, attempt=attempt)).click().run())
        assert say("Second opinion") not in text_of(draw("practice", lei, attempt=attempt))
        fine(pages("roster", wang).toggle(key="second_shown").set_value(True).run())
    assert second.shown_to_class(room, wang)
    seen = text_of(draw("practice", lei, attempt=attempt))
    assert say("Second opinion") in seen and "kleines-modell" in seen


def test_replies_to_look_at_say_that_an_opinion_differs(
    draw: Draw, wang: Person, lei: Person, room: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = answered(room, lei, TEXT)
    with serving(sensible) as (url, _):
        fine(button(with_model(draw, room, url, monkeypatch)("attempt", wang, attempt=attempt)).click().run())
    name = say("second opinion: {what}", what="TEST").split("TEST")[0]
    assert name in text_of(draw("attempts", wang))
