"""The charts: built with Altair once for each set of figures and kept as finished specifications.

Each is readable on a phone (one column, no legend to hunt for), in the dark (theme colours) and without colour
(numbers, outlines and shapes say the same).
"""

from __future__ import annotations

from typing import Any

import altair as alt
import streamlit as st

Spec = dict[str, Any]
INK = "#717f86"  # stands for the page's own ink, see ``inked``
INKS = {"light": "#3f4e56", "dark": "#c3d0d4"}
SEA = "#2b8f97"
CLAY = "#c8664c"
CELL_INK = "#10222a"  # on a cell, whose colour is the same on the light and on the dark page


def warm() -> None:
    """Builds one of each, so that the first visitor does not wait for Altair's schema."""
    totals_spec(((1, 60, "-"),), "x", "y")
    levels_spec(((1, "a", 3),), ("a",), "x")
    bars_spec((("a", 50.0, "50"),), 100.0)
    moves_spec((("a", 3, 1),), "made", "missed")
    heat_spec(((1, 1, 2.0),), "x", "y")
    calibration_spec(((0.5, 0.5, 1),), "x", "y")


def show(spec: Spec, key: str, alt_text: str) -> None:
    """Puts a finished chart on the page; ``alt_text`` says it to those who do not see it."""
    st.vega_lite_chart(spec=inked(spec, st.context.theme.type), key=key, width="stretch", alt=alt_text)


def inked(part: Any, theme: str | None) -> Any:
    """A finished chart with figures and names in the ink of the page; a mean grey while the page is not known."""
    if isinstance(part, dict):
        return {name: inked(value, theme) for name, value in part.items()}
    if isinstance(part, list):
        return [inked(value, theme) for value in part]
    return INKS.get(theme or "", INK) if part == INK else part


def _values(rows: list[dict[str, Any]]) -> Any:
    return alt.Data(values=rows)  # type: ignore[no-untyped-call]


def _finish(chart: Any) -> Spec:
    ready = chart.configure_view(strokeWidth=0).configure_axis(
        grid=False, domain=False, ticks=False, labelFontSize=12, titleFontSize=12, labelLimit=130, labelPadding=6,
        labelColor=INK, titleColor=INK,
    )  # fmt: skip
    return dict(ready.to_dict())


@st.cache_data(max_entries=256, show_spinner=False)
def totals_spec(points: tuple[tuple[int, int, str], ...], x_title: str, y_title: str) -> Spec:
    """Totals over time: (number of the reply, total 0 to 100, case's name). Full points could be sent."""
    data = _values([{"n": n, "total": t, "case": c, "ok": t >= 60} for n, t, c in points])
    x = alt.X("n:Q", title=x_title, axis=alt.Axis(tickMinStep=1, format="d"), scale=alt.Scale(nice=False, padding=12))
    y = alt.Y("total:Q", title=None, scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(values=[0, 60, 80, 100]))
    tip = [alt.Tooltip("case:N", title=" "), alt.Tooltip("total:Q", title=y_title)]
    base = alt.Chart(data)
    rule = alt.Chart(_values([{"at": 60}, {"at": 80}])).mark_rule(strokeDash=[3, 4], color=INK, opacity=0.6)
    line = base.mark_line(color=SEA, strokeWidth=2, interpolate="monotone").encode(x=x, y=y)
    dots = base.mark_point(size=70, filled=True, opacity=1).encode(
        x=x, y=y, tooltip=tip,
        shape=alt.Shape("ok:N", legend=None, scale=alt.Scale(domain=[True, False], range=["circle", "triangle-down"])),
        color=alt.Color("ok:N", legend=None, scale=alt.Scale(domain=[True, False], range=[SEA, CLAY])),
    )  # fmt: skip
    last = base.transform_filter(f"datum.n == {points[-1][0]}").mark_text(
        dy=-13, fontWeight="bold", fontSize=14, color=INK
    )
    layers = rule.encode(y="at:Q") + line + dots + last.encode(x=x, y=y, text="total:Q")
    return _finish(layers.properties(height=190))


