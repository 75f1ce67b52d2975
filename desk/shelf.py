"""The shelf: model letters and readable rules, read once from the content folders and the rule sheets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import Field, ValidationError

from content.loader import load_documents, misfit
from reading.nouns import Frozen
from scenarios.nouns import PLATFORMS, Text
from scenarios.platforms import sheet

Row = TypeVar("Row", bound=Frozen)
CONTENT = Path(__file__).parents[1] / "content"


class LetterRow(Frozen):
    """A model letter. ``slots`` are the places to fill in; ``source`` are fact ids."""

    id: str
    title: Text
    genre: str = ""
    stage: str = ""
    platforms: tuple[str, ...] = ()  # empty: all
    language: str = "en"
    text: str
    slots: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    notes: Text = Field(default_factory=dict)


class RulePage(Frozen):
    """One readable rule of a platform (or of all: platform ""), as the course gives it, with its doubt."""

    id: str
    platform: str = ""
    title: Text
    text: Text
    sources: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    doubt: Text = Field(default_factory=dict)


def load_letters(folder: Path = CONTENT / "letters") -> tuple[LetterRow, ...]:
    """Every letter of the folder, by id. None when it is empty. Raises ContentError naming file, line and field."""
    found = [_checked(LetterRow, *place) for place in _entries(folder)]
    return tuple(sorted(found, key=lambda letter: letter.id))


def load_rules(folder: Path = CONTENT / "rules") -> tuple[RulePage, ...]:
    """The rule pages of the folder and the notes of the six rule sheets. Raises ContentError."""
    pages = [_checked(RulePage, *place) for place in _entries(folder)]
    notes = [
        RulePage(
            id=note.id,
            platform=platform,
            title=note.title,
            text=note.text,
            sources=note.sources,
            stages=note.stages,
            doubt=note.doubt,
        )
        for platform in PLATFORMS
        for note in sheet(platform).notes
    ]
    written = {page.id for page in pages}
    return (*pages, *(note for note in notes if note.id not in written))


def _entries(folder: Path) -> Iterator[tuple[Any, Path, Any, tuple[Any, ...]]]:
    for path in sorted(folder.glob("*.yaml")):
        for document in load_documents(path):
            listed = document.value if isinstance(document.value, list) else [document.value]
            for n, entry in enumerate(listed):
                yield entry, path, document, (n,) if isinstance(document.value, list) else ()


def _checked(kind: type[Row], entry: Any, path: Path, document: Any, keys: tuple[Any, ...]) -> Row:
    try:
        return kind.model_validate(entry)
    except ValidationError as error:
        field = ".".join(map(str, error.errors()[0]["loc"])) or "-"
        raise misfit(error, document, keys, "内容有误：", field) from error


def letter_texts() -> tuple[str, ...]:
    """The words of every letter, for noticing a pasted one."""
    return tuple(letter.text for letter in load_letters())
