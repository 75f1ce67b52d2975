"""Takes the training rows of the task scale anew: ``python -m bench.task_rows`` writes ``reading/corpus/tasks.csv``.

Run it after a change to claims, values or heads, then ``python -m reading train``. Labels are the raters' task states of
sets a and b; of our own samples only the RES level is rated, so their rows are weak and weigh less.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.agreement import RATED
from bench.reading import CASES
from reading import tasks
from reading.read import Reader, load_reader, read
from reading.weighing import NAMES
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.nouns import Case
from scenarios.platforms import sheet

OUT = Path(tasks.__file__).parent / "corpus" / "tasks.csv"
HEAD = ("case", "is_touched", "is_done", "weight")
Seen = list[tuple[Any, Any]]


def weighed_in(case: Case, text: str, reader: Reader) -> Seen:
    """Each task of the case with its features in one reply, taken where the scale would judge them."""
    seen: Seen = []
    judge = tasks._on_scale

    def note(found: Any, task: Any, facts: Any, ruled: Any) -> Any:
        if found.embedder is not None and found.sentences:
            asked = task.by or tasks.moves_named(task.text)
            seen.append((task, tasks.weighed(found, task, facts, asked, ruled.state)))
        return ruled

    tasks._on_scale = note
    try:
        read(text, brief(case, sheet(case.platform)), reader)
    finally:
        tasks._on_scale = judge
    return seen


def strong(reader: Reader) -> Iterator[tuple[str, Any, int, int | str, float]]:
    """Rows with a rater's state."""
    for name in ("a", "b"):
        cases = {case.id: case for case in load_cases(RATED / name / "cases")}
        for line in (RATED / name / "replies.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["status"] == "graded":
                for task, features in weighed_in(cases[row["case_id"]], row["text"], reader):
                    if state := row["tasks"].get(task.id):
                        yield name + row["case_id"], features, int(state != "missing"), int(state == "done"), 1


def weak(reader: Reader) -> Iterator[tuple[str, Any, int, int | str, float]]:
    """Rows whose state follows from a sample's RES level: all done at 4, no core task at 1, none missing at 3."""
    for case in load_cases(CASES):
        for sample in (s for s in case.samples.values() if "RES" in s.levels):
            level = sample.levels["RES"]
            for task, features in weighed_in(case, sample.text, reader):
                if level == 4:
                    yield case.id, features, 1, 1, 0.5
                elif level <= 1 and task.core:
                    yield case.id, features, 0, 0, 0.4
                elif level == 3 and task.core:
                    yield case.id, features, 1, "", 0.5


def main() -> int:
    """Writes the table; cases become numbers, which is all that leaving one out needs."""
    reader, numbers = load_reader("onnx"), {}
    with OUT.open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerow([*HEAD, *NAMES])
        for case, features, touched, done, weight in (*strong(reader), *weak(reader)):
            number = numbers.setdefault(case, len(numbers) + 1)
            table.writerow([number, touched, done, weight, *(f"{float(value):.4g}" for value in features)])
    print(f"{OUT.name}: {len(numbers)} cases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
