"""Knows how the heads are trained: one logistic regression a label, plain numpy, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .clauses import clauses
from .corpus import Example, examples
from .embed import Embedder, Matrix
from .heads import ARTEFACT, MOVES, NAMES, Heads, Wide, chance, spread
from .moves import sentences_of

RIDGE = 70.0  # weight of the penalty; chosen on held-out folds among 30 to 300
RARE = 8.0  # how much more a positive example weighs than a negative one
FOLDS = 5
ROUNDS = 30
CARD = ARTEFACT.with_name("CARD.md")
Flags = npt.NDArray[np.bool_]


def rows_of(found: Sequence[Example], embedder: Embedder) -> Matrix:
    """(n, 384): each example as the reader sees it, cut into clauses and put together; several sentences average."""
    rows = [embedder.embed(sentences_of(clauses(e.text)) or [e.text]).mean(axis=0) for e in found]
    table = np.stack(rows)
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), np.float32)


def labels_of(found: Sequence[Example]) -> tuple[Flags, Flags]:
    """(n, heads) what each example is, and where that is known (``maybe`` is not)."""
    yes = np.array([[name in e.labels for name in NAMES] for e in found])
    known = np.array([[name not in e.maybe for name in NAMES] for e in found])
    return yes, known


def fit(rows: Wide, yes: Flags, known: Flags) -> Wide:
    """(heads, 385) weights with the bias last, by Newton's method on the ridge-penalised log loss."""
    inputs = np.hstack([rows, np.ones((len(rows), 1))])
    each = ((yes[:, j].astype(float), known[:, j].astype(float)) for j in range(yes.shape[1]))
    return np.array([fit_head(inputs, y, k * np.where(y > 0, RARE, 1.0), RIDGE) for y, k in each])


def fit_head(inputs: Wide, yes: Wide, weight: Wide, penalty: float) -> Wide:
    """(columns,) weights of one head, ``inputs`` with a last column of ones that is not penalised.

    Newton steps until they are tiny; steps are halved when the loss would rise.
    """
    ridge = np.full(inputs.shape[1], penalty)
    ridge[-1] = 1e-6
    found = np.zeros(inputs.shape[1])
    found[-1] = np.log(max((weight * yes).sum(), 0.5) / (weight * (1 - yes)).sum())
    loss = _loss(inputs, yes, weight, ridge, found)
    for _ in range(ROUNDS):
        p = chance(inputs @ found)
        slope = inputs.T @ (weight * (p - yes)) + ridge * found
        bend = (inputs * (weight * p * (1 - p))[:, None]).T @ inputs + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        while (new := _loss(inputs, yes, weight, ridge, found - step)) > loss + 1e-12 and np.abs(step).max() > 1e-6:
            step = step / 2
        found, loss = found - step, min(new, loss)
        if np.abs(step).max() < 1e-6:
            break
    return found


def _loss(inputs: Wide, yes: Wide, weight: Wide, ridge: Wide, found: Wide) -> float:
    logits = inputs @ found
    return float((weight * (np.logaddexp(0, logits) - yes * logits)).sum() + 0.5 * (ridge * found * found).sum())


def f1(yes: Flags, said: Flags) -> float:
    """F1 of one label; 0 when nothing is right, also when nothing was to be found."""
    both = float((yes & said).sum())
    return 2 * both / max(1.0, float(yes.sum() + said.sum()))


def thresholds(yes: Flags, known: Flags, chances: Wide) -> Wide:
    """(heads,) where F1 is best on held-out chances: half the common best, half the label's own smoothed best."""
    grid = np.arange(0.15, 0.86, 0.025)
    curves = np.array(
        [[f1(yes[known[:, j], j], chances[known[:, j], j] >= t) for t in grid] for j in range(yes.shape[1])]
    )
    common = grid[curves[: len(MOVES)].mean(axis=0).argmax()]
    padded = np.pad(curves, ((0, 0), (3, 3)), "edge")
    smooth = np.array([padded[:, i : i + len(grid)] for i in range(7)]).mean(axis=0)
    return np.asarray(0.6 * common + 0.4 * grid[smooth.argmax(axis=1)])


def train(found: Sequence[Example], embedder: Embedder) -> Heads:
    """Heads from the train and tune examples; thresholds from chances each fifth gets when the rest is trained on."""
    pool = [e for e in found if e.split != "test"]
    raw = rows_of(pool, embedder)
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    rows, (yes, known) = spread(raw, mean, scale), labels_of(pool)
    held = np.zeros(yes.shape)
    for fold in range(FOLDS):
        out = np.arange(len(pool)) % FOLDS == fold
        part = fit(rows[~out], yes[~out], known[~out])
        held[out] = chance(rows[out] @ part[:, :-1].T + part[:, -1])
    whole = np.round(fit(rows, yes, known), 5)  # rounded: the last bits differ between processors
    return Heads(
        names=NAMES,
        mean=mean,
        scale=scale,
        weights=whole[:, :-1].astype(np.float32),
        bias=whole[:, -1].astype(np.float32),
        threshold=np.round(thresholds(yes, known, held), 4).astype(np.float32),
        embedder=embedder.name,
    )


def main(artefact: Path = ARTEFACT) -> Heads:
    """Train, write the artefact and its card, and return the heads."""
    from .datacard import card
    from .scale import fitted

    fitted().save(artefact.with_name("tasks.json"))
    embedder = Embedder()
    found = examples()
    heads = train(found, embedder)
    heads.save(artefact)
    artefact.with_name("CARD.md").write_text(card(found, heads, embedder), encoding="utf-8")
    return heads
