"""The nouns of counting: tests on columns make flags, and a metric says which flags stand above and under its line."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from reading.nouns import Frozen
from scenarios.nouns import Text

Table = Literal["orders", "messages", "notices"]
Unit = Literal["rate", "days", "hours", "count", "times", "money", "yes"]  # yes: 1 or 0


class Trial(Frozen):
    """One test on a column; every test that is given must hold. An unknown value passes none but ``known: false``."""

    column: str
    equals: tuple[str | bool | int, ...] = ()  # is one of these
    known: bool | None = None  # has a value at all
    at_most: float | None = None
    at_least: float | None = None
    after: str | None = None  # later than this other column, by more than ``hours``
    by: str | None = None  # at this other column or before it, give or take ``hours``
    hours: float = 0
    clock: str = ""  # the clock of the sheet whose hours stand in place of ``hours`` or ``older_than_hours``
    older_than_hours: float | None = None  # lies further back than this, seen from now


class Flag(Frozen):
    """What may be true of a row: all of ``all`` hold and, where given, one of ``any``."""

    name: Text
    source: str
    of: Table = "orders"
    all: tuple[Trial, ...] = ()
    any: tuple[Trial, ...] = ()
    doubt: Text = Field(default_factory=dict)


class Counted(Frozen):
    """How a metric is counted from the rows of a table.

    Under the line: rows whose ``dated`` day, or a day of ``also``, lies in the window, with every flag of ``among``
    and none of ``excludes``. Above it: those of them with one of the flags ``counts``, each ``worth`` so much; with
    ``mean`` the sum of that column. The window ends ``lag_days`` before the day of counting and is as long as the
    metric's ``window_days``. With ``every: week`` (month) it stands still until Monday (the 1st) and is counted back
    from the day before that. With ``latest_per`` only the last row so far of each value of that column counts.
    """

    of: Table = "orders"
    dated: str
    also: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    mean: str | None = None
    worth: float = 1
    lag_days: int = Field(default=0, ge=0)
    every: Literal["day", "week", "month"] = "day"
    latest_per: str | None = None
    source: str = ""


class Setting(Frozen):
    """A number the course does not give: a default of ours, shown with its doubt, that a class may change.

    ``sets`` names the fields that take the value, as ``metrics.<id>.<field>``; others read the setting itself.
    """

    id: str
    name: Text
    value: float | None  # None: not known, and nothing is judged by it
    low: float
    high: float
    unit: Unit
    source: str  # the fact that leaves it open
    doubt: Text
    sets: tuple[str, ...] = ()


class Number(Frozen):
    """A number the course gives for a rule that is neither a metric nor a clock of one case."""

    id: str
    name: Text
    value: float
    unit: Unit
    source: str
    doubt: Text = Field(default_factory=dict)


class Row(Frozen):
    """One row of a table of the course: what it is called, and its cells by column."""

    id: str
    name: Text
    source: str
    cells: dict[str, float | str | Text] = Field(default_factory=dict)
    doubt: Text = Field(default_factory=dict)

    def number(self, cell: str) -> float:
        """A cell that holds a number; KeyError without it, TypeError when it holds words."""
        value = self.cells[cell]
        if not isinstance(value, float | int):
            raise TypeError(f"{self.id}.{cell} is no number")
        return value


class Pack(Frozen):
    """Another version of the rules: what it changes, by ``metrics.<id>`` and so on, for each part in ``packs.PARTS``.

    ``counted``: metrics that are counted in another way. ``drops``: what this version forbids or notes no longer, or
    not yet, by id.
    """

    id: str
    name: Text
    since: str
    source: str
    changes: dict[str, dict[str, float | int | None]] = Field(default_factory=dict)
    counted: dict[str, Counted] = Field(default_factory=dict)
    drops: tuple[str, ...] = ()
