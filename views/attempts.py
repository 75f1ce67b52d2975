"""All replies of a class or of one student, newest first, for the teacher to open."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from content.words import Words
from desk import progress
from desk.people import Person
from desk.practice import AttemptRow

from .card import small_score
from .ink import chip, draw, esc, sentence
from .pages import go
from .person import current_person, current_words, local, now, the_desk

PAGE = 20


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    students = {s.id: s.name for s in progress.classroom(the_desk(), person, now()).students}
    asked = st.query_params.get("student", "")
    first = int(asked) if asked.isdecimal() and int(asked) in students else None
    draw(f'<div class="headline"><h1>{esc(say("Replies"))}</h1></div>')
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            say("Student"), list(students), index=list(students).index(first) if first else None, width=240,
            placeholder=say("All students"), format_func=lambda i: students[i], key="attempts_student",
            label_visibility="collapsed",
        )  # fmt: skip
        only = st.toggle(say("Only those that need a look"), key="attempts_flagged")
        if chosen is not None and st.button(say("Progress of {name}", name=students[chosen]), key="to_progress"):
            go("progress", person, say, student=chosen)
    every = [chosen] if chosen is not None else list(students)
    rows = [r for i in every for r in progress.attempts(the_desk(), person, i) if r.total is not None]
    rows = sorted((r for r in rows if not only or (r.flags and not r.reviewed)), key=lambda r: r.started, reverse=True)
    if not rows:
        draw(f'<p class="note">{esc(say("Nothing here yet."))}</p>')
        return
    shown = int(st.session_state.get("attempts_shown", PAGE))
    draw_rows(person, rows[:shown], say, key="attempts")
    if len(rows) > shown:
        st.button(say("Show {n} more", n=len(rows) - shown), key="more", on_click=_show_all, type="tertiary")


def _show_all() -> None:
    st.session_state["attempts_shown"] = 10_000


def draw_rows(person: Person, rows: Sequence[AttemptRow], say: Words, key: str) -> None:
    """Attempts as a list; a click opens one."""
    with st.container(gap=None, key=key):
        for row in rows:
            with st.container(key=f"row_{key}_{row.id}", gap=None):
                draw(_html(row, say))
                label = say("Open the reply of {name}: {title}", name=row.person_name, title=say.pick(row.title))
                if st.button(label, key=f"open_{key}_{row.id}"):
                    go("attempt", person, say, attempt=row.id)


def _html(row: AttemptRow, say: Words) -> str:
    why = [flag_words(code, say) for code in row.flags]
    flags = " ".join(chip(w, "warn") for w in dict.fromkeys(why[:3]))
    seen = chip(say("reviewed"), "good") if row.reviewed else ""
    test = chip(say.name("mode", row.mode), "sun") if row.mode == "test" else ""
    return (
        f'<div class="mail"><div class="who">{esc(row.person_name)}'
        f'<small class="soft">{esc(say.moment(local(row.started)))}</small></div>'
        f'<div class="what"><b>{esc(say.pick(row.title))}</b> {test} {flags} {seen}'
        f'<div class="first">{esc(say.name("platform", row.platform))} · '
        f"{esc(say.name('stage', row.stage))} · {esc(say.name('end', row.end.value))}</div></div>"
        f'<div class="end" style="grid-template-columns:auto">{small_score(row.total, say)}</div></div>'
    )


def flag_words(code: str, say: Words) -> str:
    """Why a person should look, in words: "gate:CRITICAL", "unsure:RES", "short" …"""
    kind, _, rest = code.partition(":")
    if kind == "gate" and not say.knows("review", code):
        return sentence(say.name("gate", rest))
    if kind == "unsure":
        return sentence(say("unsure: {criterion}", criterion=say.name("criterion", rest)))
    if kind == "suspected":
        return sentence(say("check this: {what}", what=say.name("violation", rest)))
    if kind == "second":
        name = say.name("criterion", rest) if say.knows("criterion", rest) else say.name("violation", rest)
        return sentence(say("second opinion: {what}", what=name))
    return sentence(say.name("review", code) if say.knows("review", code) else say("worth a look"))
