"""Knows the cues of ``moves.yaml``: by move and language the patterns that make it, silence it, or must be there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from content.loader import load_yaml

from .nouns import Move
from .sought import Sought

Gate = Literal["free", "fact", "promise", "ask", "refuse"]
NOTHING = Sought(r"(?!)")


@dataclass(frozen=True)
class Cue:
    """The patterns of one move by language, what silences it and what it needs."""

    gate: Gate
    en: Sought
    zh: Sought
    never: Sought | None
    needs: Sought | None
    forbidden: bool  # a benefit: not made when it hangs on a review or a closed dispute


@cache
def _file() -> dict[str, Any]:
    file: dict[str, Any] = load_yaml(Path(__file__).parent / "moves.yaml")
    return file


@cache
def cues() -> dict[Move, Cue]:
    """The cues by move, in the order of the guide, compiled once. Raises ContentError when the file is broken."""
    return {
        Move(name): Cue(
            gate=entry["gate"],
            en=_any(entry["en"]) or NOTHING,
            zh=_any(entry["zh"]) or NOTHING,
            never=_any(entry.get("never", ())),
            needs=_any(entry.get("needs", ())),
            forbidden=entry.get("forbidden", False),
        )
        for name, entry in _file().items()
        if name != "shared"
    }


@cache
def shared() -> dict[str, Sought]:
    """Patterns that belong to no single move: offers, bait, generic wordings, remedies named in a choice."""
    return {name: _any(patterns) or NOTHING for name, patterns in _file()["shared"].items()}


def _any(patterns: Iterable[str]) -> Sought | None:
    joined = "|".join(f"(?:{p})" for p in patterns)
    return Sought(joined) if joined else None
