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

from bench.reading import CASES, replies

AT_LEAST = 8.0  # replies a second and core


def main(count: int = 1000, workers: int = 1) -> int:
    """Prints the rate; returns 1 when it is under budget."""
    made = replies(count, seed=7)
    random.Random(7).shuffle(made)
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
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    rate = count / (spent.ru_utime + spent.ru_stime)
    print(f"{lines} marks in {wall:.1f} s by {workers} worker(s), exit {code}: {rate:.1f} replies a second and core")
    print("within budget" if rate >= AT_LEAST and lines == count else f"a budget is missed: at least {AT_LEAST}")
    return int(rate < AT_LEAST or code != 0 or lines != count)


if __name__ == "__main__":
    sys.exit(main(*(int(a) for a in sys.argv[1:])))
