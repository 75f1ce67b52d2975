"""A student's progress: levels over time, where it is strong and weak, what to practise next and why."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk import progress
from desk.people import Person
from desk.progress import Progress

from . import charts
from .card import CRITERIA
from .exercise import draw_results
from .inbox import open_case
from .ink import chip, draw, esc
from .pages import asked_number, go
from .person import current_person, current_words, now, the_desk

LAST = 16  # replies in the table of levels: more does not fit a phone


def page() -> None:
    """Draws one's own page, or for a teacher that of the student in the address."""
    person, say = current_person(), current_words()
    if person is None:
        return
    student_id = _student_in_address() if person.role == "teacher" else None
    figures = progress.student(the_desk(), person, student_id, now())
    title = say("My progress")
    if student_id is not None:
        rows = progress.classroom(the_desk(), person, now()).students
        title = next((r.name for r in rows if r.id == student_id), say("One student"))
    draw(f'<div class="headline"><h1>{esc(title)}</h1></div>')
    if not figures.points:
        draw(f'<p class="note">{esc(say("No graded reply yet. The first one fills this page."))}</p>')
        if person.role == "student" and st.button(say("To the inbox"), key="to_inbox", type="primary"):
            go("inbox", person, say)
        draw_results(person, student_id, say)
        return
    _top(person, figures, say)
    _time(figures, say)
    left, right = st.columns(2, gap="large")
    with left:
        _where(figures, say)
    with right:
        _moves(figures, say)
        _tempted(figures, say)
    draw_results(person, student_id, say)


def _student_in_address() -> int | None:
    return asked_number("student")


def _top(person: Person, figures: Progress, say: Words) -> None:
    """Three numbers and the next case with its reason."""
    recent = [p.total for p in figures.points[-5:]]
    best = max(p.total for p in figures.points)
    cells = [
        (str(round(sum(recent) / len(recent))), say("mean of the last {n}", n=len(recent))),
        (str(best), say("best")),
        (str(figures.attempts), say("attempts")),
        (str(figures.streak_days), say("days in a row")),
    ]
    draw('<div class="meters tops">' + "".join(
        f'<div class="meter"><div class="v" style="font-size:1.7rem">{esc(v)}</div><div class="n">{esc(n)}</div></div>'
        for v, n in cells) + "</div>")  # fmt: skip
    if not figures.next or person.role != "student":
        return
    with st.container(key="first"):
        left, right = st.columns([3.4, 1], vertical_alignment="center")
        first = figures.next[0]
        with left:
            draw(
                f'<div class="next"><span class="chip sun">{esc(say("Practise this next"))}</span>'
                f'<h2>{esc(say.pick(first.title))}</h2><p class="why">{esc(say.pick(first.reason))}</p></div>'
            )
        with right:
            if st.button(say("Start"), key="start_next", type="primary", width="stretch"):
                open_case(person, first.case_id, "practice", say)
    with st.container(gap=None):
        for n, other in enumerate(figures.next[1:3]):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                if st.button(say.pick(other.title), key=f"next_{n}", type="tertiary", icon=":material/arrow_forward:"):
                    open_case(person, other.case_id, "practice", say)
                st.caption(say.pick(other.reason))


def _time(figures: Progress, say: Words) -> None:
    points = figures.points[-LAST:]
    first = len(figures.points) - len(points) + 1
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(say("Points over time"), anchor=False)
        totals = tuple(
            (first + n, p.total, f"{say.name('platform', p.platform)} · {say.name('stage', p.stage)}")
            for n, p in enumerate(points)
        )
        said = say("Totals of the last replies: {list}", list=", ".join(str(t[1]) for t in totals))
        charts.show(charts.totals_spec(totals, say("Reply no."), say("Points")), "totals", said)
    with right:
        st.subheader(say("Levels by criterion"), anchor=False)
        names = tuple(say.name("criterion short", c) for c in CRITERIA)
        cells = tuple(
            (first + n, say.name("criterion short", c), p.levels[c])
            for n, p in enumerate(points)
            for c in CRITERIA
            if c in p.levels
        )
        charts.show(
            charts.levels_spec(cells, names, say("Reply no.")), "levels", say("Levels 0 to 4 of the last replies.")
        )


def _where(figures: Progress, say: Words) -> None:
    for kind, means, title in (
        ("platform", figures.by_platform, say("By platform")),
        ("stage", figures.by_stage, say("By stage")),
    ):
        if means:
            st.subheader(title, anchor=False)
            bars = tuple(
                (say.name(kind, code), float(v), str(round(v)))
                for code, v in sorted(means.items(), key=lambda e: -e[1])
            )
            said = ", ".join(f"{n} {t}" for n, _, t in bars)
            charts.show(charts.bars_spec(bars, 100.0), f"by_{kind}", said)


def _moves(figures: Progress, say: Words) -> None:
    codes = sorted(
        {*figures.moves_made, *figures.moves_missed},
        key=lambda m: (-figures.moves_missed.get(m, 0), -figures.moves_made.get(m, 0)),
    )[:9]
    if codes:
        st.subheader(say("Moves made and missed"), anchor=False)
        moves = tuple(
            (say.name("move", m), figures.moves_made.get(m, 0), figures.moves_missed.get(m, 0)) for m in codes
        )
        said = "; ".join(f"{n}: {a} / {b}" for n, a, b in moves)
        charts.show(charts.moves_spec(moves, say("made"), say("missed")), "moves", said)


def _tempted(figures: Progress, say: Words) -> None:
    """Rules the cases tempt to break, and those broken without any temptation."""
    if not figures.tempted and not figures.unprompted:
        return
    st.subheader(say("When tempted"), anchor=False)
    st.caption(say("Some cases tempt you to break a rule. This is how many of your replies to them kept it."))
    lines = []
    for code, (avoided, tempted) in sorted(figures.tempted.items(), key=lambda e: (e[1][0] - e[1][1], e[0])):
        kept = avoided == tempted
        score = chip(say("kept in {a} of {b}", a=avoided, b=tempted), "good" if kept else "warn")
        lines.append(_line("done" if kept else "partial", "✓" if kept else "!", code, score, say))
    for code, times in figures.unprompted.items():
        lines.append(_line("missing", "✕", code, chip(say("broken untempted: {n}", n=times), "bad"), say))
    draw(f'<div class="checks">{"".join(lines)}</div>')


def _line(kind: str, sign: str, code: str, score: str, say: Words) -> str:
    about = say.name("violation about", code)
    return (
        f'<div class="check {kind}" title="{esc(about)}"><i aria-hidden="true">{sign}</i>'
        f"<span>{esc(say.name('violation', code))}</span>{score}</div>"
    )
