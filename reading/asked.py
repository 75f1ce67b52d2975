"""What a reply is held against: the Brief, with its facts, tasks, promises and what the platform forbids."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from pydantic import ConfigDict, Field

from .closed import Frozen, Lang, Move, Severity


class Value(Frozen):
    """One typed value of a fact (contracts, section 1). Unknown kinds are loaded as ``text``.

    ``value`` is a number for money, percent, quantity and measure; an ISO date or date-time string for date;
    a string for code, place, size, entitlement and text. Ranges use ``from``/``to`` (dates) or ``min``/``max``.
    """

    kind: str
    value: Any = None
    currency: str | None = None
    unit: str | None = None
    min: float | None = None
    max: float | None = None
    from_: str | None = Field(default=None, alias="from")
    to: str | None = None
    zone: str | None = None

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Fact(Frozen):
    """Something true that may be said, with the typed values it can be checked by."""

    id: str
    text: str
    values: tuple[Value, ...] = ()


class Task(Frozen):
    """What a complete reply must deliver. ``by`` and ``facts`` may be empty: then ``text`` alone says it."""

    id: str
    text: str
    core: bool = True
    by: tuple[Move, ...] = ()
    facts: tuple[str, ...] = ()


class Promise(Frozen):
    """One thing this agent may promise; ``condition`` is the words after ``@`` in the case file, if any."""

    move: Move
    condition: str | None = None


class Line(Frozen):
    """One message of the thread."""

    sender: Literal["buyer", "seller", "platform"]
    text: str
    at: dt.datetime | None = None


class Forbidden(Frozen):
    """What the platform's pack says of one violation in this case's state."""

    code: str  # V01 … V15
    severity: Severity
    rule: str = ""  # id of the pack's rule, e.g. amazon.no-review-incentive
    date: str = ""  # the pack's date, e.g. course-2019 or 2026-06
    verified: bool = True


class Brief(Frozen):
    """What to look for in one reply. Made from a case and a rule sheet; holds no buyer and no points."""

    case_id: str
    language: Lang = "en"
    situation: str = ""
    stage: str = ""
    now: dt.datetime
    buyer_name: str = ""
    thread: tuple[Line, ...] = ()
    facts: tuple[Fact, ...] = ()
    order: tuple[Fact, ...] = ()  # facts the order itself states: ids, amounts, dates
    authority: tuple[Promise, ...] | None = None  # None: the case says nothing, so nothing is over-promised
    tasks: tuple[Task, ...] = ()
    closed: frozenset[str] = frozenset()  # ids of tasks an earlier reply has done
    must_not: tuple[str, ...] = ()
    obligatory: tuple[tuple[Move, ...], ...] = ()  # each entry: any one of these moves
    conventional: tuple[Move, ...] = ()
    holding_allowed: bool = False
    attachments: bool = False
    forbidden: tuple[Forbidden, ...] = ()
    solved: bool = False  # the remedy has been delivered: eBay then allows a request for feedback
    letters: tuple[str, ...] = ()  # the library of model letters, to notice a pasted one
    earlier: tuple[str, ...] = ()  # this seller's earlier replies in the thread
