"""The nouns of a scenario: case, order, buyer, message, shop."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Any, Literal

from pydantic import Field

from reading.nouns import Fact, Frozen, Lang, Line, Promise, Task

PLATFORMS = ("amazon", "ebay", "aliexpress", "wish", "dhgate", "taobao")
STAGES = ("pre-sale", "in-sale", "after-sale", "dispute", "feedback", "marketing")

Text = dict[str, str]  # {"zh": …, "en": …}


class Buyer(Frozen):
    """Who writes: ``patience`` counts the unsatisfying answers she bears (1 to 5)."""

    name: str = ""
    country: str = ""  # ISO 3166 alpha-2
    gender: str = ""  # "f", "m" or nothing: only for the name a dealt buyer gets
    temperament: str = "calm"
    goal: str = ""
    accepts: tuple[str, ...] = ()
    patience: int = Field(default=3, ge=1, le=5)


class Item(Frozen):
    title: str
    sku: str = ""
    qty: int = 1
    unit_price: float | None = None


class Order(Frozen):
    """The order beside the conversation; every field may be missing."""

    id: str = ""
    items: tuple[Item, ...] = ()
    currency: str = "USD"
    shipping: float | None = None
    carrier: str = ""
    tracking: str = ""
    placed: dt.date | None = None
    shipped: dt.date | None = None
    status: str = ""


class Sample(Frozen):
    """A reply the case ships with and what it must earn.

    ``levels`` maps criteria to the level it must get (within one); ``gates`` and ``violations`` must all be
    found; ``sendable`` must hold when given.
    """

    text: str
    levels: dict[str, int] = Field(default_factory=dict)
    gates: tuple[str, ...] = ()
    violations: tuple[str, ...] = ()
    sendable: bool | None = None


class Case(Frozen):
    """One case as its file says (contracts, section 1), with defaults filled in."""

    id: str
    title: Text
    platform: str
    stage: str
    situation: str = ""
    language: Lang = "en"
    difficulty: int = Field(default=2, ge=1, le=5)
    sources: tuple[str, ...] = ()
    now: dt.datetime
    buyer: Buyer = Buyer()
    thread: tuple[Line, ...]
    order: Order | None = None
    facts: tuple[Fact, ...] = ()
    authority: tuple[Promise, ...] | None = None
    tasks: tuple[Task, ...]
    must_not: tuple[str, ...] = ()
    temptations: tuple[str, ...] = ()
    samples: dict[str, Sample] = Field(default_factory=dict)
    holding_allowed: bool = False
    dealt: dict[str, Any] = Field(default_factory=dict)  # how a seed varies the facts
    expected: dict[str, Any] = Field(default_factory=dict)  # the case's own change to the situation's moves
    extra: dict[str, Any] = Field(default_factory=dict)  # size_chart, tracking_history … the desk's tools


class End(StrEnum):
    """How a conversation ends for the buyer."""

    OPEN = "open"
    HAPPY = "happy"  # solved and happy
    COLD = "cold"  # solved but cold
    CLAIM = "claim"  # claim or dispute opened
    BAD_FEEDBACK = "bad_feedback"
    SILENT = "silent"


class Mood(Frozen):
    """The buyer's state: ``warmth`` −4 (furious) to 4 (delighted), ``patience`` left, open questions."""

    warmth: int = Field(default=0, ge=-4, le=4)
    patience: int = 3
    solved: tuple[str, ...] = ()  # ids of tasks she counts as answered
    turns: int = 0


class Answer(Frozen):
    """What the buyer does after a reply: her new mood, her words (none when silent), the end if it is one.

    ``because`` names the codes (tasks, signals, violations) that moved her, so that the screen can say why.
    """

    mood: Mood
    text: str | None
    end: End
    because: tuple[str, ...] = ()


class MetricChange(Frozen):
    """What this conversation did to one figure of the platform. Rates are 0 to 1."""

    metric: str
    name: Text
    before: float | None
    after: float | None
    threshold: float | None = None
    direction: Literal["at_most", "at_least", "below", "above"] | None = None
    state_before: str = ""
    state_after: str = ""
    source: str = ""  # fact id
    why: Text = Field(default_factory=dict)
    unit: Literal["rate", "hours", "stars", "count"] = "rate"
