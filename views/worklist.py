"""A list of cases that are no conversations: what to do next on top, then all of them by platform."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from content.words import Words
from desk.worklist import WorkRow, next_row

from .ink import chip, dots, draw, esc

Open = Callable[[str], None]
PAGE = 24


def draw_worklist(rows: Sequence[WorkRow], kind: str, open_it: Open, say: Words) -> None:
    """Draws the list; ``open_it`` gets the id of the case that was chosen."""
    first = next_row(rows)
    if first is None:
        draw(f'<p class="note">{esc(say("There are no cases yet."))}</p>')
        return
    _first(first, open_it, say)
    platforms = list(dict.fromkeys(row.platform for row in rows))
    chosen = st.segmented_control(
        say("Platform"), platforms, key=f"{kind}_platform", label_visibility="collapsed",
        format_func=lambda p: say.name("platform", p),
    )  # fmt: skip
    fitting = [row for row in rows if chosen in (None, row.platform)]
    shown = int(st.session_state.get(f"{kind}_shown", PAGE))
    with st.container(gap=None, key=f"{kind}_rows"):
        for row in fitting[:shown]:
            _row(row, open_it, say)
    if len(fitting) > shown:
        st.button(
            say("Show {n} more", n=len(fitting) - shown), key="more", on_click=_show_all, args=(kind,), type="tertiary"
        )


def _show_all(kind: str) -> None:
    st.session_state[f"{kind}_shown"] = 10_000


def _first(row: WorkRow, open_it: Open, say: Words) -> None:
    with st.container(key="first"):
        left, right = st.columns([3.4, 1], vertical_alignment="center")
        with left:
            why = say("You have begun this.") if row.open else say("A good case to begin with.")
            draw(
                f'<div class="next"><span class="chip sun">{esc(say("Do this next"))}</span> '
                f'<span class="why">{esc(why)}</span><h2>{esc(say.pick(row.title))}</h2>'
                f'<p class="quote">{esc(say.pick(row.story))}</p><div class="tags">{_tags(row, say)}</div></div>'
            )
        with right:
            if st.button(say("Go on") if row.open else say("Start"), key="start", type="primary", width="stretch"):
                open_it(row.case_id)


def _row(row: WorkRow, open_it: Open, say: Words) -> None:
    with st.container(key=f"row_{row.case_id}", gap=None):
        draw(
            f'<div class="mail"><div class="who">{chip(say.name("platform", row.platform), "sea")}</div>'
            f'<div class="what"><b>{esc(say.pick(row.title))}</b>'
            f'<div class="first">{esc(say.pick(row.story))}</div></div>'
            f'<div class="end"><span></span>{dots(row.difficulty, 5, say.name("difficulty", row.difficulty))}'
            f"{_state(row, say)}</div></div>"
        )
        if st.button(say("Open: {title}", title=say.pick(row.title)), key=f"open_{row.case_id}"):
            open_it(row.case_id)


def _state(row: WorkRow, say: Words) -> str:
    if row.open:
        return chip(say("Begun"), "warn")
    if row.best is None:
        return f'<span class="soft"><small>{esc(say("New"))}</small></span>'
    return f'<span class="best">{row.best}<small>{esc(say("best"))}</small></span>'


def _tags(row: WorkRow, say: Words) -> str:
    level = dots(row.difficulty, 5, say.name("difficulty", row.difficulty))
    return f"{chip(say.name('platform', row.platform), 'sea')} {level}"
