"""Looks at what was done: the end state, the moments, and every act that was wrong. Says verdicts, never points."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field as Has

from reading.nouns import Frozen
from scenarios.operations.console import console
from scenarios.operations.engine import start
from scenarios.operations.nouns import Entry, Room, Row
from scenarios.operations.rows import day, matches, rows
from scenarios.operations.task import Goal, Moment, Task, Trap
from scenarios.platforms.sheet import Sheet

Kind = Literal["goal", "kept", "moment", "early", "late", "not_allowed", "forbidden", "form", "file", "trap"]


class Verdict(Frozen):
    """One finding: of which part, how far it holds (0 to 1), how much it weighs there, and why, with its fact."""

    part: Literal["state", "moment", "care"]
    id: str
    kind: Kind
    share: float = Has(ge=0, le=1)
    weight: float = 1
    zh: str
    en: str
    source: str = ""


def verdicts(task: Task, room: Room, sheet: Sheet) -> tuple[Verdict, ...]:
    """Everything to be said of a finished room: goals and moments, held or not, and what went wrong on the way."""
    before = start(task)
    found = [_goal(goal, room, before) for goal in task.goal]
    held = {one.id: one.share for one in found}
    found += [_moment(moment, room, sheet, held) for moment in task.moments]
    return (*found, *_refusals(task, room), *_traps(task, room, sheet))


def _goal(goal: Goal, room: Room, before: Room) -> Verdict:
    """How far a goal holds. What held at the beginning is ``kept``: it is worth no more than the work beside it."""
    share, working = _share(goal, room)
    if share == 1:
        working = ("已达成", "done")
    return Verdict(
        part="state",
        id=goal.id,
        kind="kept" if _share(goal, before)[0] == 1 else "goal",
        share=share,
        weight=goal.weight,
        zh=f"{goal.name['zh']}：{working[0]}。",
        en=f"{goal.name['en']}: {working[1]}.",
        source=goal.source,
    )


def _share(goal: Goal, room: Room) -> tuple[float, tuple[str, str]]:
    if goal.count is not None:
        got = len(rows(room, goal.table, goal.where))
        share = 1.0 if got == goal.count else 0.0
        working = (f"应有 {goal.count} 行，实际 {got} 行", f"rows wanted: {goal.count}, found: {got}")
    elif goal.least is not None:
        got = len(rows(room, goal.table, goal.where))
        share = min(1.0, got / goal.least)
        working = (f"至少 {goal.least} 行，实际 {got} 行", f"rows wanted: at least {goal.least}, found: {got}")
    else:
        return _rows_share(goal, room)
    return share, working


def _rows_share(goal: Goal, room: Room) -> tuple[float, tuple[str, str]]:
    table = rows(room, goal.table)
    wanted = [one for one in table if (one["id"] in goal.rows if goal.rows else matches(one, goal.where))]
    right = [one for one in wanted if matches(one, goal.be)]
    chosen = {one["id"] for one in wanted}
    extra = [one for one in table if goal.only and one["id"] not in chosen and matches(one, goal.be)]
    total = max(len(wanted), len(goal.rows), 1)
    share = max(0, len(right) - len(extra)) / total
    zh, en = f"{len(right)}/{total} 行正确", f"right: {len(right)} of {total}"
    wrong = next((one for one in wanted if one not in right), None)
    if wrong is not None:
        what = _difference(goal, room, wrong)
        zh, en = f"{zh}，{wrong['id']} 的{what[0]}", f"{en}; {wrong['id']}: {what[1]}"
    if extra:
        zh, en = f"{zh};多动了 {extra[0]['id']} 等 {len(extra)} 行", f"{en}; {len(extra)} too many ({extra[0]['id']} …)"
    return share, (zh, en)


def _difference(goal: Goal, room: Room, wrong: Row) -> tuple[str, str]:
    """The first column that is not as it should be: its name, what stands there, what should."""
    column = next(name for name, want in goal.be.items() if not matches(wrong, {name: want}))
    known = console(room.platform).tables[goal.table].columns.get(column)
    name = known.name if known else {"zh": column, "en": column}

    def word(value: Any, lang: str) -> str:
        if isinstance(value, dict) and known and not known.values:
            return "/".join(f"{mark} {bound}" for mark, bound in value.items())
        values = value if isinstance(value, (list, tuple)) else [value]
        each = [known.values[one][lang] if known and one in known.values else str(one) for one in values]
        return "/".join("—" if one == "None" else one for one in each)

    want, got = goal.be[column], wrong.get(column)
    return (
        f"{name['zh']}是 {word(got, 'zh')}，应为 {word(want, 'zh')}",
        f"{name['en']} is {word(got, 'en')}, should be {word(want, 'en')}",
    )


def done(room: Room, act: str, args: dict[str, Any]) -> tuple[Entry, ...]:
    """The lines of the log where this act was done (not refused) with these arguments."""
    return tuple(line for line in room.log if line.act == act and not line.refused and matches(line.args, args))


def _moment(moment: Moment, room: Room, sheet: Sheet, held: Mapping[str, float]) -> Verdict:
    name = console(room.platform).acts[moment.act].name
    share, zh, en = 0.0, f"「{name['zh']}」没有做。", f'"{name["en"]}" was not done.'
    lines = done(room, moment.act, moment.args)
    if lines:
        on = day(lines[0].at, sheet)
        before = moment.after and not any(one.at <= lines[0].at for one in _earlier(room, moment, lines[0]))
        if before:
            first = console(room.platform).acts[moment.after].name
            zh, en = f"应先「{first['zh']}」，再「{name['zh']}」。", f'"{first["en"]}" comes before "{name["en"]}".'
        elif moment.earliest and on < moment.earliest:
            zh = f"「{name['zh']}」太早：{on}，应等到 {moment.earliest}。{moment.early.get('zh', '')}"
            en = f'"{name["en"]}" too early: {on}, not before {moment.earliest}. {moment.early.get("en", "")}'.strip()
        elif (moment.latest and on > moment.latest) or (moment.latest_at and lines[0].at > moment.latest_at):
            last = moment.latest or moment.latest_at
            zh = f"「{name['zh']}」太晚：{on}，最晚 {last:%Y-%m-%d}。{moment.late.get('zh', '')}"
            en = f'"{name["en"]}" too late: {on}, by {last:%Y-%m-%d}. {moment.late.get("en", "")}'.strip()
        else:
            share, zh, en = 1.0, f"「{name['zh']}」时机正确:{on}。", f'"{name["en"]}" at the right time: {on}.'
            if moment.goals:
                share = sum(held[one] for one in moment.goals) / len(moment.goals)
            if share < 1:
                zh, en = f"{zh}但该办的没有全部办成。", f"{en} But not all of it was achieved."
    return Verdict(
        part="moment",
        id=moment.id,
        kind="moment",
        share=share,
        weight=moment.weight,
        zh=zh,
        en=en,
        source=moment.source,
    )


def _earlier(room: Room, moment: Moment, line: Entry) -> tuple[Entry, ...]:
    upto = room.log[: room.log.index(line)]
    return tuple(one for one in upto if one.act == moment.after and not one.refused)


def _refusals(task: Task, room: Room) -> Iterator[Verdict]:
    """Every refusal once for its act, and every file with faults."""
    seen = set()
    for line in room.log:
        no = line.refused
        if no and not no.faults and no.code not in task.free and (line.act, no.code) not in seen:
            seen.add((line.act, no.code))
            yield Verdict(part="care", id=no.code, kind=no.when, share=0, zh=no.zh, en=no.en, source=no.source)
        for fault in line.faults:
            if fault.kind != "note" and fault.code not in task.free and (line.act, fault.code) not in seen:
                seen.add((line.act, fault.code))
                yield Verdict(
                    part="care", id=fault.code, kind="file", share=0, zh=fault.zh, en=fault.en, source=fault.source
                )


def _traps(task: Task, room: Room, sheet: Sheet) -> Iterator[Verdict]:
    for trap in task.traps:
        if any(_caught(trap, line, room, sheet) for line in done(room, trap.act, trap.args)):
            yield Verdict(part="care", id=trap.id, kind="trap", share=0, zh=trap.zh, en=trap.en, source=trap.source)


def _caught(trap: Trap, line: Entry, room: Room, sheet: Sheet) -> bool:
    if trap.until and day(line.at, sheet) > trap.until:
        return False
    upto = room.log[: room.log.index(line)]
    return not (trap.before and any(one.act == trap.before and not one.refused for one in upto))
