"""How far the grader agrees with the raters of a set: ``python -m desk agree SET``."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from content.errors import HaikeError, ReaderUnavailable
from desk.agree_text import lines
from desk.compared import cases_of, compared
from desk.mark import DONE, NOT_STARTED, marks
from desk.rated import REPLIES, RatedSet, load_set
from desk.replies import Row
from grading.agreement import Report, report
from grading.bars import BARS
from grading.rubric import RUBRIC, load_rubric
from reading.nouns import Frozen
from reading.read import VERSION

ROOT = Path(__file__).parents[1]
SHIPPED = ROOT / "grading" / "rated"
EVERY = 10  # replies between two words on how far it is, where nobody watches
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


def told(rated: RatedSet, workers: int = 1, kind: Any = "auto", step: Step | None = None) -> Told:
    """Reads and grades every reply of the set and measures. Raises ContentError when the set does not fit its cases."""
    cases = cases_of(rated)
    rubric = load_rubric()
    rows = [Row(row.line, row.reply_id, row.case_id, row.text) for row in rated.rows]
    items, reader = [], ""
    for row, (_, mark) in zip(rated.rows, marks(rows, list(cases.values()), workers, kind), strict=True):
        items.append(compared(row, cases[row.case_id], mark, rubric))
        reader = mark["reader"]
        if step:
            step(len(items), len(rows))
    return Told(name=rated.name, reader=reader, rubric=rubric.version, report=report(items))


def told_apart(rated: RatedSet, kind: Any = "auto", step: Step | None = None) -> Told:
    """As ``told``, but by the command in a process of its own, so that this one goes on with its other work.

    A pool of workers will not do: it starts with the module that runs this process, and under Streamlit that is the
    script of the page.
    """
    cases_of(rated)
    with tempfile.TemporaryDirectory(prefix="haike-agree-") as folder:
        out = Path(folder) / "report.json"
        command = [sys.executable, "-m", "desk", "agree", str(rated.file.resolve()), "--reader", str(kind)]
        command += ["--cases", str(rated.cases.resolve()), "--json", str(out)]
        settings = os.environ | {"PYTHONUTF8": "1"}
        with subprocess.Popen(
            command, cwd=ROOT, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8"
        ) as running:
            _follow(running.stderr or (), step)
        if running.returncode != DONE:
            raise ReaderUnavailable("评分进程没有完成，请再试一次。", "The marking process did not finish; try again.")
        made = Told.model_validate_json(out.read_text(encoding="utf-8"))
    return made.model_copy(update={"name": rated.name})


def _follow(lines_: Iterable[str], step: Step | None) -> None:
    """Passes on how far the command says it is."""
    for line in lines_:
        done, _, of = line.strip().partition(" / ")
        if step and done.isdecimal() and of.isdecimal():
            step(int(done), int(of))


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
        if beside.isatty():
            print(f"\r{done} / {of}", end="\n" if done == of else "", file=beside, flush=True)
        elif done % EVERY == 0 or done == of:
            print(f"{done} / {of}", file=beside, flush=True)

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
