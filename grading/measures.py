"""Measures of agreement between two lists of judgements, and how sure they are.

The figures themselves come from scikit-learn. Their intervals need thousands of resamples, so each measure is also
written as arithmetic on sums over cases; a test holds the two together. Whole cases are resampled, because replies to
one case share its card and are no independent witnesses.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reading.nouns import Frozen

Array = NDArray[np.float64]
Measure = Callable[[Array], Array]  # sums (..., terms) or counts (..., labels, 4) to figures (...)
RESAMPLES, SURE = 1000, 0.95
UNTOLD = -1e9  # stands for "no figure" inside the bootstrap, which warns of NaN
LEVELS = (0, 1, 2, 3, 4)
SAME, NEAR, GAP = 6, 7, 8  # places among the sums


class Figure(Frozen):
    """A figure with its interval; None where it cannot be told. ``n`` counts what it rests on."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0


class Seen(NamedTuple):
    """One pair of judgements: the number of the case, what is judged (a move, a code …), ours and theirs."""

    case: int
    label: str
    ours: float
    theirs: float


def sums(seen: Sequence[Seen], cases: int) -> Array:
    """By case: n, Σm, Σh, Σm², Σh², Σmh, how many equal, how many within one, Σ|m−h|."""
    found = np.zeros((cases, 9))
    for one in seen:
        m, h = one.ours, one.theirs
        gap = abs(m - h)
        found[one.case] += (1, m, h, m * m, h * h, m * h, gap == 0, gap <= 1, gap)
    return found


