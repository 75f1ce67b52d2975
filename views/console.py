"""The console of a shop: its health, its orders, messages and notices, and the X-ray of every figure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from content.words import Words
from desk import clinic, console
from desk.clinic import Patient
from desk.console import HealthLine
from desk.rulebook import Numbers

from .cells import in_words
from .ink import chip, draw, esc, picture
from .xray import draw_xray

DAYS = (7, 14, 30, 60, 90)
FIRST = {  # the columns that are seen without scrolling
    "orders": ("order_id", "ordered", "product", "price", "carrier", "shipped", "delivered", "stars", "claim"),
    "messages": ("received", "answered", "buyer", "topic", "text"),
}
Mark = Callable[[list[str]], None]


def draw_console(one: Patient, key: str, hidden: Sequence[str], mark: Mark | None, say: Words) -> None:
    """Draws the console. Metrics in ``hidden`` are still to be computed; ``mark`` takes orders as proof."""
    tabs = st.tabs([say("Health"), say("Orders"), say("Messages"), say("Notices"), say("X-ray")])
    with tabs[0]:
        _health(one, hidden, say)
    with tabs[1]:
        _orders(one, key, mark, say)
    with tabs[2]:
        _messages(one, key, say)
    with tabs[3]:
        _notices(one, hidden, say)
    with tabs[4]:
        draw_xray(one, key, lines_of(one), hidden, say)


def lines_of(one: Patient) -> tuple[HealthLine, ...]:
    """The health of an account, counted once."""
    return _lines(one.case.id, one.rules)


@st.cache_resource(max_entries=64, show_spinner=False)
def _lines(case_id: str, rules: tuple[str, Numbers]) -> tuple[HealthLine, ...]:
    return console.health(clinic.patient(case_id, *rules))


def _health(one: Patient, hidden: Sequence[str], say: Words) -> None:
    rows = "".join(_line(line, line.metric in hidden, say) for line in lines_of(one))
    titles = (say("Figure"), say("Now"), say("Goal"), say("Window"), say("Last 60 days"))
    heads = "".join(f'<th class="{"wide" if n > 2 else ""}">{esc(title)}</th>' for n, title in enumerate(titles))
    draw(f'<div class="scroll"><table class="health"><tr>{heads}</tr>{rows}</table></div>')
    if hidden:
        st.caption(say("“?” is yours to compute: count in the orders, then enter it in your report."))


def _line(line: HealthLine, hidden: bool, say: Words) -> str:
    sign, kind = {True: ("✓", "good"), False: ("✕", "bad"), None: ("–", "line")}[line.kept]
    now = "<b>?</b>" if hidden else f"<b>{esc(line.shown)}</b> {chip(sign, kind, say.pick(line.mark))}"
    doubt = chip(say("In doubt"), "warn", say.pick(line.doubt)) if line.doubt else ""
    return (
        f"<tr><td>{esc(say.pick(line.name))} {doubt}<br><small>{esc(line.source)}"
        f'<span class="narrow"> · {esc(window_of(line, say))}</span></small></td><td>{now}</td>'
        f'<td class="bound">{esc(line.goal)}</td><td class="wide">{esc(window_of(line, say))}</td>'
        f'<td class="wide">{"" if hidden else _spark(line, say)}</td></tr>'
    )


def window_of(line: HealthLine, say: Words) -> str:
    """The window in words: ``29 May – 28 Jun``."""
    return f"{say.day(line.first)} – {say.day(line.last)}" if (line.last - line.first).days < 1000 else say("all days")


def _spark(line: HealthLine, say: Words) -> str:
    """The last sixty days as a small line."""
    known = [rate for rate in line.rates if rate is not None]
    if len(known) < 2 or max(known) == min(known):
        return ""
    low, span = min(known), max(known) - min(known)
    points = " ".join(
        f"{n * 2},{22 - 20 * (rate - low) / span:.1f}" for n, rate in enumerate(line.rates) if rate is not None
    )
    path = f'<polyline points="{points}" fill="none" stroke="#2b8f97" stroke-width="1.6"/>'
    return picture(f'<svg viewBox="0 0 120 24">{path}</svg>', "spark", say("Last 60 days"))


def _orders(one: Patient, key: str, mark: Mark | None, say: Words) -> None:
    every, flags = one.tables["orders"], console.flag_names(one, "orders")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        days = st.selectbox(
            say("Ordered in the last"), DAYS, index=None, placeholder=say("all days"), key=f"{key}_days", width=115,
            format_func=lambda n: say("{n} days", n=n),
        )  # fmt: skip
        picked = [
            st.selectbox(
                title, sorted(every[name].dropna().unique()), index=None, placeholder=say("all"),
                key=f"{key}_{name}", width=135,
            )
            for name, title in (("product", say("Product")), ("carrier", say("Carrier")))
        ]  # fmt: skip
        chosen = st.multiselect(
            say("Only orders with"), list(flags), key=f"{key}_flags", width=165, placeholder=say("anything"),
            format_func=lambda name: say.pick(flags[name]),
        )  # fmt: skip
    rows = console.orders(one, days, picked[0], picked[1], tuple(chosen))
    st.caption(say("{n} of {m} orders", n=len(rows), m=len(every)))
    table = named(rows, "orders", say)
    event = st.dataframe(
        table, hide_index=True, height=400, key=f"{key}_table_{days}{picked}{chosen}", placeholder="",
        column_config={table.columns[0]: st.column_config.Column(pinned=True)} if len(table.columns) else None,
        on_select="rerun", selection_mode="multi-row",
    )  # fmt: skip
    ids = [str(rows["order_id"].iloc[n]) for n in event["selection"]["rows"]]
    with st.container(horizontal=True):
        if mark:
            label = (
                say("Take {n} as proof", n=len(ids)) if ids else say("Tick orders on the left to take them as proof")
            )
            st.button(
                label, key=f"{key}_mark", disabled=not ids, icon=":material/flag:", on_click=mark, args=(ids,),
                type="primary" if ids else "secondary",
            )  # fmt: skip
        st.download_button(
            say("Download (CSV)"), lambda: table.to_csv(index=False).encode("utf-8-sig"),
            file_name=f"{one.case.id}.csv", mime="text/csv", key=f"{key}_csv", on_click="ignore", type="tertiary",
        )  # fmt: skip


def named(rows: pd.DataFrame, table: str, say: Words) -> pd.DataFrame:
    """The rows under the console's own headings; columns that are empty throughout are left out."""
    titles = {name: say.pick(title) for name, title in console.headings(table).items()}
    told = [
        name for name in rows if rows[name].notna().any() and not (rows[name].dtype == bool and not rows[name].any())
    ]
    first = [name for name in FIRST.get(table, ()) if name in told]
    shown = rows[[*first, *(name for name in told if name not in first)]]
    shown = in_words(shown, say)
    moments = {str(name): shown[name].dt.strftime("%Y-%m-%d %H:%M") for name in shown.select_dtypes("datetime")}
    return shown.assign(**moments).rename(columns=titles)


