"""Knows how the heads are trained: one logistic regression a label, plain numpy, the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .clauses import clauses, sentences
from .corpus import Example, examples
from .embed import Embedder, Matrix
from .heads import ARTEFACT, CUE, MANNERS, MOVES, NAMES, Heads, Wide, chance, loaded, spread
from .moves import cue_rows, sentences_of
from .replies import Rated, rated
from .text import plain

RIDGE = 70.0  # weight of the penalty; chosen on held-out folds among 30 to 300
RARE = 8.0  # how much more a positive example weighs than a negative one
FOLDS = 3
OFTEN = 12  # replies that must make a move for its threshold to be set on replies
ROUNDS = 30
LEAST = 1e-5  # a step smaller than this changes nothing that is kept
CARD = ARTEFACT.with_name("CARD.md")
Flags = npt.NDArray[np.bool_]


def rows_of(found: Sequence[Example], embedder: Embedder) -> Matrix:
    """(n, 384): each example as the reader sees it, cut into clauses and put together; several sentences average."""
    rows = [embedder.embed(sentences_of(clauses(e.text)) or [e.text]).mean(axis=0) for e in found]
    table = np.stack(rows)
    return np.asarray(table / np.linalg.norm(table, axis=1, keepdims=True), np.float32)


def cues_of(found: Sequence[Example]) -> Matrix:
    """(n, moves) the cues met in each example, 0 or 1."""
    none = np.zeros((1, len(MOVES)), np.float32)
    return np.stack([(cue_rows(cut) if (cut := clauses(e.text)) else none).max(axis=0) for e in found])


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
        half = (inputs * np.sqrt(weight * p * (1 - p))[:, None]).astype(np.float32)  # its bend need not be exact
        bend = (half.T @ half).astype(float) + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        while (new := _loss(inputs, yes, weight, ridge, found - step)) > loss + 1e-12 and np.abs(step).max() > LEAST:
            step = step / 2
        found, loss = found - step, min(new, loss)
        if np.abs(step).max() < LEAST:
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


@dataclass(frozen=True, eq=False)
class Told:
    """Rows to learn from: inputs without their last column of ones, what each is, where that is known, whose it is."""

    inputs: Wide  # (n, columns)
    yes: Flags  # (n, heads)
    known: Flags  # (n, heads)
    whose: npt.NDArray[np.int64]  # (n,) number of the example or reply


def of_replies(found: Sequence[Rated], embedder: Embedder) -> tuple[Matrix, Matrix, Flags, npt.NDArray[np.int64]]:
    """Rows, cues, breaches (n, heads) and reply number of every sentence of the replies."""
    rows, cues, breaches, whose = [], [], [], []
    for number, reply in enumerate(found):
        given = plain(reply.text)
        parts = sentences(given.text)
        cut = clauses(given.text, parts)
        if not cut:
            continue
        kept = sorted({c.sentence for c in cut})
        rows.append(embedder.embed([parts[n].of(given.text) for n in kept]))
        cues.append(cue_rows(cut))
        breaches += [[name in reply.breaks(given.back(parts[n])) for name in NAMES] for n in kept]
        whose += [number] * len(kept)
    return np.vstack(rows), np.vstack(cues), np.array(breaches), np.array(whose)


def placed(found: Sequence[Rated], chances: Wide, breaches: Flags, whose: npt.NDArray[np.int64]) -> tuple[Flags, Flags]:
    """What each sentence of a reply is, and where that is known.

    A rater says that a reply makes a move, not where: its likeliest sentence has it, the others may. What no rater saw
    no sentence has. Breaches are known by their words; manners are not rated.
    """
    yes, known = breaches.copy(), np.ones(breaches.shape, bool)
    known[:, [NAMES.index(name) for name in MANNERS]] = False
    for number, reply in enumerate(found):
        mine = np.flatnonzero(whose == number)
        for move in (*reply.made, *reply.maybe):
            column = NAMES.index(move.value)
            known[mine, column] = False
            if len(mine) and move in reply.made:
                best = mine[chances[mine, column].argmax()]
                yes[best, column] = known[best, column] = True
    return yes, known


@dataclass(frozen=True, eq=False)
class Fold:
    """Heads that have not seen the replies of these cases: who trains on what heads say must read with these."""

    cases: frozenset[str]
    heads: Heads


def train(
    found: Sequence[Example], embedder: Embedder, replies: Sequence[Rated] = ()
) -> tuple[Heads, tuple[Fold, ...]]:
    """Heads from the train and tune examples and from rated replies, in two rounds: the first shows where the moves of
    a reply stand. Thresholds come from the chances each part gets when the rest is trained on; so do the folds."""
    pool = [e for e in found if e.split != "test"]
    raw = rows_of(pool, embedder)
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    told = Told(np.hstack([spread(raw, mean, scale), CUE * cues_of(pool)]), *labels_of(pool), np.arange(len(pool)))
    spoken = told
    if replies:
        rows, cues, breaches, whose = of_replies(replies, embedder)
        inputs = np.hstack([spread(rows, mean, scale), CUE * cues])
        first = fit(told.inputs, told.yes, told.known)
        spoken = Told(inputs, *placed(replies, _chances(inputs, first), breaches, whose), whose)
        both = _together(told, spoken)
        first = fit(both.inputs, both.yes, both.known)
    whole = first if replies else fit(told.inputs, told.yes, told.known)
    limits, parts = _thresholds(told, spoken, replies)

    def heads(weights: Wide) -> Heads:
        """Rounded: the last bits differ between processors."""
        table = np.round(weights, 5).astype(np.float32)
        least = np.round(limits, 4).astype(np.float32)
        return Heads(NAMES, mean, scale, table[:, :-1], table[:, -1], least, embedder.name)

    return heads(whole), tuple(Fold(cases, heads(part)) for cases, part in parts)


def _chances(inputs: Wide, weights: Wide) -> Wide:
    return chance(inputs @ weights[:, :-1].T + weights[:, -1])


def _together(one: Told, other: Told) -> Told:
    return Told(
        np.vstack([one.inputs, other.inputs]),
        np.vstack([one.yes, other.yes]),
        np.vstack([one.known, other.known]),
        np.concatenate([one.whose, other.whose]),
    )


def _thresholds(told: Told, spoken: Told, replies: Sequence[Rated]) -> tuple[Wide, list[tuple[frozenset[str], Wide]]]:
    """Where F1 is best on what was left out: on sentences, and for moves on whole replies where there are any.

    With the weights of each part, and the cases that were left out of it.
    """
    parts: list[tuple[frozenset[str], Wide]] = []
    cases = {case: number for number, case in enumerate(sorted({r.case_id for r in replies}))}
    fold_of = np.array([cases[r.case_id] for r in replies] or [0]) % FOLDS
    alone, in_replies = np.zeros(told.yes.shape), np.zeros(spoken.yes.shape)
    for fold in range(FOLDS):
        out = told.whose % FOLDS == fold
        away = fold_of[spoken.whose] == fold if replies else out
        kept = Told(told.inputs[~out], told.yes[~out], told.known[~out], told.whose[~out])
        if replies:
            rest = Told(spoken.inputs[~away], spoken.yes[~away], spoken.known[~away], spoken.whose[~away])
            kept = _together(kept, rest)
        part = fit(kept.inputs, kept.yes, kept.known)
        parts.append((frozenset(case for case, n in cases.items() if n % FOLDS == fold), part))
        alone[out], in_replies[away] = _chances(told.inputs[out], part), _chances(spoken.inputs[away], part)
    limits = thresholds(told.yes, told.known, alone)
    if not replies:
        return limits, parts
    most = np.array([in_replies[spoken.whose == n].max(axis=0, initial=0.0) for n in range(len(replies))])
    yes = np.array([[name in {m.value for m in r.made} for name in NAMES] for r in replies])
    known = np.array([[name not in {m.value for m in r.maybe} for name in NAMES] for r in replies])
    whole = thresholds(yes, known, most)
    often = [j for j, name in enumerate(NAMES) if name in MOVES and yes[:, j].sum() >= OFTEN]
    limits[often] = 0.25 * limits[often] + 0.75 * whole[often]
    return limits, parts


def main(artefact: Path = ARTEFACT) -> tuple[Heads, tuple[Fold, ...]]:
    """Train, write the artefact and its card, and return the heads and their folds."""
    from .datacard import card
    from .scale import fitted

    fitted().save(artefact.with_name("tasks.json"))
    embedder = Embedder(memory=40_000)
    found = examples()
    heads, folds = train(found, embedder, rated())
    heads.save(artefact)
    artefact.with_name("CARD.md").write_text(card(found, heads, embedder), encoding="utf-8")
    loaded.cache_clear()
    return heads, folds
