"""One judge's word on one reply, machine or rater, in the same form, so that any two can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field, PlainSerializer

from reading.closed import DEFAULT_SEVERITY
from reading.nouns import Flag, Flagged, Frozen, Reading, Severity, Span, Violation

from .grade import settle
from .nouns import Criterion, Level
from .rubric import Rubric

REPEATS_A_LEVEL = frozenset({"CUSTOMER_0", "CUSTOMER_1", "LANGUAGE"})  # gates that say nothing beside the level
HEAVY = frozenset({Severity.CRITICAL, Severity.GRAVE})
NOWHERE = Span(start=0, end=0)
Codes = Annotated[frozenset[str], PlainSerializer(sorted, when_used="json")]  # written down in one order


class Judged(Frozen):
    """What one judge says of one reply. None: this judge was not asked, which is not the same as nothing found.

    ``gates`` leaves out those that only repeat a level. A reply that is not ratable has total 0 and no levels.
    """

    by: str = ""
    status: str = "graded"
    levels: dict[str, int] = Field(default_factory=dict)
    total: int | None = None
    sendable: bool | None = None
    gates: Codes | None = None
    violations: Codes | None = None
    tasks: dict[str, str] = Field(default_factory=dict)
    moves: Codes | None = None
    confidence: dict[str, float] = Field(default_factory=dict)
    why: str = ""

    @property
    def clean(self) -> bool:
        """A ratable reply without any violation and without a gate of its own."""
        return self.status == "graded" and self.violations == frozenset() and not self.gates


class Compared(Frozen):
    """One reply with the machine's word, each rater's, and what they are held against.

    ``references`` are as many as there are raters: where a reply was adjudicated they are all the ruling. ``heavy`` are
    the codes that are critical or grave on this case's platform; ``overlap`` is the share of the words of each task
    that the reply has, 0 to 1, and ``length`` its words: the two floors know nothing else.
    """

    reply_id: str
    case_id: str
    text: str
    platform: str
    stage: str
    language: str
    machine: Judged
    raters: tuple[Judged, ...]
    references: tuple[Judged, ...]
    settled: bool = False
    heavy: Codes = frozenset()
    length: int = 0
    overlap: dict[str, float] = Field(default_factory=dict)


def weighed(
    said: Judged,
    rubric: Rubric,
    severity: Mapping[str, Severity],
    flags: Iterable[Flag] = (),
    profile: str = "balanced",
) -> Judged:
    """``said`` with gates, total and sendable as the rubric draws them from levels and violations (guide B3, B4)."""
    if said.status == "not_ratable":
        gate = frozenset({"NOT_RATABLE"})
        return said.model_copy(update={"levels": {}, "total": 0, "sendable": False, "gates": gate})
    if set(said.levels) != set(Criterion):
        return said
    codes = sorted(said.violations or ())
    marked = Reading(
        text="",
        violations=tuple(Violation(code=c, severity=severity.get(c, DEFAULT_SEVERITY[c]), span=NOWHERE) for c in codes),
        flags=tuple(Flagged(flag=flag, span=NOWHERE) for flag in flags),
    )
    levels = {Criterion(name): Level(value=value) for name, value in said.levels.items()}
    made = settle(marked, levels, rubric, "balanced")
    gates = frozenset(gate.code for gate in made.gates) - REPEATS_A_LEVEL
    return said.model_copy(update={"total": made.total, "sendable": made.sendable, "gates": gates})
