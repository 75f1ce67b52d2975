"""The nouns of the clinic: a shop's habits, what can go wrong with it, what can be done, and one case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import pandas as pd
from pydantic import Field

from reading.nouns import Frozen
from scenarios.nouns import Text
from scenarios.platforms.counted import Flag
from scenarios.platforms.sheet import Bound

Tables = Mapping[str, pd.DataFrame]  # orders, messages, notices: the columns of columns.yaml


class Product(Frozen):
    name: Text
    sku: str
    price: float = Field(gt=0)


class Carrier(Frozen):
    """``days``: fastest and slowest usual way from shipping to delivery."""

    name: str
    days: tuple[float, float]


class Talk(Frozen):
    """Something buyers write to the shop; with ``arrived`` only once they have the parcel in hand."""

    topic: str
    text: Text
    arrived: bool = False


class Base(Frozen):
    """A healthy shop of one platform; ``rates`` are chances of each happening (0 to 1). Ours, made for practice.

    ``language``: of the shop, its tables and its plans. ``success_first``: only a completed order is evaluated.
    """

    currency: str = "USD"
    language: Literal["zh", "en"] = "en"
    success_first: bool = False
    orders_a_day: tuple[int, int]
    history_days: int  # how far back the orders go
    products: tuple[Product, ...]
    carriers: tuple[Carrier, ...]
    countries: dict[str, int]  # weights
    platform_share: float = 0.0  # share fulfilled by the platform itself
    three_values: bool = False  # feedback is good, neutral or bad: 5, 3 or 1 stars
    handling_hours: float
    promise_days: float
    order_id: str  # "#" becomes a digit
    tracking: str
    rates: dict[str, float]
    talks: tuple[Talk, ...]


class Where(Frozen):
    """Which orders a cause touches: all conditions hold; products and carriers by their number, ``days`` ago."""

    products: tuple[int, ...] = ()
    carriers: tuple[int, ...] = ()
    countries: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()  # 0 is Monday
    days: tuple[int, int] | None = None  # from, to; counted back; to 0: it still goes on


class Notice(Frozen):
    """A letter of the platform, ``days_ago`` from the day of looking; about a product and, with it, an order."""

    kind: Literal["policy", "listing", "fraud", "review"]
    text: Text
    days_ago: int = Field(ge=0)
    product: int | None = None
    answer_days: int | None = None


class Plan(Frozen):
    """What a good plan says: the root cause, what was done, how it will not happen again. ``{product}`` is filled."""

    root: Text
    done: Text
    prevent: Text


class Cause(Frozen):
    """Something wrong with a shop. ``happens`` adds to the chances of the base on the orders of ``where``."""

    id: str
    name: Text
    where: Where = Where()
    happens: dict[str, float] = Field(default_factory=dict)
    notices: tuple[Notice, ...] = ()
    shop_writes: Text = Field(default_factory=dict)  # what the shop itself sent to those buyers
    proof: tuple[str, ...]  # flags: the orders of ``where`` with any of them prove it
    hurts: tuple[str, ...]  # metrics it drives beyond their bounds
    plan: Plan
    source: str = ""


class Remedy(Frozen):
    """An action to choose. ``cures``: share of a cause it takes away from its day on; ``harm`` says why it hurts."""

    id: str
    name: Text
    within_days: int = Field(default=30, ge=0)  # later than this is late
    cures: dict[str, float] = Field(default_factory=dict)
    harm: Text = Field(default_factory=dict)
    source: str


class Meaning(Frozen):
    """What a state means for selling and for money."""

    state: str
    text: Text
    source: str


class PracticeBound(Bound):
    """A bound of ours on a metric that the course leaves without one: a simulator rule, shown with its ``doubt``."""

    doubt: Text


class Ward(Frozen):
    """All of one platform's clinic: the shop, its causes, remedies and what the states mean."""

    platform: str
    office: str  # who reads the plan, as a letter addresses them
    letter: Text  # how the office asks for it; ``{metric}`` and ``{figure}`` are filled
    base: Base
    causes: tuple[Cause, ...]
    remedies: tuple[Remedy, ...]
    meanings: tuple[Meaning, ...]
    flags: dict[str, Flag] = Field(default_factory=dict)  # beside those of the rule sheet: only proof, no metric
    practice_bounds: tuple[PracticeBound, ...] = ()

    def cause(self, cause_id: str) -> Cause:
        """The cause of that id; KeyError when there is none."""
        return {one.id: one for one in self.causes}[cause_id]


class Weak(Frozen):
    """A second, weaker cause that misleads."""

    cause: str
    strength: float = Field(gt=0, lt=1)


class ClinicCase(Frozen):
    """One account to diagnose. ``asks`` are the two metrics that the student computes herself.

    ``opened_days``: the shop is so young that its orders go back only so many days.
    """

    id: str
    platform: str
    title: Text
    story: Text
    cause: str
    also: tuple[Weak, ...] = ()
    strength: float = Field(default=1.0, gt=0, le=2)
    difficulty: int = Field(ge=1, le=5)
    seed: int
    day: dt.date  # the shop is looked at when this day ends
    opened_days: int | None = Field(default=None, ge=1)
    asks: tuple[str, ...] = Field(min_length=2, max_length=2)
    sources: tuple[str, ...] = ()


class Chosen(Frozen):
    """One remedy the student chose, ``day`` days after the day of looking (0: at once)."""

    remedy: str
    day: int = Field(ge=0, le=30)
