"""How much the wording of a sentence is that of a learner: pairs and threes of small words and word classes, weighed.

No rule names the fault; the weights only say which turns learners use and good letters do not. Two scores go beside
the slips: ``strain``, how surely a sentence holds a fault (some that no rule knows), and ``rough``, how far below a
clear letter raters put the letters that are worded like it. ``python -m reading.wording`` learns both anew from
``corpus/`` (good and learners' sentences, and ``form.csv``: sentences of whole replies with what raters said of them)
and writes ``wording.json``; whole cases can be left out (``learnt``), and other weights lent for a while (``lent``).
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from .nouns import Lang, Span
from .order import label, strangeness
from .sense import read
from .wordclasses import HERE, Word, listed

FILE = HERE / "wording.json"
HARPER_REACH = 3_000  # as in slips.py
MOST_SENTENCES = 200
MOSTLY = 0.6  # share of the words from which on a reply can be judged as a whole
LONG = 20  # words; a sentence longer than that weighs no more
MOST_WORDS = 60  # of one sentence; what follows is not weighed
MOST_CHARACTERS = 120  # the same in Chinese
LANGUAGES: tuple[Lang, ...] = ("en", "zh")
Matrix = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
_CLOSED = "DPOMBHYCSWI"
_SEEN = 3  # a turn met less often is not learnt
_KEPT = 0.03  # a smaller weight is not worth its place
_KEPT_LEVEL = 0.02  # the same for weights that add up to levels
_PENALTY = 10.0  # of weights that add up to levels; 5 to 40 did as well on cases left out
CLEAR, LEARNERS = 4.0, 2.5  # the level that a sentence of the corpus stands for (ours)
_OURS = 3.0  # words that a sentence of the corpus weighs: the replies lead
FORM = HERE / "corpus" / "form.csv"


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


@dataclass(frozen=True, eq=False)
class Weights:
    """Weights of turns by language: ``strain`` add up to a chance of a fault, ``rough`` to levels below a clear one."""

    strain: Mapping[Lang, Mapping[str, float]]
    rough: Mapping[Lang, Mapping[str, float]]


_lent: ContextVar[Weights | None] = ContextVar("lent", default=None)


@contextmanager
def lent(weights: Weights) -> Iterator[None]:
    """Reads with other weights for a while: with some that have not seen the replies to be read."""
    before = _lent.set(weights)
    try:
        yield
    finally:
        _lent.reset(before)


@cache
def shipped(path: Path = FILE) -> Weights:
    """The weights of ``python -m reading.wording``; none where nothing was learnt."""
    if not path.exists():
        return Weights({}, {})
    return Weights(**json.loads(path.read_text(encoding="utf-8")))


def strain(text: str, sentence: Span, language: Lang) -> float:
    """0 to 1: how surely ``sentence`` of ``text`` is worded as a learner would; 0.5 is undecided. Never raises."""
    return _weighed(text, sentence, language)[0]


def rough(text: str, sentence: Span, language: Lang) -> float:
    """0 to 4: how many levels below a clear letter raters put replies worded like ``sentence``. Never raises."""
    return _weighed(text, sentence, language)[1]


def _weighed(text: str, sentence: Span, language: Lang) -> tuple[float, float]:
    return _measured(sentence.of(text)[:600], language, sentence.start < HARPER_REACH, _lent.get() or shipped())


def strains(text: str, sentences: tuple[Span, ...], language: Lang) -> tuple[float, ...]:
    """``strain`` of each sentence; 0 after the first two hundred."""
    return tuple(strain(text, s, language) if n < MOST_SENTENCES else 0.0 for n, s in enumerate(sentences))


def roughness(text: str, sentences: tuple[Span, ...], language: Lang) -> tuple[float, ...]:
    """``rough`` of each sentence; 0 after the first two hundred."""
    return tuple(rough(text, s, language) if n < MOST_SENTENCES else 0.0 for n, s in enumerate(sentences))


def strange(text: str, sentences: tuple[Span, ...], language: Lang) -> tuple[float, ...]:
    """How unusual the order of the words of each English sentence is (``order.strangeness``); 0 in Chinese."""
    near = [s.start < HARPER_REACH and n < MOST_SENTENCES and language == "en" for n, s in enumerate(sentences)]
    return tuple(
        strangeness(read(s.of(text)[:600], frozenset(), True)[1]) if seen else 0.0
        for s, seen in zip(sentences, near, strict=True)
    )


def overall(strain_of: Sequence[float], words: Sequence[int]) -> float:
    """Strain, or the like, of a whole reply: the mean of its sentences by their words, of which twenty at most count.

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
def _measured(sentence: str, language: Lang, near: bool, weights: Weights) -> tuple[float, float]:
    """(strain, rough) of one sentence, remembered."""
    if language not in weights.strain or not sentence.strip():
        return 0.0, 0.0
    found = characters(sentence) if language == "zh" else turns(read(sentence, frozenset(), near)[1])
    logit = max(-30.0, min(30.0, _weigh(found, weights.strain[language])))
    below = max(0.0, min(4.0, _weigh(found, weights.rough[language])))
    return round(1 / (1 + math.exp(-logit)), 3), round(below, 3)


