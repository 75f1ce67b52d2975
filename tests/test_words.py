"""The words of the interface are complete in both languages, and no screen brings words of its own."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from content.loader import load_yaml
from content.words import LANGS, Words, catalogue, catalogue_path, words
from desk import queue
from desk.exercises import KINDS
from grading.nouns import Criterion
from grading.rubric import load_rubric
from reading.nouns import Flag, Move
from scenarios.nouns import PLATFORMS, STAGES, End
from views.agreement_report import JUDGES, LEVEL_FIGURES, WHOLE

ROOT = Path(__file__).parents[1]
SCREENS = [*sorted((ROOT / "views").glob("*.py")), ROOT / "app.py", ROOT / "content" / "words.py"]
CHINESE = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff00-\uffef]")
VIOLATIONS = [f"V{n:02d}" for n in range(1, 16)]
CODES: dict[str, list[str]] = {
    "criterion": list(Criterion),
    "criterion about": list(Criterion),
    "criterion short": list(Criterion),
    **{f"level {c}": [str(n) for n in range(5)] for c in Criterion},
    "move": list(Move),
    "move about": [m for m in Move if m is not Move.OTHER],
    "violation": VIOLATIONS,
    "violation about": VIOLATIONS,
    "gate": list(load_rubric().caps),
    "gate about": list(load_rubric().caps),
    "flag": list(Flag),
    "flag about": list(Flag),
    "band": [b.name for b in load_rubric().bands],
    "platform": list(PLATFORMS),
    "stage": list(STAGES),
    "difficulty": [str(n) for n in range(1, 6)],
    "end": list(End),
    "end about": list(End),
    "mood": [str(n) for n in range(-4, 5)],
    "mode": ["practice", "test"],
    "verdict": ["right", "slip", "unsupported", "material"],
    "verdict about": ["right", "slip", "unsupported", "material"],
    "task state": ["done", "partial", "missing"],
    "trend": ["better", "worse"],
    "judge": list(JUDGES),
    "measure": [*LEVEL_FIGURES, *WHOLE, "behind", "recall", "precision"],
    "thread language": list(LANGS),
    "exercise": list(KINDS),
    "queue group": [*queue.settings()["groups"], queue.USUAL],
}


def msgids_of(path: Path) -> set[str]:
    """Every sentence a module asks for: ``say("…")`` (also inside f-strings) and the titles of the menu."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = {"say": 0, "self": 0, "Screen": 1}.get(node.func.id)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                found.add(str(node.args[place].value))  # type: ignore[attr-defined]
    return found


def asked() -> set[str]:
    from views.pages import STUDENT, TEACHER

    return {m for path in SCREENS for m in msgids_of(path)} | set(STUDENT) | set(TEACHER)


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_has_words(lang: str) -> None:
    entries = catalogue(lang)
    missing = [m for m in asked() if not entries.get(("", m), "").strip()]
    assert not missing, missing


@pytest.mark.parametrize("lang", LANGS)
def test_no_entry_is_empty_fuzzy_or_obsolete(lang: str) -> None:
    with catalogue_path(lang).open("rb") as file:
        book = read_po(file)
    assert not book.obsolete
    assert not [m.id for m in book if m.id and (m.fuzzy or not str(m.string).strip())]
    unused = {str(m.id) for m in book if m.id and not m.context} - asked()
    assert not unused, unused


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("kind", CODES)
def test_every_code_of_a_closed_list_has_a_name(kind: str, lang: str) -> None:
    say = words(lang)
    assert not [code for code in CODES[kind] if not say.knows(kind, code)]


def test_the_two_catalogues_hold_the_same_entries() -> None:
    assert set(catalogue("zh")) == set(catalogue("en"))


def test_every_place_to_fill_in_is_in_both_languages() -> None:
    place = re.compile(r"\{(\w+)\}")
    for (context, msgid), zh in catalogue("zh").items():
        if not context:
            wanted = set(place.findall(msgid))
            assert set(place.findall(zh)) == wanted, msgid
            assert set(place.findall(catalogue("en")["", msgid])) == wanted, msgid


def test_what_moves_a_buyer_has_words() -> None:
    path = ROOT / "scenarios" / "buyer.yaml"
    because = load_yaml(path)["because"]
    for lang in LANGS:
        say = words(lang)
        assert not [code for code in because if not (say.knows("because", code) or say.knows("move", code))]


def test_signs_of_tone_and_reasons_of_levels_have_words() -> None:
    signs = load_yaml(ROOT / "reading" / "tone.yaml")["signs"]
    source = (ROOT / "grading" / "levels.py").read_text(encoding="utf-8")
    reasons = set(re.findall(r'Reason\(code="(\w+)"', source))
    for lang in LANGS:
        say = words(lang)
        assert not [code for code in signs if not say.knows("signal", code)]
        assert not [code for code in reasons if not say.knows("reason", code)]


def test_no_chinese_stands_in_the_screens() -> None:
    """But for stored codes, languages by their own names and examples of data: lines that end in ``# words: why``."""
    for path in SCREENS[:-1]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not CHINESE.search(line) or "# words:" in line, f"{path.name}:{number}: {line.strip()}"


def test_an_unknown_code_is_shown_as_plain_letters() -> None:
    assert Words("en").name("move", "BRAND_NEW") == "BRAND NEW"


def test_an_unknown_language_reads_chinese() -> None:
    assert words("fr").lang == "zh"
    assert words("fr").html_lang == "zh-CN"


def test_hours_are_told_in_the_unit_people_think_in() -> None:
    say = words("zh")
    assert [say.hours(h) for h in (0.5, 15, 72)] == ["30 分钟", "15 小时", "3 天"]


def test_half_a_text_is_better_than_none() -> None:
    assert words("en").pick({"zh": "只有中文"}) == "只有中文"
    assert words("en").pick({}) == ""
    assert words("zh").country("US") == "美国"
    assert words("zh").country("") == ""
