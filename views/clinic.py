"""The account clinic: the shops there are to diagnose."""

from __future__ import annotations

from functools import partial

from desk import clinic_work
from desk.people import Person

from .ink import draw, esc
from .pages import go
from .person import current_person, current_words, now, the_desk
from .worklist import draw_worklist


def page() -> None:
    """Draws the page."""
    person, say = current_person(), current_words()
    if person is None:
        return
    lead = say("A shop is in trouble. Read its figures, find the cause, prove it, and write the plan that saves it.")
    draw(f'<div class="headline"><h1>{esc(say("Account clinic"))}</h1></div><p class="soft">{esc(lead)}</p>')
    draw_worklist(clinic_work.shelf(the_desk(), person), "clinic", partial(_open, person), say)


def _open(person: Person, case_id: str) -> None:
    work = clinic_work.open_case(the_desk(), person, case_id, now())
    go("shop", person, current_words(), work=work)
