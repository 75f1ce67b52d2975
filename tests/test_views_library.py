"""Letters, rules and the guide can be read in both languages."""

# ruff: noqa: F401, F811 (fixtures are found by name)
from __future__ import annotations

import dataclasses

import pytest

from content.words import words
from desk import Desk
from desk.people import Person
from desk.shelf import load_letters, load_rules
from reading.nouns import Move
from tests.screens import Draw, draw, fine, lei, room, say, text_of, wang
from views import person as door
from views.tools import letter_html


@pytest.fixture
def shelved(room: Desk, monkeypatch: pytest.MonkeyPatch, draw: Draw) -> Draw:
    """Draws on a desk with the real letters and rules."""
    full = dataclasses.replace(room, letters=load_letters(), rules=load_rules())

    def drawn(*args: object, **more: object) -> object:
        page = draw(*args, **more)
        monkeypatch.setattr(door, "_opened", lambda: full)
        return fine(page.run())

    return drawn


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_letter_is_shown_with_its_places_to_fill_in(shelved: Draw, lei: Person, lang: str) -> None:
    page = shelved("letters", lei, lang)
    assert len(page.radio(key="letter_chosen").options) >= 30
    assert '<span class="slot">' in text_of(page)
    page = fine(page.selectbox(key="letters_platform").select("taobao").run())
    assert page.radio(key="letter_chosen").options


def test_a_letter_is_text_even_when_it_looks_like_a_page() -> None:
    assert letter_html("<b>{buyer_name}</b>") == '&lt;b&gt;<span class="slot">buyer name</span>&lt;/b&gt;'


@pytest.mark.parametrize("platform", ["amazon", "ebay", "aliexpress", "wish", "dhgate", "taobao"])
def test_every_platform_has_rules_with_their_sources(shelved: Draw, lei: Person, platform: str) -> None:
    page = shelved("rules", lei)
    page.session_state["rules_platform"] = platform
    text = text_of(fine(page.run()))
    assert any(words("zh").name("platform", platform) in e.label for e in page.expander)
    assert "出处" in text


def test_the_course_handbook_is_drawn_as_markdown_with_its_tables(shelved: Draw, lei: Person) -> None:
    page = shelved("rules", lei)
    page.session_state["rules_platform"] = "handbook"
    page = fine(page.run())
    assert len(page.expander) >= 20
    assert any("| --- |" in m.value for m in page.markdown)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_guide_names_every_move_violation_and_ceiling(shelved: Draw, lei: Person, lang: str) -> None:
    text = text_of(shelved("guide", lei, lang)).replace("&#x27;", "'")
    names = words(lang)
    assert all(names.name("move about", m) in text for m in Move if m is not Move.OTHER)
    assert all(names.name("violation", f"V{n:02d}") in text for n in range(1, 16))
    assert names.name("gate", "SLOTS") in text and names.name("level LAN", 0) in text
