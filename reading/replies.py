"""Knows the rated replies that the heads learn from: the moves both raters saw, those one saw, breaches by sentence."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from content.errors import ContentError

from .closed import Frozen, Lang, Span
from .nouns import Move

FILE = Path(__file__).parent / "corpus" / "replies" / "train.jsonl"


class Breach(NamedTuple):
    """A breach that a rater marked: its code and the characters of the reply."""

    code: str
    start: int
    end: int


class Rated(Frozen):
    """One reply of the rated training cases. ``made``: moves all raters saw; ``maybe``: moves only some saw."""

    reply_id: str
    case_id: str
    lang: Lang
    text: str
    made: tuple[Move, ...]
    maybe: tuple[Move, ...] = ()
    breaches: tuple[Breach, ...] = ()

    def breaks(self, sentence: Span) -> frozenset[str]:
        """The codes whose words touch ``sentence``."""
        return frozenset(b.code for b in self.breaches if b.start < sentence.end and sentence.start < b.end)


def rated(path: Path = FILE) -> tuple[Rated, ...]:
    """The replies in the order of the file. Raises ContentError naming file and line."""
    return tuple(_row(path, number, line) for number, line in enumerate(_lines(path), 1))


def _lines(path: Path) -> Sequence[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _row(path: Path, number: int, line: str) -> Rated:
    try:
        return Rated.model_validate(json.loads(line))
    except (json.JSONDecodeError, ValidationError) as reason:
        raise ContentError(path.name, number, "row", f"回信有误：{reason}", f"bad reply: {reason}") from reason
