"""One platform's rule sheet: forbidden content, clocks, metrics and readable notes, dated and sourced."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from content.loader import load_documents, misfit
from reading.nouns import Forbidden, Frozen, Severity
from scenarios.nouns import Case, Text
from scenarios.platforms.counted import Counted, Flag, Number, Pack, Row, Setting
from scenarios.situations import canonical

HERE = Path(__file__).parent
Direction = Literal["at_most", "at_least", "below", "above"]
Tally = Mapping[str, float]  # counts of the shop by name, in the window of the metric that uses them


class Rule(Frozen):
    """One forbidden content. ``stages`` empty: all. ``state``: while the problem is open, or once solved."""

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
    """Something that must be done in time. ``from_last``: whose last message starts it.

    With ``starts`` another event does, and the clock runs in the console, not in a conversation.
    """

    id: str
    name: Text
    hours: float = Field(gt=0)
    source: str
    on_expiry: Text
    answers: bool = False  # this clock decides whether a message was answered in time
    business_days: bool = False  # ``hours`` then counts only Monday to Friday
    from_last: Literal["buyer", "platform"] = "buyer"
    starts: Text = Field(default_factory=dict)
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
    shown_days: tuple[int, ...] = ()  # other windows in which the console shows the same figure
    minimum: float = 0  # the denominator at or under this is not assessed
    counted: Counted | None = None  # how it is counted from the rows of an account
    importance: Text = Field(default_factory=dict)
    source: str
    doubt: Text = Field(default_factory=dict)


class Bound(Frozen):
    """A bound on the figure of one metric, as a level needs it."""

    metric: str
    at_most: float | None = None
    at_least: float | None = None
    below: float | None = None
    above: float | None = None


class Count(Frozen):
    """One count of a practice shop: between ``low`` and ``high``, that share ``of`` another count, or a ``sum``."""

    low: float = 0
    high: float = 0
    of: str | None = None
    sum: tuple[str, ...] = ()


class Effect(Frozen):
    """What one event of a conversation adds to the shop's tally, and why."""

    event: str
    adds: dict[str, float]
    why: Text
    source: str


class RuleText(Frozen):
    """One readable rule: shown beside a case of these stages and situations (empty: all)."""

    id: str
    title: Text
    text: Text
    sources: tuple[str, ...]
    stages: tuple[str, ...] = ()
    situations: tuple[str, ...] = ()
    beside: bool = True  # False: it stands in the library only
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
    levels: dict[str, tuple[Bound, ...]] = Field(default_factory=dict)  # state -> bounds that must all hold
    shop: dict[str, Count]  # how a practice shop's tally is drawn from a seed
    effects: tuple[Effect, ...]  # what a conversation adds to the tally
    price_band: float | None = None  # amount up to which an order counts as low-priced
    notes: tuple[RuleText, ...]
    zone: str = "UTC"  # whose calendar cuts the days of the windows
    flags: dict[str, Flag] = Field(default_factory=dict)
    settings: tuple[Setting, ...] = ()
    numbers: tuple[Number, ...] = ()
    tables: dict[str, tuple[Row, ...]] = Field(default_factory=dict)
    packs: tuple[Pack, ...] = ()  # other versions of the rules beside this one

    def metric(self, metric_id: str) -> Metric:
        """The metric called ``metric_id``; KeyError when the sheet has none."""
        for metric in self.metrics:
            if metric.id == metric_id:
                return metric
        raise KeyError(metric_id)

    def clock(self, clock_id: str) -> Clock:
        """The clock called ``clock_id``; KeyError when the sheet has none."""
        return {one.id: one for one in self.clocks}[clock_id]

    def setting(self, setting_id: str) -> float | None:
        """The value of a setting, None while nobody knows it; KeyError when the sheet has none of that name."""
        return {one.id: one.value for one in self.settings}[setting_id]

    def number(self, number_id: str) -> float:
        """A number of the course that is neither metric nor clock; KeyError when the sheet has none of that name."""
        return {one.id: one.value for one in self.numbers}[number_id]

    def row(self, table: str, row_id: str) -> Row:
        """One row of a table of the sheet; KeyError when there is none of that name."""
        return {row.id: row for row in self.tables[table]}[row_id]


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
        raise misfit(error, document, zh="规则表有误:") from error


def matters(case: Case, stages: tuple[str, ...], situations: tuple[str, ...]) -> bool:
    """True when something for these stages and situations matters in ``case``; empty means all."""
    return (not stages or case.stage in stages) and (not situations or canonical(case.situation) in situations)


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
    fitting = [note for note in sheet.notes if note.beside and matters(case, note.stages, note.situations)]
    return tuple(sorted(fitting, key=lambda note: (not note.situations, not note.stages)))
