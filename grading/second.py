"""What a second opinion may do to a grade: lower the confidence and call a person, nothing else (guide B10, 2).

No level, gate, point, band or advice is ever touched: where both differ, the deterministic reading stands.
"""

from __future__ import annotations

from collections.abc import Iterable

from reading.nouns import Reading
from reading.opinion.nouns import Opinion, Proposed

from .nouns import Criterion, Grade

APART = 2  # levels; guide B9 calls a person from here on
UNSURE = 0.4  # the confidence left where both differ (ours)
DOUBTFUL = 0.6  # where they differ a little (ours): within what two raters differ
HOMES = {
    "V09": (Criterion.TON, Criterion.COM),
    "V10": (Criterion.TON, Criterion.COM),
    "V12": (Criterion.ACC, Criterion.COM),
    "V14": (Criterion.ACC,),
}  # every other violation is at home in COM (guide B0, 2)
Difference = tuple[Criterion, str, float]  # where, the code for the list of replies to look at, the confidence left


def doubted(grade: Grade, reading: Reading, opinion: Opinion) -> Grade:
    """``grade`` with less confidence where ``opinion`` differs from it in both runs, and the reasons to look."""
    if grade.status != "graded":
        return grade
    found = differences(grade, reading, opinion.agreed)
    levels = dict(grade.levels)
    for criterion, _, left in found:
        level = levels[criterion]
        levels[criterion] = level.model_copy(update={"confidence": min(level.confidence, left)})
    why = dict.fromkeys([*grade.review, *(f"second:{code}" for _, code, left in found if left <= UNSURE)])
    return grade.model_copy(update={"levels": levels, "review": tuple(why)})


def differences(grade: Grade, reading: Reading, proposed: Iterable[Proposed]) -> tuple[Difference, ...]:
    """Where ``proposed`` differs from the grade and its reading. What a model does not mention is no difference."""
    return tuple(d for one in proposed for d in _differs(grade, reading, one) if d[0] in grade.levels)


def _differs(grade: Grade, reading: Reading, one: Proposed) -> list[Difference]:
    if one.kind == "level":
        criterion = Criterion(one.code)
        apart = abs(grade.levels[criterion].value - int(one.value)) if criterion in grade.levels else 0
        return [(criterion, criterion.value, UNSURE if apart >= APART else DOUBTFUL)] if apart else []
    if one.kind == "violation":
        homes = () if reading.breaks(one.code) else HOMES.get(one.code, (Criterion.COM,))
        return [(criterion, one.code, UNSURE) for criterion in homes]
    if one.kind == "task":
        state = next((t.state for t in reading.tasks if t.id == one.code), one.value)
        far = {state, one.value} == {"done", "missing"}
        return [(Criterion.RES, "RES", UNSURE if far else DOUBTFUL)] if state != one.value else []
    made = any(m.move.value == one.code for m in reading.moves)
    return [] if made else [(Criterion.RES, "RES", DOUBTFUL)]
