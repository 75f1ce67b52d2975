"""The desk from the command line: ``python -m desk mark CASES REPLIES --out MARKS``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desk.mark import mark


def main(arguments: list[str] | None = None) -> int:
    """Runs one command and returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m desk", description="Haike 海客")
    commands = parser.add_subparsers(dest="command", required=True)
    marking = commands.add_parser("mark", help="批量评分 mark replies in bulk")
    marking.add_argument("cases", type=Path, metavar="CASES", help="案例文件或文件夹 a case file or a folder of them")
    marking.add_argument("replies", type=Path, metavar="REPLIES", help="CSV / JSON Lines: reply_id, case_id, text")
    marking.add_argument("--out", type=Path, required=True, metavar="MARKS", help="JSON Lines")
    marking.add_argument("--workers", type=int, default=1, metavar="N", help="进程数 processes")
    marking.add_argument("--reader", choices=("auto", "onnx", "none"), default="auto", help="句子模型 sentence model")
    given = parser.parse_args(arguments)
    return mark(given.cases, given.replies, given.out, max(1, given.workers), given.reader)


if __name__ == "__main__":
    sys.exit(main())
