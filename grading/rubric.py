"""The rubric: weights, caps, bands and thresholds as the teacher may edit them, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field

from content.loader import load_yaml
from reading.nouns import Frozen

from .nouns import Band

RUBRIC = Path(__file__).with_name("rubric.yaml")


class BandRule(Frozen):
    """A band holds from ``at_least`` points; ``sendable`` says whether it also needs a sendable reply."""

    name: Band
    en: str
    at_least: int
    sendable: bool = False


class LanguageRule(Frozen):
    """Limits for LAN: errors per 100 words, errors in a short reply, sentences to be read again."""

    short_words: int
    per_100: dict[int, float]
    count: dict[int, int]
    rereads: dict[int, int]
    mostly: dict[str, float]
    word_strings: dict[str, float]
    strained: dict[str, dict[int, float]]
    mixed_chinese: dict[str, float]


class ReviewRule(Frozen):
    """When a person should look (guide B9)."""

    words_under: int
    words_over: int
    confidence_under: float
    foreign_between: tuple[float, float] = (1.1, 1.1)  # share of letters of another language: which one is it?
    apart_levels: int = 2  # a person and the machine this far apart: a second person looks
    apart_points: int = 15


class Rubric(Frozen):
    """Guide B2 to B4 as data. Weights are percents and add up to 100; caps are points of the total."""

    version: str
    profiles: dict[str, dict[str, int]]
    bands: tuple[BandRule, ...]
    sendable: dict[str, int]
    sure_task: float = 0.0  # confidence of its least sure core task from which RES 3 is called sendable
    caps: dict[str, int]
    exam_caps: int = 0  # what a gate caps at where a class has chosen exam caps
    exam_spares: tuple[str, ...] = ()  # gates that keep their own cap there
    accuracy: dict[str, dict[str, float | str]] = Field(default_factory=dict)
    language: LanguageRule
    review: ReviewRule

    @property
    def needed_share(self) -> float:
        """Share of the needed facts, 0 to 1, from which a reply is one that states facts."""
        return float(self.accuracy["needed_share"]["at_least"])


@cache
def load_rubric(path: Path = RUBRIC) -> Rubric:
    """The rubric in ``path``. Raises ContentError for a broken file and ValidationError for a wrong field."""
    return Rubric.model_validate(load_yaml(path))
