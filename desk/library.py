"""Letters and rules to read, and names for codes."""

from __future__ import annotations

from desk.house import Desk
from desk.shelf import LetterRow as LetterRow
from desk.shelf import RulePage as RulePage
from reading.nouns import Lang


def letters(desk: Desk) -> tuple[LetterRow, ...]:
    """All model letters."""
    return desk.letters


def rules(desk: Desk, platform: str) -> tuple[RulePage, ...]:
    """The readable rules of a platform, those of the course's rule pages and of its rule sheet."""
    return tuple(page for page in desk.rules if page.platform in ("", platform))


def name(code: str, lang: Lang) -> str:
    """The word for a code of a closed list (move, violation, criterion, platform …)."""
    raise NotImplementedError
