"""Knows the trained scale: from what speaks for a task (``weighing``) how likely it is touched, and done."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from .heads import Wide, chance
from .nouns import State
from .weighing import NAMES

ARTEFACT = Path(__file__).parent / "model" / "tasks.json"
TABLE = Path(__file__).parent / "corpus" / "tasks.csv"
RIDGE = 20.0  # weight of the penalty; chosen among 3 to 30 with whole cases left out
DIGITS = 4  # the last bits differ between processors
HALF = 1.3  # how much a half-done task weighs against a sure one: it is the state that is missed most (ours)
HEADS = ("is_touched", "is_done")


@dataclass(frozen=True, eq=False)
class Scale:
    """Two logistic regressions on numbers brought to mean 0 and spread 1: not missing at all, and done."""

    mean: Wide  # (numbers,)
    spread: Wide  # (numbers,)
    weights: Wide  # (2, numbers)
    bias: Wide  # (2,)

    def chances(self, numbers: Wide) -> tuple[float, float]:
        """How likely a task with these ``numbers`` (in the order of ``weighing.NAMES``) is touched, and is done."""
        logits = self.weights @ ((numbers - self.mean) / self.spread) + self.bias
        touched, done = (float(c) for c in chance(logits))
        return max(touched, done), done

    def save(self, path: Path = ARTEFACT) -> None:
        """Write the artefact as JSON: mean, spread and two weights of every number; equal scales give equal bytes."""
        columns = zip(NAMES, self.mean, self.spread, self.weights.T, strict=True)
        numbers = {name: [float(m), float(s), *map(float, w)] for name, m, s, w in columns}
        lines = ",\n".join(f" {json.dumps(name)}: {json.dumps(row)}" for name, row in numbers.items())
        path.write_text(f'{{"bias": {json.dumps([float(b) for b in self.bias])},\n{lines}\n}}\n', encoding="utf-8")


@cache
def scale(path: Path = ARTEFACT) -> Scale:
    """The scale of ``python -m reading train``. Raises KeyError when the artefact lacks a number."""
    file = json.loads(path.read_text(encoding="utf-8"))
    rows = np.array([file[name] for name in NAMES], float)
    return Scale(mean=rows[:, 0], spread=rows[:, 1], weights=rows[:, 2:].T, bias=np.array(file["bias"], float))


def judged(chances: tuple[float, float]) -> tuple[State, float]:
    """The likeliest state, and how sure it is, 0.5 to 0.95."""
    touched, done = chances
    half = touched - done
    likely: dict[State, float] = {"missing": 1 - touched, "partial": HALF * half, "done": done}
    state = max(likely, key=lambda name: likely[name])
    sure = {"missing": 1 - touched, "partial": min(touched, 1 - done), "done": done}
    return state, _sure(sure[state])


def _sure(likely: float) -> float:
    return round(max(0.5, min(0.95, likely)), 3)


def fitted(table: Path = TABLE) -> Scale:
    """The scale for the rated rows of ``table``; the same rows give the same scale. Raises KeyError, ValueError."""
    from .train import fit_head

    with table.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    raw = np.array([[float(line[name]) for name in NAMES] for line in lines])
    mean, spread = raw.mean(axis=0).round(DIGITS), np.maximum(raw.std(axis=0).round(DIGITS), 10.0**-DIGITS)
    inputs = np.hstack([(raw - mean) / spread, np.ones((len(raw), 1))])
    found = []
    for head in HEADS:
        yes = np.array([float(line[head] or 0) for line in lines])
        weight = np.array([float(line["weight"]) if line[head] else 0.0 for line in lines])
        found.append(fit_head(inputs, yes, weight, RIDGE).round(DIGITS))
    both = np.array(found)
    return Scale(mean=mean, spread=spread, weights=both[:, :-1], bias=both[:, -1])
