"""How far the machine agrees with raters, beside how far raters agree with each other and two floors.

A figure's name says what it measures ("qwk.RES", "critical.recall"); every judge is measured by the same names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from pydantic import Field

from reading.nouns import Frozen

from . import measures as ms
from . import pairs
from .bars import Verdict, held, load_bars
from .closer import Bin, Disagreement, calibration, confusion, worst
from .floors import STATES, length_floor, overlap_floor
from .judged import Compared, Judged
from .measures import Figure, Seen
from .nouns import Criterion
from .pairs import MOVES, Pair, View

JUDGES = ("machine", "raters", "length", "overlap")
Figures = dict[str, Figure]
Library = Callable[[list[Seen]], float | None]  # the figure of one view by scikit-learn


class How(NamedTuple):
    """How intervals are drawn: from how many cases, with which seed, how often (0: not at all)."""

    cases: int
    seed: int = 1
    resamples: int = ms.RESAMPLES


class Group(Frozen):
    """The figures of a part of the set, by judge and by name."""

    replies: int
    cases: int
    figures: dict[str, Figures]


class Report(Frozen):
    """Everything that can be told of one rated set."""

    replies: int
    cases: int
    raters: int
    settled: int
    groups: dict[str, Group]
    bars: tuple[Verdict, ...] = ()
    confusion: dict[str, tuple[tuple[float, ...], ...]] = Field(default_factory=dict)
    calibration: dict[str, tuple[Bin, ...]] = Field(default_factory=dict)
    worst: tuple[Disagreement, ...] = ()


def report(items: Sequence[Compared], seed: int = 1, resamples: int = ms.RESAMPLES) -> Report:
    """The report on ``items``; the same items and seed give the same intervals."""
    floors = {"length": length_floor(items), "overlap": overlap_floor(items)}
    groups = {name: _group(part, floors, seed, resamples) for name, part in parts(items).items()}
    return Report(
        replies=len(items),
        cases=len({item.case_id for item in items}),
        raters=max((len(item.raters) for item in items), default=0),
        settled=sum(item.settled for item in items),
        groups=groups,
        bars=held(load_bars(), {name: group.figures["machine"] for name, group in groups.items()}),
        confusion={c.value: confusion(items, c.value) for c in Criterion},
        calibration=calibration(items),
        worst=worst(items),
    )


def parts(items: Sequence[Compared]) -> dict[str, list[Compared]]:
    """The whole set and its parts by platform, stage and language."""
    found = {"all": list(items)}
    for kind in ("platform", "stage", "language"):
        for value in sorted({getattr(item, kind) for item in items}):
            found[f"{kind} {value}"] = [item for item in items if getattr(item, kind) == value]
    return found


def _group(items: Sequence[Compared], floors: Mapping[str, dict[str, Judged]], seed: int, resamples: int) -> Group:
    number = {case: n for n, case in enumerate(sorted({item.case_id for item in items}))}
    machine = _views(items, number, {item.reply_id: item.machine for item in items})
    second = [Pair(number[i.case_id], i, i.raters[1], i.raters[0]) for i in items if len(i.raters) > 1]
    found = {
        "machine": figures(machine, How(len(number), seed, resamples)),
        "raters": figures([second], How(len(number), seed, resamples)),  # the second held against the first
    }
    for name, judged in floors.items():
        found[name] = figures(_views(items, number, judged), How(len(number), seed, 0))
    found["machine"] |= _behind(found) | _with_length([[(p.item, p.ours) for p in view] for view in machine])
    found["raters"] |= _with_length([[(p.item, p.theirs) for p in view] for view in machine])
    return Group(replies=len(items), cases=len(number), figures=found)


def _views(items: Sequence[Compared], number: Mapping[str, int], said: Mapping[str, Judged]) -> list[View]:
    most = max((len(item.references) for item in items), default=0)
    return [
        [
            Pair(number[i.case_id], i, said[i.reply_id], i.references[k])
            for i in items
            if k < len(i.references) and i.reply_id in said
        ]
        for k in range(most)
    ]


def _behind(found: Mapping[str, Figures]) -> Figures:
    """How far the machine stays behind the raters' own agreement; negative where it is ahead."""
    gaps = {}
    for c in Criterion:
        ours, theirs = (found[judge].get(f"qwk.{c}", Figure()) for judge in ("machine", "raters"))
        if ours.value is not None and theirs.value is not None:
            gaps[f"behind.{c}"] = Figure(value=theirs.value - ours.value, n=ours.n)
    return gaps


