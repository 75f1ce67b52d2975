"""Knows in which manner a sentence speaks: small heads learned from the sentences of ``manners.yaml``, one a manner."""

from __future__ import annotations

from collections.abc import Sequence

from .embed import Matrix
from .heads import ARTEFACT as MOVES_ARTEFACT
from .heads import loaded
from .nouns import Heard, Span

ARTEFACT = MOVES_ARTEFACT.with_name("manners.npz")
KINDS = ("blame", "lecture", "push", "guilt", "cold", "defend", "hollow", "advert", "servile", "rude", "feels")


def heard(sentences: Sequence[Span], rows: Matrix | None) -> tuple[Heard, ...]:
    """For each manner the sentence that has it most, with its chance from 0 to 1; nothing without the model's rows."""
    if rows is None or not sentences:
        return ()
    chances = loaded(ARTEFACT).chances(rows)
    best = chances.argmax(axis=0)
    return tuple(
        Heard(manner=kind, span=sentences[best[j]], chance=round(float(chances[best[j], j]), 4))
        for j, kind in enumerate(loaded(ARTEFACT).names)
    )
