"""What two judges say of the same replies, question by question, as lists that can be measured."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reading.nouns import Move

from .floors import STATES
from .judged import Compared, Judged
from .measures import Seen

MOVES = tuple(move.value for move in Move if move is not Move.OTHER)


class Pair(NamedTuple):
    """One reply as two judges see it; ``case`` numbers its case."""

    case: int
    item: Compared
    ours: Judged
    theirs: Judged


View = list[Pair]  # all replies of one judge, held against one rater


def levels(view: View, criterion: str) -> list[Seen]:
    """The levels of a criterion, where both saw a reply that can be graded."""
    return [
        Seen(p.case, "", p.ours.levels[criterion], p.theirs.levels[criterion])
        for p in view
        if criterion in p.ours.levels and criterion in p.theirs.levels
    ]


def totals(view: View) -> list[Seen]:
    """The totals, 0 for a reply that is not ratable."""
    return [
        Seen(p.case, "", p.ours.total, p.theirs.total)
        for p in view
        if p.ours.total is not None and p.theirs.total is not None
    ]


def statuses(view: View) -> list[Seen]:
    """Whether each saw a reply that can be graded."""
    return [Seen(p.case, "", p.ours.status == "graded", p.theirs.status == "graded") for p in view]


def sendable(view: View) -> list[Seen]:
    """Whether each would send it."""
    return [
        Seen(p.case, "", p.ours.sendable, p.theirs.sendable)
        for p in view
        if p.ours.sendable is not None and p.theirs.sendable is not None
    ]


def clean(view: View) -> list[Seen]:
    """Of the replies they found clean, whether we gate them."""
    return [Seen(p.case, "", bool(p.ours.gates), 0) for p in view if p.theirs.clean and p.ours.gates is not None]


def code(view: View, name: str) -> list[Seen]:
    """Whether each found one code of violation."""
    return [
        Seen(p.case, "", name in p.ours.violations, name in p.theirs.violations)
        for p in view
        if p.ours.violations is not None and p.theirs.violations is not None
    ]


def critical(view: View) -> list[Seen]:
    """Every code that is critical or grave on the reply's platform, one question each."""
    return [
        Seen(p.case, "", name in p.ours.violations, name in p.theirs.violations)
        for p in view
        if p.ours.violations is not None and p.theirs.violations is not None
        for name in sorted(p.item.heavy)
    ]


def codes_in(views: Sequence[View]) -> list[str]:
    """Every code that anybody found."""
    said = [judged.violations or frozenset() for view in views for p in view for judged in (p.ours, p.theirs)]
    return sorted(frozenset().union(*said))


def tasks(view: View) -> list[Seen]:
    """The state of each task that both judged, one yes or no for each state."""
    return [
        Seen(p.case, state, p.ours.tasks[task] == state, theirs == state)
        for p in view
        for task, theirs in p.theirs.tasks.items()
        if task in p.ours.tasks
        for state in STATES
    ]


def moves(view: View) -> list[Seen]:
    """Whether each move was made, where both looked for moves."""
    return [
        Seen(p.case, move, move in p.ours.moves, move in p.theirs.moves)
        for p in view
        if p.ours.moves is not None and p.theirs.moves is not None
        for move in MOVES
    ]
