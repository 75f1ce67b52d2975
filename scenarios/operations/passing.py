"""Days go by: what a task has planned happens at its moment, and every clock that runs out takes effect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from scenarios.operations.nouns import Room
from scenarios.operations.rows import Passes, happened, matches, put, row
from scenarios.operations.task import Event
from scenarios.platforms.sheet import Sheet

DAY = dt.timedelta(days=1)


def wait(room: Room, days: int, events: Sequence[Event], passes: Passes, sheet: Sheet) -> Room:
    """The room ``days`` later. ``passes`` is the platform's own: what runs out by itself, asked once a day."""
    for _ in range(days):
        end = room.now + DAY
        for moment, event in sorted(_due(room, events, end), key=lambda one: one[0]):
            room = _happen(room.model_copy(update={"now": moment}), event)
        room = passes(room.model_copy(update={"now": end}), sheet)
    return room


def _due(room: Room, events: Sequence[Event], end: dt.datetime) -> Iterator[tuple[dt.datetime, Event]]:
    for event in events:
        moment = event.at or _following(room, event)
        if moment and (room.now < moment <= end or (moment == room.now and event.at is None and not event.days)):
            yield moment, event


def _following(room: Room, event: Event) -> dt.datetime | None:
    """``days`` after the last time the act was done on the row; None when it was not."""
    touched = event.of or event.row
    done = [
        line.at for line in room.log if line.act == event.after and not line.refused and _touches(line.args, touched)
    ]
    return done[-1] + dt.timedelta(days=event.days) if done else None


def _touches(args: dict[str, object], row_id: str) -> bool:
    return any(value == row_id or (isinstance(value, (list, tuple)) and row_id in value) for value in args.values())


def _happen(room: Room, event: Event) -> Room:
    if not matches(row(room, event.table, event.row), event.when):
        return room
    room = put(room, event.table, event.row, **{k: room.now if v == "now" else v for k, v in event.set.items()})
    return happened(room, event.zh, event.en)