@st.cache_data(max_entries=256, show_spinner=False)
def levels_spec(cells: tuple[tuple[int, str, int], ...], order: tuple[str, ...], x_title: str) -> Spec:
    """Levels over time: (number of the reply, criterion's name, level 0 to 4); each cell says its number."""
    data = _values([{"n": n, "criterion": c, "level": v} for n, c, v in cells])
    x = alt.X("n:O", title=x_title, axis=alt.Axis(labelAngle=0, labelOverlap=True))
    y = alt.Y("criterion:N", title=None, sort=list(order))
    base = alt.Chart(data).encode(x=x, y=y)
    colour = alt.Color("level:Q", legend=None, scale=alt.Scale(domain=[0, 1, 2, 3, 4], range=[
        "#b04f36", "#dd9a76", "#d8c08a", "#7fb9b6", "#1d7780"]))  # fmt: skip
    cells_ = base.mark_rect(cornerRadius=4, stroke="transparent", strokeWidth=3).encode(color=colour)
    numbers = base.mark_text(fontSize=13, fontWeight="bold").encode(
        text="level:Q",
        color=alt.condition("datum.level == 0 || datum.level == 4", alt.value("#fff"), alt.value(CELL_INK)),
    )
    return _finish((cells_ + numbers).properties(height=alt.Step(30)))


@st.cache_data(max_entries=256, show_spinner=False)
def bars_spec(bars: tuple[tuple[str, float, str], ...], top: float) -> Spec:
    """Horizontal bars with their values written on them: (name, value 0 to ``top``, label)."""
    data = _values([{"name": n, "value": v, "label": t} for n, v, t in bars])
    y = alt.Y("name:N", title=None, sort=None)
    x = alt.X("value:Q", title=None, scale=alt.Scale(domain=[0, top * 1.12]), axis=None)
    base = alt.Chart(data).encode(x=x, y=y)
    shapes = base.mark_bar(color=SEA, cornerRadiusEnd=4, height=16)
    words = base.mark_text(align="left", dx=6, fontSize=13, fontWeight="bold", color=INK).encode(text="label:N")
    return _finish((shapes + words).properties(height=alt.Step(28)))


@st.cache_data(max_entries=256, show_spinner=False)
def moves_spec(moves: tuple[tuple[str, int, int], ...], made: str, missed: str) -> Spec:
    """Moves made (full bars to the right) and missed where they were expected (open bars to the left), with numbers."""
    rows = [{"name": n, "side": made, "value": a, "label": str(a)} for n, a, _ in moves]
    rows += [{"name": n, "side": missed, "value": -b, "label": str(b)} for n, _, b in moves]
    reach = max([1, *(abs(int(str(r["value"]))) for r in rows)]) * 1.2
    base = alt.Chart(_values(rows)).encode(
        y=alt.Y("name:N", title=None, sort=[n for n, _, _ in moves]),
        x=alt.X("value:Q", title=f"← {missed} · {made} →", scale=alt.Scale(domain=[-reach, reach]),
                axis=alt.Axis(labels=False)),
    )  # fmt: skip
    sides = alt.Scale(domain=[made, missed], range=[SEA, "transparent"])
    shapes = base.mark_bar(height=15, cornerRadius=3, strokeWidth=1.6).encode(
        fill=alt.Fill("side:N", legend=None, scale=sides),
        stroke=alt.Stroke("side:N", legend=None, scale=alt.Scale(domain=[made, missed], range=[SEA, CLAY])),
    )
    right = base.transform_filter("datum.value > 0").mark_text(align="left", dx=5, fontWeight="bold", color=INK)
    left = base.transform_filter("datum.value < 0").mark_text(align="right", dx=-5, fontWeight="bold", color=INK)
    zero = alt.Chart(_values([{"at": 0}])).mark_rule(color=INK).encode(x="at:Q")
    return _finish(
        (shapes + right.encode(text="label:N") + left.encode(text="label:N") + zero).properties(height=alt.Step(25))
    )


