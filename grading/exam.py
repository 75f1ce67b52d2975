"""What a class may choose for its assessments: a ceiling for a pasted letter, and gates that make the total zero."""

from __future__ import annotations

from reading.nouns import Flag, Reading

from .nouns import Exam, Gate, Mode
from .rubric import Rubric

NO_EXAM = Exam()


def exam_of(chosen: Exam, mode: Mode) -> Exam:
    """The settings in force: none in practice."""
    return chosen if mode == "test" else NO_EXAM


def examined(fired: tuple[Gate, ...], reading: Reading, rubric: Rubric, exam: Exam, mode: Mode) -> tuple[Gate, ...]:
    """The gates under these settings, lowest cap first (guide B4 and B6 row 7)."""
    found = list(fired)
    pasted = next((f for f in reading.flags if f.flag is Flag.TEMPLATE), None)
    if exam.template_cap and pasted is not None:
        cap = rubric.caps["TEMPLATE"]
        found.append(Gate(code="TEMPLATE", cap=cap, span=pasted.span, provisional=mode == "test"))
    if exam.exam_caps:
        spared = rubric.exam_spares
        found = [g if g.code in spared else g.model_copy(update={"cap": rubric.exam_caps}) for g in found]
    return tuple(sorted(found, key=lambda gate: (gate.cap, gate.code)))
