"""A teacher's word: changes levels or violations, never the total directly, and never the machine's grade."""

from __future__ import annotations

from reading.nouns import Reading, Severity, Span, Violation

from .grade import settle, weigh
from .levels import compliance
from .nouns import Criterion, Grade, Level, Mode, Override, Reason
from .rubric import Rubric

DEFAULT_SEVERITY = {
    **dict.fromkeys(("V01", "V02", "V03", "V04", "V05", "V08", "V11", "V12"), Severity.CRITICAL),
    **dict.fromkeys(("V06", "V07"), Severity.MAJOR),
    **dict.fromkeys(("V09", "V10", "V13"), Severity.GRAVE),
    "V14": Severity.BUSINESS,
    "V15": Severity.MINOR,
}


def apply(reading: Reading, grade: Grade, override: Override, rubric: Rubric) -> Grade:
    """The grade that counts after ``override``; ``grade`` itself stays as it was (guide B9).

    Dropped and added violations change COM and the gates; other levels change only where the teacher set them.
    """
    mode: Mode = "practice"  # a person has looked: nothing is provisional any more
    whole = Span(start=0, end=len(reading.text))
    kept = tuple(v for v in reading.violations if v.code not in override.dropped)
    new = tuple(
        Violation(code=c, severity=DEFAULT_SEVERITY[c], span=whole, rule="teacher")
        for c in override.added
        if c not in {v.code for v in kept}
    )
    reread = reading.model_copy(update={"violations": kept + new})
    if grade.status == "not_ratable" and not override.levels:
        return weigh(reread, rubric, grade.profile, mode)
    levels = dict(grade.levels) | {Criterion.COM: compliance(reread, rubric)}
    for criterion, value in override.levels.items():
        levels[criterion] = Level(value=value, reasons=(Reason(code="teacher", item=override.reason),))
    settled = settle(reread, levels, rubric, grade.profile, mode)
    return settled.model_copy(update={"advice": grade.advice, "review": ()})
