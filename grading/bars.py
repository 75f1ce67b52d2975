"""The bars of bars.yaml held against figures: met, or missed by how much."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from content.loader import load_yaml
from reading.nouns import Frozen

from .measures import Figure

BARS = Path(__file__).with_name("bars.yaml")


class Bar(Frozen):
    """A figure must be at least or at most so much; ``either_way`` looks at its size without its sign."""

    figure: str
    at_least: float | None = None
    at_most: float | None = None
    either_way: bool = False

    @model_validator(mode="after")
    def _one_direction(self) -> Self:
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError(f"{self.figure}: give at_least or at_most, one of the two")
        return self


class Slack(Frozen):
    """How far the figures of one language may stay behind each bar, in the figure's own unit."""

    within: float = Field(ge=0)


class Bars(Frozen):
    bars: tuple[Bar, ...]
    languages: dict[str, Slack] = Field(default_factory=dict)


class Verdict(Frozen):
    """One bar with the figure it was held against; ``margin`` is what is to spare, or, under 0, what is missing."""

    figure: str
    group: str
    direction: Literal["at_least", "at_most"]
    bar: float
    value: float | None
    low: float | None = None
    high: float | None = None
    margin: float | None = None
    met: bool | None = None  # None: the set does not tell


@cache
def load_bars(path: Path = BARS) -> Bars:
    """The bars in ``path``. Raises ContentError for a broken file and ValidationError for a wrong field."""
    return Bars.model_validate(load_yaml(path))


def held(bars: Bars, groups: Mapping[str, Mapping[str, Figure]]) -> tuple[Verdict, ...]:
    """Every bar against the machine's figures of the whole set, and of each language that has a slack of its own."""
    found = [_verdict(bar, "all", groups.get("all", {}), 0.0) for bar in bars.bars]
    for language, slack in bars.languages.items():
        if figures := groups.get(f"language {language}"):
            found += [_verdict(bar, f"language {language}", figures, slack.within) for bar in bars.bars]
    return tuple(found)


def _verdict(bar: Bar, group: str, figures: Mapping[str, Figure], slack: float) -> Verdict:
    figure = figures.get(bar.figure, Figure())
    least = bar.at_least is not None
    limit = round(bar.at_least - slack, 6) if bar.at_least is not None else round((bar.at_most or 0.0) + slack, 6)
    margin = None
    if figure.value is not None:
        value = abs(figure.value) if bar.either_way else figure.value
        margin = round(value - limit if least else limit - value, 6)
    return Verdict(
        figure=bar.figure,
        group=group,
        direction="at_least" if least else "at_most",
        bar=limit,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        margin=margin,
        met=None if margin is None else margin >= 0,
    )
