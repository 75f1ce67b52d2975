"""What the whole reply does to its tasks: a remedy given and refused, one only refused, an answer put off."""

from __future__ import annotations

from collections.abc import Sequence

from . import edges
from .clauses import Clause
from .nouns import REMEDIES, Brief, Delivered, Flag, Flagged, Made, Move


def unsaid(tasks: tuple[Delivered, ...], flags: Sequence[Flagged], brief: Brief) -> tuple[Delivered, ...]:
    """Guide B6 row 10: a remedy both given and refused is missing."""
    if not any(f.flag is Flag.CONTRADICTION for f in flags):
        return tasks
    remedies = {Move.REFUND_FULL, Move.REFUND_PART, Move.REPLACE, Move.RETURN, Move.OPTIONS, Move.DECLINE}
    touched = {t.id for t in brief.tasks if set(t.by) & remedies}
    return tuple(t.model_copy(update={"state": "missing"}) if t.id in touched else t for t in tasks)


def denied(
    tasks: tuple[Delivered, ...], moves: Sequence[Made], clauses: Sequence[Clause], brief: Brief
) -> tuple[Delivered, ...]:
    """A remedy that is only refused is not given, however near its words come to the task's."""
    given = REMEDIES | {Move.OPTIONS, Move.COUNTER, Move.GOODWILL}
    if any(m.move in given for m in moves) or not edges.refusals(clauses):
        return tasks
    touched = {t.id for t in brief.tasks if t.by and set(t.by) <= given}
    return tuple(t.model_copy(update={"state": "missing"}) if t.id in touched else t for t in tasks)


def holding(tasks: Sequence[Delivered], moves: Sequence[Made], brief: Brief) -> Flagged | None:
    """Guide B6 row 13: a reply that only says when the answer will come."""
    core = [t for t in tasks if t.core]
    if not core or any(t.state == "done" for t in core):
        return None
    act = [m for m in moves if m.move in (Move.ACTION, Move.DEADLINE)]
    if any(m.move is Move.DEADLINE for m in act) and not any(m.move in REMEDIES for m in moves):
        return edges.flag(Flag.HOLDING, act[0].span, "allowed" if brief.holding_allowed else "")
    return None
