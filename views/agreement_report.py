"""The report on agreement as a page: bars first, then figures by criterion, charts, codes, parts, and what to read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import streamlit as st

from content.words import Words
from desk.agree import Told

from . import charts
from .card import CRITERIA
from .ink import chip, draw, esc, said, sentence

JUDGES = ("machine", "raters", "length", "overlap")
LEVEL_FIGURES = ("qwk", "exact", "adjacent", "smd", "rank")
WHOLE = (
    "total.mae", "total.smd", "rank.total", "status.same", "sendable.precision", "sendable.recall", "clean.gated",
    "critical.recall", "critical.precision", "tasks.f1", "moves.f1",
)  # fmt: skip
PARTS = (*(f"qwk.{c}" for c in CRITERIA), "total.mae", "total.smd", "tasks.f1", "critical.recall")
POINTS = frozenset({"total.mae"})  # figures in points of the total


def draw_report(told: Told, say: Words, blind: bool = False) -> None:
    """Draws the whole report; ``blind`` shows no reply, so that a held-out set stays unread."""
    report = told.report
    size = say("{n} replies to {cases} cases, {raters} raters a reply, {settled} adjudicated.",
               n=report.replies, cases=report.cases, raters=report.raters, settled=report.settled)  # fmt: skip
    how = say("Ranges are 95 % intervals, drawn over whole cases. The two floors are judges that understand nothing.")
    draw(f'<p class="soft">{esc(size)} {esc(how)}</p>')
    if report.raters < 2:
        draw(
            f'<p class="note">{esc(say("One rater a reply: how far raters agree with each other cannot be told."))}</p>'
        )
    _bars(report, say)
    names = [say("By criterion"), say("Total and the rest"), say("Violations"), say("Moves and tasks")]
    names += [say("Groups"), say("Confidence"), say("Worst ten")]
    criteria, whole, codes, made, parts, sure, worst = st.tabs(names)
    figures = report.groups["all"].figures
    with criteria:
        _criteria(report, say)
    with whole:
        _table(figures, WHOLE, say)
    with codes:
        _table(figures, sorted(n for n in _named(figures) if n.startswith("V")), say)
    with made:
        _table(figures, ["tasks.f1", "moves.f1", *sorted(n for n in _named(figures) if _of_a_label(n))], say)
    with parts:
        _parts(report, say)
    with sure:
        _confidence(report, say)
    with worst:
        if blind:
            draw(f'<p class="note">{esc(say("Nobody reads this set, so that its figures stay honest."))}</p>')
        else:
            _worst(report, say)


def _named(figures: dict[str, Any]) -> set[str]:
    return {name for judge in ("machine", "raters") for name in figures[judge]}


def _of_a_label(name: str) -> bool:
    return name.startswith(("tasks.", "moves.")) and not name.endswith(".f1")


def figure_name(name: str, say: Words) -> str:
    """A figure's name in words: "qwk.RES" is the weighted kappa of a criterion, "V04.recall" of a violation."""
    head, _, tail = name.partition(".")
    if tail in CRITERIA:
        return say("{name}: {text}", name=say.name("criterion short", tail), text=say.name("measure", head))
    if say.knows("violation", head):
        return say("{name}: {text}", name=f"{head} {say.name('violation', head)}", text=say.name("measure", tail))
    if _of_a_label(name):
        return say.name("task state" if head == "tasks" else "move", tail)
    return sentence(say.name("measure", name))


def group_name(name: str, say: Words) -> str:
    """A part of the set in words: "platform wish", "language zh"."""
    kind, _, value = name.partition(" ")
    return say("All replies") if name == "all" else say.name("thread language" if kind == "language" else kind, value)


def number(value: float | None, name: str) -> str:
    """A figure as text; a dash where it cannot be told."""
    places = 1 if name in POINTS else 2
    return "–" if value is None else f"{round(value, places) + 0.0:.{places}f}"


def _cell(figure: Any, name: str) -> str:
    if figure is None or figure.value is None:
        return '<td class="soft">–</td>'
    span = ""
    if figure.low is not None:
        span = f'<br><small class="time">{number(figure.low, name)} … {number(figure.high, name)}</small>'
    return f"<td><b>{number(figure.value, name)}</b>{span}</td>"


def _heads(first: str, say: Words, more: Iterable[str] = ()) -> str:
    names = [first, *more, *(say.name("judge", judge) for judge in JUDGES)]
    return "<thead><tr>" + "".join(f"<th>{esc(name)}</th>" for name in names) + "</tr></thead>"


def _draw_table(head: str, lines: list[str]) -> None:
    draw(f'<div class="scroll"><table>{head}<tbody>{"".join(lines)}</tbody></table></div>')


def _bars(report: Any, say: Words) -> None:
    told = [bar for bar in report.bars if bar.met is not None]
    met = sum(bool(bar.met) for bar in told)
    st.subheader(say("Bars: {met} of {n} met", met=met, n=len(told)), anchor=False)
    for group in dict.fromkeys(bar.group for bar in report.bars):
        lines = [_bar(bar, report, say) for bar in report.bars if bar.group == group]
        if group == "all":
            _draw_table(_heads(say("Figure"), say, ("", say("Bar"))), lines)
        else:
            with st.expander(say("Bars for {group}", group=group_name(group, say))):
                _draw_table(_heads(say("Figure"), say, ("", say("Bar"))), lines)


