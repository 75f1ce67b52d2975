"""Short words for the operations room: play some steps of a task, and look at what came of the last one."""

from __future__ import annotations

from desk import operations
from scenarios.operations.nouns import Act, Refused, Room
from scenarios.operations.task import Task

MOST = 60  # days that one act of waiting takes
Step = tuple[str, dict[str, object]]


def played(task: Task, *acts: Step) -> Room:
    """The room after the steps; one may wait beyond the task's last day."""
    free = task.model_copy(update={"last": None})
    return operations.play(free, [Act(name=name, args=args) for name, args in acts])


def no(room: Room) -> Refused:
    """Why the last step was refused."""
    refused = room.log[-1].refused
    assert refused is not None
    return refused


def code(room: Room) -> str:
    """The code of the last step's refusal; empty where it was done."""
    refused = room.log[-1].refused
    return refused.code if refused else ""


def days(count: int) -> tuple[Step, ...]:
    """Waiting so many days; none is no step."""
    whole, rest = divmod(count, MOST)
    return (*(("wait", {"days": MOST}),) * whole, *((("wait", {"days": rest}),) if rest else ()))
