"""The second witness of a breach: a cue accuses, the trained head of its code must not rule it out (``witness.yaml``).

A breach that only one of the two sees is suspected: it gates nothing, and a teacher is asked to look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .lexicon import lexicon
from .nouns import Span, Violation
from .violations import named_outright

Scores = Sequence[Mapping[str, float]]


def witnessed(
    found: Iterable[Violation], text: str, sentences: Sequence[Span], scores: Scores
) -> tuple[tuple[Violation, ...], tuple[Violation, ...]]:
    """``found`` parted into the breaches that stand and those that are only suspected, each in its order.

    ``scores`` are the heads' chances by sentence and code; without a model every breach stands.
    """
    stands: list[Violation] = []
    suspected: list[Violation] = []
    for breach in found:
        seen = _chance(breach, sentences, scores)
        sure = seen is None or seen >= _least(breach, text)
        (stands if sure else suspected).append(breach)
    known = {breach.code for breach in stands}
    return tuple(stands), tuple(breach for breach in suspected if breach.code not in known)


def _chance(breach: Violation, sentences: Sequence[Span], scores: Scores) -> float | None:
    """The head's best chance among the sentences that the breach touches, None where no head was asked."""
    touched = zip(sentences, scores, strict=False)
    mine = [s for p, s in touched if p.start < breach.span.end and breach.span.start < p.end]
    chances = [score[breach.code] for score in mine if breach.code in score]
    return max(chances, default=None)


def _least(breach: Violation, text: str) -> float:
    rule = lexicon("witness")
    if breach.code in rule["without"]:
        return 0.0
    named = named_outright(breach.code, breach.span.of(text))
    return float(rule["named"] if named else rule["codes"].get(breach.code, rule["hinted"]))
