"""What a shop says of itself or for certain, which no card can hold: unsupported, mostly harmless (boasts.yaml)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from content.loader import load_yaml
from reading.nouns import Claim, Span
from reading.piece import Piece, asks
from reading.sought import Sought
from reading.terms import fold


def boasts(pieces: Iterable[Piece]) -> list[Claim]:
    """One unsupported claim for each kind of boast in the clauses of a reply; questions and denials are none."""
    found: dict[str, Claim] = {}
    kinds, unless, any_kind = _kinds()
    for piece in pieces:
        text = fold(piece.clause.text)
        if not any_kind.may(text):
            continue
        for name, words in kinds.items():
            said = words.search(text) if name not in found else None
            if said is None or piece.clause.quoted or asks(piece) or unless.search(text):
                continue
            start = piece.clause.span.start
            span = Span(start=start + said.start(), end=start + said.end())
            found[name] = Claim(
                span=span, kind="boast", said=piece.clause.text[said.start() : said.end()], verdict="unsupported"
            )
    return list(found.values())


@cache
def _kinds() -> tuple[dict[str, Sought], Sought, Sought]:
    book: dict[str, Any] = load_yaml(Path(__file__).with_name("boasts.yaml"))
    unless = Sought(f"{book['unless']['en']}|{book['unless']['zh']}")
    kinds = {name: Sought(f"{entry['en']}|{entry['zh']}") for name, entry in book["boasts"].items()}
    return kinds, unless, Sought("|".join(f"(?:{words.pattern})" for words in kinds.values()))
