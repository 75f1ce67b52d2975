"""Knows how the scale of levels is trained: from signs and raters' levels, whole cases left out, always the same."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .scale import ARTEFACT, Trees
from .signs import speaks_for, way

CRITERIA = ("ACC", "TON", "LAN")
FOLDS = 8
SHAPE = {"max_iter": 140, "learning_rate": 0.05, "max_leaf_nodes": 7, "min_samples_leaf": 12, "l2_regularization": 5.0}
DIGITS = 5
BINS = (0.0, 0.1, 0.2, 0.35, 0.5)  # distances from the nearest cut that confidence is counted for
WAYS = {"up": 1, "down": -1, "either": 0}


@dataclass(frozen=True)
class Row:
    """A rated reply: its case, its signs, and each rater's levels by criterion."""

    case: str
    signs: Mapping[str, float]
    levels: tuple[Mapping[str, int], ...]


def fitted(rows: Sequence[Row]) -> dict[str, Trees]:
    """Trees by criterion. Raises ValueError for fewer cases than folds."""
    return {criterion: _one(rows, criterion) for criterion in CRITERIA}


def _one(rows: Sequence[Row], criterion: str) -> Trees:
    import numpy as np

    names = tuple(n for n in rows[0].signs if criterion in speaks_for(n))
    table = np.array([[row.signs[n] for n in names] for row in rows])
    wanted = np.array([np.mean([rater[criterion] for rater in row.levels]) for row in rows])
    held = np.zeros(len(rows))
    for out in _left_out([row.case for row in rows]):
        held[out] = _model(names).fit(table[~out], wanted[~out]).predict(table[out])
    cuts = _cuts(held, rows, criterion)
    model = _model(names).fit(table, wanted)
    trees = tuple(_tree(model._predictors[n][0].nodes) for n in range(model.n_iter_))
    base = round(float(model._baseline_prediction[0][0]), DIGITS)
    return Trees(names, base, trees, cuts, _sure(held, cuts, rows, criterion))


def _model(names: Sequence[str]) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    ways = [WAYS[way(name)] for name in names]
    return HistGradientBoostingRegressor(**SHAPE, monotonic_cst=ways, early_stopping=False, random_state=0)


def _left_out(cases: Sequence[str]) -> Iterator[Any]:
    import numpy as np

    number = {case: n % FOLDS for n, case in enumerate(sorted(set(cases)))}
    if len(number) < FOLDS:
        raise ValueError(f"{len(number)} cases are too few for {FOLDS} folds")
    fold = np.array([number[case] for case in cases])
    for n in range(FOLDS):
        yield fold == n


def _tree(nodes: Any) -> tuple[Any, ...]:
    made: list[Any] = []
    for node in nodes:
        if node["is_leaf"]:
            made.append((round(float(node["value"]), DIGITS),))
        else:
            least = round(float(node["num_threshold"]), DIGITS)
            made.append((int(node["feature_idx"]), least, int(node["left"]), int(node["right"])))
    return tuple(made)


def _cuts(held: Any, rows: Sequence[Row], criterion: str) -> tuple[float, ...]:
    """The four cuts at which quadratic weighted kappa with all raters is best, drawn half-way to the plain ones."""
    import numpy as np
    from sklearn.metrics import cohen_kappa_score

    values = np.concatenate([[h] * len(r.levels) for h, r in zip(held, rows, strict=True)])
    given = np.array([rater[criterion] for row in rows for rater in row.levels])
    plain = np.array([0.5, 1.5, 2.5, 3.5])
    best, cuts = -1.0, plain.copy()
    for _ in range(3):
        for j in range(4):
            for value in np.arange(plain[j] - 0.6, plain[j] + 0.61, 0.05):
                tried = cuts.copy()
                tried[j] = value
                if (np.diff(tried) < 0.3).any():
                    continue
                kappa = cohen_kappa_score(np.searchsorted(tried, values), given, weights="quadratic")
                if kappa > best + 1e-9:
                    best, cuts = kappa, tried
    return tuple(round(float(c), 3) for c in 0.7 * cuts + 0.3 * plain)


def _sure(held: Any, cuts: Sequence[float], rows: Sequence[Row], criterion: str) -> tuple[tuple[float, float], ...]:
    """The share of raters who gave the level, by distance from the nearest cut; it never falls with distance."""
    import numpy as np

    levels = np.searchsorted(np.array(cuts), held)
    away = np.abs(held[:, None] - np.array(cuts)).min(axis=1)
    hit = np.array([np.mean([r[criterion] == lv for r in row.levels]) for lv, row in zip(levels, rows, strict=True)])
    found: list[tuple[float, float]] = []
    for least, most in zip(BINS, (*BINS[1:], 9.0), strict=True):
        mine = hit[(away >= least) & (away < most)]
        share = round(float(mine.mean()), 2) if len(mine) >= 10 else (found[-1][1] if found else 0.5)
        found.append((least, max(share, found[-1][1] if found else 0.0)))
    return tuple(found)


def save(found: Mapping[str, Trees], model: str, path: Path = ARTEFACT) -> None:
    """Writes the artefact as JSON, one tree a line; equal trees give equal bytes. ``model`` read the replies."""
    parts = []
    for criterion, trees in found.items():
        head = {"signs": trees.signs, "base": trees.base, "cuts": trees.cuts, "sure": trees.sure}
        lines = ",\n".join(f"  {json.dumps(tree)}" for tree in trees.trees)
        parts.append(f'"{criterion}": {json.dumps(head)[:-1]}, "trees": [\n{lines}\n]}}')
    path.write_text(
        f'{{"model": {json.dumps(model)}, "criteria": {{\n' + ",\n".join(parts) + "\n}}\n", encoding="utf-8"
    )
