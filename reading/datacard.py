"""Knows what the data card of the heads says: what they were trained on and how they do on sentences never seen."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from .clauses import clauses
from .corpus import Example
from .embed import Embedder
from .heads import MANNERS, MOVES, NAMES, VIOLATIONS, Heads
from .moves import moves_in
from .nouns import Brief, Lang

NOBODY = Brief(case_id="", now=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


def judged(found: Sequence[Example], embedder: Embedder | None) -> list[frozenset[str]]:
    """For each example the moves that cues and heads together find in it."""
    return [frozenset(m.move.value for m in moves_in(clauses(e.text), embedder, NOBODY)) for e in found]


def by_head(found: Sequence[Example], heads: Heads, embedder: Embedder) -> list[frozenset[str]]:
    """For each example the labels whose head alone says yes."""
    from .train import cues_of, rows_of

    said = heads.chances(rows_of(found, embedder), cues_of(found)) >= heads.threshold
    return [frozenset(name for name, yes in zip(heads.names, row, strict=True) if yes) for row in said]


def f1s(found: Sequence[Example], said: Sequence[frozenset[str]], names: Sequence[str]) -> dict[str, float]:
    """F1 by label; a label that no example bears is left out."""
    out: dict[str, float] = {}
    for name in names:
        rows = [(name in e.labels, name in s) for e, s in zip(found, said, strict=True) if name not in e.maybe]
        both, total = sum(a and b for a, b in rows), sum(a + b for a, b in rows)
        if any(a for a, _ in rows):
            out[name] = 2 * both / total
    return out


def macro(found: Sequence[Example], said: Sequence[frozenset[str]], names: Sequence[str], lang: Lang) -> float:
    """Mean F1 over the labels borne by the examples of one language, 0 to 1."""
    pairs = [(e, s) for e, s in zip(found, said, strict=True) if e.lang == lang]
    each = f1s([e for e, _ in pairs], [s for _, s in pairs], names)
    return sum(each.values()) / max(1, len(each))


def near_misses(found: Sequence[Example], said: Sequence[frozenset[str]]) -> tuple[int, int]:
    """How many near misses of moves are wrongly taken for the move, and how many there are."""
    pairs = [name in s for e, s in zip(found, said, strict=True) for name in e.not_ if name in MOVES]
    return sum(pairs), len(pairs)


def card(found: Sequence[Example], heads: Heads, embedder: Embedder) -> str:
    """The data card as Markdown."""
    test = [e for e in found if e.split == "test"]
    both, alone, cues = judged(test, embedder), by_head(test, heads, embedder), judged(test, None)
    each_both, each_alone = f1s(test, both, MOVES), f1s(test, alone, NAMES)
    count = Counter((label, e.lang) for e in found if e.split != "test" for label in e.labels)
    sizes = Counter((e.split, e.lang) for e in found)
    lines = [
        "# Heads for moves, breaches and manners",
        "",
        f"One logistic regression a label on {heads.embedder}; made by `python -m reading train` from",
        "`reading/corpus`.",
        "Weights come from the splits train and tune, thresholds from chances each fifth gets when the rest is trained",
        "on. The test split is written in other words and about other situations; it is never trained on.",
        "",
        "| split | English | Chinese |",
        "| --- | --- | --- |",
        *(f"| {s} | {sizes[s, 'en']} | {sizes[s, 'zh']} |" for s in ("train", "tune", "test")),
        "",
        "| macro-F1 of 31 moves on test | English | Chinese |",
        "| --- | --- | --- |",
        *(
            f"| {name} | {macro(test, said, MOVES, 'en'):.3f} | {macro(test, said, MOVES, 'zh'):.3f} |"
            for name, said in (("cues and heads", both), ("heads alone", alone), ("cues alone", cues))
        ),
        "",
        "Near misses on test taken for the move: "
        + ", ".join(
            f"{name} {near_misses(test, said)[0]} of {near_misses(test, said)[1]}"
            for name, said in (("cues and heads", both), ("heads alone", alone), ("cues alone", cues))
        )
        + ".",
        "",
        "| label | English | Chinese | F1 cues and heads | F1 head alone |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| {n} | {count[n, 'en']} | {count[n, 'zh']} | {_figure(each_both, n)} | {_figure(each_alone, n)} |"
            for n in (*MOVES, *VIOLATIONS, *MANNERS)
        ),
        "",
        "What it is not: the sentences were written for this purpose by few hands, so students will differ from them;",
        "a head is blind to negation; a breach head is only a second opinion beside a cue, never an accusation.",
        "",
    ]
    return "\n".join(lines)


def _figure(figures: dict[str, float], name: str) -> str:
    return f"{figures[name]:.2f}" if name in figures else "-"
