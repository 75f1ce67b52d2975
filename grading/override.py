"""A teacher's word: changes levels or violations, never the total directly, and never the machine's grade."""

from __future__ import annotations

from reading.closed import DEFAULT_SEVERITY
from reading.nouns import Reading, Span, Violation

from .advice import still
from .grade import counselled, settle, weigh
from .levels import compliance
from .nouns import Criterion, Grade, Level, Mode, Override, Reason
from .rubric import Rubric


def apply(reading: Reading, grade: Grade, override: Override, rubric: Rubric) -> Grade:
    """The grade that counts after ``override``; ``grade`` itself stays as it was (guide B9).

    Dropped and added violations change COM and the gates; other levels change only where the teacher set them. The
    advice stays while its fault does, with what mending it brings now.
    """
    mode: Mode = "practice"  # a person has looked: nothing is provisional any more
    whole = Span(start=0, end=len(reading.text))
    kept = tuple(v for v in reading.violations if v.code not in override.dropped)
    new = tuple(
        Violation(code=c, severity=DEFAULT_SEVERITY[c], span=whole, rule="teacher")
        for c in override.added
        if c not in {v.code for v in kept}
    )
    reread = reading.model_copy(update={"violations": kept + new, "suspected": ()})  # a person has looked
    if grade.status == "not_ratable" and not override.levels:
        return weigh(reread, rubric, grade.profile, mode, grade.exam)
    levels = dict(grade.levels) | {Criterion.COM: compliance(reread, rubric)}
    for criterion, value in override.levels.items():
        levels[criterion] = Level(value=value, reasons=(Reason(code="teacher", item=override.reason),))
    settled = settle(reread, levels, rubric, grade.profile, mode, grade.exam)
    fresh = counselled(reread, settled, rubric, mode)
    said = still(grade.advice, fresh.without) or fresh.advice
    return settled.model_copy(update={"advice": said, "without": fresh.without, "review": ()})
