"""How far the grader agrees with the raters of a set: ``python -m desk agree SET``."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from content.errors import HaikeError
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

SHIPPED = Path(__file__).parents[1] / "grading" / "rated"
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
    """Reads and grades every reply of the set and measures. Raises ContentError when the set does not fit its cases."""
    cases = cases_of(rated)
    rubric = load_rubric()
    rows = [Row(row.line, row.reply_id, row.case_id, row.text) for row in rated.rows]
    items, reader = [], ""
    for row, (_, mark) in zip(rated.rows, marks(rows, rated.cases, workers, kind, apart), strict=True):
        items.append(compared(row, cases[row.case_id], mark, rubric))
        reader = mark["reader"]
        if step:
            step(len(items), len(rows))
    return Told(name=rated.name, reader=reader, rubric=rubric.version, report=report(items))


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
