"""The desk itself: what it has at hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desk.shelf import LetterRow, RulePage
from grading.rubric import Rubric
from reading.nouns import Brief, Reading
from reading.opinion.endpoint import Endpoint
from scenarios.nouns import Case
from store.store import Store

Read = Callable[[str, Brief], Reading]


@dataclass(frozen=True)
class Desk:
    """Everything a verb needs. ``read`` is the reader bound to its model: (text, brief) to Reading."""

    store: Store
    cases: Mapping[str, Case]
    letters: tuple[LetterRow, ...]
    rules: tuple[RulePage, ...]
    read: Read
    rubric: Rubric
    endpoint: Endpoint | None = None  # where a second opinion may be asked for
