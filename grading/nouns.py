"""The nouns of a grade: criterion, level, gate, advice, grade, override."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Literal

from pydantic import Field

from reading.nouns import Frozen, Span


class Criterion(StrEnum):
    """The five criteria of guide B2, in its order."""

    RES = "RES"
    ACC = "ACC"
    TON = "TON"
    COM = "COM"
    LAN = "LAN"


Levels = dict[Criterion, int]
Band = Literal["优秀", "良好", "中等", "及格", "不及格"]
Mode = Literal["practice", "test"]


class Reason(Frozen):
    """Why a level is what it is: a code with wording in the rubric, the words, or the missing item's id."""

    code: str
    span: Span | None = None
    item: str = ""


class Level(Frozen):
    """A criterion's level, 0 to 4, with its reasons and the reader's confidence (0 to 1)."""

    value: int = Field(ge=0, le=4)
    reasons: tuple[Reason, ...] = ()
    confidence: float = 1.0
    surely: int | None = None  # the level that raters give at the least, where it stands near an edge of its scale

    @property
    def at_least(self) -> int:
        """What the level is surely worth: one that is called sendable must be so beyond doubt (guide C1)."""
        return self.value if self.surely is None else min(self.value, self.surely)


class Gate(Frozen):
    """A critical error that caps the total (guide B4). In test mode it is provisional until a person confirms."""

    code: str
    cap: int
    span: Span | None = None
    provisional: bool = False


class Advice(Frozen):
    """One of at most three points of feedback (guide B8). ``gain`` is in points of the total.

    ``code`` is the move praised, the fault to mend (with its ``item``) or the family of the next step; ``model`` a
    sentence in the thread's language that shows how, from the second try on.
    """

    kind: Literal["works", "change", "next"]
    zh: str
    en: str
    span: Span | None = None
    gain: float | None = None
    code: str = ""
    item: str = ""
    model: str = ""


class Without(Frozen):
    """The total as it would be without one fault: ``gain`` points more, and the gates that would be lifted."""

    code: str
    item: str = ""
    span: Span | None = None
    total: int
    gain: int
    raw: float
    lifts: tuple[str, ...] = ()


class Exam(Frozen):
    """What a teacher may ask for in assessments: a ceiling for a pasted letter, and gates that make the total zero."""

    template_cap: bool = False
    exam_caps: bool = False


class Grade(Frozen):
    """What a reply is worth, with its evidence. ``status`` says when there is nothing to give points for."""

    status: Literal["graded", "not_ratable", "not_graded"] = "graded"
    reason: str | None = None
    levels: dict[Criterion, Level] = Field(default_factory=dict)
    raw: float = 0.0
    total: int = 0
    band: Band = "不及格"
    sendable: bool = False
    gates: tuple[Gate, ...] = ()
    advice: tuple[Advice, ...] = ()
    without: tuple[Without, ...] = ()  # what each fault costs
    review: tuple[str, ...] = ()  # why a person should look: codes worded in the rubric
    profile: str = "balanced"
    rubric: str = ""  # version
    reader: str = ""
    exam: Exam = Exam()  # the exam settings that were in force


class Override(Frozen):
    """A teacher's change to levels or violations, with a reason; the machine's grade stays beside it (guide B9)."""

    by: int
    at: dt.datetime
    reason: str
    note: str = ""
    levels: Levels = Field(default_factory=dict)
    dropped: tuple[str, ...] = ()  # violation codes the teacher does not see
    added: tuple[str, ...] = ()  # violation codes the teacher sees
