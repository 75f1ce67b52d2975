"""What a clinic case earned, part by part, and what the next thirty days bring."""

from __future__ import annotations

import streamlit as st

from content.words import Words
from desk import clinic, clinic_work
from desk.clinic import Chosen, Patient
from desk.exercises import Exercise
from desk.people import Person
from desk.rulebook import Numbers

from .charts import run_spec, show
from .console import lines_of
from .exercise import card_html, marks_link
from .ink import draw, esc, rows
from .pages import go
from .person import now, the_desk


def draw_outcome(person: Person, work: Exercise, one: Patient, say: Words) -> None:
    """Draws the marks with their reasons, then the thirty days and the way back."""
    if work.ended is None:
        draw(f'<p class="note">{esc(say("Not handed in yet."))}</p>')
        return
    draw(card_html(work, say))
    marks_link(work, work.person_id == person.id, person, say)
    answers = clinic_work.answers_of(work)
    if answers.plan.strip():
        with st.expander(say("Your plan")):
            draw(f'<div class="said" dir="auto">{esc(answers.plan)}</div>')
    _thirty_days(work, one, answers.chosen, say)
    mine = work.person_id == person.id
    if mine and st.button(say("Try again"), key=f"again_{work.id}", icon=":material/replay:"):
        go("shop", person, say, work=clinic_work.open_case(the_desk(), person, one.case.id, now()))


def _thirty_days(work: Exercise, one: Patient, chosen: tuple[Chosen, ...], say: Words) -> None:
    draw(f"<h3>{esc(say('Run 30 days'))}</h3>")
    lines = {line.metric: line for line in lines_of(one)}
    hurt = one.ward.cause(one.case.cause).hurts
    metric = st.selectbox(
        say("Figure"), list(lines), index=list(lines).index(hurt[0]), key=f"run_{work.id}",
        format_func=lambda name: say.pick(lines[name].name),
    )  # fmt: skip
    if not metric or not st.toggle(say("Let thirty days pass"), key=f"run_on_{work.id}"):
        return
    with st.spinner(say("Thirty days pass…")):
        yours, idle = _run(one.case.id, one.rules, chosen), _run(one.case.id, one.rules, ())
    names = (say("with your actions"), say("without any"))
    points = tuple(
        (name, day.isoformat(), rate) for name, table in zip(names, (yours, idle), strict=True)
        for day, rate in table[metric]
    )  # fmt: skip
    spec = run_spec(points, names, clinic.limit_of(one, metric), lines[metric].unit == "rate")
    show(spec, f"run_{work.id}_{metric}", say("Run 30 days"))
    _way_back(one, metric, say)


@st.cache_data(max_entries=64, show_spinner=False)
def _run(case_id: str, rules: tuple[str, Numbers], chosen: tuple[Chosen, ...]) -> dict[str, clinic.Days]:
    return clinic.ahead(clinic.patient(case_id, *rules), chosen)


def _way_back(one: Patient, metric: str, say: Words) -> None:
    found = clinic.recovery(one, metric)
    clean = say("{n} clean orders", n=found.clean) if found.clean is not None else ""
    back = say.day(found.expected) if found.expected else say("not within its window")
    leaving = "".join(
        f"<tr><td>{esc(say.day(one.day))}</td><td>{esc(', '.join(one.orders))}</td></tr>" for one in found.leaving
    )
    facts = [(say("Enough, if nothing leaves the window"), esc(clean)), (say("Back, if no fault is added"), esc(back))]
    fold = ""
    if leaving:
        title = esc(say("When each fault leaves the window"))
        fold = f'<details><summary>{title}</summary><div class="scroll"><table>{leaving}</table></div></details>'
    draw(f"<h4>{esc(say('The way back'))}</h4>{rows(facts)}{fold}")
