"""The desk itself: what it has at hand, opened once at start."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desk.shelf import LetterRow, RulePage, load_letters, load_rules
from grading.rubric import Rubric, load_rubric
from reading.nouns import Brief, Reading
from scenarios.case import load_cases
from scenarios.nouns import Case
from store.store import Store, open_store

ROOT = Path(__file__).parents[1]
CASES = ROOT / "scenarios" / "cases"

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


def open_desk(home: Path | None = None, url: str | None = None, read: Read | None = None) -> Desk:
    """Opens the database (and brings it up to date), reads cases, letters and rules, loads the reader.

    ``home`` defaults to ``HAIKE_HOME`` or ``./data``; ``url`` to ``HAIKE_DATABASE_URL`` or SQLite in ``home``.
    Raises ContentError for a broken content file.
    """
    return Desk(
        store=open_store(url or database_url(home)),
        cases={case.id: case for case in load_cases(CASES)},
        letters=load_letters(),
        rules=load_rules(),
        read=read or warm_read(),
        rubric=load_rubric(),
    )


def database_url(home: Path | None = None) -> str:
    """Where the database is, by the settings (contracts, section 3)."""
    folder = home or Path(os.environ.get("HAIKE_HOME") or "data")
    named = os.environ.get("HAIKE_DATABASE_URL") if home is None else None
    return named or f"sqlite:///{(folder / 'haike.db').resolve().as_posix()}"


def warm_read() -> Read:
    """The house's own reader with its model loaded; imported here because a desk with another reader needs no model."""
    from reading.read import load_reader, read

    reader = load_reader()
    return lambda text, brief: read(text, brief, reader)
