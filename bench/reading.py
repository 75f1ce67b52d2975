"""What reading and grading one reply costs, beside the bare embedding of its sentences, in one run on one core.

``python -m bench.reading`` prints p50 and p95 in milliseconds and their ratios. Every reply is new to the reader (no
sentence is remembered); the last figure changes one sentence of a reply that was just read.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from grading.grade import grade
from grading.rubric import load_rubric
from reading.clauses import sentences
from reading.read import Reader, load_reader, read
from reading.text import plain
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.nouns import Case
from scenarios.platforms import sheet

CASES = Path(__file__).parents[1] / "scenarios" / "cases"
WORDS = (100, 140)  # "one 120-word reply"


def replies(count: int, seed: int = 1) -> list[tuple[Case, str]]:
    """Replies of about 120 words, glued from the sample replies of English cases; no sentence twice."""
    chance = random.Random(seed)
    cases = [c for c in load_cases(CASES) if c.language == "en"]
    pool = [s for c in cases for sample in c.samples.values() for s in split(sample.text)]
    made = []
    for number in range(count):
        text: list[str] = []
        while sum(len(s.split()) for s in text) < WORDS[0]:
            text.append(f"{chance.choice(pool).rstrip('.!? ')} {number}-{len(text)}.")
        made.append((chance.choice(cases), " ".join(text)))
    return made


def split(text: str) -> list[str]:
    """The sentences of a text as strings."""
    return [s.of(text) for s in sentences(text)]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time of this thread."""
    started = time.thread_time()
    work()
    return 1000 * (time.thread_time() - started)


def percentile(values: list[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of the values do not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def fresh(reader: Reader) -> None:
    """Forgets every sentence."""
    if reader.embedder:
        reader.embedder.forget()


def main(count: int = 60) -> int:
    """Prints the table; returns 1 when a budget is missed."""
    started = time.perf_counter()
    reader, rubric = load_reader(), load_rubric()
    ready = time.perf_counter() - started
    found = replies(count + 5)
    gc.collect()
    gc.freeze()  # as the app does once it is warm: what is loaded for good need not be walked again
    whole, bare, edited = [], [], []
    for number, (case, text) in enumerate(found):
        about = brief(case, sheet(case.platform))
        read("Warm the card.", about, reader)  # the card's own texts are embedded once per case, not per reply
        parts = split(plain(text).text)
        fresh_run = timed(lambda: grade(read(text, about, reader), rubric))
        changed = text.replace(parts[-1], f"We will write to you again on the {number % 27 + 1}th with a clear answer.")
        edit_run = timed(lambda: grade(read(changed, about, reader), rubric))
        fresh(reader)
        bare_run = timed(lambda: reader.embedder.embed(parts) if reader.embedder else None)
        fresh(reader)
        if number >= 5:
            whole.append(fresh_run), bare.append(bare_run), edited.append(edit_run)
    ratio = statistics.median(w / b for w, b in zip(whole, bare, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    for name, values in (("read and grade", whole), ("bare embedding", bare), ("one sentence changed", edited)):
        print(f"{name:22} p50 {statistics.median(values):6.1f} ms   p95 {percentile(values, 0.95):6.1f} ms")
    print(f"ratio to embedding     {ratio:6.2f}   ready {ready:.2f} s   memory {memory:.0f} MB   {count} replies")
    missed = percentile(whole, 0.95) > 120 or ratio > 1.6 or percentile(edited, 0.95) > 40 or ready > 4
    print("a budget is missed" if missed else "within budget: p95 120 ms, ratio 1.6, change 40 ms, ready 4 s")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
