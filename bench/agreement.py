"""How far the grader agrees with the raters of ``bench/rated``: ``python -m bench.agreement [a b c]``.

Quadratic weighted kappa by the formula of guide A5, exact and adjacent agreement, bias; recall and precision of
violations; false gates on clean replies. Authored sets with one rater each: no figure here is agreement with students'
teachers.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np

from grading.grade import grade
from grading.rubric import load_rubric
from reading.read import load_reader, read
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.platforms import sheet

RATED = Path(__file__).parent / "rated"
BY_LEVEL = {"CUSTOMER_0", "CUSTOMER_1", "LANGUAGE"}  # gates that only repeat a level


def qwk(ours: list[int], theirs: list[int]) -> float:
    """1 - E[(M-H)^2] / (Var H + Var M + (mean M - mean H)^2)."""
    m, h = np.array(ours, float), np.array(theirs, float)
    below = h.var() + m.var() + (m.mean() - h.mean()) ** 2
    return 1 - float(((m - h) ** 2).mean()) / float(below) if below else 1.0


def main(names: list[str]) -> int:
    """Prints one block a set."""
    reader, rubric = load_reader(), load_rubric()
    for name in names or ["a", "b", "c"]:
        cases = {case.id: case for case in load_cases(RATED / name / "cases")}
        levels: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        counts: Counter[str] = Counter()
        for line in (RATED / name / "replies.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            case = cases[row["case_id"]]
            reading = read(row["text"], brief(case, sheet(case.platform)), reader)
            made = grade(reading, rubric)
            counts["replies"] += 1
            counts["status right"] += made.status == row["status"]
            if made.status == row["status"] == "graded":
                for criterion, level in row["levels"].items():
                    levels[criterion][0].append(made.levels[criterion].value)
                    levels[criterion][1].append(level)
            found, wanted = {v.code for v in reading.violations}, set(row["violations"])
            counts["violations found"] += len(found & wanted)
            counts["violations missed"] += len(wanted - found)
            counts["violations extra"] += len(found - wanted)
            if not row["gates"]:
                counts["clean"] += 1
                counts["clean, gated"] += bool({g.code for g in made.gates} - BY_LEVEL)
            counts["called sendable"] += made.sendable
            counts["sendable indeed"] += made.sendable and row["sendable"]
            counts["tasks"] += len(reading.tasks)
            counts["task states right"] += sum(t.state == (row["tasks"] or {}).get(t.id) for t in reading.tasks)
        print(f"set {name}: {dict(counts)}")
        for criterion, (ours, theirs) in levels.items():
            gap = np.array(ours) - np.array(theirs)
            print(
                f"  {criterion}  QWK {qwk(ours, theirs):.2f}  exact {np.mean(gap == 0):.2f}  "
                f"adjacent {np.mean(abs(gap) <= 1):.2f}  bias {gap.mean():+.2f}"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
