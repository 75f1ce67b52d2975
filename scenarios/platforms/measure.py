"""A metric's figure from a tally, and whether it keeps its bound."""

from __future__ import annotations

from scenarios.platforms.sheet import Bound, Direction, Metric, Tally


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


def bound(of: Metric | Bound) -> tuple[Direction, float] | None:
    """Direction and threshold, None when the course gives none."""
    directions: tuple[Direction, ...] = ("at_most", "at_least", "below", "above")
    given = [(direction, getattr(of, direction)) for direction in directions]
    return next(((direction, value) for direction, value in given if value is not None), None)


def kept(of: Metric | Bound, rate: float | None) -> bool | None:
    """True when ``rate`` keeps the bound of ``of``; None when either is unknown."""
    limit = bound(of)
    if rate is None or limit is None:
        return None
    direction, value = limit
    return {"at_most": rate <= value, "at_least": rate >= value, "below": rate < value, "above": rate > value}[
        direction
    ]
