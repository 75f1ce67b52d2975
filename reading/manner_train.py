"""Knows how the heads of ``manners.py`` are trained: as those of ``train.py``, from ``manners.yaml`` and the corpus."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .corpus import Example, examples
from .embed import Embedder
from .heads import Heads, Wide, spread
from .lexicon import lexicon
from .manners import ARTEFACT, KINDS
from .text import plain
from .train import RIDGE, fit_head

FAIR = "fair"  # near misses: examples of no fault
RARE, OURS = 8.0, 2.0  # how much more a positive example weighs, and how much more one of manners.yaml
Row = tuple[str, set[str], set[str]]  # a sentence, its manners, those of which that is known
KIND_MOVES = frozenset({"OWN", "APOLOGIZE", "RESTATE", "THANK", "GREET", "CLOSE", "PREVENT"})
UNSURE = {  # what an example of the corpus leaves open, by what it is
    "kind": {"feels", "hollow", "servile"},
    "breach": {"push", "guilt", "cold", "advert", "lecture", "servile"},
    "manner": {"cold", "defend", "guilt", "push", "lecture", "blame"},
    "talk": {"cold", "hollow", "advert", "defend"},
    "decline": {"cold"},
}


def train(embedder: Embedder) -> Heads:
    """The heads from ``manners.yaml`` and the corpus without its test, mostly examples of no fault."""
    listed = [(kind, text) for kind, by in lexicon("manners").items() for texts in by.values() for text in texts]
    own: list[Row] = [(plain(text).text, {kind} - {FAIR}, set(KINDS)) for kind, text in listed]
    found = own + [(e.text, *_labels(e)) for e in examples() if e.split != "test"]
    raw = np.concatenate([embedder.embed([text for text, *_ in found[i : i + 64]]) for i in range(0, len(found), 64)])
    mean, scale = raw.mean(axis=0), raw.std(axis=0)
    inputs = np.hstack([spread(raw, mean, scale), np.ones((len(raw), 1))])
    ours = np.where(np.arange(len(found)) < len(own), OURS, 1.0)
    whole = np.round([_head(inputs, kind, found, ours) for kind in KINDS], 5)  # as in train.py
    return Heads(
        names=KINDS,
        mean=mean,
        scale=scale,
        weights=whole[:, :-1].astype(np.float32),
        bias=whole[:, -1].astype(np.float32),
        threshold=np.full(len(KINDS), 0.5, np.float32),
        embedder=embedder.name,
    )


def _head(inputs: Wide, kind: str, found: Sequence[Row], ours: Wide) -> Wide:
    """(385,) weights of one manner's head."""
    yes = np.array([float(kind in labels) for _, labels, _ in found])
    known = np.array([float(kind in sure) for _, _, sure in found])
    return fit_head(inputs, yes, known * ours * np.where(yes > 0, RARE, 1.0), RIDGE)


def _labels(example: Example) -> tuple[set[str], set[str]]:
    """(the manners an example of the corpus has, those of which that is known)."""
    moves = {m.value for m in example.moves}
    labels: set[str] = set(example.tone) | ({"rude"} if {"V09", "V10"} & set(example.violations) else set())
    labels |= {"feels"} if "EMPATHIZE" in moves else set()
    open_ = set(example.maybe)
    open_ |= UNSURE["kind"] if moves & KIND_MOVES and "feels" not in labels else set()
    open_ |= UNSURE["breach"] - labels if example.violations else set()
    open_ |= UNSURE["manner"] - labels if example.tone else set()
    open_ |= UNSURE["talk"] if not (moves or example.violations or example.tone) else set()
    open_ |= UNSURE["decline"] if "DECLINE" in moves else set()
    return labels, set(KINDS) - open_


def main() -> Heads:
    """Train, write the artefact and return the heads."""
    heads = train(Embedder())
    heads.save(ARTEFACT)
    return heads
