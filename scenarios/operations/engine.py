"""Opens a task, checks the form of an act, does it and keeps the log. Everything can be replayed from the acts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from typing import Any

from scenarios.operations import aliexpress, amazon, dhgate, ebay, taobao, wish
from scenarios.operations.console import common_refusals, console
from scenarios.operations.made import make
from scenarios.operations.nouns import Act, Entry, Field, Handed, Operation, Outcome, Refused, Room, Row
from scenarios.operations.passing import wait
from scenarios.operations.rows import Does, Gives, Passes, day, rows
from scenarios.operations.table_file import tabbed
from scenarios.operations.task import Task
from scenarios.platforms.sheet import Sheet

ACTS: dict[str, dict[str, Does]] = {
    "aliexpress": aliexpress.ACTS,
    "amazon": amazon.ACTS,
    "dhgate": dhgate.ACTS,
    "ebay": ebay.ACTS,
    "taobao": taobao.ACTS,
    "wish": wish.ACTS,
}
MOST = {"number": 10_000, "money": 1_000_000}  # what a field takes that names no bound of its own
LONGEST_TEXT = 4_000  # characters of a text field
SHOWN = 4  # rows of an act that the log names
LONGEST_WORD = 60  # characters of a wrong value that a refusal repeats
DOWNLOADS: dict[str, dict[str, Gives]] = {
    "aliexpress": aliexpress.DOWNLOADS,
    "amazon": amazon.DOWNLOADS,
    "dhgate": dhgate.DOWNLOADS,
    "ebay": ebay.DOWNLOADS,
    "taobao": taobao.DOWNLOADS,
    "wish": wish.DOWNLOADS,
}
PASSES: dict[str, Passes] = {
    "aliexpress": aliexpress.passes,
    "amazon": amazon.passes,
    "dhgate": dhgate.passes,
    "ebay": ebay.passes,
    "taobao": taobao.passes,
    "wish": wish.passes,
}


def start(task: Task) -> Room:
    """The room as the task begins: written rows first, then those made from the task's seed."""
    tables: dict[str, tuple[Row, ...]] = dict.fromkeys(console(task.platform).tables, ())
    tables |= task.rows
    for number, one in enumerate(task.make):
        recipe = {**console(task.platform).recipes[one.recipe], **one.set}
        made = make(recipe, one.count, task.seed * 100 + number, task.now)
        tables[one.table] = (*tables[one.table], *made)
    known = console(task.platform).tables
    whole = {name: _even(table, known[name].columns) for name, table in tables.items()}
    return Room(platform=task.platform, now=task.now, tables=whole)


def _even(table: tuple[Row, ...], known: Iterable[str]) -> tuple[Row, ...]:
    """Every row with every column of the console and of the other rows, the newest order first."""
    columns = list(dict.fromkeys([*known, *(column for one in table for column in one)]))
    whole = [{column: one.get(column) for column in columns} for one in table]
    return tuple(sorted(whole, key=lambda one: str(one.get("ordered") or ""), reverse=True))


def play(task: Task, acts: Iterable[Act], sheet: Sheet) -> Room:
    """The room after these acts, refused ones included in its log."""
    room = start(task)
    for act in acts:
        room = do(room, act, task, sheet)
    return room


def walk(task: Task, acts: Iterable[Act], sheet: Sheet) -> tuple[Act, ...]:
    """The acts of a walkthrough as a student would do them: ``{find: {column: …}}`` becomes the ids it finds then."""
    room, walked = start(task), []
    for act in acts:
        operation = console(room.platform).acts[act.name]
        tables = {field.id: field.table for field in operation.fields}
        args = {name: _found(room, tables.get(name, ""), value) for name, value in act.args.items()}
        walked.append(Act(name=act.name, args=args))
        room = do(room, walked[-1], task, sheet)
    return tuple(walked)


def _found(room: Room, table: str, value: Any) -> Any:
    if isinstance(value, Mapping) and "find" in value:
        return [one["id"] for one in rows(room, table, value["find"])]
    if isinstance(value, Mapping) and "cells" in value:
        return {"name": value["name"], "text": tabbed(value["cells"])}
    return value


def do(room: Room, act: Act, task: Task, sheet: Sheet) -> Room:
    """The room after one act; its last line of the log says what came of it."""
    operation = console(room.platform).acts.get(act.name)
    if operation is None:
        return _logged(room, act.name, {}, _no("no_such_act", value=act.name))
    args = filled(room, operation, act.args)
    if isinstance(args, Refused):
        return _logged(room, act.name, act.args, args)
    if act.name == "wait":
        return _waited(room, args, task, sheet, operation)
    outcome = ACTS[room.platform][act.name](room, args, sheet)
    return _logged(room, act.name, args, outcome, operation)


