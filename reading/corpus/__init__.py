"""Knows the labelled sentences the heads are trained and tested on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from content.errors import ContentError

from ..nouns import Frozen, Lang, Move

HERE = Path(__file__).parent
Split = Literal["train", "tune", "test"]
Code = Literal[
    "V01", "V02", "V03", "V04", "V05", "V06", "V07", "V08", "V09", "V10", "V11", "V12", "V13", "V14", "V15"
]  # fmt: skip
Manner = Literal["blame", "push", "lecture", "servile"]


class Example(Frozen):
    """One labelled sentence. ``not`` names labels it comes near to without being one; ``maybe`` is left out of
    training and counting for those labels."""

    text: str = Field(min_length=1)
    lang: Lang
    split: Split
    style: Literal["native", "learner", "textbook", "terse"]
    moves: tuple[Move, ...]
    violations: tuple[Code, ...]
    tone: tuple[Manner, ...] = ()
    not_: tuple[str, ...] = Field(default=(), alias="not")
    maybe: tuple[str, ...] = ()
    platform: str | None = None
    stage: str | None = None

    @property
    def labels(self) -> frozenset[str]:
        """Everything the sentence is: moves, breaches, faults of manner."""
        return frozenset((*(m.value for m in self.moves), *self.violations, *self.tone))


def examples(folder: Path = HERE) -> tuple[Example, ...]:
    """All sentences of ``folder``/*.jsonl, files by name, lines in order. Raises ContentError naming file and line."""
    found: list[Example] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                found.append(Example.model_validate(json.loads(line)))
            except (json.JSONDecodeError, ValidationError) as reason:
                field = ".".join(map(str, reason.errors()[0]["loc"])) if isinstance(reason, ValidationError) else "json"
                raise ContentError(path.name, number, field, f"语料有误:{reason}", f"bad example: {reason}") from reason
    return tuple(found)
