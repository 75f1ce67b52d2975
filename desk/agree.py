"""How far the grader agrees with the raters of a set: ``python -m desk agree SET``."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from content.errors import HaikeError, ReaderUnavailable
from desk.agree_text import lines
from desk.compared import cases_of, compared
from desk.mark import DONE, NOT_STARTED, SOME_BAD, marks
from desk.rated import REPLIES, RatedSet, load_set
from desk.replies import Row
from grading.agreement import Report, report
from grading.bars import BARS
from grading.rubric import RUBRIC, load_rubric
from reading.nouns import Frozen
from reading.read import VERSION

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "grading" / "rated"
LOOK = 0.3  # seconds between two looks at how far a marking process is
Step = Callable[[int, int], None]  # how many replies of how many are read


class Told(Frozen):
    """A report with what it is a report on."""

    name: str
    reader: str
    rubric: str
    report: Report


def shipped() -> dict[str, Path]:
    """The rated sets that come with the house, by name."""
    return {path.parent.name: path.parent for path in sorted(SHIPPED.glob(f"*/{REPLIES}"))}


def told(rated: RatedSet, workers: int = 1, kind: Any = "auto", step: Step | None = None, apart: bool = False) -> Told:
    """Reads and grades every reply of the set and measures. Raises ContentError when the set does not fit its cases.

    ``apart`` reads by a command of its own, so that this process goes on with its other work.
    """
    cases = cases_of(rated)
    rubric = load_rubric()
    items, reader = [], ""
    made = _apart(rated, kind, step) if apart else _here(rated, workers, kind, step)
    for row, mark in zip(rated.rows, made, strict=True):
        items.append(compared(row, cases[row.case_id], mark, rubric))
        reader = mark["reader"]
    return Told(name=rated.name, reader=reader, rubric=rubric.version, report=report(items))


def _here(rated: RatedSet, workers: int, kind: Any, step: Step | None) -> Iterator[dict[str, Any]]:
    rows = [Row(row.line, row.reply_id, row.case_id, row.text) for row in rated.rows]
    for done, (_, mark) in enumerate(marks(rows, rated.cases, workers, kind), 1):
        if step:
            step(done, len(rows))
        yield mark


def _apart(rated: RatedSet, kind: Any, step: Step | None) -> Iterator[dict[str, Any]]:
    """Marks by ``python -m desk mark``. A pool of workers will not do: it starts with the module that runs this
    process, and under Streamlit that is the script of the page."""
    with tempfile.TemporaryDirectory(prefix="haike-agree-") as folder:
        replies, out = Path(folder) / REPLIES, Path(folder) / "marks.jsonl"
        rows = ({"reply_id": row.reply_id, "case_id": row.case_id, "text": row.text} for row in rated.rows)
        replies.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        command = [sys.executable, "-m", "desk", "mark", str(rated.cases.resolve()), str(replies), "--out", str(out)]
        running = subprocess.Popen(
            [*command, "--reader", str(kind)], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while running.poll() is None:
                _count(out.with_name(out.name + ".part"), len(rated.rows), step)
        finally:
            running.kill()
            running.wait()
        if running.returncode not in (DONE, SOME_BAD):
            raise ReaderUnavailable("评分进程没有完成，请再试一次。", "The marking process did not finish; try again.")
        yield from (json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line)


def _count(part: Path, of: int, step: Step | None) -> None:
    time.sleep(LOOK)
    if step and part.exists():
        step(min(of, part.read_bytes().count(b"\n")), of)


def key_of(rated: RatedSet) -> str:
    """A short name for a set as it is now under the reader and the rubric of now."""
    found = hashlib.sha256(f"{VERSION} {load_rubric().version}".encode())
    for path in (rated.file, RUBRIC, BARS, *_files(rated.cases)):
        found.update(path.read_bytes())
    return found.hexdigest()[:16]


def _files(cases: Path) -> Iterator[Path]:
    yield from sorted(cases.rglob("*.y*ml")) if cases.is_dir() else (cases,)


def agree(
    named: str,
    cases: Path | None,
    workers: int = 1,
    kind: Any = "auto",
    out: Path | None = None,
    blind: bool = False,
    say: TextIO | None = None,
    beside: TextIO = sys.stderr,
) -> int:
    """Prints the report on a shipped set or a path, and writes it as JSON to ``out``. Returns 0, or 2 when refused.

    ``blind`` leaves out the replies to read, so that counting a held-out set does not use it up.
    """

    def step(done: int, of: int) -> None:
        if beside.isatty() or done % 100 == 0 or done == of:
            end = "\n" if done == of or not beside.isatty() else ""
            print(f"\r{done} / {of}", end=end, file=beside, flush=True)

    try:
        found = told(load_set(shipped().get(named, Path(named)), cases), workers, kind, step)
        if blind:
            found = found.model_copy(update={"report": found.report.model_copy(update={"worst": ()})})
        _print(lines(found, texts=not blind), say)
        if out is not None:
            out.write_text(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=1), encoding="utf-8")
    except (HaikeError, OSError) as error:
        print(error.say("zh") + "\n" + error.say("en") if isinstance(error, HaikeError) else error, file=beside)
        return NOT_STARTED
    return DONE


def _print(found: Iterable[str], say: TextIO | None) -> None:
    for line in found:
        print(line, file=say)
