"""The nouns of a second opinion: what was proposed, by which model, at what cost; and why there is none."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from content.errors import Unreachable
from reading.closed import Frozen, Span

Kind = Literal["move", "violation", "task", "level"]
CRITERIA = ("RES", "ACC", "TON", "COM", "LAN")
VIOLATIONS = tuple(f"V{n:02d}" for n in range(1, 16))
STATES = ("done", "partial", "missing")


class Proposed(Frozen):
    """One proposal: a code of a closed list, the words of the reply that say it, and whether both runs made it."""

    kind: Kind
    code: str  # a move, a violation, a task's id or a criterion
    value: str = ""  # a task's state, or a level from "0" to "4"
    span: Span | None = None  # of the original text; None where something is missing
    lacks: str = ""  # the task that is missing, for a level under 4 without words
    agreed: bool = False


class Opinion(Frozen):
    """What a model proposed for one reply. It is shown apart and changes no level, no gate and no total."""

    model: str
    prompt: str  # the version of what it was asked
    at: dt.datetime
    seconds: float
    tokens: int
    proposed: tuple[Proposed, ...] = ()
    dropped: int = 0  # proposals that were not in the reply word for word, or in no list
    removed: int = 0  # places addressed to a grader that the model never saw

    @property
    def agreed(self) -> tuple[Proposed, ...]:
        """What both runs proposed."""
        return tuple(one for one in self.proposed if one.agreed)

    @property
    def once(self) -> tuple[Proposed, ...]:
        """What only one of the two runs proposed."""
        return tuple(one for one in self.proposed if not one.agreed)


class NoOpinion(Unreachable):
    """The model gave no opinion; ``tokens`` were spent on it all the same."""

    def __init__(self, zh: str, en: str, tokens: int = 0) -> None:
        super().__init__(zh, en)
        self.tokens = tokens