def _waited(room: Room, args: dict[str, Any], task: Task, sheet: Sheet, operation: Operation) -> Room:
    end = room.now + dt.timedelta(days=int(args["days"]))
    if task.last and day(end, sheet) > task.last:
        return _logged(room, "wait", args, _no("past_the_end", until=task.last))
    gone = wait(room, int(args["days"]), task.events, PASSES[room.platform], sheet)
    return _logged(gone, "wait", args, gone, operation)


def offered(room: Room, operation: Operation) -> tuple[str, ...]:
    """The ids of the rows that show this act's button; empty for an act of the whole console."""
    return tuple(one["id"] for one in rows(room, operation.table, operation.where)) if operation.table else ()


def acts_for(room: Room, table: str, row_id: str) -> tuple[str, ...]:
    """The names of the acts that a row shows, in the console's order."""
    found = console(room.platform).acts.items()
    return tuple(name for name, one in found if one.table == table and row_id in offered(room, one))


def _logged(room: Room, name: str, args: dict[str, Any], outcome: Outcome, operation: Operation | None = None) -> Room:
    if isinstance(outcome, Refused):
        line = Entry(at=room.now, act=name, args=args, refused=outcome, faults=outcome.faults)
        return room.model_copy(update={"log": (*room.log, line)})
    said = {lang: text.format(**_readable(args)) for lang, text in (operation.done if operation else {}).items()}
    line = Entry(
        at=room.now,
        act=name,
        args=args,
        faults=outcome.faults,
        zh=said.get("zh", ""),
        en=said.get("en", ""),
        source=operation.source if operation else "",
    )
    return outcome.model_copy(update={"log": (*outcome.log, line), "faults": ()})


def _readable(args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as a sentence shows them: lists joined, files by name, whole numbers without a point."""
    shown: dict[str, Any] = {}
    for name, value in args.items():
        if isinstance(value, (list, tuple)):
            more = f" … ({len(value)})" if len(value) > SHOWN else ""
            shown[name] = ", ".join(map(str, value[:SHOWN])) + more
        elif isinstance(value, Handed):
            shown[name] = value.name
        else:
            shown[name] = int(value) if isinstance(value, float) and value.is_integer() else value
    return shown


def filled(room: Room, operation: Operation, args: Mapping[str, Any]) -> dict[str, Any] | Refused:
    """The arguments with their proper types (dates, numbers, files), or why the form is not right."""
    strange = sorted(set(args) - {field.id for field in operation.fields})
    if strange:
        return _no("field_wrong", field=strange[0], value=args[strange[0]])
    known: dict[str, Any] = {}
    for field in operation.fields:
        value = args.get(field.id)
        if value is None or (isinstance(value, str) and not value.strip()) or value == []:
            if field.required:
                return _no("field_missing", field=field.name)
            known[field.id] = None
            continue
        try:
            known[field.id] = _typed(room, field, value)
        except LookupError as error:
            return _no("no_such_row", value=error.args[0])
        except (ValueError, TypeError):
            return _no("field_wrong", field=field.name, value=value)
    return known


def _typed(room: Room, field: Field, value: Any) -> Any:
    if field.kind in ("number", "money"):
        return _number(field, value)
    if field.kind == "date":
        plain = value.date() if isinstance(value, dt.datetime) else value
        return plain if isinstance(plain, dt.date) else dt.date.fromisoformat(str(plain))
    if field.kind == "file":
        return Handed.model_validate(value)
    if field.kind == "rows":
        if not isinstance(value, (list, tuple)):
            raise ValueError(value)
        return tuple(dict.fromkeys(_known(room, field.table, str(one)) for one in value))
    text = str(value).strip()
    if len(text) > LONGEST_TEXT:
        raise ValueError(field.id)
    if field.kind == "row":
        return _known(room, field.table, text)
    if field.kind == "choice" and text not in field.options:
        raise ValueError(text)
    return text


def _known(room: Room, table: str, row_id: str) -> str:
    if row_id not in {one["id"] for one in rows(room, table)}:
        raise LookupError(row_id)
    return row_id


def _number(field: Field, value: Any) -> float:
    number = math.nan if isinstance(value, bool) else float(value)
    if not math.isfinite(number) or not (field.at_least or 0) <= number <= (field.at_most or MOST[field.kind]):
        raise ValueError(value)
    if field.kind == "number" and not number.is_integer():
        raise ValueError(value)
    return round(number, 2)


def _no(code: str, **values: Any) -> Refused:
    says = common_refusals()[code]

    def words(lang: str) -> dict[str, Any]:
        return {
            name: value.get(lang, "") if isinstance(value, dict) else str(value)[:LONGEST_WORD]
            for name, value in values.items()
        }

    zh, en = says.zh.format(**words("zh")), says.en.format(**words("en"))
    return Refused(code=code, zh=zh, en=en, source=says.source, when="form")