@st.cache_data(max_entries=64, show_spinner=False)
def heat_spec(cells: tuple[tuple[int, int, float], ...], x_title: str, y_title: str) -> Spec:
    """How many replies got which pair of levels: (row, column, count), both 0 to 4; equal levels have a frame."""
    data = _values([{"row": r, "column": c, "count": n, "same": r == c} for r, c, n in cells])
    top = max((n for _, _, n in cells), default=1) or 1
    base = alt.Chart(data).encode(
        x=alt.X("column:O", title=x_title, axis=alt.Axis(labelAngle=0)),
        y=alt.Y("row:O", title=y_title, sort="descending"),
    )
    shapes = base.mark_rect(cornerRadius=4, strokeWidth=2).encode(
        color=alt.condition(
            "datum.count > 0",
            alt.Color("count:Q", legend=None, scale=alt.Scale(domain=[0, top], range=["#d5e6e6", "#1d7780"])),
            alt.value("transparent"),
        ),
        stroke=alt.condition("datum.same", alt.value(INK), alt.value("transparent")),
    )
    numbers = base.transform_filter("datum.count > 0").mark_text(fontSize=13, fontWeight="bold").encode(
        text=alt.Text("count:Q", format=".3~g"),
        color=alt.condition(f"datum.count > {top * 0.8}", alt.value("#fff"), alt.value(CELL_INK)),
    )  # fmt: skip
    return _finish((shapes + numbers).properties(height=alt.Step(38)))


@st.cache_data(max_entries=64, show_spinner=False)
def calibration_spec(points: tuple[tuple[float, float, int], ...], x_title: str, y_title: str) -> Spec:
    """Confidence against how often it was right: (confidence, share right, replies), on the line where both agree."""
    data = _values([{"sure": s, "right": r, "n": n, "label": str(n)} for s, r, n in points])
    unit = alt.Scale(domain=[0, 1])
    x = alt.X("sure:Q", title=x_title, scale=unit, axis=alt.Axis(format=".0%", tickCount=5))
    y = alt.Y("right:Q", title=y_title, scale=unit, axis=alt.Axis(format=".0%", tickCount=5))
    even = alt.Chart(_values([{"sure": 0, "right": 0}, {"sure": 1, "right": 1}])).mark_line(
        strokeDash=[3, 4], color=INK, opacity=0.6
    )
    base = alt.Chart(data).encode(x=x, y=y)
    line = base.mark_line(color=SEA, strokeWidth=2)
    dots = base.mark_point(filled=True, opacity=1, color=SEA, size=80)
    counts = base.mark_text(dy=-13, fontSize=12, color=INK).encode(text="label:N")
    return _finish((even.encode(x=x, y=y) + line + dots + counts).properties(height=260))


@st.cache_data(max_entries=64, show_spinner=False)
def run_spec(
    points: tuple[tuple[str, str, float | None], ...], names: tuple[str, str], limit: float | None, rate: bool
) -> Spec:
    """A figure day by day in two stories: (name of the story, ISO day, figure), with the goal as a broken line."""
    data = _values([{"story": s, "day": d, "figure": f} for s, d, f in points if f is not None])
    x = alt.X("day:T", title=None, axis=alt.Axis(format="%m-%d", tickCount=6))
    y = alt.Y("figure:Q", title=None, scale=alt.Scale(zero=False, nice=True), axis=alt.Axis(
        format=".1%" if rate else "~g", tickCount=5))  # fmt: skip
    lines = alt.Chart(data).mark_line(strokeWidth=2.4).encode(
        x=x, y=y,
        color=alt.Color("story:N", title=None, scale=alt.Scale(domain=list(names), range=[SEA, CLAY]),
                        legend=alt.Legend(orient="top", labelLimit=220)),
        strokeDash=alt.StrokeDash("story:N", legend=None, scale=alt.Scale(domain=list(names), range=[[1, 0], [5, 3]])),
    )  # fmt: skip
    layers = [lines]
    if limit is not None:
        rule = alt.Chart(_values([{"at": limit}])).mark_rule(strokeDash=[3, 4], color=INK)
        layers.append(rule.encode(y="at:Q"))
    return _finish(alt.layer(*layers).properties(height=230))
