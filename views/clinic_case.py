"""One account of the clinic: the shop's console on one side, the student's report on the other."""

from __future__ import annotations

from functools import partial

import streamlit as st

from content.words import Words
from desk import clinic_work, exercises
from desk.clinic import Patient
from desk.exercises import Exercise

from .console import draw_console
from .ink import chip, dots, draw, esc
from .outcome import draw_outcome
from .pages import asked_number, go, landing
from .person import current_person, current_words, the_desk
from .report import add_proof, draw_report, fill, key_of
from .sides import sides


def page() -> None:
    """Draws the page; the address names the piece of work."""
    person, say = current_person(), current_words()
    if person is None:
        return
    number = asked_number("work")
    if number is None:
        go("clinic" if person.role == "student" else landing(person), person, say)
        return
    work = exercises.get(the_desk(), person, number)
    one = clinic_work.patient_of(work)
    own = work.person_id == person.id
    _head(work, one, own, say)
    open_ = own and work.ended is None
    names = {"report": say("Your report") if open_ else say("Marks"), "console": say("The shop's console")}
    with sides(key_of(work), names, "report", (1.55, 1), say) as (left, right):
        with left, st.container(key="console"):
            hidden = _unanswered(work, one) if open_ else ()
            draw_console(one, key_of(work), hidden, partial(add_proof, person, work.id) if open_ else None, say)
        with right, st.container(key="report"):
            if open_:
                draw_report(person, work, one, say)
            else:
                draw_outcome(person, work, one, say)


def _unanswered(work: Exercise, one: Patient) -> tuple[str, ...]:
    """The figures she has not given yet: the console does not do her sums."""
    said = fill(work).figures
    return tuple(name for name in one.case.asks if name not in said or said[name].rate is None)


def _head(work: Exercise, one: Patient, own: bool, say: Words) -> None:
    who = "" if own else chip(work.person_name, "line")
    level = dots(one.case.difficulty, 5, say.name("difficulty", one.case.difficulty))
    day = say.day(one.case.day)
    draw(
        f'<div class="headline"><h1>{esc(say.pick(one.case.title))}</h1><span>'
        f"{chip(say.name('platform', one.case.platform), 'sea')} {level} {who}</span></div>"
        f'<p class="story">{esc(say.pick(one.case.story))} '
        f'<span class="soft">{esc(say("Today is {day}.", day=day))}</span></p>'
    )
