"""The guide's table of situations (B5a): their names, and the moves a reply to each is expected to make."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from reading.nouns import Move
from scenarios.nouns import Case, Text

Row = dict[str, Any]
_MOVES = {move.value for move in Move}


@cache
def situations() -> dict[str, Row]:
    """Slug -> name, other slugs, stages, obligatory and conventional moves."""
    table: dict[str, Row] = load_yaml(Path(__file__).with_name("situations.yaml"))["situations"]
    return table


@cache
def canonical(slug: str) -> str:
    """The table's own slug for ``slug`` or one of its other names; a teacher's own slug stays as it is."""
    plain = slug.strip().lower().replace("_", "-").replace(" ", "-")
    table = situations()
    return plain if plain in table else next((name for name, row in table.items() if plain in row["also"]), plain)


def situation_name(slug: str) -> Text:
    """The situation's name in both languages; a teacher's own slug is its own name."""
    row = situations().get(canonical(slug))
    return dict(row["name"]) if row else {"zh": slug, "en": slug}


def expected_moves(case: Case) -> tuple[tuple[tuple[Move, ...], ...], tuple[Move, ...]]:
    """Obligatory entries (one move of each is enough) and conventional moves; ``expected`` overrides the table."""
    row = {**situations().get(canonical(case.situation), {}), **case.expected}
    obligatory = tuple(_moves(entry) for entry in row.get("obligatory", ()))
    return tuple(entry for entry in obligatory if entry), _moves(row.get("conventional", ()))


def _moves(words: Any) -> tuple[Move, ...]:
    listed = [words] if isinstance(words, str) else words
    return tuple(Move(word) for word in listed if word in _MOVES)
