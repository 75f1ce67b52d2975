"""One platform's rule sheet: forbidden content, clocks, metrics and readable notes, dated and sourced."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from content.errors import ContentError
from content.loader import load_documents
from reading.nouns import Forbidden, Frozen, Severity
from scenarios.nouns import Case, Text

HERE = Path(__file__).parent
Direction = Literal["at_most", "at_least", "below", "above"]
Tally = Mapping[str, float]  # counts of the shop by name, in the window of the metric that uses them


class Rule(Frozen):
    """One forbidden content. ``stages`` empty: all. ``state``: only while the problem is open, or only once solved."""

    id: str
    code: str  # V01 … V15
    severity: Severity
    zh: str
    en: str
    source: str
    since: str
    verified: bool = True
    stages: tuple[str, ...] = ()
    state: Literal["any", "open", "solved"] = "any"


class Clock(Frozen):
    """Something that must be done in time. ``from_last``: whose last message starts it."""

    id: str
    name: Text
    hours: float = Field(gt=0)
    source: str
    on_expiry: Text
    business_days: bool = False  # ``hours`` then counts only Monday to Friday
    from_last: Literal["buyer", "platform"] = "buyer"
    stages: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    doubt: Text = Field(default_factory=dict)


class Metric(Frozen):
    """One figure of the platform: numerator over denominator in a window, and the threshold it must keep."""

    id: str
    name: Text
    unit: Literal["rate", "hours", "stars", "count"] = "rate"
    numerator: str
    denominator: str | None = None  # None: the numerator is the figure itself
    at_most: float | None = None
    at_least: float | None = None
    below: float | None = None
    above: float | None = None
    window_days: int | None = None
    minimum: float = 0  # the denominator at or under this is not assessed
    importance: Text = Field(default_factory=dict)
    source: str
    doubt: Text = Field(default_factory=dict)

    @property
    def bound(self) -> tuple[Direction, float] | None:
        """Direction and threshold, None when the course gives none."""
        for direction in ("at_most", "at_least", "below", "above"):
            value = getattr(self, direction)
            if value is not None:
                return direction, value
        return None


class RuleText(Frozen):
    """One readable rule: shown beside a case of these stages and situations (empty: all)."""

    id: str
    title: Text
    text: Text
    sources: tuple[str, ...]
    stages: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    doubt: Text = Field(default_factory=dict)


class Sheet(Frozen):
    """Everything about a platform that may be corrected without code."""

    platform: str
    name: Text
    pack: str  # date of the pack of forbidden content
    forbidden: tuple[Rule, ...]
    clocks: tuple[Clock, ...]
    metrics: tuple[Metric, ...]
    states: dict[str, Text]
    effects: dict[str, tuple[str, ...]] = Field(
        default_factory=dict
    )  # event of a conversation -> tally counts it adds to
    notes: tuple[RuleText, ...]

    def metric(self, metric_id: str) -> Metric:
        """The metric called ``metric_id``; KeyError when the sheet has none."""
        for metric in self.metrics:
            if metric.id == metric_id:
                return metric
        raise KeyError(metric_id)


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


class Standing(Frozen):
    """Where the shop stands: one state over all, and one per metric (state ids of the sheet)."""

    state: str
    name: Text
    metrics: dict[str, str]


@cache
def load_sheet(platform: str) -> Sheet:
    """The sheet beside this module. Raises ContentError when a field of it is wrong."""
    path = HERE / f"{platform}.yaml"
    (document,) = load_documents(path)
    try:
        return Sheet.model_validate(document.value)
    except ValidationError as error:
        first = error.errors()[0]
        where = tuple(first["loc"])
        raise ContentError(
            str(path), document.line(where), ".".join(map(str, where)), f"规则表有误:{first['msg']}", first["msg"]
        ) from error


def matters(case: Case, stages: tuple[str, ...], situations: tuple[str, ...]) -> bool:
    """True when something for these stages and situations matters in ``case``; empty means all."""
    return (not stages or case.stage in stages) and (not situations or case.situation in situations)


def forbidden(sheet: Sheet, stage: str, solved: bool) -> tuple[Forbidden, ...]:
    """What the pack says of each code in this stage and state: the first rule of a code that fits."""
    state = "solved" if solved else "open"
    found: dict[str, Forbidden] = {}
    for rule in sheet.forbidden:
        if (not rule.stages or stage in rule.stages) and rule.state in ("any", state):
            entry = Forbidden(
                code=rule.code,
                severity=rule.severity,
                rule=rule.id,
                date=rule.since or sheet.pack,
                verified=rule.verified,
            )
            found.setdefault(rule.code, entry)
    return tuple(found[code] for code in sorted(found))


def notes(case: Case, sheet: Sheet) -> tuple[RuleText, ...]:
    """The readable rules that matter in this case, those for its situation first."""
    fitting = [note for note in sheet.notes if matters(case, note.stages, note.situations)]
    return tuple(sorted(fitting, key=lambda note: (not note.situations, not note.stages)))


def ratio(tally: Tally, metric: Metric) -> float | None:
    """The metric's figure; None when nothing is known or the volume is not above ``minimum``."""
    if metric.numerator not in tally:
        return None
    if metric.denominator is None:
        return tally[metric.numerator]
    base = tally.get(metric.denominator, 0.0)
    if base <= metric.minimum or base <= 0:
        return None
    return tally[metric.numerator] / base


def kept(metric: Metric, rate: float | None) -> bool | None:
    """True when ``rate`` keeps the metric's bound; None when either is unknown."""
    if rate is None or metric.bound is None:
        return None
    direction, value = metric.bound
    return {"at_most": rate <= value, "at_least": rate >= value, "below": rate < value, "above": rate > value}[
        direction
    ]


def running(case: Case, sheet: Sheet) -> tuple[Due, ...]:
    """The clocks of the sheet that run in this case, the most urgent first."""
    found = []
    for clock in sheet.clocks:
        started = next(
            (line.at for line in reversed(case.thread) if line.sender == clock.from_last and line.at), None
        )
        if clock.from_last == "buyer":
            started = started or case.now
        if started is None or not matters(case, clock.stages, clock.situations):
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
