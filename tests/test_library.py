"""The shelf of letters and rules is read whole, or says which file, line and field is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.errors import ContentError
from desk import Desk, library
from desk.shelf import CONTENT, load_letters, load_rules
from scenarios.nouns import PLATFORMS

LETTER = """
- id: b
  title: {zh: 乙, en: B}
  genre: MSG-31
  stage: after-sale
  platforms: [amazon, ebay]
  language: en
  text: "Dear {name}, your parcel is in {place}."
  slots: [name, place]
  source: [MSG-31]
  notes: {zh: 说明, en: A note}
- {id: a, title: {zh: 甲, en: A}, text: 您好}
"""


def test_letters_come_by_id_with_their_slots(tmp_path: Path) -> None:
    (tmp_path / "some.yaml").write_text(LETTER, encoding="utf-8")
    first, second = load_letters(tmp_path)
    assert (first.id, first.platforms, first.language) == ("a", (), "en")
    assert (second.slots, second.notes["zh"]) == (("name", "place"), "说明")


@pytest.mark.parametrize(
    ("bad", "line", "field"),
    [("- {id: x, title: {zh: 甲, en: A}}", 1, "text"), ("\n- id: x\n  title: {zh: 甲}\n  text: [1]\n", 4, "text")],
)
def test_a_broken_letter_names_file_line_and_field(tmp_path: Path, bad: str, line: int, field: str) -> None:
    (tmp_path / "bad.yaml").write_text(bad, encoding="utf-8")
    with pytest.raises(ContentError) as wrong:
        load_letters(tmp_path)
    assert (wrong.value.line, wrong.value.field) == (line, field)
    assert "bad.yaml" in wrong.value.zh


def test_empty_shelves_are_no_error(tmp_path: Path) -> None:
    assert load_letters(tmp_path / "none") == ()
    assert load_rules(tmp_path / "none"), "the rule sheets have notes of their own"


def test_every_platform_has_rules_with_sources_in_both_languages(tmp_path: Path) -> None:
    pages = load_rules()
    for platform in PLATFORMS:
        mine = [page for page in pages if page.platform == platform]
        assert len(mine) >= 5, platform
        assert all(page.title["zh"] and page.text["zh"] and page.text["en"] and page.sources for page in mine)
    assert len({page.id for page in pages}) == len(pages)


def test_a_page_written_for_a_rule_replaces_the_note_of_the_sheet(tmp_path: Path) -> None:
    note = next(page for page in load_rules(tmp_path / "none") if page.platform == "ebay")
    (tmp_path / "ebay.yaml").write_text(
        f"- {{id: {note.id}, platform: ebay, title: {{zh: 新, en: New}}, text: {{zh: 文, en: Text}}}}", encoding="utf-8"
    )
    (page,) = [page for page in load_rules(tmp_path) if page.id == note.id]
    assert page.title["zh"] == "新"


def test_the_desk_gives_letters_rules_and_names(desk: Desk) -> None:
    assert [letter.id for letter in library.letters(desk)] == ["l1"]
    assert library.rules(desk, "amazon") == ()
    assert library.name("GREET", "zh") != "GREET" and library.name("amazon", "zh") == "亚马逊"
    assert library.name("no-such-code", "en") == "no such code"


def test_our_own_letters_are_whole() -> None:
    letters = load_letters()
    if not (CONTENT / "letters").is_dir():
        pytest.skip("no letters are on the shelf yet")
    assert len({letter.id for letter in letters}) == len(letters) >= 30
    assert all(letter.title.get("zh") and letter.title.get("en") and letter.source for letter in letters)
