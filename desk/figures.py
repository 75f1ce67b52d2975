"""Arithmetic over replies: means, streaks, who is stuck. Knows no database and no words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from content.loader import load_yaml
from grading.nouns import Criterion
from store.nouns import Counts, Line

Said = tuple[Line, Counts]


@cache
def settings() -> dict[str, Any]:
    """The settings of the figures, as progress.yaml has them."""
    found: dict[str, Any] = load_yaml(Path(__file__).with_name("progress.yaml"))
    return found


def zone() -> ZoneInfo:
    """The zone of the school's days."""
    return ZoneInfo(settings()["zone"])


def graded(lines: Iterable[Line]) -> tuple[Said, ...]:
    """The replies that got a grade, not ratable ones (0 points) included."""
    return tuple((line, line.counts) for line in lines if line.counts and line.counts.status != "not_graded")


def mean_totals(said: Iterable[Said], by: str) -> dict[str, float]:
    """Mean total, 0 to 100, by a field of the line ("platform", "stage", "case_id")."""
    groups: dict[str, list[int]] = {}
    for line, counts in said:
        groups.setdefault(getattr(line, by), []).append(counts.total)
    return {name: round(sum(totals) / len(totals), 1) for name, totals in sorted(groups.items())}


def mean_levels(said: Iterable[Said]) -> dict[str, float]:
    """Mean level, 0 to 4, by criterion in the guide's order; only ratable replies have levels that mean something."""
    rated = [counts.levels for _, counts in said if counts.status == "graded"]
    found = {}
    for criterion in Criterion:
        values = [levels[criterion] for levels in rated if criterion in levels]
        if values:
            found[criterion.value] = round(sum(values) / len(values), 2)
    return found


def weakest(said: Sequence[Said]) -> str | None:
    """The criterion with the lowest mean level among recent replies, if it is weak; the guide's order breaks ties."""
    means = mean_levels(said[-settings()["recent"] :])
    if not means:
        return None
    lowest = min(means, key=lambda name: means[name])
    return lowest if means[lowest] < settings()["weak_under"] else None


def moves(said: Iterable[Said]) -> tuple[dict[str, int], dict[str, int]]:
    """How often each move was made, and missed where it was expected."""
    made: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for _, counts in said:
        made.update(counts.moves)
        missed.update(counts.missed)
    return dict(made.most_common()), dict(missed.most_common())


def temptations(said: Iterable[Said]) -> dict[str, tuple[int, int]]:
    """By violation code: (avoided, tempted), counted by replies to cases that tempt to it.

    A reply that says nothing has resisted nothing: only ratable ones count.
    """
    tempted: Counter[str] = Counter()
    fallen: Counter[str] = Counter()
    for _, counts in said:
        if counts.status == "graded":
            tempted.update(counts.tempted)
            fallen.update(set(counts.tempted) & set(counts.violations))
    return {code: (tempted[code] - fallen[code], tempted[code]) for code in sorted(tempted)}


def unprompted(said: Iterable[Said]) -> dict[str, int]:
    """By violation code: replies that broke the rule though nothing in the case tempted to it."""
    fallen: Counter[str] = Counter()
    for _, counts in said:
        fallen.update(set(counts.violations) - set(counts.tempted))
    return dict(sorted(fallen.items()))


def streak(moments: Iterable[dt.datetime], now: dt.datetime) -> int:
    """Days in a row with a reply, up to today or, if today has none yet, up to yesterday; local days of the school."""
    days = {moment.astimezone(zone()).date() for moment in moments}
    day = now.astimezone(zone()).date()
    if day not in days:
        day -= dt.timedelta(days=1)
    count = 0
    while day in days:
        count += 1
        day -= dt.timedelta(days=1)
    return count


def in_a_row_under(said: Sequence[Said], mark: int) -> int:
    """How many of the last replies in a row are under ``mark``."""
    count = 0
    for _, counts in reversed(said):
        if counts.total >= mark:
            break
        count += 1
    return count
