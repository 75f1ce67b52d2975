"""How several unsure signs weigh together: boosted trees for ACC, TON and LAN, learned from rated replies.

RES follows from the tasks and COM from the violations by the guide's tables alone. A tree asks one sign at a time; more
faults never raise what it says (``signs.way``). Beside the level stands how often raters agreed where it was as sure.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

import numpy as np

from reading.nouns import Flag, Reading

from .levels import recoverable
from .nouns import Criterion, Level, Reason
from .signs import signs

ARTEFACT = Path(__file__).with_name("scale.json")
MARGIN = 0.6  # levels; from here on nine of ten replies called sendable are so (ours, on cases left out)
UNSURE = frozenset({Criterion.LAN})  # whose marks are so often false alarms that they do not stop a level from rising
Split = tuple[int, float, int, int]  # sign, threshold, node when at most it, node when above
Node = Split | tuple[float]


@dataclass(frozen=True)
class Weighed:
    """A level, what it was rounded from (0 to 4), and the share of raters who gave just this level then."""

    level: int
    expected: float
    confidence: float
    surely: int  # the level that what it was rounded from reaches even when it is ``MARGIN`` too high


@dataclass(frozen=True)
class Trees:
    """The trees of one criterion; ``cuts`` part what they add up to into levels; ``sure``: confidence by distance."""

    signs: tuple[str, ...]
    base: float
    trees: tuple[tuple[Node, ...], ...]
    cuts: tuple[float, ...]  # four, rising
    sure: tuple[tuple[float, float], ...]  # (least distance from the nearest cut, share of raters who agree)

    def expected(self, signs: Mapping[str, float]) -> float:
        """What the trees expect raters to give, about 0 to 4. Raises KeyError when a sign is missing."""
        if not self.trees:
            return self.base
        leaves = self._laid.leaves(np.array([signs[name] for name in self.signs]))
        said: list[float] = leaves.tolist()
        return self.base + sum(said)

    @cached_property
    def _laid(self) -> _Laid:
        return _laid_out(self.trees)

    def weigh(self, signs: Mapping[str, float]) -> Weighed:
        """The level for ``signs`` with its confidence."""
        value = self.expected(signs)
        away = min(abs(value - cut) for cut in self.cuts)
        sure = next((share for least, share in reversed(self.sure) if away >= least), self.sure[0][1])
        surely = bisect_right(self.cuts, value - MARGIN)
        return Weighed(level=bisect_right(self.cuts, value), expected=value, confidence=sure, surely=surely)


@dataclass(frozen=True, eq=False)
class _Laid:
    """All nodes of all trees in a row: a grade weighs a dozen what-ifs, and asking node by node is slow."""

    signs: np.ndarray
    limits: np.ndarray
    low: np.ndarray  # a leaf leads to itself
    high: np.ndarray
    worth: np.ndarray
    roots: np.ndarray
    depth: int

    def leaves(self, values: np.ndarray) -> np.ndarray:
        """What each tree says of ``values``, in the order of the trees."""
        after = np.where(values[self.signs] <= self.limits, self.low, self.high)
        at = self.roots
        for _ in range(self.depth):
            at = after[at]
        return np.asarray(self.worth[at])


def _laid_out(trees: tuple[tuple[Node, ...], ...]) -> _Laid:
    roots = list(accumulate(map(len, trees), initial=0))[:-1]
    rows = [
        (n[0], n[1], root + n[2], root + n[3], 0.0) if len(n) == 4 else (0, 0.0, root + place, root + place, n[0])
        for root, tree in zip(roots, trees, strict=True)
        for place, n in enumerate(tree)
    ]
    signs, limits, low, high, worth = (np.array(column) for column in zip(*rows, strict=True))
    return _Laid(signs, limits, low, high, worth, np.array(roots), max(map(_depth, trees)))


def _depth(tree: tuple[Node, ...], at: int = 0) -> int:
    node = tree[at]
    return 1 + max(_depth(tree, node[2]), _depth(tree, node[3])) if len(node) == 4 else 0


def on_scale(
    reading: Reading, tables: Mapping[Criterion, Level], only: Collection[Criterion] = tuple(Criterion)
) -> dict[Criterion, Level]:
    """``tables`` with ACC, TON and LAN weighed, or ``only`` some: at most one level from what the guide's table gives.

    Never up where the table has a fault with its words, save for LAN: one slip in three is a false alarm, and the trees
    have learned how much a slip is worth. A table's 0 stands: there is nothing to weigh. A reading by another
    sentence model, or by none, keeps its tables: the scale was learned from readings by one.
    """
    learned = scale()
    if not learned.model or learned.model not in reading.reader:
        return dict(tables)
    trees = learned.trees
    found = signs(reading, {c: level.value for c, level in tables.items()})
    due = trees.keys() & set(only)
    moved = {
        c: _moved(level, trees[c].weigh(found), _may_rise(c, level, reading)) if c in due else level
        for c, level in tables.items()
    }
    plain = tables.get(Criterion.LAN)
    if plain and moved[Criterion.LAN].value < 2 <= plain.value and recoverable(reading):
        moved[Criterion.LAN] = plain  # clumsy, but all that matters was understood: not "mostly hard to understand"
    return moved


def _may_rise(criterion: Criterion, table: Level, reading: Reading) -> bool:
    """Not where words are marked. In LAN marks are unsure, but buried matter and mixed languages are not.

    A 1 in Chinese nearly always comes of foreign words (guide B6, row 4).
    """
    if criterion in UNSURE:
        mixed = reading.has(Flag.MIXED_LANGUAGE) or (reading.language == "zh" and table.value < 2)
        return not mixed and not reading.buried
    return not any(reason.span for reason in table.reasons)


def _moved(table: Level, weighed: Weighed, rises: bool) -> Level:
    most = min(4, table.value + 1) if rises else table.value
    value = min(most, max(1, table.value - 1, weighed.level)) if table.value else 0
    if value == table.value:
        return table.model_copy(update={"confidence": weighed.confidence, "surely": weighed.surely})
    reason = Reason(code="weighed_up" if value > table.value else "weighed_down")
    reasons = (*table.reasons, reason)
    return Level(value=value, reasons=reasons, confidence=weighed.confidence, surely=weighed.surely)


@dataclass(frozen=True)
class Scale:
    """Trees by criterion, and the sentence model whose readings they were learned from ("" for none)."""

    model: str
    trees: dict[str, Trees]


@cache
def scale(path: Path = ARTEFACT) -> Scale:
    """The scale of ``python -m desk train``; an empty one where nothing was trained: the tables then stand alone."""
    if not path.exists():
        return Scale("", {})
    file = json.loads(path.read_text(encoding="utf-8"))
    trees = {
        criterion: Trees(
            signs=tuple(entry["signs"]),
            base=entry["base"],
            trees=tuple(tuple(tuple(node) for node in tree) for tree in entry["trees"]),
            cuts=tuple(entry["cuts"]),
            sure=tuple((least, share) for least, share in entry["sure"]),
        )
        for criterion, entry in file["criteria"].items()
    }
    return Scale(file["model"], trees)
