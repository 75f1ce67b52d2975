"""Letters and rules to read, and names for codes."""

from __future__ import annotations

from content.words import words
from desk.house import Desk
from desk.shelf import LetterRow as LetterRow
from desk.shelf import RulePage as RulePage
from desk.shelf import letter_texts as letter_texts
from reading.nouns import Lang

KINDS = ("move", "violation", "criterion", "platform", "stage", "flag", "gate", "end", "signal", "reason")


def letters(desk: Desk) -> tuple[LetterRow, ...]:
    """All model letters, by id."""
    return desk.letters


def rules(desk: Desk, platform: str) -> tuple[RulePage, ...]:
    """The readable rules of a platform: pages written for it or for all, and the notes of its rule sheet."""
    return tuple(page for page in desk.rules if page.platform in ("", platform))


def name(code: str, lang: Lang) -> str:
    """The word for a code of a closed list (move, violation, criterion, platform …); the code itself when unknown."""
    say = words(lang)
    kind = next((kind for kind in KINDS if say.knows(kind, code)), "move")
    return say.name(kind, code)
