"""The verbs of the operations room: which tasks there are, what the acts make of a room, files, and the marks.

Everything is values: a piece of work is a list of acts, and playing them again gives the same room.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from content.errors import NotAllowed, NotFound
from content.loader import load_yaml
from grading.parts import Part, Remark
from scenarios.nouns import PLATFORMS
from scenarios.operations import engine
from scenarios.operations.amazon import first_view
from scenarios.operations.console import console as console
from scenarios.operations.marking import Verdict, verdicts
from scenarios.operations.nouns import Act as Act
from scenarios.operations.nouns import Column, Row
from scenarios.operations.nouns import Download as Download
from scenarios.operations.nouns import Operation as Operation
from scenarios.operations.nouns import Room as Room
from scenarios.operations.rows import hours_left
from scenarios.operations.table_file import text_file
from scenarios.operations.task import Task as Task
from scenarios.operations.task import find_task, load_tasks
from scenarios.platforms import sheet as sheet_of
from scenarios.platforms.sheet import Sheet

POINTS = Path(__file__).parents[1] / "grading" / "operations.yaml"


def tasks(platform: str = "") -> tuple[Task, ...]:
    """All tasks, or those of one platform, easiest first."""
    names = (platform,) if platform else tuple(name for name in PLATFORMS if name in engine.ACTS)
    return tuple(task for name in names for task in load_tasks(name))


def task(task_id: str) -> Task:
    """One task. Raises NotFound."""
    return find_task(tasks(), task_id)


def play(one: Task, acts: Sequence[Act], sheet: Sheet | None = None) -> Room:
    """The room after these acts; ``sheet`` is the class's own version of the rules, else the course's."""
    return engine.play(one, acts, sheet or sheet_of(one.platform))


def after(one: Task, acts: Sequence[Act], act: Act, sheet: Sheet | None = None) -> tuple[Act, ...]:
    """The acts with one more. Raises NotAllowed for an act or argument that is no act at all."""
    if act.name not in console(one.platform).acts:
        raise NotAllowed(f"后台没有操作 {act.name}。", f"The console has no act {act.name}.")
    return (*acts, act)


def offers(one: Task, room: Room) -> dict[str, Operation]:
    """The acts of the console by name, in its order."""
    return console(one.platform).acts


def row_acts(room: Room, table: str, row_id: str) -> tuple[str, ...]:
    """The acts whose buttons a row shows."""
    return engine.acts_for(room, table, row_id)


def dealt(one: Task, seed: int) -> Task:
    """The task with its rows made from another seed (0: its own); what must be done stays the same."""
    return one.model_copy(update={"seed": seed}) if seed else one


def files(room: Room) -> tuple[str, ...]:
    """The names of the files that can be downloaded now."""
    done = {line.act for line in room.log if not line.refused}
    makers = {name: act for act, one in console(room.platform).acts.items() for name in one.gives}
    return tuple(name for name in engine.DOWNLOADS[room.platform] if makers.get(name) in (None, *done))


def shown(room: Room, table: str, sheet: Sheet | None = None) -> tuple[dict[str, Any], ...]:
    """The rows of a table as its screen shows them: the console's columns, hidden ones left out, clocks in hours."""
    known = console(room.platform).tables[table]
    rules = sheet or sheet_of(room.platform)
    columns = {name: one for name, one in known.columns.items() if name not in known.hidden}

    def cell(one: Row, name: str, column: Column) -> Any:
        return hours_left(room, one, column, rules) if column.type == "left" else one.get(name)

    return tuple({name: cell(one, name, column) for name, column in columns.items()} for one in room.tables[table])


def first_page(room: Room, sheet: Sheet | None = None) -> tuple[str, ...]:
    """The ids of the orders that the console shows by itself (Amazon: the last seven days, AMZ-41)."""
    if room.platform == "amazon":
        return first_view(room, sheet or sheet_of(room.platform))
    return tuple(one["id"] for one in room.tables.get("orders", ()))


def handouts(one: Task) -> tuple[Download, ...]:
    """The files a task begins with, tab-separated."""
    return tuple(text_file(name, lines) for name, lines in one.handouts.items())


def download(room: Room, name: str, sheet: Sheet | None = None) -> Download:
    """A real file of this room. Raises NotFound for a name that is none, NotAllowed before it is made."""
    known = engine.DOWNLOADS[room.platform]
    if name not in known:
        raise NotFound(f"没有文件 {name}。", f"There is no file {name}.")
    acts = [act for act, one in console(room.platform).acts.items() if name in one.gives]
    if acts and not any(line.act in acts and not line.refused for line in room.log):
        first = console(room.platform).acts[acts[0]].name
        raise NotAllowed(f"先「{first['zh']}」，才能下载。", f"First: {first['en']}; then it can be downloaded.")
    return known[name](room, sheet or sheet_of(room.platform))


def dumped(acts: Sequence[Act]) -> list[dict[str, Any]]:
    """The acts as JSON values, to be stored."""
    return [act.model_dump(mode="json") for act in acts]


def loaded(values: Sequence[dict[str, Any]]) -> tuple[Act, ...]:
    """The acts from what ``dumped`` gave."""
    return tuple(Act.model_validate(value) for value in values)


def marked(one: Task, acts: Sequence[Act], sheet: Sheet | None = None) -> tuple[Part, ...]:
    """The marks of a piece of work: end state, moments, care, each with its working."""
    rules = sheet or sheet_of(one.platform)
    found = verdicts(one, engine.play(one, acts, rules), rules)
    worth = _points()
    state, moment = (_part(name, worth["parts"][name], found) for name in ("state", "moment"))
    care = _care(worth, found, state.points / state.of)
    return (state, moment, care) if one.moments else (state, care)


@cache
def _points() -> dict[str, Any]:
    points: dict[str, Any] = load_yaml(POINTS)
    return points


def _part(name: str, of: float, found: Sequence[Verdict]) -> Part:
    mine = [one for one in found if one.part == name]
    work = [one for one in mine if one.kind != "kept"] or mine
    done = _mean(work)
    kept = sum(one.share * one.weight * done for one in mine if one not in work)
    whole = sum(one.weight for one in mine)
    share = (done * sum(one.weight for one in work) + kept) / whole if whole else 0
    return Part(id=name, points=round(of * share, 2), of=of, remarks=tuple(_remark(one) for one in mine))


def _mean(found: Sequence[Verdict]) -> float:
    whole = sum(one.weight for one in found)
    return sum(one.share * one.weight for one in found) / whole if whole else 0.0


def _care(worth: dict[str, Any], found: Sequence[Verdict], state: float) -> Part:
    of = worth["parts"]["care"]
    wrong = [one for one in found if one.part == "care"]
    left = max(0.0, of - sum(worth["costs"][one.kind] for one in wrong))
    return Part(id="care", points=round(min(left, of * state), 2), of=of, remarks=tuple(_remark(one) for one in wrong))


def _remark(one: Verdict) -> Remark:
    return Remark(zh=one.zh, en=one.en, source=one.source, good=one.share >= 1)
