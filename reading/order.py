"""How usual the order of the words is: word classes in threes, counted in good service English.

Chinese word order in English words ("photo we see", "back send no need") breaks no single rule, yet must be read
twice. ``python -m reading.order`` counts the classes anew from ``corpus/`` into ``order.json``.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from .wordclasses import HERE, Word

FILE = HERE / "order.json"
_THEMSELVES = frozenset(
    ["to", "not", "no", "and", "or", "that", "there", "please", "by", "of", "so", "as", "if", "than", "one"]
)
_MASS = frozenset(["receipt", "proof", "size", "customs", "color", "colour", "number", "question", "notice"])
_NO_DETERMINER = frozenset(["no", "or", "and", "per", "by", "as", "than", "of", "in", "-", "'", '"'])
_TRUST = 5.0  # how many sightings of a context weigh as much as the shorter context


def label(word: Word) -> str:
    """One class for a word: itself for a few small words, a letter for the others."""
    low, classes = word.low, word.classes
    if low in _THEMSELVES:
        return low
    if not word.text[0].isalnum():
        return word.text if word.text in ",.?!:;" else "-"
    if low in ("you", "it"):
        return "U"
    if "P" in classes and (joined := next((k for k in "MBH" if k in classes), "")):
        return "P" + joined
    closed = next((k for k in "MBHYPO" if k in classes and not (k == "O" and "D" in classes)), "")
    if closed:
        return closed
    if "A" in classes and len(classes) <= 2:
        return "A"
    if small := next((k for k in "DWSCInE" if k in classes), ""):
        return small
    return _open(classes)


def _open(classes: str) -> str:
    if "N" in classes or "G" in classes:
        return "E" if "N" in classes else "G"
    if any(k in classes for k in "VZ"):
        return "VN" if any(k in classes for k in "ckmx") else "Z" if "Z" in classes else "V"
    if first := next((k for k in "JRT" if k in classes), ""):
        return "R" if first == "T" else first
    if "c" in classes or ("x" in classes and "k" not in classes):
        return "c"
    return "k" if any(k in classes for k in "km") else "X"


_MARKS = frozenset(",.;:!?$€£-/'\"&%")
_CONTRACTED = 0.4  # who writes "we'll" and "doesn't" does not put Chinese into English word for word


def jumbled(words: Sequence[Word], faults: int) -> bool:
    """The words stand in an order that a buyer must sort out first; ``faults`` are slips of grammar found in it.

    Bars set on replies written for the cases (ours): the more faults, the less surprise is needed.
    """
    words = _plain(words)
    letters = sum(1 for w in words if w.text[0].isalpha())
    if letters < 5 or not FILE.exists():
        return False
    faults += bare_nouns(words)
    strange = surprise(words)
    if words[-1].text == "?" or not words[0].text[0].isupper():
        strange -= 0.4  # questions and halves of a sentence are rarer in the counts
    if any("'" in w.text or "’" in w.text for w in words if w.text[0].isalpha()):
        strange -= _CONTRACTED
    return strange > (4.5 if faults == 0 else 3.4 if faults == 1 else 3.0) + (0.4 if letters < 8 else 0.0)


def _plain(words: Sequence[Word]) -> list[Word]:
    """``words`` without smiles and brackets of a blank, and with a full stop for an exclamation mark."""
    kept = [w for w in words if w.text[0].isalnum() or w.text in _MARKS]
    return [replace(w, text=".", low=".") if w.text == "!" else w for w in kept if w.text != "!" or w is kept[-1]]


@lru_cache(maxsize=4096)
def strangeness(words: tuple[Word, ...]) -> float:
    """``surprise`` of a whole sentence as it stands in a letter; 0 for nothing."""
    kept = _plain(words)
    return round(surprise(kept), 3) if kept and FILE.exists() else 0.0


@dataclass(frozen=True)
class Counts:
    """Sightings of one, two and three labels in a row, joined by blanks."""

    one: Mapping[str, int]
    two: Mapping[str, int]
    three: Mapping[str, int]
    total: int


@cache
def _counts() -> Counts:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    return Counts(data["one"], data["two"], data["three"], sum(data["one"].values()))


def surprise(words: Sequence[Word]) -> float:
    """Mean surprise of the order in nats per word: about 2.6 in good letters, over 3.5 in word-for-word Chinese."""
    labels = ["^", *(label(w) for w in words), "$"]
    known = _counts()
    total = 0.0
    for n in range(1, len(labels)):
        chance = (known.one.get(labels[n], 0) + 0.5) / (known.total + 20)
        for context, counts in ((labels[n - 1 : n], known.two), (labels[max(0, n - 2) : n], known.three)):
            if counts is known.three and n < 2:
                continue
            shorter = known.one if counts is known.two else known.two
            seen = shorter.get(" ".join(context), 0)
            trust = seen / (seen + _TRUST)
            together = counts.get(" ".join([*context, labels[n]]), 0)
            chance = trust * (together / seen if seen else 0.0) + (1 - trust) * chance
        total -= math.log(chance)
    return total / (len(labels) - 1)


def bare_nouns(words: Sequence[Word]) -> int:
    """How many singular count nouns stand without a determiner ("photo we see"), names and compounds left out."""
    return sum(1 for n, word in enumerate(words) if _is_bare(words, n, word))


def _is_bare(words: Sequence[Word], number: int, word: Word) -> bool:
    if "c" not in word.classes or word.may("VZJm") or word.low in _MASS or (word.text[0].isupper() and number):
        return False
    after = words[number + 1] if number + 1 < len(words) else None
    if after is not None and (
        after.may("ckmxAn") or after.low in ("transfer", "transfers") or after.low in ("-", "'", "/", "#", '"', ">")
    ):
        return False
    first = number
    while first and words[first - 1].may("JckmxAENG") and not words[first - 1].may("DPOBHMYI"):
        first -= 1
    before = words[first - 1] if first else None
    if before is None or before.text == ":":
        return before is None and not (after is not None and after.may("I"))
    return not (
        before.may("DnQ") or before.low in ("no", "or", "and", "per", "by", "as", "than", "of", "in", "-", "'", '"')
    )


def count(sentences: Iterator[Sequence[Word]]) -> Counts:
    """Counts the labels of good sentences."""
    one: Counter[str] = Counter()
    two: Counter[str] = Counter()
    three: Counter[str] = Counter()
    for words in sentences:
        labels = ["^", *(label(w) for w in words), "$"]
        one.update(labels)
        two.update(" ".join(labels[n : n + 2]) for n in range(len(labels) - 1))
        three.update(" ".join(labels[n : n + 3]) for n in range(len(labels) - 2))
    return Counts(one, two, three, sum(one.values()))


def _good_sentences() -> Iterator[Sequence[Word]]:
    from .clauses import sentences
    from .sense import read

    for path in sorted((HERE / "corpus").glob("en_t*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            entry = json.loads(line)
            if entry["style"] in ("native", "textbook") and entry["split"] != "test":
                for sentence in sentences(entry["text"]):
                    yield read(sentence.of(entry["text"]), frozenset(), True)[1]


if __name__ == "__main__":
    found = count(_good_sentences())
    kept = {"one": found.one, "two": found.two, "three": found.three}
    FILE.write_text(json.dumps(kept, sort_keys=True, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
