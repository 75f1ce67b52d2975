"""The teacher's class on one page: who is stuck, which criterion is weak, what waits for a look."""

from __future__ import annotations

from functools import partial

import streamlit as st

from content.words import Words
from desk import progress, queue
from desk.people import Person
from desk.progress import ClassPage

from . import charts
from .attempts import draw_rows
from .card import CRITERIA, small_score
from .ink import chip, draw, esc
from .pages import go
from .person import current_person, current_words, now, the_desk


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    figures = progress.classroom(the_desk(), person, now())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        draw(f'<div class="headline"><h1>{esc(person.classroom or say("Class"))}</h1></div>')
        st.download_button(
            say("Download results (CSV)"), partial(progress.export_csv, the_desk(), person), "haike.csv", "text/csv",
            key="export", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    if not figures.students:
        draw(f'<p class="note">{esc(say("No students yet. Add them on the roster page."))}</p>')
        return
    _stuck(person, figures, say)
    left, right = st.columns([1.35, 1], gap="large")
    with left:
        _students(person, figures, say)
    with right:
        _weak(figures, say)
        _hardest(figures, say)
    _queue(person, say)


def _queue(person: Person, say: Words) -> None:
    """The worst of what waits; the whole list has a page of its own."""
    waiting = queue.waiting(the_desk(), person)
    if not waiting:
        return
    st.subheader(say("Waiting for your look"), anchor=False)
    rows = {one.row.id: one.row for one in waiting}
    draw_rows(person, list(rows.values())[:5], say, key="queue")
    if st.button(say("All that wait ({n})", n=len(waiting)), key="to_queue", icon=":material/flag:"):
        go("queue", person, say)


def _stuck(person: Person, figures: ClassPage, say: Words) -> None:
    stuck = [s for s in figures.students if s.stuck]
    if not stuck:
        draw(f'<div class="ending good"><div><b>✓ {esc(say("Nobody is stuck."))}</b></div></div>')
        return
    with st.container(key="first"):
        draw(f'<span class="chip sun">{esc(say("Needs you: {n}", n=len(stuck)))}</span>')
        for student in stuck[:4]:
            with st.container(horizontal=True, vertical_alignment="center"):
                label = say("See {name}", name=student.name)
                if st.button(label, key=f"stuck_{student.id}", icon=":material/arrow_forward:"):
                    go("attempts", person, say, student=student.id)
                draw(f"<span>{esc(say.pick(student.why))}</span>")


def _students(person: Person, figures: ClassPage, say: Words) -> None:
    st.subheader(say("Students"), anchor=False)
    ordered = sorted(figures.students, key=lambda s: (not s.stuck, s.mean_total if s.mean_total is not None else -1))
    with st.container(gap=None):
        for s in ordered:
            with st.container(key=f"row_student_{s.id}", gap=None):
                mean = None if s.mean_total is None else round(s.mean_total)
                weak = say("weak: {criterion}", criterion=say.name("criterion short", s.weakest)) if s.weakest else ""
                last = say.day(s.last_at.date()) if s.last_at else say("not started")
                stuck = chip(say("needs you"), "bad") if s.stuck else ""
                draw(
                    f'<div class="mail short"><div class="who">{esc(s.name)}</div><div class="what">{stuck} '
                    f'<span class="soft">{esc(weak)}</span></div>'
                    f'<div class="end" style="grid-template-columns:auto 4.4rem 2.6rem">'
                    f'<span class="time">{esc(say("{n} attempts", n=s.attempts))}</span>'
                    f'<span class="time">{esc(last)}</span><span>{small_score(mean, say)}</span></div></div>'
                )
                if st.button(say("See {name}", name=s.name), key=f"open_student_{s.id}"):
                    go("attempts", person, say, student=s.id)


def _weak(figures: ClassPage, say: Words) -> None:
    st.subheader(say("Class mean by criterion"), anchor=False)
    bars = tuple(
        (say.name("criterion short", c), float(figures.criteria[c]), f"{figures.criteria[c]:.1f}")
        for c in CRITERIA
        if c in figures.criteria
    )
    if bars:
        weakest = min(bars, key=lambda b: b[1])[0]
        charts.show(charts.bars_spec(bars, 4.0), "class_criteria", ", ".join(f"{n} {t}" for n, _, t in bars))
        st.caption(say("Weakest: {criterion}. Levels go from 0 to 4.", criterion=weakest))


def _hardest(figures: ClassPage, say: Words) -> None:
    if not figures.hardest:
        return
    st.subheader(say("Hardest cases"), anchor=False)
    lines = "".join(
        f"<tr><td>{esc(say.pick(h.title))} <small>{esc(say.name('platform', h.platform))}</small></td>"
        f"<td>{small_score(round(h.mean_total), say)}</td></tr>"
        for h in figures.hardest[:5]
    )
    draw(f"<table><tbody>{lines}</tbody></table>")
