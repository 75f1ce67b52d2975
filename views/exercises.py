"""The class's clinic and operations: every piece of work with its filters, and where the class fails."""

from __future__ import annotations

from functools import partial

import streamlit as st

from content.words import Words
from desk import class_work, progress
from desk.class_work import CaseParts, Filter, PartMean
from desk.exercises import KINDS
from desk.people import Person

from .card import small_score
from .exercise import draw_lines, part_name, share
from .inbox import PLATFORMS
from .ink import chip, draw, esc
from .person import current_person, current_words, now, the_desk

PAGE = 20


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        draw(f'<div class="headline"><h1>{esc(say("Clinic and operations"))}</h1></div>')
        st.download_button(
            say("Download results (CSV)"), partial(class_work.export_csv, the_desk(), person), "haike-work.csv",
            "text/csv", key="export_work", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
    names = {"pieces": say("Pieces of work"), "fails": say("Where the class fails")}
    part = st.segmented_control(
        say("List"), list(names), default="pieces", required=True, key="work_part", format_func=lambda p: names[p],
        label_visibility="collapsed",
    )  # fmt: skip
    chosen = _filters(person, say)
    if part == "fails":
        _fails(class_work.class_parts(the_desk(), person, chosen), say)
    else:
        _pieces(person, chosen, say)


def _filters(person: Person, say: Words) -> Filter:
    students = {s.id: s.name for s in progress.classroom(the_desk(), person, now()).students}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.selectbox(
            say("Kind"), KINDS, index=None, width=165, placeholder=say("All kinds"), key="work_kind",
            format_func=lambda k: say.name("exercise", k), label_visibility="collapsed",
        )  # fmt: skip
        platform = st.selectbox(
            say("Platform"), PLATFORMS, index=None, width=165, placeholder=say("All platforms"), key="work_platform",
            format_func=lambda p: say.name("platform", p), label_visibility="collapsed",
        )  # fmt: skip
        student = st.selectbox(
            say("Student"), list(students), index=None, width=165, placeholder=say("All students"),
            key="work_student", format_func=lambda i: students[i], label_visibility="collapsed",
        )  # fmt: skip
        waits = st.toggle(say("Only those that need a look"), key="work_waits")
    return Filter(kind=kind, platform=platform, person_id=student, waits=waits)


def _pieces(person: Person, chosen: Filter, say: Words) -> None:
    lines = class_work.class_lines(the_desk(), person, chosen)
    if not lines:
        draw(f'<p class="note">{esc(say("Nothing here yet."))}</p>')
        return
    shown = int(st.session_state.get("work_shown", PAGE))
    draw_lines(person, lines[:shown], say, "work")
    if len(lines) > shown:
        st.button(say("Show {n} more", n=len(lines) - shown), key="more", on_click=_show_all, type="tertiary")


def _show_all() -> None:
    st.session_state["work_shown"] = 10_000


def _fails(found: tuple[CaseParts, ...], say: Words) -> None:
    if not found:
        draw(f'<p class="note">{esc(say("Nothing here yet."))}</p>')
        return
    st.caption(
        say("Each part's mean share of its points, from what each student handed in last; the lowest case first.")
    )
    draw(f'<div class="pair">{"".join(_case(one, say) for one in found)}</div>')


def _case(one: CaseParts, say: Words) -> str:
    mean = small_score(None if one.mean is None else round(one.mean), say)
    tags = f"{chip(say.name('platform', one.platform), 'sea')} {chip(say.name('exercise', one.kind), 'line')}"
    students = say("students: {n}", n=one.students)
    parts = "".join(_part(one.kind, part, say) for part in one.parts)
    return (
        f'<div class="card fails"><div class="headline"><h4>{esc(say.pick(one.title))}</h4>{mean}</div>'
        f'<p>{tags} <span class="soft">{esc(students)}</span></p>{parts}</div>'
    )


def _part(kind: str, part: PartMean, say: Words) -> str:
    value = esc(say("not graded")) if part.share is None else f"<b>{round(100 * part.share)}</b> %"
    return (
        f'<div class="part"><div class="top"><span class="nm">{esc(part_name(kind, part.id, say))}</span>'
        f'{share(part.share)}<span class="lv">{value}</span></div></div>'
    )