def _with_length(views: Sequence[Sequence[tuple[Compared, Judged]]]) -> Figures:
    """How a judge's levels and totals go with the length of the reply (Spearman)."""
    found = {}
    for name in (*Criterion, "total"):
        values = []
        for view in views:
            said = [(i.length, j.total if name == "total" else j.levels.get(name)) for i, j in view]
            values.append(ms.rank_correlation([(x, y) for x, y in said if y is not None]))
        found[f"rank.{name}"] = Figure(value=ms.mean(values), n=max((len(view) for view in views), default=0))
    return {name: figure for name, figure in found.items() if figure.value is not None}


def figures(views: Sequence[View], how: How) -> Figures:
    """Every figure of one judge, averaged over the raters it is held against; what cannot be told is left out."""
    found: Figures = {}
    for c in Criterion:
        found |= _levels(c.value, [pairs.levels(view, c.value) for view in views], how)
    totals = [pairs.totals(view) for view in views]
    found["total.mae"] = _scaled(totals, ms.mean_of(ms.GAP), how)
    found["total.smd"] = _scaled(totals, ms.smd, how)
    found["status.same"] = _scaled([pairs.statuses(view) for view in views], ms.mean_of(ms.SAME), how)
    found["clean.gated"] = _counted([pairs.clean(view) for view in views], ("",), ms.false_share, how)
    found |= _finds("sendable", [pairs.sendable(view) for view in views], how)
    found |= _finds("critical", [pairs.critical(view) for view in views], how)
    for code in pairs.codes_in(views):
        found |= _finds(code, [pairs.code(view, code) for view in views], how._replace(resamples=0))
    found |= _labels("tasks", STATES, [pairs.tasks(view) for view in views], how)
    found |= _labels("moves", MOVES, [pairs.moves(view) for view in views], how)
    return {name: figure for name, figure in found.items() if figure.value is not None}


def _levels(name: str, views: Sequence[list[Seen]], how: How) -> Figures:
    return {
        f"qwk.{name}": _scaled(views, ms.qwk, how, ms.kappa),
        f"exact.{name}": _scaled(views, ms.mean_of(ms.SAME), how),
        f"adjacent.{name}": _scaled(views, ms.mean_of(ms.NEAR), how),
        f"smd.{name}": _scaled(views, ms.smd, how),
    }


def _finds(name: str, views: Sequence[list[Seen]], how: How) -> Figures:
    """Recall and precision; each rests on what was there to be found, and on what we said we found."""
    recall = _counted(views, ("",), ms.recall, how, ms.library_recall)
    precision = _counted(views, ("",), ms.precision, how, ms.library_precision)
    there = max((sum(s.theirs > 0 for s in view) for view in views), default=0)
    said = max((sum(s.ours > 0 for s in view) for view in views), default=0)
    return {
        f"{name}.recall": recall.model_copy(update={"n": there}),
        f"{name}.precision": precision.model_copy(update={"n": said}),
    }


def _labels(name: str, labels: Sequence[str], views: Sequence[list[Seen]], how: How) -> Figures:
    whole = _counted(views, labels, ms.macro_f1, how, lambda view: ms.library_f1(view, labels))
    found = {f"{name}.f1": whole.model_copy(update={"n": whole.n // len(labels)})}
    for label in labels:
        only = [[s for s in view if s.label == label] for view in views]
        there = max((sum(s.theirs > 0 or s.ours > 0 for s in view) for view in only), default=0)
        one = _counted(only, (label,), ms.macro_f1, how._replace(resamples=0))
        found[f"{name}.{label}"] = one.model_copy(update={"n": there})
    return found


def _scaled(views: Sequence[list[Seen]], formula: ms.Measure, how: How, library: Library | None = None) -> Figure:
    return _figure(views, [ms.sums(view, how.cases) for view in views], formula, how, library)


def _counted(
    views: Sequence[list[Seen]], labels: Sequence[str], formula: ms.Measure, how: How, library: Library | None = None
) -> Figure:
    return _figure(views, [ms.counts(view, how.cases, labels) for view in views], formula, how, library)


def _figure(
    views: Sequence[list[Seen]], tables: Sequence[ms.Array], formula: ms.Measure, how: How, library: Library | None
) -> Figure:
    values = [library(v) for v in views] if library else [float(formula(table.sum(0))) for table in tables]
    value = ms.mean(values)
    if value is None:
        return Figure()
    low, high = ms.interval(tables, formula, how.seed, how.resamples)
    return Figure(value=value, low=low, high=high, n=max(len(view) for view in views))
