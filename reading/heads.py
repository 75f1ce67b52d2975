"""Knows the trained heads: for a sentence's row, how likely it makes each move, breach or fault of manner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .embed import Matrix
from .nouns import Move

ARTEFACT = Path(__file__).parent / "model" / "moves.npz"
VERSION = 2
MOVES = tuple(m.value for m in Move if m is not Move.OTHER)
VIOLATIONS = tuple(f"V{n:02d}" for n in range(1, 16))
MANNERS = ("blame", "push", "lecture", "servile")
NAMES = (*MOVES, *VIOLATIONS, *MANNERS)
CUE = 5.0  # what a cue that is met counts as, beside rows whose columns are about 1
Wide = npt.NDArray[np.float64]


def spread(rows: Matrix, mean: Matrix, scale: Matrix) -> Wide:
    """Rows centred, scaled by column and brought to one length (the root of their width), as the heads want them."""
    wide: Wide = np.asarray((rows.astype(float) - mean) / scale, float)
    lengths = np.linalg.norm(wide, axis=1, keepdims=True)
    return np.asarray(wide / np.maximum(lengths, 1e-9) * float(np.sqrt(wide.shape[1])), float)


def chance(logits: Wide) -> Wide:
    """Logits to chances between 0 and 1."""
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))


@dataclass(frozen=True, eq=False)
class Heads:
    """One logistic regression a name, on spread rows and on the cues met. ``threshold``: the least chance for a yes."""

    names: tuple[str, ...]
    mean: Matrix  # (384,)
    scale: Matrix  # (384,)
    weights: Matrix  # (heads, 384 + moves): first the row's columns, then one for each move's cue
    bias: Matrix  # (heads,)
    threshold: Matrix  # (heads,)
    embedder: str  # name of the sentence model they were trained on

    def chances(self, rows: Matrix, cues: Matrix | None = None) -> Matrix:
        """(n, 384) rows and (n, moves) cues met (0 or 1) to (n, heads) chances, in the order of ``names``.

        ``cues`` are left out for heads that were trained without.
        """
        inputs = spread(rows, self.mean, self.scale)
        if cues is not None:
            inputs = np.hstack([inputs, CUE * cues])
        return np.asarray(chance(inputs @ self.weights.T.astype(float) + self.bias), np.float32)

    def save(self, path: Path = ARTEFACT) -> None:
        """Write the artefact; equal heads give equal bytes."""
        arrays = {k: getattr(self, k) for k in ("mean", "scale", "weights", "bias", "threshold")}
        np.savez(
            path, names=np.array(self.names), version=np.array(VERSION), embedder=np.array(self.embedder), **arrays
        )


_lent: ContextVar[Heads | None] = ContextVar("lent", default=None)


def trained() -> Heads:
    """The heads in use: those lent for the moment, else those of the artefact (see ``loaded``)."""
    return _lent.get() or loaded()


@contextmanager
def lent(heads: Heads) -> Iterator[None]:
    """Reads with other heads for a while: with some that have not seen the replies to be read."""
    before = _lent.set(heads)
    try:
        yield
    finally:
        _lent.reset(before)


@cache
def loaded(path: Path = ARTEFACT) -> Heads:
    """The heads of ``python -m reading train``. Raises ValueError when the artefact is of another version."""
    with np.load(path, allow_pickle=False) as file:
        if int(file["version"]) != VERSION:
            raise ValueError(f"{path.name} has version {int(file['version'])}, this code reads {VERSION}")
        arrays = {k: file[k] for k in ("mean", "scale", "weights", "bias", "threshold")}
        return Heads(names=tuple(map(str, file["names"])), embedder=str(file["embedder"]), **arrays)
