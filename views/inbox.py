"""The inbox: the one case to do next on top, then all cases with their clocks, drafts and best scores."""

from __future__ import annotations

from functools import partial

import streamlit as st

from content.words import Words
from desk import practice, progress
from desk.people import Person
from desk.practice import InboxRow

from .flags import flag
from .ink import chip, dots, draw, esc
from .pages import go
from .person import current_person, current_words, now, the_desk

PAGE = 12
PLATFORMS = ("amazon", "ebay", "aliexpress", "wish", "dhgate", "taobao")
STAGES = ("pre-sale", "in-sale", "after-sale", "dispute", "feedback", "marketing")


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    rows = practice.inbox(the_desk(), person)
    if not rows:
        draw(f'<p class="note">{esc(say("There are no cases yet."))}</p>')
        return
    _next_case(person, rows, say)
    chosen = _filters(rows, say)
    _list(person, chosen, say)


def open_case(person: Person, case_id: str, mode: str, say: Words) -> None:
    """Opens a case and goes to the reply desk."""
    attempt = practice.open_case(the_desk(), person, case_id, "test" if mode == "test" else "practice", now())
    go("desk", person, say, attempt=attempt)


def _next_case(person: Person, rows: tuple[InboxRow, ...], say: Words) -> None:
    """An open draft first, else what the figures suggest, else the easiest case not tried."""
    by_id = {r.case_id: r for r in rows}
    draft = next((r for r in rows if r.has_draft), None)
    advice = next((s for s in progress.student(the_desk(), person, now=now()).next if s.case_id in by_id), None)
    if draft:
        row, reason = draft, say("You have an unfinished reply here.")
    elif advice:
        row, reason = by_id[advice.case_id], say.pick(advice.reason)
    else:
        row = min(rows, key=lambda r: (r.attempts, r.difficulty))
        reason = say("A good one to start with.")
    with st.container(key="first"):
        left, right = st.columns([3.4, 1], vertical_alignment="center")
        with left:
            draw(_next_html(row, reason, say))
        with right:
            label = say("Go on writing") if draft else say("Answer this buyer")
            if st.button(label, key="start", type="primary", width="stretch"):
                open_case(person, row.case_id, str(st.session_state.get("mode") or "practice"), say)


def _next_html(row: InboxRow, reason: str, say: Words) -> str:
    where = say.country(row.country)
    return (
        f'<div class="next"><span class="chip sun">{esc(say("Do this next"))}</span> '
        f'<span class="why">{esc(reason)}</span>'
        f"<h2>{esc(say.pick(row.title))}</h2>"
        f'<p class="quote" lang="{row.language}" dir="auto">{flag(row.country, where)} <b>{esc(row.buyer_name)}'
        f"</b>: “{esc(row.first_line)}”</p>"
        f'<div class="tags">{_tags(row, say)}{_time(row, say)}</div></div>'
    )


def _filters(rows: tuple[InboxRow, ...], say: Words) -> list[InboxRow]:
    every = {"platform": PLATFORMS, "stage": STAGES}
    with st.container(horizontal=True, vertical_alignment="center", key="filters"):
        picked = {}
        for kind, title in (("platform", say("All platforms")), ("stage", say("All stages"))):
            options = [code for code in every[kind] if any(getattr(r, kind) == code for r in rows)]
            picked[kind] = st.selectbox(
                title, options, index=None, placeholder=title, key=f"filter_{kind}", width=150,
                format_func=partial(say.name, kind), label_visibility="collapsed",
            )  # fmt: skip
        level = st.selectbox(
            say("Any difficulty"), sorted({r.difficulty for r in rows}), index=None, placeholder=say("Any difficulty"),
            key="filter_level", width=150, label_visibility="collapsed",
            format_func=lambda n: say.name("difficulty", n),
        )  # fmt: skip
        st.segmented_control(
            say("Mode"), ["practice", "test"], default="practice", required=True, key="mode",
            format_func=lambda m: say.name("mode", m), label_visibility="collapsed",
            help=say("Practice shows tasks, hints and rules. Test hides them."),
        )  # fmt: skip
    return [
        r
        for r in rows
        if picked["platform"] in (None, r.platform)
        and picked["stage"] in (None, r.stage)
        and level in (None, r.difficulty)
    ]


def _list(person: Person, rows: list[InboxRow], say: Words) -> None:
    if not rows:
        draw(f'<p class="note">{esc(say("No case fits these filters."))}</p>')
        return
    shown = int(st.session_state.get("inbox_shown", PAGE))
    mode = str(st.session_state.get("mode") or "practice")
    with st.container(gap=None, key="mails"):
        for row in rows[:shown]:
            with st.container(key=f"row_{row.case_id}", gap=None):
                draw(_row_html(row, say))
                label = say("Open: {title}", title=say.pick(row.title))
                if st.button(label, key=f"open_{row.case_id}"):
                    open_case(person, row.case_id, mode, say)
    if len(rows) > shown:
        more = len(rows) - shown
        st.button(say("Show {n} more", n=more), key="more", on_click=_show_all, type="tertiary")


def _show_all() -> None:
    st.session_state["inbox_shown"] = 10_000


def _row_html(row: InboxRow, say: Words) -> str:
    where = say.country(row.country)
    draft = chip(say("Draft"), "warn") if row.has_draft else ""
    if row.best is None:
        state = say("Begun") if row.open_attempt else say("New")
        best = f'<span class="soft"><small>{esc(state)}</small></span>'
    else:
        best = f'<span class="best">{row.best}<small>{esc(say("best"))}</small></span>'
    return (
        f'<div class="mail"><div class="who">{flag(row.country, where)} {esc(row.buyer_name)} '
        f'<small class="soft">{esc(where)}</small></div>'
        f'<div class="what"><b>{esc(say.pick(row.title))}</b> {draft}'
        f'<div class="first" lang="{row.language}" dir="auto">{esc(row.first_line)}</div></div>'
        f'<div class="end"><span>{_tags(row, say)}</span>'
        f"{_time(row, say)}{best}</div></div>"
    )


def _tags(row: InboxRow, say: Words) -> str:
    """Platform, stage and difficulty."""
    platform, stage = chip(say.name("platform", row.platform), "sea"), chip(say.name("stage", row.stage), "line")
    return f"{platform} {stage} {dots(row.difficulty, 5, say.name('difficulty', row.difficulty))}"


def _time(row: InboxRow, say: Words) -> str:
    """What is left of the case's own clock."""
    if row.hours_left is None:
        return f'<span class="time">{esc(say("No clock"))}</span>'
    if row.hours_left <= 0:
        return f'<span class="time late" title="{esc(say.pick(row.clock_name))}">! {esc(say("Overdue"))}</span>'
    left = say("{time} left", time=say.hours(row.hours_left))
    late, sign = ("late", "! ") if row.hours_left < 4 else ("", "")
    return f'<span class="time {late}" title="{esc(say.pick(row.clock_name))}">{sign}{esc(left)}</span>'
