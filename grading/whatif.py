"""What if: the total without each fault alone, found by grading again; nothing here is guessed."""

from __future__ import annotations

from collections.abc import Sequence

from .faults import Weighed
from .nouns import Grade, Without


def what_if(grade: Grade, weighed: Sequence[Weighed]) -> tuple[Without, ...]:
    """Each fault of ``grade`` with the total it would leave behind, the largest gain first; gains of 0 are kept.

    Where only mending several would help, raw points say which one comes nearest.
    """
    found = [
        Without(
            code=fault.code,
            item=fault.task or fault.item,
            span=fault.span,
            total=made.total,
            gain=made.total - grade.total,
            raw=made.raw,
            lifts=tuple(g.code for g in grade.gates if g.code not in {left.code for left in made.gates}),
        )
        for fault, made in weighed
    ]
    return tuple(sorted(found, key=lambda one: (-one.gain, -one.raw)))
