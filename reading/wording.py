"""How much the wording of a sentence is that of a learner: pairs and threes of small words and word classes, weighed.

No rule names the fault; the weights only say which turns learners use and good letters do not. The score goes beside
the slips: it finds sentences that hold a fault no rule knows. ``python -m reading.wording`` learns the weights anew
from ``corpus/`` (good and learners' sentences, and ``form.csv``: sentences of whole replies in which a rater marked
a slip or none) and writes ``wording.json``.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

import numpy as np

from .nouns import Lang, Span
from .order import label
from .sense import read
from .wordclasses import HERE, Word, listed

FILE = HERE / "wording.json"
HARPER_REACH = 3_000  # as in slips.py
MOST_SENTENCES = 200
MOSTLY = 0.6  # share of the words from which on a reply can be judged as a whole
LONG = 20  # words; a sentence longer than that weighs no more
MOST_WORDS = 60  # of one sentence; what follows is not weighed
MOST_CHARACTERS = 120  # the same in Chinese
_CLOSED = "DPOMBHYCSWI"
_SEEN = 3  # a turn met less often is not learnt
_KEPT = 0.03  # a smaller weight is not worth its place


def turns(words: Sequence[Word]) -> frozenset[str]:
    """Every one, two and three in a row of the words of an English sentence; open words stand as their class."""
    row = ["^", *(_shown(w) for w in words[:MOST_WORDS]), "$"]
    return frozenset(" ".join(row[n : n + size]) for size in (1, 2, 3) for n in range(len(row) - size + 1))


@cache
def _themselves() -> frozenset[str]:
    return listed("shown_themselves")


def _shown(word: Word) -> str:
    if not word.text[0].isalnum():
        return word.text if word.text in ",.?!:;" else "-"
    return word.low if word.may(_CLOSED) or word.low in _themselves() else label(word)


def characters(sentence: str) -> frozenset[str]:
    """Every one and two characters in a row of a Chinese sentence, numbers as 0."""
    row = "^" + re.sub(r"\d+", "0", sentence.strip())[:MOST_CHARACTERS] + "$"
    return frozenset(row[n : n + size] for size in (1, 2) for n in range(len(row) - size + 1))


@cache
def _weights() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


def strain(text: str, sentence: Span, language: Lang) -> float:
    """0 to 1: how surely ``sentence`` of ``text`` is worded as a learner would; 0.5 is undecided. Never raises."""
    return _strain(sentence.of(text)[:600], language, sentence.start < HARPER_REACH)


def strains(text: str, sentences: tuple[Span, ...], language: Lang) -> tuple[float, ...]:
    """``strain`` of each sentence; 0 after the first two hundred."""
    return tuple(strain(text, s, language) if n < MOST_SENTENCES else 0.0 for n, s in enumerate(sentences))


def overall(strain_of: Sequence[float], words: Sequence[int]) -> float:
    """The strain of a whole reply: the mean of its sentences by their words, of which twenty at most count.

    The highest that it is from some sentence on, once most of the reply is read: what is added behind a clumsy letter
    does not make it better English (guide B6, row 15).
    """
    sizes = [min(n, LONG) for n in words]
    total, seen, sum_, most = sum(sizes), 0, 0.0, 0.0
    for strain, size in zip(strain_of, sizes, strict=True):
        seen, sum_ = seen + size, sum_ + strain * size
        if seen >= MOSTLY * total:
            most = max(most, sum_ / max(1, seen))
    return round(most, 3)


@lru_cache(maxsize=4096)
def _strain(sentence: str, language: Lang, near: bool) -> float:
    weights = _weights().get(language)
    if not weights or not sentence.strip():
        return 0.0
    found = characters(sentence) if language == "zh" else turns(read(sentence, frozenset(), near)[1])
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, _weigh(found, weights))))), 3)


def _weigh(found: Iterable[str], weights: Mapping[str, float]) -> float:
    """Weights of the known turns over the root of their number (counted before small ones were left out)."""
    known = [weights[turn] for turn in found if turn in weights]
    return float(weights.get("", 0.0) + sum(known) / math.sqrt(max(1, len(known))))


def learn(sentences: Sequence[frozenset[str]], faulty: Sequence[bool], rounds: int = 300) -> dict[str, float]:
    """Weights by logistic regression with a small penalty; the key "" holds the bias. Same input, same weights."""
    counts = Counter(turn for found in sentences for turn in found)
    place = {turn: n for n, turn in enumerate(sorted(t for t in counts if counts[t] >= _SEEN))}
    rows, cols = [], []
    for n, found in enumerate(sentences):
        known = sorted(place[turn] for turn in found if turn in place)
        rows += [n] * len(known)
        cols += known
    row, col, want = np.array(rows), np.array(cols), np.array(faulty, dtype=float)
    share = 1 / np.sqrt(np.maximum(1, np.bincount(row, minlength=len(sentences))))
    weights, drift, spread, bias = np.zeros(len(place)), np.zeros(len(place)), np.zeros(len(place)), 0.0
    for step in range(1, rounds + 1):
        total = np.bincount(row, weights[col], len(sentences)) * share + bias
        miss = 1 / (1 + np.exp(-total)) - want
        slope = np.bincount(col, (miss * share)[row], len(place)) + 0.3 * weights
        drift, spread = 0.9 * drift + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights -= 0.05 * (drift / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
        bias -= 0.01 * float(np.clip(miss.sum() / 50, -1, 1))
    kept = {turn: round(float(weights[n]), 3) for turn, n in place.items() if abs(weights[n]) >= _KEPT}
    return {"": round(bias, 3), **kept}


def _known_sentences(language: Lang) -> Iterator[tuple[str, bool]]:
    """Sentences with whether they hold a fault; those of whole replies count twice, they were marked one by one."""
    from .clauses import sentences
    from .corpus import examples

    for entry in examples() if language == "en" else ():
        if entry.lang == "en" and entry.split != "test" and entry.style != "terse":
            yield from ((part.of(entry.text), entry.style == "learner") for part in sentences(entry.text))
    with (HERE / "corpus" / "form.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["lang"] == language:
                yield from [(line["text"], line["slip"] == "1")] * 2


def learnt(language: Lang, rows: Iterable[tuple[str, bool]] | None = None) -> dict[str, float]:
    """The weights of one language from ``rows`` (sentence, holds a fault), by default all that the corpus knows."""
    pairs = list(_known_sentences(language) if rows is None else rows)
    turned = [characters(s) if language == "zh" else turns(read(s[:600], frozenset(), True)[1]) for s, _ in pairs]
    return learn(turned, [wrong for _, wrong in pairs])


if __name__ == "__main__":
    made = {language: learnt(language) for language in ("en", "zh")}
    FILE.write_text(json.dumps(made, sort_keys=True, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
