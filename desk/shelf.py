"""The shelf: model letters and readable rules, read once from the content folders."""

from __future__ import annotations

from pydantic import Field

from reading.nouns import Frozen
from scenarios.nouns import Text


class LetterRow(Frozen):
    """A model letter. ``slots`` are the places to fill in; ``source`` are fact ids."""

    id: str
    title: Text
    genre: str
    stage: str
    platforms: tuple[str, ...]
    language: str
    text: str
    slots: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    notes: Text = Field(default_factory=dict)


class RulePage(Frozen):
    """One readable rule of a platform (or of all: platform ""), as the course gives it, with its doubt."""

    id: str
    platform: str
    title: Text
    text: Text
    sources: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    doubt: Text = Field(default_factory=dict)