def _bar(bar: Any, report: Any, say: Words) -> str:
    if bar.met is None:
        mark = chip(say("cannot be told"), "line")
    else:
        by = number(abs(bar.margin), bar.figure)
        mark = (
            chip(say("✓ met, {by} to spare", by=by), "good") if bar.met else chip(say("✕ short by {by}", by=by), "bad")
        )
    sign = "≥" if bar.direction == "at_least" else "≤"
    found = report.groups[bar.group].figures
    cells = "".join(_cell(found[judge].get(bar.figure), bar.figure) for judge in JUDGES)
    bound = f'<td class="bound">{sign} {bar.bar:g}</td>'
    return f"<tr><td>{esc(figure_name(bar.figure, say))}</td><td>{mark}</td>{bound}{cells}</tr>"


def _table(figures: dict[str, Any], names: Iterable[str], say: Words) -> None:
    lines = []
    for name in names:
        cells = [figures[judge].get(name) for judge in JUDGES]
        if any(cells):
            count = next(cell.n for cell in cells if cell)
            row = "".join(_cell(cell, name) for cell in cells)
            lines.append(f"<tr><td>{esc(figure_name(name, say))}</td><td>{count}</td>{row}</tr>")
    if lines:
        _draw_table(_heads(say("Figure"), say, (say("n"),)), lines)
    else:
        draw(f'<p class="note">{esc(say("This set does not tell."))}</p>')


def _criteria(report: Any, say: Words) -> None:
    chosen = st.segmented_control(
        say("Criterion"), CRITERIA, default=CRITERIA[0], required=True, key="agreement_criterion",
        format_func=lambda c: say.name("criterion short", c), label_visibility="collapsed",
    )  # fmt: skip
    criterion = str(chosen or CRITERIA[0])
    left, right = st.columns([1.5, 1], gap="large")
    with left:
        _table(report.groups["all"].figures, [f"{name}.{criterion}" for name in LEVEL_FIGURES], say)
        st.caption(say("Length counts for something with people too: compare the machine's correlation with theirs."))
    with right:
        table = report.confusion.get(criterion, ())
        cells = tuple((r, c, float(n)) for r, row in enumerate(table) for c, n in enumerate(row))
        if cells:
            count, same = sum(n for _, _, n in cells), sum(n for r, c, n in cells if r == c)
            alt = say("Of {n} replies the levels are equal on {same}.", n=round(count), same=round(same))
            charts.show(charts.heat_spec(cells, say("Machine's level"), say("Raters' level")), "confusion", alt)
            st.caption(alt)


def _parts(report: Any, say: Words) -> None:
    name = st.selectbox(
        say("Figure"), PARTS, key="agreement_part", format_func=lambda n: figure_name(str(n), say)
    )  # fmt: skip
    lines = []
    for group, part in report.groups.items():
        cells = "".join(_cell(part.figures[judge].get(name), str(name)) for judge in JUDGES)
        size = f"<td>{part.replies}</td><td>{part.cases}</td>"
        lines.append(f"<tr><td>{esc(group_name(group, say))}</td>{size}{cells}</tr>")
    _draw_table(_heads(say("Group"), say, (say("n"), say("Cases"))), lines)


def _confidence(report: Any, say: Words) -> None:
    bins = report.calibration.get("all", ())
    if not bins:
        draw(f'<p class="note">{esc(say("This set does not tell."))}</p>')
        return
    names = {"all": say("All criteria"), **{c: say.name("criterion short", c) for c in CRITERIA}}
    chosen = st.segmented_control(
        say("Criterion"), [n for n in names if n in report.calibration], default="all", required=True,
        key="agreement_sure", format_func=lambda n: names.get(str(n), str(n)), label_visibility="collapsed",
    )  # fmt: skip
    points = tuple((b.confidence, b.right, b.n) for b in report.calibration[str(chosen or "all")])
    alt = "; ".join(f"{sure:.0%}: {right:.0%} ({n})" for sure, right, n in points)
    spec = charts.calibration_spec(points, say("How sure the machine is"), say("Same level as the raters"))
    left, _ = st.columns([1.5, 1])
    with left:
        charts.show(spec, "calibration", alt)
        st.caption(say("On the dashed line the machine is right as often as it is sure; under it, it is too sure."))


def _worst(report: Any, say: Words) -> None:
    if not report.worst:
        draw(f'<p class="note">{esc(say("No disagreement at all."))}</p>')
    for number_, one in enumerate(report.worst, 1):
        apart = say("{n} levels apart", n=f"{one.distance:.1f}")
        with st.expander(f"{number_}. {one.case_id} · {one.reply_id} · {apart}"):
            judged = [(say.name("judge", "machine"), one.machine)]
            judged += [(say("Rater {name}", name=rater.by), rater) for rater in one.raters]
            judged += [(say("Ruling"), one.settled)] if one.settled else []
            titles = ["", *(say.name("criterion short", c) for c in CRITERIA), say("Points"), say("Violations"), ""]
            heads = f"<thead><tr>{''.join(f'<th>{esc(title)}</th>' for title in titles)}</tr></thead>"
            _draw_table(heads, [_judged(name, judge, say) for name, judge in judged])
            draw(said(one.text, say("Show the rest")))


def _judged(name: str, judge: Any, say: Words) -> str:
    levels = "".join(f"<td>{judge.levels.get(c, '–')}</td>" for c in CRITERIA)
    codes = ", ".join(sorted(judge.violations or ()))
    why = judge.why if judge.by != "machine" else ""
    total = "–" if judge.total is None else judge.total
    status = "" if judge.status == "graded" else chip(say("Not ratable"), "warn")
    return f"<tr><td>{esc(name)}</td>{levels}<td>{total} {status}</td><td>{esc(codes)}</td><td>{esc(why)}</td></tr>"
