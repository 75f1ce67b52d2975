"""A teacher's own reviews as rated replies: her word beside the machine's grade of the same reply."""

from __future__ import annotations

from desk.compared import compared
from desk.house import Desk
from desk.mark import as_object
from desk.people import Person
from desk.rated import Rated
from desk.replies import Row
from grading.judged import REPEATS_A_LEVEL, Compared, Judged
from store import reviews
from store.nouns import Attempt, Turn


def own_reviews(desk: Desk, teacher: Person) -> tuple[Compared, ...]:
    """The replies whose grade this teacher changed, each held against her last word on it."""
    return tuple(_compared(desk, *one) for one in reviews.reviewed(desk.store, teacher))


def _compared(desk: Desk, attempt: Attempt, turn: Turn) -> Compared:
    reply_id = str(turn.id)
    mark = as_object(Row(0, reply_id, attempt.case_id, turn.text), turn.reading, turn.grade)
    said = _word(turn)
    made = compared(Rated(0, reply_id, attempt.case_id, turn.text, ()), attempt.case, mark, desk.rubric)
    return made.model_copy(update={"raters": (said,), "references": (said,)})


def _word(turn: Turn) -> Judged:
    """The teacher's last word; of tasks and moves she said nothing."""
    last = turn.overrides[-1]
    grade, changed = last.effective, last.override
    found = {v.code for v in turn.reading.violations} - set(changed.dropped) | set(changed.added)
    graded = grade.status == "graded"
    return Judged(
        by=last.by_name,
        status=grade.status,
        levels={c.value: level.value for c, level in grade.levels.items()} if graded else {},
        total=grade.total,
        sendable=grade.sendable,
        gates=frozenset(gate.code for gate in grade.gates) - REPEATS_A_LEVEL,
        violations=frozenset(found),
        why=changed.note,
    )
