"""Marks many replies at once: ``python -m desk mark CASES REPLIES --out MARKS`` (contracts, section 2)."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from content.errors import HaikeError
from desk.pool import by_processes
from desk.replies import Row, rows
from desk.shelf import load_letters
from grading.grade import grade
from grading.nouns import Grade
from grading.rubric import load_rubric
from reading.nouns import Brief, Reading
from reading.read import VERSION, Reader, load_reader, read
from scenarios.brief import brief
from scenarios.case import load_cases
from scenarios.nouns import Case
from scenarios.platforms import sheet

DONE, SOME_BAD, NOT_STARTED = 0, 1, 2
BATCH = 8  # rows handed to a worker at a time
Marked = tuple[Row, dict[str, Any]]


def mark_row(
    row: Row, briefs: Callable[[str], Brief | None], reader: Reader, profile: str = "balanced"
) -> dict[str, Any]:
    """The mark of one row as the contract's object. A bad row gives ``not_graded`` with the reason."""
    about = briefs(row.case_id)
    trouble = row.trouble
    if trouble is None and about is None:
        trouble = (f"没有案例 {row.case_id}", f"there is no case {row.case_id}")
    if trouble or about is None:
        return not_graded(row, trouble[1] if trouble else "")
    reading = read(row.text, about, reader)
    return as_object(row, reading, grade(reading, load_rubric(), profile))


def not_graded(row: Row, reason: str) -> dict[str, Any]:
    """The object of a row that could not be graded: no level, no total, the reason."""
    return {
        "reply_id": row.reply_id, "case_id": row.case_id, "status": "not_graded", "reason": reason, "levels": {},
        "raw": None, "total": None, "band": None, "sendable": False, "gates": [], "violations": [], "moves": [],
        "tasks": [], "claims": [], "slips": [], "confidence": {}, "review": ["not_graded"],
        "reader": f"offline {VERSION}",
    }  # fmt: skip


def as_object(row: Row, reading: Reading, made: Grade) -> dict[str, Any]:
    """The contract's object of a graded (or not ratable) reply; offsets are characters of the original text."""

    def at(span: Any) -> dict[str, int]:
        return {"start": span.start, "end": span.end}

    return {
        "reply_id": row.reply_id,
        "case_id": row.case_id,
        "status": made.status,
        "reason": made.reason,
        "levels": {c.value: level.value for c, level in made.levels.items()},
        "raw": made.raw,
        "total": made.total,
        "band": made.band,
        "sendable": made.sendable,
        "gates": [g.code for g in made.gates],
        "violations": [{"code": v.code, "severity": v.severity.value, **at(v.span)} for v in reading.violations],
        "moves": [{"code": m.move.value, **at(m.span)} for m in reading.moves],
        "tasks": [{"id": t.id, "state": t.state, "spans": [[s.start, s.end] for s in t.spans]} for t in reading.tasks],
        "claims": [{**at(c.span), "fact": c.fact, "verdict": c.verdict} for c in reading.claims],
        "slips": [{**at(s.span), "kind": s.kind, "advice": s.advice_zh} for s in reading.slips],
        "confidence": {c.value: level.confidence for c, level in made.levels.items()},
        "review": list(made.review),
        "reader": reading.reader,
    }


def briefs_of(cases: Iterable[Case]) -> Callable[[str], Brief | None]:
    """Briefs by case id, each made once; None for an unknown id."""
    by_id = {case.id: case for case in cases}
    letters = tuple(letter.text for letter in load_letters())

    @cache
    def made(case_id: str) -> Brief | None:
        case = by_id.get(case_id)
        return brief(case, sheet(case.platform), letters=letters) if case else None

    return made


def marks(
    found: Iterable[Row], cases: Sequence[Case], workers: int = 1, kind: Any = "auto", scheduler: str | None = None
) -> Iterator[Marked]:
    """Rows with their marks, in input order, by ``workers`` processes or by the Dask cluster at ``scheduler``."""
    if scheduler is not None:
        yield from _by_cluster(scheduler, found, cases, kind)
    elif workers > 1:
        yield from by_processes(_in_worker, found, BATCH, workers, _start_worker, (cases, kind))
    else:
        one = _marker(cases, kind)
        _settle()
        yield from map(one, found)


def _by_cluster(scheduler: str, found: Iterable[Row], cases: Sequence[Case], kind: Any) -> Iterator[Marked]:
    from desk.cluster import Lost, by_cluster

    for batch in by_cluster(scheduler, _marker, (cases, kind), found, BATCH):
        if isinstance(batch, Lost):
            yield from ((row, not_graded(row, "every worker that took it died")) for row in batch.batch)
        else:
            yield from batch


def _marker(cases: Sequence[Case], kind: Any) -> Callable[[Row], Marked]:
    briefs, reader = briefs_of(cases), load_reader(kind)
    return lambda row: (row, mark_row(row, briefs, reader))


def _settle() -> None:
    """Cases and model stay for good: the collector need not walk them again for every reply."""
    gc.collect()
    gc.freeze()


_worker: Callable[[Row], Marked] | None = None


def _start_worker(cases: Sequence[Case], kind: Any) -> None:
    global _worker
    _worker = _marker(cases, kind)
    _settle()


def _in_worker(batch: list[Row]) -> list[Marked]:
    if _worker is None:  # the initializer always ran; says so to the type checker
        raise RuntimeError("worker not started")
    return [_worker(row) for row in batch]


def mark(
    cases: Path,
    replies: Path,
    out: Path,
    workers: int = 1,
    kind: Any = "auto",
    say: TextIO = sys.stderr,
    scheduler: str | None = None,
) -> int:
    """Marks the file ``replies`` into ``out`` (JSON Lines, input order). Returns the exit code: 0, 1 or 2.

    ``out`` is written beside its place and moved there at the end, so that an interrupted run leaves no half file.
    """
    part = out.with_name(out.name + ".part")
    try:
        known = load_cases(cases)
        found = rows(replies)
        part.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="\n") as written:
            count, bad = _write(marks(found, known, workers, kind, scheduler), written, say)
    except (HaikeError, OSError) as error:
        part.unlink(missing_ok=True)
        print(error.say("zh") + "\n" + error.say("en") if isinstance(error, HaikeError) else error, file=say)
        return NOT_STARTED
    os.replace(part, out)
    print(f"\n{count} 条已处理，{bad} 条有问题 / {count} handled, {bad} bad → {out}", file=say)
    return SOME_BAD if bad else DONE


def _write(made: Iterable[Marked], written: TextIO, say: TextIO) -> tuple[int, int]:
    """Writes the marks as they come; how many there were, and how many were bad."""
    bad = count = 0
    started = time.monotonic()
    for row, marked in made:
        written.write(json.dumps(marked, ensure_ascii=False) + "\n")
        count += 1
        if marked["status"] == "not_graded":
            bad += 1
            print(f"\n第 {row.line} 行 / line {row.line}: {marked['reason']}", file=say)
        _progress(count, started, say)
    return count, bad


def _progress(count: int, started: float, say: TextIO) -> None:
    if say.isatty() or count % 100 == 0:
        rate = count / max(1e-9, time.monotonic() - started)
        print(f"\r{count} · {rate:.1f}/s", end="" if say.isatty() else "\n", file=say, flush=True)