def _messages(one: Patient, key: str, say: Words) -> None:
    rows = one.tables["messages"].sort_values("received", ascending=False)
    if rows.empty:
        draw(f'<p class="note">{esc(say("Nothing here yet."))}</p>')
        return
    st.caption(say("{n} messages", n=len(rows)))
    st.dataframe(named(rows, "messages", say), hide_index=True, height=400, key=f"{key}_messages")


def _notices(one: Patient, hidden: Sequence[str], say: Words) -> None:
    """The office's letter, and what the platform wrote before it; figures still to be computed are kept back."""
    rows = one.tables["notices"]
    texts: list[tuple[object, Any, Any]] = [(one.case.day, one.office_says, None)]
    texts += [(row["at"], {"zh": row["text_zh"], "en": row["text_en"]}, row["until"]) for _, row in rows.iterrows()]
    for at, text, until in sorted(texts, key=lambda letter: str(letter[0]), reverse=True):
        due = "" if until is None or pd.isna(until) else chip(say("Answer by {day}", day=say.day(_day(until))), "warn")
        draw(
            f'<div class="bubble platform"><div class="by"><b>{esc(one.ward.office)}</b> '
            f"{esc(say.day(_day(at)))} {due}</div>{esc(_kept_back(one, say.pick(text), hidden))}</div>"
        )


def _kept_back(one: Patient, text: str, hidden: Sequence[str]) -> str:
    """``text`` with a question mark for each figure in ``hidden``; bare counts such as 3 are too common to replace."""
    for line in lines_of(one):
        if line.metric in hidden and not line.shown.isdigit():
            text = text.replace(line.shown, "?")
    return text


def _day(at: object) -> dt.date:
    return pd.Timestamp(str(at)).date()
