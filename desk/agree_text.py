"""The report on agreement as plain text for a terminal, in English with the course's codes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grading.agreement import JUDGES, Report
from grading.bars import Verdict
from grading.measures import Figure
from grading.nouns import Criterion

HEADS = ("machine", "rater-rater", "length floor", "overlap floor")
QUOTE = 400  # characters of a reply shown among the worst
LEVEL_FIGURES = ("qwk", "exact", "adjacent", "smd")


def lines(told: Any, texts: bool = True) -> Iterator[str]:
    """The whole report, line by line; ``told`` is a report with what it is on. Without ``texts`` no reply is shown."""
    report: Report = told.report
    size = f"{report.replies} replies to {report.cases} cases, {report.raters} rater(s) a reply"
    yield f"Set {told.name}: {size}, {report.settled} adjudicated. Reader {told.reader}, rubric {told.rubric}."
    yield "Intervals: 95 %, bootstrap over whole cases. Floors: judges that only see length, or the task's words."
    if report.raters < 2:
        yield "One rater only: no rater-rater figures, and no claim of agreement with independent raters."
    yield from _bars(report)
    yield from _levels(report)
    yield from _whole(report)
    yield from _codes(report)
    yield from _parts(report)
    yield from _calibration(report)
    if texts:
        yield from _worst(report)


def _title(text: str) -> Iterator[str]:
    yield ""
    yield text
    yield "-" * len(text)


def number(value: float | None, points: bool = False) -> str:
    """A figure with its sign where it is negative; a dash where it cannot be told."""
    return "–" if value is None else f"{round(value, 1 if points else 2) + 0.0:.{1 if points else 2}f}"


def span(figure: Figure | None, points: bool = False) -> str:
    """A figure with its interval."""
    if figure is None or figure.value is None:
        return "–"
    said = number(figure.value, points)
    if figure.low is None or figure.high is None:
        return said
    return f"{said} [{number(figure.low, points)}, {number(figure.high, points)}]"


def _bars(report: Report) -> Iterator[str]:
    yield from _title("Bars")
    yield _row("", "", "bar", *HEADS)
    for bar in report.bars:
        mark = "?      " if bar.met is None else "met    " if bar.met else "MISSED "
        sign = "≥" if bar.direction == "at_least" else "≤"
        points = bar.figure == "total.mae"
        where = "" if bar.group == "all" else f" ({bar.group})"
        found = report.groups[bar.group].figures
        figures = (span(found[judge].get(bar.figure), points) for judge in JUDGES)
        yield _row(mark + by_how_much(bar), bar.figure + where, f"{sign} {bar.bar:g}", *figures)


def by_how_much(bar: Verdict) -> str:
    """What is to spare or missing."""
    return "" if bar.margin is None else f"{bar.margin:+.3f}"


def _row(*cells: str) -> str:
    widths = (14, 34, 9, 20, 20, 13, 13)
    return " ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)).rstrip()


def _levels(report: Report) -> Iterator[str]:
    yield from _title("Levels by criterion")
    yield _row("", "", "n", *HEADS)
    for criterion in Criterion:
        for name in LEVEL_FIGURES:
            yield from _line(report, f"{name}.{criterion}")
    yield "Rank correlation with the length of the reply (the raters' own is beside it):"
    for criterion in (*Criterion, "total"):
        yield from _line(report, f"rank.{criterion}")


def _whole(report: Report) -> Iterator[str]:
    yield from _title("Total, sendable, gates, tasks and moves")
    yield _row("", "", "n", *HEADS)
    names = ["total.mae", "total.smd", "status.same", "sendable.precision", "sendable.recall", "clean.gated"]
    names += ["critical.recall", "critical.precision", "tasks.f1", "moves.f1"]
    for name in names:
        yield from _line(report, name)
    for name in sorted(n for n in report.groups["all"].figures["machine"] if n.startswith(("tasks.", "moves."))):
        if not name.endswith(".f1"):
            yield from _line(report, name)


def _codes(report: Report) -> Iterator[str]:
    yield from _title("Violations by code")
    yield _row("", "", "n", *HEADS)
    for name in sorted(n for n in report.groups["all"].figures["machine"] if n.startswith("V")):
        yield from _line(report, name)


def _line(report: Report, name: str) -> Iterator[str]:
    figures = [report.groups["all"].figures[judge].get(name) for judge in JUDGES]
    if any(figures):
        count = next(f.n for f in figures if f)
        yield _row("", name, str(count), *(span(f, name == "total.mae") for f in figures))


def _parts(report: Report) -> Iterator[str]:
    yield from _title("By platform, stage and language: machine / rater-rater / length floor / overlap floor")
    names = [*(f"qwk.{c}" for c in Criterion), "total.mae", "total.smd", "tasks.f1", "critical.recall"]
    for name in names:
        yield name
        for part, group in report.groups.items():
            told = [group.figures[judge].get(name) for judge in JUDGES]
            said = " / ".join(span(f, name == "total.mae") for f in told)
            yield f"  {part:<22} {group.replies:>4} replies {group.cases:>3} cases   {said}"


def _calibration(report: Report) -> Iterator[str]:
    yield from _title("Calibration: the machine's confidence and how often its level is exactly the raters'")
    for name, bins in report.calibration.items():
        yield f"{name:<5}" + "  ".join(f"{b.confidence:.2f}→{b.right:.2f} ({b.n})" for b in bins)


def _worst(report: Report) -> Iterator[str]:
    yield from _title("The worst disagreements, to read")
    for one in report.worst:
        yield f"{one.reply_id} · {one.case_id} · {one.distance:.1f} levels apart"
        for judge in (one.machine, *one.raters, *([one.settled] if one.settled else [])):
            levels = " ".join(f"{c}{judge.levels[c]}" for c in Criterion if c in judge.levels) or judge.status
            found = " ".join(sorted(judge.violations or ()))
            yield f"  {judge.by or 'rater':<9} {levels} total {judge.total} {found} {judge.why}".rstrip()
        text = " ".join(one.text.split())
        yield f"  “{text if len(text) <= QUOTE else text[: QUOTE - 1] + '…'}”"
