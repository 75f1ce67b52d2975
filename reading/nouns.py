"""The nouns of a reading: what to look for (Brief) and what was found (Reading), with the words that say it.

Every ``Span`` counts characters of the original text as the student sent it. The closed lists of moves and
violations are those of the grading guide, B5a and B5b.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from .asked import Brief, Fact, Forbidden, Line, Promise, Task, Value
from .closed import REMEDIES, Frozen, Lang, Move, Severity, Span

__all__ = [
    "NOT_RATABLE", "REMEDIES", "Brief", "Claim", "Delivered", "Fact", "Flag", "Flagged", "Forbidden", "Frozen", "Heard",
    "Lang", "Line", "Made", "Move", "Promise", "Reading", "Severity", "Signal", "Slip", "Span", "State", "Task",
    "Value", "Verdict", "Violation",
]  # fmt: skip

State = Literal["done", "partial", "missing"]
Verdict = Literal["right", "slip", "unsupported", "material"]


class Made(Frozen):
    """A move the seller makes: asserted, not quoted, not negated, not hanging on something forbidden."""

    move: Move
    span: Span
    confidence: float = 1.0


class Claim(Frozen):
    """A checkable statement. ``fact`` is the card's fact it was compared with, None when the card is silent."""

    span: Span
    kind: str
    said: str
    verdict: Verdict
    fact: str | None = None
    expected: str | None = None


class Delivered(Frozen):
    """How far one task is done, with the words that do it; ``lacks`` names what is missing (fact or move ids)."""

    id: str
    state: State
    text: str = ""  # the task in the card's words
    core: bool = True
    spans: tuple[Span, ...] = ()
    lacks: tuple[str, ...] = ()
    confidence: float = 1.0


class Violation(Frozen):
    """A breach of the closed list V01 to V15, with the words and the pack's rule."""

    code: str
    severity: Severity
    span: Span
    rule: str = ""
    date: str = ""


class Slip(Frozen):
    """A fault of form: kind, the words, a correction where one is certain, one line of advice in both tongues."""

    span: Span
    kind: str
    advice_zh: str
    advice_en: str
    correction: str | None = None
    obscures: bool = False  # the sentence must be read again


class Signal(Frozen):
    """One sign of tone, good or bad: names_situation, takes_share, softens, generic_apology, blame …"""

    code: str
    span: Span


class Heard(Frozen):
    """A manner of speaking as the small heads hear it, 0 to 1, at the sentence that has it most."""

    manner: str
    span: Span
    chance: float


class Flag(StrEnum):
    """Edge cases of guide B6 that are neither moves nor violations."""

    EMPTY = "empty"  # row 1
    OFF_TOPIC = "off_topic"  # row 2
    COPIED_BUYER = "copied_buyer"  # row 3
    WRONG_LANGUAGE = "wrong_language"  # row 4, over half
    MIXED_LANGUAGE = "mixed_language"  # row 4, 10 to 50 percent
    TO_TEACHER = "to_teacher"  # row 5
    SLOTS = "slots"  # row 6
    TEMPLATE = "template"  # row 7
    STUFFING = "stuffing"  # row 9
    CONTRADICTION = "contradiction"  # row 10
    INJECTION = "injection"  # row 11
    HOLDING = "holding"  # row 13
    NO_ATTACHMENT = "no_attachment"  # row 14
    LONG = "long"  # row 15
    SHORT = "short"
    PERSONAL_DATA = "personal_data"  # row 18
    LATER_TURN = "later_turn"  # row 20


NOT_RATABLE = frozenset({Flag.EMPTY, Flag.OFF_TOPIC, Flag.COPIED_BUYER, Flag.WRONG_LANGUAGE, Flag.TO_TEACHER})


class Flagged(Frozen):
    """A flag with the words that raised it."""

    flag: Flag
    span: Span
    note: str = ""


class Reading(Frozen):
    """What one reply says. The only thing that grade, buyer and shop may look at."""

    text: str
    language: Lang = "en"
    moves: tuple[Made, ...] = ()
    tasks: tuple[Delivered, ...] = ()
    claims: tuple[Claim, ...] = ()
    violations: tuple[Violation, ...] = ()
    suspected: tuple[Violation, ...] = ()  # seen by one witness only: they gate nothing, a teacher is asked to look
    signals: tuple[Signal, ...] = ()
    courtesies: tuple[Signal, ...] = ()  # kinds of courtesy, each where it first stands; they count only together
    manners: tuple[Heard, ...] = ()  # how the sentences sound; a second opinion beside the signals
    slips: tuple[Slip, ...] = ()
    flags: tuple[Flagged, ...] = ()
    on_topic: bool = True  # something in it is about this buyer's matter
    next_step: bool = True  # says who does what next, or the case closes here
    needs_facts: bool = True  # the card has checkable facts that the tasks call for
    facts_said: float = 1.0  # share of those facts that are said right, 0 to 1
    word_strings: float = 0.0  # share of the words that stand in strings without a sentence, 0 to 1
    words: int = 0
    sentences: tuple[Span, ...] = ()
    obscured: tuple[Span, ...] = ()  # sentences that must be read again
    strain: tuple[float, ...] = ()  # of each of ``sentences``, 0 to 1: how surely a learner worded it (wording.py)
    strained: float = 0.0  # the same of the whole reply, long sentences counting more
    rough: float = 0.0  # how many levels below a clear letter raters put replies worded like this one (wording.py)
    strange: float = 0.0  # how unusual the order of its English words is, in nats a word (order.py)
    buried: bool = False  # key information stands after matter that is not the buyer's
    foreign_share: float = 0.0  # share of letters not in the thread's language, 0 to 1
    expected_missing: tuple[Move, ...] = ()  # obligatory moves of the situation that were not made
    confidence: dict[str, float] = Field(default_factory=dict)  # by criterion, 0 to 1
    reader: str = "offline 1.0"

    def made(self, *moves: Move) -> bool:
        """True when at least one of ``moves`` is made."""
        return any(m.move in moves for m in self.moves)

    def has(self, *flags: Flag) -> bool:
        """True when at least one of ``flags`` was raised."""
        return any(f.flag in flags for f in self.flags)

    def breaks(self, *codes: str) -> bool:
        """True when a violation with one of ``codes`` was found."""
        return any(v.code in codes for v in self.violations)

    def shows(self, *signals: str) -> bool:
        """True when a sign of tone with one of these codes was found."""
        return any(s.code in signals for s in self.signals)

    @property
    def not_ratable(self) -> Flagged | None:
        """The first flag that makes the reply not ratable (guide B6 rows 1 to 5), or None."""
        return next((f for f in self.flags if f.flag in NOT_RATABLE), None)
