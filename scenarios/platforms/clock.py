"""The clocks of a rule sheet that run in one case, in the case's own time."""

from __future__ import annotations

import datetime as dt

from pydantic import Field

from reading.nouns import Frozen
from scenarios.nouns import Case, Text
from scenarios.platforms.sheet import Clock, Sheet, matters


class Due(Frozen):
    """A clock running in one case, in the case's own time."""

    id: str
    name: Text
    started: dt.datetime
    due: dt.datetime
    hours_total: float
    hours_left: float  # negative once it has run out
    source: str
    on_expiry: Text
    doubt: Text = Field(default_factory=dict)


def running(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """The clocks of the sheet that run in this case, the most urgent first."""
    found = []
    for clock in sheet.clocks:
        started = next((line.at for line in reversed(case.thread) if line.sender == clock.from_last and line.at), None)
        if clock.from_last == "buyer":
            started = started or case.now
        if started is None or clock.starts or not matters(case, clock.stages, clock.situations):
            continue
        due = _after(started, clock)
        left = (due - case.now).total_seconds() / 3600
        found.append(
            Due(
                id=clock.id,
                name=clock.name,
                started=started,
                due=due,
                hours_total=(due - started).total_seconds() / 3600,
                hours_left=round(left, 2),
                source=clock.source,
                on_expiry=clock.on_expiry,
                doubt=clock.doubt,
            )
        )
    return tuple(sorted(found, key=lambda one: one.hours_left))


def _after(started: dt.datetime, clock: Clock) -> dt.datetime:
    if not clock.business_days:
        return started + dt.timedelta(hours=clock.hours)
    due, left = started, clock.hours
    while left > 0:
        step = min(left, 24.0)
        due += dt.timedelta(hours=step)
        if due.weekday() < 5:
            left -= step
    return due