def qwk(s: Array) -> Array:
    """Guide A5: 1 − E[(M−H)²] / (Var M + Var H + (mean M − mean H)²)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        n, m, h, mm, hh, mh = (s[..., i] for i in range(6))
        apart = (mm - 2 * mh + hh) / n
        return _told(1 - apart / (mm / n - (m / n) ** 2 + hh / n - (h / n) ** 2 + ((m - h) / n) ** 2))


def smd(s: Array) -> Array:
    """(mean M − mean H) / SD of H, as RSMTool has it."""
    with np.errstate(invalid="ignore", divide="ignore"):
        n, m, h, hh = s[..., 0], s[..., 1], s[..., 2], s[..., 4]
        variance = (hh - h * h / n) / (n - 1)
        return _told((m - h) / n / np.sqrt(np.maximum(variance, 0)))


def mean_of(term: int) -> Measure:
    """The mean of one of the sums: ``SAME``, ``NEAR`` or ``GAP``."""

    def mean(s: Array) -> Array:
        with np.errstate(invalid="ignore", divide="ignore"):
            return _told(s[..., term] / s[..., 0])

    return mean


def counts(seen: Sequence[Seen], cases: int, labels: Sequence[str]) -> Array:
    """By case and label: both say yes, only we, only they, neither."""
    found = np.zeros((cases, len(labels), 4))
    place = {label: n for n, label in enumerate(labels)}
    for one in seen:
        ours, theirs = one.ours > 0, one.theirs > 0
        found[one.case, place[one.label], 2 * (not ours) + (not theirs)] += 1
    return found


def recall(c: Array) -> Array:
    """Of what they found, how much we found; labels pooled."""
    return _share(c, (0,), (0, 2))


def precision(c: Array) -> Array:
    """Of what we found, how much they found; labels pooled."""
    return _share(c, (0,), (0, 1))


def false_share(c: Array) -> Array:
    """Of what they cleared, how much we did not."""
    return _share(c, (1,), (1, 3))


def macro_f1(c: Array) -> Array:
    """The mean of the F1 of every label that either of the two used."""
    with np.errstate(invalid="ignore", divide="ignore"):
        each = 2 * c[..., 0] / (2 * c[..., 0] + c[..., 1] + c[..., 2])
    used = ~np.isnan(each)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _told(np.where(used, each, 0).sum(-1) / used.sum(-1))


def _share(c: Array, above: tuple[int, ...], below: tuple[int, ...]) -> Array:
    pooled = c.sum(-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return _told(pooled[..., above].sum(-1) / pooled[..., below].sum(-1))


def _told(values: Any) -> Array:
    return np.where(np.isfinite(values), values, np.nan)


def interval(views: Sequence[Array], measure: Measure, seed: int, resamples: int = RESAMPLES) -> tuple[Any, Any]:
    """The percentile bootstrap interval of ``measure``, averaged over ``views``, when whole cases are drawn anew.

    (None, None) with fewer than two cases, and where most resamples give no figure.
    """
    from scipy.stats import bootstrap

    cases = len(views[0]) if views else 0
    if cases < 2 or resamples < 1:
        return None, None

    def statistic(drawn: Any, axis: int = -1) -> Array:
        made = _mean([measure(view[np.moveaxis(drawn, axis, 0)].sum(0)) for view in views])
        return np.where(np.isnan(made), UNTOLD, made)

    made = bootstrap(
        (np.arange(cases),), statistic, n_resamples=resamples, batch=250, vectorized=True, method="percentile",
        rng=np.random.default_rng(seed), confidence_level=SURE,
    )  # fmt: skip
    told = made.bootstrap_distribution[made.bootstrap_distribution > UNTOLD / 2]
    if len(told) < resamples / 2:
        return None, None
    low, high = np.quantile(told, [(1 - SURE) / 2, (1 + SURE) / 2])
    return float(low), float(high)


def _mean(values: Sequence[Array]) -> Array:
    """The mean of the views that tell something."""
    stacked = np.stack(values)
    told = ~np.isnan(stacked)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(told, stacked, 0).sum(0) / told.sum(0))


def mean(values: Sequence[float | None]) -> float | None:
    """The mean of the figures that could be told; None when none could."""
    told = [v for v in values if v is not None and math.isfinite(v)]
    return sum(told) / len(told) if told else None


def kappa(seen: Sequence[Seen], labels: Sequence[int] = LEVELS) -> float | None:
    """Quadratic weighted kappa by scikit-learn; None where nothing varies."""
    ours, theirs = [int(s.ours) for s in seen], [int(s.theirs) for s in seen]
    if len({*ours, *theirs}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(ours, theirs, labels=list(labels), weights="quadratic"))


def library_f1(seen: Sequence[Seen], labels: Sequence[str]) -> float | None:
    """Macro F1 over the labels that either of the two used, by scikit-learn; every label was asked equally often."""
    columns = {label: _yes([s for s in seen if s.label == label]) for label in labels}
    used = [n for n, (ours, theirs) in enumerate(columns.values()) if any(ours) or any(theirs)]
    if not used:
        return None
    from sklearn.metrics import f1_score

    ours, theirs = (np.array([column[side] for column in columns.values()]).T for side in (0, 1))
    if len(columns) < 2:
        return float(f1_score(theirs[:, 0], ours[:, 0], zero_division=0.0))
    return float(f1_score(theirs, ours, labels=used, average="macro", zero_division=0.0))


def library_recall(seen: Sequence[Seen]) -> float | None:
    """Recall by scikit-learn; None where they found nothing."""
    from sklearn.metrics import recall_score

    ours, theirs = _yes(seen)
    return float(recall_score(theirs, ours)) if any(theirs) else None


def library_precision(seen: Sequence[Seen]) -> float | None:
    """Precision by scikit-learn; None where we found nothing."""
    from sklearn.metrics import precision_score

    ours, theirs = _yes(seen)
    return float(precision_score(theirs, ours)) if any(ours) else None


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Spearman's rho by scipy; None where one side does not vary."""
    xs, ys = [x for x, _ in pairs], [y for _, y in pairs]
    if len({*xs}) < 2 or len({*ys}) < 2:
        return None
    from scipy.stats import spearmanr

    return float(spearmanr(xs, ys).statistic)


def _yes(seen: Sequence[Seen]) -> tuple[list[bool], list[bool]]:
    return [s.ours > 0 for s in seen], [s.theirs > 0 for s in seen]
