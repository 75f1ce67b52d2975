"""Two judges that understand nothing, so that nobody is fooled: one counts words, one counts words of the task.

Each learns only how its one number goes with the raters' judgements: the reply that stands at a given place by its
number gets the judgement that stands at the same place among the raters'. Learned on other cases than it is tried on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from .judged import Compared, Judged
from .nouns import Criterion

FOLDS = 5
STATES = ("missing", "partial", "done")
Number = Callable[[Compared], float]


def by_place(known: Sequence[float], judged: Sequence[float], asked: Sequence[float]) -> list[float]:
    """For each asked number the judgement at its place, upwards or downwards as the two go together."""
    if not known:
        return [0.0] * len(asked)
    numbers, ranks = np.sort(known), np.sort(judged)
    if len({*known}) > 1 and len({*judged}) > 1 and np.corrcoef(known, judged)[0, 1] < 0:
        ranks = ranks[::-1]
    low, high = np.searchsorted(numbers, asked, "left"), np.searchsorted(numbers, asked, "right")
    place = np.clip((low + high) // 2, 0, len(ranks) - 1)
    return [float(v) for v in ranks[place]]


def length_floor(items: Sequence[Compared]) -> dict[str, Judged]:
    """By reply what a judge says who only counts its words."""
    return _floor(items, lambda item: float(item.length), lambda item, _: float(item.length))


def overlap_floor(items: Sequence[Compared]) -> dict[str, Judged]:
    """By reply what a judge says who only sees which of the task's words it has."""

    def whole(item: Compared) -> float:
        return sum(item.overlap.values()) / len(item.overlap) if item.overlap else 0.0

    return _floor(items, whole, lambda item, task: item.overlap.get(task, 0.0))


def _floor(items: Sequence[Compared], whole: Number, part: Callable[[Compared, str], float]) -> dict[str, Judged]:
    """Each language by itself: a Chinese sign is no English word."""
    found: dict[str, Judged] = {}
    for language in sorted({item.language for item in items}):
        found |= _folded([item for item in items if item.language == language], whole, part)
    return found


def _folded(items: Sequence[Compared], whole: Number, part: Callable[[Compared, str], float]) -> dict[str, Judged]:
    cases = [item.case_id for item in items]
    folds = min(FOLDS, len(set(cases)))
    if folds < 2:
        return {}
    from sklearn.model_selection import GroupKFold

    found: dict[str, Judged] = {}
    for learn, test in GroupKFold(folds).split(cases, groups=cases):
        learned, tried = [items[n] for n in learn], [items[n] for n in test]
        found |= _tried(learned, tried, whole, part)
    return found


def _tried(
    learned: Sequence[Compared], tried: Sequence[Compared], whole: Number, part: Callable[[Compared, str], float]
) -> dict[str, Judged]:
    pairs = [(whole(item), said) for item in learned for said in item.references]
    asked = [whole(item) for item in tried]

    def guess(worth: Callable[[Judged], float | None]) -> list[float]:
        both = [(x, y) for x, said in pairs if (y := worth(said)) is not None]
        return by_place([x for x, _ in both], [y for _, y in both], asked)

    levels = {c.value: guess(lambda said, c=c: said.levels.get(c.value)) for c in Criterion}  # type: ignore[misc]
    total, sends = guess(lambda said: said.total), guess(lambda said: _flag(said.sendable))
    gated = guess(lambda said: None if said.gates is None else bool(said.gates))
    codes = _sets(guess, [said.violations for _, said in pairs], lambda said: said.violations)
    moves = _sets(guess, [said.moves for _, said in pairs], lambda said: said.moves)
    tasks = _tasks(learned, tried, part)
    return {
        item.reply_id: Judged(
            levels={c: int(values[n]) for c, values in levels.items()},
            total=round(total[n]),
            sendable=sends[n] > 0,
            gates=frozenset({"GATE"} if gated[n] > 0 else ()),
            violations=codes[n],
            moves=moves[n],
            tasks=tasks[n],
        )
        for n, item in enumerate(tried)
    }


def _flag(said: bool | None) -> float | None:
    return None if said is None else float(said)


def _sets(
    guess: Callable[[Callable[[Judged], float | None]], list[float]],
    seen: Sequence[frozenset[str] | None],
    of: Callable[[Judged], frozenset[str] | None],
) -> list[frozenset[str]]:
    """The codes guessed for each reply, code by code."""
    codes = sorted(frozenset().union(*(one for one in seen if one)))

    def has(code: str) -> Callable[[Judged], float | None]:
        return lambda said: None if (found := of(said)) is None else float(code in found)

    columns = {code: guess(has(code)) for code in codes}
    count = len(guess(lambda _: 0.0))
    return [frozenset(code for code, column in columns.items() if column[n] > 0) for n in range(count)]


def _tasks(
    learned: Sequence[Compared], tried: Sequence[Compared], part: Callable[[Compared, str], float]
) -> list[dict[str, str]]:
    known = [
        (part(item, task), float(STATES.index(state)))
        for item in learned
        for said in item.references
        for task, state in said.tasks.items()
    ]
    xs, ys = [x for x, _ in known], [y for _, y in known]
    return [
        {
            task: STATES[int(guessed)]
            for task, guessed in zip(item.overlap, by_place(xs, ys, [part(item, t) for t in item.overlap]), strict=True)
        }
        for item in tried
    ]
