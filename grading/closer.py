"""A closer look at a rated set: who gave which level, whether confidence is earned, and the replies to read."""

from __future__ import annotations

from collections.abc import Sequence

from reading.nouns import Frozen

from .judged import Compared, Judged
from .measures import LEVELS
from .nouns import Criterion

BINS = 10
WORST = 10
STEP = 25  # points of the total that weigh as much as one level


class Bin(Frozen):
    """Replies of like confidence: the mean of it, and the share whose level is exactly the raters'."""

    confidence: float
    right: float
    n: int


class Disagreement(Frozen):
    """A reply on which the machine and its raters are far apart; ``distance`` is in levels."""

    reply_id: str
    case_id: str
    platform: str
    text: str
    distance: float
    machine: Judged
    raters: tuple[Judged, ...]
    settled: Judged | None = None


def confusion(items: Sequence[Compared], criterion: str) -> tuple[tuple[float, ...], ...]:
    """How many replies got which level: rows are the raters' levels, columns the machine's; mean over the raters."""
    pairs = [
        (said.levels[criterion], item.machine.levels[criterion], 1 / len(item.references))
        for item in items
        for said in item.references
        if criterion in said.levels and criterion in item.machine.levels
    ]
    if not pairs:
        return ()
    from sklearn.metrics import confusion_matrix

    theirs, ours, weights = zip(*pairs, strict=True)
    table = confusion_matrix(theirs, ours, labels=list(LEVELS), sample_weight=weights)
    return tuple(tuple(round(float(cell), 2) for cell in row) for row in table)


def calibration(items: Sequence[Compared]) -> dict[str, tuple[Bin, ...]]:
    """By criterion and for "all": is the machine as often right as it says it is sure?"""
    found: dict[str, list[tuple[float, bool]]] = {c.value: [] for c in Criterion}
    for item in items:
        for said in item.references:
            for c, sure in item.machine.confidence.items():
                if c in said.levels and c in item.machine.levels:
                    found[c].append((min(1.0, max(0.0, sure)), said.levels[c] == item.machine.levels[c]))
    found["all"] = [one for pairs in found.values() for one in pairs]
    return {name: _curve(pairs) for name, pairs in found.items() if pairs}


def _curve(pairs: Sequence[tuple[float, bool]]) -> tuple[Bin, ...]:
    from sklearn.calibration import calibration_curve

    sure, right = [s for s, _ in pairs], [r for _, r in pairs]
    shares, means = calibration_curve(right, sure, pos_label=True, n_bins=BINS)
    sizes = [0] * BINS
    for value in sure:
        sizes[_bin(value)] += 1
    return tuple(
        Bin(confidence=float(m), right=float(s), n=n)
        for s, m, n in zip(shares, means, (n for n in sizes if n), strict=True)
    )


def _bin(value: float) -> int:
    """The bin of the library's curve: equal widths, an edge belongs to the bin below it."""
    import numpy as np

    return int(np.searchsorted(np.linspace(0, 1, BINS + 1)[1:-1], value))


def worst(items: Sequence[Compared], most: int = WORST) -> tuple[Disagreement, ...]:
    """The replies to read: those where machine and raters are furthest apart, the furthest first."""
    far = [(distance(item), item) for item in items]
    far = sorted((one for one in far if one[0] > 0), key=lambda one: (-one[0], one[1].reply_id))[:most]
    return tuple(
        Disagreement(
            reply_id=item.reply_id,
            case_id=item.case_id,
            platform=item.platform,
            text=item.text,
            distance=round(gap, 2),
            machine=item.machine,
            raters=item.raters,
            settled=item.references[0] if item.settled else None,
        )
        for gap, item in far
    )


def distance(item: Compared) -> float:
    """Levels apart over all criteria, and the total's difference in steps; mean over the raters."""
    gaps = []
    for said in item.references:
        gap = float(sum(abs(level - said.levels[c]) for c, level in item.machine.levels.items() if c in said.levels))
        if said.total is not None and item.machine.total is not None:
            gap += abs(said.total - item.machine.total) / STEP
        gaps.append(gap + (4 if said.status != item.machine.status else 0))
    return sum(gaps) / len(gaps) if gaps else 0.0
