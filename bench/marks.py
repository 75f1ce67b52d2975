"""Marks 1,000 replies as a command would, load included: replies a second and core. ``python -m bench.marks``."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from bench.reading import CASES, replies

AT_LEAST = 8.0  # replies a second and core


class Run(NamedTuple):
    """What one command took: seconds by the clock and seconds of processor, marks written, exit code."""

    wall: float
    spent: float
    lines: int
    code: int


def run(count: int, workers: int) -> Run:
    """Marks ``count`` replies by ``workers`` processes in a command of its own."""
    made = replies(count, seed=7)
    random.Random(7).shuffle(made)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder:
        rows, out = Path(folder) / "replies.jsonl", Path(folder) / "marks.jsonl"
        rows.write_text(
            "\n".join(
                json.dumps({"reply_id": str(n), "case_id": case.id, "text": text})
                for n, (case, text) in enumerate(made)
            ),
            encoding="utf-8",
        )
        command = [sys.executable, "-m", "desk", "mark", str(CASES), str(rows), "--out", str(out)]
        started = time.perf_counter()
        code = subprocess.run([*command, "--workers", str(workers)], check=False, stderr=subprocess.DEVNULL).returncode
        wall = time.perf_counter() - started
        lines = out.read_text(encoding="utf-8").count("\n")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, lines, code)


def main(count: int = 1000, workers: int = 1) -> int:
    """Prints the rate; returns 1 when it is under budget."""
    done = run(count, workers)
    rate = count / done.spent
    print(
        f"{done.lines} marks in {done.wall:.1f} s by {workers} worker(s), exit {done.code}: "
        f"{rate:.1f} replies a second and core"
    )
    print("within budget" if rate >= AT_LEAST and done.lines == count else f"a budget is missed: at least {AT_LEAST}")
    return int(rate < AT_LEAST or done.code != 0 or done.lines != count)


if __name__ == "__main__":
    sys.exit(main(*(int(a) for a in sys.argv[1:])))
