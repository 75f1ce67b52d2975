"""Small pure verbs on the rows of a room, and the words of a refusal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scenarios.operations.console import console
from scenarios.operations.nouns import Column, Download, Entry, Fault, Outcome, Refused, Room, Row, When
from scenarios.platforms.sheet import Sheet
from scenarios.platforms.verdict import Verdict, day_in

Args = Mapping[str, Any]  # of an act, by the ids of its form, with their proper types
Does = Callable[[Room, Args, Sheet], Outcome]
Gives = Callable[[Room, Sheet], Download]
Passes = Callable[[Room, Sheet], Room]


def row(room: Room, table: str, row_id: str) -> Row:
    """The row of this id; KeyError when there is none."""
    for one in room.tables.get(table, ()):
        if one["id"] == row_id:
            return one
    raise KeyError(row_id)


def rows(room: Room, table: str, where: Mapping[str, Any] | None = None) -> tuple[Row, ...]:
    """The rows of a table that are as ``where`` says (all without it)."""
    return tuple(one for one in room.tables.get(table, ()) if matches(one, where or {}))


def matches(one: Mapping[str, Any], want: Mapping[str, Any]) -> bool:
    """True when every wanted column holds: a value, a list of allowed ones, or a mapping.

    ``{at_least:, at_most:}`` bounds it, ``{known: true}`` wants any value, ``{has: x}`` a list or text that holds x
    (in any case of letters), ``{same: […]}`` exactly these in any order.
    """
    return all(_holds(one.get(column), wanted) for column, wanted in want.items())


def _holds(value: Any, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        if "known" in wanted:
            return bool((value is not None) == wanted["known"])
        if "same" in wanted:  # exactly this set, in any order
            return isinstance(value, (list, tuple)) and sorted(value) == sorted(wanted["same"])
        if "has" in wanted:
            held = value.lower() if isinstance(value, str) else value
            sought = str(wanted["has"]).lower() if isinstance(value, str) else wanted["has"]
            return bool(isinstance(held, (list, tuple, str)) and sought in held)
        low, high = wanted.get("at_least"), wanted.get("at_most")
        return bool(value is not None and (low is None or value >= low) and (high is None or value <= high))
    if isinstance(wanted, (list, tuple)) and not isinstance(value, (list, tuple)):
        return any(_equal(value, one) for one in wanted)
    return _equal(value, wanted)


def _equal(value: Any, wanted: Any) -> bool:
    if isinstance(value, dt.datetime) and isinstance(wanted, dt.date) and not isinstance(wanted, dt.datetime):
        return value.date() == wanted
    if isinstance(value, (list, tuple)) and isinstance(wanted, (list, tuple)):
        return list(value) == list(wanted)
    if isinstance(value, (int, float)) and isinstance(wanted, (int, float)) and type(value) is not type(wanted):
        return abs(value - wanted) < 0.005
    return bool(value == wanted)


def put(room: Room, table: str, row_id: str, **changes: Any) -> Room:
    """The room with columns of one row changed."""
    new = tuple(one | changes if one["id"] == row_id else one for one in room.tables.get(table, ()))
    return room.model_copy(update={"tables": {**room.tables, table: new}})


def put_all(room: Room, table: str, row_ids: Iterable[str], **changes: Any) -> Room:
    """The room with columns of several rows changed."""
    chosen = set(row_ids)
    new = tuple(one | changes if one["id"] in chosen else one for one in room.tables.get(table, ()))
    return room.model_copy(update={"tables": {**room.tables, table: new}})


def add(room: Room, table: str, **columns: Any) -> Room:
    """The room with one more row; without an ``id`` it gets the table's next number."""
    old = room.tables.get(table, ())
    new = {"id": f"{table}-{len(old) + 1}", **columns}
    return room.model_copy(update={"tables": {**room.tables, table: (*old, new)}})


def happened(room: Room, zh: str, en: str, source: str = "", at: dt.datetime | None = None) -> Room:
    """The room with a line in its log that nobody's act wrote."""
    line = Entry(at=at or room.now, zh=zh, en=en, source=source)
    return room.model_copy(update={"log": (*room.log, line)})


def day(moment: dt.datetime, sheet: Sheet) -> dt.date:
    """The calendar day of a moment (naive UTC) where the platform counts its days."""
    return day_in(moment, sheet.zone)


def today(room: Room, sheet: Sheet) -> dt.date:
    """The room's day."""
    return day(room.now, sheet)


def after(start: dt.date, count: int) -> dt.date:
    """The day ``count`` days later."""
    return start + dt.timedelta(days=count)


def hours_left(room: Room, one: Row, column: Column, sheet: Sheet) -> float | None:
    """How many hours a row's clock still runs, negative once it is over; None when it does not run."""
    started = one.get(column.starts)
    if started is None or (column.stops and one.get(column.stops)):
        return None
    end = started + dt.timedelta(hours=sheet.clock(column.clock).hours)
    return round(float((end - room.now).total_seconds()) / 3600, 1)


def refuse(
    room: Room,
    code: str,
    when: When = "not_allowed",
    starts: dt.date | None = None,
    until: dt.date | None = None,
    faults: tuple[Fault, ...] = (),
    **values: Any,
) -> Refused:
    """The console's words for this refusal, with its fact; ``values`` (plain or {zh, en}) fill the placeholders."""
    says = console(room.platform).refusals[code]
    said = {"starts": starts, "until": until, **values}

    def words(lang: str) -> dict[str, Any]:
        return {name: value.get(lang, "") if isinstance(value, Mapping) else value for name, value in said.items()}

    return Refused(
        code=code,
        zh=says.zh.format(**words("zh")),
        en=says.en.format(**words("en")),
        source=says.source,
        when="forbidden" if says.grave else when,
        starts=starts,
        until=until,
        faults=faults,
    )


def ruled(room: Room, verdict: Verdict) -> Refused | None:
    """The refusal that a rule's verdict means, with the day it names; None when the step may be taken."""
    if verdict.may:
        return None
    when: When = "not_allowed"
    zh, en = verdict.why["zh"], verdict.why["en"]
    if verdict.reason.endswith("_early"):
        when = "early"
        if verdict.opens:
            zh, en = f"{zh}{verdict.opens} 起可以。", f"{en} Possible from {verdict.opens}."
    elif verdict.reason.endswith("_late"):
        when, zh, en = "late", f"{zh}期限到 {verdict.closes} 为止。", f"{en} It was possible until {verdict.closes}."
    return Refused(
        code=verdict.reason,
        zh=zh,
        en=en,
        source=verdict.source,
        when=when,
        starts=verdict.opens,
        until=verdict.closes,
    )