def _weigh(found: Iterable[str], weights: Mapping[str, float]) -> float:
    """Weights of the known turns over the root of their number (counted before small ones were left out)."""
    known = [weights[turn] for turn in found if turn in weights]
    return float(weights.get("", 0.0) + sum(known) / math.sqrt(max(1, len(known))))


def learn(sentences: Sequence[frozenset[str]], faulty: Sequence[bool], rounds: int = 300) -> dict[str, float]:
    """Weights by logistic regression with a small penalty; the key "" holds the bias. Same input, same weights."""
    place, row, col, share = _laid_out(sentences)
    want = np.array(faulty, dtype=float)
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


def learn_levels(
    sentences: Sequence[frozenset[str]], levels: Sequence[float], size: Sequence[float], rounds: int = 300
) -> dict[str, float]:
    """Weights that add up to ``levels`` by least squares with a penalty (conjugate gradients); "" holds the bias.

    A sentence counts as much as its ``size``. Same input, same weights.
    """
    place, row, col, share = _laid_out(sentences)
    mass, want, n = np.array(size, dtype=float), np.array(levels, dtype=float), len(place)
    penalty = np.append(np.full(n, _PENALTY), 0.0)  # the bias, last, has none

    def back(values: Matrix) -> Matrix:
        return np.append(np.bincount(col, (values * share)[row], n), values.sum())

    def bent(weights: Matrix) -> Matrix:
        total = np.bincount(row, weights[:-1][col], len(sentences)) * share + weights[-1]
        return back(mass * total) + penalty * weights

    weights = np.zeros(n + 1)
    rest = back(mass * want)
    step, left = rest.copy(), float(rest @ rest)
    for _ in range(rounds):
        if left < 1e-12:
            break
        bend = bent(step)
        length = left / float(step @ bend)
        weights += length * step
        rest -= length * bend
        new = float(rest @ rest)
        step, left = rest + new / left * step, new
    kept = {t: round(float(weights[k]), 3) for t, k in place.items() if abs(weights[k]) >= _KEPT_LEVEL}
    return {"": round(float(weights[-1]), 3), **kept}


def _laid_out(sentences: Sequence[frozenset[str]]) -> tuple[dict[str, int], Places, Places, Matrix]:
    """Columns of the turns met often enough; sentence and column of each sighting; one over the root of its turns."""
    counts = Counter(turn for found in sentences for turn in found)
    place = {turn: n for n, turn in enumerate(sorted(t for t in counts if counts[t] >= _SEEN))}
    rows, cols = [], []
    for n, found in enumerate(sentences):
        known = sorted(place[turn] for turn in found if turn in place)
        rows += [n] * len(known)
        cols += known
    row, col = np.array(rows, dtype=np.int64), np.array(cols, dtype=np.int64)
    return place, row, col, 1 / np.sqrt(np.maximum(1, np.bincount(row, minlength=len(sentences))))


@dataclass(frozen=True)
class Known:
    """A sentence of which something is known: it holds a fault or none; the level of its letter; its case, if any."""

    text: str
    faulty: bool
    level: float
    turns: frozenset[str]
    size: float
    case: str = ""


@cache
def known(language: Lang) -> tuple[Known, ...]:
    """What the corpus and the rated replies know of sentences of one language."""
    return (*_of_corpus(language), *_of_replies(language))


def _of_corpus(language: Lang) -> Iterator[Known]:
    from .clauses import sentences
    from .corpus import examples

    for entry in examples():
        if entry.lang == language and entry.split != "test" and entry.style != "terse":
            wrong = entry.style == "learner"
            for part in sentences(entry.text):
                text = part.of(entry.text)
                yield Known(text, wrong, LEARNERS if wrong else CLEAR, _turned(text, language), _OURS)


def _of_replies(language: Lang) -> Iterator[Known]:
    with FORM.open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["lang"] == language:
                text, size = line["text"], float(min(LONG, int(line["words"])))
                wrong = line["slip"] == "1"
                yield Known(text, wrong, float(line["level"]), _turned(text, language), size, line["case"])


def _turned(text: str, language: Lang) -> frozenset[str]:
    return characters(text) if language == "zh" else turns(read(text[:600], frozenset(), True)[1])


def learnt(without: frozenset[str] = frozenset()) -> Weights:
    """Weights from all that is known, ``without`` the replies to some cases.

    For the strain a sentence of a reply counts twice, for it was marked by itself; and in Chinese it counts alone: the
    corpus has too few learners' sentences to say what a fault is.
    """
    strain: dict[Lang, dict[str, float]] = {}
    rough: dict[Lang, dict[str, float]] = {}
    for language in LANGUAGES:
        rows = [row for row in known(language) if not row.case or row.case not in without]
        marked = [row for row in rows if not row.case and language == "en"] + [row for row in rows if row.case] * 2
        strain[language] = learn([row.turns for row in marked], [row.faulty for row in marked])
        below = [CLEAR - row.level for row in rows]
        rough[language] = learn_levels([row.turns for row in rows], below, [row.size for row in rows])
    return Weights(strain, rough)


def save(weights: Weights, path: Path = FILE) -> None:
    """Writes the weights as JSON; equal weights give equal bytes."""
    made = {"strain": weights.strain, "rough": weights.rough}
    path.write_text(json.dumps(made, sort_keys=True, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    shipped.cache_clear()


if __name__ == "__main__":
    save(learnt())
